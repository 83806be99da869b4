//! A list through several lanes at once: parts of it go out in order, and what became of them comes back into order.
//!
//! The parts in flight are bounded, so memory is too, whatever the list's length; the tokens already seen are what grows, and
//! what waits on disk where that is bounded too.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::columns::Columns;
use super::lane::{Batch, Lane, Rules};
use super::merge::Merge;
use super::{Pipeline, PipelineError, read_last, read_records};
use crate::matching::records::{CsvError, CsvReader, Parts, Record, each_line, is_plain};
use crate::matching::token::TokenRow;

/// The least that makes a part: small enough for the processor's second cache.
const PART: usize = if cfg!(test) { 48 } else { 1 << 17 };
/// Records of a part of a list that is no CSV.
const RECORDS: usize = if cfg!(test) { 3 } else { 4096 };

/// A part of a list.
enum Part {
    /// CSV, whole records.
    Text(Vec<u8>),
    /// Records, and how many of them count.
    Records(Vec<Record>, usize),
}

/// A part after its lane.
struct Done {
    number: u64,
    /// Its memory, to be used again.
    part: Part,
    batch: Batch,
    /// The lines it had; records carry their own.
    lines: u64,
    fault: Option<PipelineError>,
}

/// What a lane is asked to do, with memory of an earlier part to do it in.
struct Task {
    number: u64,
    part: Part,
    batch: Batch,
}

/// A fault of the list, or of whoever reads it.
enum Fault<E> {
    List(CsvError),
    Reading(E),
}

impl<E> From<CsvError> for Fault<E> {
    fn from(error: CsvError) -> Self {
        Self::List(error)
    }
}

impl<E: From<PipelineError>> Fault<E> {
    fn into(self) -> E {
        match self {
            Self::List(error) => PipelineError::from(error).into(),
            Self::Reading(error) => error,
        }
    }
}

impl Pipeline {
    /// Hashes a whole CSV list with so many lanes; `read` fills what it can of a piece, and nothing at the end. `sink` gets
    /// each person in the order of the list. `length` is how many bytes there will be, if that is known.
    pub fn hash_text<E: From<PipelineError>>(
        &mut self,
        lanes: usize,
        length: Option<u64>,
        mut read: impl FnMut(&mut [u8]) -> Result<usize, E>,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut parts = Parts::new(PART);
        let mut read = |piece: &mut [u8]| read(piece).map_err(Fault::Reading);
        let mut first = Vec::new();
        parts.next(&mut first, &mut read).map_err(Fault::into)?;
        let delimiter = parts.delimiter().ok_or(PipelineError::Empty)?;
        self.begin(&mut first, delimiter)?;
        let times = length.and_then(|length| length.checked_div(u64::try_from(first.len()).ok()?));
        let mut first = Some(first);
        let mut next = |used: Option<Part>| -> Result<Option<Part>, E> {
            if let Some(first) = first.take() {
                return Ok(Some(Part::Text(first)));
            }
            let mut text = match used {
                Some(Part::Text(text)) => text,
                _ => Vec::new(),
            };
            let more = parts.next(&mut text, &mut read).map_err(Fault::into)?;
            Ok(more.then_some(Part::Text(text)))
        };
        self.run(lanes, (delimiter, times), &mut next, sink)
    }

    /// Hashes a whole list that is no CSV; `header` names its columns, and `next` fills in one row after the other until it
    /// says false.
    pub fn hash_records<E: From<PipelineError>>(
        &mut self,
        lanes: usize,
        header: &Record,
        mut next: impl FnMut(&mut Record) -> Result<bool, E>,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        self.columns = Some(Columns::find(header, &self.rules.mapping)?);
        let mut next = |used: Option<Part>| -> Result<Option<Part>, E> {
            let mut records = match used {
                Some(Part::Records(records, _)) => records,
                _ => Vec::new(),
            };
            records.resize_with(RECORDS, Record::default);
            let mut count = 0_usize;
            for record in &mut records {
                if !next(record)? {
                    break;
                }
                count = count.saturating_add(1);
            }
            Ok((count > 0).then_some(Part::Records(records, count)))
        };
        self.run(lanes, (b',', None), &mut next, sink)
    }

    /// Takes the first record, which names the columns, off the first part.
    fn begin(&mut self, part: &mut Vec<u8>, delimiter: u8) -> Result<(), PipelineError> {
        let mut csv = CsvReader::at_record(delimiter);
        let mut rest = part.as_slice();
        if !csv.next_record(&mut rest)? && !csv.finish()? {
            return Err(PipelineError::Empty);
        }
        self.columns = Some(Columns::find(csv.record(), &self.rules.mapping)?);
        self.merge.advance(csv.lines());
        let header = part.len().saturating_sub(rest.len());
        let half =
            part.get(..header).is_some_and(|header| header.ends_with(b"\r")) && rest.starts_with(b"\n");
        part.drain(..header.saturating_add(usize::from(half)));
        Ok(())
    }

    /// Sends every part through a lane, and takes them up in order. The list is `times` as long as its first part, if that is
    /// known.
    fn run<E: From<PipelineError>>(
        &mut self,
        lanes: usize,
        (delimiter, times): (u8, Option<u64>),
        next: &mut impl FnMut(Option<Part>) -> Result<Option<Part>, E>,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { rules, columns: Some(columns), lane, merge, .. } = self else { return Ok(()) };
        let (rules, columns) = (&*rules, &*columns);
        let common = Common { rules, columns, delimiter };
        match each_part((lane, lanes), &common, next, &mut TakeUp { merge, rules, times, sink }) {
            Ok(()) => merge.end(rules, sink),
            Err(fault) => Err(merge.broken_off(rules, fault, sink)),
        }
    }
}

