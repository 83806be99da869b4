//! `entente hash`: from a company's CSV to a client file of keyed-hash tokens. The same path as in the browser.

use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::CliError;
use super::files::{OutFile, PIECE, Readers, at, is_stream, length_of, open_input, progress, read_key};
use crate::matching::client_file::{ParquetWriter, write_csv_header, write_csv_row};
use crate::matching::normalise::Reject;
use crate::matching::pipeline::{Mapping, Pipeline, PipelineError, Plan, Report};
use crate::matching::token::{KeyCheck, KeyRing, TokenRow};
use crate::matching::{Country, IdentifierType, Profile};

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
    /// The column that puts people in segments; its values leave as keyed labels
    #[arg(long, value_name = "COLUMN")]
    segment: Option<String>,
    /// Whose spelling rules: entente, uid2, google or meta
    #[arg(long, default_value = "entente")]
    profile: Profile,
    /// The list, or - for standard input
    #[arg(value_name = "IN.csv")]
    input: PathBuf,
    /// The client file: .parquet or .csv, or - for CSV on standard output
    #[arg(short, value_name = "OUT.parquet")]
    output: PathBuf,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

fn id_column(text: &str) -> Result<(IdentifierType, String), String> {
    let (kind, column) = text.split_once('=').ok_or("write it as type=column, such as email=Mail")?;
    let kind = kind.parse().map_err(|error: crate::matching::UnknownName| error.to_string())?;
    Ok((kind, column.to_owned()))
}

impl From<PipelineError> for CliError {
    fn from(error: PipelineError) -> Self {
        Self::usage(error)
    }
}

/// Runs the verb.
pub fn run(args: &HashArgs, out: &mut dyn Write) -> Result<(), CliError> {
    if is_stream(&args.key) && is_stream(&args.input) {
        return Err(CliError::usage("the key and the list cannot both come from standard input"));
    }
    if args.json && is_stream(&args.output) {
        return Err(CliError::usage("the report and the client file cannot both go to standard output"));
    }
    let key = read_key(&args.key)?;
    let ring = KeyRing::derive(&key.key, &key.room_id);
    let check = ring.check();
    let mapping = Mapping { ids: args.ids.clone(), segment: args.segment.clone() };
    let plan = Plan { mapping, profile: args.profile, country: args.country };
    let mut pipeline = Pipeline::new(ring, plan).map_err(CliError::usage)?;
    let mut sink = Sink::create(args, check)?;
    hash(&args.input, &mut pipeline, &mut sink, out)?;
    let streamed = matches!(sink.target, Target::Stream);
    sink.finish(out)?;
    let outcome = Outcome::new(&key.room_id, check, args, pipeline.report());
    if streamed { Ok(()) } else { outcome.print(args.json, out) }
}

/// Reads the whole list through the pipeline.
fn hash(input: &Path, pipeline: &mut Pipeline, sink: &mut Sink, out: &mut dyn Write) -> Result<(), CliError> {
    let named = |error: CliError| match error {
        CliError::Usage(words) => CliError::Usage(at(input, words)),
        CliError::Failed(words) => CliError::Failed(words),
    };
    let bar = progress(length_of(input), "hashing");
    let mut list = open_input(input)?;
    let mut piece = vec![0; PIECE];
    loop {
        let length = list.read(&mut piece).map_err(|error| CliError::Failed(at(input, error)))?;
        if length == 0 {
            break;
        }
        let bytes = piece.get(..length).unwrap_or_default();
        pipeline.feed(bytes, &mut |row: &TokenRow| sink.push(row)).map_err(named)?;
        sink.drain(out)?;
        bar.inc(u64::try_from(length).unwrap_or_default());
    }
    pipeline.finish(&mut |row: &TokenRow| sink.push(row)).map_err(named)?;
    bar.finish_and_clear();
    Ok(())
}

/// Where the tokens go.
struct Sink {
    target: Target,
    kinds: Vec<IdentifierType>,
    with_segment: bool,
    buffer: Vec<u8>,
}

enum Target {
    Parquet(Box<ParquetWriter<OutFile>>),
    Csv(OutFile),
    Stream,
}

