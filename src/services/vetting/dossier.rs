//! An assessment with everything that its score depends on, read from its rows.

use std::collections::BTreeMap;

use crate::access::{Allowed, ViewPartners};
use crate::ids::{AssessmentId, OrgId};
use crate::services::ServiceError;
use crate::store::{self, AnswerRow, Assessment, AssessmentState, ReadTx, ReviewRow};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::digest::inputs_digest;
use crate::vetting::evidence::EvidenceLevel;
use crate::vetting::intake::Intake;
use crate::vetting::policy::Policy;
use crate::vetting::questionnaire::{Question, Questionnaire};
use crate::vetting::scoring::{Case, Freshness, Score, score};
use crate::vetting::sheet::{Answer, Entry, Given, Review, Sheet};

/// An assessment, its frozen questions and policy, its intake, its answers and their review.
#[derive(Debug)]
pub struct Dossier {
    /// The assessment's own row.
    pub assessment: Assessment,
    /// The questions, as they were when it was started.
    pub questionnaire: Questionnaire,
    /// The constants, as they were when it was started.
    pub policy: Policy,
    /// What our side said about the sharing, once it did.
    pub intake: Option<Intake>,
    /// The answers with their review.
    pub sheet: Sheet,
    /// The answers' rows, by question.
    pub answers: BTreeMap<String, AnswerRow>,
    /// The reviews' rows, by question.
    pub reviews: BTreeMap<String, ReviewRow>,
}

/// The dossier of an assessment of the actor's organisation.
pub fn dossier(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<Dossier, ServiceError> {
    read(tx, who.org(), id)
}

/// The same, for services that hold another proof.
pub(in crate::services) fn read(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &AssessmentId,
) -> Result<Dossier, ServiceError> {
    let assessment = store::assessment_fetch(tx, org, id)?;
    let answers = store::answer_list(tx, org, id)?;
    let reviews = store::review_list(tx, org, id)?;
    let damaged = |what: &str, fault: &dyn std::fmt::Display| {
        ServiceError::Internal(format!("the frozen {what} of assessment {id} cannot be read: {fault}"))
    };
    let questionnaire =
        Questionnaire::parse(&assessment.questionnaire).map_err(|e| damaged("questionnaire", &e))?;
    let policy = Policy::parse(&assessment.policy).map_err(|e| damaged("policy", &e))?;
    let intake = assessment.intake.as_deref().map(serde_json::from_str).transpose();
    let by_question = |rows: Vec<AnswerRow>| rows.into_iter().map(|row| (row.question_id.clone(), row));
    let mut dossier = Dossier {
        intake: intake.map_err(|e| damaged("intake", &e))?,
        assessment,
        questionnaire,
        policy,
        sheet: Sheet::default(),
        answers: by_question(answers).collect(),
        reviews: reviews.into_iter().map(|row| (row.question_id.clone(), row)).collect(),
    };
    dossier.sheet = dossier.read_sheet();
    Ok(dossier)
}

impl Dossier {
    /// What the score depends on; none before the intake.
    pub fn case(&self) -> Option<Case<'_>> {
        Some(Case {
            questionnaire: &self.questionnaire,
            intake: self.intake.as_ref()?,
            sheet: &self.sheet,
            policy: &self.policy,
            freshness: Freshness::Current,
        })
    }

    /// The score; none before the intake.
    pub fn score(&self) -> Option<Score> {
        Some(score(&self.case()?))
    }

    /// The fingerprint of what the score depends on; none before the intake.
    pub fn digest(&self) -> Option<String> {
        Some(inputs_digest(&self.questionnaire, self.intake.as_ref()?, &self.sheet))
    }

    /// Whether answers may be reviewed: the partner has submitted.
    pub fn is_reviewable(&self) -> bool {
        matches!(self.assessment.state, AssessmentState::Submitted | AssessmentState::Decided)
    }

    /// The question of that name.
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.questionnaire.question(&QuestionId::new(name).ok()?)
    }

    fn read_sheet(&self) -> Sheet {
        let mut sheet = Sheet::default();
        for (_, question) in self.questionnaire.questions() {
            let answer = self.answers.get(question.id.as_str());
            let review = self.reviews.get(question.id.as_str());
            if answer.is_some() || review.is_some() {
                let entry = Entry {
                    answer: answer.map(|row| answer_of(question, row)).unwrap_or_default(),
                    review: review.map(|row| review_of(question, row)).unwrap_or_default(),
                };
                sheet.set(question.id.clone(), entry);
            }
        }
        sheet
    }
}

fn answer_of(question: &Question, row: &AnswerRow) -> Answer {
    let given = if row.not_applicable {
        Given::NotApplicable { reason: row.reason.clone() }
    } else {
        known_option(question, row.option_id.as_deref()).map_or(Given::Nothing, Given::Option)
    };
    Answer { given, comment: row.comment.clone() }
}

fn review_of(question: &Question, row: &ReviewRow) -> Review {
    Review {
        evidence: row.evidence_level.as_deref().and_then(level).unwrap_or_default(),
        evidence_expired: row.evidence_expired,
        na_accepted: row.na_accepted.unwrap_or(false),
        corrected: known_option(question, row.corrected_option_id.as_deref()),
    }
}

fn known_option(question: &Question, name: Option<&str>) -> Option<OptionId> {
    let id = OptionId::new(name?).ok()?;
    question.option(&id).map(|option| option.id.clone())
}

/// The level of that name.
pub(super) fn level(word: &str) -> Option<EvidenceLevel> {
    EvidenceLevel::ALL.into_iter().find(|level| level.to_string() == word)
}
