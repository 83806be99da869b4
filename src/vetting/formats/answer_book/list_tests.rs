//! The list of sub-processors goes out in a sheet of its own and comes back; what does not fit is named cell by cell.

use rust_xlsxwriter::{Formula, Workbook as Writer};

use super::super::answer_file::Standing;
use super::super::companies::{List, ListStep, Listed};
use super::super::workbook::Workbook;
use super::{Asked, BookWords, ListWords};
use crate::vetting::chain::{COLUMNS, EntryInput};
use crate::vetting::questionnaire::Questionnaire;

const QUESTIONNAIRE: &str = r#"{"format":"entente-questionnaire/1","id":"q","version":1,"languages":["en"],"title":{"en":"Q"},
  "sections":[{"id":"A","title":{"en":"First"},"weight":100,"questions":[
    {"id":"A1","text":{"en":"Who?"},"weight":1,"list":"sub_processors",
     "options":[{"id":"full","label":{"en":"Yes"},"value":100},{"id":"none","label":{"en":"No"},"value":0}]}]}]}"#;
/// The row of the headings, from 0: title, one paragraph, a blank, nobody, a blank.
const HEADER: u32 = 5;

fn words() -> BookWords {
    let pairs = |words: &[(&str, &str)]| {
        words.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
    };
    BookWords {
        language: "en".to_owned(),
        sheet: "Answers".to_owned(),
        title: "Questions".to_owned(),
        how: Vec::new(),
        headings: ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map(str::to_owned),
        not_applicable: "Does not apply".to_owned(),
        only_if: "Only if".to_owned(),
        list: ListWords {
            sheet: "Companies".to_owned(),
            how: vec!["One in a line.".to_owned()],
            headings: COLUMNS.map(|column| format!("The {column}")),
            nobody: "We use none".to_owned(),
            yes: "ja".to_owned(),
            countries: pairs(&[("DE", "Germany"), ("US", "United States")]),
            transfers: pairs(&[("scc_tia", "Clauses"), ("none", "None")]),
            data: pairs(&[("aggregate", "Group counts, only"), ("children", "Data of children")]),
        },
    }
}

fn company(name: &str, country: &str) -> Listed {
    let input = EntryInput {
        name: name.to_owned(),
        purpose: "=Hosting".to_owned(),
        data: vec!["aggregate".to_owned(), "children".to_owned()],
        country: country.to_owned(),
        transfer: "scc_tia".to_owned(),
        since: "2025-01-31".to_owned(),
        website: "https://a.example".to_owned(),
    };
    Listed { entry: input.checked().unwrap(), carried_over: false }
}

fn asked(questionnaire: &Questionnaire, list: List) -> Asked<'_> {
    let answers = std::collections::BTreeMap::new();
    Asked { assessment: "a", digest: "d", questionnaire, section: None, answers, list: Some(list) }
}

