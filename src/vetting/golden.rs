//! The score against vectors: the worked example of vetting.md, and cases computed by an independent script with exact
//! fractions (`tests/vectors/score`).

use serde_json::{Value, json};

use super::{
    answers::Answers,
    code::QuestionId,
    decision::Decision,
    policy::Policy,
    questionnaire::Questionnaire,
    scoring::{
        Band, Case, ClosedBecause, Freshness, InForce, Reason, Score, Tier, breakdown, score, simulate, why,
    },
};

const QUESTIONNAIRE: &str = include_str!("../../tests/vectors/score/worked-example.questionnaire.json");
const ANSWERS: &str = include_str!("../../tests/vectors/score/worked-example.answers.json");
const CASES: &str = include_str!("../../tests/vectors/score/cases.json");

struct Worked {
    questionnaire: Questionnaire,
    answers: Answers,
    policy: Policy,
}

impl Worked {
    fn example() -> Self {
        Self::of(QUESTIONNAIRE, ANSWERS)
    }

    fn of(questionnaire: &str, answers: &str) -> Self {
        let questionnaire = Questionnaire::parse(questionnaire).unwrap();
        let answers = Answers::parse(answers, &questionnaire).unwrap();
        Self { questionnaire, answers, policy: Policy::default() }
    }

    fn case(&self) -> Case<'_> {
        Case {
            questionnaire: &self.questionnaire,
            intake: &self.answers.intake,
            sheet: &self.answers.sheet,
            policy: &self.policy,
            freshness: Freshness::Current,
        }
    }

    fn score(&self) -> Score {
        score(&self.case())
    }
}

fn question(name: &str) -> QuestionId {
    QuestionId::new(name).unwrap()
}

#[test]
fn the_worked_example() {
    let result = Worked::example().score();
    assert_eq!((result.inherent, result.tier), (6_090, Tier::T2));
    assert_eq!(result.control, Some(7_341));
    assert_eq!(result.residual, Some(2_290));
    assert_eq!(result.residual_ungated, Some(2_290));
    assert_eq!(result.band, Some(Band::Moderate));
    assert_eq!(result.decision, Decision::ApproveWithConditions);
    assert!(result.gates.is_empty() && !result.provisional);
    let d = result.sections.iter().find(|section| section.id.as_str() == "D").unwrap();
    assert_eq!(
        (d.weight, d.control, d.control_claimed, d.confidence),
        (12, Some(7_156), Some(7_800), Some(7_980))
    );
    assert!(result.room.open);
    assert_eq!((result.room.k, result.room.releases), (Some(100), Some(5)));
}

#[test]
fn the_worked_examples_losses() {
    let result = Worked::example().score();
    let cost = |name: &str| {
        let loss = result.losses.iter().find(|loss| loss.question == question(name)).unwrap();
        (loss.control, loss.residual)
    };
    assert_eq!(cost("D3"), (144, 75));
    assert_eq!(cost("D2"), (141, 73));
    assert_eq!(cost("D5"), (42, 22));
    assert!(!result.losses.iter().any(|loss| loss.question == question("D1")));
}

#[test]
fn the_worked_examples_reasons() {
    let result = Worked::example().score();
    assert!(result.reasons.contains(&Reason::CriticalPartly(question("D2"))));
    let unproven =
        |reason: &&Reason| matches!(reason, Reason::CriticalUnproven(q, _, _) if *q == question("D5"));
    assert_eq!(result.reasons.iter().filter(unproven).count(), 1);
}

#[test]
fn the_worked_examples_simulator() {
    let worked = Worked::example();
    let fixed = simulate(&worked.case(), &[question("D2"), question("D3")]);
    let d = fixed.sections.iter().find(|section| section.id.as_str() == "D").unwrap();
    assert_eq!(d.control, Some(9_533));
    assert_eq!(fixed.control, Some(7_626));
    assert_eq!(fixed.residual, Some(2_142));
}

#[test]
fn the_worked_example_by_question() {
    let worked = Worked::example();
    let parts = breakdown(&worked.case());
    let d = parts.sections.iter().find(|section| section.id.as_str() == "D").unwrap();
    let earned: Vec<u32> = d.questions.iter().map(|question| question.earned).collect();
    assert_eq!(earned, [500, 206, 0, 500, 412, 0, 171]);
    assert_eq!(d.questions.iter().map(|question| question.adds).sum::<u32>(), 7_156);
    assert_eq!(d.questions.iter().map(|question| question.could_add).sum::<u32>(), 10_000);
    assert_eq!(Some(parts.sections.iter().map(|section| section.adds).sum::<u32>()), parts.control);
}

