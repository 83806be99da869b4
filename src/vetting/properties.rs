//! What must hold of every score, whatever the questionnaire and the answers.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    answers::Answers,
    code::QuestionId,
    evidence::EvidenceLevel,
    policy::Policy,
    questionnaire::Questionnaire,
    scoring::{Case, Freshness, Score, breakdown, score},
    sheet::{Given, Sheet},
};

const VALUES: [u32; 5] = [100, 75, 50, 25, 0];

#[derive(Debug, Clone)]
struct Item {
    weight: u32,
    flag: Option<&'static str>,
    expected: usize,
    /// An index into VALUES; none for unanswered.
    answer: Option<usize>,
    level: usize,
    expired: bool,
    na: Option<bool>,
}

fn item() -> impl Strategy<Value = Item> {
    (
        prop::sample::select(vec![1, 2, 3, 5]),
        prop::sample::select(vec![None, None, None, Some("critical"), Some("knockout")]),
        0..4_usize,
        prop::option::weighted(0.8, 0..VALUES.len()),
        0..4_usize,
        prop::bool::weighted(0.2),
        prop::option::weighted(0.2, any::<bool>()),
    )
        .prop_map(|(weight, flag, expected, answer, level, expired, na)| {
            let na = na.filter(|_| flag != Some("knockout"));
            Item { weight, flag, expected, answer, level, expired, na }
        })
}

fn sections() -> impl Strategy<Value = Vec<(u32, Vec<Item>)>> {
    prop::collection::vec((1..40_u32, prop::collection::vec(item(), 1..5)), 1..5)
}

fn intake() -> impl Strategy<Value = Value> {
    (
        prop::sample::subsequence(
            vec!["aggregate", "contextual_id", "direct_identifiers", "precise_location", "children"],
            1..3,
        ),
        prop::sample::select(vec!["lt_10k", "10k_100k", "100k_1m", "ge_1m"]),
        prop::sample::select(vec!["aggregate_measurement", "first_party", "lookalike", "enrichment"]),
        prop::sample::select(vec!["clean_room", "pseudonymous_file", "identifiers_api", "raw_copy"]),
        prop::sample::select(vec!["adequate", "scc_tia", "mixed", "none"]),
    )
        .prop_map(|(data, people, purpose, access, geography)| {
            json!({"data": data, "people": people, "purpose": purpose, "access": access, "geography": geography})
        })
}

struct World {
    questionnaire: Questionnaire,
    answers: Answers,
    policy: Policy,
}

fn id(section: usize, question: usize) -> String {
    format!("S{section}.{question}")
}

fn world(sections: &[(u32, Vec<Item>)], intake: &Value) -> World {
    let mut answers = serde_json::Map::new();
    let mut written = Vec::new();
    for (s, (weight, items)) in sections.iter().enumerate() {
        let mut questions = Vec::new();
        for (q, item) in items.iter().enumerate() {
            let options: Vec<Value> = VALUES
                .iter()
                .map(|value| json!({"id": format!("o{value}"), "label": {"en": "x"}, "value": value}))
                .collect();
            questions.push(
                json!({"id": id(s, q), "text": {"en": "?"}, "weight": item.weight, "flag": item.flag,
                "expected_evidence": EvidenceLevel::ALL[item.expected].to_string(), "options": options,
                "na_allowed": item.flag != Some("knockout")}),
            );
            let level = EvidenceLevel::ALL[item.level].to_string();
            if let Some(accepted) = item.na {
                answers.insert(id(s, q), json!({"na": true, "na_accepted": accepted, "reason": "r"}));
            } else if let Some(answer) = item.answer {
                let option = format!("o{}", VALUES[answer]);
                let entry = json!({"option": option, "evidence": level, "evidence_expired": item.expired});
                answers.insert(id(s, q), entry);
            }
        }
        written.push(
            json!({"id": format!("S{s}"), "title": {"en": "S"}, "weight": weight, "questions": questions}),
        );
    }
    let document = json!({"format": "entente-questionnaire/1", "id": "p", "version": 1, "languages": ["en"],
        "sections": written});
    let questionnaire = Questionnaire::parse(&document.to_string()).unwrap();
    let answers = json!({"format": "entente-answers/1", "intake": intake, "answers": answers});
    let answers = Answers::parse(&answers.to_string(), &questionnaire).unwrap();
    World { questionnaire, answers, policy: Policy::default() }
}

impl World {
    fn score_of(&self, sheet: &Sheet) -> Score {
        score(&self.case_of(sheet))
    }

    fn case_of<'a>(&'a self, sheet: &'a Sheet) -> Case<'a> {
        Case {
            questionnaire: &self.questionnaire,
            intake: &self.answers.intake,
            sheet,
            policy: &self.policy,
            freshness: Freshness::Current,
        }
    }
}

/// Every sheet in which one answer or its evidence is one step better.
fn improvements(sheet: &Sheet, questionnaire: &Questionnaire) -> Vec<(QuestionId, Sheet)> {
    let mut better = Vec::new();
    for (_, question) in questionnaire.questions() {
        let entry = sheet.entry(&question.id).cloned().unwrap_or_default();
        let value = entry.option().and_then(|option| question.option(option)).map(|option| option.points());
        let given_na = matches!(entry.answer.given, Given::NotApplicable { .. });
        if !given_na {
            for option in question.options.iter().filter(|option| Some(option.points()) > value) {
                let mut entry = entry.clone();
                entry.answer.given = Given::Option(option.id.clone());
                better.push((question.id.clone(), changed(sheet, &question.id, entry)));
            }
        }
        for level in EvidenceLevel::ALL.into_iter().filter(|level| *level > entry.review.evidence) {
            let mut entry = entry.clone();
            entry.review.evidence = level;
            better.push((question.id.clone(), changed(sheet, &question.id, entry)));
        }
        if entry.review.evidence_expired {
            let mut entry = entry;
            entry.review.evidence_expired = false;
            better.push((question.id.clone(), changed(sheet, &question.id, entry)));
        }
    }
    better
}

