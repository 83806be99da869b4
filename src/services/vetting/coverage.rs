//! Coverage by law of one assessment, and of all partners.

use std::collections::BTreeMap;

use super::dossier;
use crate::access::{Allowed, ViewPartners, ViewPortfolio};
use crate::ids::{AssessmentId, PartnerId};
use crate::services::ServiceError;
use crate::store::{self, AssessmentState, ReadTx};
use crate::vetting::coverage::{Cover, Line, Reference, coverage};
use crate::vetting::questionnaire::Questionnaire;

/// A reference over all partners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortfolioLine {
    /// The reference.
    pub of: Reference,
    /// The partners of each cover, by name.
    pub partners: BTreeMap<Cover, Vec<(PartnerId, String)>>,
}

/// Which references the answers of an assessment cover, and how well; what the built-in questionnaire asks and this one does not
/// is unasked.
pub fn assessment_coverage(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<Vec<Line>, ServiceError> {
    let dossier = dossier::dossier(tx, who, id)?;
    Ok(coverage(&dossier.questionnaire, &built_in()?, &dossier.sheet))
}

/// The same over all partners that have submitted: for each the newest assessment that was not called off.
pub fn portfolio_coverage(
    tx: &mut ReadTx,
    who: &Allowed<ViewPortfolio>,
) -> Result<Vec<PortfolioLine>, ServiceError> {
    let whole = built_in()?;
    let assessments = store::assessment_list_all(tx, who.org())?;
    let mut found: Vec<PortfolioLine> = Vec::new();
    for partner in store::partner_list(tx, who.org())? {
        let of = |row: &&store::Assessment| {
            row.partner_id == partner.id && row.state != AssessmentState::Cancelled
        };
        let Some(row) = assessments.iter().find(of).filter(|_| partner.archived_at.is_none()) else {
            continue;
        };
        if !matches!(row.state, AssessmentState::Submitted | AssessmentState::Decided) {
            continue;
        }
        let dossier = dossier::read(tx, who.org(), &row.id)?;
        for line in coverage(&dossier.questionnaire, &whole, &dossier.sheet) {
            let name = (partner.id.clone(), partner.name.clone());
            match found.iter_mut().find(|known| known.of == line.of) {
                Some(known) => known.partners.entry(line.cover).or_default().push(name),
                None => {
                    let partners = BTreeMap::from([(line.cover, vec![name])]);
                    found.push(PortfolioLine { of: line.of, partners });
                }
            }
        }
    }
    Ok(found)
}

fn built_in() -> Result<Questionnaire, ServiceError> {
    Questionnaire::built_in().map_err(|e| ServiceError::Internal(format!("built-in questions: {e}")))
}
