//! A list of one column of identifiers and nothing else: its values are found first, where they lie, and then worked on
//! many at a time.

use super::{Columns, Lane, PipelineError, Rules, WAITING, note_changed, wait_long};
use crate::matching::normalise::{Lowered, Place};
use crate::matching::records::{Fields as _, each_line};

/// Values that were found, and room for what becomes of them.
#[derive(Default)]
pub(super) struct Alone {
    places: Vec<Place>,
    lowered: Vec<Lowered>,
}

impl Lane {
    /// Adds every record of a plain text, and tells how many lines end in it. On an error the rows before it are in the batch.
    /// Only for rules that name one column.
    pub(in crate::matching::pipeline) fn take_alone(
        &mut self,
        (rules, columns): (&Rules, &Columns),
        text: &[u8],
        delimiter: u8,
    ) -> Result<u64, PipelineError> {
        let column = columns.ids.first().copied().unwrap_or_default();
        let lines = each_line(text, delimiter, |line| {
            if columns.width != line.len() {
                return Err(PipelineError::ragged(line, columns.width));
            }
            let (start, end) = line.range(column).unwrap_or_default();
            self.alone.places.push(Place { start, end, line: line.line() });
            if self.alone.places.len() < WAITING { Ok(()) } else { self.take_places(rules, text) }
        });
        // A fault of a row before the one that broke off the reading comes first.
        self.take_places(rules, text)?;
        lines
    }

    /// Works on the values that were found.
    fn take_places(&mut self, rules: &Rules, text: &[u8]) -> Result<(), PipelineError> {
        let Self { batch, waiting, canonical, alone: Alone { places, lowered } } = self;
        let Some(rule) = rules.normalisers.first() else { return Ok(()) };
        waiting.resize_with(rules.normalisers.len(), Default::default);
        let Some(waiting) = waiting.first_mut() else { return Ok(()) };
        lowered.clear();
        rule.1.plain_many(text, places, lowered);
        for (place, lowered) in places.drain(..).zip(lowered.iter()) {
            let raw = text.get(place.start..place.end).unwrap_or_default();
            let length = usize::from(lowered.length);
            if let Some(short) = lowered.bytes.get(..length).filter(|_| length > 0) {
                waiting.push_block(&lowered.bytes, length);
                note_changed(rule.0, (raw, short), &mut batch.report);
            } else if !wait_long(rule, (raw, place.line), (canonical, waiting), &mut batch.report)? {
                batch.bare = batch.bare.saturating_add(1);
            }
        }
        self.hash(rules);
        Ok(())
    }
}
