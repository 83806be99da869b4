//! Who handles data for a partner: the list of each round, and the one that is kept between rounds.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::{sub_processors, sub_processors_none};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, PartnerId, SubProcessorId};

/// A company on a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = sub_processors, treat_none_as_null = true)]
pub struct SubProcessor {
    /// Its id.
    pub id: SubProcessorId,
    /// Whose list it is.
    pub org_id: OrgId,
    /// For whom the company works.
    pub partner_id: PartnerId,
    /// The round that stated it; none on the list that is kept between rounds.
    pub assessment_id: Option<AssessmentId>,
    /// Its legal name.
    pub name: String,
    /// What the name is matched by ([`crate::vetting::chain::name_key`]).
    pub name_key: String,
    /// What it does with the data.
    pub purpose: String,
    /// The categories of data, in the intake's words, with a comma between.
    pub data: String,
    /// Its country, by ISO 3166-1 alpha-2.
    pub country: String,
    /// The name of a [`crate::vetting::chain::Transfer`].
    pub transfer: String,
    /// Since which day, `2027-03-12`.
    pub since_on: Option<String>,
    /// Its web address; may be empty.
    pub website: String,
    /// Whether it came from the list before and nobody has touched it since.
    pub carried_over: bool,
    /// Counts the changes, from 1.
    pub revision: i64,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

/// Adds a company.
pub fn sub_processor_insert(tx: &mut WriteTx, row: &SubProcessor) -> Result<(), StoreError> {
    diesel::insert_into(sub_processors::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The list of a round, by name.
pub fn sub_processor_list(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Vec<SubProcessor>, StoreError> {
    let rows = sub_processors::table
        .filter(sub_processors::org_id.eq(org))
        .filter(sub_processors::assessment_id.eq(assessment))
        .order((sub_processors::name_key, sub_processors::country, sub_processors::id));
    Ok(rows.select(SubProcessor::as_select()).load(tx.conn())?)
}

/// The partner's list as it is kept between rounds, by name.
pub fn sub_processor_list_kept(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
) -> Result<Vec<SubProcessor>, StoreError> {
    let rows = sub_processors::table
        .filter(sub_processors::org_id.eq(org))
        .filter(sub_processors::partner_id.eq(partner))
        .filter(sub_processors::assessment_id.is_null())
        .order((sub_processors::name_key, sub_processors::country, sub_processors::id));
    Ok(rows.select(SubProcessor::as_select()).load(tx.conn())?)
}

/// The kept lists of all partners of the organisation, by name.
pub fn sub_processor_list_all_kept(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<SubProcessor>, StoreError> {
    let rows = sub_processors::table
        .filter(sub_processors::org_id.eq(org))
        .filter(sub_processors::assessment_id.is_null())
        .order((sub_processors::name_key, sub_processors::country, sub_processors::id));
    Ok(rows.select(SubProcessor::as_select()).load(tx.conn())?)
}

/// The company, if it is on a list of the organisation.
pub fn sub_processor_fetch(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &SubProcessorId,
) -> Result<SubProcessor, StoreError> {
    let row = sub_processors::table.find(id).filter(sub_processors::org_id.eq(org));
    Ok(row.select(SubProcessor::as_select()).first(tx.conn())?)
}

/// Keeps a changed row, if the stored one is the one before it (`row.revision - 1`). False if somebody else was faster.
pub fn sub_processor_put(tx: &mut WriteTx, row: &SubProcessor) -> Result<bool, StoreError> {
    let before = sub_processors::table
        .find(&row.id)
        .filter(sub_processors::org_id.eq(&row.org_id))
        .filter(sub_processors::revision.eq(row.revision.saturating_sub(1)));
    Ok(diesel::update(before).set(row).execute(tx.conn())? == 1)
}

/// Takes a company off its list.
pub fn sub_processor_delete(tx: &mut WriteTx, org: &OrgId, id: &SubProcessorId) -> Result<(), StoreError> {
    let row = sub_processors::table.find(id).filter(sub_processors::org_id.eq(org));
    one(diesel::delete(row).execute(tx.conn())?)
}

/// Empties a list: a round's, or the kept one of the partner.
pub fn sub_processor_clear(
    tx: &mut WriteTx,
    org: &OrgId,
    (partner, assessment): (&PartnerId, Option<&AssessmentId>),
) -> Result<(), StoreError> {
    let own = sub_processors::table
        .filter(sub_processors::org_id.eq(org))
        .filter(sub_processors::partner_id.eq(partner));
    match assessment {
        Some(id) => diesel::delete(own.filter(sub_processors::assessment_id.eq(id))).execute(tx.conn())?,
        None => diesel::delete(own.filter(sub_processors::assessment_id.is_null())).execute(tx.conn())?,
    };
    Ok(())
}

/// Whether the partner says in this round that no other company handles the data.
pub fn sub_processors_none_said(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<bool, StoreError> {
    let row = sub_processors_none::table.find(assessment).filter(sub_processors_none::org_id.eq(org));
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(tx.conn())?)
}

/// Keeps that the partner says so, or, without a time, that it does not.
pub fn sub_processors_none_put(
    tx: &mut WriteTx,
    org: &OrgId,
    assessment: &AssessmentId,
    said_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let row = sub_processors_none::table.find(assessment).filter(sub_processors_none::org_id.eq(org));
    diesel::delete(row).execute(tx.conn())?;
    if let Some(at) = said_at {
        let values = (
            sub_processors_none::assessment_id.eq(assessment),
            sub_processors_none::org_id.eq(org),
            sub_processors_none::said_at.eq(at),
        );
        diesel::insert_into(sub_processors_none::table).values(values).execute(tx.conn())?;
    }
    Ok(())
}
