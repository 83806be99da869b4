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
use crate::rooms::release::{Answer, Ask, Cell, Released, Verdict, commitment};
use crate::rooms::sides::{Side, Sides};
use crate::rooms::terms::{Approval, Breakdowns, NoiseKind};

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
    /// A key was taken back that both sides had confirmed, or that was never made.
    #[error("it takes back a key that both sides had confirmed, or that was not made")]
    KeyStood,
    /// The run counts something that neither side brought.
    #[error("it counts an audience that was never received")]
    UnknownAudience,
    /// The answer is to no run of this ledger.
    #[error("it answers a run that is not in the ledger")]
    UnknownRun,
    /// The terms do not allow the question.
    #[error("the terms do not allow this question")]
    NotAllowed,
    /// The terms ask both sides, and it was released without them, or against one of them.
    #[error("both sides had not let the answer go")]
    NotApproved,
    /// It is not the answer that was drawn and bound.
    #[error("it is not the answer that was bound when it was drawn")]
    OtherAnswer,
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
#[derive(Debug, Clone, Deserialize)]
struct Figures {
    rules: Rules,
    expires_at: Timestamp,
    noise: NoiseKind,
    approval: Approval,
    #[serde(default)]
    breakdowns: Breakdowns,
    identifiers: Vec<serde_json::Value>,
}

impl Figures {
    /// The most that one answer to the question may cost; without noise a third of everything (`policy::Effective::cost`).
    fn price(&self, ask: Ask) -> u64 {
        let (one, total) = (self.rules.epsilon_micro, self.rules.epsilon_total_micro);
        let passes = u64::try_from(self.identifiers.len()).unwrap_or(u64::MAX);
        match (self.noise, ask) {
            (NoiseKind::Exact, _) => total / 3,
            (NoiseKind::DiscreteLaplace, Ask::ByIdentifier) => one.saturating_mul(passes.saturating_add(1)),
            (NoiseKind::DiscreteLaplace, Ask::Overlap | Ask::BySegment) => one,
        }
    }
}

/// A run and what it stands on.
struct Asked {
    figures: Figures,
    ask: Ask,
}

