//! Answers as a HECVAT workbook that its own readers know by its headings: a sheet with the answers, category by category, and the
//! hidden sheet that says what is asked, which answer is good and how much it matters (vetting.md, "Formats", 3.4).

use rust_xlsxwriter::{Format, Workbook as Book, Worksheet, XlsxError};

use super::super::Note;
use super::super::answer_book::{Asked, Line, harmless};
use super::super::table::simple;
use super::Written;
use super::sheets::{of, said};
use crate::vetting::code::QuestionId;
use crate::vetting::questionnaire::{Question, Section};
use crate::vetting::sentence::Sentence;

const ANSWERS: &str = "HECVAT";
const QUESTIONS: &str = "Questions";
/// Above the answers of each category.
const HEADINGS: [&str; 4] = ["", "", "Answer", "Additional Information"];
const FACTS: [&str; 9] = [
    "New ID",
    "Question",
    "If/then",
    "Standard Guidance",
    "No Guidance",
    "Yes Guidance",
    "Reason for Question",
    "Compliant Response",
    "Default Importance",
];

pub(super) fn write(asked: &Asked<'_>) -> Result<Written, String> {
    let mut notes = Vec::new();
    let lines = of(asked, "HECVAT", &mut notes);
    let file = book(asked, &lines, &mut notes).map_err(|fault| fault.to_string())?;
    Ok(Written { file, notes })
}

fn book(asked: &Asked<'_>, lines: &[(&Question, Line)], notes: &mut Vec<Note>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new();
    let language = asked.questionnaire.languages().first().map_or("en", String::as_str);
    let sheet = book.add_worksheet().set_name(ANSWERS)?;
    let (mut row, mut category) = (0_u32, None);
    for (question, now) in lines {
        let home = section_of(asked, &question.id);
        if home.map(|section| &section.id) != category {
            category = home.map(|section| &section.id);
            let [_, number, answer, more] = HEADINGS.map(str::to_owned);
            put(sheet, &mut row, &[title(home, language), number, answer, more])?;
        }
        let said = said(question, now, "N/A", notes);
        let text = question.text.in_language(language).to_owned();
        put(sheet, &mut row, &[question.id.to_string(), text, said.answer.to_owned(), said.words])?;
    }
    let sheet = book.add_worksheet().set_name(QUESTIONS)?;
    sheet.set_hidden(true);
    let mut row = 0_u32;
    put(sheet, &mut row, &FACTS.map(str::to_owned))?;
    for (question, _) in lines {
        put(sheet, &mut row, &facts(question, language, notes))?;
    }
    book.save_to_buffer()
}

fn section_of<'a>(asked: &'a Asked<'_>, id: &QuestionId) -> Option<&'a Section> {
    asked.questions().find(|(_, question)| question.id == *id).map(|(section, _)| section)
}

/// A category's name, which stands in the line of the headings; one that reads like a heading would be taken for it.
fn title(section: Option<&Section>, language: &str) -> String {
    let title = section.map_or("", |section| section.title.in_language(language));
    let heading = |word: &&str| !word.is_empty() && simple(title).contains(&simple(word));
    if HEADINGS.iter().any(heading) { String::new() } else { title.to_owned() }
}

fn put<const N: usize>(sheet: &mut Worksheet, row: &mut u32, cells: &[String; N]) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write_string_with_format(*row, column, harmless(cell), &text)?;
    }
    *row = row.saturating_add(1);
    Ok(())
}

/// What the hidden sheet says of a question, in the order of [`FACTS`].
fn facts(question: &Question, language: &str, notes: &mut Vec<Note>) -> [String; 9] {
    let option = |name: &str| question.options.iter().find(|option| option.id.as_str() == name);
    let tip = |name: &str| option(name).map_or("", |option| option.tip.in_language(language)).to_owned();
    let good = question.best_option().filter(|_| question.scored).map(|option| option.id.as_str());
    let good = match good {
        Some("yes") => "Yes",
        Some("no") => "No",
        _ => "Not scored",
    };
    let importance = match question.points() {
        5 => "Critical Importance",
        2 | 3 => "Standard Importance",
        _ => "Minor Importance",
    };
    [
        question.id.to_string(),
        question.text.in_language(language).to_owned(),
        rule(question, notes),
        question.help.in_language(language).to_owned(),
        tip("no"),
        tip("yes"),
        question.why.in_language(language).to_owned(),
        good.to_owned(),
        importance.to_owned(),
    ]
}

/// "If REQU-04 is no, populate …", the one kind of condition that HECVAT has; any other is noted.
fn rule(question: &Question, notes: &mut Vec<Note>) -> String {
    let Some(when) = &question.when else { return String::new() };
    let rules = when.rules().filter(|rules| rules.all);
    let known = rules.filter(|rules| rules.list.iter().all(|(_, is, option)| !is && option.as_str() == "no"));
    let Some(rules) = known else {
        let what = Sentence::of(
            "note-out-hecvat",
            "HECVAT has no such condition, so it is always asked there: {text}",
        );
        notes.push(Note::at(question.id.to_string(), what.with("text", when)));
        return String::new();
    };
    let each =
        rules.list.iter().map(|(other, _, _)| format!("If {other} is no, populate the answer with N/A"));
    each.collect::<Vec<_>>().join("; ")
}
