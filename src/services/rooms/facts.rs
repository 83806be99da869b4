//! Everything about a room that its rules ask for, read in one transaction.

use super::decision::decision_about;
use super::due::until;
use crate::clock::Timestamp;
use crate::ids::{AudienceId, OrgId, ReleaseId, RoomId, UserId};
use crate::matching::IdentifierType;
use crate::rooms::lifecycle::{Done, Progress, RoomState, Until};
use crate::rooms::policy::{DecisionView, Effective, KeyCheck, Opening, RoomFacts, effective, opening};
use crate::rooms::release::{Standing, Verdict};
use crate::rooms::terms::Terms;
use crate::rooms::{Side, Sides};
use crate::services::ServiceError;
use crate::store::{self, Audience, KeyAgreement, ReadTx, Room, RoomTerms};

/// A signature under the terms.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Who signed.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// The terms that stand.
#[derive(Debug, Clone)]
pub struct StandingTerms {
    /// The stored version.
    pub row: RoomTerms,
    /// The terms themselves.
    pub terms: Terms,
    /// Who signed exactly these.
    pub signed: Sides<Option<Signature>>,
}

/// An answer that is drawn and charged, and waits for somebody's word.
#[derive(Debug, Clone)]
pub struct HeldAnswer {
    /// The release.
    pub release: ReleaseId,
    /// What each side has said.
    pub verdicts: Sides<Option<Verdict>>,
}

/// A room as one of its two organisations finds it.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The room.
    pub room: Room,
    /// The reader's side.
    pub side: Side,
    /// The names of the two organisations.
    pub names: Sides<String>,
    /// The terms that stand, if any were proposed.
    pub terms: Option<StandingTerms>,
    /// The audience of each side that can be counted under these terms.
    pub audiences: Sides<Option<Audience>>,
    /// The opt-out lists of each side that count.
    pub opt_outs: Sides<Vec<Audience>>,
    /// The answers that wait for somebody's word, newest first.
    pub held: Vec<HeldAnswer>,
    /// Each side's decision about the other.
    pub decisions: Sides<Option<DecisionView>>,
    /// What came of the last exchange of a key, if there was one.
    pub agreement: Option<KeyAgreement>,
    /// How long the room lasts if nobody closes it.
    pub until: Until,
    /// The moment of reading.
    pub now: Timestamp,
}

impl Facts {
    /// The room, if it is `org`'s.
    pub(super) fn load(
        tx: &mut ReadTx,
        org: &OrgId,
        id: &RoomId,
        now: Timestamp,
    ) -> Result<Self, ServiceError> {
        let room = store::room_fetch(tx, org, id)?;
        Self::of_room(tx, org, room, now)
    }

    /// The facts of a room that was read already.
    pub(super) fn of_room(
        tx: &mut ReadTx,
        org: &OrgId,
        room: Room,
        now: Timestamp,
    ) -> Result<Self, ServiceError> {
        let side = room.side_of(org).ok_or(ServiceError::NotFound)?;
        let (host, guest) = (room.host_org_id.clone(), room.guest_org_id.clone());
        let names = Sides {
            host: store::organisation_fetch(tx, &host)?.name,
            guest: store::organisation_fetch(tx, &guest)?.name,
        };
        let terms = standing_terms(tx, org, &room)?;
        let audiences = Sides {
            host: countable(tx, org, (&room, &host), terms.as_ref())?,
            guest: countable(tx, org, (&room, &guest), terms.as_ref())?,
        };
        let lists = |tx: &mut ReadTx, owner: &OrgId, audience: &Option<Audience>| {
            let none = AudienceId::from("");
            let audience = audience.as_ref().map_or(&none, |audience| &audience.id);
            store::opt_out_lists(tx, org, &room.id, (owner, audience))
        };
        let opt_outs =
            Sides { host: lists(tx, &host, &audiences.host)?, guest: lists(tx, &guest, &audiences.guest)? };
        let held = held_answers(tx, org, &room)?;
        let agreement = store::key_agreement_find(tx, org, &room.id)?;
        let until = match terms.as_ref().filter(|standing| standing.signed.both(Option::is_some)) {
            Some(standing) => Until::of(room.created_at, Some(standing.terms.expires_at)),
            None => until(tx, &room)?,
        };
        let decisions = Sides {
            host: decision_about(tx, &host, &guest, now)?,
            guest: decision_about(tx, &guest, &host, now)?,
        };
        Ok(Self { room, side, names, terms, audiences, opt_outs, held, decisions, agreement, until, now })
    }

    /// The name of the organisation across the table.
    pub fn their_name(&self) -> &str {
        self.names.get(self.side.other())
    }