/// What is known of an answer.
enum Known {
    /// It was released.
    Shown(Answer),
    /// It is held, bound by this commitment; the run that it answers, and what each side has said.
    Held(Digest, RunId, Sides<Option<Verdict>>),
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
    runs: BTreeMap<RunId, Asked>,
    answers: BTreeMap<ReleaseId, Known>,
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
            Body::KeyVoided { kcv_digest, .. } => {
                if self.keys.guest.is_some() || self.keys.host != Some(*kcv_digest) {
                    return Err(What::KeyStood);
                }
                self.keys.host = None;
            }
            Body::KeyChecked { by, kcv_digest } => *self.keys.get_mut(*by) = Some(*kcv_digest),
            Body::AudienceReceived { by, digest, .. } => self.audiences.get_mut(*by).push(*digest),
            Body::OptOutsReceived { .. } => {}
            Body::Run { run, ask, audiences, .. } => self.run(entry.at, (run, *ask), audiences)?,
            Body::Release { run, release, epsilon_micro, released } => {
                self.release((run, release), u64::from(epsilon_micro.micro()), released)?;
            }
            Body::ReleaseHeld { run, release, epsilon_micro, commitment } => {
                self.hold((run, release), u64::from(epsilon_micro.micro()), *commitment)?;
            }
            Body::ReleaseJudged { by, release, verdict } => match self.answers.get_mut(release) {
                Some(Known::Held(_, _, said)) if said.get(*by).is_none() => {
                    *said.get_mut(*by) = Some(*verdict)
                }
                _ => return Err(What::NotApproved),
            },
            Body::ReleaseOpened { release, released, salt } => self.open(release, released, salt)?,
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
                self.texts.get(&host).cloned().ok_or(What::Unsigned)
            }
            _ => Err(What::Unsigned),
        }
    }

    fn run(&mut self, at: Timestamp, run: (&RunId, Ask), audiences: &Sides<Digest>) -> Result<(), What> {
        let figures = self.in_force()?;
        if at >= figures.expires_at {
            return Err(What::Expired);
        }
        if !run.1.within(figures.breakdowns) {
            return Err(What::NotAllowed);
        }
        if self.keys.host.is_none() || self.keys.host != self.keys.guest {
            return Err(What::NoKey);
        }
        let known = |side: Side| self.audiences.get(side).contains(audiences.get(side));
        if !known(Side::Host) || !known(Side::Guest) {
            return Err(What::UnknownAudience);
        }
        self.runs.insert(run.0.clone(), Asked { figures, ask: run.1 });
        Ok(())
    }

    fn release(&mut self, ids: (&RunId, &ReleaseId), cost: u64, released: &Answer) -> Result<(), What> {
        let asked = self.runs.get(ids.0).ok_or(What::UnknownRun)?;
        if cost == 0 {
            let same = matches!(self.answers.get(ids.1), Some(Known::Shown(earlier)) if earlier == released);
            self.so_far.repeats = self.so_far.repeats.saturating_add(u32::from(same));
            return if same { Ok(()) } else { Err(What::NotARepeat) };
        }
        if self.answers.contains_key(ids.1) {
            return Err(What::PaidTwice);
        }
        if asked.figures.approval == Approval::BothOwners {
            return Err(What::NotApproved);
        }
        shows_no_more(&asked.figures.rules, released)?;
        self.answers.insert(ids.1.clone(), Known::Shown(released.clone()));
        self.pay(ids.0, cost)
    }

    /// An answer that is drawn and charged, and not shown yet; or one like it, asked for again.
    fn hold(&mut self, ids: (&RunId, &ReleaseId), cost: u64, bound: Digest) -> Result<(), What> {
        if !self.runs.contains_key(ids.0) {
            return Err(What::UnknownRun);
        }
        if cost == 0 {
            let same = matches!(self.answers.get(ids.1), Some(Known::Held(earlier, ..)) if *earlier == bound);
            self.so_far.repeats = self.so_far.repeats.saturating_add(u32::from(same));
            return if same { Ok(()) } else { Err(What::NotARepeat) };
        }
        if self.answers.contains_key(ids.1) {
            return Err(What::PaidTwice);
        }
        let said = Sides { host: None, guest: None };
        self.answers.insert(ids.1.clone(), Known::Held(bound, ids.0.clone(), said));
        self.pay(ids.0, cost)
    }

    /// A held answer that both sides let go.
    fn open(&mut self, release: &ReleaseId, released: &Answer, salt: &Digest) -> Result<(), What> {
        let Some(Known::Held(bound, run, said)) = self.answers.get(release) else {
            return Err(What::NotApproved);
        };
        if !said.both(|verdict| *verdict == Some(Verdict::Approve)) {
            return Err(What::NotApproved);
        }
        if commitment(salt, released).ok() != Some(*bound) {
            return Err(What::OtherAnswer);
        }
        let asked = self.runs.get(run).ok_or(What::UnknownRun)?;
        shows_no_more(&asked.figures.rules, released)?;
        self.answers.insert(release.clone(), Known::Shown(released.clone()));
        Ok(())
    }

    /// The price of a new answer, within what the terms of its run allow.
    fn pay(&mut self, run: &RunId, cost: u64) -> Result<(), What> {
        let asked = self.runs.get(run).ok_or(What::UnknownRun)?;
        self.so_far.releases = self.so_far.releases.saturating_add(1);
        self.so_far.epsilon_micro = self.so_far.epsilon_micro.saturating_add(cost);
        let rules = asked.figures.rules;
        if cost > asked.figures.price(asked.ask) {
            return Err(What::Price);
        }
        if self.so_far.epsilon_micro > rules.epsilon_total_micro {
            return Err(What::Epsilon);
        }
        if self.so_far.releases > rules.releases { Err(What::Releases) } else { Ok(()) }
    }
}

/// An answer may be stricter than the terms, for a decision can tighten k, and never laxer.
fn shows_no_more(rules: &Rules, answer: &Answer) -> Result<(), What> {
    if let Some(total) = answer.total() {
        total_shows_no_more(rules, total)?;
    }
    let cells: Vec<Cell> = match answer {
        Answer::Count(_) => Vec::new(),
        Answer::Split(split) => split.by_identifier.iter().map(|pass| pass.people).collect(),
        Answer::Matrix(matrix) if matrix.k < rules.k => return Err(What::TooSmall),
        Answer::Matrix(matrix) => matrix.cells.iter().flatten().copied().collect(),
    };
    let mut shown = cells.into_iter().filter_map(Cell::shown);
    shown.try_for_each(|n| total_shows_no_more(rules, Released::Value { n, pm95: 0 }))
}

fn total_shows_no_more(rules: &Rules, released: Released) -> Result<(), What> {
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
