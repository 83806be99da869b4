//! A list with more tokens than memory is to hold: its rows wait on disk until it has ended, and then each part of its tokens
//! is looked at on its own.
//!
//! While the list streams by, its tokens are dealt into parts by their first byte ([`deal`]), and which part each token went to
//! is noted in the order of the list ([`order`]). At the end the parts are gone through one by one, in a table that stays near
//! the processor, and each token gets a bit that says whether it is the first of its kind. Then the notes are read again: they
//! say from which part the next token comes, so that every row comes out where the list has it, without sorting. Memory does
//! not depend on the length of the list, but for four bytes for each 1024 tokens.

mod deal;
mod order;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::scratch;

use std::io;

use super::lane::{Batch, Rules, Segment};
use super::merge::Person;
use super::seen::Seen;
use super::{Pipeline, PipelineError};
use crate::matching::IdentifierType;
use crate::matching::set::Scratch;
use crate::matching::token::TokenRow;
use deal::Deal;
use order::Order;

/// Makes scratch space: a file that nobody else sees and that goes away by itself.
pub type MakeScratch = Box<dyn FnMut() -> io::Result<Box<dyn Scratch>>>;

/// What a list may take before it waits on disk.
pub(super) struct Bound {
    /// Bytes of the tables of tokens, old ones beside new ones while they grow.
    pub(super) memory: usize,
    scratch: MakeScratch,
}

impl Pipeline {
    /// From now on the tokens of the list take at most `memory` bytes while they are all in memory. A list that needs more waits
    /// in scratch spaces, 17 bytes a token and more, and takes at most 5 MiB for each kind of identifier and 50 MiB beside.
    /// What comes out is the same.
    pub fn bounded(&mut self, memory: usize, scratch: MakeScratch) {
        self.merge.bound = Some(Bound { memory, scratch });
    }
}

/// Scratch space failed.
fn failed(error: io::Error) -> PipelineError {
    PipelineError::Scratch { cause: error.to_string() }
}

/// Rows that wait.
pub(super) struct Aside {
    /// One a kind, in the order of the mapping.
    deals: Vec<Deal>,
    order: Order,
    /// Whether a row is among them whose segment the first reading did not meet.
    unknown: bool,
}

impl Aside {
    /// Begins with the tokens that were given out already, which are in these tables and leave them.
    pub(super) fn begin(
        bound: &mut Bound,
        rules: &Rules,
        tables: &mut [Seen; IdentifierType::COUNT],
    ) -> Result<Self, PipelineError> {
        let order = Order::new((bound.scratch)().map_err(failed)?);
        let mut deals = Vec::new();
        for kind in rules.kinds() {
            let mut deal = Deal::new((bound.scratch)().map_err(failed)?);
            let table = std::mem::take(kind.pick_mut(tables));
            table.each(|token| deal.put(token).map(|_part| ())).map_err(failed)?;
            deal.all_known();
            deals.push(deal);
        }
        Ok(Self { deals, order, unknown: false })
    }

    /// Whether a fault behind these rows may not be the first one of the list.
    pub(super) fn may_hold_a_fault(&self) -> bool {
        self.unknown
    }

    /// Puts the rows of a part of the list aside, whose lines are counted from `before`.
    pub(super) fn take(&mut self, rules: &Rules, batch: &Batch, before: u64) -> Result<(), PipelineError> {
        let Self { deals, order, unknown } = self;
        if rules.only().is_some() {
            for (deal, tokens) in deals.iter_mut().zip(&batch.tokens) {
                tokens.iter().try_for_each(|token| order.put(&[deal.put(*token)?])).map_err(failed)?;
            }
            return Ok(());
        }
        let mut tokens: Vec<_> = batch.tokens.iter().map(|tokens| tokens.iter()).collect();
        let mut put = |at: usize, row| -> io::Result<()> {
            order.put_row(row)?;
            if row.segment == Segment::Unknown {
                *unknown = true;
                order.put(&batch.line_of(at).saturating_add(before).to_le_bytes())?;
            }
            for (place, (deal, tokens)) in deals.iter_mut().zip(&mut tokens).enumerate() {
                let Some(token) = row.has_at(place).then(|| tokens.next()).flatten() else { continue };
                // Who opted out is given out whatever was met before, and is not remembered.
                match row.opt_out {
                    true => order.put(token.as_bytes())?,
                    false => order.put(&[deal.put(*token)?])?,
                }
            }
            Ok(())
        };
        batch.rows.iter().enumerate().try_for_each(|(at, row)| put(at, *row)).map_err(failed)
    }

    /// Gives out every row that waits, in the order of the list.
    pub(super) fn give_out<E: From<PipelineError>>(
        mut self,
        rules: &Rules,
        person: &mut Person,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut table = Seen::default();
        self.deals.iter_mut().try_for_each(|deal| deal.mark(&mut table)).map_err(failed)?;
        drop(table);
        self.order.rewind().map_err(failed)?;
        if let Some(kind) = rules.only() {
            return self.give_out_only(kind, person, sink);
        }
        let Self { deals, order, .. } = &mut self;
        while let Some((row, line)) = order.next_row().map_err(failed)? {
            let next = |place: usize, _kind| -> io::Result<_> {
                if row.opt_out {
                    return Ok(Some((order.token()?, true)));
                }
                let part = order.byte()?;
                deals.get_mut(place).map(|deal| deal.next(part)).transpose()
            };
            if person.fill(rules, row, next).map_err(failed)? {
                person.place_in_segment(row.segment, line)?;
                sink(person.row())?;
            }
        }
        Ok(())
    }

    /// The same for a list that has nothing but one kind.
    fn give_out_only<E: From<PipelineError>>(
        mut self,
        kind: IdentifierType,
        person: &mut Person,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(deal) = self.deals.first_mut() else { return Ok(()) };
        loop {
            let parts = self.order.piece().map_err(failed)?;
            if parts.is_empty() {
                return Ok(());
            }
            person.take_only(kind, parts.iter().map(|part| deal.next(*part).map_err(failed)), sink)?;
        }
    }
}
