//! One company of a list: adding it, changing it, taking it off, by the respondent or by a member.

use super::{Place, checked, detail};
use crate::access::{Allowed, ManagePartners, Respondent};
use crate::clock::Timestamp;
use crate::ids::{PartnerId, SubProcessorId};
use crate::services::answering::{self, Desk};
use crate::services::audit::{self, Act, Author};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, ReadTx, SubProcessor, WriteTx};
use crate::vetting::chain::{EntryInput, MOST_ENTRIES};
use crate::vetting::code::QuestionId;
use crate::vetting::questionnaire::ListKind;

/// Somebody's hand on a list.
pub(super) struct Hand {
    pub(super) place: Place,
    pub(super) author: Author,
}

impl Hand {
    /// A member's, on the kept list of a partner.
    pub(super) fn of_member(
        tx: &mut ReadTx,
        who: &Allowed<ManagePartners>,
        partner: &PartnerId,
    ) -> Result<Self, ServiceError> {
        let partner = store::partner_fetch(tx, who.org(), partner)?;
        let place = Place { org: who.org().clone(), partner: partner.id, assessment: None };
        Ok(Self { place, author: who.into() })
    }

    /// A respondent's, on the round's list beside that question, while it can be answered.
    pub(super) fn of_respondent(
        tx: &mut ReadTx,
        who: &Respondent,
        question: &QuestionId,
    ) -> Result<Self, ServiceError> {
        let desk = desk_with_list(tx, who, question)?;
        if !desk.is_open() {
            return Err(ServiceError::conflict("conflict-submitted"));
        }
        Ok(Self { place: place_of(tx, who)?, author: answering::author(who) })
    }

    pub(super) fn add(
        &self,
        tx: &mut WriteTx,
        input: &EntryInput,
        now: Timestamp,
    ) -> Result<SubProcessorId, ServiceError> {
        let row = self.place.row(&checked(input)?, now);
        let rows = self.place.rows(tx)?;
        if rows.len() >= MOST_ENTRIES {
            return Err(ServiceError::Refused(Message::new("refused-chain-many").arg("n", MOST_ENTRIES)));
        }
        only_one(&rows, &row)?;
        store::sub_processor_insert(tx, &row)?;
        self.place.somebody(tx)?;
        self.note(tx, ("sub_processor.add", &row), now)?;
        Ok(row.id)
    }

    pub(super) fn change(
        &self,
        tx: &mut WriteTx,
        (id, revision): (&SubProcessorId, i64),
        input: &EntryInput,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let before = self.fetch(tx, id)?;
        let read = self.place.row(&checked(input)?, now);
        let row = SubProcessor { id: before.id, revision: revision.saturating_add(1), ..read };
        only_one(&self.place.rows(tx)?, &row)?;
        if !store::sub_processor_put(tx, &row)? {
            return Err(ServiceError::conflict("conflict-stale"));
        }
        self.note(tx, ("sub_processor.change", &row), now)
    }

    pub(super) fn remove(
        &self,
        tx: &mut WriteTx,
        id: &SubProcessorId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let row = self.fetch(tx, id)?;
        store::sub_processor_delete(tx, &self.place.org, id)?;
        self.note(tx, ("sub_processor.remove", &row), now)
    }

    fn fetch(&self, tx: &mut ReadTx, id: &SubProcessorId) -> Result<SubProcessor, ServiceError> {
        let row = store::sub_processor_fetch(tx, &self.place.org, id)?;
        if self.place.holds(&row) { Ok(row) } else { Err(ServiceError::NotFound) }
    }

    fn note(
        &self,
        tx: &mut WriteTx,
        (action, row): (&'static str, &SubProcessor),
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let (object_id, detail) = (row.id.as_str(), detail(row));
        let act = Act { action, object_kind: "sub_processor", object_id, detail };
        Ok(audit::done(tx, self.author.clone(), &act, now)?)
    }
}

/// One company stands on a list once for each country.
fn only_one(rows: &[SubProcessor], row: &SubProcessor) -> Result<(), ServiceError> {
    let same = |other: &SubProcessor| {
        other.id != row.id && other.name_key == row.name_key && other.country == row.country
    };
    if rows.iter().any(same) { Err(ServiceError::field("name", "fault-chain-twice")) } else { Ok(()) }
}

fn place_of(tx: &mut ReadTx, who: &Respondent) -> Result<Place, ServiceError> {
    let partner = store::assessment_fetch(tx, who.org(), who.assessment())?.partner_id;
    Ok(Place { org: who.org().clone(), partner, assessment: Some(who.assessment().clone()) })
}

/// The desk of a respondent who was given this question, if a list goes with it.
pub fn desk_with_list(
    tx: &mut ReadTx,
    who: &Respondent,
    question: &QuestionId,
) -> Result<Desk, ServiceError> {
    let desk = answering::desk(tx, who)?;
    let found = desk.questionnaire.question(question).ok_or(ServiceError::NotFound)?;
    let asked = found.list == Some(ListKind::SubProcessors) && desk.visible().contains(question);
    if asked && desk.reaches(question) { Ok(desk) } else { Err(ServiceError::NotFound) }
}

/// Adds a company to the round's list.
pub fn entry_add_by_respondent(
    tx: &mut WriteTx,
    who: &Respondent,
    question: &QuestionId,
    input: &EntryInput,
    now: Timestamp,
) -> Result<SubProcessorId, ServiceError> {
    Hand::of_respondent(tx, who, question)?.add(tx, input, now)
}

/// Changes a company of the round's list that is still at `revision`.
pub fn entry_change_by_respondent(
    tx: &mut WriteTx,
    who: &Respondent,
    (question, id, revision): (&QuestionId, &SubProcessorId, i64),
    input: &EntryInput,
    now: Timestamp,
) -> Result<(), ServiceError> {
    Hand::of_respondent(tx, who, question)?.change(tx, (id, revision), input, now)
}

/// Takes a company off the round's list.
pub fn entry_remove_by_respondent(
    tx: &mut WriteTx,
    who: &Respondent,
    (question, id): (&QuestionId, &SubProcessorId),
    now: Timestamp,
) -> Result<(), ServiceError> {
    Hand::of_respondent(tx, who, question)?.remove(tx, id, now)
}

/// Adds a company to the kept list of a partner.
pub fn entry_add(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    partner: &PartnerId,
    input: &EntryInput,
    now: Timestamp,
) -> Result<SubProcessorId, ServiceError> {
    Hand::of_member(tx, who, partner)?.add(tx, input, now)
}

/// Changes a company of the kept list that is still at `revision`.
pub fn entry_change(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (partner, id, revision): (&PartnerId, &SubProcessorId, i64),
    input: &EntryInput,
    now: Timestamp,
) -> Result<(), ServiceError> {
    Hand::of_member(tx, who, partner)?.change(tx, (id, revision), input, now)
}

/// Takes a company off the kept list.
pub fn entry_remove(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (partner, id): (&PartnerId, &SubProcessorId),
    now: Timestamp,
) -> Result<(), ServiceError> {
    Hand::of_member(tx, who, partner)?.remove(tx, id, now)
}

/// A fault of a field, by the catalogue's sentence with a number.
pub(super) fn numbered(field: &str, id: &'static str, n: impl ToString) -> FieldFault {
    FieldFault { field: field.to_owned(), message: Message::new(id).arg("n", n) }
}
