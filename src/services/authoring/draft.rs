//! Changing a draft, and making a version of it.

use serde_json::json;

use super::library::{draft_of, newest, read};
use super::words::{fault_message, flaw_message};
use crate::access::{Allowed, AuthorQuestionnaires};
use crate::clock::Timestamp;
use crate::ids::{QuestionnaireId, hex};
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, QuestionnaireRow, QuestionnaireVersion, WriteTx};
use crate::vetting::code::{QuestionId, SectionId};
use crate::vetting::questionnaire::draft::{Draft, EditFault, QuestionInput, SectionInput, Step, Words};

/// A change that needs nothing but the questionnaire and the revision that was looked at.
pub type Change = fn(
    &mut WriteTx,
    &Allowed<AuthorQuestionnaires>,
    (&QuestionnaireId, i64),
    Timestamp,
) -> Result<(), ServiceError>;

/// One change of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Title, languages, the day of the last look at the law maps.
    Head {
        /// The title by language.
        title: Words,
        /// The languages.
        languages: Vec<String>,
        /// The day, or nothing.
        maps_reviewed: String,
    },
    /// Adds a section.
    AddSection(SectionInput),
    /// Changes a section's words.
    SetSection(SectionId, SectionInput),
    /// Sets sections' weights.
    Weights(Vec<(SectionId, String)>),
    /// Takes a section away.
    RemoveSection(SectionId),
    /// Moves a section.
    MoveSection(SectionId, Step),
    /// Adds a question, or changes one.
    PutQuestion(Option<QuestionId>, Box<QuestionInput>),
    /// Takes a question away.
    RemoveQuestion(QuestionId),
    /// Moves a question within its section.
    MoveQuestion(QuestionId, Step),
}

/// Makes one change; what came of it is the name of the section or question that was touched.
pub fn draft_edit(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (id, revision): (&QuestionnaireId, i64),
    edit: &Edit,
    now: Timestamp,
) -> Result<String, ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    let mut draft = open_draft(&row)?;
    let before = draft.clone();
    let touched = apply(&mut draft, edit).map_err(|fault| refused(&fault))?;
    if draft == before {
        return Ok(touched);
    }
    put_draft(tx, row, &draft, now)?;
    note(tx, who, ("questionnaire.edit", id), json!({ "what": word(edit), "place": touched }), now)?;
    Ok(touched)
}

fn word(edit: &Edit) -> &'static str {
    match edit {
        Edit::Head { .. } => "head",
        Edit::AddSection(_) => "add_section",
        Edit::SetSection(..) => "section",
        Edit::Weights(_) => "weights",
        Edit::RemoveSection(_) => "remove_section",
        Edit::MoveSection(..) => "move_section",
        Edit::PutQuestion(None, _) => "add_question",
        Edit::PutQuestion(Some(_), _) => "question",
        Edit::RemoveQuestion(_) => "remove_question",
        Edit::MoveQuestion(..) => "move_question",
    }
}

fn apply(draft: &mut Draft, edit: &Edit) -> Result<String, EditFault> {
    match edit {
        Edit::Head { title, languages, maps_reviewed } => {
            draft.set_head(title, languages, maps_reviewed).map(|()| String::new())
        }
        Edit::AddSection(input) => draft.add_section(input).map(|id| id.to_string()),
        Edit::SetSection(id, input) => draft.set_section(id, input).map(|()| id.to_string()),
        Edit::Weights(weights) => draft.set_weights(weights).map(|()| String::new()),
        Edit::RemoveSection(id) => draft.remove_section(id).map(|()| id.to_string()),
        Edit::MoveSection(id, step) => draft.move_section(id, *step).map(|()| id.to_string()),
        Edit::PutQuestion(id, input) => draft.put_question(id.as_ref(), input).map(|id| id.to_string()),
        Edit::RemoveQuestion(id) => draft.remove_question(id).map(|()| id.to_string()),
        Edit::MoveQuestion(id, step) => draft.move_question(id, *step).map(|()| id.to_string()),
    }
}

fn refused(fault: &EditFault) -> ServiceError {
    match fault {
        EditFault::NotThere => ServiceError::NotFound,
        EditFault::MostSections(n) => {
            ServiceError::Refused(Message::new("refused-most-sections").arg("n", n))
        }
        EditFault::MostQuestions(n) => {
            ServiceError::Refused(Message::new("refused-most-questions").arg("n", n))
        }
        EditFault::Fields(fields) => {
            let fault = |(field, fault): &(String, _)| FieldFault {
                field: field.clone(),
                message: fault_message(fault),
            };
            ServiceError::Invalid(fields.iter().map(fault).collect())
        }
    }
}

/// Puts a whole document in the draft's place, opening a draft if there is none.
pub fn draft_replace(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (id, revision): (&QuestionnaireId, i64),
    document: &str,
    now: Timestamp,
) -> Result<i64, ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    let read = Draft::parse(document).map_err(|fault| {
        let message = super::create::unreadable_message(&fault);
        ServiceError::Invalid(vec![FieldFault { field: "document".to_owned(), message }])
    })?;
    let draft = read.renamed(&row.code);
    let revision = put_draft(tx, row, &draft, now)?;
    note(tx, who, ("questionnaire.edit", id), json!({ "what": "document" }), now)?;
    Ok(revision)
}

/// Opens a draft that begins as the newest version stands.
pub fn draft_begin(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (id, revision): (&QuestionnaireId, i64),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    if row.draft.is_some() {
        return Err(ServiceError::conflict("conflict-draft-open"));
    }
    not_archived(&row)?;
    let version = newest(tx, who.org(), id)?.ok_or(ServiceError::NotFound)?;
    put_draft(tx, row, &Draft::of(&read(&version)?), now)?;
    note(tx, who, ("questionnaire.begin", id), json!({ "from_version": version.version }), now)
}

