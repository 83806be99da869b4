//! Work that the server does by itself: the runner, and one file per kind of job.
//!
//! | kind | when | what |
//! |---|---|---|
//! | `close_rooms` | every minute | closes the rooms whose terms ran out or were never signed, or whose last answer is out |
//! | `destroy_room` | after a closing, until done | destroys what the room held, and writes the receipt |
//! | `destroy_again` | every ten minutes | destroys again what an older database that was put back had brought back |
//! | `sweep_audiences` | every ten minutes | removes files of audiences that no row accounts for, and uploads that expired |
//! | `lapse_evidence` | every ten minutes | voids decisions whose evidence has run out |
//! | `write_reminders` | every ten minutes | writes the mail that time brings |
//! | `send_mail` | every half minute | sends what is in the outbox |
//! | `prove_audit` | every minute | gives audit records their place in the proof of their log |
//!
//! Runs that people ask for are a queue of their own (`counts`): they take a core each, are seen and called off by whoever asked,
//! and are not tried again when they fail.
//!
//! A job is idempotent: it may run twice, or half, and then again. It calls services and holds no rules. The jobs' table is
//! read through `store`, and nothing else of it is used here.

mod close_rooms;
mod counts;
mod destroy_again;
mod destroy_room;
mod lapse_evidence;
mod prove_audit;
mod runner;
mod send_mail;
mod sweep_audiences;
mod write_reminders;

pub use counts::{Counts, CountsRunning};
pub use runner::Runner;

use crate::clock::Timestamp;
use crate::services::ServiceError;
use crate::services::rooms::Kit;
use crate::store::{AudienceFiles, Store};

/// What a job may use.
pub(crate) struct Desk<'a> {
    pub(crate) store: &'a Store,
    pub(crate) kit: &'a Kit,
    pub(crate) files: &'a AudienceFiles,
    pub(crate) now: Timestamp,
}

/// One kind of job.
pub(crate) struct Kind {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// How many seconds after a success it runs again; none: it is done then.
    pub(crate) every: Option<i64>,
    /// The work; the text is the job's payload.
    pub(crate) work: fn(&Desk<'_>, &str) -> Result<(), ServiceError>,
}

/// Every kind there is.
pub(crate) const KINDS: &[Kind] = &[
    close_rooms::KIND,
    destroy_room::KIND,
    destroy_again::KIND,
    sweep_audiences::KIND,
    lapse_evidence::KIND,
    prove_audit::KIND,
    write_reminders::KIND,
    send_mail::KIND,
];
