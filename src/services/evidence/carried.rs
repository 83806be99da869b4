//! Documents of the last round, offered beside the answers that came along. Nothing is copied before the respondent says that a
//! document still holds; then it is sealed anew for this round, with the dates that it always had. One whose last day has passed
//! is named and cannot be kept.

use super::attach::{open_desk, reached_question};
use super::{Evidence, act, open};
use crate::access::Respondent;
use crate::clock::Timestamp;
use crate::ids::EvidenceId;
use crate::rooms::custody::MasterKey;
use crate::secret::random_bytes;
use crate::services::answering::{self, Desk};
use crate::services::audit;
use crate::services::{Message, ServiceError};
use crate::store::{self, CarriedEvidenceRow, EvidenceRow, ReadTx, WriteTx};
use crate::vetting::evidence::MOST_FILES;

/// A document of the last round that nobody took over yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The document, with its own dates.
    pub document: Evidence,
    /// Whether the respondent said that it is not used this time.
    pub dropped: bool,
}

/// What is offered to a respondent, as far as it reaches the questions.
pub fn offers(tx: &mut ReadTx, who: &Respondent, now: Timestamp) -> Result<Vec<Offer>, ServiceError> {
    let desk = answering::desk(tx, who)?;
    let waiting = desk.carried.iter().filter(|row| row.state != "kept");
    let mut offers = Vec::new();
    for offer in waiting {
        let row = store::evidence_find(tx, who.org(), &offer.evidence_id)?;
        if reached_question(&desk, &row).is_ok() {
            let dropped = offer.state == "dropped";
            offers.push(Offer { document: Evidence::of(&row, now), dropped });
        }
    }
    Ok(offers)
}

/// Takes a document over into this round: it still holds.
pub fn offer_keep(
    tx: &mut WriteTx,
    who: &Respondent,
    master: &MasterKey,
    id: &EvidenceId,
    now: Timestamp,
) -> Result<String, ServiceError> {
    let desk = open_desk(tx, who)?;
    let (offer, old) = offered(tx, who, &desk, id)?;
    if Evidence::of(&old, now).expired {
        return Err(ServiceError::Refused(Message::new("refused-offer-expired")));
    }
    if desk.documents.len() >= MOST_FILES {
        return Err(ServiceError::Refused(Message::new("refused-evidence-many").arg("n", MOST_FILES)));
    }
    let opened = open(tx, master, &old)?;
    let row = EvidenceRow {
        id: EvidenceId::fresh(),
        assessment_id: who.assessment().clone(),
        link_id: who.link().clone(),
        added_at: now,
        ..old
    };
    let sealed = master
        .seal_evidence((who.assessment(), &row.id), &opened.bytes, random_bytes()?)
        .map_err(|e| ServiceError::Internal(e.to_string()))?;
    store::evidence_insert(tx, &row, &sealed)?;
    let kept = CarriedEvidenceRow {
        state: "kept".to_owned(),
        kept_as: Some(row.id.clone()),
        decided_at: Some(now),
        ..offer
    };
    store::carried_evidence_settle(tx, &kept)?;
    audit::done(tx, answering::author(who), &act("evidence.keep", &row), now)?;
    Ok(row.question_id)
}

/// Leaves a document of the last round out; it can still be taken over later.
pub fn offer_drop(
    tx: &mut WriteTx,
    who: &Respondent,
    id: &EvidenceId,
    now: Timestamp,
) -> Result<String, ServiceError> {
    let desk = open_desk(tx, who)?;
    let (offer, old) = offered(tx, who, &desk, id)?;
    let dropped = CarriedEvidenceRow { state: "dropped".to_owned(), decided_at: Some(now), ..offer };
    store::carried_evidence_settle(tx, &dropped)?;
    let of_this_round = EvidenceRow { assessment_id: who.assessment().clone(), ..old };
    audit::done(tx, answering::author(who), &act("evidence.drop", &of_this_round), now)?;
    Ok(of_this_round.question_id)
}

/// A document that was taken over and is now removed is offered no longer, and can be taken over again.
pub(super) fn removed(
    tx: &mut WriteTx,
    desk: &Desk,
    id: &EvidenceId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let Some(offer) = desk.carried.iter().find(|row| row.kept_as.as_ref() == Some(id)) else { return Ok(()) };
    let dropped = CarriedEvidenceRow {
        state: "dropped".to_owned(),
        kept_as: None,
        decided_at: Some(now),
        ..offer.clone()
    };
    Ok(store::carried_evidence_settle(tx, &dropped)?)
}

/// An offer that is not kept yet, with its document, if this respondent was given its question.
pub(super) fn offered(
    tx: &mut ReadTx,
    who: &Respondent,
    desk: &Desk,
    id: &EvidenceId,
) -> Result<(CarriedEvidenceRow, EvidenceRow), ServiceError> {
    let mut open = desk.carried.iter().filter(|row| row.state != "kept");
    let offer = open.find(|row| row.evidence_id == *id).ok_or(ServiceError::NotFound)?;
    let row = store::evidence_find(tx, who.org(), id)?;
    reached_question(desk, &row)?;
    Ok((offer.clone(), row))
}
