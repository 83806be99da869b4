//! What is wrong with a draft, as messages of the catalogue.

use crate::services::Message;
use crate::vetting::questionnaire::draft::{Flaw, InputFault, Part, Place, Problem};

/// Why a field cannot be taken.
pub fn fault_message(fault: &InputFault) -> Message {
    match fault {
        InputFault::Missing => Message::new("fault-authoring-missing"),
        InputFault::TooLong(n) => Message::new("fault-authoring-long").arg("n", n),
        InputFault::NotAChoice => Message::new("fault-intake-choice"),
        InputFault::Value => Message::new("fault-authoring-value"),
        InputFault::SectionWeight => Message::new("fault-authoring-section-weight"),
        InputFault::Languages(_) => Message::new("fault-languages"),
        InputFault::KnockoutNa => Message::new("flaw-knockout-na"),
        InputFault::GateUnscored => Message::new("flaw-gate-unscored"),
        InputFault::TooMany(n) => Message::new("fault-authoring-many").arg("n", n),
        InputFault::Reference(line) => Message::new("fault-authoring-reference").arg("line", line),
        InputFault::Condition(fault) => {
            let said = Message::said(&fault.problem);
            Message::new("fault-authoring-condition").arg("at", fault.at).part("what", said)
        }
    }
}

/// Where a problem is (a section's or question's name, or nothing) and what it is.
pub fn flaw_message(problem: &Problem) -> (String, Message) {
    let place = match &problem.place {
        Place::Whole => String::new(),
        Place::Section(id) => id.to_string(),
        Place::Question(id) => id.to_string(),
    };
    (place, flaw(&problem.what))
}

fn flaw(flaw: &Flaw) -> Message {
    match flaw {
        Flaw::NoSections => Message::new("flaw-no-sections"),
        Flaw::WeightSum(sum) => Message::new("flaw-weight-sum").arg("sum", sum),
        Flaw::NoSectionWeight => Message::new("flaw-no-section-weight"),
        Flaw::NoQuestions => Message::new("flaw-no-questions"),
        Flaw::NothingScored => Message::new("flaw-nothing-scored"),
        Flaw::NameTwice => Message::new("flaw-name-twice"),
        Flaw::NoWeight => Message::new("flaw-no-weight"),
        Flaw::FewOptions => Message::new("flaw-few-options"),
        Flaw::OptionTwice(option) => Message::new("flaw-option-twice").arg("option", option),
        Flaw::NoValue(option) => Message::new("flaw-no-value").arg("option", option),
        Flaw::NoFullAnswer => Message::new("flaw-no-full-answer"),
        Flaw::GateUnscored => Message::new("flaw-gate-unscored"),
        Flaw::KnockoutNa => Message::new("flaw-knockout-na"),
        Flaw::GateTier => Message::new("flaw-gate-tier"),
        Flaw::UnknownQuestion(question) => Message::new("flaw-unknown-question").arg("question", question),
        Flaw::UnknownOption(question, option) => {
            Message::new("flaw-unknown-option").arg("question", question).arg("option", option)
        }
        Flaw::Circle(way) => {
            let way: Vec<String> = way.iter().map(ToString::to_string).collect();
            Message::new("flaw-circle").arg("way", way.join(" → "))
        }
        Flaw::Unreachable => Message::new("flaw-unreachable"),
        Flaw::MissingWords(part, language) => Message::new(missing(*part)).arg("language", language),
        Flaw::Other(fault) => {
            Message::new("flaw-other").part("what", Message::said_at(&fault.path, &fault.problem))
        }
    }
}

fn missing(part: Part) -> &'static str {
    match part {
        Part::Title => "flaw-words-title",
        Part::Intro => "flaw-words-intro",
        Part::Text => "flaw-words-text",
        Part::Why => "flaw-words-why",
        Part::Help => "flaw-words-help",
        Part::EvidenceHint => "flaw-words-evidence",
        Part::Label => "flaw-words-label",
        Part::Tip => "flaw-words-tip",
    }
}