    /// Who showed that they hold the key: the host by making it.
    pub fn keys(&self) -> Sides<KeyCheck> {
        let check = |done: bool| if done { KeyCheck::Matches } else { KeyCheck::Missing };
        Sides {
            host: check(self.room.key_check_value.is_some()),
            guest: check(self.room.key_checked_at.is_some()),
        }
    }

    /// Whether the room counts now, with every reason against it.
    pub fn opening(&self) -> Opening {
        let signed = |side: Side| {
            let terms = self.terms.as_ref()?;
            terms.signed.get(side).as_ref().map(|signature| signature.at)
        };
        opening(&RoomFacts {
            closed: self.room.closed(),
            decisions: self.decisions.clone(),
            terms: self.terms.as_ref().map(|standing| &standing.terms),
            signed: Sides { host: signed(Side::Host), guest: signed(Side::Guest) },
            keys: self.keys(),
            now: self.now,
        })
    }

    /// The figures in force, once there are terms.
    pub fn effective(&self) -> Option<Effective> {
        let limits =
            self.decisions.as_ref().map(|decision| decision.as_ref().and_then(DecisionView::limits_in_force));
        self.terms.as_ref().map(|standing| effective(&standing.terms, &limits))
    }

    /// The step at which the room stands.
    pub fn state(&self) -> RoomState {
        let signed = |side: Side| self.terms.as_ref().is_some_and(|terms| terms.signed.get(side).is_some());
        RoomState::of(&Progress {
            signed: Sides { host: signed(Side::Host).into(), guest: signed(Side::Guest).into() },
            key: self.keys().map(|key| Done::from(key == KeyCheck::Matches)),
            audience: self.audiences.as_ref().map(|audience| Done::from(audience.is_some())),
            closed: self.room.closed(),
        })
    }

    /// The identifiers of the terms, in their order.
    pub fn order(&self) -> Vec<IdentifierType> {
        let identifiers = self.terms.iter().flat_map(|standing| standing.terms.identifiers.iter());
        identifiers.map(|identifier| identifier.kind).collect()
    }
}

/// The answers of the room that are held.
fn held_answers(tx: &mut ReadTx, org: &OrgId, room: &Room) -> Result<Vec<HeldAnswer>, ServiceError> {
    let releases = store::release_list(tx, org, &room.id)?;
    let held = releases.into_iter().filter(|release| release.standing() == Standing::Held);
    held.map(|release| {
        let verdicts = verdicts(tx, org, room, &release.id)?;
        Ok(HeldAnswer { release: release.id, verdicts })
    })
    .collect()
}

/// What each side of the room has said about a release.
pub(super) fn verdicts(
    tx: &mut ReadTx,
    org: &OrgId,
    room: &Room,
    release: &ReleaseId,
) -> Result<Sides<Option<Verdict>>, ServiceError> {
    let mut verdicts = Sides { host: None, guest: None };
    for row in store::verdict_list(tx, org, release)? {
        if let Some(side) = room.side_of(&row.org_id) {
            *verdicts.get_mut(side) = Verdict::named(&row.verdict);
        }
    }
    Ok(verdicts)
}

/// The latest version of the terms, with its signatures.
fn standing_terms(tx: &mut ReadTx, org: &OrgId, room: &Room) -> Result<Option<StandingTerms>, ServiceError> {
    let Some(row) = store::terms_latest(tx, org, &room.id)? else { return Ok(None) };
    let mut signed = Sides { host: None, guest: None };
    for signature in store::signature_list(tx, org, &row.id)? {
        // A signature counts for the text it names, never for a version number alone.
        if signature.terms_sha256 == row.terms_sha256
            && let Some(side) = room.side_of(&signature.org_id)
        {
            *signed.get_mut(side) = Some(Signature { by: signature.user_id, at: signature.signed_at });
        }
    }
    Ok(Some(StandingTerms { terms: row.read()?, row, signed }))
}

/// The owner's audience, if it was hashed as the standing terms ask.
fn countable(
    tx: &mut ReadTx,
    org: &OrgId,
    owner: (&Room, &OrgId),
    terms: Option<&StandingTerms>,
) -> Result<Option<Audience>, ServiceError> {
    let Some(standing) = terms else { return Ok(None) };
    let Some(audience) = store::audience_latest(tx, org, &owner.0.id, owner.1)? else { return Ok(None) };
    if audience.terms_id == standing.row.id {
        return Ok(Some(audience));
    }
    let hashed_under = store::terms_fetch(tx, org, &audience.terms_id)?.read()?;
    Ok((hashed_under.identifiers == standing.terms.identifiers).then_some(audience))
}
