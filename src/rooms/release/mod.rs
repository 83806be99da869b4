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
mod approval;
mod axis;
mod exact;
mod history;
mod matrix;
mod noise;
mod question;
mod rates;
mod split;
mod table;

use super::budget::{Budget, BudgetSpent};
use super::counting::Counted;
use super::policy::{ClosedBecause, Effective, Opening};
use super::sides::{Side, Sides};
use super::terms::{Breakdowns, Epsilon, NoiseKind};
use crate::matching::intersect::RawCount;
use crate::matching::set::SegmentSizes;

pub use answer::{Answer, Released};
use answer::{Showing, show};
pub use approval::{Standing, Verdict, commitment, denied_by};
pub use axis::{Axis, Line};
pub use history::{Distance, Prior, input_digest};
pub use matrix::Matrix;
pub use noise::{Noise, NoiseError, OpenDp, Scale};
pub use question::{Ask, Question};
pub use rates::{Rate, Reach};
pub use split::{Pass, Split};
pub use table::Cell;

use super::canonical::Digest;

/// An audience as the gates see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AudienceFacts {
    /// The digest of its sorted, distinct, re-keyed tokens, their segments and its owner's opt-outs.
    pub digest: Digest,
    /// Distinct people, less those whom its owner's opt-out lists name. What the other side's lists take away is not known
    /// here: it would be an answer about both lists that nobody paid for.
    pub people: u64,
    /// Rows that were uploaded.
    pub rows: u64,
    /// How many people each segment holds, if anybody is in one.
    pub segments: Option<SegmentSizes>,
}

/// One request to count the overlap.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Whether the room counts, with proof that it was asked.
    pub opening: &'a Opening,
    /// The figures in force.
    pub effective: &'a Effective,
    /// What is asked.
    pub ask: Ask,
    /// Which breakdowns both sides signed for.
    pub breakdowns: Breakdowns,
    /// The name of exactly this question.
    pub question: Digest,
    /// Each side's audience, once it is here.
    pub audiences: Sides<Option<AudienceFacts>>,
}

/// Why a request is refused; every reason is safe to show to both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The room does not count now.
    Closed(Vec<ClosedBecause>),
    /// The terms do not allow this question.
    NotInTerms {
        /// The question.
        ask: Ask,
    },
    /// Neither audience has segments.
    NoSegments,
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
    ask: Ask,
    k: u32,
    round_to: u32,
    noise: NoiseKind,
    epsilon: Epsilon,
    cost: Epsilon,
    identifiers: usize,
    people: Sides<u64>,
    axes: Sides<Axis>,
}

impl Ticket {
    fn of(request: &Request<'_>, audiences: &Sides<AudienceFacts>) -> Self {
        let effective = request.effective;
        let axis = |one: &AudienceFacts| Axis::of(one.segments.as_ref(), one.people, effective.seg_min);
        Self {
            ask: request.ask,
            k: effective.k,
            round_to: effective.round_to,
            noise: effective.noise,
            epsilon: effective.epsilon_micro,
            cost: effective.cost(request.ask),
            identifiers: effective.identifiers,
            people: audiences.map(|audience| audience.people),
            axes: audiences.as_ref().map(axis),
        }
    }

    /// What the answer will cost.
    pub fn cost(&self) -> Epsilon {
        self.cost
    }

    fn is_exact(&self) -> bool {
        self.noise == NoiseKind::Exact
    }

    fn least_people(&self) -> u64 {
        self.people.host.min(self.people.guest)
    }

    /// The noise of a count that stands alone.
    fn scale(&self) -> Scale {
        Scale::total(self.identifiers, self.epsilon)
    }

    /// The noise of a matrix's total.
    fn half_scale(&self) -> Scale {
        Scale::total(self.identifiers, self.epsilon.half())
    }

    fn pass_scale(&self) -> Scale {
        Scale::pass(self.identifiers, self.epsilon)
    }

    fn cell_scale(&self) -> Scale {
        Scale::cell(self.identifiers, self.epsilon)
    }

    /// The error bar of what is drawn with that scale.
    fn pm95(&self, scale: Scale) -> u64 {
        if self.is_exact() { 0 } else { scale.pm95() }
    }

