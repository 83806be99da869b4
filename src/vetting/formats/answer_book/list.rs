//! The workbook's sheet for the list of sub-processors: the companies so far, room for more, and what comes back of it.

use rust_xlsxwriter::{
    DataValidation, Format, Formula, ProtectionOptions, Workbook as Book, Worksheet, XlsxError,
};

use super::super::Note;
use super::super::companies::{FilledList, List, Listed, gathered, what};
use super::super::table::simple;
use super::super::workbook::{Sheet, Workbook};
use super::write::{Looks, put};
use super::{Asked, BookWords, ListWords, as_meant};
use crate::vetting::chain::{EntryInput, MOST_ENTRIES, category_word};
use crate::vetting::sentence::Sentence;

/// The hidden sheet with what the list was and the words to choose from.
const ABOUT_LIST: &str = "entente-list";
const WIDTHS: [f64; 7] = [30.0, 40.0, 40.0, 20.0, 30.0, 14.0, 30.0];
/// So many empty lines stand below the companies.
const SPARE: usize = 100;

const PURPOSE: usize = 1;
const DATA: usize = 2;
const COUNTRY: usize = 3;
const TRANSFER: usize = 4;
const SINCE: usize = 5;
const WEBSITE: usize = 6;

/// Writes the sheet and its hidden one, if the questionnaire asks for a list.
pub(super) fn write(
    book: &mut Book,
    (asked, words): (&Asked<'_>, &BookWords),
    looks: &Looks,
) -> Result<(), XlsxError> {
    let Some(list) = &asked.list else { return Ok(()) };
    let own = &words.list;
    let sheet = book.add_worksheet().set_name(&own.sheet)?;
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    put(sheet, (0, 0), &own.sheet, &looks.title)?;
    let mut row = 1_u32;
    for line in &own.how {
        put(sheet, (row, 0), line, &Format::new().set_num_format("@"))?;
        row = row.saturating_add(1);
    }
    row = row.saturating_add(1);
    put(sheet, (row, 0), &own.nobody, &looks.heading)?;
    put(sheet, (row, 1), if list.nobody { &own.yes } else { "" }, &looks.open)?;
    row = row.saturating_add(2);
    for (column, heading) in (0_u16..).zip(&own.headings) {
        put(sheet, (row, column), heading, &looks.heading)?;
    }
    sheet.set_freeze_panes(row.saturating_add(1), 1)?;
    let first = row.saturating_add(1);
    let lines = list.companies.len().saturating_add(SPARE).min(MOST_ENTRIES);
    for at in 0..lines {
        row = row.saturating_add(1);
        let texts = list.companies.get(at).map_or_else(Default::default, |one| texts(one, own));
        for (column, text) in (0_u16..).zip(&texts) {
            put(sheet, (row, column), text, &looks.open)?;
        }
    }
    choose(sheet, (first, row), COUNTRY, (0, own.countries.len()))?;
    choose(sheet, (first, row), TRANSFER, (own.countries.len(), own.transfers.len()))?;
    let allowed = ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    };
    sheet.protect_with_options(&allowed);
    about(book.add_worksheet(), list, own)
}

fn texts(one: &Listed, words: &ListWords) -> [String; 7] {
    let entry = &one.entry;
    let data: Vec<String> = entry.data.iter().map(|kind| label(&words.data, &category_word(*kind))).collect();
    [
        entry.name.clone(),
        entry.purpose.clone(),
        data.join("; "),
        label(&words.countries, entry.country.code()),
        label(&words.transfers, entry.transfer.as_str()),
        entry.since.map(|day| day.to_string()).unwrap_or_default(),
        entry.website.clone(),
    ]
}

fn label(words: &[(String, String)], code: &str) -> String {
    words.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, label)| label.clone())
}

/// The words that a column's cells offer: so many of the hidden sheet, after so many.
fn choose(
    sheet: &mut Worksheet,
    (first, last): (u32, u32),
    column: usize,
    (after, count): (usize, usize),
) -> Result<(), XlsxError> {
    let (from, to) = (after.saturating_add(1), after.saturating_add(count));
    let rule =
        DataValidation::new().allow_list_formula(Formula::new(format!("='{ABOUT_LIST}'!$C${from}:$C${to}")));
    let column = u16::try_from(column).unwrap_or_default();
    sheet.add_data_validation(first, column, last, column, &rule)?;
    Ok(())
}

