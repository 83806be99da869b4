//! Two columns side by side, range of keys after range of keys, by as many threads as are asked for.

use super::{Side, Unreadable};
use crate::matching::set::{Column, Entries, SetError, View};

/// The fewest tokens of the longer side that a thread is started for: with fewer, starting it takes longer than they do.
const WORTH: usize = if cfg!(test) { 1 } else { 1 << 18 };

/// Keys from one on, to another.
#[derive(Clone, Copy, Default)]
struct Range {
    from: u128,
    to: Option<u128>,
}

/// Runs `visit` over all windows of the columns: parts of both that hold the same range of keys. Each of the threads begins
/// with its own `T` and takes an even part; the `T`s are returned.
pub(super) fn each_window<T: Default + Send>(
    (a, b): (&Column, &Column),
    threads: usize,
    visit: impl Fn(&mut T, &View<'_>, &View<'_>) + Sync,
) -> Result<Vec<T>, Unreadable> {
    let ranges = ranges(a, b, threads);
    let walk = |range: Range| {
        let mut own = T::default();
        walk(a, b, range, |left, right| visit(&mut own, left, right)).map(|()| own)
    };
    let Some((own, others)) = ranges.split_first() else { return Ok(Vec::new()) };
    let walk = &walk;
    std::thread::scope(|scope| {
        let started: Vec<_> = others.iter().map(|range| scope.spawn(move || walk(*range))).collect();
        // This thread takes a part, too, while the others begin.
        let own = walk(*own);
        let ended = started.into_iter().map(|thread| match thread.join() {
            Ok(other) => other,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(own).chain(ended).collect()
    })
}

/// The keys cut at the borders of blocks of the longer column, a range for each thread.
fn ranges(a: &Column, b: &Column, threads: usize) -> Vec<Range> {
    let long = if a.len() >= b.len() { a } else { b };
    let worth = (long.len() / WORTH).min(long.blocks());
    let threads = threads.clamp(1, worth.max(1));
    let border = |thread: usize| long.first_of(long.blocks() * thread / threads);
    let cut = |thread| Range {
        from: if thread == 0 { 0 } else { border(thread).unwrap_or_default() },
        to: border(thread + 1),
    };
    (0..threads).map(cut).collect()
}

fn walk(
    a: &Column,
    b: &Column,
    range: Range,
    mut visit: impl FnMut(&View<'_>, &View<'_>),
) -> Result<(), Unreadable> {
    let of = |side| move |error| Unreadable { side, error };
    let (mut left, mut right) = (Walk::new(a, range), Walk::new(b, range));
    while left.ready(right.token()).map_err(of(Side::A))? && right.ready(left.token()).map_err(of(Side::B))? {
        let (view_a, view_b) = (left.rest(), right.rest());
        let (Some(last_a), Some(last_b)) = (view_a.tokens.last(), view_b.tokens.last()) else { break };
        let last = last_a.min(last_b);
        let (part_a, part_b) = (upto(&view_a, *last), upto(&view_b, *last));
        if !part_a.tokens.is_empty() && !part_b.tokens.is_empty() {
            visit(&part_a, &part_b);
        }
        let (taken_a, taken_b) = (part_a.tokens.len(), part_b.tokens.len());
        left.at = left.at.saturating_add(taken_a);
        right.at = right.at.saturating_add(taken_b);
    }
    Ok(())
}

/// The part of a view with the tokens that are not above `last`.
fn upto<'a>(view: &View<'a>, last: u128) -> View<'a> {
    view.part(0, view.tokens.partition_point(|token| *token <= last))
}

/// Where one side stands.
struct Walk<'a> {
    column: &'a Column,
    range: Range,
    buffer: Entries,
    /// The blocks that are loaded.
    blocks: std::ops::Range<usize>,
    /// The first token of these that was not looked at, and the end of those in the range.
    at: usize,
    end: usize,
}

impl<'a> Walk<'a> {
    fn new(column: &'a Column, range: Range) -> Self {
        let start = column.block_of(range.from, 0);
        Self { column, range, buffer: Entries::default(), blocks: start..start, at: 0, end: 0 }
    }

    /// Whether there are tokens left to look at; loads the next blocks where the last are used up. What the other side has
    /// gone past is skipped, and not even read.
    fn ready(&mut self, other: Option<u128>) -> Result<bool, SetError> {
        while self.at >= self.end {
            let from = other.unwrap_or_default().max(self.range.from);
            let start = self.column.block_of(from, self.blocks.end);
            let end = start.saturating_add(self.column.step()).min(self.column.blocks());
            let first = self.column.first_of(start);
            if first.is_none_or(|first| self.range.to.is_some_and(|to| first >= to)) {
                return Ok(false);
            }
            self.column.load(start..end, &mut self.buffer)?;
            self.blocks = start..end;
            let tokens = self.column.view(start..end, &self.buffer).tokens;
            self.at = tokens.partition_point(|token| *token < from);
            self.end = self.range.to.map_or(tokens.len(), |to| tokens.partition_point(|token| *token < to));
        }
        Ok(true)
    }

    /// What is left of the loaded blocks.
    fn rest(&self) -> View<'_> {
        self.column.view(self.blocks.clone(), &self.buffer).part(self.at, self.end)
    }

    /// The first token that is left of the loaded blocks.
    fn token(&self) -> Option<u128> {
        self.rest().tokens.first().copied()
    }
}
