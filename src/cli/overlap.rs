//! `entente overlap`: how many people two lists share, with no server.
//!
//! Both lists are in one hand here, so an exact count reveals nothing that its owner could not compute anyway; that is why
//! `--exact` exists on this verb and nowhere else. Without it, the count is shown as a room would round and threshold it,
//! but without noise.

mod table;

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use rustix::time::{ClockId, clock_gettime};
use serde::Serialize;

use super::CliError;
use super::files::at;
use super::list::List;
use crate::matching::IdentifierType;
use crate::matching::intersect::{RawMatrix, RawOverlap, Side, Unreadable, count, matrix};
use crate::matching::set::{AudienceSet, PLACES};

/// The smallest group that is shown, and what counts are rounded to (cleanroom.md, "Policy").
const K: u64 = 50;
const ROUND: u64 = 10;

/// Options of `overlap`.
#[derive(Debug, Args)]
pub struct OverlapArgs {
    /// One list: a client file, Parquet or CSV, or a stored set
    a: PathBuf,
    /// The other list
    b: PathBuf,
    /// In which order kinds of identifier are matched, such as email,phone
    #[arg(long, value_delimiter = ',', value_name = "TYPES")]
    order: Vec<IdentifierType>,
    /// Print the exact count; only for lists that are both yours to compare
    #[arg(long)]
    exact: bool,
    /// Print how many people are in each pair of segments instead: a table as CSV, or with --json
    #[arg(long)]
    by_segment: bool,
    /// How many threads count; one for each processor unless given
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Read stored sets whole before counting; otherwise they are read in pieces while they are counted
    #[arg(long)]
    in_memory: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: &OverlapArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let started = Instant::now();
    let (a, b) = (List::open(&args.a)?, List::open(&args.b)?);
    check_pair(&a, &b)?;
    let order = order(args, &a, &b)?;
    let (set_a, set_b) = (a.to_set(&order, args.in_memory)?, b.to_set(&order, args.in_memory)?);
    let people = (set_a.summary().people, set_b.summary().people);
    let (before, used, threads) = (started.elapsed(), processor_time(), threads(args.threads));
    let unreadable = |Unreadable { side, error }| {
        CliError::Failed(at(if side == Side::A { &args.a } else { &args.b }, error))
    };
    // What threads waited for files while counting was reading.
    let seconds = || {
        let meanwhile = a.reading().saturating_add(b.reading()) / u32::try_from(threads).unwrap_or(1);
        let counting = started.elapsed().saturating_sub(before).saturating_sub(meanwhile);
        let processor = processor_time().saturating_sub(used).as_secs_f64();
        Seconds {
            read: before.saturating_add(meanwhile).as_secs_f64(),
            count: counting.as_secs_f64(),
            processor,
        }
    };
    if args.by_segment {
        let counted = matrix((&set_a).into(), (&set_b).into(), &order, threads).map_err(unreadable)?;
        let seconds = seconds();
        let table = table::Table::new(shown(&counted, args.exact), (&set_a, &set_b), args.exact, seconds);
        return if args.json { print_json(&table, out) } else { table.print(out).map_err(CliError::failed) };
    }
    let overlap = count((&set_a).into(), (&set_b).into(), &order, threads).map_err(unreadable)?;
    let seconds = seconds();
    match (args.exact, args.json) {
        (true, true) => print_json(&Exact::new(&overlap, people, seconds), out),
        (true, false) => say_exact(&overlap, people, out).map_err(CliError::failed),
        (false, true) => print_json(&Rounded::new(&overlap, people), out),
        (false, false) => say_rounded(&overlap, people, out).map_err(CliError::failed),
    }
}

fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// Where the time went.
#[derive(Serialize)]
struct Seconds {
    /// Opening and reading the lists, and sorting those that were not.
    read: f64,
    count: f64,
    /// What the processors worked while it was counted, all threads together. With lists that are read in pieces this holds the
    /// reading, too.
    processor: f64,
}

/// What this process has used of the processors since it began.
fn processor_time() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap_or_default()
}

/// Refuses files that cannot meet: made with different keys, or by different rules.
fn check_pair(a: &List, b: &List) -> Result<(), CliError> {
    if let (Some(first), Some(second)) = (a.check(), b.check())
        && first != second
    {
        let words =
            format!("the files were hashed with different keys (key check values {first} and {second})");
        return Err(CliError::Usage(words));
    }
    if let (Some(first), Some(second)) = (a.normalisation(), b.normalisation())
        && first != second
    {
        let words =
            format!("the files were spelled by different rules ({first} and {second}); hash one again");
        return Err(CliError::Usage(words));
    }
    Ok(())
}

