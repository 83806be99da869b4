//! How a made-up partner answers: by temper, the same every time.

use super::paper;
use crate::clock::Timestamp;
use crate::services::answering::Change;
use crate::services::evidence::EvidenceInput;
use crate::vetting::code::QuestionId;
use crate::vetting::questionnaire::{Choice, Question, Questionnaire};

/// The report of an audit, page by page.
const AUDIT: [&[&str]; 2] = [
    &[
        "Report of the yearly audit",
        "Service: audience measurement. Period: January to December of last year.",
        "Auditor: Kestrel Assurance, without other ties to the company.",
        "",
        "1. Scope",
        "The audit covers the collection, the pseudonyms and the reports of the measurement",
        "service, its two data centres and the teams that run it. Other products are not covered.",
        "",
        "2. What was tested",
        "Access rights of 40 people, 25 requests for deletion, the restore of one backup, and the",
        "list of recipients against the contracts.",
    ],
    &[
        "Findings and measures",
        "3. Findings",
        "Two of the 25 requests for deletion reached one recipient eleven days late. The other 23",
        "were confirmed by every recipient within ten days.",
        "",
        "4. Measures",
        "Recipients confirm through one portal since March; late ones are called on the next day.",
        "",
        "Sample data: company, auditor and numbers are made up.",
    ],
];

/// How good a partner's controls are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Temper {
    /// Nearly everything is in place and documented.
    Careful,
    /// Most is in place; a few controls are half done, and one critical one is.
    Willing,
    /// Half is in place, and data may be sold.
    Careless,
}

impl Temper {
    /// The value, in percent, that this partner reaches on a question.
    fn value(self, question: &Question, number: usize) -> u32 {
        let id = question.id.as_str();
        match self {
            Self::Careful if number % 9 == 4 && question.flag.is_none() => 75,
            Self::Careful => 100,
            Self::Willing if matches!(id, "D2" | "E1" | "H5") => 50,
            Self::Willing if number % 4 == 3 && question.flag.is_none() => 50,
            Self::Willing if number % 2 == 1 => 75,
            Self::Willing => 100,
            Self::Careless if matches!(id, "G4" | "D5" | "C3") => 0,
            Self::Careless if number.is_multiple_of(2) => 50,
            Self::Careless => 75,
        }
    }

    /// The answer to a question, the `number`th of the questionnaire.
    fn answer(self, question: &Question, number: usize) -> Option<Change> {
        let choice = if question.scored {
            nearest(question, self.value(question, number))
        } else {
            // Scope: a partner with an office in the EU, and none of the special cases.
            let wanted = if question.id.as_str() == "SF1" { "yes" } else { "no" };
            question.options.iter().find(|option| option.id.as_str() == wanted)
        };
        let (comment, note) = match (self, number % 7) {
            (Self::Careless, _) | (_, 1 | 3 | 5 | 6) => ("", ""),
            (_, 0) => {
                ("Reviewed by our data protection officer this spring.", "Privacy handbook, chapter 4, 2026")
            }
            (_, 2) => ("", "Policy v3, approved in March 2026"),
            _ => ("We can show this on a call.", ""),
        };
        choice.map(|choice| Change {
            question: question.id.as_str().to_owned(),
            option: Some(choice.id.as_str().to_owned()),
            comment: comment.to_owned(),
            evidence_note: note.to_owned(),
            ..Change::default()
        })
    }

    /// The documents that this partner attaches; one of them has run out before it was reviewed, and one runs out soon.
    pub fn documents(self, at: Timestamp) -> Vec<(QuestionId, EvidenceInput)> {
        let day = |ago: i64| at.plus_days(-ago).to_utc().date_naive().to_string();
        let document =
            |question: &str, name: &str, (kind, bytes): (&str, &[u8]), days: (i64, Option<i64>)| {
                let input = EvidenceInput {
                    kind: kind.to_owned(),
                    effective: day(days.0),
                    expires: days.1.map(day).unwrap_or_default(),
                    name: name.to_owned(),
                    bytes: bytes.to_vec(),
                };
                QuestionId::new(question).ok().map(|question| (question, input))
            };
        let deletions =
            "asked;recipient;confirmed\n2026-08-03;mail house;2026-08-04\n2026-08-03;portal;2026-08-03\n";
        let notice = "What we collect, why, who receives it, and how to say no. Sample data.\n";
        let audit = paper::pdf(&AUDIT);
        // What proves Harbour & Pine's deletions runs out a week from now: the inbox says so.
        let deletions_end = (self == Self::Careful).then_some(-64);
        let all = match self {
            Self::Careless => Vec::new(),
            Self::Careful | Self::Willing => vec![
                document("B1", "Privacy notice.txt", ("policy", notice.as_bytes()), (200, None)),
                document("D2", "Deletion log.csv", ("record", deletions.as_bytes()), (40, deletions_end)),
                document("A5", "Audit report.pdf", ("report", &audit), (420, Some(55))),
            ],
        };
        all.into_iter().flatten().collect()
    }

    /// The answers to the first `share` percent of the questions.
    pub fn answers(self, questionnaire: &Questionnaire, share: usize) -> Vec<Change> {
        let questions: Vec<&Question> = questionnaire.questions().map(|(_, question)| question).collect();
        let answered = questions.len() * share / 100;
        let numbered = questions.into_iter().enumerate().take(answered);
        numbered.filter_map(|(number, question)| self.answer(question, number)).collect()
    }
}

/// The option whose value is closest to `value`; a plan only where nothing else is as close.
fn nearest(question: &Question, value: u32) -> Option<&Choice> {
    question.options.iter().min_by_key(|option| (option.points().abs_diff(value), option.plan))
}
