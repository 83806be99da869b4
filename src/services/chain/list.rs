//! Looking at a list: what stands on it, what is new and what is gone since the round before.

use std::collections::BTreeSet;

use super::{categories, flags_of};
use crate::access::{Allowed, ViewPartners};
use crate::ids::{AssessmentId, OrgId, PartnerId};
use crate::services::ServiceError;
use crate::store::{self, AssessmentState, ReadTx, SubProcessor};
use crate::vetting::chain::Flag;
use crate::vetting::intake::DataCategory;

/// A company of a list, with what a reader should look at.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The company.
    pub row: SubProcessor,
    /// The categories of data.
    pub data: BTreeSet<DataCategory>,
    /// What to look at.
    pub flags: Vec<Flag>,
    /// Whether the round before did not name it.
    pub is_new: bool,
}

/// A list beside the one of the round before.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// The companies, by name.
    pub listed: Vec<Listed>,
    /// Companies that the round before named and this list does not.
    pub gone: Vec<SubProcessor>,
    /// Whether the partner says that no other company handles the data; then the list is empty.
    pub nobody: bool,
}

/// The list that the partner stated in an assessment, beside the one of the round before.
pub fn list_of_assessment(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<Lists, ServiceError> {
    let own = store::assessment_fetch(tx, who.org(), id)?;
    let stated = store::sub_processor_list(tx, who.org(), id)?;
    let rounds = store::assessment_list(tx, who.org(), &own.partner_id)?;
    let earlier = rounds.into_iter().find(|other| {
        other.id != own.id
            && other.created_at <= own.created_at
            && matches!(other.state, AssessmentState::Submitted | AssessmentState::Decided)
    });
    let before = match earlier {
        Some(round) => Some(store::sub_processor_list(tx, who.org(), &round.id)?),
        None => None,
    };
    let nobody = store::sub_processors_none_said(tx, who.org(), id)?;
    Ok(Lists { nobody, ..beside(stated, before) })
}

/// The partner's list as it is kept now, beside the one of the last round that was decided on: what an approval knew.
pub fn list_kept(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    partner: &PartnerId,
) -> Result<Lists, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), partner)?;
    let kept = store::sub_processor_list_kept(tx, who.org(), &partner.id)?;
    let before = decided_on(tx, who.org(), &partner.id)?;
    Ok(beside(kept, before))
}

fn decided_on(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
) -> Result<Option<Vec<SubProcessor>>, ServiceError> {
    let Some(last) = store::decision_list(tx, org, partner)?.into_iter().next() else { return Ok(None) };
    Ok(Some(store::sub_processor_list(tx, org, &last.assessment_id)?))
}

/// Without a list before, nothing is new: a round that asked for none says nothing about who was there.
fn beside(now: Vec<SubProcessor>, before: Option<Vec<SubProcessor>>) -> Lists {
    let before = before.unwrap_or_default();
    let names =
        |rows: &[SubProcessor]| -> BTreeSet<String> { rows.iter().map(|row| row.name_key.clone()).collect() };
    let (known, here) = (names(&before), names(&now));
    let listed = now.into_iter().map(|row| Listed {
        data: categories(&row.data),
        flags: flags_of(&row.country, &row.transfer),
        is_new: !known.is_empty() && !known.contains(&row.name_key),
        row,
    });
    Lists {
        listed: listed.collect(),
        gone: before.into_iter().filter(|row| !here.contains(&row.name_key)).collect(),
        nobody: false,
    }
}