#[test]
fn the_why_names_the_dearest_answer() {
    let worked = Worked::example();
    let sentence = why(&worked.case(), &worked.score()).unwrap().to_string();
    assert_eq!(sentence, "Question C1 costs most: 22.9; fully met and proven, it would be 20.7.");
}

#[test]
fn the_document_has_the_fields_of_the_design_in_their_order() {
    let json = serde_json::to_string(&Worked::example().score()).unwrap();
    let fields = [
        "model",
        "provisional",
        "inherent",
        "tier",
        "control",
        "control_claimed",
        "control_best",
        "control_worst",
        "residual",
        "residual_ungated",
        "residual_best",
        "residual_worst",
        "band",
        "gates",
        "confidence",
        "decision",
        "reasons",
        "sections",
        "losses",
        "room",
    ];
    let places: Vec<usize> =
        fields.iter().map(|field| json.find(&format!("\"{field}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{json}");
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document.as_object().unwrap().len(), fields.len());
    assert_eq!(document["room"], json!({"open": true, "k": 100, "releases": 5, "closed_because": []}));
    assert_eq!(document["sections"][3]["id"], "D");
}

#[test]
fn cases_of_an_independent_script() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    for case in &cases {
        let worked = Worked::of(&case["questionnaire"].to_string(), &case["answers"].to_string());
        let got = serde_json::to_value(worked.score()).unwrap();
        let name = &case["questionnaire"]["id"];
        for (field, wanted) in case["score"].as_object().unwrap() {
            if field == "sections" {
                for (got, wanted) in
                    got["sections"].as_array().unwrap().iter().zip(wanted.as_array().unwrap())
                {
                    for (field, wanted) in wanted.as_object().unwrap() {
                        assert_eq!(&got[field], wanted, "{name}: section {field}");
                    }
                }
            } else {
                assert_eq!(&got[field], wanted, "{name}: {field}");
            }
        }
    }
    assert_eq!(cases.len(), 24);
}

#[test]
fn nothing_applicable_is_null_and_never_zero() {
    let questionnaire = r#"{"format":"entente-questionnaire/1","id":"q","version":1,"languages":["en"],"sections":[
        {"id":"D","title":{"en":"D"},"weight":1,"questions":[{"id":"D1","text":{"en":"?"},"weight":1,
        "expected_evidence":"E1","na_allowed":true,"options":[{"id":"y","label":{"en":"Y"},"value":100}]}]}]}"#;
    let answers = r#"{"format":"entente-answers/1","intake":{"data":["aggregate"],"people":"lt_10k",
        "purpose":"first_party","access":"clean_room","geography":"adequate"},
        "answers":{"D1":{"na":true,"na_accepted":true,"reason":"none"}}}"#;
    let result = Worked::of(questionnaire, answers).score();
    let document = serde_json::to_value(&result).unwrap();
    for field in ["control", "control_best", "residual", "residual_worst", "band", "confidence"] {
        assert_eq!(document[field], Value::Null, "{field}");
    }
    assert_eq!(result.decision, Decision::Escalate);
    assert!(!result.room.open);
}

#[test]
fn the_built_in_questionnaire_is_the_one_of_the_design() {
    use super::questionnaire::Flag;
    let questionnaire = Questionnaire::built_in().unwrap();
    questionnaire.check_publishable().unwrap();
    let scored: Vec<_> = questionnaire.questions().map(|(_, q)| q).filter(|q| q.scored).collect();
    let flagged = |flag| scored.iter().filter(|q| q.flag == Some(flag)).count();
    assert_eq!(questionnaire.sections().len(), 10);
    assert_eq!(scored.len(), 65);
    assert_eq!((flagged(Flag::Knockout), flagged(Flag::Critical)), (8, 17));
    let empty = Worked {
        answers: Answers { sheet: super::sheet::Sheet::default(), ..Worked::example().answers },
        questionnaire,
        policy: Policy::default(),
    };
    let result = empty.score();
    // An empty form never looks safe.
    assert_eq!((result.control, result.confidence, result.provisional), (Some(0), Some(0), true));
    assert_eq!(result.decision, Decision::Reject);
}

