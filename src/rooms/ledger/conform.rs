//! Whether a ledger followed the terms in it: both signed before anything was counted, every answer within its k, its
//! rounding, its price and the room's budget, nothing after the end.
//!
//! The budget is the pair's, over all its rooms; one ledger shows that this room alone stayed within it. Terms are read for
//! the few figures that matter here, so that a program of today can check a ledger of tomorrow's terms.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Body, Entry};
use crate::clock::Timestamp;
use crate::ids::{ReleaseId, RunId};
use crate::rooms::canonical::Digest;
use crate::rooms::proof::VerifyingKey;
use crate::rooms::release::Released;
use crate::rooms::sides::{Side, Sides};

/// What a ledger that followed its terms amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Followed {
    /// New answers.
    pub releases: u32,
    /// Earlier answers given again, free.
    pub repeats: u32,
    /// What the new ones cost, in millionths of epsilon.
    pub epsilon_micro: u64,
    /// Whether the room is closed.
    pub closed: bool,
    /// Whether its data is destroyed, with a receipt.
    pub destroyed: bool,
}

/// An entry that the signed terms do not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {entry} does not follow the signed terms: {what}")]
pub struct Breach {
    /// The entry.
    pub entry: u64,
    /// In which way.
    pub what: What,
}

/// The ways not to follow terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// The text has another hash than the signature names.
    #[error("the text of the terms is not the one that was signed")]
    OtherText,
    /// The text cannot be read as terms.
    #[error("the text is not one of terms")]
    NotTerms,
    /// No terms are in force.
    #[error("both sides had not signed the same terms")]
    Unsigned,
    /// The terms had run out.
    #[error("the terms had run out")]
    Expired,
    /// A side had not shown that it holds the key.
    #[error("both sides had not shown the same key")]
    NoKey,
    /// The run counts something that neither side brought.
    #[error("it counts an audience that was never received")]
    UnknownAudience,
    /// The answer is to no run of this ledger.
    #[error("it answers a run that is not in the ledger")]
    UnknownRun,
    /// A free answer that is not an earlier one.
    #[error("it is free, and not the answer that was given before")]
    NotARepeat,
    /// A new answer under an old one's id.
    #[error("it costs something, and the same release was answered before")]
    PaidTwice,
    /// The price is above that of the terms.
    #[error("it cost more epsilon than the terms allow for one release")]
    Price,
    /// The sum is above the budget.
    #[error("all releases together cost more epsilon than the terms allow")]
    Epsilon,
    /// There are too many answers.
    #[error("there are more releases than the terms allow")]
    Releases,
    /// A group smaller than k is shown.
    #[error("it shows a group smaller than the terms allow")]
    TooSmall,
    /// A number is finer than agreed.
    #[error("it is rounded more finely than the terms allow")]
    Rounding,
    /// Something after the end.
    #[error("the room was closed before it")]
    AfterClosing,
    /// A receipt of a room that is open.
    #[error("the room was not closed before its data was destroyed")]
    NotClosed,
    /// The receipt is not signed by the key of the checkpoint.
    #[error("the signature of the deletion receipt is not the server's")]
    Receipt,
}

/// The figures of terms that the check needs.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Figures {
    rules: Rules,
    expires_at: Timestamp,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Rules {
    k: u64,
    round_to: u64,
    epsilon_micro: u64,
    epsilon_total_micro: u64,
    releases: u32,
}

/// What the entries so far amount to.
#[derive(Default)]
struct Room {
    signed: Sides<Option<Digest>>,
    texts: BTreeMap<Digest, Figures>,
    keys: Sides<Option<Digest>>,
    audiences: Sides<Vec<Digest>>,
    runs: BTreeMap<RunId, Figures>,
    answers: BTreeMap<ReleaseId, Released>,
    so_far: Followed,
}

/// What the ledger amounts to, if every entry followed the terms in force when it was written. `key` is the server's.
pub fn follow(entries: &[Entry], key: &VerifyingKey) -> Result<Followed, Breach> {
    let mut room = Room::default();
    for entry in entries {
        room.take(entry, key).map_err(|what| Breach { entry: entry.seq, what })?;
    }
    Ok(room.so_far)
}

