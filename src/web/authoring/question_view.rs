//! The page of a question, made ready to be shown.

use askama::Template;

use super::draft_view::Removal;
use super::fields::{self, Fields, WordsField, field, under_draft};
use super::question_form::{FEWEST_OPTIONS, RULES, SPARE_OPTIONS, rule_value};
use crate::services::authoring::{Written, flaw_message};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::code::QuestionId;
use crate::vetting::condition::Condition;
use crate::vetting::questionnaire::Question;
use crate::vetting::questionnaire::draft::{Draft, OptionInput, Problem, QuestionInput};
use crate::web::components::{Choice, FieldView, Link};
use crate::web::error::say;
use crate::web::page::Chrome;
use crate::web::vetting::fault_of;

/// Which question is shown, or where a new one will stand.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The section.
    pub section: String,
    /// The question, if it is there.
    pub question: Option<QuestionId>,
}

/// One answer's row.
#[derive(Debug, Clone)]
pub struct OptionRow {
    /// `option.0`, with which its fields begin.
    pub name: String,
    /// "Answer 1".
    pub title: String,
    /// Its own name, which conditions use; empty for a new one.
    pub id: String,
    /// Its words.
    pub label: WordsField,
    /// Its value.
    pub value: String,
    /// What is wrong with the value, or nothing.
    pub error: String,
    /// Whether it is a plan.
    pub plan: bool,
    /// The tip.
    pub tip: WordsField,
}

/// One comparison of the condition's builder.
#[derive(Debug, Clone)]
pub struct RuleRow {
    /// `rule.0`, the name of its drop-down.
    pub name: String,
    /// Whether the answer is to be this one, or any other.
    pub is: bool,
    /// The drop-down's value, or nothing.
    pub value: String,
}

/// The answers of one question, for the builder's drop-downs.
#[derive(Debug, Clone)]
pub struct RuleGroup {
    /// The question.
    pub label: String,
    /// Its answers: value and words.
    pub options: Vec<(String, String)>,
}

/// GET /questionnaires/{id}/draft/question/{question}, and for a new one.
#[derive(Debug, Template)]
#[template(path = "authoring/question.html")]
pub struct QuestionPage {
    /// The frame.
    pub c: Chrome,
    /// Where the form goes.
    pub action: String,
    /// Where the condition is checked while it is written.
    pub check: String,
    /// The question's name, or nothing.
    pub id: String,
    /// The revision that was looked at.
    pub revision: String,
    /// What the draft says about this question already.
    pub flaws: Vec<String>,
    /// The words.
    pub words: Vec<WordsField>,
    /// How it counts.
    pub counts: Vec<FieldView>,
    /// The answers.
    pub options: Vec<OptionRow>,
    /// What is wrong with the answers, or nothing.
    pub options_error: String,
    /// `always`, `rules` or `text`.
    pub when_by: &'static str,
    /// Whether all rules must hold.
    pub all: bool,
    /// The builder's rows.
    pub rules: Vec<RuleRow>,
    /// What the builder can compare with.
    pub groups: Vec<RuleGroup>,
    /// The condition as it is written.
    pub when: FieldView,
    /// The law and framework references.
    pub maps: FieldView,
    /// The section that it stands in.
    pub section: Option<FieldView>,
    /// The way back.
    pub back: Link,
    /// Takes the question away, if it is there.
    pub remove: Option<Removal>,
}

impl QuestionPage {
    pub(super) fn new(
        c: Chrome,
        written: &Written,
        place: &Place,
        (input, sent, faults): (&QuestionInput, Option<&Fields>, &[FieldFault]),
    ) -> Result<Self, ServiceError> {
        let draft = fields::draft(written)?;
        let own = format!("/questionnaires/{}/draft", written.row.id);
        let c = under_draft(c, written);
        let mut page = Self::of(c, draft, (&own, place), (input, faults));
        page.revision = written.row.revision.to_string();
        if let Some(remove) = &mut page.remove {
            remove.revision.clone_from(&page.revision);
        }
        if let Some(sent) = sent {
            page.keep_builder(sent);
        }
        Ok(page)
    }

