//! Rooms: opening, terms, key, lists and their uploads, runs, approval, closing, destruction.
//!
//! Every act of a room appends to the room's ledger and to both organisations' audit logs, in the transaction of the act.
//! What a room may do is decided by [`crate::rooms`]; here the facts are read for it and its answers are kept.

mod approve;
mod audience;
mod bell;
mod close;
mod decision;
mod destroy;
mod destroy_again;
mod due;
mod exchange;
mod exposure;
mod facts;
mod fault;
mod history;
mod key;
mod kit;
mod ledger;
mod open;
mod receive;
mod release;
mod request;
mod run;
mod say;
mod settle;
mod status;
mod sweep;
mod terms;
mod turn;
mod upload;
mod void;

pub use approve::*;
pub use audience::*;
pub use bell::Bell;
pub use close::*;
pub use destroy::{DESTROY_JOB, receipt_read, room_destroy};
pub use destroy_again::*;
pub use due::rooms_close_due;
pub(in crate::services) use due::{agreed, close_refused, close_with};
pub use exchange::*;
pub use exposure::*;
pub use facts::{Facts, HeldAnswer, Signature, StandingTerms};
pub use key::*;
pub use kit::Kit;
pub use ledger::*;
pub use open::*;
pub use receive::*;
pub use release::*;
pub use request::{RunStanding, RunState, room_name, run_ask, run_cancel, run_state};
pub use run::*;
pub use say::{closed_word, reason_message};
pub use status::*;
pub use sweep::*;
pub use terms::*;
pub use turn::*;
pub use upload::*;
pub use void::*;
