//! Coming in by link: looking never uses the link up, for mail scanners look too (security.md T6, T7).

use serde_json::json;

use super::desk::{Desk, desk};
use super::language::link_language;
use crate::access::{FoundLink, LinkFault, LinkPurpose, Respondent, TokenHash};
use crate::clock::Timestamp;
use crate::services::audit::{self, Act, Author};
use crate::services::{Message, ServiceError};
use crate::store::{self, ReadTx, RespondentLink, RespondentSession, WriteTx};

/// A respondent's session lasts a working day; the link can start another.
const SESSION_SECONDS: i64 = 12 * 60 * 60;

/// What a link leads to.
#[derive(Debug)]
pub struct Landing {
    /// The questionnaire with what has been answered so far.
    pub desk: Desk,
    /// The name of the person who sent the link.
    pub contact_name: String,
    /// That person's address.
    pub contact_email: String,
    /// The language that was chosen or that the link's mail was written in, if either is known.
    pub language: Option<String>,
    /// Until when the link works.
    pub expires_at: Timestamp,
}

/// What the link of a presented token leads to. An unknown and a malformed token are not found alike.
pub fn landing(tx: &mut ReadTx, token: &TokenHash, now: Timestamp) -> Result<Landing, ServiceError> {
    let link = store::respondent_link_find(tx, token)?.ok_or(ServiceError::NotFound)?;
    let respondent = admit(&link, now)?;
    let contact = store::user_fetch(tx, &link.created_by)?;
    let desk = desk(tx, &respondent)?;
    Ok(Landing {
        desk,
        language: link_language(tx, token)?,
        contact_name: contact.name,
        contact_email: contact.email,
        expires_at: link.expires_at,
    })
}

/// Starts a respondent's session from a link.
pub fn begin(
    tx: &mut WriteTx,
    token: &TokenHash,
    session: &TokenHash,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let link = store::respondent_link_find(tx, token)?.ok_or(ServiceError::NotFound)?;
    let respondent = admit(&link, now)?;
    desk(tx, &respondent)?;
    come_in(tx, &link, session, now)?;
    let act = Act {
        action: "respondent.begin",
        object_kind: "assessment",
        object_id: respondent.assessment().as_str(),
        detail: json!({}),
    };
    Ok(audit::done(tx, author(&respondent), &act, now)?)
}

/// Starts the session of whoever holds a link, whatever it is for.
pub(in crate::services) fn come_in(
    tx: &mut WriteTx,
    link: &RespondentLink,
    session: &TokenHash,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = RespondentSession {
        token_hash: session.as_str().to_owned(),
        link_id: link.id.clone(),
        created_at: now,
        expires_at: now.plus_seconds(SESSION_SECONDS).min(link.expires_at),
    };
    store::respondent_session_insert(tx, &row)?;
    Ok(store::respondent_link_opened(tx, &link.id, now)?)
}

/// The link behind a session token, good or not; none if the session is unknown or over.
pub(in crate::services) fn link_of(
    tx: &mut ReadTx,
    session: &TokenHash,
    now: Timestamp,
) -> Result<Option<RespondentLink>, ServiceError> {
    let found = store::respondent_session_find(tx, session)?;
    let lasts = found.filter(|(session, _)| session.created_at <= now && now < session.expires_at);
    Ok(lasts.map(|(_, link)| link))
}

/// The respondent behind a session token; nobody if the session is unknown or over. A link that was revoked or ran out
/// since then says so.
pub fn respondent(
    tx: &mut ReadTx,
    session: &TokenHash,
    now: Timestamp,
) -> Result<Option<Respondent>, ServiceError> {
    link_of(tx, session, now)?.map(|link| admit(&link, now)).transpose()
}

/// How the audit log names a respondent.
pub(in crate::services) fn author(who: &Respondent) -> Author {
    Author::Respondent { org: who.org().clone(), link: who.link().clone() }
}

fn admit(link: &RespondentLink, now: Timestamp) -> Result<Respondent, ServiceError> {
    Respondent::admit(found(link)?, now).map_err(turned_away)
}

/// A link as it is kept, for the proofs that it can give.
pub(in crate::services) fn found(link: &RespondentLink) -> Result<FoundLink, ServiceError> {
    let purpose = LinkPurpose::named(&link.purpose)
        .ok_or_else(|| ServiceError::Internal(format!("link {}: an unknown purpose", link.id)))?;
    Ok(FoundLink {
        link: link.id.clone(),
        org: link.org_id.clone(),
        assessment: link.assessment_id.clone(),
        section: link.section_id.clone(),
        expires_at: link.expires_at,
        revoked_at: link.revoked_at,
        purpose,
    })
}

/// What somebody is told whom a link does not let in.
pub(in crate::services) fn turned_away(fault: LinkFault) -> ServiceError {
    match fault {
        LinkFault::Revoked => ServiceError::Gone(Message::new("gone-link-revoked")),
        LinkFault::Expired => ServiceError::Gone(Message::new("gone-link-expired")),
        LinkFault::OtherPurpose => ServiceError::refused("refused-link-changes"),
        LinkFault::OneSection => ServiceError::refused("refused-delegate"),
    }
}
