//! The workbook as it comes back. Every cell that does not fit is named; nothing is taken unless everything fits.

use std::collections::{BTreeMap, BTreeSet};

use super::super::companies::FilledList;
use super::super::table::simple;
use super::super::workbook::{Cell, Sheet, Workbook};
use super::super::{Filled, Note};
use super::{ABOUT, Asked, Column, FORMAT, Line, REVISIONS, as_meant};
use crate::vetting::code::QuestionId;
use crate::vetting::questionnaire::Question;
use crate::vetting::sentence::Sentence;
use crate::vetting::sheet::{Given, LONGEST_COMMENT, LONGEST_EVIDENCE_NOTE, LONGEST_REASON};

/// So many cells are told at once.
const MOST_FAULTS: usize = 200;

pub(super) fn book(asked: &Asked<'_>, file: &[u8]) -> Result<(Vec<Filled>, Option<FilledList>), Vec<Note>> {
    let book = Workbook::open(file).map_err(|fault| vec![Note::at(fault.path, fault.problem)])?;
    let sheet_of = |name: &str| book.sheets.iter().find(|sheet| sheet.name == name);
    let about = sheet_of(ABOUT).map(facts).unwrap_or_default();
    let fact = |name: &str| about.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    check_about(asked, &fact)?;
    let name = fact("sheet").unwrap_or_default();
    let Some(sheet) = sheet_of(name) else {
        let what = "the sheet with the answers is missing; give it back its name \"{name}\", or download the workbook anew";
        let what = Sentence::of("file-book-no-sheet", what).with("name", name);
        return Err(vec![Note::at("workbook", what)]);
    };
    let headings: Vec<&str> =
        about.iter().filter(|(key, _)| key == "heading").map(|(_, value)| value.as_str()).collect();
    let (header, columns) = header(sheet, &headings).map_err(|fault| vec![fault])?;
    let revisions: BTreeMap<String, String> =
        sheet_of(REVISIONS).map(facts).unwrap_or_default().into_iter().collect();
    let mut reader = Reader {
        asked,
        sheet,
        columns,
        revisions,
        language: fact("language").unwrap_or("en"),
        not_applicable: fact("not-applicable").unwrap_or_default(),
        seen: BTreeSet::new(),
        filled: Vec::new(),
        faults: Vec::new(),
    };
    for (row, _) in sheet.rows().filter(|(row, _)| *row > header) {
        if reader.faults.len() >= MOST_FAULTS {
            let what = Sentence::of("file-more-first", "there are more; put these right first");
            reader.fault(row, Column::Id, what);
            break;
        }
        reader.row(row);
    }
    let (filled, mut faults) = (reader.filled, reader.faults);
    let list = super::list::read(asked, &book).unwrap_or_else(|own| {
        faults.extend(own.into_iter().take(MOST_FAULTS));
        None
    });
    if faults.is_empty() { Ok((filled, list)) } else { Err(faults) }
}

/// Whether this is a workbook that was made for these questions.
fn check_about<'a>(asked: &Asked<'_>, fact: &impl Fn(&str) -> Option<&'a str>) -> Result<(), Vec<Note>> {
    if fact("format") != Some(FORMAT) {
        return Err(refused(
            "file-book-not-ours",
            "this is no workbook of an assessment; download it anew and fill that one in",
        ));
    }
    if fact("assessment") != Some(asked.assessment) {
        return Err(refused(
            "file-book-other-assessment",
            "this workbook was made for another assessment, so nothing was loaded",
        ));
    }
    if fact("questionnaire") != Some(asked.digest) {
        return Err(refused(
            "file-book-other-version",
            "this workbook asks another version of the questionnaire; download it anew",
        ));
    }
    Ok(())
}

/// What is wrong with the workbook as a whole.
fn refused(id: &'static str, what: &'static str) -> Vec<Note> {
    vec![Note::at("workbook", Sentence::of(id, what))]
}

