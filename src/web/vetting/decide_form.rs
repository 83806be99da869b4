//! The form of a decision: its fields as they were sent, and as they are shown.

use super::decide::ConditionView;
use super::suggested::{Suggested, suggested};
use super::view::{end_of_day, fault_of};
use crate::clock::Timestamp;
use crate::services::FieldFault;
use crate::services::vetting::{ConditionInput, Dossier, decision_word};
use crate::vetting::decision::Decision;
use crate::vetting::findings::Cause;
use crate::vetting::scoring::Score;
use crate::web::components::{Choice, FieldView};
use crate::web::page::Chrome;

/// How many conditions a form holds at least, so that one can be added without script.
const LEAST_ROWS: usize = 3;
const MOST_ROWS: usize = 20;

/// A condition as it was typed.
#[derive(Debug, Clone, Default)]
struct Row {
    question: String,
    title: String,
    owner: String,
    due: String,
}

/// As many conditions as a manager will read are suggested; the rest follow from a review.
const SUGGESTED: usize = 5;

impl Row {
    fn is_empty(&self) -> bool {
        self.title.trim().is_empty() && self.owner.trim().is_empty()
    }
}

impl From<Suggested> for Row {
    fn from(one: Suggested) -> Self {
        Self { question: one.question(), title: one.title, owner: String::new(), due: one.due }
    }
}

/// The form as it was sent.
#[derive(Debug, Clone, Default)]
pub(super) struct DecideForm {
    pub(super) digest: String,
    pub(super) decided: String,
    pub(super) reason: String,
    pub(super) until: String,
    rows: Vec<Row>,
}

impl DecideForm {
    /// The form of these names and values; conditions are `condition-1-title` and so on.
    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let value = |wanted: &str| {
            let found = fields.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let rows = (1..=MOST_ROWS)
            .map(|at| Row {
                question: value(&format!("condition-{at}-question")),
                title: on_one_line(&value(&format!("condition-{at}-title"))),
                owner: value(&format!("condition-{at}-owner")),
                due: value(&format!("condition-{at}-due")),
            })
            .filter(|row| !row.is_empty())
            .collect();
        Self {
            digest: value("digest"),
            decided: value("decided"),
            reason: value("reason"),
            until: value("until"),
            rows,
        }
    }

    /// What the score suggests: its decision, and a condition for each of its reasons.
    pub(super) fn suggested(c: &Chrome, dossier: &Dossier, score: &Score, now: Timestamp) -> Self {
        let all = suggested(&c.words, dossier, now).into_iter();
        let conditions = all.filter(|one| one.draft.cause != Cause::Planned).take(SUGGESTED);
        Self {
            digest: dossier.digest().unwrap_or_default(),
            decided: score.decision.as_str().to_owned(),
            reason: String::new(),
            until: String::new(),
            rows: conditions.map(Row::from).collect(),
        }
    }

    pub(super) fn conditions(&self) -> Vec<ConditionInput> {
        let input = |row: &Row| ConditionInput {
            title: row.title.clone(),
            question: row.question.clone(),
            owner: row.owner.clone(),
            due: end_of_day(&row.due),
        };
        self.rows.iter().map(input).collect()
    }

    pub(super) fn fields(&self, c: &Chrome, faults: &[FieldFault]) -> Vec<FieldView> {
        let choice = |decision: Decision| {
            let word = decision_word(decision);
            Choice::new(decision.as_str(), c.t(word))
                .hint(c.t(&format!("{word}-hint")))
                .chosen_if(&self.decided)
        };
        let choices = Decision::ALL.into_iter().map(choice).collect();
        vec![
            FieldView::radios("decided", c.t("decide-decision"), choices)
                .error(fault_of(c, faults, "decided")),
        ]
    }

    pub(super) fn override_fields(&self, c: &Chrome, faults: &[FieldFault]) -> Vec<FieldView> {
        vec![
            FieldView::area("reason", c.t("decide-reason"))
                .hint(c.t("decide-reason-hint"))
                .value(&self.reason)
                .error(fault_of(c, faults, "reason"))
                .optional(),
            FieldView::typed("until", c.t("decide-until"), "date", "off")
                .hint(c.t("decide-until-hint"))
                .value(&self.until)
                .error(fault_of(c, faults, "until"))
                .optional(),
        ]
    }

    pub(super) fn condition_views(&self, c: &Chrome, faults: &[FieldFault]) -> Vec<ConditionView> {
        let rows = self.rows.len().saturating_add(1).clamp(LEAST_ROWS, MOST_ROWS);
        (1..=rows)
            .map(|number| {
                let row = self.rows.get(number.saturating_sub(1)).cloned().unwrap_or_default();
                condition_view(c, (number, &row), faults)
            })
            .collect()
    }

    pub(super) fn sample() -> Self {
        let row = Row {
            question: "D2".to_owned(),
            title: "D2: deletion reaches every recipient, with confirmation".to_owned(),
            owner: "Ines Duarte".to_owned(),
            due: "2027-06-14".to_owned(),
        };
        Self { decided: "approve_with_conditions".to_owned(), rows: vec![row], ..Self::default() }
    }
}

/// A title that was typed in a box of several lines.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn condition_view(c: &Chrome, (number, row): (usize, &Row), faults: &[FieldFault]) -> ConditionView {
    let name = |field: &str| format!("condition-{number}-{field}");
    let (title, owner, due) = (name("title"), name("owner"), name("due"));
    let fields = vec![
        FieldView::area(&title, c.t("condition-title"))
            .rows(2)
            .value(&row.title)
            .error(fault_of(c, faults, &title))
            .optional(),
        FieldView::typed(&owner, c.t("condition-owner"), "text", "off")
            .value(&row.owner)
            .error(fault_of(c, faults, &owner))
            .optional(),
        FieldView::typed(&due, c.t("condition-due"), "date", "off")
            .value(&row.due)
            .error(fault_of(c, faults, &due))
            .optional(),
    ];
    ConditionView { number, question: row.question.clone(), fields }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_by_their_numbers() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let form = DecideForm::read(&[
            field("decided", "approve"),
            field("condition-1-title", ""),
            field("condition-1-due", "2027-06-01"),
            field("condition-3-title", " Mend\r\nit "),
            field("condition-3-owner", "Ines"),
            field("condition-3-due", "2027-06-01"),
        ]);
        let conditions = form.conditions();
        assert_eq!(conditions.len(), 1, "an empty row is no condition");
        assert_eq!((conditions[0].title.as_str(), conditions[0].owner.as_str()), ("Mend it", "Ines"));
        assert!(conditions[0].due.is_some());
    }
}
