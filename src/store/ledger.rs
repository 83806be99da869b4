//! The ledgers of rooms: rows are added and never changed (a trigger sees to it).

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::room::room_fetch;
use super::schema::ledger_entries;
use super::text;
use crate::clock::Timestamp;
use crate::ids::{LedgerEntryId, OrgId, RoomId};
use crate::rooms::Digest;
use crate::rooms::canonical::NotADigest;
use crate::rooms::ledger::{self, Body, Entry, Head, Record};
use crate::rooms::proof::Tree;

/// One row of a ledger.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_entries)]
pub struct LedgerRow {
    /// Its id.
    pub id: LedgerEntryId,
    /// The room.
    pub room_id: RoomId,
    /// The entry's number, from 0.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// The side that did it, if one did.
    pub org_id: Option<OrgId>,
    /// The kind of entry, as in its JSON.
    pub kind: String,
    /// The entry in canonical JSON.
    pub body: String,
    /// Its leaf hash, in hex.
    pub leaf_hash: String,
    /// The root of the tree that ends with it, in hex.
    pub root_hash: String,
}

/// Adds an entry to the ledger of a room of the organisation. `by` is the side that did it, if one did.
pub fn ledger_append(
    tx: &mut WriteTx,
    org: &OrgId,
    room: &RoomId,
    entry: (Body, Option<&OrgId>),
    at: Timestamp,
) -> Result<(), StoreError> {
    room_fetch(tx, org, room)?;
    let head = head(tx, room)?;
    let (body, by) = entry;
    let kind = body.kind();
    let (record, new_head) = ledger::append(head.as_ref(), room, at, body)
        .map_err(|e| StoreError::Other(format!("a ledger entry could not be written: {e}")))?;
    let row = LedgerRow {
        id: LedgerEntryId::fresh(),
        room_id: room.clone(),
        seq: i64::try_from(new_head.tree.size().saturating_sub(1)).map_err(|_cause| damaged(room))?,
        at: new_head.at,
        org_id: by.cloned(),
        kind: kind.to_owned(),
        body: String::from_utf8(record.bytes).map_err(|_cause| damaged(room))?,
        leaf_hash: record.leaf.to_string(),
        root_hash: record.root.to_string(),
    };
    // The number is taken: another entry of the room was written at the same time (PostgreSQL may call that a conflict).
    let added = diesel::insert_into(ledger_entries::table).values(row).execute(tx.conn());
    added.map(|_| ()).map_err(|e| StoreError::from(e).lost_race())
}

/// The whole ledger of a room of the organisation, oldest first.
pub fn ledger_list(tx: &mut ReadTx, org: &OrgId, room: &RoomId) -> Result<Vec<LedgerRow>, StoreError> {
    room_fetch(tx, org, room)?;
    let rows = ledger_entries::table.filter(ledger_entries::room_id.eq(room)).order(ledger_entries::seq);
    Ok(rows.select(LedgerRow::as_select()).load(tx.conn())?)
}

/// The latest entry of that kind in the ledger of a room of the organisation.
pub fn ledger_find(
    tx: &mut ReadTx,
    org: &OrgId,
    room: &RoomId,
    kind: &str,
) -> Result<Option<LedgerRow>, StoreError> {
    room_fetch(tx, org, room)?;
    let rows = ledger_entries::table
        .filter(ledger_entries::room_id.eq(room))
        .filter(ledger_entries::kind.eq(kind))
        .order(ledger_entries::seq.desc());
    Ok(rows.select(LedgerRow::as_select()).first(tx.conn()).optional()?)
}

impl LedgerRow {
    /// The entry, as it was written.
    pub fn read(&self) -> Result<Entry, StoreError> {
        text::json(&self.body)
    }

    /// The row as the verifier reads it.
    pub fn record(&self) -> Result<Record, StoreError> {
        let digest = |text: &str| Digest::parse(text).map_err(|NotADigest| damaged(&self.room_id));
        let (leaf, root) = (digest(&self.leaf_hash)?, digest(&self.root_hash)?);
        Ok(Record { bytes: self.body.clone().into_bytes(), leaf, root })
    }
}

/// Where the room's ledger ends. A ledger has an entry for each act of a person and not for each row of a list, so all of its
/// leaves are read.
fn head(tx: &mut ReadTx, room: &RoomId) -> Result<Option<Head>, StoreError> {
    let rows = ledger_entries::table
        .filter(ledger_entries::room_id.eq(room))
        .order(ledger_entries::seq)
        .select((ledger_entries::seq, ledger_entries::at, ledger_entries::leaf_hash))
        .load::<(i64, Timestamp, String)>(tx.conn())?;
    let mut tree = Tree::default();
    for (seq, _, leaf) in &rows {
        if u64::try_from(*seq) != Ok(tree.size()) {
            return Err(damaged(room));
        }
        tree.push(Digest::parse(leaf).map_err(|NotADigest| damaged(room))?);
    }
    Ok(rows.last().map(|(_, at, _)| Head { tree, at: *at }))
}

fn damaged(room: &RoomId) -> StoreError {
    StoreError::Other(format!("the ledger of room {room} is damaged"))
}
