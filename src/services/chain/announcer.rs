//! Coming in by a link for changes: announcing what happens in the chain after the questionnaire's own link has ended, without
//! an account and without a way to the answers.

use serde_json::json;

use crate::access::{Announcer, LinkPurpose, TokenHash};
use crate::clock::Timestamp;
use crate::services::answering::{self, PAGE_LANGUAGES};
use crate::services::audit::{self, Act, Author};
use crate::services::{ServiceError, answering::Languages};
use crate::store::{self, ReadTx, RespondentLanguage, RespondentLink, WriteTx};
use crate::vetting::questionnaire::Questionnaire;

/// What lies before somebody who may announce changes.
#[derive(Debug)]
pub struct ChangeDesk {
    /// Who is told.
    pub org_name: String,
    /// Whether who is told is sample data.
    pub sample: bool,
    /// Whose chain it is.
    pub partner_name: String,
    /// In which languages the holder of the link reads.
    pub languages: Languages,
}

/// What a link for changes leads to.
#[derive(Debug)]
pub struct ChangeLanding {
    /// Whose changes, and to whom.
    pub desk: ChangeDesk,
    /// The name of the person who sent the link.
    pub contact_name: String,
    /// That person's address.
    pub contact_email: String,
    /// Until when the link works.
    pub expires_at: Timestamp,
}

/// The desk of somebody who may announce changes.
pub fn change_desk(tx: &mut ReadTx, who: &Announcer) -> Result<ChangeDesk, ServiceError> {
    let assessment = store::assessment_fetch(tx, who.org(), who.assessment())?;
    let partner = store::partner_fetch(tx, who.org(), &assessment.partner_id)?;
    let org = store::organisation_fetch(tx, who.org())?;
    let questionnaire = Questionnaire::parse(&assessment.questionnaire)
        .map_err(|e| ServiceError::Internal(format!("a frozen questionnaire cannot be read: {e}")))?;
    Ok(ChangeDesk {
        org_name: org.name,
        sample: org.sample,
        partner_name: partner.name,
        languages: answering::languages_of(tx, (who.link(), who.org(), who.assessment()), &questionnaire)?,
    })
}

/// What the link of a presented token leads to. One to a questionnaire is not found here, as if it were none.
pub fn change_landing(
    tx: &mut ReadTx,
    token: &TokenHash,
    now: Timestamp,
) -> Result<ChangeLanding, ServiceError> {
    let link = found(tx, token)?;
    let who = admit(&link, now)?;
    let contact = store::user_fetch(tx, &link.created_by)?;
    Ok(ChangeLanding {
        desk: change_desk(tx, &who)?,
        contact_name: contact.name,
        contact_email: contact.email,
        expires_at: link.expires_at,
    })
}

/// Starts a session from a link for changes, in the language that its page was read in.
pub fn change_begin(
    tx: &mut WriteTx,
    (token, session): (&TokenHash, &TokenHash),
    language: &str,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let link = found(tx, token)?;
    let who = admit(&link, now)?;
    answering::come_in(tx, &link, session, now)?;
    if PAGE_LANGUAGES.contains(&language) {
        let questions = change_desk(tx, &who)?.languages.questions;
        let row = RespondentLanguage { link_id: link.id, page: language.to_owned(), questions };
        store::respondent_language_put(tx, &row)?;
    }
    let (object_id, detail) = (who.link().as_str(), json!({}));
    let act = Act { action: "change_link.begin", object_kind: "respondent_link", object_id, detail };
    Ok(audit::done(tx, author(&who), &act, now)?)
}

/// Who announces, by a session token, whichever kind of link it was started from; nobody if it is unknown or over.
pub fn announcer(
    tx: &mut ReadTx,
    session: &TokenHash,
    now: Timestamp,
) -> Result<Option<Announcer>, ServiceError> {
    answering::link_of(tx, session, now)?.map(|link| admit(&link, now)).transpose()
}

pub(super) fn author(who: &Announcer) -> Author {
    Author::Respondent { org: who.org().clone(), link: who.link().clone() }
}

fn found(tx: &mut ReadTx, token: &TokenHash) -> Result<RespondentLink, ServiceError> {
    let link = store::respondent_link_find(tx, token)?;
    link.filter(|link| link.purpose == LinkPurpose::Changes.as_str()).ok_or(ServiceError::NotFound)
}

fn admit(link: &RespondentLink, now: Timestamp) -> Result<Announcer, ServiceError> {
    Announcer::admit(answering::found(link)?, now).map_err(answering::turned_away)
}
