//! Use cases: one verb each, blocking, grouped by job.
//!
//! A service receives a transaction and never opens one, unless its work needs files between two transactions (then it
//! takes the [`crate::store::Store`] itself and says so). It takes `&Allowed<P>` as proof of permission, the present
//! moment as a value, and writes its audit record in the transaction of the act. It knows no HTTP and no HTML.

pub mod access;
pub mod answering;
pub mod audit;
pub mod authoring;
mod error;
pub mod evidence;
pub mod idempotency;
pub mod mail;
pub mod reports;
pub mod rooms;
pub mod transparency;
pub mod vetting;

pub use error::{FieldFault, Message, ServiceError};