/// Where parts go that were through a lane.
struct TakeUp<'a, S> {
    merge: &'a mut Merge,
    rules: &'a Rules,
    /// The list is so many times as long as its first part, if that is known.
    times: Option<u64>,
    sink: &'a mut S,
}

impl<S> TakeUp<'_, S> {
    /// Takes up the next part in order, and gives its memory back.
    fn take_up<E: From<PipelineError>>(&mut self, done: Done) -> Result<(Part, Batch), E>
    where
        S: FnMut(&TokenRow) -> Result<(), E>,
    {
        let Self { merge, rules, times, sink } = self;
        if let (0, Some(times)) = (done.number, *times) {
            merge.expect(rules, &done.batch, times);
        }
        merge.take(rules, &done.batch, *sink)?;
        if let Some(fault) = done.fault {
            return Err(fault.moved(merge.lines()).into());
        }
        merge.advance(done.lines);
        Ok((done.part, done.batch))
    }
}

/// Sends every part of a list through a lane; with one lane nothing else runs.
fn each_part<E: From<PipelineError>, S: FnMut(&TokenRow) -> Result<(), E>>(
    (lane, lanes): (&mut Lane, usize),
    common: &Common<'_>,
    next: &mut impl FnMut(Option<Part>) -> Result<Option<Part>, E>,
    take_up: &mut TakeUp<'_, S>,
) -> Result<(), E> {
    if lanes > 1 {
        return side_by_side(lanes, common, next, &mut |done| take_up.take_up(done));
    }
    let (mut used, mut batch, mut number) = (None, Batch::default(), 0);
    while let Some(part) = next(used)? {
        let done = work(lane, common, Task { number, part, batch });
        let (part, emptied) = take_up.take_up(done)?;
        (used, batch, number) = (Some(part), emptied, number.saturating_add(1));
    }
    Ok(())
}

/// What all lanes share.
struct Common<'a> {
    rules: &'a Rules,
    columns: &'a Columns,
    delimiter: u8,
}

/// Hashes one part.
fn work(lane: &mut Lane, common: &Common<'_>, task: Task) -> Done {
    let Task { number, part, mut batch } = task;
    batch.clear();
    let plain = matches!(&part, Part::Text(text) if is_plain(text));
    let mut take = |record: &Record| lane.take(common.rules, common.columns, record);
    let (fault, lines) = match &part {
        Part::Text(text) if plain && common.rules.only().is_some() => {
            match lane.take_alone((common.rules, common.columns), text, common.delimiter) {
                Ok(lines) => (None, lines),
                Err(fault) => (Some(fault), 0),
            }
        }
        Part::Text(text) if plain => {
            match each_line(text, common.delimiter, |line| lane.take(common.rules, common.columns, line)) {
                Ok(lines) => (None, lines),
                Err(fault) => (Some(fault), 0),
            }
        }
        Part::Text(text) => {
            let mut csv = CsvReader::at_record(common.delimiter);
            let read = read_records(&mut csv, &mut text.as_slice(), &mut take);
            let read = read.and_then(|()| read_last(&mut csv, &mut take));
            (read.err(), csv.lines())
        }
        Part::Records(records, count) => {
            (records.iter().take(*count).find_map(|record| take(record).err()), 0)
        }
    };
    std::mem::swap(lane.batch(common.rules), &mut batch);
    Done { number, part, batch, lines, fault }
}

/// One thread a lane; the caller's own reads, and takes up what is done.
fn side_by_side<E>(
    lanes: usize,
    common: &Common<'_>,
    next: &mut impl FnMut(Option<Part>) -> Result<Option<Part>, E>,
    take_up: &mut impl FnMut(Done) -> Result<(Part, Batch), E>,
) -> Result<(), E> {
    let (tasks, waiting) = channel::<Task>();
    let (finished, results) = channel::<Done>();
    let waiting = Mutex::new(waiting);
    std::thread::scope(|scope| {
        // It ends with this closure, on a fault too, and the lanes with it.
        let tasks = tasks;
        for _ in 0..lanes {
            let (waiting, finished) = (&waiting, finished.clone());
            scope.spawn(move || {
                let mut lane = Lane::default();
                while let Some(task) = task_of(waiting) {
                    if finished.send(work(&mut lane, common, task)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(finished);
        in_order(lanes, &tasks, &results, next, take_up)
    })
}

fn task_of(waiting: &Mutex<Receiver<Task>>) -> Option<Task> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn in_order<E>(
    lanes: usize,
    tasks: &Sender<Task>,
    results: &Receiver<Done>,
    next: &mut impl FnMut(Option<Part>) -> Result<Option<Part>, E>,
    take_up: &mut impl FnMut(Done) -> Result<(Part, Batch), E>,
) -> Result<(), E> {
    let most = u64::try_from(lanes).unwrap_or(1).saturating_mul(2).saturating_add(1);
    let (mut sent, mut taken, mut over) = (0_u64, 0_u64, false);
    let (mut early, mut used) = (BTreeMap::new(), Vec::new());
    loop {
        if !over && sent.saturating_sub(taken) < most {
            let (part, batch) = used.pop().unzip();
            match next(part)? {
                Some(part) => {
                    // Only if every lane has panicked does nobody listen; the scope then says so.
                    let _ = tasks.send(Task { number: sent, part, batch: batch.unwrap_or_default() });
                    sent = sent.saturating_add(1);
                }
                None => over = true,
            }
            continue;
        }
        if sent == taken {
            return Ok(());
        }
        let Ok(done) = results.recv() else { return Ok(()) };
        early.insert(done.number, done);
        while let Some(done) = early.remove(&taken) {
            used.push(take_up(done)?);
            taken = taken.saturating_add(1);
        }
    }
}
