//! Asking for a run, seeing how far it is, calling it off. It is counted by whoever takes its turn: see `turn`.

use serde_json::json;

use super::fault;
use super::status::{RunLine, run_lines};
use crate::access::{Allowed, RunOverlap, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{RoomId, RunId};
use crate::rooms::release::Ask;
use crate::services::audit::{self, Act};
use crate::services::{Message, ServiceError};
use crate::store::{self, ReadTx, RunRequest, StoreError, WriteTx};

/// So many runs of one organisation in one room may wait; more would keep everybody else's waiting.
const MOST_OPEN: usize = 40;

/// Where a run stands.
#[derive(Debug, Clone)]
pub enum RunStanding {
    /// It waits for its turn.
    Queued,
    /// It is counted.
    Running,
    /// It is answered.
    Done(Box<RunLine>),
    /// It came to nothing: nothing was released or charged.
    Failed(std::sync::Arc<ServiceError>),
    /// It was called off: nothing was released or charged.
    Cancelled,
}

impl RunStanding {
    /// The word that the API uses.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done(_) => "done",
            Self::Failed(_) => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more will happen to it.
    pub fn ended(&self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// A run, from the moment it is asked for.
#[derive(Debug, Clone)]
pub struct RunState {
    /// Its id.
    pub id: RunId,
    /// What is asked.
    pub ask: Ask,
    /// How much is counted, in hundredths, by the rows that are read: it says nothing about who is found.
    pub progress: u8,
    /// Where it stands.
    pub standing: RunStanding,
    /// When it was asked for.
    pub at: Timestamp,
}

/// Asks for a run, which waits for its turn. Whether it may be answered is judged when it is counted, so that a refusal takes as
/// long as an answer.
pub fn run_ask(
    tx: &mut WriteTx,
    who: &Allowed<RunOverlap>,
    asked: (&RoomId, Ask),
    now: Timestamp,
) -> Result<RunId, ServiceError> {
    let (room, ask) = (store::room_fetch(tx, who.org(), asked.0)?.id, asked.1);
    if store::run_request_open(tx, who.org(), &room)?.len() >= MOST_OPEN {
        return Err(ServiceError::TooMany(10));
    }
    let id = RunId::fresh();
    let row = RunRequest::queued(id.clone(), (who.org(), who.user()), (&room, ask.as_str()), now);
    store::run_request_insert(tx, &row)?;
    let act = Act {
        action: "overlap.ask",
        object_kind: "room",
        object_id: room.as_str(),
        detail: json!({ "run": id.as_str(), "ask": ask.as_str() }),
    };
    audit::done(tx, who, &act, now)?;
    Ok(id)
}

/// Where a run of the room stands: an own one from the moment it is asked for, the other side's once it is answered.
pub fn run_state(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    asked: (&RoomId, &RunId),
) -> Result<RunState, ServiceError> {
    let room = store::room_fetch(tx, who.org(), asked.0)?;
    let request = match store::run_request_fetch(tx, who.org(), asked.1) {
        Ok(request) if request.room_id == room.id => Some(request),
        Ok(_) | Err(StoreError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    if let Some(request) = request.filter(|request| request.state != "done") {
        return Ok(state_of(&request));
    }
    let lines = run_lines(tx, who, &room)?;
    let line = lines.into_iter().find(|line| line.run == *asked.1).ok_or(ServiceError::NotFound)?;
    Ok(RunState {
        id: line.run.clone(),
        ask: line.ask,
        progress: 100,
        at: line.at,
        standing: RunStanding::Done(Box::new(line)),
    })
}

/// A request that is not answered.
fn state_of(request: &RunRequest) -> RunState {
    RunState {
        id: request.id.clone(),
        ask: Ask::named(&request.ask).unwrap_or_default(),
        progress: u8::try_from(request.progress).unwrap_or_default(),
        standing: match request.state.as_str() {
            "queued" => RunStanding::Queued,
            "running" => RunStanding::Running,
            "cancelled" => RunStanding::Cancelled,
            _ => RunStanding::Failed(std::sync::Arc::new(fault::opened(&request.fault))),
        },
        at: request.created_at,
    }
}

/// The room's name, if it is the organisation's.
pub fn room_name(tx: &mut ReadTx, who: &Allowed<ViewRooms>, room: &RoomId) -> Result<String, ServiceError> {
    Ok(store::room_fetch(tx, who.org(), room)?.name)
}

/// The organisation's runs in the room that are not over, oldest first.
pub(super) fn runs_open(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    room: &RoomId,
) -> Result<Vec<RunState>, ServiceError> {
    let open = store::run_request_open(tx, who.org(), room)?;
    Ok(open.iter().map(state_of).collect())
}

/// Calls off a run that the organisation asked for: nothing will be released or charged. One that is over stays what it is.
pub fn run_cancel(
    tx: &mut WriteTx,
    who: &Allowed<RunOverlap>,
    asked: (&RoomId, &RunId),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let room = store::room_fetch(tx, who.org(), asked.0)?;
    let over = || ServiceError::Conflict(Message::new("conflict-run-over"));
    match store::run_request_fetch(tx, who.org(), asked.1) {
        Ok(request) if request.room_id == room.id => {}
        Ok(_) => return Err(ServiceError::NotFound),
        // The other side's, or of the time before requests were kept: over, if it is this room's at all.
        Err(StoreError::NotFound) => {
            let run = store::run_fetch(tx, who.org(), asked.1)?;
            return Err(if run.room_id == room.id { over() } else { ServiceError::NotFound });
        }
        Err(error) => return Err(error.into()),
    }
    match store::run_request_cancel(tx, who.org(), asked.1, now) {
        Ok(()) => {}
        Err(StoreError::NotFound) => return Err(over()),
        Err(error) => return Err(error.into()),
    }
    let act = Act {
        action: "overlap.cancel",
        object_kind: "room",
        object_id: room.id.as_str(),
        detail: json!({ "run": asked.1.as_str() }),
    };
    Ok(audit::done(tx, who, &act, now)?)
}
