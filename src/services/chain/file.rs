//! A round's list as it travels with the answers in a file: out of the rows, and into them.

use serde_json::json;

use super::{Place, input_of};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};
use crate::services::ServiceError;
use crate::services::audit::{self, Act, Author};
use crate::store::{self, SubProcessor, WriteTx};
use crate::vetting::formats::companies::{List, Listed};

/// The list of these rows.
pub(in crate::services) fn list_in_file(rows: &[SubProcessor], nobody: bool) -> List {
    let listed = |row: &SubProcessor| {
        let entry = input_of(row).checked().ok()?;
        Some(Listed { entry, carried_over: row.carried_over })
    };
    List { companies: rows.iter().filter_map(listed).collect(), nobody }
}

/// Puts a file's list in the place of the round's. A company keeps the mark that it came from the last round where it had it
/// and reads the same, or where the file says so and it reads as it does on the kept list.
pub(in crate::services) fn list_from_file(
    tx: &mut WriteTx,
    ((org, assessment), author): ((&OrgId, &AssessmentId), &Author),
    list: &List,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let partner = store::assessment_fetch(tx, org, assessment)?.partner_id;
    let place = Place { org: org.clone(), partner, assessment: Some(assessment.clone()) };
    let there = place.rows(tx)?;
    let kept = store::sub_processor_list_kept(tx, org, &place.partner)?;
    store::sub_processor_clear(tx, org, (&place.partner, Some(assessment)))?;
    for one in &list.companies {
        let row = place.row(&one.entry, now);
        let had = there.iter().any(|other| other.carried_over && reads_as(&row, other));
        let says = one.carried_over && kept.iter().any(|other| reads_as(&row, other));
        store::sub_processor_insert(tx, &SubProcessor { carried_over: had || says, ..row })?;
    }
    store::sub_processors_none_put(tx, org, assessment, list.nobody.then_some(now))?;
    let act = Act {
        action: "sub_processor.load",
        object_kind: "partner",
        object_id: place.partner.as_str(),
        detail: json!({ "companies": list.companies.len() }),
    };
    Ok(audit::done_to(tx, author.clone(), org, &act, now)?)
}

fn reads_as(row: &SubProcessor, other: &SubProcessor) -> bool {
    (&row.name, &row.purpose, &row.data, &row.country, &row.transfer, &row.since_on, &row.website)
        == (
            &other.name,
            &other.purpose,
            &other.data,
            &other.country,
            &other.transfer,
            &other.since_on,
            &other.website,
        )
}