#[test]
fn no_override_opens_a_room_over_a_knockout() {
    let mut worked = Worked::example();
    let entry = worked.answers.sheet.entry_mut(&question("D4"));
    entry.review.corrected = Some(super::code::OptionId::new("no").unwrap());
    let result = worked.score();
    assert_eq!((result.residual, result.decision), (Some(8_000), Decision::Reject));
    let approved =
        InForce { decision: Decision::Approve, validity: Freshness::Current, overdue_conditions: 0 };
    let limits = result.room_in_force(&approved);
    assert!(!limits.open && limits.closed_because.contains(&ClosedBecause::Knockout(question("D4"))));
}

#[test]
fn a_room_closes_with_its_decision() {
    let result = Worked::example().score();
    let under = |decision, validity, overdue_conditions| {
        result.room_in_force(&InForce { decision, validity, overdue_conditions }).closed_because
    };
    let conditions = Decision::ApproveWithConditions;
    assert_eq!(under(conditions, Freshness::Current, 0), []);
    assert_eq!(under(conditions, Freshness::Current, 2), [ClosedBecause::ConditionsOverdue(2)]);
    assert_eq!(under(conditions, Freshness::Expired, 0), [ClosedBecause::Expired]);
    let escalated = [ClosedBecause::Decision(Decision::Escalate)];
    assert_eq!(under(Decision::Escalate, Freshness::Current, 0), escalated);
}

#[test]
fn one_failed_critical_is_high_and_two_are_critical() {
    let no = super::code::OptionId::new("no").unwrap();
    let mut worked = Worked::example();
    worked.answers.sheet.entry_mut(&question("D1")).review.corrected = Some(no.clone());
    let one = worked.score();
    assert_eq!((one.residual, one.band, one.decision), (Some(4_500), Some(Band::High), Decision::Escalate));
    assert!(one.residual_ungated < one.residual && one.residual_worst >= one.residual);
    worked.answers.sheet.entry_mut(&question("D5")).review.corrected = Some(no);
    let two = worked.score();
    assert_eq!((two.residual, two.decision), (Some(6_000), Decision::Reject));
    let sentence = why(&worked.case(), &two).unwrap().to_string();
    assert!(sentence.contains("critical and is not met: 60.0; met, it would be 45.0"), "{sentence}");
}

#[test]
fn much_accepted_na_asks_for_a_second_reviewer_and_changes_no_number() {
    let questionnaire = r#"{"format":"entente-questionnaire/1","id":"q","version":1,"languages":["en"],"sections":[
        {"id":"D","title":{"en":"D"},"weight":1,"questions":[
        {"id":"D1","text":{"en":"?"},"weight":5,"expected_evidence":"E1","options":[{"id":"y","label":{"en":"Y"},"value":100}]},
        {"id":"D2","text":{"en":"?"},"weight":2,"expected_evidence":"E1","na_allowed":true,
        "options":[{"id":"y","label":{"en":"Y"},"value":100}]}]}]}"#;
    let answers = |accepted: &str| {
        format!(
            r#"{{"format":"entente-answers/1","intake":{{"data":["aggregate"],"people":"lt_10k",
            "purpose":"first_party","access":"clean_room","geography":"adequate"}},"answers":
            {{"D1":{{"option":"y","evidence":"E1"}},"D2":{{"na":true,"na_accepted":{accepted},"reason":"none"}}}}}}"#
        )
    };
    let many = |result: &Score| result.reasons.iter().any(|r| matches!(r, Reason::ManyNotApplicable(..)));
    let accepted = Worked::of(questionnaire, &answers("true")).score();
    // 2 of 7 is more than a quarter.
    assert!(many(&accepted));
    assert_eq!((accepted.control, accepted.decision), (Some(10_000), Decision::Approve));
    assert!(!many(&Worked::of(questionnaire, &answers("false")).score()));
    // A quarter itself is not more than a quarter.
    let quarter =
        questionnaire.replace("\"weight\":5", "\"weight\":3").replace("\"weight\":2", "\"weight\":1");
    assert!(!many(&Worked::of(&quarter, &answers("true")).score()));
}
