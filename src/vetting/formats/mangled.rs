//! Files of every format with bytes changed, doubled and cut by chance (the same chance each time): none of them brings a
//! reader down, and what is taken nevertheless goes out again in every format.

use std::collections::BTreeMap;

use super::answer_book::Asked;
use super::answer_file::{AnswerFormat, compare, read, write};
use super::questionnaire_file::{WrittenFormat, write as write_questionnaire};
use super::{About, Format, import};
use crate::vetting::questionnaire::Questionnaire;

const ASKED: &str = r#"{"format":"entente-questionnaire/1","id":"q","version":1,"languages":["en"],"title":{"en":"Q"},
  "sections":[{"id":"A","title":{"en":"A"},"weight":100,"questions":[
    {"id":"IAM-01.1","text":{"en":"One?"},"weight":1,"na_allowed":true,"maps":[{"framework":"CCM","ref":"IAM-01"}],
     "options":[{"id":"yes","label":{"en":"Yes"},"value":100},{"id":"no","label":{"en":"No"},"value":0}]},
    {"id":"DPAI-01","text":{"en":"Two?"},"weight":1,"maps":[{"framework":"HECVAT","ref":"DPAI-01"}],
     "options":[{"id":"yes","label":{"en":"Yes"},"value":100},{"id":"no","label":{"en":"No"},"value":0}]},
    {"id":"C","text":{"en":"Three?"},"weight":1,"na_allowed":true,
     "options":[{"id":"all","label":{"en":"All"},"value":100},{"id":"none","label":{"en":"None"},"value":0}]}]}]}"#;

/// Numbers that look like chance (Knuth's linear congruential generator, MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// Bytes that mean something in one of the formats.
const TELLING: &[u8] = b"\"\\{}[],:/ x0-&*!#|>\n\xff";

fn mangled(file: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        match chance.below(4) {
            0 => bytes[at] = TELLING[chance.below(TELLING.len())],
            1 => bytes.insert(at, TELLING[chance.below(TELLING.len())]),
            2 => bytes.truncate(at + 1),
            _ => {
                let piece = bytes[at..(at + chance.below(40)).min(bytes.len())].to_vec();
                let to = chance.below(bytes.len());
                bytes.splice(to..to, piece);
            }
        }
    }
    bytes
}

#[test]
fn no_questionnaire_brings_a_reader_down() {
    let seeds: [(Format, &[u8]); 3] = [
        (Format::Vsaq, include_bytes!("mangled/vsaq")),
        (Format::CisoAssistant, include_bytes!("ciso_assistant/sample.yaml")),
        (Format::Hecvat, include_bytes!("mangled/hecvat")),
    ];
    let mut chance = Chance(1);
    for (format, seed) in seeds {
        let about = About { id: "q", language: "en" };
        assert!(import(format, seed, about).is_ok(), "{format:?}");
        for _ in 0..300 {
            let Ok(imported) = import(format, &mangled(seed, &mut chance), about) else { continue };
            for to in WrittenFormat::ALL {
                assert!(write_questionnaire(&imported.questionnaire, to, "en").is_ok());
            }
        }
    }
}

#[test]
fn no_file_of_answers_brings_a_reader_down() {
    let questionnaire = Questionnaire::parse(ASKED).unwrap();
    let seeds: [&[u8]; 3] = [
        include_bytes!("mangled/answers-own"),
        include_bytes!("mangled/answers-vsaq"),
        include_bytes!("mangled/answers-hecvat"),
    ];
    let mut chance = Chance(2);
    for seed in seeds {
        for turn in 0..1_000 {
            let file = if turn == 0 { seed.to_vec() } else { mangled(seed, &mut chance) };
            let mut asked = Asked {
                assessment: "a",
                digest: "d",
                questionnaire: &questionnaire,
                section: None,
                answers: BTreeMap::new(),
                list: None,
            };
            let Ok((_, reading)) = read(&asked, &file) else {
                assert_ne!(turn, 0, "the seed itself");
                continue;
            };
            for step in compare(&asked, reading.filled) {
                let mut line = step.now;
                (line.given, line.comment) = (step.filled.given, step.filled.comment);
                (line.evidence_note, line.revision) = (step.filled.evidence_note, 1);
                asked.answers.insert(step.filled.question.to_string(), line);
            }
            for format in [AnswerFormat::Own, AnswerFormat::Vsaq] {
                let written = write(&asked, format).unwrap();
                assert!(read(&asked, &written.file).is_ok(), "{format:?}");
            }
        }
    }
}
