//! An assessment as JSON.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Timestamp;
use crate::services::vetting::Dossier;
use crate::store::Assessment;
use crate::vetting::intake::Intake;

/// An assessment.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessmentJson {
    /// Its id.
    pub id: String,
    /// Whom it is about.
    pub partner: String,
    /// The questionnaire's name.
    pub questionnaire: String,
    /// Its version.
    pub questionnaire_version: i64,
    /// by_tier, or the tier that the questions were cut to; null if everything is asked.
    pub tailoring: Option<&'static str>,
    /// intake, sent, submitted, decided or cancelled.
    pub state: &'static str,
    /// Counts the changes; sent back with each change.
    pub revision: i64,
    /// When it was started.
    #[schema(value_type = String, format = DateTime)]
    pub started: Timestamp,
    /// When it was last sent.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent: Option<Timestamp>,
    /// When the partner submitted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub submitted: Option<Timestamp>,
    /// Who submitted.
    pub submitted_by: Option<String>,
}

impl AssessmentJson {
    pub(super) fn of(row: &Assessment) -> Self {
        Self {
            id: row.id.to_string(),
            partner: row.partner_id.to_string(),
            questionnaire: row.questionnaire_id.clone(),
            questionnaire_version: row.questionnaire_version,
            tailoring: row.tailoring.map(crate::store::Tailoring::as_str),
            state: row.state.as_str(),
            revision: row.revision,
            started: row.created_at,
            sent: row.sent_at,
            submitted: row.submitted_at,
            submitted_by: row.submitted_by.clone(),
        }
    }
}

/// An answer with its review.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct AnswerJson {
    /// The chosen option.
    pub option: Option<String>,
    /// Whether the partner says that the question does not apply.
    pub na: bool,
    /// Why not.
    pub reason: String,
    /// Free words.
    pub comment: String,
    /// What would show it.
    pub evidence_note: String,
    /// Whether it came from the partner's last round and was not touched since.
    pub carried_over: bool,
    /// E0 to E3, once somebody looked.
    pub evidence: Option<String>,
    /// Whether the document has expired.
    pub evidence_expired: bool,
    /// Whether the N/A was accepted or refused.
    pub na_accepted: Option<bool>,
    /// The option that our reviewer found true instead.
    pub corrected: Option<String>,
    /// The reviewer's words.
    pub note: String,
}

/// An assessment with everything that its score depends on.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierJson {
    /// The assessment.
    #[serde(flatten)]
    pub assessment: AssessmentJson,
    /// The intake, once it was filled in.
    pub intake: Option<Intake>,
    /// The answers with their review, by question.
    pub answers: BTreeMap<String, AnswerJson>,
    /// The digest of what the score depends on; a decision names it.
    pub digest: Option<String>,
}

impl DossierJson {
    pub(super) fn of(dossier: &Dossier) -> Self {
        let mut answers: BTreeMap<String, AnswerJson> = BTreeMap::new();
        for (question, row) in &dossier.answers {
            let json = answers.entry(question.clone()).or_default();
            json.option.clone_from(&row.option_id);
            json.na = row.not_applicable;
            json.reason.clone_from(&row.reason);
            json.comment.clone_from(&row.comment);
            json.evidence_note.clone_from(&row.evidence_note);
            json.carried_over = row.carried_over;
        }
        for (question, row) in &dossier.reviews {
            let json = answers.entry(question.clone()).or_default();
            json.evidence.clone_from(&row.evidence_level);
            json.evidence_expired = row.evidence_expired;
            json.na_accepted = row.na_accepted;
            json.corrected.clone_from(&row.corrected_option_id);
            json.note.clone_from(&row.note);
        }
        Self {
            assessment: AssessmentJson::of(&dossier.assessment),
            intake: dossier.intake.clone(),
            answers,
            digest: dossier.digest(),
        }
    }
}
