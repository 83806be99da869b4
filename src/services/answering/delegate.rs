//! Giving one section to a colleague: a link of its own, which reaches that section and nothing else, and which ends with
//! the link that it was made from.

use serde_json::json;

use super::desk::desk;
use super::link::author;
use crate::access::{LinkToken, Respondent};
use crate::clock::Timestamp;
use crate::ids::RespondentLinkId;
use crate::services::audit::{self, Act};
use crate::services::{Message, ServiceError};
use crate::store::{self, ReadTx, RespondentLink, WriteTx};
use crate::vetting::code::SectionId;

/// More colleagues than this do not answer one questionnaire.
const MOST_LINKS: usize = 50;

/// A link that was given to a colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegated {
    /// The link.
    pub id: RespondentLinkId,
    /// The section that it reaches.
    pub section: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When the colleague first began.
    pub opened_at: Option<Timestamp>,
}

/// Makes a link for one section, which carries `token`. Only whoever may answer everything can give a part away.
pub fn delegate(
    tx: &mut WriteTx,
    who: &Respondent,
    (section, token): (&SectionId, &LinkToken),
    now: Timestamp,
) -> Result<RespondentLinkId, ServiceError> {
    may_delegate(who)?;
    let desk = desk(tx, who)?;
    if !desk.is_open() {
        return Err(ServiceError::Conflict(Message::new("conflict-submitted")));
    }
    if !desk.progress().iter().any(|progress| progress.id == *section) {
        return Err(ServiceError::NotFound);
    }
    let links = store::respondent_link_list(tx, who.org(), who.assessment())?;
    if links.iter().filter(|link| works(link, who, now)).count() >= MOST_LINKS {
        return Err(ServiceError::Refused(Message::new("refused-delegates-many").arg("n", MOST_LINKS)));
    }
    let own = store::respondent_link_fetch(tx, who.org(), who.link())?;
    let link = RespondentLink {
        id: RespondentLinkId::fresh(),
        token_hash: token.hash().as_str().to_owned(),
        created_at: now,
        opened_at: None,
        revoked_at: None,
        section_id: Some(section.to_string()),
        parent_id: Some(own.id.clone()),
        ..own.clone()
    };
    store::respondent_link_insert(tx, &link)?;
    super::language::hand_on(tx, &own.id, &link.id)?;
    note(tx, who, ("respondent_link.delegate", &link.id, section.as_str()), now)?;
    Ok(link.id)
}

/// The links that this respondent gave to colleagues and that still work, newest first.
pub fn delegated(tx: &mut ReadTx, who: &Respondent, now: Timestamp) -> Result<Vec<Delegated>, ServiceError> {
    if who.section().is_some() {
        return Ok(Vec::new());
    }
    let links = store::respondent_link_list(tx, who.org(), who.assessment())?;
    let given = links.into_iter().filter(|link| works(link, who, now));
    Ok(given
        .filter_map(|link| {
            let section = link.section_id?;
            Some(Delegated { id: link.id, section, made_at: link.created_at, opened_at: link.opened_at })
        })
        .collect())
}

/// Takes a colleague's link back.
pub fn delegated_revoke(
    tx: &mut WriteTx,
    who: &Respondent,
    link: &RespondentLinkId,
    now: Timestamp,
) -> Result<String, ServiceError> {
    may_delegate(who)?;
    let row = store::respondent_link_fetch(tx, who.org(), link)?;
    let section = row.section_id.clone().filter(|_| row.parent_id.as_ref() == Some(who.link()));
    let section = section.ok_or(ServiceError::NotFound)?;
    store::respondent_link_revoke(tx, who.org(), link, now)?;
    note(tx, who, ("respondent_link.revoke", link, &section), now)?;
    Ok(section)
}

fn may_delegate(who: &Respondent) -> Result<(), ServiceError> {
    match who.section() {
        Some(_) => Err(ServiceError::Refused(Message::new("refused-delegate"))),
        None => Ok(()),
    }
}

fn works(link: &RespondentLink, who: &Respondent, now: Timestamp) -> bool {
    link.parent_id.as_ref() == Some(who.link()) && link.revoked_at.is_none() && link.expires_at > now
}

fn note(
    tx: &mut WriteTx,
    who: &Respondent,
    (action, link, section): (&'static str, &RespondentLinkId, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let act = Act {
        action,
        object_kind: "respondent_link",
        object_id: link.as_str(),
        detail: json!({ "section": section }),
    };
    Ok(audit::done(tx, author(who), &act, now)?)
}
