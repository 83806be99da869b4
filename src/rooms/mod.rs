//! The clean room: what two organisations agree on, when they may count, and what a count may say.
//!
//! This module owns the rules of cleanroom.md and nothing else: no I/O, no clock, no database, no HTTP. Every function
//! is given the facts and returns a value; the service that calls it stores the value in one transaction.
//!
//! | file | owns |
//! |---|---|
//! | [`terms`] | what both sides sign, its floors, its canonical bytes and digest |
//! | [`policy`] | how the vetting decision tightens the terms, and why a room is open or closed |
//! | [`release`] | the release rules: gates, history, budget, noise, threshold, tables, approval |
//! | [`budget`] | what a pair of organisations has spent, and what is left |
//! | [`exposure`] | who could learn what: the figures |
//! | [`ledger`] | the record that both sides read and can verify |
//! | [`counting`] | the interface of the engine that counts |
//! | [`agreement`] | how both sides come by the same room key |
//! | [`custody`] | the room pepper, wrapped by the instance's master key |
//! | [`lists`] | audiences and opt-outs, and the sealed names of segments |
//! | [`receipt`] | what a closed room held, and that it is gone |
//! | [`proof`] | the hash tree and signed checkpoints of a ledger or an audit log |
//! | [`lifecycle`] | the steps of a room, what moves it, what closes it |
//!
//! # Two decisions that bind others
//! A room has two *sides*, [`Side::Host`] and [`Side::Guest`]; every pair of facts is a [`Sides`], so that "ours"
//! and "theirs" are decided once, at the surface, by [`Sides::seen_by`].
//!
//! A raw count enters [`release::draw`] and only a [`release::Released`] comes out; nothing here prints, compares or
//! stores the raw count.

pub mod agreement;
#[cfg(test)]
mod attacks;
pub mod budget;
pub mod canonical;
pub mod counting;
pub mod custody;
pub mod exposure;
pub mod ledger;
pub mod lifecycle;
pub mod lists;
pub mod policy;
pub mod proof;
pub mod receipt;
pub mod release;
mod sides;
pub mod terms;

pub use canonical::Digest;
pub use sides::{Side, Sides};
