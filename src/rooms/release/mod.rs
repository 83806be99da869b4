//! The release rule for one count (cleanroom.md), in two phases around the transaction that makes it true.
//!
//! ```text
//! plan(request, history, budget)      gates, repeats, near-repeats, budget: from inputs alone, before anything is counted
//!   ├ Refuse(why)                     safe to explain: it depends on each owner's own data and on public facts
//!   ├ Repeat / Unchanged(prior)       the stored answer again, free
//!   └ Draw(ticket)                    the service counts, then
//! draw(ticket, raw, noise)            noise, threshold, top-code, rounding
//! ```
//! The service then charges the budget, appends to the ledger and stores the noised count in one transaction, and only
//! after the commit shows the answer. A crash before the commit reveals nothing, so a fresh draw is safe.
//!
//! **Order matters.** The plan is made without the count; a [`RawCount`] is opened in [`draw`] alone; thresholds are applied
//! to the *noised* value, never to the raw one, so that everything after the noise is post-processing.

mod answer;
mod history;
mod noise;
mod question;

use super::budget::{Budget, BudgetSpent};
use super::policy::{ClosedBecause, Effective, Opening};
use super::sides::{Side, Sides};
use super::terms::Epsilon;
use crate::matching::intersect::RawCount;

pub use answer::{Released, answer};
pub use history::{Distance, Prior};
pub use noise::{Noise, NoiseError, OpenDp, Scale};
pub use question::Question;

use super::canonical::Digest;

/// An audience as the gates see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AudienceFacts {
    /// The digest of its sorted, distinct, re-keyed tokens.
    pub digest: Digest,
    /// Distinct people, after the opt-out list was applied.
    pub people: u64,
    /// Rows that were uploaded.
    pub rows: u64,
}

/// One request to count the overlap.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Whether the room counts, with proof that it was asked.
    pub opening: &'a Opening,
    /// The figures in force.
    pub effective: &'a Effective,
    /// What is asked.
    pub question: Digest,
    /// Each side's audience, once it is here.
    pub audiences: Sides<Option<AudienceFacts>>,
}

/// Why a request is refused; every reason is safe to show to both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The room does not count now.
    Closed(Vec<ClosedBecause>),
    /// A side has not brought an audience.
    NoAudience {
        /// The side that is awaited.
        by: Side,
    },
    /// An audience holds too few people.
    TooFewPeople {
        /// Whose it is.
        by: Side,
        /// How many it takes.
        least: u32,
    },
    /// More than half of an audience's rows repeat a person.
    MostlyDuplicates {
        /// Whose it is.
        by: Side,
    },
    /// The pair of organisations has used up what it may learn.
    Budget(BudgetSpent),
}

/// What a request leads to, decided before anything is counted.
#[derive(Debug)]
pub enum Plan<'a> {
    /// The same question about the same audiences was answered: that answer again, free.
    Repeat(&'a Prior),
    /// The audiences changed too little since that answer for a new one: it again, marked unchanged, free.
    Unchanged(&'a Prior),
    /// A new answer; it costs one release.
    Draw(Ticket),
    /// No answer.
    Refuse(Refusal),
}

/// Leave to draw one new answer; only [`plan`] makes one, and [`draw`] uses it up.
#[derive(Debug, PartialEq, Eq)]
pub struct Ticket {
    k: u32,
    round_to: u32,
    scale: Scale,
    people: Sides<u64>,
}

impl Ticket {
    /// What the answer will cost.
    pub fn cost(&self) -> Epsilon {
        self.scale.epsilon
    }
}

/// A count with noise on it, before the threshold; for the store alone.
pub struct Noisy(i64);

impl Noisy {
    /// The value to keep with the release; nobody is shown it.
    pub fn for_ledger(&self) -> i64 {
        self.0
    }
}

/// A new answer and what it costs.
pub struct NewRelease {
    /// The noised count, to be stored.
    pub noisy: Noisy,
    /// The answer, to be shown after the commit.
    pub released: Released,
    /// What to charge.
    pub epsilon_micro: Epsilon,
}

/// Why a draw failed; nothing was revealed and nothing is to be charged.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The noise could not be drawn.
    #[error(transparent)]
    Noise(#[from] NoiseError),
    /// The count is larger than the smaller audience, so it is not a count of these audiences.
    #[error("the count does not belong to these audiences")]
    NotOfTheseAudiences,
}

/// What the request leads to: steps 1 to 5 of the release rule.
pub fn plan<'a>(request: &Request<'_>, history: &'a [Prior], budget: &Budget) -> Plan<'a> {
    let audiences = match gates(request) {
        Ok(audiences) => audiences,
        Err(refusal) => return Plan::Refuse(refusal),
    };
    let digests = audiences.map(|audience| audience.digest);
    if let Some(prior) = history::exact(history, request.question, &digests) {
        return Plan::Repeat(prior);
    }
    if let Some(prior) = history::near(history, request.question, request.effective.near_duplicate) {
        return Plan::Unchanged(prior);
    }
    if let Err(spent) = budget.allows(request.effective) {
        return Plan::Refuse(Refusal::Budget(spent));
    }
    Plan::Draw(Ticket {
        k: request.effective.k,
        round_to: request.effective.round_to,
        scale: Scale { sensitivity: request.effective.sensitivity, epsilon: request.effective.epsilon_micro },
        people: audiences.map(|audience| audience.people),
    })
}

/// Both audiences, if every input gate lets them through (step 1).
fn gates(request: &Request<'_>) -> Result<Sides<AudienceFacts>, Refusal> {
    if let Opening::Closed(reasons) = request.opening {
        return Err(Refusal::Closed(reasons.clone()));
    }
    let host = gate(request, Side::Host)?;
    let guest = gate(request, Side::Guest)?;
    Ok(Sides { host, guest })
}

/// One side's audience, if it passes: what this says depends on that side's own data only.
fn gate(request: &Request<'_>, by: Side) -> Result<AudienceFacts, Refusal> {
    let audience = request.audiences.get(by).ok_or(Refusal::NoAudience { by })?;
    let least = request.effective.n_min;
    if audience.people < u64::from(least) {
        return Err(Refusal::TooFewPeople { by, least });
    }
    // distinct / rows < 1/2, in integers.
    if audience.people.saturating_mul(2) < audience.rows {
        return Err(Refusal::MostlyDuplicates { by });
    }
    Ok(audience)
}

/// A new answer: steps 6 to 8 of the release rule. The one place where a raw count is opened; it is borrowed, so that a
/// transaction that lost a race can draw again, which reveals nothing of the draw that was rolled back.
pub fn draw(ticket: Ticket, raw: &RawCount, noise: &mut dyn Noise) -> Result<NewRelease, DrawError> {
    let people = ticket.people.host.min(ticket.people.guest);
    let count = raw.reveal_for_release();
    if count > people {
        return Err(DrawError::NotOfTheseAudiences);
    }
    let count = i64::try_from(count).map_err(|_cause| DrawError::NotOfTheseAudiences)?;
    let noisy = Noisy(count.saturating_add(noise.draw(ticket.scale)?));
    let released = answer(&noisy, &ticket, people);
    Ok(NewRelease { noisy, released, epsilon_micro: ticket.scale.epsilon })
}

#[cfg(test)]
pub(crate) mod tests;
