//! Everything that is kept: the database (diesel, SQLite or PostgreSQL) and the files beside it.
//!
//! All SQL of the program lives here, one file per noun, as functions named `noun_verb` that take a [`ReadTx`] or a
//! [`WriteTx`]. Rows of a tenant are read and written by [`crate::ids::OrgId`]: another organisation's row does not exist.
//! This layer knows rows, not rules: what may happen is decided in `services`.
//!
//! ```no_run
//! # use entente::store::{Store, StoreError};
//! # fn f(store: &Store) -> Result<(), StoreError> {
//! let partners = store.read(|tx| entente::store::organisation_count(tx))?;
//! # Ok(()) }
//! ```

mod answer;
mod api_token;
mod assessment;
mod audience;
mod audience_files;
mod audit;
mod audit_leaf;
mod budget;
mod carried_evidence;
mod company_name;
mod connection;
mod database;
mod decision;
mod destroyed;
mod dialect;
mod engine;
mod error;
mod evidence;
mod finding;
mod finding_event;
mod folder_lock;
mod idempotency;
mod invitation;
mod job;
mod key_agreement;
mod key_exchange;
mod ledger;
mod mail;
mod master_key;
mod membership;
mod migrate;
mod notice;
mod organisation;
mod partner;
mod questionnaire;
mod release;
mod remark;
mod reminder;
mod reopen_request;
mod respondent_language;
mod respondent_link;
mod review;
mod room;
mod run;
mod run_request;
mod schema;
mod session;
mod shown_score;
mod smtp;
mod smtp_fault;
mod snooze;
#[cfg(feature = "spark")]
mod spark;
mod sub_processor;
mod submission;
mod terms;
mod text;
mod transparency;
mod trigger;
mod upload;
mod user;

pub use answer::*;
pub use api_token::*;
pub use assessment::*;
pub use audience::*;
pub use audience_files::{
    AudienceFiles, Incoming, ReceiveError, ReceiveLimits, Received, Spool, SpoolKey, SpoolReader,
    SpoolWriter, StoredList,
};
pub use audit::*;
pub use audit_leaf::*;
pub use budget::*;
pub use carried_evidence::*;
pub use company_name::*;
pub use database::{DatabaseUrl, ReadTx, Retry, Store, WriteTx};
pub use decision::*;
pub use destroyed::{DestroyedRoom, DestroyedRooms, DestroyedRoomsError};
pub use engine::{Engine, EngineError, SparkSettings, engine_open};
pub use error::StoreError;
pub use evidence::*;
pub use finding::*;
pub use finding_event::*;
pub use folder_lock::{FolderLock, FolderLockError};
pub use idempotency::*;
pub use invitation::*;
pub use job::*;
pub use key_agreement::*;
pub use key_exchange::*;
pub use ledger::*;
pub use mail::*;
pub use master_key::{MasterKeyError, master_key_load};
pub use membership::*;
pub use migrate::revert_all;
pub use notice::*;
pub use organisation::*;
pub use partner::*;
pub use questionnaire::*;
pub use release::*;
pub use remark::*;
pub use reminder::*;
pub use reopen_request::*;
pub use respondent_language::*;
pub use respondent_link::*;
pub use review::*;
pub use room::*;
pub use run::*;
pub use run_request::*;
pub use session::*;
pub use shown_score::*;
pub use smtp::{Letter, MailFacts, MailSecurity, MailSettings, Smtp, SmtpError, mail_address_fits};
pub use snooze::*;
pub use sub_processor::*;
pub use submission::*;
pub use terms::*;
pub use transparency::*;
pub use trigger::*;
pub use upload::*;
pub use user::*;