/// The workbook as it comes back: these cells of the list hold these texts instead; `f:` begins a formula.
fn filled_in(file: &[u8], cells: &[(u32, u16, &str)]) -> Vec<u8> {
    let read = Workbook::open(file).unwrap();
    let mut book = Writer::new();
    for sheet in &read.sheets {
        let to = book.add_worksheet().set_name(&sheet.name).unwrap();
        let cells: Vec<_> = cells.iter().filter(|_| sheet.name == "Companies").collect();
        for (row, line) in sheet.rows() {
            for (column, cell) in line {
                let column = u16::try_from(*column).unwrap();
                if !cells.iter().any(|(at, other, _)| (*at, *other) == (row, column)) {
                    to.write_string(row, column, &cell.text).unwrap();
                }
            }
        }
        for (row, column, text) in cells {
            match text.strip_prefix("f:") {
                Some(formula) => {
                    to.write_formula(*row, *column, Formula::new(formula).set_result("x")).unwrap()
                }
                None => to.write_string(*row, *column, *text).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn step(asked: &Asked<'_>, file: &[u8]) -> ListStep {
    ListStep::of(asked.read(file).unwrap().1.unwrap(), asked.list.as_ref().unwrap())
}

#[test]
fn the_list_goes_out_and_comes_back() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let now = List { companies: vec![company("Cloud Nine GmbH", "DE")], nobody: false };
    let asked = asked(&questionnaire, now.clone());
    let file = asked.write(&words(), 0).unwrap();
    let same = step(&asked, &file);
    assert_eq!((same.standing, same.is_stale()), (Standing::Same, false));
    // Chosen, typed as a code, or typed in other letters: all are understood.
    let back = filled_in(
        &file,
        &[
            (HEADER + 2, 0, "Mailbird Inc."),
            (HEADER + 2, 1, "Mail"),
            (HEADER + 2, 2, "data of CHILDREN;aggregate"),
            (HEADER + 2, 3, "us"),
            (HEADER + 2, 4, "none"),
        ],
    );
    let other = step(&asked, &back);
    assert_eq!((other.standing, other.is_stale()), (Standing::Different, false));
    let second = &other.filled.list.companies[1].entry;
    assert_eq!((second.country.code(), second.transfer.as_str(), second.data.len()), ("US", "none", 2));
    assert_eq!(other.filled.list.companies[0], now.companies[0], "the first is as it went out");
    // Changed online meanwhile: told, not overwritten.
    let meanwhile = List { companies: vec![company("Old Host", "DE")], nobody: false };
    assert!(ListStep::of(asked.read(&back).unwrap().1.unwrap(), &meanwhile).is_stale());
    // Nobody: said in its own cell, by an emptied list.
    let none = filled_in(
        &file,
        &[&[(3, 1, "JA")][..], &(0..7).map(|at| (HEADER + 1, at, "")).collect::<Vec<_>>()].concat(),
    );
    assert!(step(&asked, &none).filled.list.nobody);
}

#[test]
fn each_cell_of_the_list_that_does_not_fit_is_named() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let asked =
        asked(&questionnaire, List { companies: vec![company("Cloud Nine GmbH", "DE")], nobody: false });
    let file = asked.write(&words(), 0).unwrap();
    let back = filled_in(
        &file,
        &[
            (HEADER + 1, 3, "Atlantis"),
            (HEADER + 2, 0, "Mailbird Inc."),
            (HEADER + 2, 2, "everything"),
            (HEADER + 2, 4, "hope"),
            (HEADER + 2, 5, "yesterday"),
            (HEADER + 2, 6, "mailbird"),
            (HEADER + 3, 0, "f:=1+1"),
            (3, 1, "perhaps"),
        ],
    );
    let mut faults: Vec<String> = asked.read(&back).unwrap_err().into_iter().map(|note| note.path).collect();
    faults.sort();
    let cells = ["A9", "B4", "B8", "C8", "D7", "D8", "E8", "F8", "G8"];
    assert_eq!(faults, cells.map(|cell| format!("Companies!{cell}")));
    // Both at once, twice the same, headings changed, the sheet gone.
    let what = |cells: &[(u32, u16, &str)]| {
        asked
            .read(&filled_in(&file, cells))
            .unwrap_err()
            .into_iter()
            .map(|note| note.what)
            .collect::<Vec<_>>()
    };
    assert!(what(&[(3, 1, "ja")])[0].contains("either nobody"));
    let twice = ["CLOUD NINE, GmbH", "x", "aggregate", "DE", "none"];
    let twice: Vec<(u32, u16, &str)> =
        twice.into_iter().zip(0..).map(|(text, at)| (HEADER + 2, at, text)).collect();
    assert!(what(&twice)[0].contains("already"));
    assert!(what(&[(HEADER, 2, "Something")])[0].contains("headings"));
    let mut gone = Writer::new();
    for sheet in Workbook::open(&file).unwrap().sheets.iter().filter(|sheet| sheet.name != "Companies") {
        let to = gone.add_worksheet().set_name(&sheet.name).unwrap();
        for (row, line) in sheet.rows() {
            for (column, cell) in line {
                to.write_string(row, u16::try_from(*column).unwrap(), &cell.text).unwrap();
            }
        }
    }
    let faults = asked.read(&gone.save_to_buffer().unwrap()).unwrap_err();
    assert!(faults[0].what.contains("is missing"), "{faults:?}");
}

#[test]
fn a_workbook_without_the_sheet_leaves_the_list_alone() {
    let questionnaire = Questionnaire::parse(QUESTIONNAIRE).unwrap();
    let without = Asked { list: None, ..asked(&questionnaire, List::default()) };
    let file = without.write(&words(), 0).unwrap();
    assert_eq!(Workbook::open(&file).unwrap().sheets.iter().filter(|sheet| sheet.visible).count(), 1);
    assert_eq!(asked(&questionnaire, List::default()).read(&file).unwrap().1, None);
}
