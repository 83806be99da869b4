//! Where noise comes from: OpenDP, and nothing else outside tests.
//!
//! The sampler is OpenDP's exact discrete Laplace over the integers (Canonne, Kamath, Steinke 2020) with the rational scale
//! sensitivity/epsilon: no floating point takes part, so the privacy loss of one draw is exactly epsilon.
//! Without its OpenSSL feature OpenDP draws its bits from `rand`'s thread generator: ChaCha, seeded and re-seeded from the
//! operating system, which is a cryptographic generator; we take it rather than link OpenSSL.

use std::ops::Div;

use opendp::traits::samplers::sample_discrete_laplace;

use crate::matching::intersect::{cell_sensitivity, pass_sensitivity, sensitivity};
use crate::rooms::terms::Epsilon;

/// How wide the noise is: sensitivity/epsilon, as an exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// By how many one person can change the count.
    pub sensitivity: u32,
    /// The privacy loss to keep to.
    pub epsilon: Epsilon,
}

impl Scale {
    /// For how many people match by so many identifiers.
    pub fn total(identifiers: usize, epsilon: Epsilon) -> Self {
        Self { sensitivity: narrow(sensitivity(identifiers)), epsilon }
    }

    /// For how many of them met by one of so many identifiers.
    pub fn pass(identifiers: usize, epsilon: Epsilon) -> Self {
        Self { sensitivity: narrow(pass_sensitivity(identifiers)), epsilon }
    }

    /// For each cell of a matrix, which gets half of the epsilon of its release. Terms with more identifiers than have a
    /// bound allow no matrix; the widest noise there is stands in for it.
    pub fn cell(identifiers: usize, epsilon: Epsilon) -> Self {
        Self { sensitivity: cell_sensitivity(identifiers).map_or(u32::MAX, narrow), epsilon: epsilon.half() }
    }

    /// The half-width that holds 95 % of the noise.
    pub fn pm95(self) -> u64 {
        self.epsilon.pm95(self.sensitivity)
    }
}

fn narrow(sensitivity: u64) -> u32 {
    u32::try_from(sensitivity).unwrap_or(u32::MAX)
}

/// A source of noise for one draw at a time.
pub trait Noise {
    /// A whole number from the discrete Laplace distribution with that scale.
    fn draw(&mut self, scale: Scale) -> Result<i64, NoiseError>;
}

/// Why no noise could be drawn; the release must not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoiseError {
    /// An epsilon of zero would need infinite noise, a sensitivity of zero none.
    #[error("the noise has no scale")]
    NoScale,
    /// The sampler failed: the system's random source is not working.
    #[error("the noise sampler failed")]
    Sampler,
}

/// OpenDP's exact sampler.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenDp;

impl Noise for OpenDp {
    fn draw(&mut self, scale: Scale) -> Result<i64, NoiseError> {
        if scale.epsilon.micro() == 0 || scale.sensitivity == 0 {
            return Err(NoiseError::NoScale);
        }
        let numerator = u64::from(scale.sensitivity) * 1_000_000;
        let drawn = sample_discrete_laplace(ratio(numerator, u64::from(scale.epsilon.micro())))
            .map_err(|_cause| NoiseError::Sampler)?;
        // Out of i64's range happens once in e^(10^13) draws; failing is then as good as any answer.
        i64::try_from(drawn).map_err(|_cause| NoiseError::Sampler)
    }
}

/// The exact fraction, in whatever rational type the sampler takes.
fn ratio<R: From<u64> + Div<Output = R>>(numerator: u64, denominator: u64) -> R {
    R::from(numerator) / R::from(denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Enough for the bounds below to fail by chance less than once in a million runs.
    const DRAWS: usize = 20_000;

    fn scale(micro: u32) -> Scale {
        Scale { sensitivity: 1, epsilon: Epsilon::from_micro(micro) }
    }

    fn draws(micro: u32) -> Vec<f64> {
        let draw = || OpenDp.draw(scale(micro)).unwrap();
        (0..DRAWS).map(|_| f64::from(i32::try_from(draw()).unwrap())).collect()
    }

    #[test]
    fn mean_and_variance_are_those_of_the_distribution() {
        for micro in [200_000u32, 100_000] {
            let sample = draws(micro);
            let count = f64::from(u32::try_from(sample.len()).unwrap());
            let mean = sample.iter().sum::<f64>() / count;
            let variance = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count;
            let alpha = (-f64::from(micro) / 1e6).exp();
            let expected = 2.0 * alpha / (1.0 - alpha).powi(2);
            // Five standard errors of the mean; the variance's relative error is sqrt((6 - 1) / n), so 8 % is five of them.
            assert!(mean.abs() < 5.0 * (expected / count).sqrt(), "mean {mean} at {micro}");
            assert!((variance / expected - 1.0).abs() < 0.08, "variance {variance}, expected {expected}");
        }
    }

    #[test]
    fn the_error_bar_holds_ninety_five_of_a_hundred() {
        let bar = f64::from(u32::try_from(scale(200_000).pm95()).unwrap());
        let sample = draws(200_000);
        let inside = sample.iter().filter(|z| z.abs() <= bar).count();
        // P(|z| <= 15) is 95.5 %.
        assert!((DRAWS * 946 / 1_000..DRAWS * 964 / 1_000).contains(&inside), "{inside} of {DRAWS}");
    }

    /// What decides on which side of a threshold the 50th person is seen: 1 / (1 + e^-epsilon), 55.0 % at 0.2.
    #[test]
    fn a_threshold_tells_one_person_apart_as_seldom_as_epsilon_says() {
        let shown = |least: i64| {
            let hits = (0..100_000).filter(|_| OpenDp.draw(scale(200_000)).unwrap() >= least).count();
            f64::from(u32::try_from(hits).unwrap()) / 100_000.0
        };
        let bound = 1.0 / (1.0 + (-0.2f64).exp());
        // Five standard errors: 0.8 of a hundred.
        assert!((shown(0) - bound).abs() < 0.008 && (shown(1) - (1.0 - bound)).abs() < 0.008);
    }

    #[test]
    fn every_draw_is_fresh() {
        assert_ne!(draws(200_000), draws(200_000));
    }

    #[test]
    fn no_scale_no_noise() {
        assert_eq!(OpenDp.draw(scale(0)), Err(NoiseError::NoScale));
    }
}
