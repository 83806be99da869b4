//! The second half of the path: rows in the order of the list, each token kept by the first row that has it.

use super::lane::{Batch, Row, Rules, Segment};
use super::seen::Seen;
use super::{PipelineError, Report};
use crate::matching::IdentifierType;
use crate::matching::token::TokenRow;

/// Tokens looked up ahead of their turn: as many as memory answers at once.
const AHEAD: usize = 32;

/// The most tokens of a kind that room is made for in advance: below a gigabyte.
#[cfg(feature = "native")]
const FORESEEN: u64 = 1 << 25;

/// What is known of the list so far.
#[derive(Default)]
pub(super) struct Merge {
    seen: [Seen; IdentifierType::COUNT],
    report: Report,
    row: TokenRow,
    /// Lines of the parts that are done.
    lines: u64,
}

impl Merge {
    /// What the list came to so far.
    pub(super) fn report(&self) -> &Report {
        &self.report
    }

    /// Makes room at once for as many tokens as the whole list has, if it is `times` as long as this part of it.
    #[cfg(feature = "native")]
    pub(super) fn expect(&mut self, rules: &Rules, part: &Batch, times: u64) {
        for (kind, tokens) in rules.kinds().zip(&part.tokens) {
            let all = u64::try_from(tokens.len()).unwrap_or_default().saturating_mul(times).min(FORESEEN);
            kind.pick_mut(&mut self.seen).expect(usize::try_from(all).unwrap_or_default());
        }
    }

    /// Says that the lines of the next part are counted from here.
    #[cfg(feature = "native")]
    pub(super) fn advance(&mut self, lines: u64) {
        self.lines = self.lines.saturating_add(lines);
    }

    /// How many lines are done.
    #[cfg(feature = "native")]
    pub(super) fn lines(&self) -> u64 {
        self.lines
    }

    /// Takes the next part of the list; `sink` gets each person in order.
    pub(super) fn take<E: From<PipelineError>>(
        &mut self,
        rules: &Rules,
        batch: &Batch,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        self.report.absorb(&batch.report, self.lines);
        if let Some(kind) = rules.only() {
            return self.take_only(kind, batch, sink);
        }
        let mut tokens: Vec<_> = batch.tokens.iter().map(Vec::as_slice).collect();
        for (at, row) in batch.rows.iter().enumerate() {
            if self.fill(rules, *row, &mut tokens) {
                self.place_in_segment(row.segment, at, batch)?;
                sink(&self.row)?;
            }
        }
        Ok(())
    }

    /// The same for a list that has nothing but one kind.
    fn take_only<E: From<PipelineError>>(
        &mut self,
        kind: IdentifierType,
        batch: &Batch,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { seen, report, row, .. } = self;
        let seen = kind.pick_mut(seen);
        let (mut rows, mut people) = (batch.bare, 0_u64);
        row.clear();
        for tokens in &batch.tokens {
            rows = rows.saturating_add(u64::try_from(tokens.len()).unwrap_or_default());
            tokens.iter().take(AHEAD).for_each(|token| seen.look_ahead(*token));
            let mut later = tokens.iter().skip(AHEAD);
            let mut soon = tokens.iter().skip(AHEAD / 2);
            for token in tokens {
                if let Some(later) = later.next() {
                    seen.look_ahead(*later);
                }
                if let Some(soon) = soon.next() {
                    seen.look_beyond(*soon);
                }
                if seen.insert(*token) {
                    row.set(kind, Some(*token));
                    people = people.saturating_add(1);
                    sink(row)?;
                }
            }
        }
        report.count_only(kind, (rows, batch.bare, people));
        Ok(())
    }

    /// Fills the token row from the next tokens; true if it names a person.
    fn fill(&mut self, rules: &Rules, row: Row, tokens: &mut [&[crate::matching::token::Token]]) -> bool {
        self.row.clear();
        self.row.opt_out = row.opt_out;
        let mut person = false;
        let mut bit = 1;
        for (kind, tokens) in rules.kinds().zip(tokens) {
            let here = row.has & bit != 0;
            bit <<= 1;
            let Some((token, rest)) = tokens.split_first().filter(|_| here) else { continue };
            *tokens = rest;
            if let Some(later) = rest.get(AHEAD) {
                kind.pick(&self.seen).look_ahead(*later);
            }
            // Who opted out is named by every identifier, also by those that an earlier row has.
            if row.opt_out || kind.pick_mut(&mut self.seen).insert(*token) {
                let column = self.report.column_mut(kind);
                column.tokens = column.tokens.saturating_add(1);
                self.row.set(kind, Some(*token));
                person = true;
            }
        }
        if row.opt_out && person {
            self.report.opted_out = self.report.opted_out.saturating_add(1);
        }
        self.report.count(row.has != 0, person);
        person
    }

    fn place_in_segment(&mut self, segment: Segment, at: usize, batch: &Batch) -> Result<(), PipelineError> {
        match segment {
            Segment::None => Ok(()),
            Segment::Known(index) => {
                self.row.segment = Some(index.to_string());
                Ok(())
            }
            Segment::Unknown => {
                let line = batch.unknown.iter().find(|(row, _)| *row == at).map_or(0, |(_, line)| *line);
                Err(PipelineError::Changed { line: line.saturating_add(self.lines) })
            }
        }
    }
}
