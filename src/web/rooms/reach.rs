//! Match rate and reach of a release, in words; all from numbers that are rounded already.

use crate::rooms::Side;
use crate::rooms::release::{Answer, Rate, Reach};
use crate::services::rooms::ReleaseDetail;
use crate::web::components::KeyValue;
use crate::web::page::Chrome;

/// The rates and reach of a release whose total is shown; nothing otherwise.
pub(super) fn reach_rows(c: &Chrome, detail: &ReleaseDetail) -> Vec<KeyValue> {
    let Some(reach) = reach(detail) else { return Vec::new() };
    let names = &detail.facts.names;
    let rate = |side: Side| {
        let text = match reach.match_rate.get(side) {
            Rate::Percent { percent } => c.tn("reach-percent", *percent),
            Rate::Below { lt } => c.tn("reach-below", *lt),
            Rate::Above { ge } => c.tn("reach-above", *ge),
        };
        KeyValue::new(c.ts("reach-rate", names.get(side)), text)
    };
    let mut rows: Vec<KeyValue> = Side::BOTH.map(rate).into();
    if let (Some(together), Some(alone)) = (reach.together, reach.alone) {
        rows.push(KeyValue::new(c.t("reach-together"), c.tn("release-people-about", together)));
        for side in Side::BOTH {
            let people = c.tn("release-people-about", *alone.get(side));
            rows.push(KeyValue::new(c.ts("reach-alone", names.get(side)), people));
        }
    }
    rows
}

/// What follows from the shown total, if one is shown.
pub(crate) fn reach(detail: &ReleaseDetail) -> Option<Reach> {
    let total = detail.released.as_ref().and_then(Answer::total)?;
    Some(Reach::of(total, &detail.inputs.people, u64::from(detail.k)))
}
