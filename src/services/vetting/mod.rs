//! Vetting, as use cases: partners, assessments, review, decisions, findings, and what they mean for a room.

mod dossier;
mod room_view;

pub use dossier::*;
pub use room_view::*;