    fn of(
        c: Chrome,
        draft: &Draft,
        (own, place): (&str, &Place),
        (input, faults): (&QuestionInput, &[FieldFault]),
    ) -> Self {
        let action = match &place.question {
            Some(question) => format!("{own}/question/{question}"),
            None => format!("{own}/section/{}/new-question", place.section),
        };
        let remove = place.question.as_ref();
        let remove =
            remove.map(|id| Removal::new(&c, "question-remove", format!("{own}/question/{id}/remove"), "0"));
        let (when_by, all, rules) = builder(&input.when);
        Self {
            check: format!("{own}/condition"),
            id: place.question.as_ref().map(ToString::to_string).unwrap_or_default(),
            revision: String::new(),
            flaws: place.question.as_ref().map(|id| flaws(&c, draft, id)).unwrap_or_default(),
            words: words(&c, draft, input, faults),
            counts: counts(&c, input, faults),
            options: options(&c, draft, input, faults),
            options_error: fault_of(&c, faults, "options"),
            when_by,
            all,
            rules,
            groups: groups(&c, draft, place.question.as_ref()),
            when: FieldView::line("when", c.t("field-when"))
                .hint(c.t("field-when-hint"))
                .value(&input.when)
                .error(fault_of(&c, faults, "when"))
                .optional(),
            maps: FieldView::area("maps", c.t("field-maps"))
                .hint(c.t("field-maps-hint"))
                .value(&input.maps)
                .error(fault_of(&c, faults, "maps"))
                .optional(),
            section: place.question.as_ref().map(|_| section_field(&c, draft, input)),
            back: Link::new(c.t("cancel"), own),
            remove,
            action,
            c,
        }
    }

    /// After a refusal: the builder as it was sent, not as its text would be read.
    fn keep_builder(&mut self, sent: &Fields) {
        self.when_by = match field(sent, "when_by") {
            "rules" => "rules",
            "text" => "text",
            _ => "always",
        };
        self.all = field(sent, "join") != "any";
        for rule in &mut self.rules {
            field(sent, &rule.name).clone_into(&mut rule.value);
            rule.is = field(sent, &format!("{}.is", rule.name)) != "not";
        }
        field(sent, "when").clone_into(&mut self.when.value);
    }

    /// A question of the built-in one; a new one in two languages, refused.
    pub fn samples() -> Vec<Self> {
        let built_in = crate::vetting::questionnaire::Questionnaire::built_in().ok();
        let draft = built_in.map_or_else(|| Draft::blank("x", "X", &[]), |whole| Draft::of(&whole));
        let id = QuestionId::new("B5").ok();
        let found = id.as_ref().and_then(|id| draft.question(id));
        let input =
            found.map(|(section, question)| super::question_form::of_question(section.id.as_str(), question));
        let own = "/questionnaires/sample/draft";
        let place = Place { section: "B".to_owned(), question: id };
        let whole = Self::of(
            Chrome::sample("draft-question"),
            &draft,
            (own, &place),
            (&input.unwrap_or_default(), &[]),
        );
        let mut two = draft.clone();
        let title = vec![("en".to_owned(), "Two".to_owned())];
        // Neither language can be refused.
        let _ = two.set_head(&title, &["en".to_owned(), "fr".to_owned()], "");
        let faults =
            ["text", "option.0.value", "maps"].map(|name| FieldFault::new(name, "fault-authoring-missing"));
        let place = Place { section: "B".to_owned(), question: None };
        let fresh = super::question_form::fresh("B");
        let refused = Self::of(Chrome::sample("draft-question-new"), &two, (own, &place), (&fresh, &faults));
        vec![whole, refused]
    }
}

fn flaws(c: &Chrome, draft: &Draft, id: &QuestionId) -> Vec<String> {
    let here = |problem: &Problem| {
        problem.place == crate::vetting::questionnaire::draft::Place::Question(id.clone())
    };
    draft.flaws().iter().filter(|problem| here(problem)).map(|p| say(&c.words, &flaw_message(p).1)).collect()
}

fn words(c: &Chrome, draft: &Draft, input: &QuestionInput, faults: &[FieldFault]) -> Vec<WordsField> {
    let field = |name: &str, label: &str, typed, rows| {
        WordsField::new(c, draft.languages(), (name, label), typed, rows).fault(c, faults)
    };
    vec![
        field("text", "field-question-text", &input.text, 2),
        field("why", "field-question-why", &input.why, 2).optional().hint(c.t("field-question-why-hint")),
        field("help", "field-question-help", &input.help, 4).optional().hint(c.t("field-question-help-hint")),
        field("evidence_hint", "field-question-evidence", &input.evidence_hint, 2)
            .optional()
            .hint(c.t("field-question-evidence-hint")),
    ]
}