fn about(sheet: &mut Worksheet, list: &List, words: &ListWords) -> Result<(), XlsxError> {
    sheet.set_name(ABOUT_LIST)?.set_hidden(true);
    let of = |kind: &'static str, words: &[(String, String)]| -> Vec<(&'static str, String, String)> {
        words.iter().map(|(code, label)| (kind, code.clone(), label.clone())).collect()
    };
    let fact = |kind: &'static str, value: &str| (kind, String::new(), value.to_owned());
    let mut rows = of("country", &words.countries);
    rows.extend(of("transfer", &words.transfers));
    rows.extend(of("data", &words.data));
    rows.extend(words.headings.iter().map(|heading| fact("heading", heading)));
    rows.extend([
        fact("sheet", &words.sheet),
        fact("seen", &list.mark()),
        fact("nobody", &words.nobody),
        fact("yes", &words.yes),
    ]);
    let plain = Format::new().set_num_format("@");
    for (row, (kind, code, label)) in (0_u32..).zip(rows) {
        sheet.write_string(row, 0, kind)?;
        sheet.write_string(row, 1, code)?;
        put(sheet, (row, 2), &label, &plain)?;
    }
    Ok(())
}

fn formula() -> Sentence {
    Sentence::of("file-list-formula", "a formula stands here; type the text instead")
}

/// What the hidden sheet says: kind, code, label.
type Facts = Vec<(String, String, String)>;

struct Reader<'a> {
    sheet: &'a Sheet,
    facts: Facts,
    columns: Vec<u32>,
    faults: Vec<Note>,
}

