//! Vetting, as use cases: partners, assessments, review, decisions, findings, and what they mean for a room.

mod assessment;
mod conditions;
mod decision;
mod dossier;
mod partner;
mod portfolio;
mod review;
mod room_view;
mod timeline;
mod trigger;
mod words;

pub use assessment::*;
pub use conditions::*;
pub use decision::*;
pub use dossier::*;
pub use partner::*;
pub use portfolio::*;
pub use review::*;
pub use room_view::*;
pub use timeline::*;
pub use trigger::*;
pub use words::*;
