//! Writing questionnaires: a draft that changes, versions that never do, and files that come in and go out.
//!
//! Nothing here touches an assessment: what a partner is asked was frozen into the assessment when it was sent.

mod create;
mod draft;
mod library;
mod words;

pub use create::{Start, questionnaire_create};
pub use draft::{
    Change, Edit, draft_begin, draft_discard, draft_edit, draft_publish, draft_replace, notes_done,
    questionnaire_archive, questionnaire_restore,
};
pub(crate) use library::read as read_version;
pub use library::{
    Compared, FileNote, Line, Said, Shown, Which, Written, compare, document, questionnaire_fetch,
    questionnaire_list,
};
pub use words::{fault_message, flaw_message};
