//! Answers for the tools whose questions were imported: CAIQ as a workbook that its own readers know by its headings, HECVAT
//! as the JSON that its web tools save.

use rust_xlsxwriter::{Format, Workbook as Book, XlsxError};
use serde_json::{Map, Value, json};

use super::super::Note;
use super::super::answer_book::{Asked, Line, harmless};
use super::{Written, is_of};
use crate::vetting::questionnaire::Question;
use crate::vetting::sentence::Sentence;
use crate::vetting::sheet::Given;

const CAIQ_SHEET: &str = "CAIQ";
const CAIQ_HEADINGS: [&str; 5] =
    ["Question ID", "Question", "CSP CAIQ Answer", "CSP Implementation Description", "CCM Control ID"];

/// One answer in the words of both.
pub(super) struct Said {
    pub(super) answer: &'static str,
    pub(super) words: String,
}

/// An answer as "yes", "no" or `na`; what cannot be said so is noted.
pub(super) fn said(question: &Question, now: &Line, na: &'static str, notes: &mut Vec<Note>) -> Said {
    let mut note = |what: Sentence| notes.push(Note::at(question.id.to_string(), what));
    if !now.evidence_note.is_empty() {
        let what = "there is no place for what would show the answer: it was left out";
        note(Sentence::of("note-out-evidence", what));
    }
    let (answer, reason) = match &now.given {
        Given::Nothing => ("", ""),
        Given::Option(option) if option.as_str() == "yes" => ("Yes", ""),
        Given::Option(option) if option.as_str() == "no" => ("No", ""),
        Given::Option(option) => {
            let what = Sentence::of("note-out-option", "\"{option}\" is neither yes nor no: it was left out");
            note(what.with("option", option));
            ("", "")
        }
        Given::NotApplicable { reason } => (na, reason.as_str()),
    };
    let words: Vec<&str> =
        [reason, now.comment.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    Said { answer, words: words.join("\n") }
}

/// The questions of a framework, with what was answered; the others are noted if they were.
pub(super) fn of<'a>(
    asked: &'a Asked<'_>,
    framework: &str,
    notes: &mut Vec<Note>,
) -> Vec<(&'a Question, Line)> {
    let mut own = Vec::new();
    for (_, question) in asked.questions() {
        let now = asked.line(question);
        if is_of(question, framework) {
            own.push((question, now));
        } else if now.given != Given::Nothing {
            let what = "this question is not of the file that was imported: its answer was left out";
            notes.push(Note::at(question.id.to_string(), Sentence::of("note-out-other", what)));
        }
    }
    own
}

pub(super) fn caiq(asked: &Asked<'_>) -> Result<Written, String> {
    let mut notes = Vec::new();
    let lines = of(asked, "CCM", &mut notes);
    let file = caiq_book(asked, &lines, &mut notes).map_err(|fault| fault.to_string())?;
    Ok(Written { file, notes })
}

fn caiq_book(
    asked: &Asked<'_>,
    lines: &[(&Question, Line)],
    notes: &mut Vec<Note>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new();
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet().set_name(CAIQ_SHEET)?;
    for (column, heading) in (0_u16..).zip(CAIQ_HEADINGS) {
        sheet.write_string_with_format(0, column, heading, &text)?;
    }
    let language = asked.questionnaire.languages().first().map_or("en", String::as_str);
    for (row, (question, now)) in (1_u32..).zip(lines) {
        let said = said(question, now, "NA", notes);
        let control =
            question.maps.iter().find(|map| map.framework == "CCM").map(|map| map.reference.as_str());
        let cells = [
            caiq_id(question, control),
            question.text.in_language(language).to_owned(),
            said.answer.to_owned(),
            said.words,
            control.unwrap_or_default().to_owned(),
        ];
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string_with_format(row, column, harmless(&cell), &text)?;
        }
    }
    book.save_to_buffer()
}

/// The id as CAIQ spells it: our name with the control's own letters in front (`A&A-01.1`, not `A-A-01.1`).
fn caiq_id(question: &Question, control: Option<&str>) -> String {
    let number = question.id.as_str().rsplit_once('.').map(|(_, number)| number);
    match (control, number) {
        (Some(control), Some(number)) => format!("{control}.{number}"),
        _ => question.id.to_string(),
    }
}

pub(super) fn hecvat(asked: &Asked<'_>) -> Result<Written, String> {
    let mut notes = Vec::new();
    let language = asked.questionnaire.languages().first().map_or("en", String::as_str);
    let mut responses = Map::new();
    for (question, now) in of(asked, "HECVAT", &mut notes) {
        let said = said(question, &now, "N/A", &mut notes);
        if said.answer.is_empty() && said.words.is_empty() {
            continue;
        }
        let line = json!({
            "question": question.text.in_language(language), "value": said.answer, "notes": said.words,
        });
        responses.insert(question.id.to_string(), line);
    }
    let document = json!({"responses": Value::Object(responses)});
    let text = serde_json::to_string_pretty(&document).map_err(|fault| fault.to_string())?;
    Ok(Written { file: text.into_bytes(), notes })
}
