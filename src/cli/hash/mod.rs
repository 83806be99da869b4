//! `entente hash`: from a company's list to a client file of keyed-hash tokens. The same path as in the browser.

mod outcome;
mod sink;
mod source;

use std::io::{self, Write};
use std::num::NonZero;
use std::path::PathBuf;

use clap::Args;

use super::CliError;
use super::files::{at, folder_of, is_stream, leave_nothing_when_interrupted, nameless, read_key};
use crate::matching::client_file::{About, Extra};
use crate::matching::pipeline::{Mapping, Pipeline, PipelineError, Plan, SegmentNames};
use crate::matching::set::Scratch;
use crate::matching::token::{KeyRing, LabelKey, RoomKey};
use crate::matching::{Country, IdentifierType, Profile};
use crate::secret::random_bytes;

pub(super) use outcome::Outcome;
use sink::Columns;
pub(super) use sink::names_beside;
pub(super) use source::{Nowhere, Source};

/// Options of `hash`.
#[derive(Debug, Args)]
pub struct HashArgs {
    /// The room's key file, or - for standard input
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// A kind of identifier and its column, such as email=Mail; may be given several times
    #[arg(long = "id", value_name = "TYPE=COLUMN", required = true, value_parser = id_column)]
    ids: Vec<(IdentifierType, String)>,
    /// The country of phone numbers without a country code, such as FR
    #[arg(long, value_name = "CC")]
    country: Option<Country>,
    /// The column that puts people in segments, at most 50; the names leave sealed under the room's key
    #[arg(long, value_name = "COLUMN")]
    segment: Option<String>,
    /// The column that marks people who opted out, with yes, true or 1
    #[arg(long, value_name = "COLUMN")]
    opt_out: Option<String>,
    /// Whose spelling rules: entente, uid2, google or meta
    #[arg(long, default_value = "entente")]
    profile: Profile,
    /// The list: CSV, plain or packed with gzip or zstd, or Parquet; - for CSV from standard input
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// The client file: .parquet, .csv, .csv.gz or .csv.zst, or - for CSV on standard output
    #[arg(short, value_name = "OUT.parquet")]
    output: PathBuf,
    /// Pack the columns of a .parquet file with zstd: tokens stay as large as they are, segments shrink
    #[arg(long)]
    zstd: bool,
    /// How many threads hash; the output is the same for any number. As many as the machine has cores, unless given
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// How much memory tokens may take, in MiB; those of a longer list wait on disk, 17 bytes each. The output is the same
    #[arg(long, value_name = "MIB", default_value_t = MEMORY)]
    memory: u32,
    /// Where they wait, in files that nobody else can read and that are gone afterwards; beside the output unless given
    #[arg(long, value_name = "FOLDER")]
    scratch: Option<PathBuf>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

/// The value of `--id`.
pub(super) fn id_column(text: &str) -> Result<(IdentifierType, String), String> {
    let (kind, column) = text.split_once('=').ok_or("write it as type=column, such as email=Mail")?;
    let kind = kind.parse().map_err(|error: crate::matching::UnknownName| error.to_string())?;
    Ok((kind, column.to_owned()))
}

impl From<PipelineError> for CliError {
    fn from(error: PipelineError) -> Self {
        match error {
            PipelineError::Scratch { .. } => {
                Self::Failed(format!("{error}; make room there, or name another folder with --scratch"))
            }
            error => Self::usage(error),
        }
    }
}

/// What tokens may take unless the user says otherwise, in MiB: some 13 million of them.
pub(super) const MEMORY: u32 = 256;

/// Bounds what the tokens of a list take in memory, in MiB; what does not fit waits in that folder.
pub(super) fn bound(pipeline: &mut Pipeline, memory: u32, folder: PathBuf) {
    let bytes = usize::try_from(u64::from(memory) << 20).unwrap_or(usize::MAX);
    let scratch = move || -> io::Result<Box<dyn Scratch>> {
        let named = |error: io::Error| io::Error::new(error.kind(), at(&folder, error));
        nameless(&folder).map(|file| -> Box<dyn Scratch> { Box::new(file) }).map_err(named)
    };
    pipeline.bounded(bytes, Box::new(scratch));
}

/// Runs the verb.
pub fn run(args: &HashArgs, out: &mut dyn Write) -> Result<(), CliError> {
    if is_stream(&args.key) && is_stream(&args.input) {
        return Err(CliError::usage("the key and the list cannot both come from standard input"));
    }
    if args.json && is_stream(&args.output) {
        return Err(CliError::usage("the report and the client file cannot both go to standard output"));
    }
    leave_nothing_when_interrupted()?;
    let key = read_key(&args.key)?;
    let source = Source::open(&args.input)?;
    let segments = match &args.segment {
        Some(column) => source.segments(column)?,
        None => SegmentNames::default(),
    };
    let sealed = args.segment.as_ref().map(|_| seal(&key.key, &key.room_id, &segments)).transpose()?;
    let ring = KeyRing::derive(&key.key, &key.room_id);
    let check = ring.check();
    let kinds: Vec<IdentifierType> = args.ids.iter().map(|(kind, _)| *kind).collect();
    let mut pipeline = Pipeline::new(ring, plan(args, segments.clone())).map_err(CliError::usage)?;
    bound(&mut pipeline, args.memory, scratch_folder(args));
    let extra = Extra { segment: args.segment.is_some(), opt_out: args.opt_out.is_some() };
    let about = About { check, profile: args.profile, segments: sealed.as_deref() };
    let columns = if args.zstd { Columns::Zstd } else { Columns::Plain };
    let mut sink = sink::ClientSink::create((&args.output, columns), &kinds, extra, &about, &mut *out)?;
    source.hash(&mut pipeline, threads(args.threads), &mut sink)?;
    let streams = sink.streams();
    sink.finish()?;
    if streams {
        return Ok(());
    }
    let named = segments.names().len();
    let report = pipeline.report();
    Outcome::new(Some((&key.room_id, check.to_hex())), &kinds, args.profile, report, named)
        .print(args.json, out)
}

/// How many threads to use: as many as were asked for, or as the machine has cores.
pub(super) fn threads(asked: Option<NonZero<usize>>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get)
}

/// Where a list waits: where there is room for the output, most likely for this too.
fn scratch_folder(args: &HashArgs) -> PathBuf {
    match &args.scratch {
        Some(folder) => folder.clone(),
        None if is_stream(&args.output) => std::env::temp_dir(),
        None => folder_of(&args.output).to_owned(),
    }
}

fn plan(args: &HashArgs, segments: SegmentNames) -> Plan {
    let mapping =
        Mapping { ids: args.ids.clone(), segment: args.segment.clone(), opt_out: args.opt_out.clone() };
    Plan { mapping, profile: args.profile, country: args.country, segments }
}

/// The names of the segments in their boxes, as a JSON list.
pub(super) fn seal(key: &RoomKey, room: &str, segments: &SegmentNames) -> Result<String, CliError> {
    let label = LabelKey::derive(key, room).map_err(CliError::failed)?;
    let boxes = segments.names().iter().map(|name| {
        let nonce = random_bytes().map_err(CliError::failed)?;
        label.seal(name, nonce).map_err(CliError::failed)
    });
    let boxes = boxes.collect::<Result<Vec<String>, CliError>>()?;
    serde_json::to_string(&boxes).map_err(CliError::failed)
}
