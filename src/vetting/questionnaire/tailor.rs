//! Fewer questions for lower tiers (vetting.md, "Built-in questionnaire"): tier 4 is asked the knock-outs and criticals,
//! tier 3 those and what is marked for it, tiers 1 and 2 everything.
//!
//! What never happens, whatever the questionnaire: a gate is left out, or a section vanishes. A section without gates
//! keeps its heaviest question; one whose kept questions could all be out of scope keeps one that is always asked, or, if
//! there is none, all of them. Questions that a kept condition asks about are kept too.

use std::collections::BTreeSet;

use super::{Document, LowestTier, Question, Questionnaire, Section};
use crate::vetting::{code::QuestionId, scoring::Tier};

impl Questionnaire {
    /// The questions for a partner of this tier, in the same sections with the same weights.
    #[must_use]
    pub fn tailored(&self, tier: Tier) -> Self {
        if matches!(tier, Tier::T1 | Tier::T2) {
            return self.clone();
        }
        let mut kept: BTreeSet<&QuestionId> = BTreeSet::new();
        for section in self.sections() {
            kept.extend(of_section(section, tier));
        }
        self.keep_what_conditions_ask(&mut kept);
        let mut document = Document { sections: Vec::new(), ..self.document.clone() };
        for section in self.sections() {
            let questions = section.questions.iter().filter(|q| kept.contains(&q.id)).cloned().collect();
            document.sections.push(Section { questions, ..section.clone() });
        }
        let json = serde_json::to_string(&document).unwrap_or_default();
        // A part of a checked questionnaire with all that its conditions name is one itself; were it not, asking
        // everything is the safe side.
        Self::parse(&json).unwrap_or_else(|_| self.clone())
    }

    /// How many scored questions there are.
    pub fn scored_count(&self) -> usize {
        self.questions().filter(|(_, question)| question.scored).count()
    }

    fn keep_what_conditions_ask<'q>(&'q self, kept: &mut BTreeSet<&'q QuestionId>) {
        loop {
            let before = kept.len();
            let asked = self.questions().filter(|(_, question)| kept.contains(&question.id));
            let named =
                asked.flat_map(|(_, question)| question.when.iter()).flat_map(|when| when.comparisons());
            let named: Vec<&QuestionId> = named.map(|(other, _)| other).collect();
            kept.extend(named);
            if kept.len() == before {
                return;
            }
        }
    }
}

fn of_section(section: &Section, tier: Tier) -> Vec<&QuestionId> {
    let mut kept: Vec<&Question> = section.questions.iter().filter(|q| q.scored && is_for(q, tier)).collect();
    if !kept.iter().any(|question| question.when.is_none()) {
        let always = section.questions.iter().filter(|question| question.scored && question.when.is_none());
        // Of several that weigh the same, the first.
        match always.rev().max_by_key(|question| question.points()) {
            Some(heaviest) => kept.push(heaviest),
            None => kept = section.questions.iter().collect(),
        }
    }
    kept.into_iter().map(|question| &question.id).collect()
}

