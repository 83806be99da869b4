//! What follows from a released count: rates and reach, from rounded numbers alone.
//!
//! A rate is a rounded count over a rounded size, in whole percent, and stays within what the thresholds leave open:
//! `k/n` at the bottom, `1 - k/n` at the top (cleanroom.md, policy). Sizes are rounded to 100, so reach is too.

use serde::Serialize;

use super::Released;
use crate::rooms::ledger::people_rounded;
use crate::rooms::sides::Sides;

/// Which part of a list is in the overlap, in whole percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "band", rename_all = "snake_case")]
pub enum Rate {
    /// About so much.
    Percent {
        /// Of a hundred.
        percent: u64,
    },
    /// Less than so much: the count is withheld.
    Below {
        /// Of a hundred.
        lt: u64,
    },
    /// So much or more.
    Above {
        /// Of a hundred.
        ge: u64,
    },
}

/// What two lists reach, from numbers that are rounded already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// Which part of each list is in the other.
    pub match_rate: Sides<Rate>,
    /// Everybody whom either list reaches, rounded to 100; none while the count is withheld.
    pub together: Option<u64>,
    /// Whom each list reaches alone, rounded to 100; none while the count is withheld.
    pub alone: Option<Sides<u64>>,
}

impl Reach {
    /// What follows from an answer about lists of so many people, under a group size of `k`.
    pub fn of(released: Released, people: &Sides<u64>, k: u64) -> Self {
        let sizes = people.map(people_rounded);
        let shared = match released {
            Released::Value { n, .. } => Some(n),
            Released::Below { .. } | Released::Above { .. } => None,
        };
        let alone = |n: u64| sizes.map(|size| people_rounded(size.saturating_sub(n)));
        let together = |n: u64| people_rounded(sizes.host.saturating_add(sizes.guest).saturating_sub(n));
        Self {
            match_rate: sizes.map(|size| rate(released, size, k)),
            together: shared.map(together),
            alone: shared.map(alone),
        }
    }
}

/// The part that an answer is of a list of `size` people.
fn rate(released: Released, size: u64, k: u64) -> Rate {
    let size = size.max(1);
    let up = |n: u64| n.saturating_mul(100).div_ceil(size).min(100);
    let down = |n: u64| (n.saturating_mul(100) / size).min(100);
    match released {
        Released::Below { lt } => Rate::Below { lt: up(lt) },
        Released::Above { ge } => Rate::Above { ge: down(ge) },
        Released::Value { n, .. } => {
            let nearest = n.saturating_mul(100).saturating_add(size / 2) / size;
            let most = down(size.saturating_sub(k));
            Rate::Percent { percent: nearest.min(most).max(up(k).min(most)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reach(released: Released) -> Reach {
        Reach::of(released, &Sides { host: 18_642, guest: 20_117 }, 50)
    }

    #[test]
    fn rates_and_reach_come_from_rounded_numbers() {
        let reach = reach(Released::Value { n: 4_210, pm95: 15 });
        let percent = |percent| Rate::Percent { percent };
        assert_eq!(reach.match_rate, Sides { host: percent(23), guest: percent(21) });
        assert_eq!(reach.together, Some(34_500));
        assert_eq!(reach.alone, Some(Sides { host: 14_400, guest: 15_900 }));
    }

    #[test]
    fn a_withheld_count_has_no_reach() {
        let reach = reach(Released::Below { lt: 50 });
        assert_eq!((reach.together, reach.alone), (None, None));
        assert_eq!(reach.match_rate.host, Rate::Below { lt: 1 });
    }

    #[test]
    fn nearly_all_is_a_floor() {
        let all = Reach::of(Released::Above { ge: 950 }, &Sides { host: 1_000, guest: 5_000 }, 50);
        assert_eq!(all.match_rate, Sides { host: Rate::Above { ge: 95 }, guest: Rate::Above { ge: 19 } });
    }

    proptest! {
        #[test]
        fn rates_stay_within_the_thresholds(n in 50u64..5_000, size in 1_000u64..5_000) {
            let Rate::Percent { percent } = rate(Released::Value { n, pm95: 15 }, size, 50) else { panic!() };
            prop_assert!((1..100).contains(&percent));
        }
    }
}
