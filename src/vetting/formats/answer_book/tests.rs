//! A workbook goes out and comes back; what does not fit is named cell by cell.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Formula, Workbook as Writer};

use super::super::workbook::Workbook;
use super::{Asked, BookWords, Line, ListWords, as_meant, harmless};
use crate::vetting::code::{OptionId, SectionId};
use crate::vetting::questionnaire::Questionnaire;
use crate::vetting::sheet::Given;

const QUESTIONNAIRE: &str = r#"{"format":"entente-questionnaire/1","id":"q","version":1,"languages":["en"],"title":{"en":"Q"},
  "sections":[{"id":"A","title":{"en":"First"},"weight":60,"questions":[
    {"id":"A1","text":{"en":"=Is it so?"},"weight":1,"na_allowed":true,
     "options":[{"id":"full","label":{"en":"Yes, all of it"},"value":100},{"id":"none","label":{"en":"No"},"value":0}]},
    {"id":"A2","text":{"en":"Twice?"},"weight":1,"when":"A1 == 'full'",
     "options":[{"id":"one","label":{"en":"Same"},"value":100},{"id":"two","label":{"en":"Same"},"value":0}]}]},
   {"id":"B","title":{"en":"Second"},"weight":40,"questions":[
    {"id":"B1","text":{"en":"And?"},"weight":1,
     "options":[{"id":"yes","label":{"en":"Yes"},"value":100},{"id":"no","label":{"en":"No"},"value":0}]}]}]}"#;

fn words() -> BookWords {
    let headings = ["No.", "Section", "Question", "Good", "When", "Answer", "Reason", "Comment", "Evidence"];
    BookWords {
        language: "en".to_owned(),
        sheet: "Answers".to_owned(),
        title: "Questions for Otter".to_owned(),
        how: vec!["Choose an answer.".to_owned()],
        headings: headings.map(str::to_owned),
        not_applicable: "Does not apply".to_owned(),
        only_if: "Only if".to_owned(),
        list: ListWords::default(),
    }
}

fn asked<'a>(questionnaire: &'a Questionnaire, answers: &[(&str, Line)]) -> Asked<'a> {
    Asked {
        assessment: "a-1",
        digest: "d-1",
        questionnaire,
        section: None,
        answers: answers.iter().map(|(id, line)| ((*id).to_owned(), line.clone())).collect(),
        list: None,
    }
}

fn line(option: &str, comment: &str, revision: i64) -> Line {
    let given = Given::Option(OptionId::new(option).unwrap());
    Line { given, comment: comment.to_owned(), evidence_note: String::new(), revision, carried_over: false }
}

