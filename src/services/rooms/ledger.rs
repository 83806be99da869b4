//! Reading a room's ledger, and saying whether it holds together.

use super::facts::Facts;
use crate::access::{Allowed, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::rooms::ledger::{self, Broken, Entry, Head};
use crate::services::ServiceError;
use crate::store::{self, LedgerRow, ReadTx};

/// A ledger and the verdict on it.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The room.
    pub facts: Facts,
    /// The rows, oldest first.
    pub rows: Vec<LedgerRow>,
    /// The entries and the head, or where the chain is broken.
    pub verdict: Result<(Vec<Entry>, Option<Head>), Broken>,
}

/// The ledger of a room of the organisation, verified on every reading.
pub fn ledger_read(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    room: &RoomId,
    now: Timestamp,
) -> Result<Ledger, ServiceError> {
    let facts = Facts::load(tx, who.org(), room, now)?;
    let rows = store::ledger_list(tx, who.org(), room)?;
    let records = rows.iter().map(LedgerRow::record).collect::<Result<Vec<_>, _>>()?;
    Ok(Ledger { verdict: ledger::verify(room, &records), facts, rows })
}
