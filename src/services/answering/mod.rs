//! The respondent's side of vetting: coming in by link, answering, submitting.
//!
//! A respondent has no account and no role. What a service here takes as proof is [`crate::access::Respondent`], which
//! only a link that is good can give; it covers one assessment, or one section of it for a colleague who was given that. Nothing here shows what the other side thinks of the
//! partner: no intake, no review, no score.

mod answer;
mod answer_file;
mod delegate;
mod desk;
mod language;
mod link;
mod receipt;
mod reopen;
mod submit;

pub use answer::{Change, Saved, answers_save};
pub use answer_file::{
    HandedOut, Loaded, Overwrite, Preview, answer_formats, answers_export, answers_load, answers_preview,
    assessment_export, assessment_load, assessment_preview, note_message, operator_export, operator_load,
    operator_preview,
};
pub use delegate::{Delegated, delegate, delegated, delegated_revoke};
pub use desk::{Desk, DeskState, SectionProgress, desk};
pub(in crate::services) use language::languages_of;
pub use language::{Languages, PAGE_LANGUAGES, language_choose, link_language, session_language};
pub use link::{Landing, begin, landing, respondent};
pub(in crate::services) use link::{author, come_in, found, link_of, turned_away};
pub use receipt::{Receipt, receipts};
pub use reopen::{reopen_ask, reopen_asked};
pub use submit::submit;

#[cfg(test)]
mod tests;
