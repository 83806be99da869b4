//! How many people met by each identifier, beside the total.
//!
//! The passes of the waterfall are disjoint, but one person more can change several of them, so each is noised for itself at
//! one epsilon (cleanroom.md, attack 18), with the sensitivity of its pass. They are a table of one line: a lone withheld
//! pass would be the total less the others.

use serde::{Deserialize, Serialize};

use super::answer::{Released, Showing, show};
use super::exact;
use super::table::{Cell, Grid, complementary, primary, publish};
use super::{DrawError, Drawn, Noise, Ticket};
use crate::matching::IdentifierType;
use crate::matching::intersect::RawOverlap;
use crate::rooms::terms::named;

/// The people who met by one identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pass {
    /// The identifier.
    #[serde(with = "named")]
    pub kind: IdentifierType,
    /// What is shown.
    pub people: Cell,
}

/// A count and the identifiers by which its people met, in the order of the terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// Everybody; noised for itself, so the passes need not add up to it. None where it would give a withheld pass away
    /// (without noise only).
    pub total: Option<Released>,
    /// The half-width of the error bar (95 %) of a pass; 0 where nothing was added.
    pub pm95: u64,
    /// The identifiers.
    pub by_identifier: Vec<Pass>,
}

/// Draws a split.
pub(super) fn draw(
    ticket: &Ticket,
    raw: &RawOverlap,
    noise: &mut dyn Noise,
) -> Result<Drawn<Split>, DrawError> {
    let people = ticket.least_people();
    let total = ticket.noised(&raw.total, ticket.scale(), noise)?;
    let scale = ticket.pass_scale();
    let mut noisy = Vec::new();
    for (_, count) in &raw.by_type {
        noisy.push(ticket.noised(count, scale, noise)?);
    }
    let values = Grid::build(1, noisy.len(), |_, at| noisy.get(at).copied().unwrap_or_default());
    let ceilings = Grid::build(1, noisy.len(), |_, _| people);
    let (k, step) = (u64::from(ticket.k), u64::from(ticket.round_to));
    let mut shown = primary(&values, &ceilings, k);
    complementary(&values, &mut shown);
    let mut total_may_be_shown = true;
    if ticket.is_exact() {
        let caps = exact::Caps { rows: vec![people], columns: vec![people; values.columns()] };
        total_may_be_shown = exact::withhold_more(&values, &caps, &mut shown, exact::Known { total, k });
    }
    let cells = publish(&values, &shown, step).into_iter().flatten();
    let passes = raw.by_type.iter().zip(cells).map(|((kind, _), people)| Pass { kind: *kind, people });
    let by = Showing { k, step, pm95: ticket.pm95(ticket.scale()), people };
    let split = Split {
        total: total_may_be_shown.then(|| show(total, by)),
        pm95: ticket.pm95(scale),
        by_identifier: passes.collect(),
    };
    noisy.insert(0, total);
    Ok(Drawn { noisy, answer: split })
}
