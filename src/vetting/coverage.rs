//! Coverage by law: which articles, sections and controls a partner's answers reach, and how well.
//!
//! A question names what it is about (vetting.md, "Content"). Of several questions about one reference the worst counts, for a duty
//! that is met in one place only is not met. The maps are the questionnaire's own judgement and no legal advice.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::code::QuestionId;
use super::questionnaire::{Question, Questionnaire};
use super::sheet::{Given, Sheet};

/// An answer that reaches so many points of 100 is a good one: the best described step, or the one below it.
const GOOD: u32 = 75;

/// How well a reference is covered, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// It does not apply, and our reviewer agrees.
    NotApplicable,
    /// A good answer, with the evidence that can be expected.
    Met,
    /// A good answer, with less evidence than can be expected, or none that anybody looked at.
    Answered,
    /// No answer yet.
    Open,
    /// An answer that is not good.
    Weak,
    /// No question about it was asked.
    Unasked,
}

impl Cover {
    /// Every one, as tables show them: what was asked from good to weak, then what was not.
    pub const ALL: [Self; 6] =
        [Self::Met, Self::Answered, Self::Open, Self::Weak, Self::Unasked, Self::NotApplicable];
}

/// A reference of a law or framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The law or framework: "GDPR".
    pub framework: String,
    /// The article, section or control: "28(3)".
    pub reference: String,
}

/// One reference with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The reference.
    pub of: Reference,
    /// How well it is covered.
    pub cover: Cover,
    /// The questions about it that were asked, in order.
    pub questions: Vec<QuestionId>,
}

/// Every reference of the questionnaire, and of `whole` beside it, with how well the sheet covers it; by framework, in the order
/// in which people count.
pub fn coverage(questionnaire: &Questionnaire, whole: &Questionnaire, sheet: &Sheet) -> Vec<Line> {
    let asked = questionnaire.visible(|question| sheet.option(question));
    let mut found: BTreeMap<Key, Line> = BTreeMap::new();
    for known in [questionnaire, whole] {
        for (_, question) in known.questions() {
            for map in &question.maps {
                let of = Reference { framework: map.framework.clone(), reference: map.reference.clone() };
                let line = Line { of, cover: Cover::Unasked, questions: Vec::new() };
                found.entry(key(&map.framework, &map.reference)).or_insert(line);
            }
        }
    }
    for (_, question) in questionnaire.questions().filter(|(_, question)| asked.contains(&question.id)) {
        let cover = cover(question, sheet);
        let own: BTreeSet<Key> =
            question.maps.iter().map(|map| key(&map.framework, &map.reference)).collect();
        for key in own {
            if let Some(line) = found.get_mut(&key) {
                line.cover = if line.questions.is_empty() { cover } else { line.cover.max(cover) };
                line.questions.push(question.id.clone());
            }
        }
    }
    found.into_values().collect()
}

/// One reference over several partners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together<P> {
    /// The reference.
    pub of: Reference,
    /// The partners of each cover.
    pub partners: BTreeMap<Cover, Vec<P>>,
}

/// Every reference that any of the partners was asked about, each partner in each of them once: of what its own questionnaire does
/// not name, it was not asked. In the order of [`coverage`].
pub fn over_all<P: Clone>(each: &[(P, Vec<Line>)]) -> Vec<Together<P>> {
    let mut found: BTreeMap<Key, Together<P>> = BTreeMap::new();
    let own = |line: &Line| key(&line.of.framework, &line.of.reference);
    for line in each.iter().flat_map(|(_, lines)| lines) {
        let all = || Together { of: line.of.clone(), partners: BTreeMap::new() };
        found.entry(own(line)).or_insert_with(all);
    }
    for (partner, lines) in each {
        let covers: BTreeMap<Key, Cover> = lines.iter().map(|line| (own(line), line.cover)).collect();
        for (key, all) in &mut found {
            let cover = covers.get(key).copied().unwrap_or(Cover::Unasked);
            all.partners.entry(cover).or_default().push(partner.clone());
        }
    }
    found.into_values().collect()
}

fn cover(question: &Question, sheet: &Sheet) -> Cover {
    let Some(entry) = sheet.entry(&question.id) else { return Cover::Open };
    let Some(option) = entry.option() else {
        return match &entry.answer.given {
            Given::NotApplicable { .. } if entry.review.na_accepted => Cover::NotApplicable,
            _ => Cover::Open,
        };
    };
    let reached = question.option(option).map_or(0, super::questionnaire::Choice::points);
    if reached < GOOD {
        Cover::Weak
    } else if entry.evidence() >= question.expected_evidence {
        Cover::Met
    } else {
        Cover::Answered
    }
}

/// A reference's place: numbers count as numbers, so that article 5 comes before 13.
type Key = (String, Vec<(u64, String)>);