fn is_for(question: &Question, tier: Tier) -> bool {
    question.flag.is_some()
        || match question.lowest_tier {
            None => false,
            Some(LowestTier::T3) => tier != Tier::T4,
            Some(LowestTier::T4) => true,
        }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::vetting::code::OptionId;

    fn names(questionnaire: &Questionnaire) -> Vec<&str> {
        let scored = questionnaire.questions().filter(|(_, question)| question.scored);
        scored.map(|(_, question)| question.id.as_str()).collect()
    }

    #[test]
    fn the_built_in_one_asks_28_in_tier_3_and_25_in_tier_4() {
        let whole = Questionnaire::built_in().unwrap();
        for tier in [Tier::T1, Tier::T2] {
            assert_eq!(whole.tailored(tier), whole);
        }
        let (three, four) = (whole.tailored(Tier::T3), whole.tailored(Tier::T4));
        assert_eq!((three.scored_count(), four.scored_count()), (28, 25));
        let added: Vec<&str> =
            names(&three).into_iter().filter(|name| !names(&four).contains(name)).collect();
        assert_eq!(added, ["E1", "H5", "I1"]);
        assert!(four.questions().all(|(_, question)| !question.scored || question.flag.is_some()));
        let weights =
            |q: &Questionnaire| q.sections().iter().map(|s| (s.id.clone(), s.weight)).collect::<Vec<_>>();
        assert_eq!(weights(&whole), weights(&four), "ten sections of the same weights");
        let j4 = four.questions().find(|(_, question)| question.id.as_str() == "J4").unwrap().1;
        for (other, _) in j4.when.as_ref().unwrap().comparisons() {
            assert!(four.question(other).is_some(), "what sets the scope of a gate is asked");
        }
    }

    fn question(id: &str, (weight, flag, lowest, when): &(u32, usize, usize, Option<usize>)) -> Value {
        let flag = [None, None, Some("critical"), Some("knockout")][*flag];
        let lowest = [None, None, Some("T3"), Some("T4")][*lowest].filter(|_| flag.is_none());
        let mut question = json!({"id": id, "text": {"en": "?"}, "weight": weight, "flag": flag,
            "options": [{"id": "y", "label": {"en": "y"}, "value": 100}, {"id": "n", "label": {"en": "n"}, "value": 0}]});
        if let Some(lowest) = lowest {
            question["lowest_tier"] = json!(lowest);
        }
        if let Some(when) = when {
            question["when"] = json!(format!("S{when} == 'y'"));
        }
        question
    }

    type Item = (u32, usize, usize, Option<usize>);

    fn questionnaire(sections: &[Vec<Item>]) -> Questionnaire {
        let scope = |n: usize| {
            json!({"id": format!("S{n}"), "scored": false, "text": {"en": "?"},
                "options": [{"id": "y", "label": {"en": "y"}}, {"id": "n", "label": {"en": "n"}}]})
        };
        let mut written = vec![json!({"id": "Scope", "title": {"en": "S"}, "weight": 1,
            "questions": [scope(0), scope(1), question("X", &(1, 0, 0, None))]})];
        for (s, items) in sections.iter().enumerate() {
            let questions: Vec<Value> =
                items.iter().enumerate().map(|(q, item)| question(&format!("Q{s}.{q}"), item)).collect();
            written.push(
                json!({"id": format!("P{s}"), "title": {"en": "S"}, "weight": 10, "questions": questions}),
            );
        }
        let document = json!({"format": "entente-questionnaire/1", "id": "p", "version": 1, "languages": ["en"],
            "sections": written});
        Questionnaire::parse(&document.to_string()).unwrap()
    }

    /// The sections with a scored question in scope under these answers to the scope questions.
    fn visible(questionnaire: &Questionnaire, answers: &BTreeMap<&str, OptionId>) -> Vec<String> {
        let shown = questionnaire.visible(|id| answers.get(id.as_str()));
        let has = |section: &&Section| section.questions.iter().any(|q| q.scored && shown.contains(&q.id));
        questionnaire.sections().iter().filter(has).map(|section| section.id.to_string()).collect()
    }

    proptest! {
        #[test]
        fn no_gate_is_dropped_and_no_section_vanishes(
            sections in prop::collection::vec(
                prop::collection::vec(
                    (prop::sample::select(vec![1_u32, 2, 3, 5]), 0..4_usize, 0..4_usize, prop::option::of(0..2_usize)),
                    1..5,
                ),
                1..5,
            ),
            given in prop::collection::vec(any::<bool>(), 2),
        ) {
            let whole = questionnaire(&sections);
            let yes_no = |yes: bool| OptionId::new(if yes { "y" } else { "n" }).unwrap();
            let answers = BTreeMap::from([("S0", yes_no(given[0])), ("S1", yes_no(given[1]))]);
            let mut before: Option<usize> = None;
            for tier in [Tier::T1, Tier::T2, Tier::T3, Tier::T4] {
                let cut = whole.tailored(tier);
                for (_, gate) in whole.questions().filter(|(_, q)| q.flag.is_some()) {
                    prop_assert!(cut.question(&gate.id).is_some(), "{tier:?} drops {}", gate.id);
                }
                prop_assert_eq!(visible(&whole, &answers), visible(&cut, &answers), "{:?}", tier);
                let count = cut.questions().count();
                prop_assert!(before.is_none_or(|before| count <= before), "a lower tier asks no more");
                before = Some(count);
                prop_assert!(cut.questions().all(|(_, q)| whole.question(&q.id) == Some(q)), "word for word");
            }
        }
    }

    #[test]
    fn a_gate_may_not_name_a_tier() {
        let mut document = serde_json::to_value(Questionnaire::built_in().unwrap()).unwrap();
        let sections = document["sections"].as_array_mut().unwrap();
        let questions = sections.iter_mut().flat_map(|section| section["questions"].as_array_mut().unwrap());
        let gate = questions.into_iter().find(|question| question["flag"] == "knockout").unwrap();
        gate["lowest_tier"] = json!("T3");
        let fault = Questionnaire::parse(&document.to_string()).unwrap_err();
        assert!(fault.path.ends_with("lowest_tier"), "{fault}");
    }
}
