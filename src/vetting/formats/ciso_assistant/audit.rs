//! An audit of CISO Assistant that was exported to Excel: one row a requirement, with its result, its questions and their
//! answers in one cell (`text >> answer`, a blank line between), and the observations beside them. Nothing in it names a
//! question or a choice but their words, so those have to be the same as ours.

use super::super::Note;
use super::super::answer_book::as_meant;
use super::super::answer_file::Reading;
use super::super::build::{spelled, start_of};
use super::super::filled::{Filled, YesNo, not_applicable};
use super::super::plain::lines;
use super::super::table::{Column, Table, find, simple};
use super::super::workbook::Workbook;
use super::names::{CHECKED, UNCHECKED};
use crate::vetting::code::OptionId;
use crate::vetting::questionnaire::{Question, Questionnaire};
use crate::vetting::sentence::Sentence;
use crate::vetting::sheet::Given;
use crate::vetting::text::Text;

const REFERENCE: usize = 0;
const RESULT: usize = 1;
const OBSERVATIONS: usize = 2;
const ANSWERS: usize = 3;
const URN: usize = 4;

const COLUMNS: [Column; 5] = [
    Column::needed("ref_id", &["ref_id"], &[]),
    Column::needed("compliance_result", &["compliance_result"], &[]),
    Column::optional("observations", &["observations"], &[]),
    Column::optional("answers", &["answers"], &[]),
    Column::optional("urn", &["urn"], &[]),
];

/// Between a question and its answer.
const SAYS: &str = " >> ";

/// Whether a workbook has the header of an audit.
pub fn is_audit(book: &Workbook) -> bool {
    find(book, &COLUMNS).is_some()
}

/// The answers in an audit, for a questionnaire that was imported from its framework.
pub fn answers(book: &Workbook, questionnaire: &Questionnaire) -> Reading {
    let mut reading = Reading::default();
    let Some(table) = find(book, &COLUMNS) else { return reading };
    for row in table.rows() {
        let row = Row { table: &table, row, questionnaire, reading: &mut reading, alone: false };
        row.read();
    }
    // A requirement that stands twice would answer its questions twice.
    let mut seen = std::collections::BTreeSet::new();
    let twice = reading.filled.iter().filter(|answer| !seen.insert(answer.question.clone()));
    let twice: Vec<Note> = twice
        .map(|answer| {
            let what = Sentence::of("file-answered-twice", "question {question} is answered twice");
            Note::at(answer.place.clone(), what.with("question", &answer.question))
        })
        .collect();
    reading.faults.extend(twice);
    reading
}

struct Row<'a> {
    table: &'a Table<'a>,
    row: u32,
    questionnaire: &'a Questionnaire,
    reading: &'a mut Reading,
    /// Whether the requirement is one question of ours, so that what was observed is about that.
    alone: bool,
}

