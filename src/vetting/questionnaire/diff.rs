//! What changed between two versions of a questionnaire, sentence by sentence, for whoever decides whether to send the new one.

mod facts;

use std::collections::BTreeMap;

use serde::Serialize;

use facts::{
    EVIDENCE_HINT, Fact, HELP, INTRO, NEVER, NO_LIST, OPTIONS, QUESTIONS, SECTIONS, SUB_PROCESSORS, TEXT,
    TITLE, WHY, facts, laws, told,
};

use super::{ListKind, Question, Questionnaire, Section};
use crate::vetting::{code::SectionId, sentence::Sentence, text::Text};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The section or question, or "" for the questionnaire itself.
    pub place: String,
    /// What is different.
    pub what: Sentence,
    /// Whether it can change a score: weights, values, gates, expected evidence, conditions, questions that come or go.
    pub scores: bool,
}

/// Everything that differs, in the order of the new version; what is gone comes last.
pub fn changes(old: &Questionnaire, new: &Questionnaire) -> Vec<Change> {
    let mut found = Found(Vec::new());
    found.texts("", TITLE.said(), old.title(), new.title());
    if old.languages() != new.languages() {
        let what = Sentence::of("diff-languages", "languages: {after} instead of {before}");
        let what = what.with("after", new.languages().join(", ")).with("before", old.languages().join(", "));
        found.add("", what, false);
    }
    if old.maps_reviewed() != new.maps_reviewed() {
        let what = Sentence::of("diff-reviewed", "law maps last reviewed: {after} instead of {before}");
        let day = |of: &Questionnaire| of.maps_reviewed().map_or_else(|| NEVER.fact(), Fact::plain);
        found.add("", told(what, day(old), day(new)), false);
    }
    sections(old, new, &mut found);
    let before: BTreeMap<&str, (&SectionId, &Question)> =
        old.questions().map(|(section, question)| (question.id.as_str(), (&section.id, question))).collect();
    for (section, question) in new.questions() {
        let id = question.id.as_str();
        match before.get(id) {
            None => found.add(id, Sentence::of("diff-question-new", "new question"), true),
            Some((home, _)) if **home != section.id => {
                let what =
                    Sentence::of("diff-question-moved", "moved from section {before} to section {after}");
                found.add(id, what.with("before", home).with("after", &section.id), true);
                found.question(before.get(id).map_or(question, |(_, old)| old), question);
            }
            Some((_, old)) => found.question(old, question),
        }
    }
    for (_, question) in old.questions().filter(|(_, question)| new.question(&question.id).is_none()) {
        let what = Sentence::of("diff-question-gone", "no longer asked");
        found.add(question.id.as_str(), what, true);
    }
    found.0
}

fn sections(old: &Questionnaire, new: &Questionnaire, found: &mut Found) {
    let ids = |of: &Questionnaire| of.sections().iter().map(|section| section.id.clone()).collect::<Vec<_>>();
    found.order("", SECTIONS.said(), &ids(old), &ids(new));
    for section in new.sections() {
        let place = section.id.as_str();
        let Some(before) = old.section(&section.id) else {
            let what = Sentence::of("diff-section-new", "new section of weight {n}");
            found.add(place, what.with("n", section.weight), true);
            continue;
        };
        if before.weight != section.weight {
            let what = Sentence::of("diff-section-weight", "weight {after} instead of {before}");
            found.add(place, what.with("after", section.weight).with("before", before.weight), true);
        }
        found.texts(place, TITLE.said(), &before.title, &section.title);
        found.texts(place, INTRO.said(), &before.intro, &section.intro);
        let ids = |of: &Section| of.questions.iter().map(|question| question.id.clone()).collect::<Vec<_>>();
        found.order(place, QUESTIONS.said(), &ids(before), &ids(section));
    }
    for section in old.sections().iter().filter(|section| new.section(&section.id).is_none()) {
        let what = Sentence::of("diff-section-gone", "the section is gone");
        found.add(section.id.as_str(), what, true);
    }
}

struct Found(Vec<Change>);

impl Found {
    fn add(&mut self, place: &str, what: Sentence, scores: bool) {
        self.0.push(Change { place: place.to_owned(), what, scores });
    }

    fn texts(&mut self, place: &str, name: Sentence, old: &Text, new: &Text) {
        if old == new {
            return;
        }
        let changed = new.languages().filter(|language| old.in_exactly(language) != new.in_exactly(language));
        let gone = old.languages().filter(|language| new.in_exactly(language).is_none());
        let languages: Vec<&str> = changed.chain(gone).collect();
        let what = Sentence::of("diff-reworded", "{what} reworded ({languages})");
        self.add(place, what.part("what", name).with("languages", languages.join(", ")), false);
    }

