//! In which language a respondent reads, kept for the link.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::respondent_languages;
use crate::ids::RespondentLinkId;

/// What was chosen by a link's holder.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = respondent_languages)]
pub struct RespondentLanguage {
    /// The link.
    pub link_id: RespondentLinkId,
    /// The page's language: `en` or `fr`.
    pub page: String,
    /// The language of the questions, one of the questionnaire's.
    pub questions: String,
}

/// What was chosen for the link, if anything was.
pub fn respondent_language_find(
    tx: &mut ReadTx,
    link: &RespondentLinkId,
) -> Result<Option<RespondentLanguage>, StoreError> {
    let row = respondent_languages::table.find(link).select(RespondentLanguage::as_select());
    Ok(row.first(tx.conn()).optional()?)
}

/// Keeps what was chosen; the last choice counts.
pub fn respondent_language_put(tx: &mut WriteTx, row: &RespondentLanguage) -> Result<(), StoreError> {
    let there = respondent_languages::table.find(&row.link_id);
    if diesel::update(there).set(row).execute(tx.conn())? == 0 {
        diesel::insert_into(respondent_languages::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}
