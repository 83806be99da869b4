//! The second half of the path: rows in the order of the list, each token kept by the first row that has it. Where the tokens
//! met so far may take only so much memory, the rows behind them wait on disk.

use std::convert::Infallible;

#[cfg(feature = "native")]
use super::aside::{Aside, Bound};
use super::lane::{Batch, Row, Rules, Segment};
use super::seen::Seen;
use super::{PipelineError, Report};
use crate::matching::IdentifierType;
use crate::matching::token::{Token, TokenRow};

/// Tokens looked up ahead of their turn: as many as memory answers at once.
pub(super) const AHEAD: usize = 32;

/// The most tokens of a kind that room is made for in advance: below a gigabyte.
#[cfg(feature = "native")]
const FORESEEN: u64 = 1 << 25;

/// What is known of the list so far.
#[derive(Default)]
pub(super) struct Merge {
    seen: [Seen; IdentifierType::COUNT],
    person: Person,
    /// Lines of the parts that are done.
    lines: u64,
    #[cfg(feature = "native")]
    pub(super) bound: Option<Bound>,
    /// The rows that wait on disk, once the tokens do not fit in memory.
    #[cfg(feature = "native")]
    aside: Option<Aside>,
}

impl Merge {
    /// What the list came to so far.
    pub(super) fn report(&self) -> &Report {
        &self.person.report
    }

    /// Takes the next part of the list; `sink` gets each person in order, at the end at the latest.
    pub(super) fn take<E: From<PipelineError>>(
        &mut self,
        rules: &Rules,
        batch: &Batch,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        self.person.report.absorb(&batch.report, self.lines);
        if let Some(kind) = rules.only() {
            self.person.report.count_only(kind, (batch.bare, batch.bare, 0));
        }
        #[cfg(feature = "native")]
        if self.put_aside(rules, batch)? {
            return Ok(());
        }
        let Self { seen, person, lines, .. } = self;
        if let Some(kind) = rules.only() {
            let seen = kind.pick_mut(seen);
            return batch
                .tokens
                .iter()
                .try_for_each(|tokens| person.take_only(kind, looked_up(tokens, seen), sink));
        }
        let mut tokens: Vec<_> = batch.tokens.iter().map(Vec::as_slice).collect();
        for (at, row) in batch.rows.iter().enumerate() {
            let next = |place: usize, kind: IdentifierType| {
                let left = tokens.get_mut(place);
                Ok::<_, Infallible>(left.and_then(|left| next_of(left, kind.pick_mut(seen), *row)))
            };
            let Ok(named) = person.fill(rules, *row, next);
            if named {
                person.place_in_segment(row.segment, batch.line_of(at).saturating_add(*lines))?;
                sink(&person.row)?;
            }
        }
        Ok(())
    }

    /// Gives out what waits, once the list has ended.
    pub(super) fn end<E: From<PipelineError>>(
        &mut self,
        rules: &Rules,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        #[cfg(feature = "native")]
        if let Some(aside) = self.aside.take() {
            return aside.give_out(rules, &mut self.person, sink);
        }
        let _ = (rules, sink);
        Ok(())
    }

    /// The fault of a list that ends with this one. One that comes to light only when rows are given out may be before it.
    pub(super) fn broken_off<E: From<PipelineError>>(
        &mut self,
        rules: &Rules,
        fault: E,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> E {
        #[cfg(feature = "native")]
        if let Some(aside) = self.aside.take().filter(Aside::may_hold_a_fault) {
            return aside.give_out(rules, &mut self.person, sink).err().unwrap_or(fault);
        }
        let _ = (rules, sink);
        fault
    }
}

/// A list whose length and memory are bounded.
#[cfg(feature = "native")]
impl Merge {
    /// Makes room at once for as many tokens as the whole list has, if it is `times` as long as this part of it.
    pub(super) fn expect(&mut self, rules: &Rules, part: &Batch, times: u64) {
        let all = |tokens: &Vec<_>| {
            let all = u64::try_from(tokens.len()).unwrap_or_default().saturating_mul(times).min(FORESEEN);
            usize::try_from(all).unwrap_or_default()
        };
        let together = part.tokens.iter().map(all).fold(0, usize::saturating_add);
        let most =
            self.bound.as_ref().map_or(usize::MAX, |bound| Seen::room(bound.memory, part.tokens.len()));
        for (kind, tokens) in rules.kinds().zip(&part.tokens) {
            // Each kind has its share of what there is.
            let share = u128::from(wide(all(tokens))) * u128::from(wide(most.min(together)));
            let share = share.checked_div(u128::from(wide(together))).unwrap_or_default();
            kind.pick_mut(&mut self.seen).expect(usize::try_from(share).unwrap_or_default());
        }
    }

