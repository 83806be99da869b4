//! What was answered before: the same question about the same people is not a new question.
//!
//! Both rules use the inputs alone. The near-duplicate rule saves budget and slows an attacker down; it is not what protects
//! people, since d fakes get round it. The budget is (cleanroom.md, release rule, after step 9).

use crate::clock::Timestamp;
use crate::ids::ReleaseId;
use crate::rooms::canonical::Digest;
use crate::rooms::sides::Sides;

/// The name of exactly what a side brought: its audience and the lists of opt-outs that it asks to honour.
pub fn input_digest(audience: Digest, opt_outs: &[Digest]) -> Digest {
    if opt_outs.is_empty() {
        return audience;
    }
    let mut lists = opt_outs.to_vec();
    lists.sort_unstable();
    let parts = std::iter::once(audience.as_bytes()).chain(lists.iter().map(Digest::as_bytes));
    let parts: Vec<&[u8]> =
        std::iter::once(&b"entente/inputs/1"[..]).chain(parts.map(|part| &part[..])).collect();
    Digest::of(&parts)
}

/// How many people differ between an audience now and at an earlier release: |A △ A_j|.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// So many joined or left.
    People(u64),
    /// The earlier audience is no longer here to be compared.
    Unknown,
}

impl Distance {
    /// True if it is known and below `d`.
    fn below(self, d: u32) -> bool {
        match self {
            Self::People(people) => people < u64::from(d),
            Self::Unknown => false,
        }
    }
}

/// An earlier release of this room, and how far the present audiences are from its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prior {
    /// The release.
    pub id: ReleaseId,
    /// The question that it answered.
    pub question: Digest,
    /// The audiences that it counted.
    pub audiences: Sides<Digest>,
    /// How far each present audience is from them.
    pub distance: Sides<Distance>,
    /// When.
    pub at: Timestamp,
}

/// The release that answered exactly this (step 3).
pub(super) fn exact<'a>(
    history: &'a [Prior],
    question: Digest,
    audiences: &Sides<Digest>,
) -> Option<&'a Prior> {
    history.iter().find(|prior| prior.question == question && prior.audiences == *audiences)
}

/// The latest release of this question about nearly the same audiences on both sides (step 4).
pub(super) fn near(history: &[Prior], question: Digest, d: u32) -> Option<&Prior> {
    let close =
        |prior: &&Prior| prior.question == question && prior.distance.both(|distance| distance.below(d));
    history.iter().filter(close).max_by_key(|prior| prior.at)
}