impl Sink {
    fn create(args: &HashArgs, check: KeyCheck) -> Result<Self, CliError> {
        let kinds = args.ids.iter().map(|(kind, _)| *kind);
        let kinds: Vec<_> =
            IdentifierType::ALL.into_iter().filter(|kind| kinds.clone().any(|k| k == *kind)).collect();
        let with_segment = args.segment.is_some();
        let extension = args.output.extension().and_then(|text| text.to_str()).map(str::to_ascii_lowercase);
        let mut buffer = Vec::new();
        let target = match extension.as_deref() {
            Some("parquet") => {
                let file = OutFile::create(&args.output, Readers::Usual)?;
                let writer = ParquetWriter::new(file, &kinds, with_segment, check, args.profile);
                Target::Parquet(Box::new(writer.map_err(CliError::failed)?))
            }
            Some("csv") => Target::Csv(OutFile::create(&args.output, Readers::Usual)?),
            None if is_stream(&args.output) => Target::Stream,
            _ => {
                return Err(CliError::usage("name the output .parquet or .csv, so that its format is clear"));
            }
        };
        if !matches!(target, Target::Parquet(_)) {
            write_csv_header(&kinds, with_segment, &mut buffer);
        }
        Ok(Self { target, kinds, with_segment, buffer })
    }

    fn push(&mut self, row: &TokenRow) -> Result<(), CliError> {
        match &mut self.target {
            Target::Parquet(writer) => writer.push(row).map_err(CliError::failed),
            Target::Csv(_) | Target::Stream => {
                write_csv_row(row, &self.kinds, self.with_segment, &mut self.buffer);
                Ok(())
            }
        }
    }

    /// Sends what is buffered on its way.
    fn drain(&mut self, out: &mut dyn Write) -> Result<(), CliError> {
        let written = match &mut self.target {
            Target::Parquet(_) => Ok(()),
            Target::Csv(file) => file.write_all(&self.buffer),
            Target::Stream => out.write_all(&self.buffer),
        };
        self.buffer.clear();
        written.map_err(CliError::failed)
    }

    fn finish(mut self, out: &mut dyn Write) -> Result<(), CliError> {
        self.drain(out)?;
        match self.target {
            Target::Parquet(writer) => writer.finish().map_err(CliError::failed)?.commit(),
            Target::Csv(file) => file.commit(),
            Target::Stream => Ok(()),
        }
    }
}

/// The report: counts and reasons, never a value.
#[derive(Serialize)]
struct Outcome<'a> {
    room: &'a str,
    kcv: String,
    normalisation: &'a str,
    rows: u64,
    people: u64,
    duplicates: u64,
    unusable: u64,
    rejects: serde_json::Map<String, serde_json::Value>,
    by_type: serde_json::Map<String, serde_json::Value>,
    #[serde(skip)]
    report: &'a Report,
    #[serde(skip)]
    kinds: Vec<IdentifierType>,
}

impl<'a> Outcome<'a> {
    fn new(room: &'a str, check: KeyCheck, args: &HashArgs, report: &'a Report) -> Self {
        let kinds: Vec<_> = args.ids.iter().map(|(kind, _)| *kind).collect();
        let met = Reject::ALL.into_iter().filter(|reason| report.refused(*reason) > 0);
        let rejects = met.map(|reason| (reason.code().to_owned(), report.refused(reason).into()));
        let by_type = kinds.iter().map(|kind| {
            let column = report.column(*kind);
            let refused = column.refused.iter();
            let refused = refused.map(|part| (part.reason.code().to_owned(), part.count.into()));
            let refused: serde_json::Map<_, _> = refused.collect();
            (kind.name().to_owned(), serde_json::json!({ "tokens": column.tokens, "rejects": refused }))
        });
        Self {
            room,
            kcv: check.to_hex(),
            normalisation: args.profile.label(),
            rows: report.rows,
            people: report.people,
            duplicates: report.duplicates,
            unusable: report.unusable,
            rejects: rejects.collect(),
            by_type: by_type.collect(),
            report,
            kinds,
        }
    }

    fn print(&self, json: bool, out: &mut dyn Write) -> Result<(), CliError> {
        if json {
            let text = serde_json::to_string(self).map_err(CliError::failed)?;
            return writeln!(out, "{text}").map_err(CliError::failed);
        }
        self.say(out).map_err(CliError::failed)
    }

    fn say(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(
            out,
            "{} rows: {} people, {} duplicates, {} without a usable identifier",
            self.rows, self.people, self.duplicates, self.unusable
        )?;
        for kind in &self.kinds {
            let column = self.report.column(*kind);
            writeln!(out, "{kind}: {} tokens", column.tokens)?;
            for refused in &column.refused {
                let lines: Vec<String> = refused.lines.iter().map(u64::to_string).collect();
                let shown = u64::try_from(lines.len()).unwrap_or_default();
                let more = if refused.count > shown { ", …" } else { "" };
                writeln!(
                    out,
                    "  {} left out: {} (lines {}{more})",
                    refused.count,
                    refused.reason,
                    lines.join(", ")
                )?;
            }
        }
        writeln!(out, "room {}, key check value {}", self.room, self.kcv)
    }
}
