//! An assessment as a workbook: the partner fills it in offline, and the answers are loaded back, all of them or none.
//!
//! A workbook knows which assessment it was made for and which questionnaire was asked, so that one of another assessment
//! or version is refused. Cells that are written never start a formula; formulas in cells that are read are refused. Each
//! answer carries the revision that it had, so that what was changed online meanwhile is not overwritten silently.

mod list;
mod read;
mod write;

use std::collections::BTreeMap;

use super::companies::{FilledList, List};
use super::workbook::Workbook;
use super::{Filled, Note};
use crate::vetting::code::{QuestionId, SectionId};
use crate::vetting::condition::Condition;
use crate::vetting::questionnaire::{Question, Questionnaire, Section};
use crate::vetting::sheet::Given;

/// The format's name, as its workbooks carry it.
pub const FORMAT: &str = "entente-workbook/1";
/// The hidden sheet that says what the workbook is for.
const ABOUT: &str = "entente";
/// The hidden sheet of answers to choose from.
const CHOICES: &str = "entente-choices";
/// The hidden sheet of revisions.
const REVISIONS: &str = "entente-revisions";

/// What an assessment asks, and how far it is.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The assessment's id.
    pub assessment: &'a str,
    /// SHA-256 of the questionnaire as it was sent, in lower-case hex.
    pub digest: &'a str,
    /// The questionnaire as it was sent.
    pub questionnaire: &'a Questionnaire,
    /// The one section that may be answered; none for all of them.
    pub section: Option<&'a SectionId>,
    /// The answers so far, by question.
    pub answers: BTreeMap<String, Line>,
    /// The list of sub-processors so far; none where no question that may be answered asks for one.
    pub list: Option<List>,
}

/// One answer as it stands now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What was chosen.
    pub given: Given,
    /// The words beside it.
    pub comment: String,
    /// What would show it.
    pub evidence_note: String,
    /// Counts its changes; 0 if there was none.
    pub revision: i64,
    /// Whether it came from the last round and nobody has touched it since.
    pub carried_over: bool,
}

/// The words of the workbook, from the catalogue.
#[derive(Debug, Clone)]
pub struct BookWords {
    /// The language that questions are written in.
    pub language: String,
    /// The name of the sheet.
    pub sheet: String,
    /// The title above the questions.
    pub title: String,
    /// How it is filled in, a paragraph each.
    pub how: Vec<String>,
    /// The headings of the columns, in the order of [`Column::ALL`].
    pub headings: [String; 9],
    /// What is chosen when a question does not apply.
    pub not_applicable: String,
    /// "if {question} is {answer}" without the two, which follow: what stands before a condition.
    pub only_if: String,
    /// The words of the sheet for the list of sub-processors.
    pub list: ListWords,
}

/// The words of the sheet for the list; of what can be chosen, the code and its label.
#[derive(Debug, Clone, Default)]
pub struct ListWords {
    /// The name of the sheet.
    pub sheet: String,
    /// How it is filled in, a paragraph each.
    pub how: Vec<String>,
    /// The headings, in the order of [`crate::vetting::chain::COLUMNS`].
    pub headings: [String; 7],
    /// What stands before the cell that says that there is nobody.
    pub nobody: String,
    /// What that cell says.
    pub yes: String,
    /// The countries.
    pub countries: Vec<(String, String)>,
    /// The grounds on which data may go there.
    pub transfers: Vec<(String, String)>,
    /// The kinds of data.
    pub data: Vec<(String, String)>,
}

/// The columns of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The question's name.
    Id,
    /// Its section.
    Section,
    /// The question.
    Question,
    /// What a good answer has.
    Help,
    /// When it is asked.
    When,
    /// The answer: to be filled in.
    Answer,
    /// Why it does not apply: to be filled in.
    Reason,
    /// Free words: to be filled in.
    Comment,
    /// What would show it: to be filled in.
    Evidence,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 9] = [
        Self::Id,
        Self::Section,
        Self::Question,
        Self::Help,
        Self::When,
        Self::Answer,
        Self::Reason,
        Self::Comment,
        Self::Evidence,
    ];

    fn place(self) -> usize {
        Self::ALL.iter().position(|column| *column == self).unwrap_or_default()
    }

    fn is_filled_in(self) -> bool {
        matches!(self, Self::Answer | Self::Reason | Self::Comment | Self::Evidence)
    }
}

impl Asked<'_> {
    /// The workbook, with the answers so far in it; made at this second since 1970.
    pub fn write(&self, words: &BookWords, made_at: i64) -> Result<Vec<u8>, String> {
        write::book(self, words, made_at).map_err(|fault| fault.to_string())
    }

    /// What a workbook changes, in its order, and its list; everything that does not fit, by cell, if anything does not.
    pub fn read(&self, file: &[u8]) -> Result<(Vec<Filled>, Option<FilledList>), Vec<Note>> {
        read::book(self, file)
    }

    /// Whether a question may be answered: its section was given, or all were.
    pub(super) fn reaches(&self, question: &QuestionId) -> bool {
        self.questions().any(|(_, known)| known.id == *question)
    }

    /// The questions that may be answered, with their sections, in order.
    pub(super) fn questions(&self) -> impl Iterator<Item = (&Section, &Question)> {
        self.questionnaire
            .questions()
            .filter(|(section, _)| self.section.is_none_or(|own| section.id == *own))
    }

    pub(super) fn line(&self, question: &Question) -> Line {
        self.answers.get(question.id.as_str()).cloned().unwrap_or_default()
    }
}

/// Whether a workbook is one of ours, by its hidden sheet.
pub(super) fn is_one(book: &Workbook) -> bool {
    book.sheets.iter().any(|sheet| sheet.name == ABOUT)
}

/// A condition as a reader of the sheet understands it, in the language of the workbook; its source where it is no list.
fn in_words(condition: &Condition, asked: &Asked<'_>, language: &str) -> String {
    let Some(rules) = condition.rules() else { return String::from(condition.clone()) };
    let each = rules.list.iter().map(|(question, is, option)| {
        let known = asked.questionnaire.question(question).and_then(|question| question.option(option));
        let label = known.map_or(option.as_str(), |option| option.label.in_language(language));
        format!("{question} {} {label}", if *is { "=" } else { "≠" })
    });
    each.collect::<Vec<_>>().join(if rules.all { " & " } else { " / " })
}

/// First characters that a spreadsheet may take for the start of a formula.
const TRIGGERS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '＠', '－'];

/// Whether a text, or what stands behind the apostrophes that it begins with, would start a formula.
fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'').chars().next().is_some_and(|first| TRIGGERS.contains(&first))
}

/// The text of a cell that no spreadsheet runs: with one more apostrophe in front where it would, or where one of its own stands
/// there and would be taken for ours on the way back.
pub(super) fn harmless(text: &str) -> String {
    if is_risky(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that such a cell stands for.
pub(super) fn as_meant(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_risky(rest)).unwrap_or(text)
}

#[cfg(test)]
mod list_tests;
#[cfg(test)]
mod tests;