    /// Says that the lines of the next part are counted from here.
    pub(super) fn advance(&mut self, lines: u64) {
        self.lines = self.lines.saturating_add(lines);
    }

    /// How many lines are done.
    pub(super) fn lines(&self) -> u64 {
        self.lines
    }

    /// Puts the rows aside if the tables are full or were before; false if there is room.
    fn put_aside(&mut self, rules: &Rules, batch: &Batch) -> Result<bool, PipelineError> {
        let Some(bound) = &mut self.bound else { return Ok(false) };
        if self.aside.is_none() {
            let tables = rules.kinds().zip(&batch.tokens);
            let bytes = tables.map(|(kind, tokens)| kind.pick(&self.seen).bytes_with(tokens.len()));
            if bytes.fold(0, usize::saturating_add) <= bound.memory {
                return Ok(false);
            }
            self.aside = Some(Aside::begin(bound, rules, &mut self.seen)?);
        }
        let put = self.aside.as_mut().map(|aside| aside.take(rules, batch, self.lines));
        if let Some(Err(fault)) = put {
            self.aside = None;
            return Err(fault);
        }
        Ok(true)
    }
}

#[cfg(feature = "native")]
fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Each token, and whether it is new, looked up ahead of its turn.
fn looked_up<'a, E>(
    tokens: &'a [Token],
    seen: &'a mut Seen,
) -> impl Iterator<Item = Result<(Token, bool), E>> + 'a {
    tokens.iter().take(AHEAD).for_each(|token| seen.look_ahead(*token));
    let mut later = tokens.iter().skip(AHEAD);
    let mut soon = tokens.iter().skip(AHEAD / 2);
    tokens.iter().map(move |token| {
        if let Some(later) = later.next() {
            seen.look_ahead(*later);
        }
        if let Some(soon) = soon.next() {
            seen.look_beyond(*soon);
        }
        Ok((*token, seen.insert(*token)))
    })
}

/// The next of the tokens that are left of a kind, and whether the row gives it out.
fn next_of(left: &mut &[Token], seen: &mut Seen, row: Row) -> Option<(Token, bool)> {
    let (token, rest) = left.split_first()?;
    *left = rest;
    if let Some(later) = rest.get(AHEAD) {
        seen.look_ahead(*later);
    }
    // Who opted out is named by every identifier, also by those that an earlier row has.
    Some((*token, row.opt_out || seen.insert(*token)))
}

/// The person that is given out next, and what all came to.
#[derive(Default)]
pub(super) struct Person {
    row: TokenRow,
    report: Report,
}

impl Person {
    /// The row to be given out.
    #[cfg(feature = "native")]
    pub(super) fn row(&self) -> &TokenRow {
        &self.row
    }

    /// Gives out the new ones among the tokens of a list that has nothing but one kind.
    pub(super) fn take_only<E: From<PipelineError>>(
        &mut self,
        kind: IdentifierType,
        tokens: impl Iterator<Item = Result<(Token, bool), PipelineError>>,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { row, report } = self;
        let (mut rows, mut people) = (0_u64, 0_u64);
        row.clear();
        for token in tokens {
            let (token, fresh) = token?;
            rows = rows.saturating_add(1);
            if fresh {
                row.set(kind, Some(token));
                people = people.saturating_add(1);
                sink(row)?;
            }
        }
        report.count_only(kind, (rows, 0, people));
        Ok(())
    }

    /// Fills the row; `next` gives the token of each kind that it has, by the place and the kind, and whether to give it out.
    /// True if the row names a person.
    pub(super) fn fill<F>(
        &mut self,
        rules: &Rules,
        row: Row,
        mut next: impl FnMut(usize, IdentifierType) -> Result<Option<(Token, bool)>, F>,
    ) -> Result<bool, F> {
        self.row.clear();
        self.row.opt_out = row.opt_out;
        let mut person = false;
        for (place, kind) in rules.kinds().enumerate().filter(|(place, _)| row.has_at(*place)) {
            if let Some((token, true)) = next(place, kind)? {
                let column = self.report.column_mut(kind);
                column.tokens = column.tokens.saturating_add(1);
                self.row.set(kind, Some(token));
                person = true;
            }
        }
        if row.opt_out && person {
            self.report.opted_out = self.report.opted_out.saturating_add(1);
        }
        self.report.count(row.has != 0, person);
        Ok(person)
    }

    /// Gives the row its segment; one that the first reading did not meet is a fault of its line.
    pub(super) fn place_in_segment(&mut self, segment: Segment, line: u64) -> Result<(), PipelineError> {
        match segment {
            Segment::None => Ok(()),
            Segment::Known(index) => {
                self.row.segment = Some(index.to_string());
                Ok(())
            }
            Segment::Unknown => Err(PipelineError::Changed { line }),
        }
    }
}
