//! Exact numbers: fractions of big integers, and square roots that are only taken when a number leaves the program.
//!
//! Inherent risk is a square root and everything after it is a multiple of it, so a risk is kept as its square: sums,
//! thresholds and comparisons are exact, and the one rounding (half up, to hundredths) happens at display. That is why
//! the order of sections cannot matter, and why 19.999 is never mistaken for 20.

use dashu::{
    integer::{IBig, UBig, ops::SquareRoot as _},
    rational::RBig,
};

/// An exact fraction.
pub(super) type Ratio = RBig;

/// `numerator / denominator`; a zero denominator gives 0, which no caller can reach.
pub(super) fn ratio(numerator: u32, denominator: u32) -> Ratio {
    if denominator == 0 {
        Ratio::ZERO
    } else {
        Ratio::from_parts(IBig::from(numerator), UBig::from(denominator))
    }
}

/// A whole number as a fraction.
pub(super) fn whole(number: u32) -> Ratio {
    Ratio::from(number)
}

/// A fraction that is not negative, in hundredths, rounded half up.
pub(super) fn hundredths(number: &Ratio) -> u32 {
    let doubled = (number * whole(200)).floor();
    half_up(UBig::try_from(doubled).unwrap_or(UBig::ZERO))
}

/// A risk: the square root of an exact fraction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Root {
    square: Ratio,
}

impl Root {
    /// The root of a fraction that is not negative.
    pub(super) fn of_square(square: Ratio) -> Self {
        Self { square }
    }

    /// A whole number of points.
    pub(super) fn of(points: u32) -> Self {
        Self { square: whole(points) * whole(points) }
    }

    /// This risk times a fraction that is not negative.
    pub(super) fn times(&self, factor: &Ratio) -> Self {
        Self { square: &self.square * factor * factor }
    }

    /// Whether it is smaller than a whole number of points.
    pub(super) fn is_below(&self, points: u32) -> bool {
        *self < Self::of(points)
    }

    /// In hundredths, rounded half up.
    pub(super) fn hundredths(&self) -> u32 {
        let doubled_square = (&self.square * whole(40_000)).floor();
        half_up(UBig::try_from(doubled_square).unwrap_or(UBig::ZERO).sqrt())
    }
}

/// `floor(x + 1/2)` from `floor(2 x)`.
fn half_up(doubled: UBig) -> u32 {
    u32::try_from((doubled + UBig::ONE) / UBig::from(2_u8)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_round_half_up() {
        assert_eq!(hundredths(&ratio(1, 8)), 13);
        assert_eq!(hundredths(&ratio(1, 200)), 1);
        assert_eq!(hundredths(&ratio(1, 201)), 0);
        assert_eq!(hundredths(&whole(100)), 10_000);
    }

    #[test]
    fn roots_round_half_up_without_floating_point() {
        assert_eq!(Root::of(45).hundredths(), 4_500);
        // 0.005 exactly, and a hair less.
        assert_eq!(Root::of_square(ratio(25, 1_000_000)).hundredths(), 1);
        assert_eq!(Root::of_square(ratio(24_999, 1_000_000_000)).hundredths(), 0);
        assert_eq!(Root::of_square(ratio(2, 1)).hundredths(), 141);
    }

    #[test]
    fn a_threshold_is_compared_exactly() {
        let just_below = Root::of_square(whole(400) - ratio(1, u32::MAX));
        assert!(just_below.is_below(20));
        assert_eq!(just_below.hundredths(), 2_000);
        assert!(!Root::of(20).is_below(20));
    }
}
