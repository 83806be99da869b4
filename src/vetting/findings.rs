//! Which findings a result asks for: conditions of an approval, and plans that are not yet controls.
//!
//! A draft says what and how soon; its owner and its date are set by a person.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    code::{QuestionId, SectionId},
    decision::Decision,
    scoring::{Case, Reason, Score},
};

/// Something that should be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingDraft {
    /// What it is about.
    pub subject: Subject,
    /// Why it is opened.
    pub cause: Cause,
    /// How bad it is.
    pub severity: Severity,
    /// Days that one may suggest for mending it.
    pub due_days: u32,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// One question.
    Question(QuestionId),
    /// A whole section.
    Section(SectionId),
    /// The assessment as a whole.
    Whole,
}

/// Why a finding is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A flagged question is not met.
    NotMet,
    /// A critical question is only partly met.
    PartlyMet,
    /// A critical answer lacks its document.
    Unproven,
    /// The answer is a plan.
    Planned,
    /// A section or all controls are weak.
    Weak,
    /// Too little is answered or proven.
    Unsure,
    /// It is among the questions that cost most.
    Costly,
}

/// How bad a finding is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Mend it when there is time.
    Medium,
    /// Mend it soon.
    High,
    /// Mend it first.
    Critical,
}

impl Severity {
    /// Every severity, worst first.
    pub const ALL: [Self; 3] = [Self::Critical, Self::High, Self::Medium];

    /// The word in the database, in forms and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The severity of that name, if it names one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == name)
    }

    /// Days that one may suggest for mending it.
    pub fn due_days(self) -> u32 {
        match self {
            Self::Critical => 30,
            Self::High => 60,
            Self::Medium => 90,
        }
    }
}

/// Conditions need a subject even where only the number asks for them: then the dearest few questions are it.
const COSTLIEST: usize = 3;

impl FindingDraft {
    /// What a reviewer may open about an answer that the result itself does not ask to mend.
    pub fn of_answer(subject: Subject) -> Self {
        draft(subject, Cause::Costly)
    }
}

/// The findings that a result asks for, worst first and at most one for each subject.
pub fn findings_to_open(case: &Case<'_>, score: &Score) -> Vec<FindingDraft> {
    let mut drafts: Vec<FindingDraft> = score.reasons.iter().filter_map(of_reason).collect();
    drafts.extend(planned(case).map(|question| draft(Subject::Question(question), Cause::Planned)));
    if drafts.is_empty() && score.decision == Decision::ApproveWithConditions {
        let costly = score.losses.iter().take(COSTLIEST);
        drafts.extend(costly.map(|loss| draft(Subject::Question(loss.question.clone()), Cause::Costly)));
    }
    drafts.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.cause.cmp(&b.cause)));
    let mut seen = BTreeSet::new();
    drafts.retain(|draft| seen.insert(draft.subject.clone()));
    drafts
}

/// The questions in scope whose answer is only a plan.
fn planned<'c>(case: &'c Case<'_>) -> impl Iterator<Item = QuestionId> + 'c {
    let visible = case.questionnaire.visible(|question| case.sheet.option(question));
    case.questionnaire.questions().filter_map(move |(_, question)| {
        let option = question.option(case.sheet.option(&question.id)?)?;
        (option.plan && visible.contains(&question.id)).then(|| question.id.clone())
    })
}

fn of_reason(reason: &Reason) -> Option<FindingDraft> {
    let of_question = |question: &QuestionId, cause| Some(draft(Subject::Question(question.clone()), cause));
    match reason {
        Reason::GateFailed(question, _, _) => of_question(question, Cause::NotMet),
        Reason::CriticalPartly(question) => of_question(question, Cause::PartlyMet),
        Reason::CriticalUnproven(question, _, _) => of_question(question, Cause::Unproven),
        Reason::SectionWeak(section, _, _) => Some(draft(Subject::Section(section.clone()), Cause::Weak)),
        Reason::ControlWeak(..) => Some(draft(Subject::Whole, Cause::Weak)),
        Reason::ConfidenceShort(..) => Some(draft(Subject::Whole, Cause::Unsure)),
        Reason::Residual(..)
        | Reason::NothingApplicable
        | Reason::Provisional(_)
        | Reason::ManyNotApplicable(..) => None,
    }
}

fn draft(subject: Subject, cause: Cause) -> FindingDraft {
    let severity = match cause {
        Cause::NotMet => Severity::Critical,
        Cause::PartlyMet | Cause::Unproven | Cause::Weak => Severity::High,
        Cause::Planned | Cause::Unsure | Cause::Costly => Severity::Medium,
    };
    FindingDraft { subject, cause, severity, due_days: severity.due_days() }
}
