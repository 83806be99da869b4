//! `entente set`: a hashed list kept sorted and checked, as a server keeps it, for lists that are counted again and again.
//!
//! Memory does not grow with the list: most of it waits in a file without a name beside the output.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::CliError;
use super::files::{ClientFile, OutFile, Readers, at, folder_of, nameless};
use crate::matching::client_file::FileError;
use crate::matching::set::{Finished, SpooledBuilder};
use crate::matching::token::hex;

/// Options of `set`.
#[derive(Debug, Args)]
pub struct SetArgs {
    #[command(subcommand)]
    verb: SetVerb,
}

#[derive(Debug, Subcommand)]
enum SetVerb {
    /// Sort a client file, each person once, into a set that `entente overlap` takes
    Build(BuildArgs),
}

/// Options of `set build`.
#[derive(Debug, Args)]
struct BuildArgs {
    /// The client file, Parquet or CSV
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// The stored set
    #[arg(short, value_name = "OUT.entset")]
    output: PathBuf,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: &SetArgs, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.verb {
        SetVerb::Build(args) => build(args, out),
    }
}

fn build(args: &BuildArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let (input, output) = (args.input.as_path(), args.output.as_path());
    let failed = |error: &dyn std::fmt::Display| CliError::Failed(at(output, error));
    let started = Instant::now();
    let list = ClientFile::open(input)?;
    let mut file = OutFile::create(output, Readers::Owner)?;
    let scratch = nameless(folder_of(output)).map_err(|error| failed(&error))?;
    let mut builder = SpooledBuilder::new(&list.kinds(), scratch);
    let mut opted_out: u64 = 0;
    let mut row_number: u64 = 0;
    list.for_each(|row| {
        row_number = row_number.saturating_add(1);
        if row.segment_index().is_err() {
            return Err(CliError::Usage(at(input, FileError::BadSegment { row: row_number })));
        }
        if row.opt_out {
            opted_out = opted_out.saturating_add(1);
            return Ok(());
        }
        builder.push(row).map_err(|error| failed(&error))
    })?;
    let read = started.elapsed();
    let finished = builder.finish(BufWriter::with_capacity(1 << 18, &mut file));
    let finished = finished.map_err(|error| failed(&error))?;
    file.commit()?;
    let bytes = super::files::length_of(output);
    let seconds =
        Seconds { read: read.as_secs_f64(), build: started.elapsed().saturating_sub(read).as_secs_f64() };
    report(args, &Built::new(&finished, (opted_out, bytes), seconds), out).map_err(CliError::failed)
}

/// Where the time went.
#[derive(Serialize)]
struct Seconds {
    /// Reading the client file and dealing its tokens into parts.
    read: f64,
    /// Sorting the parts, writing them and making them durable.
    build: f64,
}

#[derive(Serialize)]
struct Built {
    rows: u64,
    people: u64,
    duplicates: u64,
    opted_out: u64,
    bytes: u64,
    digest: String,
    seconds: Seconds,
}

impl Built {
    fn new(finished: &Finished, (opted_out, bytes): (u64, u64), seconds: Seconds) -> Self {
        let summary = finished.summary;
        Self {
            rows: summary.rows.saturating_add(opted_out),
            people: summary.people,
            duplicates: summary.duplicates,
            opted_out,
            bytes,
            digest: hex(&finished.digest),
            seconds,
        }
    }
}

fn report(args: &BuildArgs, built: &Built, out: &mut dyn Write) -> std::io::Result<()> {
    if args.json {
        return writeln!(out, "{}", serde_json::to_string(built)?);
    }
    let Built { rows, people, duplicates, opted_out, .. } = built;
    writeln!(
        out,
        "{people} people from {rows} rows are in {} ({duplicates} rows were duplicates, {opted_out} opted out)",
        args.output.display()
    )
}
