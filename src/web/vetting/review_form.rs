//! The form of a section under review: its fields read into reviews, and what was typed given back.

use super::view::fault_of;
use crate::services::FieldFault;
use crate::services::vetting::{Dossier, ReviewInput, SeenReview, review_mark, review_on_record};
use crate::vetting::evidence::EvidenceLevel;
use crate::vetting::questionnaire::{Question, Section};
use crate::web::components::Choice;
use crate::web::page::Chrome;

/// A section that was not kept: what was typed, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// What was typed, a review a question.
    pub typed: Vec<SeenReview>,
    /// What is wrong; a field is the question and the field, as `D1:note`.
    pub faults: Vec<FieldFault>,
}

impl Refused {
    /// What the form of a question shows: what was typed, or else what is on record; and the mark of what is on record.
    pub fn form(&self, dossier: &Dossier, question: &str) -> (ReviewInput, String) {
        let on_record = review_on_record(question, dossier.reviews.get(question));
        let mark = review_mark(&on_record);
        let typed = self.typed.iter().find(|one| one.input.question == question);
        (typed.map_or(on_record, |one| one.input.clone()), mark)
    }

    /// What is wrong with one question's form.
    pub fn faults_of(&self, c: &Chrome, question: &str) -> Vec<String> {
        let fields = ["seen", "level", "na", "corrected", "note"];
        let said = fields.map(|field| fault_of(c, &self.faults, &format!("{question}:{field}")));
        said.into_iter().filter(|fault| !fault.is_empty()).collect()
    }
}

/// The first value of a field.
pub(super) fn field<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The reviews of a section's form. Answers that nobody has given a level take the one chosen for the rest, if any.
pub(super) fn reviews(dossier: &Dossier, section: &Section, fields: &[(String, String)]) -> Vec<SeenReview> {
    let rest = field(fields, "rest").unwrap_or_default();
    let sent = |question: &&Question| field(fields, &format!("{}:seen", question.id)).is_some();
    let read = |question: &Question| {
        let part = |part: &str| field(fields, &format!("{}:{part}", question.id));
        let mut one = review(question.id.as_str(), part);
        let answered = dossier.answers.get(question.id.as_str()).is_some_and(|row| row.option_id.is_some());
        let on_record = dossier.reviews.get(question.id.as_str());
        let open = on_record.is_none_or(|row| row.evidence_level.is_none());
        if one.input.level.is_empty() && answered && open {
            one.input.level = rest.to_owned();
        }
        one
    };
    section.questions.iter().filter(sent).map(read).collect()
}

fn review<'f>(question: &str, field: impl Fn(&str) -> Option<&'f str>) -> SeenReview {
    let text = |part: &str| field(part).unwrap_or_default().replace("\r\n", "\n");
    let input = ReviewInput {
        question: question.to_owned(),
        level: text("level"),
        expired: field("expired") == Some("yes"),
        na: match field("na") {
            Some("accept") => Some(true),
            Some("refuse") => Some(false),
            _ => None,
        },
        corrected: text("corrected"),
        note: text("note"),
    };
    SeenReview { input, seen: text("seen") }
}

/// What can be done with the answers that were not judged one by one: nothing, or the two levels that need no document.
pub(super) fn rest_choices(c: &Chrome) -> Vec<Choice> {
    let level = |level: EvidenceLevel, word| Choice::new(level.to_string(), c.t(word));
    vec![
        Choice::new("", c.t("review-rest-open")).chosen_if(""),
        level(EvidenceLevel::E0, "level-e0"),
        level(EvidenceLevel::E1, "level-e1"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_nobody_touched_carries_its_own_mark() {
        let fields = [("level", "E2"), ("note", "Seen\r\non paper"), ("corrected", ""), ("seen", "?")];
        let read = review("B5", |part| fields.iter().find(|(n, _)| *n == part).map(|(_, v)| *v));
        let on_record = ReviewInput {
            question: "B5".to_owned(),
            level: "E2".to_owned(),
            note: "Seen\non paper".to_owned(),
            ..ReviewInput::default()
        };
        assert_eq!(review_mark(&read.input), review_mark(&on_record));
    }
}