/// The workbook as a person hands it back: these cells (row from 0 below the header, column) hold these texts instead.
fn filled_in(file: &[u8], cells: &[(u32, u16, &str)]) -> Vec<u8> {
    let read = Workbook::open(file).unwrap();
    let mut book = Writer::new();
    for sheet in &read.sheets {
        let to = book.add_worksheet().set_name(&sheet.name).unwrap();
        for (row, line) in sheet.rows() {
            for (column, cell) in line {
                to.write_string(row, u16::try_from(*column).unwrap(), &cell.text).unwrap();
            }
        }
        if sheet.visible {
            for (row, column, text) in cells {
                let row = row + 4;
                match text.strip_prefix("f:") {
                    Some(formula) => {
                        to.write_formula(row, *column, Formula::new(formula).set_result("Yes")).unwrap()
                    }
                    None => to.write_string(row, *column, *text).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn what_goes_out_comes_back() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let now = [("A1", line("full", "-5 % since May", 3))];
    let file = asked(&questionnaire, &now).write(&words(), 1_800_000_000).unwrap();
    // Nothing was changed, so nothing is loaded.
    assert_eq!(asked(&questionnaire, &now).read(&file).unwrap().0, []);
    let back = filled_in(
        &file,
        &[(0, 5, " does not APPLY "), (0, 6, "We have none."), (2, 5, "no"), (2, 8, "A report")],
    );
    let (loaded, _) = asked(&questionnaire, &now).read(&back).unwrap();
    let loaded: Vec<(&str, &str, &Given, &str, &str)> = loaded
        .iter()
        .map(|f| {
            (f.place.as_str(), f.question.as_str(), &f.given, f.comment.as_str(), f.evidence_note.as_str())
        })
        .collect();
    assert_eq!(
        loaded,
        [
            (
                "Answers!F5",
                "A1",
                &Given::NotApplicable { reason: "We have none.".to_owned() },
                "-5 % since May",
                ""
            ),
            ("Answers!F7", "B1", &Given::Option(OptionId::new("no").unwrap()), "", "A report"),
        ]
    );
}

#[test]
fn no_cell_that_is_written_starts_a_formula() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let now = [("A1", line("full", "=HYPERLINK(\"x\")", 1)), ("B1", line("yes", "@a", 1))];
    let book = Workbook::open(&asked(&questionnaire, &now).write(&words(), 0).unwrap()).unwrap();
    let cells: Vec<String> = book
        .sheets
        .iter()
        .flat_map(|s| s.rows())
        .flat_map(|(_, c)| c.values())
        .map(|c| c.text.clone())
        .collect();
    assert!(cells.iter().any(|text| text == "'=Is it so?") && cells.iter().any(|text| text == "'@a"));
    assert!(!cells.iter().any(|text| text.starts_with(super::TRIGGERS)), "{cells:?}");
    assert!(book.sheets.iter().flat_map(|s| s.rows()).all(|(_, c)| c.values().all(|cell| !cell.formula)));
    assert!(cells.iter().any(|text| text == "Only if A1 = Yes, all of it"));
}

#[test]
fn every_cell_that_does_not_fit_is_named_and_nothing_is_loaded() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let file = asked(&questionnaire, &[]).write(&words(), 0).unwrap();
    let long = "x".repeat(4_001);
    let back = filled_in(
        &file,
        &[
            (0, 5, "Does not apply"),
            (1, 5, "Same"),
            (2, 5, "f:=\"Yes\""),
            (3, 0, "Z9"),
            (3, 5, "Yes"),
            (4, 5, "Yes"),
            (5, 0, "A1"),
            (5, 5, "Yes"),
        ],
    );
    let faults = asked(&questionnaire, &[]).read(&back).unwrap_err();
    let cells: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(cells, ["Answers!G5", "Answers!F6", "Answers!F7", "Answers!A8", "Answers!A9", "Answers!A10"]);
    let back = filled_in(
        &file,
        &[(0, 5, "Perhaps"), (1, 5, "one"), (1, 6, "Because"), (2, 5, "Does not apply"), (2, 7, &long)],
    );
    let faults = asked(&questionnaire, &[]).read(&back).unwrap_err();
    let cells: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(cells, ["Answers!F5", "Answers!G6", "Answers!F7", "Answers!H7"]);
}

#[test]
fn a_workbook_of_something_else_is_refused() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let file = asked(&questionnaire, &[]).write(&words(), 0).unwrap();
    let fault = |asked: &Asked<'_>, file: &[u8]| asked.read(file).unwrap_err()[0].what.clone();
    let other = Asked { assessment: "a-2", ..asked(&questionnaire, &[]) };
    assert!(fault(&other, &file).contains("another assessment"));
    let other = Asked { digest: "d-2", ..asked(&questionnaire, &[]) };
    assert!(fault(&other, &file).contains("another version"));
    let mut blank = Writer::new();
    blank.add_worksheet();
    assert!(fault(&asked(&questionnaire, &[]), &blank.save_to_buffer().unwrap()).contains("no workbook"));
    let back = filled_in(&file, &[]);
    assert_eq!(asked(&questionnaire, &[]).read(&back).unwrap().0, []);
}

#[test]
fn what_was_changed_online_meanwhile_is_not_overwritten() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let file = asked(&questionnaire, &[]).write(&words(), 0).unwrap();
    let back = filled_in(&file, &[(2, 5, "Yes")]);
    let now = [("B1", line("no", "", 1))];
    let faults = asked(&questionnaire, &now).read(&back).unwrap_err();
    assert_eq!(faults[0].path, "Answers!F7");
    // The same answer from both sides is no conflict.
    assert_eq!(asked(&questionnaire, &[("B1", line("yes", "", 1))]).read(&back).unwrap().0, []);
}

