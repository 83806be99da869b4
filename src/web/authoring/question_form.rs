//! A question as the form sends it. Fields: words as `text.en`, answers as `option.0.label.en`, `option.0.value`, the
//! condition as `when_by` (`always`, `rules`, `text`), `rule.0` with `rule.0.is`, and `when`.

use super::fields::{Fields, field, typed, words_of};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::condition::Rules;
use crate::vetting::questionnaire::draft::{OptionInput, QuestionInput};
use crate::vetting::questionnaire::{Flag, Question};

/// Rows of answers that a form has at least, and empty ones beyond those that are there.
pub(super) const FEWEST_OPTIONS: usize = 5;
pub(super) const SPARE_OPTIONS: usize = 1;
/// Rows that are read: as many as an imported question can have, and one to add. How many are kept is the draft's to say.
const MOST_ROWS: usize = 201;
/// Rows of the condition's builder.
pub(super) const RULES: usize = 4;
/// Between a question's name and an option's in a rule: neither can hold it.
const BETWEEN: char = '=';

/// The condition that a form spells, by whichever way was chosen.
pub(super) fn condition_text(fields: &Fields) -> String {
    match field(fields, "when_by") {
        "rules" => rules(fields).to_text(),
        "text" => field(fields, "when").to_owned(),
        _ => String::new(),
    }
}

fn rules(fields: &Fields) -> Rules {
    let rule = |n: usize| {
        let (question, option) = field(fields, &format!("rule.{n}")).split_once(BETWEEN)?;
        let is = field(fields, &format!("rule.{n}.is")) != "not";
        Some((QuestionId::new(question).ok()?, is, OptionId::new(option).ok()?))
    };
    Rules { all: field(fields, "join") != "any", list: (0..RULES).filter_map(rule).collect() }
}

/// What a form holds.
pub(super) fn input(fields: &Fields) -> QuestionInput {
    let ticked = |name: &str| field(fields, name) == "yes";
    let text = |name: &str| field(fields, name).to_owned();
    let options =
        (0..MOST_ROWS).filter(|at| fields.iter().any(|(name, _)| *name == format!("option.{at}.value")));
    QuestionInput {
        section: text("section"),
        text: words_of(fields, "text"),
        why: words_of(fields, "why"),
        help: words_of(fields, "help"),
        evidence_hint: words_of(fields, "evidence_hint"),
        scored: text("scored") != "no",
        weight: text("weight"),
        flag: text("flag"),
        expected_evidence: text("expected_evidence"),
        na_allowed: ticked("na_allowed"),
        required: ticked("required"),
        lowest_tier: text("lowest_tier"),
        when: condition_text(fields),
        list: text("list"),
        options: options.map(|at| option(fields, at)).collect(),
        maps: text("maps"),
    }
}

fn option(fields: &Fields, at: usize) -> OptionInput {
    let name = |part: &str| format!("option.{at}.{part}");
    OptionInput {
        id: field(fields, &name("id")).to_owned(),
        label: words_of(fields, &name("label")),
        value: field(fields, &name("value")).to_owned(),
        plan: field(fields, &name("plan")) == "yes",
        tip: words_of(fields, &name("tip")),
    }
}

/// A question as if it had just been typed.
pub(super) fn of_question(section: &str, question: &Question) -> QuestionInput {
    let option = |option: &crate::vetting::questionnaire::Choice| OptionInput {
        id: option.id.to_string(),
        label: typed(&option.label),
        value: option.value.map(|value| u32::from(value).to_string()).unwrap_or_default(),
        plan: option.plan,
        tip: typed(&option.tip),
    };
    let maps: Vec<String> =
        question.maps.iter().map(|map| format!("{}: {}", map.framework, map.reference)).collect();
    QuestionInput {
        section: section.to_owned(),
        text: typed(&question.text),
        why: typed(&question.why),
        help: typed(&question.help),
        evidence_hint: typed(&question.evidence_hint),
        scored: question.scored,
        weight: question.weight.map(|weight| u32::from(weight).to_string()).unwrap_or_default(),
        flag: match question.flag {
            None => "",
            Some(Flag::Critical) => "critical",
            Some(Flag::Knockout) => "knockout",
        }
        .to_owned(),
        expected_evidence: question.expected_evidence.to_string(),
        na_allowed: question.na_allowed,
        required: question.required,
        lowest_tier: question.lowest_tier.map(|tier| tier.as_str().to_owned()).unwrap_or_default(),
        when: question.when.as_ref().map(ToString::to_string).unwrap_or_default(),
        list: question.list.map(|list| list.as_str().to_owned()).unwrap_or_default(),
        options: question.options.iter().map(option).collect(),
        maps: maps.join("\n"),
    }
}

/// A new question with what most questions have.
pub(super) fn fresh(section: &str) -> QuestionInput {
    let option = |value: &str| OptionInput { value: value.to_owned(), ..OptionInput::default() };
    QuestionInput {
        section: section.to_owned(),
        scored: true,
        weight: "3".to_owned(),
        expected_evidence: "E1".to_owned(),
        required: true,
        options: ["100", "75", "50", "0", "0"].map(option).into(),
        ..QuestionInput::default()
    }
}

/// The value of a rule's drop-down.
pub(super) fn rule_value(question: &QuestionId, option: &OptionId) -> String {
    format!("{question}{BETWEEN}{option}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_builder_spells_a_condition() {
        let form = fields(&[
            ("when_by", "rules"),
            ("join", "any"),
            ("rule.0", "SB1=yes"),
            ("rule.0.is", "is"),
            ("rule.1", ""),
            ("rule.2", "A1=none"),
            ("rule.2.is", "not"),
        ]);
        assert_eq!(condition_text(&form), "SB1 == 'yes' || A1 != 'none'");
        assert_eq!(condition_text(&fields(&[("when_by", "always"), ("when", "A1 == 'x'")])), "");
        assert_eq!(condition_text(&fields(&[("when_by", "text"), ("when", "A1 == 'x'")])), "A1 == 'x'");
    }

    #[test]
    fn no_row_of_a_long_question_is_lost() {
        let rows: Vec<(String, String)> =
            (0..150).map(|n| (format!("option.{n}.value"), "0".to_owned())).collect();
        assert_eq!(input(&rows).options.len(), 150);
    }

    #[test]
    fn answers_are_read_row_by_row() {
        let form = fields(&[
            ("option.0.id", "full"),
            ("option.0.label.en", "Yes"),
            ("option.0.value", "100"),
            ("option.1.label.en", "Planned"),
            ("option.1.value", "0"),
            ("option.1.plan", "yes"),
        ]);
        let read = input(&form).options;
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].id.as_str(), read[0].value.as_str()), ("full", "100"));
        assert!(read[1].plan && read[1].label == [("en".to_owned(), "Planned".to_owned())]);
    }
}
