//! What lies before a respondent: the frozen questionnaire, the answers so far, and how far they are.

use std::collections::{BTreeMap, BTreeSet};

use ring::digest::{SHA256, digest};

use super::language::{Languages, languages};
use crate::access::Respondent;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, hex};
use crate::services::{Message, ServiceError};
use crate::store::{self, AnswerRow, AssessmentState, CarriedEvidenceRow, EvidenceRow, ReadTx, SubProcessor};
use crate::vetting::code::{OptionId, QuestionId, SectionId};
use crate::vetting::questionnaire::{ListKind, Question, Questionnaire, Section};
use crate::vetting::sheet::{Answer, Entry, Given, Sheet};

/// Whether answers can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskState {
    /// Yes.
    Open,
    /// No: they were submitted.
    Submitted {
        /// When.
        at: Timestamp,
        /// Who says they are true.
        by: String,
    },
}

/// What lies before a respondent.
#[derive(Debug)]
pub struct Desk {
    /// Who asks.
    pub org_name: String,
    /// Whether who asks is sample data.
    pub sample: bool,
    /// Whom they ask.
    pub partner_name: String,
    /// The questions, as they were when the assessment was sent.
    pub questionnaire: Questionnaire,
    /// The answers, by question.
    pub answers: BTreeMap<String, AnswerRow>,
    /// What is known about the documents that were attached, oldest first.
    pub documents: Vec<EvidenceRow>,
    /// The list of sub-processors, by name.
    pub sub_processors: Vec<SubProcessor>,
    /// Whether the respondent says that there are none.
    pub no_sub_processors: bool,
    /// The documents of the last round that came along with its answers.
    pub carried: Vec<CarriedEvidenceRow>,
    /// Whether answers can be changed.
    pub state: DeskState,
    /// The one section that this respondent was given; none for all of them.
    pub section: Option<SectionId>,
    /// In which languages this respondent reads.
    pub languages: Languages,
    /// SHA-256 of the questionnaire as it was sent, in lower-case hex.
    pub(super) digest: String,
    sheet: Sheet,
    /// Counts the changes of the assessment's own state.
    pub(super) revision: i64,
}

/// How far one section is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionProgress {
    /// The section.
    pub id: SectionId,
    /// Questions in scope.
    pub asked: usize,
    /// Those with an answer.
    pub answered: usize,
    /// Required questions that are open, in order.
    pub open: Vec<QuestionId>,
}

/// The desk of a respondent; one whose assessment was called off is gone.
pub fn desk(tx: &mut ReadTx, who: &Respondent) -> Result<Desk, ServiceError> {
    let desk = desk_of(tx, (who.org(), who.assessment()), who.section())?;
    Ok(Desk { languages: languages(tx, who, &desk.questionnaire)?, ..desk })
}

/// What an assessment asks, whole or one section of it.
pub(super) fn desk_of(
    tx: &mut ReadTx,
    (org_id, id): (&OrgId, &AssessmentId),
    section: Option<&str>,
) -> Result<Desk, ServiceError> {
    let assessment = store::assessment_fetch(tx, org_id, id)?;
    let partner = store::partner_fetch(tx, org_id, &assessment.partner_id)?;
    let org = store::organisation_fetch(tx, org_id)?;
    let questionnaire = Questionnaire::parse(&assessment.questionnaire)
        .map_err(|e| ServiceError::Internal(format!("a frozen questionnaire cannot be read: {e}")))?;
    let rows = store::answer_list(tx, org_id, id)?;
    let state = match (assessment.state, assessment.submitted_at) {
        (AssessmentState::Submitted | AssessmentState::Decided, Some(at)) => {
            DeskState::Submitted { at, by: assessment.submitted_by.unwrap_or_default() }
        }
        (AssessmentState::Sent, _) => DeskState::Open,
        _ => return Err(ServiceError::Gone(Message::new("gone-assessment-cancelled"))),
    };
    Ok(Desk {
        org_name: org.name,
        sample: org.sample,
        partner_name: partner.name,
        sheet: sheet(&questionnaire, &rows),
        documents: store::evidence_list(tx, org_id, id)?,
        sub_processors: store::sub_processor_list(tx, org_id, id)?,
        no_sub_processors: store::sub_processors_none_said(tx, org_id, id)?,
        carried: store::carried_evidence_list(tx, org_id, id)?,
        answers: rows.into_iter().map(|row| (row.question_id.clone(), row)).collect(),
        section: section.and_then(|name| SectionId::new(name).ok()),
        languages: Languages::default(),
        digest: hex(digest(&SHA256, assessment.questionnaire.as_bytes()).as_ref()),
        questionnaire,
        state,
        revision: assessment.revision,
    })
}

