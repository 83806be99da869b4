//! What a result suggests to mend, in words: the findings that a score asks for, as the review's forms are filled with them and
//! the API returns them.

use crate::clock::Timestamp;
use crate::services::vetting::Dossier;
use crate::vetting::code::QuestionId;
use crate::vetting::findings::{Cause, FindingDraft, Severity, Subject, findings_to_open};
use crate::web::format;
use crate::web::words::{Arg, Words};

/// No longer than the title of a finding may be, in characters.
const LONGEST_TITLE: usize = 300;

/// A finding that a result asks for.
#[derive(Debug, Clone)]
pub struct Suggested {
    /// What it is about, why, and how bad it is.
    pub draft: FindingDraft,
    /// What is to be mended, in words.
    pub title: String,
    /// Until when, as `2027-03-12`.
    pub due: String,
}

impl Suggested {
    /// That draft in words, with the time that its severity gives from now on.
    pub fn of(words: &Words, dossier: &Dossier, draft: FindingDraft, now: Timestamp) -> Self {
        let tag = words.lang().tag();
        let title = match &draft.subject {
            Subject::Question(id) => question_title(words, dossier, (id, draft.cause)),
            Subject::Section(id) => {
                let name = dossier.questionnaire.section(id).map(|section| section.title.in_language(tag));
                words.ts("condition-section", name.unwrap_or_default())
            }
            Subject::Whole if draft.cause == Cause::Unsure => words.t("condition-unsure"),
            Subject::Whole => words.t("condition-weak"),
        };
        let due = format::day(now.plus_days(i64::from(draft.due_days)));
        Self { title: title.chars().take(LONGEST_TITLE).collect(), due, draft }
    }

    /// The question that it is about; empty for a section or the whole.
    pub fn question(&self) -> String {
        match &self.draft.subject {
            Subject::Question(id) => id.to_string(),
            Subject::Section(_) | Subject::Whole => String::new(),
        }
    }
}

/// Everything that the result of an assessment asks to mend, worst first; nothing before there is a result.
pub fn suggested(words: &Words, dossier: &Dossier, now: Timestamp) -> Vec<Suggested> {
    let drafts = dossier.case().zip(dossier.score()).map(|(case, score)| findings_to_open(&case, &score));
    let drafts = drafts.unwrap_or_default().into_iter();
    drafts.map(|draft| Suggested::of(words, dossier, draft, now)).collect()
}

/// What the result suggests for a finding about a question: how bad, in which words, until when.
pub(super) fn suggestion(
    words: &Words,
    dossier: &Dossier,
    question: &str,
    now: Timestamp,
) -> (Severity, String, String) {
    let Some(id) = dossier.question(question).map(|known| known.id.clone()) else {
        let due = format::day(now.plus_days(i64::from(Severity::Medium.due_days())));
        return (Severity::Medium, String::new(), due);
    };
    let about = Subject::Question(id);
    let found = suggested(words, dossier, now).into_iter().find(|one| one.draft.subject == about);
    let one = found.unwrap_or_else(|| Suggested::of(words, dossier, FindingDraft::of_answer(about), now));
    (one.draft.severity, one.title, one.due)
}

/// What is to be mended about a question: its document shown, or the control met in full.
fn question_title(words: &Words, dossier: &Dossier, (id, cause): (&QuestionId, Cause)) -> String {
    let Some(question) = dossier.questionnaire.question(id) else { return id.to_string() };
    let tag = words.lang().tag();
    let hint = question.evidence_hint.in_language(tag);
    if cause == Cause::Unproven && !hint.is_empty() {
        words.with("condition-unproven", &[("q", Arg::from(id.to_string())), ("hint", Arg::from(hint))])
    } else {
        let text = question.text.in_language(tag);
        words.with("condition-meet", &[("q", Arg::from(id.to_string())), ("text", Arg::from(text))])
    }
}
