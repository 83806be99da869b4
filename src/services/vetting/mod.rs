//! Vetting, as use cases: partners, assessments, review, decisions, findings, and what they mean for a room.

mod asking;
mod assessment;
mod conditions;
mod decision;
mod dossier;
mod partner;
mod portfolio;
mod review;
mod room_view;
mod timeline;
mod words;

pub use asking::{Asked, Offer, assessment_choose, offers};
pub use assessment::*;
pub use conditions::*;
pub use decision::*;
pub use dossier::*;
pub use partner::*;
pub use portfolio::*;
pub use review::*;
pub use room_view::*;
pub use timeline::*;
pub use words::*;