/// The order asked for, or the kinds both files have in the usual order.
fn order(args: &OverlapArgs, a: &List, b: &List) -> Result<Vec<IdentifierType>, CliError> {
    let (in_a, in_b) = (a.kinds(), b.kinds());
    for (at, kind) in args.order.iter().enumerate() {
        if args.order.iter().take(at).any(|earlier| earlier == kind) {
            return Err(CliError::Usage(format!("--order names {kind} twice")));
        }
        for (path, kinds) in [(&args.a, &in_a), (&args.b, &in_b)] {
            if !kinds.contains(kind) {
                return Err(CliError::Usage(at_path(path, *kind)));
            }
        }
    }
    if !args.order.is_empty() {
        return Ok(args.order.clone());
    }
    let shared: Vec<_> = in_a.into_iter().filter(|kind| in_b.contains(kind)).collect();
    if shared.is_empty() {
        return Err(CliError::usage("the files have no kind of identifier in common"));
    }
    Ok(shared)
}

fn at_path(path: &Path, kind: IdentifierType) -> String {
    at(path, format!("this file has no column {kind}"))
}

#[derive(Serialize)]
struct Exact {
    exact: u64,
    people_a: u64,
    people_b: u64,
    by_type: serde_json::Map<String, serde_json::Value>,
    seconds: Seconds,
}

impl Exact {
    fn new(overlap: &RawOverlap, (people_a, people_b): (u64, u64), seconds: Seconds) -> Self {
        let by_type = overlap.by_type.iter();
        let by_type = by_type.map(|(kind, n)| (kind.name().to_owned(), n.reveal_for_release().into()));
        let (exact, by_type) = (overlap.total.reveal_for_release(), by_type.collect());
        Self { exact, people_a, people_b, by_type, seconds }
    }
}

#[derive(Serialize)]
struct Rounded {
    #[serde(skip_serializing_if = "Option::is_none")]
    rounded: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fewer_than: Option<u64>,
    people_a: u64,
    people_b: u64,
    noise: bool,
}

impl Rounded {
    fn new(overlap: &RawOverlap, (people_a, people_b): (u64, u64)) -> Self {
        let rounded = rounded(overlap);
        let fewer_than = rounded.is_none().then_some(K);
        Self { rounded, fewer_than, people_a, people_b, noise: false }
    }
}

/// Every cell of a matrix as it may be shown, row by row.
fn shown(matrix: &RawMatrix, exact: bool) -> Vec<Vec<Option<u64>>> {
    let cell = |a, b| {
        let people = matrix.reveal_for_release(a, b);
        if exact { Some(people) } else { presented(people) }
    };
    (0..PLACES).map(|a| (0..PLACES).map(|b| cell(a, b)).collect()).collect()
}

/// The count to the nearest ten, if the group is large enough to show.
fn rounded(overlap: &RawOverlap) -> Option<u64> {
    presented(overlap.total.reveal_for_release())
}

fn presented(exact: u64) -> Option<u64> {
    (exact >= K).then(|| exact.saturating_add(ROUND / 2) / ROUND * ROUND)
}

fn print_json(value: &impl Serialize, out: &mut dyn Write) -> Result<(), CliError> {
    let text = serde_json::to_string(value).map_err(CliError::failed)?;
    writeln!(out, "{text}").map_err(CliError::failed)
}

fn say_exact(overlap: &RawOverlap, people: (u64, u64), out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(
        out,
        "{} people are in both lists ({} in the first, {} in the second)",
        overlap.total.reveal_for_release(),
        people.0,
        people.1
    )?;
    for (kind, n) in &overlap.by_type {
        writeln!(out, "  {} by {kind}", n.reveal_for_release())?;
    }
    Ok(())
}

fn say_rounded(overlap: &RawOverlap, people: (u64, u64), out: &mut dyn Write) -> std::io::Result<()> {
    let shown = rounded(overlap).map_or_else(|| format!("fewer than {K}"), |n| format!("about {n}"));
    writeln!(
        out,
        "{shown} people are in both lists ({} in the first, {} in the second)",
        people.0, people.1
    )?;
    writeln!(out, "Rounded to {ROUND}, without the noise that a room adds. --exact prints the exact count.")
}
