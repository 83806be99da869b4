//! A new questionnaire: from nothing, as a copy, or out of a file.

use serde_json::json;

use super::library::{FileNote, newest, read};
use crate::access::{Allowed, AuthorQuestionnaires};
use crate::clock::Timestamp;
use crate::ids::QuestionnaireId;
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, QuestionnaireRow, ReadTx, WriteTx};
use crate::vetting::format::FormatError;
use crate::vetting::formats::{self, About, Format, LARGEST_FILE};
use crate::vetting::questionnaire::Questionnaire;
use crate::vetting::questionnaire::draft::Draft;

const LONGEST_TITLE: usize = 120;
const MOST_OF_ONE_NAME: usize = 1_000;

/// What a new questionnaire begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Nothing, in these languages.
    Blank(Vec<String>),
    /// The built-in questionnaire.
    BuiltIn,
    /// The newest version of another one, or its draft if it has no version.
    Copy(QuestionnaireId),
    /// A file of our own format.
    Own(Vec<u8>),
    /// A file of another format.
    Foreign {
        /// The format.
        format: Format,
        /// The file.
        file: Vec<u8>,
        /// The language that it is written in, where it does not say.
        language: String,
    },
}

/// Makes a questionnaire with a draft. Without a title it takes the one of what it begins with.
pub fn questionnaire_create(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (title, start): (&str, &Start),
    now: Timestamp,
) -> Result<QuestionnaireId, ServiceError> {
    let title = title.trim();
    let (draft, notes) = begin(tx, who, start)?;
    let own = draft.title().in_language("en").to_owned();
    let name = if title.is_empty() { own.as_str() } else { title };
    if name.is_empty() || name.chars().count() > LONGEST_TITLE {
        return Err(ServiceError::field("title", "fault-questionnaire-title"));
    }
    let code = free_code(tx, who, name)?;
    let draft = if title.is_empty() || title == own { draft } else { draft.titled(title) };
    let row = QuestionnaireRow {
        id: QuestionnaireId::fresh(),
        org_id: who.org().clone(),
        title: name.to_owned(),
        draft: Some(draft.renamed(&code).to_json()),
        draft_notes: serde_json::to_string(&notes).map_err(|e| ServiceError::Internal(e.to_string()))?,
        revision: 1,
        created_by: who.user().clone(),
        created_at: now,
        changed_at: now,
        archived_at: None,
        code,
    };
    store::questionnaire_insert(tx, &row)?;
    let act = Act {
        action: "questionnaire.create",
        object_kind: "questionnaire",
        object_id: row.id.as_str(),
        detail: json!({ "title": row.title, "from": word(start) }),
    };
    audit::done(tx, who, &act, now)?;
    Ok(row.id)
}

fn word(start: &Start) -> &'static str {
    match start {
        Start::Blank(_) => "blank",
        Start::BuiltIn => "built_in",
        Start::Copy(_) => "copy",
        Start::Own(_) => "file",
        Start::Foreign { format, .. } => format.as_str(),
    }
}

fn begin(
    tx: &mut ReadTx,
    who: &Allowed<AuthorQuestionnaires>,
    start: &Start,
) -> Result<(Draft, Vec<FileNote>), ServiceError> {
    let draft = match start {
        Start::Blank(languages) => blank(languages)?,
        Start::BuiltIn => {
            let whole = Questionnaire::built_in();
            Draft::of(&whole.map_err(|fault| ServiceError::Internal(format!("the built-in one: {fault}")))?)
        }
        Start::Copy(id) => {
            let row = store::questionnaire_fetch(tx, who.org(), id)?;
            match newest(tx, who.org(), id)? {
                Some(version) => Draft::of(&read(&version)?),
                None => super::library::draft_of(&row)?.ok_or(ServiceError::NotFound)?,
            }
        }
        Start::Own(text) => {
            fitting(text)?;
            let text = formats::text(text).map_err(|fault| unreadable(&fault))?;
            Draft::parse(text.trim_start_matches('\u{feff}')).map_err(|fault| unreadable(&fault))?
        }
        Start::Foreign { format, file, language } => {
            let about = About { id: "imported", language };
            fitting(file)?;
            let imported = formats::import(*format, file, about).map_err(|fault| unreadable(&fault))?;
            let notes = imported.notes.into_iter().map(FileNote::from).collect();
            return Ok((Draft::of(&imported.questionnaire), notes));
        }
    };
    Ok((draft, Vec::new()))
}

fn blank(languages: &[String]) -> Result<Draft, ServiceError> {
    let mut draft = Draft::blank("new", "New", languages);
    let title = vec![(languages.first().cloned().unwrap_or_default(), "New".to_owned())];
    draft
        .set_head(&title, languages, "")
        .map_err(|_only_the_languages| ServiceError::field("languages", "fault-languages"))?;
    Ok(draft.titled(""))
}

fn fitting(file: &[u8]) -> Result<(), ServiceError> {
    if file.trim_ascii().is_empty() {
        return Err(ServiceError::field("file", "fault-file-missing"));
    }
    if file.len() > LARGEST_FILE {
        let message = Message::new("fault-file-large").arg("n", LARGEST_FILE / 1_000_000);
        return Err(ServiceError::Invalid(vec![FieldFault { field: "file".to_owned(), message }]));
    }
    Ok(())
}

fn unreadable(fault: &FormatError) -> ServiceError {
    ServiceError::Invalid(vec![FieldFault { field: "file".to_owned(), message: unreadable_message(fault) }])
}

/// That a file or document cannot be read, with the place and why.
pub(super) fn unreadable_message(fault: &FormatError) -> Message {
    Message::new("fault-file-unreadable").part("what", Message::said_at(&fault.path, &fault.problem))
}

/// The title as an id that no other questionnaire of the organisation has, nor the built-in one.
fn free_code(
    tx: &mut ReadTx,
    who: &Allowed<AuthorQuestionnaires>,
    title: &str,
) -> Result<String, ServiceError> {
    let lower = title.to_lowercase();
    let plain: String = lower.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let stem: String = plain.split_whitespace().collect::<Vec<_>>().join("-").chars().take(48).collect();
    let stem = if stem.is_empty() { "questionnaire".to_owned() } else { stem };
    let built_in = Questionnaire::built_in().map(|q| q.id().to_owned()).unwrap_or_default();
    for n in 1..=MOST_OF_ONE_NAME {
        let code = if n == 1 { stem.clone() } else { format!("{stem}-{n}") };
        if code != built_in && store::questionnaire_find_code(tx, who.org(), &code)?.is_none() {
            return Ok(code);
        }
    }
    Err(ServiceError::field("title", "fault-questionnaire-title"))
}