/// What a workbook says of the list; nothing if it was made without one, or the questionnaire asks for none.
pub(super) fn read(asked: &Asked<'_>, book: &Workbook) -> Result<Option<FilledList>, Vec<Note>> {
    let sheet_of = |name: &str| book.sheets.iter().find(|sheet| sheet.name == name);
    let (Some(hidden), true) = (sheet_of(ABOUT_LIST), asked.list.is_some()) else { return Ok(None) };
    let refused = |id, what| vec![Note::at("workbook", Sentence::of(id, what))];
    let text = |row, column| hidden.cell(row, column).map_or_else(String::new, |cell| cell.text.clone());
    let facts: Facts = hidden.rows().map(|(row, _)| (text(row, 0), text(row, 1), text(row, 2))).collect();
    let fact = |kind: &str| {
        let found = facts.iter().find(|(known, ..)| known == kind);
        found.map_or_else(String::new, |(.., value)| as_meant(value).to_owned())
    };
    let Some(sheet) = sheet_of(&fact("sheet")) else {
        return Err(refused(
            "file-list-no-sheet",
            "the sheet with the list is missing; its name must stay as it was",
        ));
    };
    let headings: Vec<&str> =
        facts.iter().filter(|(kind, ..)| kind == "heading").map(|(.., value)| as_meant(value)).collect();
    let Some((header, columns)) = header(sheet, &headings) else {
        return Err(refused(
            "file-list-headings",
            "the headings of the list were changed; put them back, or download the workbook anew",
        ));
    };
    let (seen, nobody, yes) = (fact("seen"), fact("nobody"), fact("yes"));
    let mut reader = Reader { sheet, facts, columns, faults: Vec::new() };
    let nobody = reader.nobody(header, (&nobody, &yes));
    let rows: Vec<u32> = sheet.rows().map(|(row, _)| row).filter(|row| *row > header).collect();
    let read = rows.into_iter().filter_map(|row| reader.company(row)).collect();
    let mut faults = reader.faults;
    let companies = gathered(read, &mut faults);
    if let (Some(row), false) = (nobody, companies.is_empty()) {
        let what = "either nobody is used, or there are companies: empty this cell, or take them off";
        faults.push(Note::at(sheet.at(row, 1), Sentence::of("file-list-both-cell", what)));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let list = List { companies, nobody: nobody.is_some() };
    Ok(Some(FilledList { place: sheet.name.clone(), list, seen: Some(seen).filter(|seen| !seen.is_empty()) }))
}

fn header(sheet: &Sheet, headings: &[&str]) -> Option<(u32, Vec<u32>)> {
    if headings.len() != WIDTHS.len() {
        return None;
    }
    sheet.rows().find_map(|(row, cells)| {
        let place = |heading: &&str| {
            cells.iter().find(|(_, cell)| as_meant(&cell.text) == *heading).map(|(at, _)| *at)
        };
        let columns: Option<Vec<u32>> = headings.iter().map(place).collect();
        columns.map(|columns| (row, columns))
    })
}

impl Reader<'_> {
    fn fault(&mut self, (row, column): (u32, u32), what: Sentence) {
        let path = self.sheet.at(row, column);
        self.faults.push(Note::at(path, what));
    }

    /// The row that says that there is nobody, if it does.
    fn nobody(&mut self, header: u32, (label, yes): (&str, &str)) -> Option<u32> {
        let says =
            |cell: Option<&super::super::workbook::Cell>| cell.is_some_and(|c| as_meant(&c.text) == label);
        let (row, cells) = self.sheet.rows().find(|(row, cells)| *row < header && says(cells.get(&0)))?;
        let cell = cells.get(&1)?;
        let text = simple(as_meant(&cell.text));
        match (cell.formula, text.as_str()) {
            (true, _) => self.fault((row, 1), formula()),
            (false, "") => {}
            (false, text) if text == simple(yes) || text == "yes" => return Some(row),
            (false, _) => {
                let what = Sentence::of("file-list-yes", "write \"{yes}\" here, or leave it empty");
                self.fault((row, 1), what.with("yes", yes));
            }
        }
        None
    }

    fn company(&mut self, row: u32) -> Option<(String, Listed)> {
        let columns = self.columns.clone();
        let cell = |at: usize| columns.get(at).and_then(|column| self.sheet.cell(row, *column));
        let formulas: Vec<u32> = (0..columns.len())
            .filter(|at| cell(*at).is_some_and(|cell| cell.formula))
            .filter_map(|at| columns.get(at).copied())
            .collect();
        let text = |at: usize| cell(at).map_or("", |cell| as_meant(cell.text.trim()));
        let input = EntryInput {
            name: text(0).to_owned(),
            purpose: text(PURPOSE).to_owned(),
            data: self.each("data", text(DATA)),
            country: self.code("country", text(COUNTRY)),
            transfer: self.code("transfer", text(TRANSFER)),
            since: text(SINCE).to_owned(),
            website: text(WEBSITE).to_owned(),
        };
        let empty = (0..columns.len()).map(text).all(str::is_empty);
        for column in &formulas {
            self.fault((row, *column), formula());
        }
        if !formulas.is_empty() || empty {
            return None;
        }
        match input.checked() {
            Ok(entry) => {
                let place = self.sheet.at(row, columns.first().copied().unwrap_or_default());
                Some((place, Listed { entry, carried_over: false }))
            }
            Err(faults) => {
                for fault in faults {
                    let at = crate::vetting::chain::COLUMNS.iter().position(|name| *name == fault.field());
                    let column = at.and_then(|at| columns.get(at)).copied().unwrap_or_default();
                    self.fault((row, column), what(fault));
                }
                None
            }
        }
    }

    /// The code of a word that was chosen or typed; the word itself if it is none.
    fn code(&self, kind: &str, text: &str) -> String {
        let wanted = simple(text);
        let fits = |(known, code, label): &&(String, String, String)| {
            known == kind && (simple(code) == wanted || simple(as_meant(label)) == wanted)
        };
        self.facts.iter().find(fits).map_or_else(|| text.to_owned(), |(_, code, _)| code.clone())
    }

    /// The codes of words with a semicolon between, or each in a line of its own.
    fn each(&self, kind: &str, text: &str) -> Vec<String> {
        let words = text.split([';', '\n']).map(str::trim).filter(|word| !word.is_empty());
        words.map(|word| self.code(kind, word)).collect()
    }
}