impl<'a> Row<'a> {
    fn text(&self, column: usize) -> &'a str {
        as_meant(self.table.text(self.row, column))
    }

    fn note(&mut self, column: usize, what: Sentence) {
        self.reading.notes.push(Note::at(self.table.at(self.row, column), what));
    }

    fn fault(&mut self, column: usize, what: Sentence) {
        self.reading.faults.push(Note::at(self.table.at(self.row, column), what));
    }

    fn read(mut self) {
        let filled_in = [RESULT, OBSERVATIONS, ANSWERS];
        let formulas = filled_in
            .into_iter()
            .filter(|column| self.table.cell(self.row, *column).is_some_and(|cell| cell.formula));
        let formulas: Vec<usize> = formulas.collect();
        for column in &formulas {
            let what = "a formula stands here; type the text instead";
            self.fault(*column, Sentence::of("file-cell-formula", what));
        }
        let reference = self.text(REFERENCE);
        let urn = self.text(URN).rsplit(':').next().unwrap_or_default();
        let name = spelled(if reference.is_empty() { urn } else { reference });
        if !formulas.is_empty() || (reference.is_empty() && urn.is_empty()) {
            return;
        }
        let below = format!("{name}.");
        let own: Vec<&Question> = self
            .questionnaire
            .questions()
            .map(|(_, question)| question)
            .filter(|question| question.id.as_str() == name || question.id.as_str().starts_with(&below))
            .collect();
        self.alone = own.len() == 1;
        let observed = lines(self.text(OBSERVATIONS));
        if !own.is_empty() && !self.alone && !observed.is_empty() {
            let what = Sentence::of(
                "file-audit-several",
                "this is about several questions, so it was left out: {text}",
            );
            self.note(OBSERVATIONS, what.with("text", start_of(&observed)));
        }
        self.result(&own);
        self.asked(&own);
    }

    /// The result of a requirement that is asked by its result.
    fn result(&mut self, own: &[&'a Question]) {
        let result = simple(self.text(RESULT));
        if matches!(result.as_str(), "" | "not_assessed") {
            let observed = lines(self.text(OBSERVATIONS));
            if self.alone && self.text(ANSWERS).is_empty() && !observed.is_empty() {
                let what = Sentence::of(
                    "file-audit-no-result",
                    "this stands beside no result, so it was left out: {text}",
                );
                self.note(OBSERVATIONS, what.with("text", start_of(&observed)));
            }
            return;
        }
        let by_result = own.iter().find(|question| {
            question.options.iter().any(|option| option.id.as_str() == "partially_compliant")
        });
        let Some(question) = by_result else {
            if own.is_empty() {
                let what = "the questionnaire asks nothing of this reference, so it was left out";
                self.note(RESULT, Sentence::of("file-audit-reference", what));
            }
            return;
        };
        let words = lines(self.text(OBSERVATIONS));
        let known = OptionId::new(&result).ok().filter(|option| question.option(option).is_some());
        let given = match (known, result.as_str()) {
            (Some(option), _) => Ok(Given::Option(option)),
            (None, "not_applicable") => not_applicable(question, &words),
            (None, other) => {
                Err(Sentence::of("file-audit-result", "\"{answer}\" is no result that is known")
                    .with("answer", start_of(other)))
            }
        };
        match given {
            Ok(given) => self.keep(RESULT, question, given),
            Err(what) => self.fault(RESULT, what),
        }
    }

    /// The questions of a requirement, each with what was answered.
    fn asked(&mut self, own: &[&'a Question]) {
        let mut before = String::new();
        for piece in self.text(ANSWERS).split("\n\n") {
            before = if before.is_empty() { piece.to_owned() } else { format!("{before}\n\n{piece}") };
            let Some((text, answer)) = before.rsplit_once(SAYS) else { continue };
            let (text, answer) = (lines(text), answer.trim().to_owned());
            before.clear();
            // Choices in brackets stand where nothing was answered.
            let offered = answer.starts_with('[') && answer.ends_with(']');
            if !offered && !answer.is_empty() {
                self.one(own, &text, &answer);
            }
        }
    }

    fn one(&mut self, own: &[&'a Question], text: &str, answer: &str) {
        let is = |question: &&&Question| says(question, text);
        let matching: Vec<&Question> = own.iter().filter(is).copied().collect();
        match matching.as_slice() {
            [question] => match self.given(question, answer) {
                Ok(given) => self.keep(ANSWERS, question, given),
                Err(what) => self.fault(ANSWERS, what),
            },
            [] => self.boxes(own, text, answer),
            _ => {
                let what = Sentence::of("file-audit-words", "several questions have these words: {text}");
                self.fault(ANSWERS, what.with("text", start_of(text)));
            }
        }
    }

    fn given(&self, question: &Question, answer: &str) -> Result<Given, Sentence> {
        let said = simple(&lines(answer));
        let truth = match said.as_str() {
            "true" => "yes",
            "false" => "no",
            other => other,
        };
        let fits = question.options.iter().filter(|option| {
            texts(&option.label).any(|label| {
                let first = label.lines().next().unwrap_or_default();
                [simple(label), simple(first)].iter().any(|label| *label == said || *label == truth)
            })
        });
        let about =
            |id, what| Sentence::of(id, what).with("answer", start_of(answer)).with("question", &question.id);
        match fits.collect::<Vec<_>>().as_slice() {
            [option] => Ok(Given::Option(option.id.clone())),
            [] if YesNo::of(answer) == Some(YesNo::NotApplicable) => {
                not_applicable(question, &lines(self.text(OBSERVATIONS)))
            }
            [] => Err(about("file-audit-none", "\"{answer}\" is none of the answers to question {question}")),
            _ => Err(about(
                "file-audit-ambiguous",
                "\"{answer}\" could mean several answers to question {question}",
            )),
        }
    }

    /// A question of which several choices may be made: a box of ours for each.
    fn boxes(&mut self, own: &[&'a Question], text: &str, answer: &str) {
        let lead = format!("{text}\n");
        let boxes: Vec<(&Question, String)> = own
            .iter()
            .filter_map(|question| {
                let rest = texts(&question.text).find_map(|own| own.strip_prefix(lead.as_str()))?;
                Some((*question, simple(rest)))
            })
            .collect();
        if boxes.is_empty() {
            let what = Sentence::of(
                "file-audit-unasked",
                "the questionnaire does not ask this, so it was left out: {text} {answer}",
            );
            return self.note(ANSWERS, what.with("text", start_of(text)).with("answer", start_of(answer)));
        }
        let ticked: Vec<String> = answer.split(" | ").map(|label| simple(&lines(label))).collect();
        if let Some(unknown) = ticked.iter().find(|label| boxes.iter().all(|(_, own)| own != *label)) {
            let what = Sentence::of("file-audit-choice", "\"{answer}\" is none of the choices");
            return self.fault(ANSWERS, what.with("answer", start_of(unknown)));
        }
        for (question, label) in boxes {
            let word = if ticked.contains(&label) { CHECKED } else { UNCHECKED };
            match OptionId::new(word).ok().filter(|option| question.option(option).is_some()) {
                Some(option) => self.keep(ANSWERS, question, Given::Option(option)),
                None => {
                    let what = Sentence::of("file-audit-box", "question {question} is no box to tick");
                    self.fault(ANSWERS, what.with("question", &question.id));
                }
            }
        }
    }

    fn keep(&mut self, column: usize, question: &Question, given: Given) {
        let reason = matches!(given, Given::NotApplicable { .. });
        let words = if reason || !self.alone { "" } else { self.text(OBSERVATIONS) };
        self.reading.filled.push(Filled {
            place: self.table.at(self.row, column),
            question: question.id.clone(),
            given,
            comment: lines(words),
            evidence_note: String::new(),
            seen: None,
            carried_over: false,
        });
    }
}

fn says(question: &Question, text: &str) -> bool {
    texts(&question.text).any(|own| own == text)
}

/// The words in every language that they are in.
fn texts(text: &Text) -> impl Iterator<Item = &str> {
    text.languages().filter_map(|language| text.in_exactly(language))
}