fn key(framework: &str, reference: &str) -> Key {
    let mut parts: Vec<(u64, String)> = Vec::new();
    let (mut digits, mut letters) = (String::new(), String::new());
    let mut put = |digits: &mut String, letters: &mut String| {
        parts.push((digits.parse().unwrap_or(u64::MAX), std::mem::take(letters)));
        digits.clear();
    };
    for c in reference.chars() {
        if c.is_ascii_digit() {
            if !letters.is_empty() {
                put(&mut digits, &mut letters);
            }
            digits.push(c);
        } else {
            letters.push(c);
        }
    }
    put(&mut digits, &mut letters);
    (framework.to_owned(), parts)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::vetting::code::OptionId;
    use crate::vetting::evidence::EvidenceLevel;
    use crate::vetting::sheet::{Answer, Entry};

    fn questionnaire(questions: &serde_json::Value) -> Questionnaire {
        let document = json!({
            "format": "entente-questionnaire/1", "id": "t", "version": 1, "languages": ["en"],
            "title": {"en": "T"},
            "sections": [{"id": "A", "title": {"en": "A"}, "weight": 100, "questions": questions}],
        });
        Questionnaire::parse(&document.to_string()).unwrap()
    }

    fn question(id: &str, references: &[&str]) -> serde_json::Value {
        let maps: Vec<_> = references.iter().map(|r| json!({"framework": "GDPR", "ref": r})).collect();
        json!({
            "id": id, "text": {"en": "Q?"}, "weight": 2, "na_allowed": true, "expected_evidence": "E2", "maps": maps,
            "options": [
                {"id": "full", "label": {"en": "a"}, "value": 100},
                {"id": "most", "label": {"en": "b"}, "value": 75},
                {"id": "half", "label": {"en": "c"}, "value": 50},
            ],
        })
    }

    fn entry(given: Given, evidence: EvidenceLevel) -> Entry {
        let mut entry = Entry { answer: Answer { given, ..Answer::default() }, ..Entry::default() };
        entry.review.evidence = evidence;
        entry
    }

    fn option(name: &str) -> Given {
        Given::Option(OptionId::new(name).unwrap())
    }

    fn covers(questionnaire: &Questionnaire, sheet: &Sheet) -> Vec<(String, Cover)> {
        let lines = coverage(questionnaire, questionnaire, sheet);
        lines.into_iter().map(|line| (line.of.reference, line.cover)).collect()
    }

    #[test]
    fn the_worst_question_about_a_reference_counts() {
        let asked = questionnaire(&json!([
            question("A1", &["5", "13"]),
            question("A2", &["13", "28(3)"]),
            question("A3", &["28(10)"]),
        ]));
        let id = |name: &str| QuestionId::new(name).unwrap();
        let mut sheet = Sheet::default();
        sheet.set(id("A1"), entry(option("most"), EvidenceLevel::E2));
        sheet.set(id("A2"), entry(option("half"), EvidenceLevel::E3));
        sheet.set(id("A3"), entry(option("full"), EvidenceLevel::E1));
        let of = |name: &str, cover| (name.to_owned(), cover);
        let all = [
            of("5", Cover::Met),
            of("13", Cover::Weak),
            of("28(3)", Cover::Weak),
            of("28(10)", Cover::Answered),
        ];
        assert_eq!(covers(&asked, &sheet), all, "in the order in which people count");
        // Evidence that expired is none that can be expected.
        sheet.entry_mut(&id("A1")).review.evidence_expired = true;
        assert_eq!(covers(&asked, &sheet)[0].1, Cover::Answered);
        sheet.set(id("A2"), Entry::default());
        assert_eq!(covers(&asked, &sheet)[1].1, Cover::Open);
    }

    #[test]
    fn what_does_not_apply_counts_only_once_we_agree() {
        let asked = questionnaire(&json!([question("A1", &["5"])]));
        let id = QuestionId::new("A1").unwrap();
        let mut sheet = Sheet::default();
        sheet.set(id.clone(), entry(Given::NotApplicable { reason: "No.".to_owned() }, EvidenceLevel::E0));
        assert_eq!(covers(&asked, &sheet)[0].1, Cover::Open);
        sheet.entry_mut(&id).review.na_accepted = true;
        assert_eq!(covers(&asked, &sheet)[0].1, Cover::NotApplicable);
    }

    #[test]
    fn what_a_shorter_questionnaire_leaves_out_is_named() {
        let whole = questionnaire(&json!([question("A1", &["5"]), question("A2", &["13"])]));
        let short = questionnaire(&json!([question("A1", &["5"])]));
        let lines = coverage(&short, &whole, &Sheet::default());
        let found: Vec<_> = lines.iter().map(|line| (line.of.reference.as_str(), line.cover)).collect();
        assert_eq!(found, [("5", Cover::Open), ("13", Cover::Unasked)]);
    }

    #[test]
    fn partners_of_different_questionnaires_stand_in_one_table() {
        let lines = |references: &[&str]| {
            let asked = questionnaire(&json!([question("A1", references)]));
            coverage(&asked, &asked, &Sheet::default())
        };
        let all = over_all(&[("Otter", lines(&["5", "28"])), ("Heron", lines(&["13", "28"]))]);
        let told: Vec<_> = all.iter().map(|one| (one.of.reference.as_str(), one.partners.clone())).collect();
        let one = |open: &[&'static str], unasked: &[&'static str]| {
            let both = [(Cover::Open, open.to_vec()), (Cover::Unasked, unasked.to_vec())];
            both.into_iter().filter(|(_, names)| !names.is_empty()).collect::<BTreeMap<_, _>>()
        };
        let expected = [
            ("5", one(&["Otter"], &["Heron"])),
            ("13", one(&["Heron"], &["Otter"])),
            ("28", one(&["Otter", "Heron"], &[])),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_built_in_questions_leave_nothing_of_their_own_unasked() {
        let whole = Questionnaire::built_in().unwrap();
        let lines = coverage(&whole, &whole, &Sheet::default());
        let gdpr = lines.iter().filter(|line| line.of.framework == "GDPR");
        assert!(gdpr.count() > 20);
        // Only what conditions hide is unasked before anything is answered.
        let hidden = lines.iter().filter(|line| line.cover == Cover::Unasked).count();
        assert!(hidden < lines.len() / 4, "{hidden} of {}", lines.len());
    }
}