/// The names and values of a hidden sheet.
fn facts(sheet: &Sheet) -> Vec<(String, String)> {
    let text = |row, column| sheet.cell(row, column).map_or_else(String::new, |cell| cell.text.clone());
    sheet.rows().map(|(row, _)| (text(row, 0), text(row, 1))).collect()
}

/// The row of headings, and the column of each; or which of them are missing where most of them stand.
fn header(sheet: &Sheet, headings: &[&str]) -> Result<(u32, Vec<u32>), Note> {
    let (mut best, mut missing) = (0, headings.to_vec());
    for (row, cells) in sheet.rows() {
        let place = |heading: &&str| {
            let same = |(_, cell): &(&u32, &Cell)| as_meant(cell.text.trim()) == heading.trim();
            cells.iter().find(same).map(|(at, _)| *at)
        };
        let found: Vec<Option<u32>> = headings.iter().map(place).collect();
        let columns: Option<Vec<u32>> = found.iter().copied().collect();
        if let Some(columns) = columns.filter(|columns| columns.len() == Column::ALL.len()) {
            return Ok((row, columns));
        }
        let lost: Vec<&str> =
            headings.iter().zip(&found).filter(|(_, at)| at.is_none()).map(|(heading, _)| *heading).collect();
        if lost.len() < missing.len() {
            (best, missing) = (row, lost);
        }
    }
    let what = Sentence::of(
        "file-book-headings",
        "the line with the headings was changed, and lacks {missing}; put it back, or download the workbook anew",
    );
    let named: Vec<String> = missing.iter().map(|heading| format!("\"{heading}\"")).collect();
    Err(Note::at(sheet.at(best, 0), what.with("missing", named.join(", "))))
}

struct Reader<'a> {
    asked: &'a Asked<'a>,
    sheet: &'a Sheet,
    columns: Vec<u32>,
    revisions: BTreeMap<String, String>,
    language: &'a str,
    not_applicable: &'a str,
    seen: BTreeSet<QuestionId>,
    filled: Vec<Filled>,
    faults: Vec<Note>,
}

impl<'a> Reader<'a> {
    fn column(&self, column: Column) -> u32 {
        self.columns.get(column.place()).copied().unwrap_or_default()
    }

