//! The engine of this machine: sets in memory, counted by [`intersect`].

use super::{Cancelled, Watch, step};
use crate::matching::IdentifierType;
use crate::matching::intersect::{self, RawMatrix, RawOverlap};
use crate::matching::set::AudienceSet;

/// The people that both sets share, kind by kind; see [`intersect::count`].
pub fn count(
    sets: (&AudienceSet, &AudienceSet),
    order: &[IdentifierType],
    watch: &dyn Watch,
) -> Result<RawOverlap, Cancelled> {
    step(watch, 0, 1)?;
    let overlap = intersect::count(sets.0, sets.1, order);
    step(watch, 1, 1)?;
    Ok(overlap)
}

/// The same people by the segments of both sides; see [`intersect::matrix`].
pub fn matrix(
    sets: (&AudienceSet, &AudienceSet),
    order: &[IdentifierType],
    watch: &dyn Watch,
) -> Result<RawMatrix, Cancelled> {
    step(watch, 0, 1)?;
    let matrix = intersect::matrix(sets.0, sets.1, order);
    step(watch, 1, 1)?;
    Ok(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::engine::{Progress, Unwatched};
    use crate::matching::set::SetBuilder;

    struct CalledOff;

    impl Watch for CalledOff {
        fn progress(&self, _: Progress) {}

        fn cancelled(&self) -> bool {
            true
        }
    }

    #[test]
    fn what_is_called_off_comes_to_nothing() {
        let order = [IdentifierType::Email];
        let (a, b) = (SetBuilder::new(&order).finish(), SetBuilder::new(&order).finish());
        assert!(count((&a, &b), &order, &CalledOff).is_err());
        assert!(matrix((&a, &b), &order, &CalledOff).is_err());
        assert!(count((&a, &b), &order, &Unwatched).is_ok());
    }
}
