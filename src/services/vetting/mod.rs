//! Vetting, as use cases: partners, assessments, review, decisions, findings, and what they mean for a room.

mod asking;
mod assessment;
mod carry;
mod conditions;
mod coverage;
mod decision;
mod dossier;
mod every;
mod finding;
mod lapse;
mod last_round;
mod partner;
mod portfolio;
mod remark;
mod reopening;
mod review;
mod room_view;
mod shown;
mod timeline;
mod trigger;
mod words;

pub use asking::{Asked, Offer, assessment_choose, built_in, offers};
pub use assessment::*;
pub(in crate::services) use carry::last_answers;
pub use carry::{answers_carry, last_round};
pub use conditions::*;
pub use coverage::{PortfolioLine, assessment_coverage, portfolio_coverage};
pub use decision::*;
pub(in crate::services) use dossier::read as dossier_read;
pub use dossier::*;
pub use every::{AssessmentLine, assessment_list_all, operator_assessments};
pub use finding::*;
pub(in crate::services) use lapse::evidence_ending;
pub use lapse::evidence_lapse;
pub use last_round::{LastRound, RoundAnswer, RoundChange, RoundLine, round_changes};
pub use partner::*;
pub use portfolio::*;
pub use remark::{Remark, remark_add, remark_add_by_respondent, remark_list, remark_list_of_respondent};
pub use reopening::{
    LONGEST_WORD, ReopenRequest, ReopenVerdict, reopen_answer, reopen_requests, score_show, score_shown,
    submissions,
};
pub use review::*;
pub use room_view::*;
pub use shown::shown_dossier;
pub use timeline::*;
pub(in crate::services) use trigger::evidence_over_since;
pub use trigger::*;
pub use words::*;
