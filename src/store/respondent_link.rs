//! Links by which a partner's respondent answers without an account, and the sessions that such a link starts.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::{assessments, respondent_links, respondent_sessions};
use crate::access::{LinkPurpose, TokenHash};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, PartnerId, RespondentLinkId, UserId};

/// A respondent's link, as kept: of its token only the hash.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = respondent_links)]
pub struct RespondentLink {
    /// Its id, which is no secret.
    pub id: RespondentLinkId,
    /// SHA-256 of the link's token.
    pub token_hash: String,
    /// Who asks.
    pub org_id: OrgId,
    /// What it answers.
    pub assessment_id: AssessmentId,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// When somebody first began with it.
    pub opened_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The one section that it reaches; none for all.
    pub section_id: Option<String>,
    /// The link whose holder gave it to a colleague, if one did.
    pub parent_id: Option<RespondentLinkId>,
    /// The name of a [`crate::access::LinkPurpose`].
    pub purpose: String,
}

/// A respondent's session, started from a link.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = respondent_sessions)]
pub struct RespondentSession {
    /// SHA-256 of the cookie's token.
    pub token_hash: String,
    /// The link it was started from.
    pub link_id: RespondentLinkId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Adds a link.
pub fn respondent_link_insert(tx: &mut WriteTx, row: &RespondentLink) -> Result<(), StoreError> {
    diesel::insert_into(respondent_links::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The link of a presented token, whatever its state.
pub fn respondent_link_find(
    tx: &mut ReadTx,
    token: &TokenHash,
) -> Result<Option<RespondentLink>, StoreError> {
    let row = respondent_links::table.filter(respondent_links::token_hash.eq(token.as_str()));
    Ok(row.select(RespondentLink::as_select()).first(tx.conn()).optional()?)
}

/// The assessment's links to the questionnaire, newest first.
pub fn respondent_link_list(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Vec<RespondentLink>, StoreError> {
    let rows = respondent_links::table
        .filter(respondent_links::org_id.eq(org))
        .filter(respondent_links::assessment_id.eq(assessment))
        .filter(respondent_links::purpose.eq(LinkPurpose::Answers.as_str()))
        .order(respondent_links::created_at.desc());
    Ok(rows.select(RespondentLink::as_select()).load(tx.conn())?)
}

/// Revokes a link, and those that its holder gave to colleagues; one that is revoked already is not found. The sessions
/// end with it, for they are looked up through it.
pub fn respondent_link_revoke(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &RespondentLinkId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let open = respondent_links::table
        .find(id)
        .filter(respondent_links::org_id.eq(org))
        .filter(respondent_links::revoked_at.is_null());
    one(diesel::update(open).set(respondent_links::revoked_at.eq(at)).execute(tx.conn())?)?;
    let given = respondent_links::table
        .filter(respondent_links::parent_id.eq(id))
        .filter(respondent_links::org_id.eq(org))
        .filter(respondent_links::revoked_at.is_null());
    diesel::update(given).set(respondent_links::revoked_at.eq(at)).execute(tx.conn())?;
    Ok(())
}

/// The partner's links for announcing changes, newest first.
pub fn change_link_list(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
) -> Result<Vec<RespondentLink>, StoreError> {
    let rows = respondent_links::table
        .inner_join(assessments::table.on(assessments::id.eq(respondent_links::assessment_id)))
        .filter(respondent_links::org_id.eq(org))
        .filter(assessments::partner_id.eq(partner))
        .filter(respondent_links::purpose.eq(LinkPurpose::Changes.as_str()))
        .order((respondent_links::created_at.desc(), respondent_links::id.desc()));
    Ok(rows.select(RespondentLink::as_select()).load(tx.conn())?)
}

/// Revokes every open link of the assessment to its questionnaire.
pub fn respondent_link_revoke_all(
    tx: &mut WriteTx,
    org: &OrgId,
    assessment: &AssessmentId,
    at: Timestamp,
) -> Result<usize, StoreError> {
    let open = respondent_links::table
        .filter(respondent_links::org_id.eq(org))
        .filter(respondent_links::assessment_id.eq(assessment))
        .filter(respondent_links::purpose.eq(LinkPurpose::Answers.as_str()))
        .filter(respondent_links::revoked_at.is_null());
    Ok(diesel::update(open).set(respondent_links::revoked_at.eq(at)).execute(tx.conn())?)
}

/// Lets a link that is not revoked work until another day.
pub fn respondent_link_extend(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &RespondentLinkId,
    until: Timestamp,
) -> Result<(), StoreError> {
    let open = respondent_links::table
        .find(id)
        .filter(respondent_links::org_id.eq(org))
        .filter(respondent_links::revoked_at.is_null());
    one(diesel::update(open).set(respondent_links::expires_at.eq(until)).execute(tx.conn())?)
}

/// Notes when somebody first began with the link; later times change nothing.
pub fn respondent_link_opened(
    tx: &mut WriteTx,
    id: &RespondentLinkId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = respondent_links::table.find(id).filter(respondent_links::opened_at.is_null());
    diesel::update(row).set(respondent_links::opened_at.eq(at)).execute(tx.conn())?;
    Ok(())
}

/// Starts a respondent's session, and removes those that ended before it begins.
pub fn respondent_session_insert(tx: &mut WriteTx, row: &RespondentSession) -> Result<(), StoreError> {
    let over = respondent_sessions::table.filter(respondent_sessions::expires_at.lt(row.created_at));
    diesel::delete(over).execute(tx.conn())?;
    diesel::insert_into(respondent_sessions::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The session of a presented token with its link, whatever their state.
pub fn respondent_session_find(
    tx: &mut ReadTx,
    token: &TokenHash,
) -> Result<Option<(RespondentSession, RespondentLink)>, StoreError> {
    let row = respondent_sessions::table
        .inner_join(respondent_links::table.on(respondent_links::id.eq(respondent_sessions::link_id)))
        .filter(respondent_sessions::token_hash.eq(token.as_str()))
        .select((RespondentSession::as_select(), RespondentLink::as_select()));
    Ok(row.first(tx.conn()).optional()?)
}

/// The link, if it is the organisation's.
pub fn respondent_link_fetch(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &RespondentLinkId,
) -> Result<RespondentLink, StoreError> {
    let row = respondent_links::table.find(id).filter(respondent_links::org_id.eq(org));
    Ok(row.select(RespondentLink::as_select()).first(tx.conn())?)
}