fn counts(c: &Chrome, input: &QuestionInput, faults: &[FieldFault]) -> Vec<FieldView> {
    let fault = |name: &str| fault_of(c, faults, name);
    let choices = |list: &[(&str, &str)], chosen: &str| {
        list.iter().map(|(value, word)| Choice::new(*value, c.t(word)).chosen_if(chosen)).collect::<Vec<_>>()
    };
    let scored = if input.scored { "yes" } else { "no" };
    let weights = [("1", "weight-1"), ("2", "weight-2"), ("3", "weight-3"), ("5", "weight-5")];
    let flags = [("", "flag-none"), ("critical", "flag-critical-long"), ("knockout", "flag-knockout-long")];
    let levels = [("E0", "level-e0"), ("E1", "level-e1"), ("E2", "level-e2"), ("E3", "level-e3")];
    let tiers = [("", "tier-usual"), ("T3", "tier-down-to-3"), ("T4", "tier-down-to-4")];
    let scores = [("yes", "question-scored"), ("no", "question-not-scored")];
    let lists = [("", "list-none"), ("sub_processors", "list-sub-processors")];
    vec![
        FieldView::radios("scored", c.t("field-scored"), choices(&scores, scored)),
        FieldView::select("weight", c.t("field-weight"), choices(&weights, &input.weight))
            .hint(c.t("field-weight-hint"))
            .error(fault("weight")),
        FieldView::select("flag", c.t("field-flag"), choices(&flags, &input.flag))
            .hint(c.t("field-flag-hint"))
            .error(fault("flag")),
        FieldView::select(
            "expected_evidence",
            c.t("field-expected"),
            choices(&levels, &input.expected_evidence),
        )
        .hint(c.t("field-expected-hint"))
        .error(fault("expected_evidence")),
        FieldView::select("lowest_tier", c.t("field-tier"), choices(&tiers, &input.lowest_tier))
            .hint(c.t("field-tier-hint"))
            .error(fault("lowest_tier")),
        FieldView::tick("required", c.t("field-required"), input.required),
        FieldView::tick("na_allowed", c.t("field-na"), input.na_allowed).error(fault("na_allowed")),
        FieldView::select("list", c.t("field-list"), choices(&lists, &input.list))
            .hint(c.t("field-list-hint"))
            .error(fault("list")),
    ]
}

fn options(c: &Chrome, draft: &Draft, input: &QuestionInput, faults: &[FieldFault]) -> Vec<OptionRow> {
    let rows = input.options.len().saturating_add(SPARE_OPTIONS).max(FEWEST_OPTIONS);
    let empty = OptionInput::default();
    let row = |at: usize| {
        let option = input.options.get(at).unwrap_or(&empty);
        let name = format!("option.{at}");
        let words = |part: &str, label: &str, typed| {
            WordsField::new(c, draft.languages(), (&format!("{name}.{part}"), label), typed, 2)
                .fault(c, faults)
        };
        OptionRow {
            title: c.ts("option-numbered", at.saturating_add(1).to_string()),
            id: option.id.clone(),
            label: words("label", "field-option-label", &option.label),
            value: option.value.clone(),
            error: fault_of(c, faults, &format!("{name}.value")),
            plan: option.plan,
            tip: words("tip", "field-option-tip", &option.tip).optional(),
            name,
        }
    };
    (0..rows).map(row).collect()
}

/// How the condition is shown: by the builder where it can show it.
fn builder(when: &str) -> (&'static str, bool, Vec<RuleRow>) {
    let blank = |n: usize| RuleRow { name: format!("rule.{n}"), is: true, value: String::new() };
    let mut rows: Vec<RuleRow> = (0..RULES).map(blank).collect();
    if when.trim().is_empty() {
        return ("always", true, rows);
    }
    let rules = Condition::parse(when).ok().and_then(|condition| condition.rules());
    let Some(rules) = rules.filter(|rules| rules.list.len() <= RULES) else { return ("text", true, rows) };
    for (row, (question, is, option)) in rows.iter_mut().zip(&rules.list) {
        row.is = *is;
        row.value = rule_value(question, option);
    }
    ("rules", rules.all, rows)
}

/// Questions that only set the scope first: those are what conditions mostly ask about.
fn groups(c: &Chrome, draft: &Draft, own: Option<&QuestionId>) -> Vec<RuleGroup> {
    let others =
        || draft.questions().map(|(_, question)| question).filter(|question| Some(&question.id) != own);
    let scope = others().filter(|question| !question.scored);
    let scored = others().filter(|question| question.scored);
    let group = |question: &Question| {
        let label = |text: &str| text.chars().take(90).collect::<String>();
        RuleGroup {
            label: format!("{} {}", question.id, label(question.text.in_language(c.lang()))),
            options: question
                .options
                .iter()
                .map(|option| {
                    let words = format!("{}: {}", question.id, label(option.label.in_language(c.lang())));
                    (rule_value(&question.id, &option.id), words)
                })
                .collect(),
        }
    };
    scope.chain(scored).map(group).collect()
}

fn section_field(c: &Chrome, draft: &Draft, input: &QuestionInput) -> FieldView {
    let choice = |section: &crate::vetting::questionnaire::Section| {
        let label = format!("{} {}", section.id, section.title.in_language(c.lang()));
        Choice::new(section.id.as_str(), label).chosen_if(&input.section)
    };
    FieldView::select("section", c.t("field-section"), draft.sections().iter().map(choice).collect())
}