    fn text(&self, row: u32, column: Column) -> &'a str {
        let cell = self.sheet.cell(row, self.column(column));
        cell.map_or("", |cell| as_meant(cell.text.trim()))
    }

    fn fault(&mut self, row: u32, column: Column, what: Sentence) {
        let path = self.sheet.at(row, self.column(column));
        self.faults.push(Note::at(path, what));
    }

    fn row(&mut self, row: u32) {
        let formulas =
            Column::ALL.into_iter().filter(|column| column.is_filled_in() || *column == Column::Id);
        let formulas: Vec<Column> = formulas
            .filter(|column| self.sheet.cell(row, self.column(*column)).is_some_and(|cell| cell.formula))
            .collect();
        if !formulas.is_empty() {
            let what = || Sentence::of("file-cell-formula", "a formula stands here; type the text instead");
            return formulas.into_iter().for_each(|column| self.fault(row, column, what()));
        }
        let given = Column::ALL.into_iter().filter(|column| column.is_filled_in());
        if given.map(|column| self.text(row, column)).all(str::is_empty) {
            return;
        }
        let id = self.text(row, Column::Id);
        let asked = self.asked;
        let known =
            asked.questions().map(|(_, question)| question).find(|question| question.id.as_str() == id);
        let Some(question) = known else {
            let what = if id.is_empty() {
                Sentence::of("file-cell-no-question", "an answer stands here, and no question")
            } else {
                Sentence::of("file-cell-question", "there is no question {question} to answer")
                    .with("question", id)
            };
            return self.fault(row, Column::Id, what);
        };
        if !self.seen.insert(question.id.clone()) {
            let what = Sentence::of("file-question-twice", "question {question} stands twice");
            return self.fault(row, Column::Id, what.with("question", id));
        }
        if let Some(line) = self.line(row, question) {
            self.keep(row, question, line);
        }
    }

    /// What a row says; nothing, with a fault, if it does not fit.
    fn line(&mut self, row: u32, question: &Question) -> Option<Line> {
        let before = self.faults.len();
        let given = self.given(row, question);
        for (column, most) in [
            (Column::Reason, LONGEST_REASON),
            (Column::Comment, LONGEST_COMMENT),
            (Column::Evidence, LONGEST_EVIDENCE_NOTE),
        ] {
            if self.text(row, column).chars().count() > most {
                let what = Sentence::of("file-cell-long", "longer than {n} characters");
                self.fault(row, column, what.with("n", most));
            }
        }
        let text = |column| self.text(row, column).replace("\r\n", "\n");
        let line = Line {
            given: given?,
            comment: text(Column::Comment),
            evidence_note: text(Column::Evidence),
            revision: 0,
            carried_over: false,
        };
        (self.faults.len() == before).then_some(line)
    }

    fn given(&mut self, row: u32, question: &Question) -> Option<Given> {
        let (answer, reason) = (self.text(row, Column::Answer), self.text(row, Column::Reason));
        if answer.is_empty() || simple(answer) != simple(self.not_applicable) {
            if !reason.is_empty() {
                let what = Sentence::of(
                    "file-cell-reason-alone",
                    "a reason goes with \"{answer}\" alone; put other words into the comment",
                );
                self.fault(row, Column::Reason, what.with("answer", self.not_applicable));
                return None;
            }
            return self.option(row, question, answer);
        }
        if !question.na_allowed {
            let what = Sentence::of("file-cell-na", "this question cannot be answered so");
            self.fault(row, Column::Answer, what);
            return None;
        }
        if reason.is_empty() {
            let what = Sentence::of("file-cell-reason", "say why it does not apply");
            self.fault(row, Column::Reason, what);
            return None;
        }
        Some(Given::NotApplicable { reason: reason.replace("\r\n", "\n") })
    }

    fn option(&mut self, row: u32, question: &Question, answer: &str) -> Option<Given> {
        if answer.is_empty() {
            return Some(Given::Nothing);
        }
        let wanted = simple(answer);
        let fits = question.options.iter().filter(|option| {
            option.id.as_str() == answer || simple(option.label.in_language(self.language)) == wanted
        });
        match fits.collect::<Vec<_>>().as_slice() {
            [one] => Some(Given::Option(one.id.clone())),
            [] => {
                let what = Sentence::of("file-cell-option", "this is none of the answers to choose from");
                self.fault(row, Column::Answer, what);
                None
            }
            several => {
                let ids: Vec<&str> = several.iter().map(|option| option.id.as_str()).collect();
                let what = Sentence::of(
                    "file-cell-several",
                    "this could mean several answers; write one of {known}",
                );
                self.fault(row, Column::Answer, what.with("known", ids.join(", ")));
                None
            }
        }
    }

    /// Takes a row that says something new, unless the answer was changed elsewhere meanwhile.
    fn keep(&mut self, row: u32, question: &Question, line: Line) {
        let now = self.asked.line(question);
        if (Line { revision: now.revision, carried_over: now.carried_over, ..line.clone() }) == now {
            return;
        }
        let seen = self.revisions.get(question.id.as_str()).and_then(|text| text.parse::<i64>().ok());
        if seen != Some(now.revision) {
            let what = Sentence::of(
                "file-cell-changed",
                "this answer was changed online after the workbook was made; look at both and download it anew",
            );
            return self.fault(row, Column::Answer, what);
        }
        self.filled.push(Filled {
            place: self.sheet.at(row, self.column(Column::Answer)),
            question: question.id.clone(),
            given: line.given,
            comment: line.comment,
            evidence_note: line.evidence_note,
            seen: Some(now.revision),
            carried_over: false,
        });
    }
}
