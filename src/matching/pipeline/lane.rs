//! The first half of the path: rows into tokens, without knowledge of any other row, so that parts of a list can go
//! through it side by side.

#[cfg(feature = "native")]
mod alone;

use super::Report;
use super::columns::{Columns, text};
use super::{Mapping, PipelineError, Plan, SegmentNames};
use crate::matching::IdentifierType;
use crate::matching::normalise::{Normaliser, Reject, Unsupported};
use crate::matching::records::Fields;
use crate::matching::token::{KeyRing, Messages, Token};

/// Canonical values that wait for their keyed hash: what stays in the processor's first cache.
const WAITING: usize = if cfg!(test) { 3 } else { 128 };

/// What a list is hashed by; the same for all its rows.
pub(super) struct Rules {
    pub(super) ring: KeyRing,
    pub(super) mapping: Mapping,
    normalisers: Vec<(IdentifierType, Normaliser)>,
    only: Option<IdentifierType>,
    segments: SegmentNames,
}

impl Rules {
    pub(super) fn new(ring: KeyRing, plan: Plan) -> Result<Self, PipelineError> {
        plan.mapping.check()?;
        let kinds = plan.mapping.ids.iter().map(|(kind, _)| *kind);
        let normalisers: Result<Vec<_>, Unsupported> =
            kinds.map(|kind| Ok((kind, Normaliser::new(kind, plan.profile, plan.country)?))).collect();
        let alone = plan.mapping.segment.is_none() && plan.mapping.opt_out.is_none();
        let only = match plan.mapping.ids.as_slice() {
            [(kind, _)] if alone => Some(*kind),
            _ => None,
        };
        Ok(Self { ring, mapping: plan.mapping, normalisers: normalisers?, only, segments: plan.segments })
    }

    /// The one kind of a list that has nothing but that: its tokens are its rows.
    pub(super) fn only(&self) -> Option<IdentifierType> {
        self.only
    }

    /// The kinds of identifier, in the order of the mapping.
    pub(super) fn kinds(&self) -> impl Iterator<Item = IdentifierType> {
        self.normalisers.iter().map(|(kind, _)| *kind)
    }
}

/// The rows of a part of a list, hashed.
#[derive(Default)]
pub(super) struct Batch {
    /// What stands beside the tokens; nothing where [`Rules::only`] says that there is nothing.
    pub(super) rows: Vec<Row>,
    /// Rows without a token, where `rows` does not hold them.
    pub(super) bare: u64,
    /// The tokens of each kind, in the order of the mapping; a row has its own where its bit says so.
    pub(super) tokens: Vec<Vec<Token>>,
    /// What was left out on the way, its lines counted from the start of the part.
    pub(super) report: Report,
    /// Segments that the first reading did not meet: where they stand, by the number of the row.
    pub(super) unknown: Vec<(usize, u64)>,
}

/// What is known of a row beside its tokens.
#[derive(Clone, Copy, Default)]
pub(super) struct Row {
    /// One bit per kind, in the order of the mapping: whether the row has a token of it.
    pub(super) has: u8,
    pub(super) opt_out: bool,
    pub(super) segment: Segment,
}

/// A row's segment.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Segment {
    #[default]
    None,
    Known(u8),
    /// The first reading did not meet it; an error if the row is given out.
    Unknown,
}

impl Row {
    /// Whether the row has a token of the kind in this place.
    pub(super) fn has_at(self, place: usize) -> bool {
        self.has >> place & 1 == 1
    }
}

impl Batch {
    /// The line of a row whose segment is not known.
    pub(super) fn line_of(&self, row: usize) -> u64 {
        let found = self.unknown.binary_search_by_key(&row, |(row, _)| *row).ok();
        found.and_then(|at| self.unknown.get(at)).map_or(0, |(_, line)| *line)
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.bare = 0;
        self.tokens.iter_mut().for_each(Vec::clear);
        self.report = Report::default();
        self.unknown.clear();
    }
}

/// Hashes records one after the other.
#[derive(Default)]
pub(super) struct Lane {
    batch: Batch,
    /// Canonical values whose tokens are not in the batch yet, by kind in the order of the mapping.
    waiting: Vec<Messages>,
    /// Room for one value's canonical form.
    canonical: String,
    #[cfg(feature = "native")]
    alone: alone::Alone,
}

