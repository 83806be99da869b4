//! Questionnaires that an organisation wrote: at most one draft each, and versions that never change.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::{questionnaire_versions, questionnaires};
use crate::clock::Timestamp;
use crate::ids::{OrgId, QuestionnaireId, UserId};

/// A questionnaire of an organisation.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = questionnaires)]
pub struct QuestionnaireRow {
    /// Its id.
    pub id: QuestionnaireId,
    /// Whose it is.
    pub org_id: OrgId,
    /// The id that its documents carry; unique within the organisation.
    pub code: String,
    /// Its title, for lists.
    pub title: String,
    /// The draft as JSON, if one is open.
    pub draft: Option<String>,
    /// What an import left to look at, as a JSON list.
    pub draft_notes: String,
    /// Counts the changes, from 1.
    pub revision: i64,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When anything of it was last changed.
    pub changed_at: Timestamp,
    /// When it was archived, if it was.
    pub archived_at: Option<Timestamp>,
}

/// One published version. Nothing of it ever changes.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = questionnaire_versions)]
pub struct QuestionnaireVersion {
    /// The questionnaire.
    pub questionnaire_id: QuestionnaireId,
    /// Its number, from 1.
    pub version: i64,
    /// Whose it is.
    pub org_id: OrgId,
    /// The questionnaire as JSON.
    pub document: String,
    /// SHA-256 of the document.
    pub sha256: String,
    /// Who published it.
    pub published_by: UserId,
    /// When.
    pub published_at: Timestamp,
}

/// Adds a questionnaire; a second one with the same code is a conflict.
pub fn questionnaire_insert(tx: &mut WriteTx, row: &QuestionnaireRow) -> Result<(), StoreError> {
    diesel::insert_into(questionnaires::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The questionnaire, if it is the organisation's.
pub fn questionnaire_fetch(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &QuestionnaireId,
) -> Result<QuestionnaireRow, StoreError> {
    let row = questionnaires::table.find(id).filter(questionnaires::org_id.eq(org));
    Ok(row.select(QuestionnaireRow::as_select()).first(tx.conn())?)
}

/// The organisation's questionnaire whose documents carry this id, if there is one.
pub fn questionnaire_find_code(
    tx: &mut ReadTx,
    org: &OrgId,
    code: &str,
) -> Result<Option<QuestionnaireRow>, StoreError> {
    let row =
        questionnaires::table.filter(questionnaires::org_id.eq(org)).filter(questionnaires::code.eq(code));
    Ok(row.select(QuestionnaireRow::as_select()).first(tx.conn()).optional()?)
}

/// Every questionnaire of the organisation by title, archived ones included.
pub fn questionnaire_list(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<QuestionnaireRow>, StoreError> {
    let rows = questionnaires::table
        .filter(questionnaires::org_id.eq(org))
        .order((questionnaires::title, questionnaires::id));
    Ok(rows.select(QuestionnaireRow::as_select()).load(tx.conn())?)
}

/// Keeps what may change of `row`, if the stored one is the one before it (`row.revision - 1`). False if somebody else
/// changed it in between.
pub fn questionnaire_put(tx: &mut WriteTx, row: &QuestionnaireRow) -> Result<bool, StoreError> {
    let before = questionnaires::table
        .find(&row.id)
        .filter(questionnaires::org_id.eq(&row.org_id))
        .filter(questionnaires::revision.eq(row.revision.saturating_sub(1)));
    let set = (
        questionnaires::title.eq(&row.title),
        questionnaires::draft.eq(&row.draft),
        questionnaires::draft_notes.eq(&row.draft_notes),
        questionnaires::revision.eq(row.revision),
        questionnaires::changed_at.eq(row.changed_at),
        questionnaires::archived_at.eq(row.archived_at),
    );
    Ok(diesel::update(before).set(set).execute(tx.conn())? == 1)
}

/// Adds a version; one of the same number is a conflict.
pub fn questionnaire_version_insert(tx: &mut WriteTx, row: &QuestionnaireVersion) -> Result<(), StoreError> {
    diesel::insert_into(questionnaire_versions::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The versions of a questionnaire of the organisation, newest first.
pub fn questionnaire_version_list(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &QuestionnaireId,
) -> Result<Vec<QuestionnaireVersion>, StoreError> {
    let rows = questionnaire_versions::table
        .filter(questionnaire_versions::org_id.eq(org))
        .filter(questionnaire_versions::questionnaire_id.eq(id))
        .order(questionnaire_versions::version.desc());
    Ok(rows.select(QuestionnaireVersion::as_select()).load(tx.conn())?)
}

/// One version of a questionnaire of the organisation.
pub fn questionnaire_version_fetch(
    tx: &mut ReadTx,
    org: &OrgId,
    (id, version): (&QuestionnaireId, i64),
) -> Result<QuestionnaireVersion, StoreError> {
    let row =
        questionnaire_versions::table.find((id, version)).filter(questionnaire_versions::org_id.eq(org));
    Ok(row.select(QuestionnaireVersion::as_select()).first(tx.conn())?)
}
