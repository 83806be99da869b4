//! Every assessment with its partner's name: of one organisation, or of all for the operator.

use std::collections::BTreeMap;

use crate::access::{Allowed, ViewPartners};
use crate::ids::{OrgId, PartnerId};
use crate::services::ServiceError;
use crate::store::{self, Assessment, ReadTx};

/// One assessment in a list.
#[derive(Debug)]
pub struct AssessmentLine {
    /// Its row.
    pub assessment: Assessment,
    /// Whom it asks.
    pub partner_name: String,
    /// Who asks.
    pub organisation: String,
}

/// Every assessment of the organisation, newest first.
pub fn assessment_list_all(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
) -> Result<Vec<AssessmentLine>, ServiceError> {
    let rows = store::assessment_list_all(tx, who.org())?;
    lines(tx, rows)
}

/// Every assessment of every organisation, newest first.
pub fn operator_assessments(tx: &mut ReadTx) -> Result<Vec<AssessmentLine>, ServiceError> {
    let rows = store::assessment_list_everywhere(tx)?;
    lines(tx, rows)
}

fn lines(tx: &mut ReadTx, rows: Vec<Assessment>) -> Result<Vec<AssessmentLine>, ServiceError> {
    let mut partners: BTreeMap<OrgId, BTreeMap<PartnerId, String>> = BTreeMap::new();
    let mut organisations: BTreeMap<OrgId, String> = BTreeMap::new();
    let mut lines = Vec::new();
    for assessment in rows {
        let org = &assessment.org_id;
        if !organisations.contains_key(org) {
            organisations.insert(org.clone(), store::organisation_fetch(tx, org)?.name);
            let names = store::partner_list(tx, org)?.into_iter().map(|partner| (partner.id, partner.name));
            partners.insert(org.clone(), names.collect());
        }
        let name = partners.get(org).and_then(|names| names.get(&assessment.partner_id));
        lines.push(AssessmentLine {
            partner_name: name.cloned().unwrap_or_default(),
            organisation: organisations.get(org).cloned().unwrap_or_default(),
            assessment,
        });
    }
    Ok(lines)
}