impl Lane {
    /// Adds a record. On an error the rows before it are in the batch.
    pub(super) fn take(
        &mut self,
        rules: &Rules,
        columns: &Columns,
        record: &impl Fields,
    ) -> Result<(), PipelineError> {
        if columns.width != record.len() {
            return Err(PipelineError::ragged(record, columns.width));
        }
        let Self { batch, waiting, canonical, .. } = self;
        waiting.resize_with(rules.normalisers.len(), Messages::new);
        let mut row = Row::default();
        if let Some(at) = columns.opt_out {
            let mark = opted_out(text(record, at)?);
            row.opt_out = mark.ok_or(PipelineError::BadOptOut { line: record.line() })?;
        }
        let mut bit = 1;
        for ((rule, at), waiting) in rules.normalisers.iter().zip(&columns.ids).zip(&mut *waiting) {
            if wait(rule, (record, *at), (canonical, waiting), &mut batch.report)? {
                row.has |= bit;
            }
            bit <<= 1;
        }
        if let Some(at) = columns.segment {
            row.segment = segment_of(text(record, at)?.trim(), &rules.segments);
            if row.segment == Segment::Unknown {
                batch.unknown.push((batch.rows.len(), record.line()));
            }
        }
        match rules.only() {
            Some(_) => batch.bare = batch.bare.saturating_add(u64::from(row.has == 0)),
            None => batch.rows.push(row),
        }
        if waiting.iter().any(|waiting| waiting.len() >= WAITING) {
            self.hash(rules);
        }
        Ok(())
    }

    /// What was hashed since the last call, whole.
    pub(super) fn batch(&mut self, rules: &Rules) -> &mut Batch {
        self.hash(rules);
        &mut self.batch
    }

    fn hash(&mut self, rules: &Rules) {
        self.batch.tokens.resize_with(rules.normalisers.len(), Vec::new);
        for ((kind, waiting), tokens) in rules.kinds().zip(&mut self.waiting).zip(&mut self.batch.tokens) {
            rules.ring.keyed_hash_many(kind, waiting, tokens);
            waiting.clear();
        }
    }
}

/// Adds the canonical form of one field to those that wait, if it has one; else the reason is in the report.
fn wait(
    rule: &(IdentifierType, Normaliser),
    (record, at): (&impl Fields, usize),
    (canonical, waiting): (&mut String, &mut Messages),
    report: &mut Report,
) -> Result<bool, PipelineError> {
    let raw = record.get(at).unwrap_or_default();
    if let Some(short) = waiting.push_short(|block| rule.1.plain(raw, block)) {
        note_changed(rule.0, (raw, short), report);
        return Ok(true);
    }
    wait_long(rule, (raw, record.line()), (canonical, waiting), report)
}

/// The same for a value that is not plain.
fn wait_long(
    (kind, normaliser): &(IdentifierType, Normaliser),
    (raw, line): (&[u8], u64),
    (canonical, waiting): (&mut String, &mut Messages),
    report: &mut Report,
) -> Result<bool, PipelineError> {
    let value = std::str::from_utf8(raw).map_err(|_fault| PipelineError::NotUtf8 { line })?;
    if let Err(reject) = normaliser.normalise(value, canonical) {
        let column = report.column_mut(*kind);
        column.refuse(reject, line);
        if reject == Reject::AlreadyHashed {
            column.note_hashed(value.trim().len());
        }
        return Ok(false);
    }
    waiting.push(canonical.as_bytes());
    note_changed(*kind, (raw, canonical.as_bytes()), report);
    Ok(true)
}

/// Notes an address that the rules spelled otherwise.
#[inline]
fn note_changed(kind: IdentifierType, (raw, canonical): (&[u8], &[u8]), report: &mut Report) {
    if canonical.ends_with(b"@gmail.com") && gmail_changed(raw, canonical) && kind == IdentifierType::Email {
        let column = report.column_mut(kind);
        column.changed = column.changed.saturating_add(1);
    }
}

/// The index of a segment's name.
fn segment_of(name: &str, segments: &SegmentNames) -> Segment {
    if name.is_empty() {
        return Segment::None;
    }
    let index = segments.index(name).and_then(|index| u8::try_from(index).ok());
    index.map_or(Segment::Unknown, Segment::Known)
}

/// What a mark of an opt-out says, if it is one.
fn opted_out(mark: &str) -> Option<bool> {
    match mark.trim().to_lowercase().as_str() {
        "" | "0" | "no" | "n" | "false" | "non" => Some(false),
        "1" | "yes" | "y" | "true" | "x" | "oui" | "o" => Some(true),
        _ => None,
    }
}

/// Whether the rules spelled a Gmail address otherwise than it stands, letter case aside.
#[cold]
fn gmail_changed(raw: &[u8], canonical: &[u8]) -> bool {
    let same = |raw: &[u8]| raw.eq_ignore_ascii_case(canonical);
    !same(raw) && !std::str::from_utf8(raw).is_ok_and(|raw| same(raw.trim().as_bytes()))
}