    /// Tells if what both have stands in another order.
    fn order<T: PartialEq + std::fmt::Display>(&mut self, place: &str, what: Sentence, old: &[T], new: &[T]) {
        let both = |of: &[T], other: &[T]| {
            let shared = of.iter().filter(|one| other.contains(one));
            shared.map(ToString::to_string).collect::<Vec<_>>()
        };
        let (before, after) = (both(old, new), both(new, old));
        if before != after {
            let told = Sentence::of("diff-order", "{what} in another order: {after} instead of {before}");
            let told = told.part("what", what).with("after", after.join(", "));
            self.add(place, told.with("before", before.join(", ")), false);
        }
    }

    fn question(&mut self, old: &Question, new: &Question) {
        let id = new.id.as_str();
        for (name, before, after) in [
            (TEXT, &old.text, &new.text),
            (HELP, &old.help, &new.help),
            (WHY, &old.why, &new.why),
            (EVIDENCE_HINT, &old.evidence_hint, &new.evidence_hint),
        ] {
            self.texts(id, name.said(), before, after);
        }
        for ((name, before), (_, after)) in facts(old).into_iter().zip(facts(new)) {
            if before != after {
                let what = Sentence::of("diff-fact", "{what}: {after} instead of {before}");
                self.add(id, told(what.part("what", name.said()), before, after), true);
            }
        }
        self.options(old, new);
        if old.list != new.list {
            let name = |list: Option<ListKind>| match list {
                None => NO_LIST.fact(),
                Some(ListKind::SubProcessors) => SUB_PROCESSORS.fact(),
            };
            let what = Sentence::of("diff-list", "comes with {after} instead of {before}");
            self.add(id, told(what, name(old.list), name(new.list)), false);
        }
        if old.maps != new.maps {
            let what = Sentence::of("diff-maps", "maps to {after} instead of {before}");
            self.add(id, told(what, laws(&old.maps), laws(&new.maps)), false);
        }
    }

