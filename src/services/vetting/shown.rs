//! What a partner sees of its own score, where whoever asks lets it: the number, the sentence why, and what fixing would change.
//! Not the intake, not the review's words.

use super::dossier::{self, Dossier};
use super::reopening::is_shown;
use crate::access::Respondent;
use crate::services::ServiceError;
use crate::store::{AssessmentState, ReadTx};

/// The dossier behind the score that a respondent may see; none where the sender did not allow it, or for a colleague who was given
/// one section: the score is about all of them.
pub fn shown_dossier(tx: &mut ReadTx, who: &Respondent) -> Result<Option<Dossier>, ServiceError> {
    if who.section().is_some() || !is_shown(tx, who.org(), who.assessment())? {
        return Ok(None);
    }
    let dossier = dossier::read(tx, who.org(), who.assessment())?;
    let called_off = dossier.assessment.state == AssessmentState::Cancelled;
    Ok(Some(dossier).filter(|dossier| !called_off && dossier.intake.is_some()))
}