/// Throws the draft away; a questionnaire that was never published is archived with it.
pub fn draft_discard(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (id, revision): (&QuestionnaireId, i64),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    if row.draft.is_none() {
        return Err(ServiceError::conflict("conflict-no-draft"));
    }
    let published = newest(tx, who.org(), id)?;
    let title = match &published {
        Some(version) => read(version)?.title().in_language("en").to_owned(),
        None => row.title.clone(),
    };
    let row = match published {
        Some(_) => QuestionnaireRow { draft: None, draft_notes: "[]".to_owned(), title, ..row },
        // The draft is all that there is: it stays, out of sight, until somebody wants it back.
        None => QuestionnaireRow { archived_at: Some(now), ..row },
    };
    put(tx, QuestionnaireRow { changed_at: now, ..row })?;
    note(tx, who, ("questionnaire.discard", id), json!({}), now)
}

/// Makes the next version of the draft, which never changes any more; the draft is gone then. Everything that stands in
/// its way is told at once.
pub fn draft_publish(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (id, revision): (&QuestionnaireId, i64),
    now: Timestamp,
) -> Result<i64, ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    not_archived(&row)?;
    let draft = open_draft(&row)?;
    let version = newest(tx, who.org(), id)?.map_or(0, |newest| newest.version).saturating_add(1);
    let number = u32::try_from(version).map_err(|_too_many| ServiceError::conflict("conflict-stale"))?;
    let finished = draft.finish(number).map_err(|problems| {
        let fault = |problem: &_| {
            let (field, message) = flaw_message(problem);
            FieldFault { field, message }
        };
        ServiceError::Invalid(problems.iter().map(fault).collect())
    })?;
    let document = serde_json::to_string(&finished).map_err(|e| ServiceError::Internal(e.to_string()))?;
    let sha256 = hex(ring::digest::digest(&ring::digest::SHA256, document.as_bytes()).as_ref());
    let made = QuestionnaireVersion {
        questionnaire_id: id.clone(),
        version,
        org_id: who.org().clone(),
        sha256: sha256.clone(),
        published_by: who.user().clone(),
        published_at: now,
        document,
    };
    store::questionnaire_version_insert(tx, &made)?;
    put(tx, QuestionnaireRow { draft: None, draft_notes: "[]".to_owned(), changed_at: now, ..row })?;
    note(tx, who, ("questionnaire.publish", id), json!({ "version": version, "sha256": sha256 }), now)?;
    Ok(version)
}

/// Says that what an import left to look at was looked at.
pub fn notes_done(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (id, revision): (&QuestionnaireId, i64),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    keep(tx, who, ("questionnaire.notes", QuestionnaireRow { draft_notes: "[]".to_owned(), ..row }), now)
}

/// Takes a questionnaire out of what can be sent. Running assessments go on.
pub fn questionnaire_archive(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (id, revision): (&QuestionnaireId, i64),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    keep(tx, who, ("questionnaire.archive", QuestionnaireRow { archived_at: Some(now), ..row }), now)
}

/// Brings an archived questionnaire back.
pub fn questionnaire_restore(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (id, revision): (&QuestionnaireId, i64),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    keep(tx, who, ("questionnaire.restore", QuestionnaireRow { archived_at: None, ..row }), now)
}

fn open_draft(row: &QuestionnaireRow) -> Result<Draft, ServiceError> {
    draft_of(row)?.ok_or_else(|| ServiceError::conflict("conflict-no-draft"))
}

fn not_archived(row: &QuestionnaireRow) -> Result<(), ServiceError> {
    if row.archived_at.is_some() {
        return Err(ServiceError::conflict("conflict-questionnaire-archived"));
    }
    Ok(())
}

/// The questionnaire, if nobody changed it since `revision` was looked at.
fn fetch_at(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    id: &QuestionnaireId,
    revision: i64,
) -> Result<QuestionnaireRow, ServiceError> {
    let row = store::questionnaire_fetch(tx, who.org(), id)?;
    if row.revision == revision { Ok(row) } else { Err(ServiceError::conflict("conflict-stale")) }
}

/// Keeps a changed row under the next revision, which it tells.
fn put(tx: &mut WriteTx, row: QuestionnaireRow) -> Result<i64, ServiceError> {
    let row = QuestionnaireRow { revision: row.revision.saturating_add(1), ..row };
    if store::questionnaire_put(tx, &row)? {
        Ok(row.revision)
    } else {
        Err(ServiceError::conflict("conflict-stale"))
    }
}

/// Keeps a changed row under the next revision, and writes down by which act.
fn keep(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (action, row): (&'static str, QuestionnaireRow),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let id = row.id.clone();
    put(tx, QuestionnaireRow { changed_at: now, ..row })?;
    note(tx, who, (action, &id), json!({}), now)
}

/// Keeps a draft under the next revision. Lists call the questionnaire by its draft's English title, if that has one.
fn put_draft(
    tx: &mut WriteTx,
    row: QuestionnaireRow,
    draft: &Draft,
    now: Timestamp,
) -> Result<i64, ServiceError> {
    let title = draft.title().in_language("en");
    let title = if title.is_empty() { row.title.clone() } else { title.to_owned() };
    put(tx, QuestionnaireRow { draft: Some(draft.to_json()), title, changed_at: now, ..row })
}

fn note(
    tx: &mut WriteTx,
    who: &Allowed<AuthorQuestionnaires>,
    (action, id): (&'static str, &QuestionnaireId),
    detail: serde_json::Value,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let act = Act { action, object_kind: "questionnaire", object_id: id.as_str(), detail };
    Ok(audit::done(tx, who, &act, now)?)
}