    /// Fresh noise of that scale; nothing where the terms say so.
    fn draw_noise(&self, scale: Scale, noise: &mut dyn Noise) -> Result<i64, NoiseError> {
        if self.is_exact() { Ok(0) } else { noise.draw(scale) }
    }

    /// A count with fresh noise on it.
    fn noised(&self, raw: &RawCount, scale: Scale, noise: &mut dyn Noise) -> Result<i64, DrawError> {
        let count = raw.reveal_for_release();
        if count > self.least_people() {
            return Err(DrawError::NotOfTheseAudiences);
        }
        let count = i64::try_from(count).map_err(|_cause| DrawError::NotOfTheseAudiences)?;
        Ok(count.saturating_add(self.draw_noise(scale, noise)?))
    }
}

/// Noised values and what is shown of them.
struct Drawn<T> {
    noisy: Vec<i64>,
    answer: T,
}

/// Counts with noise on them, before any threshold; for the store alone.
pub struct Noisy(Vec<i64>);

impl Noisy {
    /// The values to keep with the release, the total first; nobody is shown them.
    pub fn for_ledger(&self) -> &[i64] {
        &self.0
    }
}

/// A new answer and what it costs.
pub struct NewRelease {
    /// The noised counts, to be stored.
    pub noisy: Noisy,
    /// The answer, to be shown after the commit and, where the terms say so, both sides' consent.
    pub answer: Answer,
    /// What to charge.
    pub epsilon_micro: Epsilon,
}

/// Why a draw failed; nothing was revealed and nothing is to be charged.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The noise could not be drawn.
    #[error(transparent)]
    Noise(#[from] NoiseError),
    /// The count is larger than the smaller audience, or of another kind: it is not a count of these audiences.
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
    if let Err(spent) = budget.allows(request.effective, request.ask) {
        return Plan::Refuse(Refusal::Budget(spent));
    }
    Plan::Draw(Ticket::of(request, &audiences))
}

/// Both audiences, if every input gate lets them through (step 1).
fn gates(request: &Request<'_>) -> Result<Sides<AudienceFacts>, Refusal> {
    if let Opening::Closed(reasons) = request.opening {
        return Err(Refusal::Closed(reasons.clone()));
    }
    if !request.ask.within(request.breakdowns) {
        return Err(Refusal::NotInTerms { ask: request.ask });
    }
    let host = gate(request, Side::Host)?;
    let guest = gate(request, Side::Guest)?;
    if request.ask == Ask::BySegment && host.segments.is_none() && guest.segments.is_none() {
        return Err(Refusal::NoSegments);
    }
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

/// A new answer: steps 6 to 8 of the release rule. The one place where raw counts are opened; they are borrowed, so that a
/// transaction that lost a race can draw again, which reveals nothing of the draw that was rolled back.
pub fn draw(ticket: Ticket, counted: &Counted, noise: &mut dyn Noise) -> Result<NewRelease, DrawError> {
    let (noisy, answer) = match (ticket.ask, counted) {
        (Ask::Overlap, Counted::People(raw)) => {
            let y = ticket.noised(&raw.total, ticket.scale(), noise)?;
            let by = Showing {
                k: u64::from(ticket.k),
                step: u64::from(ticket.round_to),
                pm95: ticket.pm95(ticket.scale()),
                people: ticket.least_people(),
            };
            (vec![y], Answer::Count(show(y, by)))
        }
        (Ask::ByIdentifier, Counted::People(raw)) => {
            let drawn = split::draw(&ticket, raw, noise)?;
            (drawn.noisy, Answer::Split(drawn.answer))
        }
        (Ask::BySegment, Counted::Segments(raw)) => {
            let drawn = matrix::draw(&ticket, raw, noise)?;
            (drawn.noisy, Answer::Matrix(drawn.answer))
        }
        _ => return Err(DrawError::NotOfTheseAudiences),
    };
    Ok(NewRelease { noisy: Noisy(noisy), answer, epsilon_micro: ticket.cost })
}

#[cfg(test)]
pub(crate) mod tests;
