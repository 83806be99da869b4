//! What an organisation tells the public about its data partnerships (product.md, practice one): one page, on which each room
//! is listed only if this organisation says so, and a notice for each room.
//!
//! Each side lists a room for itself: whoever shares data owes it to their own customers to say with whom.

use serde_json::json;

use super::audit::{self, Act};
use super::rooms::{Facts, agreed};
use super::{Message, ServiceError};
use crate::access::{Allowed, ManagePeople, ManageRooms, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{OrgId, RoomId};
use crate::matching::IdentifierType;
use crate::rooms::terms::{LegalBasis, NoiseKind};
use crate::store::{self, ReadTx, TransparencyPage, WriteTx};

/// Bounds of what an organisation writes.
const SHORTEST_SLUG: usize = 3;
const LONGEST_SLUG: usize = 60;
const LONGEST_CONTACT: usize = 200;
const LONGEST_OPT_OUT: usize = 2_000;

/// A live partnership, as the public may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partnership {
    /// The room.
    pub room: RoomId,
    /// The organisation whose page or notice it is.
    pub organisation: String,
    /// The other one.
    pub partner: String,
    /// What the count is for.
    pub purpose: String,
    /// The organisation's ground in law.
    pub basis: LegalBasis,
    /// By what people are matched.
    pub identifiers: Vec<IdentifierType>,
    /// No count below this is shown.
    pub k: u32,
    /// What is added to a count.
    pub noise: NoiseKind,
    /// When it ends at the latest, and the tokens with it.
    pub until: Timestamp,
}

/// The page that anybody can read.
#[derive(Debug, Clone)]
pub struct PublicPage {
    /// The organisation.
    pub organisation: String,
    /// Whom people ask, how they opt out, when that was last changed.
    pub page: TransparencyPage,
    /// Its live partnerships that it lists.
    pub partnerships: Vec<Partnership>,
}

/// The published page of that address; everything else is not found.
pub fn public_page(tx: &mut ReadTx, slug: &str, now: Timestamp) -> Result<PublicPage, ServiceError> {
    let page = store::transparency_find(tx, slug)?.ok_or(ServiceError::NotFound)?;
    let mut partnerships = Vec::new();
    for room in store::transparency_rooms(tx, &page.org_id)? {
        partnerships.extend(partnership(tx, &page.org_id, &room, now)?);
    }
    let organisation = store::organisation_fetch(tx, &page.org_id)?.name;
    Ok(PublicPage { organisation, page, partnerships })
}

/// The room as a partnership of `org`, if it is live: open, agreed on, and not run out.
fn partnership(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &RoomId,
    now: Timestamp,
) -> Result<Option<Partnership>, ServiceError> {
    let room = store::room_fetch(tx, org, id)?;
    let side = room.side_of(org).ok_or(ServiceError::NotFound)?;
    let terms = if room.closed_at.is_some() { None } else { agreed(tx, &room)? };
    let Some(terms) = terms.filter(|terms| !terms.expired(now)) else { return Ok(None) };
    Ok(Some(Partnership {
        room: room.id.clone(),
        organisation: store::organisation_fetch(tx, org)?.name,
        partner: store::organisation_fetch(tx, room.org(side.other()))?.name,
        purpose: terms.purpose.clone(),
        basis: *terms.legal_basis.get(side),
        identifiers: terms.identifiers.iter().map(|identifier| identifier.kind).collect(),
        k: terms.rules.k,
        noise: terms.noise,
        until: terms.expires_at,
    }))
}

/// A room's notice, and whether the organisation lists the room.
#[derive(Debug, Clone)]
pub struct RoomNotice {
    /// The room.
    pub facts: Facts,
    /// The partnership, while it is live.
    pub partnership: Option<Partnership>,
    /// The organisation's page, if it has one.
    pub page: Option<TransparencyPage>,
    /// Whether the room is listed on it.
    pub listed: bool,
}

/// What the notice of a room of the organisation says.
pub fn room_notice(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    id: &RoomId,
    now: Timestamp,
) -> Result<RoomNotice, ServiceError> {
    let facts = super::rooms::room_status(tx, who, id, now)?.facts;
    Ok(RoomNotice {
        partnership: partnership(tx, who.org(), id, now)?,
        page: store::transparency_fetch(tx, who.org())?,
        listed: store::transparency_rooms(tx, who.org())?.contains(id),
        facts,
    })
}