#[test]
fn whoever_was_given_one_section_answers_no_other() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let section = SectionId::new("B").unwrap();
    let whole = asked(&questionnaire, &[]).write(&words(), 0).unwrap();
    let own = Asked { section: Some(&section), answers: BTreeMap::new(), ..asked(&questionnaire, &[]) };
    let back = filled_in(&whole, &[(0, 5, "No")]);
    assert_eq!(own.read(&back).unwrap_err()[0].path, "Answers!A5");
    let cells = Workbook::open(&own.write(&words(), 0).unwrap()).unwrap();
    assert_eq!(cells.sheets[0].rows().count(), 4);
}

#[test]
fn words_that_look_like_a_formula_are_none_in_the_cell_and_come_back_as_they_were() {
    for text in ["=1+1", "'=1+1", "''=1", "'", "''", "'x", "''x", "-5", "@a", "＝x", "'＋x", "plain", ""] {
        let cell = harmless(text);
        assert!(!cell.starts_with(super::TRIGGERS), "{text}");
        assert_eq!(as_meant(&cell), text);
    }
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let asked =
        asked(&questionnaire, &[("A1", line("full", "'=HYPERLINK(1)", 3)), ("B1", line("yes", "+49 30", 1))]);
    let file = asked.write(&words(), 0).unwrap();
    assert_eq!(asked.read(&file).unwrap().0, [], "nothing was changed in it");
}

/// The workbook with something done to it as a whole: `change` gives each cell of the sheet of answers its text, or drops it.
fn changed(file: &[u8], name: &str, change: impl Fn(u32, u32, &str) -> Option<String>) -> Vec<u8> {
    let mut book = Writer::new();
    for sheet in &Workbook::open(file).unwrap().sheets {
        let to = book.add_worksheet().set_name(if sheet.visible { name } else { &sheet.name }).unwrap();
        for (row, line) in sheet.rows() {
            for (column, cell) in line {
                let text =
                    if sheet.visible { change(row, *column, &cell.text) } else { Some(cell.text.clone()) };
                let Some(text) = text else { continue };
                to.write_string(row, u16::try_from(*column).unwrap(), text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn what_was_done_to_the_sheet_is_named() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let asked = asked(&questionnaire, &[]);
    let file = asked.write(&words(), 0).unwrap();
    let same = |_, _, text: &str| Some(text.to_owned());
    let faults = asked.read(&changed(&file, "Sheet1", same)).unwrap_err();
    assert!(faults[0].what.contains("its name \"Answers\""), "{faults:?}");
    let faults = asked
        .read(&changed(&file, "Answers", |_, column, text| (column != 6).then(|| text.to_owned())))
        .unwrap_err();
    assert_eq!(faults[0].path, "Answers!A4");
    assert!(faults[0].what.contains("lacks \"Reason\""), "{faults:?}");
    // A space behind a heading, as some programs leave it, changes nothing.
    let spaced = changed(&file, "Answers", |row, _, text| {
        Some(if row == 3 { format!("{text} ") } else { text.to_owned() })
    });
    assert!(asked.read(&spaced).is_ok());
}

#[test]
fn a_day_that_was_typed_stays_a_day() {
    let mut book = Writer::new();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2027, 3, 12).unwrap();
    let look = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    book.add_worksheet().write_with_format(0, 0, &day, &look).unwrap();
    let book = Workbook::open(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(book.sheets[0].cell(0, 0).unwrap().text, "2027-03-12");
}
