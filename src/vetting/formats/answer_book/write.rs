//! The workbook as it is sent: one line a question, answers to choose from, and two hidden sheets for the way back.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::{ABOUT, Asked, BookWords, CHOICES, Column, FORMAT, REVISIONS, harmless, in_words};
use crate::vetting::questionnaire::{Question, Section};
use crate::vetting::sheet::Given;

/// A cell of a spreadsheet holds no more (its own limit, in units of UTF-16).
const LONGEST_CELL: usize = 32_767;
const WIDTHS: [f64; 9] = [9.0, 20.0, 50.0, 40.0, 20.0, 40.0, 30.0, 40.0, 40.0];

pub(super) struct Looks {
    pub(super) title: Format,
    plain: Format,
    pub(super) heading: Format,
    pub(super) open: Format,
}

pub(super) fn book(asked: &Asked<'_>, words: &BookWords, made_at: i64) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same bytes whenever the same state is asked for.
    let made_at = ExcelDateTime::from_timestamp(made_at)?;
    book.set_properties(&DocProperties::new().set_title(&words.title).set_creation_datetime(&made_at));
    let text = || Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let looks = Looks {
        title: text().set_bold().set_font_size(14),
        plain: text(),
        heading: text().set_bold().set_border_bottom(FormatBorder::Thin),
        open: text().set_unlocked().set_border(FormatBorder::Thin),
    };
    let lists = lists(asked, words);
    answers(book.add_worksheet(), (asked, words), &looks, &lists)?;
    super::list::write(&mut book, (asked, words), &looks)?;
    choices(book.add_worksheet(), &lists)?;
    revisions(book.add_worksheet(), asked)?;
    about(book.add_worksheet(), asked, words)?;
    book.save_to_buffer()
}

/// What can be chosen for each question, and the rows of the hidden sheet where that stands.
struct List {
    labels: Vec<String>,
    first: u32,
}

fn lists(asked: &Asked<'_>, words: &BookWords) -> Vec<List> {
    let mut first = 0_u32;
    let mut lists = Vec::new();
    for (_, question) in asked.questions() {
        let labels =
            question.options.iter().map(|option| option.label.in_language(&words.language).to_owned());
        let more = question.na_allowed.then(|| words.not_applicable.clone());
        let labels: Vec<String> = labels.chain(more).collect();
        let rows = u32::try_from(labels.len()).unwrap_or(u32::MAX);
        lists.push(List { labels, first });
        first = first.saturating_add(rows);
    }
    lists
}

/// A cell of text, cut where a cell ends.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    look: &Format,
) -> Result<(), XlsxError> {
    let mut units = 0_usize;
    let fits = |c: &char| {
        units = units.saturating_add(c.len_utf16());
        units < LONGEST_CELL
    };
    let text: String = harmless(text).chars().take_while(fits).collect();
    sheet.write_string_with_format(row, column, text, look)?;
    Ok(())
}

fn answers(
    sheet: &mut Worksheet,
    (asked, words): (&Asked<'_>, &BookWords),
    looks: &Looks,
    lists: &[List],
) -> Result<(), XlsxError> {
    sheet.set_name(&words.sheet)?;
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    put(sheet, (0, 0), &words.title, &looks.title.clone().set_text_wrap().set_align(FormatAlign::Top))?;
    let mut row = 1_u32;
    for line in &words.how {
        put(sheet, (row, 0), line, &Format::new().set_num_format("@"))?;
        row = row.saturating_add(1);
    }
    row = row.saturating_add(1);
    for (column, heading) in (0_u16..).zip(&words.headings) {
        put(sheet, (row, column), heading, &looks.heading)?;
    }
    sheet.set_freeze_panes(row.saturating_add(1), 1)?;
    for ((section, question), list) in asked.questions().zip(lists) {
        row = row.saturating_add(1);
        line(sheet, row, &texts(asked, words, section, question), looks)?;
        choose(sheet, row, list)?;
    }
    // Nothing but the answers can be changed by accident; without a password, for it guards against nobody.
    let allowed = ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    };
    sheet.protect_with_options(&allowed);
    Ok(())
}

fn line(sheet: &mut Worksheet, row: u32, texts: &[String; 9], looks: &Looks) -> Result<(), XlsxError> {
    for ((at, column), text) in (0_u16..).zip(Column::ALL).zip(texts) {
        put(sheet, (row, at), text, if column.is_filled_in() { &looks.open } else { &looks.plain })?;
    }
    Ok(())
}

fn texts(asked: &Asked<'_>, words: &BookWords, section: &Section, question: &Question) -> [String; 9] {
    let language = words.language.as_str();
    let now = asked.line(question);
    let (answer, reason) = match &now.given {
        Given::Nothing => (String::new(), String::new()),
        Given::NotApplicable { reason } => (words.not_applicable.clone(), reason.clone()),
        Given::Option(option) => {
            let label = question.option(option).map_or("", |option| option.label.in_language(language));
            (label.to_owned(), String::new())
        }
    };
    let when = question
        .when
        .as_ref()
        .map(|condition| format!("{} {}", words.only_if, in_words(condition, asked, language)));
    [
        question.id.to_string(),
        section.title.in_language(language).to_owned(),
        question.text.in_language(language).to_owned(),
        question.help.in_language(language).to_owned(),
        when.unwrap_or_default(),
        answer,
        reason,
        now.comment,
        now.evidence_note,
    ]
}

/// The answers that the cell offers.
fn choose(sheet: &mut Worksheet, row: u32, list: &List) -> Result<(), XlsxError> {
    let last = list.first.saturating_add(u32::try_from(list.labels.len()).unwrap_or(u32::MAX));
    let range = format!("='{CHOICES}'!$A${}:$A${last}", list.first.saturating_add(1));
    let column = u16::try_from(Column::Answer.place()).unwrap_or_default();
    let rule = DataValidation::new().allow_list_formula(Formula::new(range));
    sheet.add_data_validation(row, column, row, column, &rule)?;
    Ok(())
}

fn choices(sheet: &mut Worksheet, lists: &[List]) -> Result<(), XlsxError> {
    sheet.set_name(CHOICES)?.set_hidden(true);
    let plain = Format::new().set_num_format("@");
    for (row, label) in (0_u32..).zip(lists.iter().flat_map(|list| &list.labels)) {
        put(sheet, (row, 0), label, &plain)?;
    }
    Ok(())
}

fn revisions(sheet: &mut Worksheet, asked: &Asked<'_>) -> Result<(), XlsxError> {
    sheet.set_name(REVISIONS)?.set_hidden(true);
    for (row, (_, question)) in (0_u32..).zip(asked.questions()) {
        sheet.write_string(row, 0, question.id.as_str())?;
        sheet.write_string(row, 1, asked.line(question).revision.to_string())?;
    }
    Ok(())
}

fn about(sheet: &mut Worksheet, asked: &Asked<'_>, words: &BookWords) -> Result<(), XlsxError> {
    sheet.set_name(ABOUT)?.set_hidden(true);
    let facts = [
        ("format", FORMAT),
        ("assessment", asked.assessment),
        ("questionnaire", asked.digest),
        ("language", &words.language),
        ("sheet", &words.sheet),
        ("not-applicable", &words.not_applicable),
    ];
    let headings = words.headings.iter().map(|heading| ("heading", heading.as_str()));
    for (row, (name, value)) in (0_u32..).zip(facts.into_iter().chain(headings)) {
        sheet.write_string(row, 0, name)?;
        sheet.write_string(row, 1, value)?;
    }
    Ok(())
}
