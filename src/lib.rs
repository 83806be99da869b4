//! Entente: vet a marketing-data partner, then count the people two audiences share.
//!
//! # The map
//! | layer | modules | may not |
//! |---|---|---|
//! | the product, pure | [`vetting`], [`rooms`], [`matching`], [`access`] | do I/O, read a clock, know a database or a web server |
//! | plumbing | [`store`] (all SQL), [`services`] (use cases), [`jobs`] (what the server does by itself) | know HTTP |
//! | surfaces | [`web`], [`cli`] | hold SQL or rules |
//!
//! `tests/architecture.rs` enforces who imports whom and how long a file may grow.
//!
//! # Words
//! A *partner* is one organisation's record of another company; an *assessment* is one round of a *questionnaire* for it;
//! a *decision* ends it. A *room* joins two organisations under signed *terms*; each side brings an *audience* of
//! *keyed-hash tokens*; a *run* counts the *overlap*; a *release* is the noised, thresholded answer, and the *ledger*
//! remembers it.

pub mod matching;

#[cfg(any(feature = "browser", test))]
pub mod browser;

#[cfg(feature = "server")]
pub mod access;
#[cfg(feature = "server")]
pub mod cli;
#[cfg(feature = "vetting")]
pub mod clock;
#[cfg(feature = "server")]
pub mod config;
#[cfg(feature = "server")]
pub mod ids;
#[cfg(feature = "server")]
pub mod jobs;
#[cfg(feature = "server")]
pub mod rooms;
#[cfg(feature = "server")]
pub mod secret;
#[cfg(feature = "server")]
pub mod services;
#[cfg(feature = "server")]
pub mod store;
#[cfg(feature = "vetting")]
pub mod vetting;
#[cfg(feature = "server")]
pub mod web;