fn changed(sheet: &Sheet, question: &QuestionId, entry: super::sheet::Entry) -> Sheet {
    let mut sheet = sheet.clone();
    sheet.set(question.clone(), entry);
    sheet
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_better_answer_never_looks_worse(sections in sections(), intake in intake()) {
        let world = world(&sections, &intake);
        let before = world.score_of(&world.answers.sheet);
        for (question, sheet) in improvements(&world.answers.sheet, &world.questionnaire) {
            let after = world.score_of(&sheet);
            prop_assert!(after.residual <= before.residual, "{question}: {:?} > {:?}", after.residual, before.residual);
            prop_assert!(after.residual_worst <= before.residual_worst, "{question}: worst");
            prop_assert!(after.control >= before.control && after.confidence >= before.confidence, "{question}");
            prop_assert!(after.decision <= before.decision, "{question}: {:?}", after.reasons);
        }
    }

    #[test]
    fn gates_never_lower_risk_and_the_range_holds_it(sections in sections(), intake in intake()) {
        let world = world(&sections, &intake);
        let result = world.score_of(&world.answers.sheet);
        prop_assert!(result.residual >= result.residual_ungated);
        prop_assert!(result.residual_best <= result.residual && result.residual <= result.residual_worst);
        if let Some(residual) = result.residual {
            // Perfect answers leave 15 % of the inherent risk.
            prop_assert!(residual + 1 >= result.inherent * 15 / 100 && residual <= 10_000);
        }
        if result.room.open {
            prop_assert!(result.gates.is_empty() && result.residual < Some(4_000));
        }
    }

    #[test]
    fn the_breakdown_sums_to_the_score(sections in sections(), intake in intake()) {
        let world = world(&sections, &intake);
        let result = world.score_of(&world.answers.sheet);
        let parts = breakdown(&world.case_of(&world.answers.sheet));
        prop_assert_eq!(parts.control, result.control);
        prop_assert_eq!(parts.sections.iter().map(|s| s.adds).sum::<u32>(), result.control.unwrap_or(0));
        for (section, scored) in parts.sections.iter().zip(&result.sections) {
            prop_assert_eq!(section.control, scored.control);
            let adds: u32 = section.questions.iter().map(|q| q.adds).sum();
            let could: u32 = section.questions.iter().map(|q| q.could_add).sum();
            prop_assert_eq!(adds, scored.control.unwrap_or(0));
            prop_assert_eq!(could, if scored.control.is_some() { 10_000 } else { 0 });
        }
    }

    #[test]
    fn the_order_of_sections_and_questions_does_not_matter(sections in sections(), intake in intake()) {
        let one = world(&sections, &intake);
        let mut document = serde_json::to_value(&one.questionnaire).unwrap();
        let listed = document["sections"].as_array_mut().unwrap();
        listed.reverse();
        listed.iter_mut().for_each(|section| section["questions"].as_array_mut().unwrap().reverse());
        let other = Questionnaire::parse(&document.to_string()).unwrap();
        let mut forward = one.score_of(&one.answers.sheet);
        let mut backward = score(&Case { questionnaire: &other, ..one.case_of(&one.answers.sheet) });
        for result in [&mut forward, &mut backward] {
            result.sections.sort_by(|a, b| a.id.cmp(&b.id));
            result.gates.sort();
            result.reasons.sort();
            result.room.closed_because.sort();
        }
        prop_assert_eq!(serde_json::to_value(&forward).unwrap(), serde_json::to_value(&backward).unwrap());
    }

    #[test]
    fn an_accepted_na_leaves_both_sides_of_the_fraction(sections in sections(), intake in intake()) {
        let mut with = sections.clone();
        let without = sections;
        let spare = Item { weight: 5, flag: None, expected: 2, answer: None, level: 0, expired: false, na: Some(true) };
        with[0].1.push(spare);
        // The same questionnaire with an accepted N/A, and without that question at all.
        let (with, without) = (world(&with, &intake), world(&without, &intake));
        let (a, b) = (with.score_of(&with.answers.sheet), without.score_of(&without.answers.sheet));
        prop_assert_eq!((a.control, a.residual, a.confidence), (b.control, b.residual, b.confidence));
        prop_assert_eq!((a.control_best, a.control_worst, a.losses), (b.control_best, b.control_worst, b.losses));
    }

    #[test]
    fn an_na_that_nobody_accepted_counts_as_unanswered(sections in sections(), intake in intake()) {
        let world = world(&sections, &intake);
        let mut waiting = world.answers.sheet.clone();
        let mut empty = world.answers.sheet.clone();
        for (_, question) in world.questionnaire.questions() {
            let entry = waiting.entry_mut(&question.id);
            if matches!(entry.answer.given, Given::NotApplicable { .. }) {
                entry.review.na_accepted = false;
                *empty.entry_mut(&question.id) = super::sheet::Entry::default();
            }
        }
        let (a, b) = (world.score_of(&waiting), world.score_of(&empty));
        prop_assert_eq!(serde_json::to_value(a).unwrap(), serde_json::to_value(b).unwrap());
    }
}