/// Whether a room is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// On the organisation's page.
    Yes,
    /// Not on it.
    No,
}

/// Lists the room on the organisation's own page, or takes it off.
pub fn room_list_public(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    id: &RoomId,
    listed: Listed,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let room = store::room_fetch(tx, who.org(), id)?;
    let before = store::transparency_rooms(tx, who.org())?.contains(id);
    let action = match (listed, before) {
        (Listed::Yes, true) | (Listed::No, false) => return Ok(()),
        (Listed::Yes, false) => {
            if room.closed_at.is_some() {
                return Err(ServiceError::conflict("conflict-room-closed"));
            }
            store::transparency_list(tx, who.org(), id, who.user(), now)?;
            Act { action: "room.list", object_kind: "room", object_id: id.as_str(), detail: json!({}) }
        }
        (Listed::No, true) => {
            store::transparency_unlist(tx, who.org(), id)?;
            Act { action: "room.unlist", object_kind: "room", object_id: id.as_str(), detail: json!({}) }
        }
    };
    Ok(audit::done(tx, who, &action, now)?)
}

/// What an organisation writes on its page.
#[derive(Debug, Clone, Default)]
pub struct PageInput {
    /// Its place in the page's address.
    pub slug: String,
    /// Whether the public can read it.
    pub published: bool,
    /// Whom people ask.
    pub contact: String,
    /// How people opt out, in English; may be empty where French is not.
    pub opt_out: String,
    /// The same in French; may be empty where English is not.
    pub opt_out_fr: String,
}

/// The organisation's page as it stands; none before it was first saved.
pub fn page_read(
    tx: &mut ReadTx,
    who: &Allowed<ManagePeople>,
) -> Result<Option<TransparencyPage>, ServiceError> {
    Ok(store::transparency_fetch(tx, who.org())?)
}

/// Saves the organisation's page.
pub fn page_save(
    tx: &mut WriteTx,
    who: &Allowed<ManagePeople>,
    input: &PageInput,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = checked(who.org(), input, now)?;
    let taken = |error: store::StoreError| match error {
        store::StoreError::Conflict(_) => ServiceError::field("slug", "fault-transparency-slug-taken"),
        other => other.into(),
    };
    store::transparency_save(tx, &row).map_err(taken)?;
    let detail = json!({ "address": row.slug, "published": row.published });
    let act = Act {
        action: "transparency.change",
        object_kind: "organisation",
        object_id: who.org().as_str(),
        detail,
    };
    Ok(audit::done(tx, who, &act, now)?)
}

fn checked(org: &OrgId, input: &PageInput, now: Timestamp) -> Result<TransparencyPage, ServiceError> {
    let mut faults = Vec::new();
    let mut fault = |field: &'static str, id: &'static str, most: usize| {
        let message = Message::new(id).arg("n", most);
        faults.push(super::FieldFault { field: field.to_owned(), message });
    };
    let (slug, contact, opt_out) = (input.slug.trim(), input.contact.trim(), input.opt_out.trim());
    let plain = slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain || slug.len() < SHORTEST_SLUG || slug.len() > LONGEST_SLUG || slug.starts_with('-') {
        fault("slug", "fault-transparency-slug", LONGEST_SLUG);
    }
    let control = |text: &str| text.chars().any(|c| c.is_control() && c != '\n' && c != '\r');
    if contact.is_empty()
        || contact.chars().count() > LONGEST_CONTACT
        || contact.contains('\n')
        || control(contact)
    {
        fault("contact", "fault-transparency-contact", LONGEST_CONTACT);
    }
    let opt_out_fr = input.opt_out_fr.trim();
    let none = opt_out.is_empty() && opt_out_fr.is_empty();
    for (field, text) in [("opt_out", opt_out), ("opt_out_fr", opt_out_fr)] {
        if (none && field == "opt_out") || text.chars().count() > LONGEST_OPT_OUT || control(text) {
            fault(field, "fault-transparency-opt-out", LONGEST_OPT_OUT);
        }
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    Ok(TransparencyPage {
        org_id: org.clone(),
        slug: slug.to_owned(),
        published: input.published,
        contact: contact.to_owned(),
        opt_out: opt_out.replace("\r\n", "\n"),
        opt_out_fr: opt_out_fr.replace("\r\n", "\n"),
        updated_at: now,
    })
}