impl Room {
    fn take(&mut self, entry: &Entry, key: &VerifyingKey) -> Result<(), What> {
        if self.so_far.closed && !matches!(entry.body, Body::Destroyed { .. }) {
            return Err(What::AfterClosing);
        }
        match &entry.body {
            Body::TermsSigned { by, terms, text } => self.sign(*by, *terms, text)?,
            Body::KeyChecked { by, kcv_digest } => *self.keys.get_mut(*by) = Some(*kcv_digest),
            Body::AudienceReceived { by, digest, .. } => self.audiences.get_mut(*by).push(*digest),
            Body::Run { run, audiences, .. } => self.run(entry.at, run, audiences)?,
            Body::Release { run, release, epsilon_micro, released } => {
                self.release((run, release), u64::from(epsilon_micro.micro()), *released)?;
            }
            Body::Closed { .. } => self.so_far.closed = true,
            Body::Destroyed { receipt } => {
                if !self.so_far.closed || self.so_far.destroyed {
                    return Err(What::NotClosed);
                }
                receipt.verify(key).map_err(|_not_signed| What::Receipt)?;
                self.so_far.destroyed = true;
            }
        }
        Ok(())
    }

    fn sign(&mut self, by: Side, terms: Digest, text: &str) -> Result<(), What> {
        if Digest::of(&[text.as_bytes()]) != terms {
            return Err(What::OtherText);
        }
        let figures = serde_json::from_str(text).map_err(|_cause| What::NotTerms)?;
        self.texts.insert(terms, figures);
        *self.signed.get_mut(by) = Some(terms);
        Ok(())
    }

    /// The figures that both sides signed last.
    fn in_force(&self) -> Result<Figures, What> {
        match (self.signed.host, self.signed.guest) {
            (Some(host), Some(guest)) if host == guest => {
                self.texts.get(&host).copied().ok_or(What::Unsigned)
            }
            _ => Err(What::Unsigned),
        }
    }

    fn run(&mut self, at: Timestamp, run: &RunId, audiences: &Sides<Digest>) -> Result<(), What> {
        let figures = self.in_force()?;
        if at >= figures.expires_at {
            return Err(What::Expired);
        }
        if self.keys.host.is_none() || self.keys.host != self.keys.guest {
            return Err(What::NoKey);
        }
        let known = |side: Side| self.audiences.get(side).contains(audiences.get(side));
        if !known(Side::Host) || !known(Side::Guest) {
            return Err(What::UnknownAudience);
        }
        self.runs.insert(run.clone(), figures);
        Ok(())
    }

    fn release(&mut self, ids: (&RunId, &ReleaseId), cost: u64, released: Released) -> Result<(), What> {
        let rules = self.runs.get(ids.0).ok_or(What::UnknownRun)?.rules;
        let earlier = self.answers.get(ids.1);
        if cost == 0 {
            let same = earlier == Some(&released);
            self.so_far.repeats = self.so_far.repeats.saturating_add(u32::from(same));
            return if same { Ok(()) } else { Err(What::NotARepeat) };
        }
        if earlier.is_some() {
            return Err(What::PaidTwice);
        }
        shows_no_more(&rules, released)?;
        self.so_far.releases = self.so_far.releases.saturating_add(1);
        self.so_far.epsilon_micro = self.so_far.epsilon_micro.saturating_add(cost);
        self.answers.insert(ids.1.clone(), released);
        if cost > rules.epsilon_micro {
            return Err(What::Price);
        }
        if self.so_far.epsilon_micro > rules.epsilon_total_micro {
            return Err(What::Epsilon);
        }
        if self.so_far.releases > rules.releases { Err(What::Releases) } else { Ok(()) }
    }
}

/// An answer may be stricter than the terms, for a decision can tighten k, and never laxer.
fn shows_no_more(rules: &Rules, released: Released) -> Result<(), What> {
    let step = rules.round_to.max(1);
    match released {
        Released::Below { lt } if lt < rules.k => Err(What::TooSmall),
        // The noised count was k or more; rounding may take it half a step below.
        Released::Value { n, .. } if n.saturating_add(step / 2) < rules.k => Err(What::TooSmall),
        Released::Value { n, .. } | Released::Above { ge: n } if n % step != 0 => Err(What::Rounding),
        _ => Ok(()),
    }
}

#[cfg(test)]
pub(crate) mod tests;
