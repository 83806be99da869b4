//! Chance that can be replayed: the coins that decide who is a member, and noise from a seed.

use std::sync::atomic::{AtomicU64, Ordering};

use entente::rooms::release::{Noise, NoiseError, OpenDp, Scale};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::helpers::Setup;

/// Coins from a seed.
pub struct Coin(StdRng);

impl Coin {
    /// The same coins each time.
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// Heads or tails.
    pub fn toss(&mut self) -> bool {
        self.0.random()
    }

    /// One of so many.
    pub fn pick(&mut self, of: u64) -> u64 {
        self.0.random_range(0..of)
    }
}

/// Discrete Laplace noise, the difference of two geometric draws, each release from the next seed.
struct Seeded(StdRng);

impl Seeded {
    fn geometric(&mut self, alpha: f64) -> i64 {
        let mut successes = 0;
        while self.0.random::<f64>() < alpha {
            successes += 1;
        }
        successes
    }
}

impl Noise for Seeded {
    fn draw(&mut self, scale: Scale) -> Result<i64, NoiseError> {
        let alpha = (-f64::from(scale.epsilon.micro()) / 1e6 / f64::from(scale.sensitivity)).exp();
        Ok(self.geometric(alpha) - self.geometric(alpha))
    }
}

/// No noise at all.
struct Silent;

impl Noise for Silent {
    fn draw(&mut self, _: Scale) -> Result<i64, NoiseError> {
        Ok(0)
    }
}

fn seeded() -> Box<dyn Noise> {
    static NEXT: AtomicU64 = AtomicU64::new(0x0be7);
    Box::new(Seeded(StdRng::seed_from_u64(NEXT.fetch_add(1, Ordering::Relaxed))))
}

/// The server as it is.
pub fn entente() -> Setup {
    let noise: fn() -> Box<dyn Noise> = if super::is_full() { || Box::new(OpenDp) } else { seeded };
    Setup { noise: Some(noise), ..Setup::default() }
}

/// A server that only has a threshold: what many systems call private.
pub fn plain_threshold() -> Setup {
    Setup { noise: Some(|| Box::new(Silent)), ..Setup::default() }
}
