//! Reading a room's ledger, saying whether it holds together, and handing it out with its proof.

use super::facts::Facts;
use super::kit::Kit;
use crate::access::{Allowed, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::rooms::ledger::{self, Broken, Entry, Head};
use crate::rooms::proof::{Checkpoint, Tree, file};
use crate::services::ServiceError;
use crate::store::{self, LedgerRow, ReadTx};

/// A ledger and the verdict on it.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The room.
    pub facts: Facts,
    /// The rows, oldest first.
    pub rows: Vec<LedgerRow>,
    /// The entries and the head, or where the ledger is broken.
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

/// The whole ledger with a signed checkpoint, as `entente verify` reads it.
pub fn ledger_file(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    kit: &Kit,
    room: &RoomId,
) -> Result<String, ServiceError> {
    let rows = store::ledger_list(tx, who.org(), room)?;
    let entries = rows.iter().map(|row| row.body.as_str());
    let text = file::write(&checkpoint(room, &rows)?, entries, &kit.signing_key()?);
    text.map_err(|e| ServiceError::Internal(e.to_string()))
}

/// The signed checkpoint of a ledger: small enough to be kept by each side after every visit.
pub fn ledger_checkpoint(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    kit: &Kit,
    room: &RoomId,
) -> Result<String, ServiceError> {
    let rows = store::ledger_list(tx, who.org(), room)?;
    Ok(checkpoint(room, &rows)?.sign(&kit.signing_key()?))
}

/// The ledger as it was when its last entry was written: what was changed since does not get a fresh signature.
fn checkpoint(room: &RoomId, rows: &[LedgerRow]) -> Result<Checkpoint, ServiceError> {
    let origin = file::ledger_origin(room);
    let Some(last) = rows.last() else {
        return Ok(Checkpoint { origin, size: 0, root: Tree::default().root() });
    };
    let size = u64::try_from(last.seq).unwrap_or_default().saturating_add(1);
    Ok(Checkpoint { origin, size, root: last.record()?.root })
}
