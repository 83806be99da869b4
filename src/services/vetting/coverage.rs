//! Coverage by law of one assessment, and of all partners.

use super::{built_in, dossier};
use crate::access::{Allowed, ViewPartners, ViewPortfolio};
use crate::ids::{AssessmentId, PartnerId};
use crate::services::ServiceError;
use crate::store::{self, AssessmentState, ReadTx};
use crate::vetting::coverage::{Line, Together, coverage, over_all};

/// A reference over all partners, each with its name.
pub type PortfolioLine = Together<(PartnerId, String)>;

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

/// The same over all partners that have submitted: for each the newest assessment whose answers are in, so that a round that is
/// under way does not hide the one before.
pub fn portfolio_coverage(
    tx: &mut ReadTx,
    who: &Allowed<ViewPortfolio>,
) -> Result<Vec<PortfolioLine>, ServiceError> {
    let whole = built_in()?;
    let assessments = store::assessment_list_all(tx, who.org())?;
    let mut each: Vec<((PartnerId, String), Vec<Line>)> = Vec::new();
    for partner in store::partner_list(tx, who.org())? {
        let is_in = |row: &store::Assessment| {
            matches!(row.state, AssessmentState::Submitted | AssessmentState::Decided)
        };
        let of = |row: &&store::Assessment| row.partner_id == partner.id && is_in(row);
        let Some(row) = assessments.iter().find(of).filter(|_| partner.archived_at.is_none()) else {
            continue;
        };
        let dossier = dossier::read(tx, who.org(), &row.id)?;
        let lines = coverage(&dossier.questionnaire, &whole, &dossier.sheet);
        each.push(((partner.id, partner.name), lines));
    }
    Ok(over_all(&each))
}
