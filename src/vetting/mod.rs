//! Vetting: how far a prospective partner can be trusted with people's data, and why.
//!
//! Pure: no I/O, no clock, no database, no web. Questionnaires, intakes and answers come in as values and go out as
//! values. The way through: parse a [`questionnaire::Questionnaire`], fill a [`sheet::Sheet`], state an
//! [`intake::Intake`], and [`scoring::score`] tells the rest. `entente-score/1` is specified in `scoring`.
//!
//! ```
//! use entente::vetting::{answers::Answers, policy::Policy, questionnaire::Questionnaire, scoring};
//!
//! let questionnaire = Questionnaire::parse(
//!     r#"{"format":"entente-questionnaire/1","id":"tiny","version":1,"languages":["en"],"sections":[
//!         {"id":"D","title":{"en":"Rights"},"weight":100,"questions":[
//!             {"id":"D1","text":{"en":"Can people get their data?"},"weight":5,"expected_evidence":"E2",
//!              "options":[{"id":"yes","label":{"en":"Yes"},"value":100},{"id":"no","label":{"en":"No"},"value":0}]}]}]}"#,
//! )?;
//! let answers = Answers::parse(
//!     r#"{"format":"entente-answers/1","intake":{"data":["aggregate"],"people":"lt_10k",
//!         "purpose":"aggregate_measurement","access":"clean_room","geography":"adequate"},
//!         "answers":{"D1":{"option":"yes","evidence":"E2"}}}"#,
//!     &questionnaire,
//! )?;
//! let score = scoring::score(&scoring::Case {
//!     questionnaire: &questionnaire,
//!     intake: &answers.intake,
//!     sheet: &answers.sheet,
//!     policy: &Policy::default(),
//!     freshness: scoring::Freshness::Current,
//! });
//! assert_eq!(score.control, Some(10_000));
//! # Ok::<(), entente::vetting::format::FormatError>(())
//! ```

pub mod answers;
pub mod chain;
pub mod code;
pub mod condition;
pub mod coverage;
pub mod decision;
pub mod digest;
pub mod evidence;
pub mod findings;
pub mod format;
pub mod formats;
pub mod intake;
pub mod policy;
pub mod questionnaire;
pub mod remediation;
pub mod scoring;
pub mod sentence;
pub mod sheet;
pub mod text;
pub mod trigger;
pub mod website;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod properties;