    fn options(&mut self, old: &Question, new: &Question) {
        let id = new.id.as_str();
        for option in &new.options {
            let of = |id, words| Sentence::of(id, words).with("option", &option.id);
            let Some(before) = old.option(&option.id) else {
                let what = of("diff-option-new", "new option {option} worth {n}");
                self.add(id, what.with("n", option.points()), true);
                continue;
            };
            if before.points() != option.points() {
                let what = of("diff-option-worth", "option {option}: worth {after} instead of {before}");
                self.add(id, what.with("after", option.points()).with("before", before.points()), true);
            }
            if before.plan != option.plan {
                let what = if option.plan {
                    of("diff-option-plan", "option {option} is a plan now")
                } else {
                    of("diff-option-no-plan", "option {option} is no plan any more")
                };
                self.add(id, what, true);
            }
            self.texts(id, of("diff-of-option", "option {option}"), &before.label, &option.label);
            self.texts(id, of("diff-of-advice", "advice on option {option}"), &before.tip, &option.tip);
        }
        let ids = |of: &Question| of.options.iter().map(|option| option.id.clone()).collect::<Vec<_>>();
        self.order(id, OPTIONS.said(), &ids(old), &ids(new));
        for option in old.options.iter().filter(|option| new.option(&option.id).is_none()) {
            let what = Sentence::of("diff-option-gone", "option {option} is gone");
            self.add(id, what.with("option", &option.id), true);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn built_in() -> Value {
        serde_json::to_value(Questionnaire::built_in().unwrap()).unwrap()
    }

    fn diff(change: impl FnOnce(&mut Value)) -> Vec<Change> {
        let mut document = built_in();
        change(&mut document);
        changes(&Questionnaire::built_in().unwrap(), &Questionnaire::parse(&document.to_string()).unwrap())
    }

    #[test]
    fn a_questionnaire_does_not_differ_from_itself() {
        assert_eq!(diff(|_| {}), []);
    }

    #[test]
    fn each_kind_of_change_is_told_and_those_that_score_are_marked() {
        let found = diff(|document| {
            let section = &mut document["sections"][0];
            section["weight"] = json!(9);
            section["questions"][0]["weight"] = json!(5);
            section["questions"][0]["text"]["en"] = json!("Who?");
            section["questions"][0]["options"][1]["value"] = json!(60);
            section["questions"][1]["flag"] = json!("critical");
            section["questions"][2]["maps"] = json!([]);
            section["questions"][3]["list"] = json!("sub_processors");
            section["questions"].as_array_mut().unwrap().remove(4);
        });
        let said = |place: &str, what: &str, scores: bool| {
            assert!(
                found
                    .iter()
                    .any(|one| one.place == place && one.what.starts_with(what) && one.scores == scores),
                "{place} {what}: {found:?}"
            );
        };
        said("A", "weight 9 instead of 8", true);
        said("A1", "weight: 5 instead of 3", true);
        said("A1", "text reworded (en)", false);
        said("A1", "option mostly: worth 60 instead of 75", true);
        said("A2", "flag: critical instead of none", true);
        said("A3", "maps to nothing instead of GDPR", false);
        said("A4", "comes with sub_processors instead of no list", false);
        said("A5", "no longer asked", true);
        assert_eq!(found.len(), 8);
    }

    #[test]
    fn another_order_is_told_and_scores_nothing() {
        let found = diff(|document| {
            let sections = document["sections"].as_array_mut().unwrap();
            sections.swap(0, 1);
            sections[0]["questions"].as_array_mut().unwrap().swap(0, 1);
            sections[1]["questions"][0]["options"].as_array_mut().unwrap().swap(0, 1);
            document["maps_reviewed"] = json!("2031-02-03");
        });
        let told: Vec<(&str, &str)> =
            found.iter().map(|one| (one.place.as_str(), one.what.split(" in ").next().unwrap())).collect();
        let reviewed = &*found[0].what;
        assert!(reviewed.starts_with("law maps last reviewed: 2031-02-03 instead of "), "{reviewed}");
        assert_eq!(told[1..], [("", "sections"), ("B", "questions"), ("A1", "options")]);
        assert!(found.iter().all(|one| !one.scores));
    }

    /// Every field that a document has, in a small one.
    fn every_field() -> Value {
        let both = |text: &str| json!({"en": text, "fr": text});
        let option = |id: &str, value: u32| json!({"id": id, "label": both(id), "value": value, "plan": value == 0, "tip": both("do")});
        let question = |id: &str, more: Value| {
            let mut question = json!({"id": id, "text": both("?"), "help": both("h"), "why": both("w"),
                "evidence_hint": both("e"), "weight": 3, "na_allowed": true, "required": true, "lowest_tier": "T3",
                "when": "S == 'y'", "list": "sub_processors", "options": [option("a", 100), option("b", 0)],
                "maps": [{"framework": "GDPR", "ref": "15"}]});
            question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            question
        };
        let scope = json!({"when": null, "scored": false, "options": [option("y", 0), option("n", 0)]});
        json!({"format": "entente-questionnaire/1", "id": "q", "version": 1, "title": both("Q"), "languages": ["en", "fr"],
            "maps_reviewed": "2027-01-01",
            "sections": [{"id": "A", "title": both("A"), "intro": both("i"), "weight": 60,
                          "questions": [question("S", scope), question("A1", json!({}))]},
                         {"id": "B", "title": both("B"), "intro": both("i"), "weight": 40, "questions": [question("B1", json!({}))]}]})
    }

    /// What is different is told, whatever it is: nothing can be changed without a line about it.
    #[test]
    fn nothing_that_differs_is_left_out() {
        let document = every_field();
        let whole = Questionnaire::parse(&document.to_string()).unwrap();
        let (mut paths, mut told) = (Vec::new(), 0);
        leaves(&document, "", &mut paths);
        // What a questionnaire is called says nothing of what it asks.
        for path in paths.iter().filter(|path| !["/id", "/version", "/format"].contains(&path.as_str())) {
            let mut changed = document.clone();
            let value = changed.pointer_mut(path).unwrap();
            *value = match &value {
                Value::String(text) => json!(format!("{text}x")),
                Value::Number(number) => json!(number.as_u64().unwrap().checked_sub(1).unwrap_or(1)),
                Value::Bool(flag) => json!(!*flag),
                other => (*other).clone(),
            };
            // Some names and levels cannot be anything else.
            let Ok(changed) = Questionnaire::parse(&changed.to_string()) else { continue };
            assert!(changed == whole || !changes(&whole, &changed).is_empty(), "{path}");
            told += usize::from(changed != whole);
        }
        assert!(told > 60, "{told} of {}", paths.len());
    }

    /// The places of everything that holds nothing else, as JSON pointers.
    fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, inner)| leaves(inner, &format!("{path}/{name}"), found));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(n, inner)| leaves(inner, &format!("{path}/{n}"), found));
            }
            _ => found.push(path.to_owned()),
        }
    }

    #[test]
    fn a_moved_question_keeps_its_identity() {
        let found = diff(|document| {
            let question = document["sections"][0]["questions"].as_array_mut().unwrap().remove(0);
            document["sections"][1]["questions"].as_array_mut().unwrap().push(question);
        });
        assert_eq!(found.len(), 1);
        assert_eq!(&*found[0].what, "moved from section A to section B");
    }
}
