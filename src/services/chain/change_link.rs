//! Links by which a partner announces changes between two questionnaires: a member makes one, lets it work for longer, ends it.
//!
//! A questionnaire's link ends after weeks, and the duty to announce (GDPR 28(2)) lasts as long as the processing. This link
//! lasts a year, reaches the announcements alone, and a new one takes the place of the earlier ones.

use serde_json::json;

use crate::access::{Allowed, LinkPurpose, LinkToken, ManagePartners, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, PartnerId, RespondentLinkId};
use crate::services::audit::{self, Act};
use crate::services::rooms::Kit;
use crate::services::{FieldFault, Message, ServiceError, mail};
use crate::store::{self, AssessmentState, ReadTx, RespondentLink, WriteTx};

/// How long a link for changes lasts at first, and by how much it is extended.
pub const CHANGE_LINK_DAYS: u32 = 365;
const LONGEST_DAYS: u32 = 730;

/// A link for changes, as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeLinkInput {
    /// For how many days it works.
    pub days: u32,
    /// Whom it is mailed to; empty for nobody.
    pub email: String,
    /// In which language: `en` or `fr`.
    pub language: String,
}

/// Makes a link that carries `token`; the partner's earlier ones for changes stop working. It is bound to the newest
/// questionnaire that the partner got, for that is how the partner came to be known by a link.
pub fn change_link_make(
    tx: &mut WriteTx,
    (who, kit): (&Allowed<ManagePartners>, &Kit),
    partner: &PartnerId,
    (token, input): (&LinkToken, &ChangeLinkInput),
    now: Timestamp,
) -> Result<RespondentLinkId, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), partner)?;
    if partner.archived_at.is_some() {
        return Err(ServiceError::conflict("conflict-partner-archived"));
    }
    let expires_at = end(input.days, now)?;
    let assessment = newest_sent(tx, who.org(), &partner.id)?;
    for earlier in store::change_link_list(tx, who.org(), &partner.id)? {
        if earlier.revoked_at.is_none() {
            store::respondent_link_revoke(tx, who.org(), &earlier.id, now)?;
        }
    }
    let row = RespondentLink {
        id: RespondentLinkId::fresh(),
        token_hash: token.hash().as_str().to_owned(),
        org_id: who.org().clone(),
        assessment_id: assessment,
        created_by: who.user().clone(),
        created_at: now,
        expires_at,
        opened_at: None,
        revoked_at: None,
        section_id: None,
        parent_id: None,
        purpose: LinkPurpose::Changes.as_str().to_owned(),
    };
    store::respondent_link_insert(tx, &row)?;
    let names = (partner.name.as_str(), expires_at);
    mail::change_link_mail(tx, (who.org(), kit), (&input.email, &input.language), (token, names), now)?;
    let mailed = !input.email.trim().is_empty() && kit.post().is_open();
    let detail = json!({ "partner": partner.id.as_str(), "mailed": mailed });
    note(tx, who, ("change_link.make", &row.id, detail), now)?;
    Ok(row.id)
}

fn newest_sent(tx: &mut ReadTx, org: &OrgId, partner: &PartnerId) -> Result<AssessmentId, ServiceError> {
    let rounds = store::assessment_list(tx, org, partner)?;
    let sent = rounds.into_iter().find(|row| {
        matches!(row.state, AssessmentState::Sent | AssessmentState::Submitted | AssessmentState::Decided)
    });
    sent.map(|row| row.id).ok_or_else(|| ServiceError::refused("refused-change-link"))
}

fn end(days: u32, now: Timestamp) -> Result<Timestamp, ServiceError> {
    if (1..=LONGEST_DAYS).contains(&days) {
        return Ok(now.plus_days(i64::from(days)));
    }
    let message = Message::new("fault-link-days").arg("n", LONGEST_DAYS);
    Err(ServiceError::Invalid(vec![FieldFault { field: "days".to_owned(), message }]))
}

/// The partner's links for changes, newest first.
pub fn change_link_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    partner: &PartnerId,
) -> Result<Vec<RespondentLink>, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), partner)?;
    Ok(store::change_link_list(tx, who.org(), &partner.id)?)
}

/// Ends a link for changes and the sessions that it started; whose chain it was for.
pub fn change_link_revoke(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    id: &RespondentLinkId,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let partner = partner_of(tx, who.org(), id)?;
    store::respondent_link_revoke(tx, who.org(), id, now)?;
    note(tx, who, ("change_link.revoke", id, json!({ "partner": partner.as_str() })), now)?;
    Ok(partner)
}

/// Lets a link for changes work for so many days from now; whose chain it is for. One that was ended stays so.
pub fn change_link_extend(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (id, days): (&RespondentLinkId, u32),
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let partner = partner_of(tx, who.org(), id)?;
    store::respondent_link_extend(tx, who.org(), id, end(days, now)?)?;
    let detail = json!({ "partner": partner.as_str(), "days": days });
    note(tx, who, ("change_link.extend", id, detail), now)?;
    Ok(partner)
}

fn partner_of(tx: &mut ReadTx, org: &OrgId, id: &RespondentLinkId) -> Result<PartnerId, ServiceError> {
    let link = store::respondent_link_fetch(tx, org, id)?;
    if link.purpose != LinkPurpose::Changes.as_str() {
        return Err(ServiceError::NotFound);
    }
    Ok(store::assessment_fetch(tx, org, &link.assessment_id)?.partner_id)
}

fn note(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (action, id, detail): (&'static str, &RespondentLinkId, serde_json::Value),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let act = Act { action, object_kind: "respondent_link", object_id: id.as_str(), detail };
    Ok(audit::done(tx, who, &act, now)?)
}