/// The partner's own words as a sheet: what conditions and progress are read from.
fn sheet(questionnaire: &Questionnaire, rows: &[AnswerRow]) -> Sheet {
    let mut sheet = Sheet::default();
    for row in rows {
        let Ok(id) = QuestionId::new(&row.question_id) else { continue };
        let Some(question) = questionnaire.question(&id) else { continue };
        let answer = Answer { given: given(question, row), comment: row.comment.clone() };
        sheet.set(id, Entry { answer, ..Entry::default() });
    }
    sheet
}

pub(super) fn given(question: &Question, row: &AnswerRow) -> Given {
    if row.not_applicable {
        return Given::NotApplicable { reason: row.reason.clone() };
    }
    let named = row.option_id.as_deref().and_then(|name| OptionId::new(name).ok());
    named.filter(|id| question.option(id).is_some()).map_or(Given::Nothing, Given::Option)
}

impl Desk {
    /// Whether answers can still be changed.
    pub fn is_open(&self) -> bool {
        self.state == DeskState::Open
    }

    /// The questions that are in scope, by what has been answered so far.
    pub fn visible(&self) -> BTreeSet<&QuestionId> {
        self.questionnaire.visible(|question| self.sheet.option(question))
    }

    /// The option that was chosen for a question.
    pub fn option(&self, question: &QuestionId) -> Option<&OptionId> {
        self.sheet.option(question)
    }

    /// Whether a question has an answer, "not applicable" included.
    pub fn is_answered(&self, question: &QuestionId) -> bool {
        self.sheet.entry(question).is_some_and(|entry| entry.answer.given != Given::Nothing)
    }

    /// Whether a list of sub-processors goes with the question and says something: companies, or that there are none.
    pub fn says_who(&self, question: &Question) -> bool {
        question.list == Some(ListKind::SubProcessors)
            && (self.no_sub_processors || !self.sub_processors.is_empty())
    }

    /// Whether this respondent may answer the question: its section was given to them, or all were.
    pub fn reaches(&self, question: &QuestionId) -> bool {
        let Some(own) = &self.section else { return true };
        self.questionnaire.section(own).is_some_and(|s| s.questions.iter().any(|q| q.id == *question))
    }

    /// How far each section is, in order; a section with nothing in scope is left out, and so are those that this
    /// respondent was not given.
    pub fn progress(&self) -> Vec<SectionProgress> {
        let visible = self.visible();
        let own = |section: &&Section| self.section.as_ref().is_none_or(|own| section.id == *own);
        let sections = self.questionnaire.sections().iter().filter(own);
        sections.map(|section| self.progress_of(section, &visible)).filter(|p| p.asked > 0).collect()
    }

    fn progress_of(&self, section: &Section, visible: &BTreeSet<&QuestionId>) -> SectionProgress {
        let asked: Vec<&Question> = section.questions.iter().filter(|q| visible.contains(&q.id)).collect();
        let open = asked.iter().filter(|q| q.required && !self.is_answered(&q.id));
        SectionProgress {
            id: section.id.clone(),
            asked: asked.len(),
            answered: asked.iter().filter(|q| self.is_answered(&q.id)).count(),
            open: open.map(|q| q.id.clone()).collect(),
        }
    }

    /// When anything was last saved.
    pub fn last_saved(&self) -> Option<Timestamp> {
        let own = self.answers.iter().filter(|(id, _)| QuestionId::new(id).is_ok_and(|id| self.reaches(&id)));
        own.map(|(_, row)| row.answered_at).max()
    }
}
