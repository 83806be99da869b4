//! What the exports do, in safe Rust: the page's requests into [`crate::matching`] and its answers into JSON.

use super::json;
use crate::matching::client_file::{Extra, write_csv_header, write_csv_row};
use crate::matching::normalise::{Normaliser, Unsupported};
use crate::matching::pipeline::{
    ColumnError, Mapping, Pipeline, PipelineError, Plan, SegmentNames, SegmentScan, findings, guess,
};
use crate::matching::records::{CsvError, CsvReader, OtherFile};
use crate::matching::token::{KeyRing, RoomKey, TokenRow};
use crate::matching::{Country, IdentifierType, Profile};

/// How many rows a preview shows.
const PREVIEW_ROWS: usize = 5;

/// Hashes one file; one with segments is read twice, the first time for their names.
pub struct Hasher {
    stage: Stage,
    kinds: Vec<IdentifierType>,
    profile: Profile,
    extra: Extra,
    output: Vec<u8>,
    segments: SegmentNames,
}

enum Stage {
    /// The first reading; the key and the plan wait.
    Scanning(Box<(SegmentScan, KeyRing, Plan)>),
    Hashing(Box<Pipeline>),
    /// The first reading failed.
    Over,
}

impl Hasher {
    /// A hasher for these arguments, or the refusal as JSON.
    pub(super) fn new(arguments: &[u8]) -> Result<Self, String> {
        let (key, parts) = key_and_parts(arguments).ok_or_else(bad_call)?;
        let [room, profile, country, segment, opt_out, pairs @ ..] = parts.as_slice() else {
            return Err(bad_call());
        };
        let profile: Profile = profile.parse().map_err(|_unknown| bad_call())?;
        let country = country_of(country)?;
        let mut ids = Vec::new();
        for pair in pairs.chunks(2) {
            let [kind, column] = pair else { return Err(bad_call()) };
            ids.push((kind.parse().map_err(|_unknown| bad_call())?, (*column).to_owned()));
        }
        let chosen = |column: &str| (!column.is_empty()).then(|| column.to_owned());
        let (segment, opt_out) = (chosen(segment), chosen(opt_out));
        let extra = Extra { segment: segment.is_some(), opt_out: opt_out.is_some() };
        let kinds: Vec<_> =
            IdentifierType::ALL.into_iter().filter(|kind| ids.iter().any(|(id, _)| id == kind)).collect();
        let scan = segment.as_deref().map(SegmentScan::new);
        let mapping = Mapping { ids, segment, opt_out };
        let plan = Plan { mapping, profile, country, segments: SegmentNames::default() };
        let ring = KeyRing::derive(&key, room);
        let stage = match scan {
            Some(scan) => Stage::Scanning(Box::new((scan, ring, plan))),
            None => Stage::Hashing(Box::new(Pipeline::new(ring, plan).map_err(|error| refusal(&error))?)),
        };
        let mut output = Vec::new();
        write_csv_header(&kinds, extra, &mut output);
        Ok(Self { stage, kinds, profile, extra, output, segments: SegmentNames::default() })
    }

    /// Reads the next piece of the file, in the first reading or the second.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Result<(), String> {
        let Self { stage, kinds, extra, output, .. } = self;
        let done = match stage {
            Stage::Scanning(waiting) => waiting.0.feed(piece),
            Stage::Hashing(pipeline) => pipeline.feed(piece, &mut |row: &TokenRow| {
                write_csv_row(row, kinds, *extra, output);
                Ok::<(), PipelineError>(())
            }),
            Stage::Over => return Err(bad_call()),
        };
        done.map_err(|error| refusal(&error))
    }

    /// Ends the first reading; the file is fed again from its start.
    pub(super) fn scanned(&mut self) -> Result<(), String> {
        let Stage::Scanning(waiting) = std::mem::replace(&mut self.stage, Stage::Over) else {
            return Err(bad_call());
        };
        let (scan, ring, mut plan) = *waiting;
        self.segments = scan.finish().map_err(|error| refusal(&error))?;
        plan.segments = self.segments.clone();
        let pipeline = Pipeline::new(ring, plan).map_err(|error| refusal(&error))?;
        self.stage = Stage::Hashing(Box::new(pipeline));
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(&mut self) -> Result<(), String> {
        let Self { stage, kinds, extra, output, .. } = self;
        let Stage::Hashing(pipeline) = stage else { return Err(bad_call()) };
        let mut sink = |row: &TokenRow| {
            write_csv_row(row, kinds, *extra, output);
            Ok::<(), PipelineError>(())
        };
        pipeline.finish(&mut sink).map_err(|error| refusal(&error))
    }

    /// Bytes of the client file that were not taken yet.
    pub(super) fn output(&self) -> &[u8] {
        &self.output
    }

    /// Forgets the output.
    pub(super) fn taken(&mut self) {
        self.output.clear();
    }

    /// Counts, reasons and what to look at, as JSON.
    pub(super) fn report(&self) -> String {
        let Stage::Hashing(pipeline) = &self.stage else { return bad_call() };
        let report = pipeline.report();
        let mut out = format!(
            "{{\"rows\":{},\"people\":{},\"duplicates\":{},\"unusable\":{},\"optedOut\":{},\"columns\":[",
            report.rows, report.people, report.duplicates, report.unusable, report.opted_out
        );
        json::list(&self.kinds, &mut out, |kind, out| {
            let column = report.column(*kind);
            out.push_str(&format!("{{\"type\":\"{kind}\",\"tokens\":{},\"refused\":[", column.tokens));
            json::list(&column.refused, out, |refused, out| {
                out.push_str(&format!(
                    "{{\"reason\":\"{}\",\"count\":{},\"lines\":[",
                    refused.reason.code(),
                    refused.count
                ));
                json::list(&refused.lines, out, |line, out| out.push_str(&line.to_string()));
                out.push_str("]}");
            });
            out.push_str("]}");
        });
        out.push_str("],\"findings\":[");
        json::list(findings(report, &self.kinds, self.profile), &mut out, |finding, out| {
            out.push_str(&format!(
                "{{\"code\":\"{}\",\"type\":\"{}\",\"number\":{}}}",
                finding.code(),
                finding.kind().map_or("", IdentifierType::name),
                finding.number()
            ));
        });
        out.push_str("],\"segments\":[");
        json::list(self.segments.names(), &mut out, |name, out| json::string(name, out));
        out.push_str("]}");
        out
    }
}

/// 32 bytes of key, then texts with zero bytes between.
fn key_and_parts(arguments: &[u8]) -> Option<(RoomKey, Vec<&str>)> {
    let (key, rest) = arguments.split_first_chunk::<32>()?;
    Some((RoomKey::from_bytes(*key), std::str::from_utf8(rest).ok()?.split('\0').collect()))
}

fn country_of(code: &str) -> Result<Option<Country>, String> {
    if code.is_empty() {
        return Ok(None);
    }
    code.parse().map(Some).map_err(|_error| json::error("unknown_country", &[], &[("country", code)]))
}

/// The page and the module do not fit each other.
fn bad_call() -> String {
    json::error("bad_call", &[], &[])
}

/// The key check value of a key and room.
pub(super) fn key_check(arguments: &[u8]) -> String {
    match key_and_parts(arguments) {
        Some((key, parts)) => match parts.as_slice() {
            [room] if !room.is_empty() => {
                format!("{{\"check\":\"{}\"}}", KeyRing::derive(&key, room).check())
            }
            _ => bad_call(),
        },
        None => bad_call(),
    }
}

/// The columns and first rows of the start of a file.
pub(super) fn preview(start: &[u8]) -> String {
    match read_start(start) {
        Ok(rows) => {
            let Some((names, rows)) = rows.split_first() else { return refusal(&PipelineError::Empty) };
            let kinds = guess(names, rows);
            let mut out = String::from("{\"columns\":[");
            json::list(names.iter().zip(kinds), &mut out, |(name, kind), out| {
                out.push_str("{\"name\":");
                json::string(name, out);
                out.push_str(&format!(",\"guess\":\"{}\"}}", kind.map_or("", IdentifierType::name)));
            });
            out.push_str("],\"rows\":[");
            json::list(rows, &mut out, |row, out| {
                out.push('[');
                json::list(row, out, |value, out| json::string(value, out));
                out.push(']');
            });
            out.push_str("]}");
            out
        }
        Err(error) => refusal(&error.into()),
    }
}

fn read_start(mut start: &[u8]) -> Result<Vec<Vec<String>>, CsvError> {
    let mut reader = CsvReader::new();
    let mut rows = Vec::new();
    let fields = |reader: &CsvReader| -> Vec<String> {
        reader.record().iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect()
    };
    while rows.len() <= PREVIEW_ROWS && reader.next_record(&mut start)? {
        rows.push(fields(&reader));
    }
    if rows.len() <= PREVIEW_ROWS {
        match reader.finish() {
            Ok(true) => rows.push(fields(&reader)),
            // The start of a long file is cut in the middle of a row, which is no fault of its rows before.
            Err(error) if rows.is_empty() => return Err(error),
            Ok(false) | Err(_) => {}
        }
    }
    Ok(rows)
}

/// The canonical form of one value.
pub(super) fn normalise(arguments: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(arguments) else { return bad_call() };
    let mut parts = text.splitn(4, '\0');
    let (Some(kind), Some(profile), Some(country), Some(value)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return bad_call();
    };
    let (Ok(kind), Ok(profile)) = (kind.parse(), profile.parse()) else { return bad_call() };
    let country = match country_of(country) {
        Ok(country) => country,
        Err(refusal) => return refusal,
    };
    match Normaliser::new(kind, profile, country) {
        Err(error) => refusal(&error.into()),
        Ok(normaliser) => {
            let mut canonical = String::new();
            let mut out = String::from("{\"canonical\":");
            match normaliser.normalise(value, &mut canonical) {
                Ok(()) => json::string(&canonical, &mut out),
                Err(reject) => json::string(&format!("!{}", reject.code()), &mut out),
            }
            out.push('}');
            out
        }
    }
}

/// A refusal as JSON, without any value of the list.
fn refusal(error: &PipelineError) -> String {
    match error {
        PipelineError::Csv(error) => csv_refusal(error),
        PipelineError::Column(ColumnError::NoIds) => json::error("no_ids", &[], &[]),
        PipelineError::Column(ColumnError::KindTwice(kind)) => {
            json::error("kind_twice", &[], &[("type", kind.name())])
        }
        PipelineError::Column(ColumnError::Missing { wanted, .. }) => {
            json::error("column_missing", &[], &[("column", wanted)])
        }
        PipelineError::Column(ColumnError::Ambiguous(column)) => {
            json::error("column_ambiguous", &[], &[("column", column)])
        }
        PipelineError::Unsupported(Unsupported::PhoneNotBuilt) => json::error("phone_not_built", &[], &[]),
        PipelineError::Unsupported(Unsupported::UnknownCountry(country)) => {
            json::error("unknown_country", &[], &[("country", country)])
        }
        PipelineError::Ragged { line, fields, expected } => {
            let n = |count: &usize| u64::try_from(*count).unwrap_or(u64::MAX);
            json::error("ragged", &[("line", *line), ("fields", n(fields)), ("expected", n(expected))], &[])
        }
        PipelineError::NotUtf8 { line } => json::error("not_utf8", &[("line", *line)], &[]),
        PipelineError::Empty => json::error("empty", &[], &[]),
        PipelineError::TooManySegments { line } => json::error("many_segments", &[("line", *line)], &[]),
        PipelineError::SegmentTooLong { line } => json::error("segment_long", &[("line", *line)], &[]),
        PipelineError::Changed { line } => json::error("changed", &[("line", *line)], &[]),
        PipelineError::BadOptOut { line } => json::error("bad_opt_out", &[("line", *line)], &[]),
        // Nothing waits on disk here.
        #[cfg(feature = "native")]
        PipelineError::Scratch { .. } => bad_call(),
    }
}

fn csv_refusal(error: &CsvError) -> String {
    let at = |code: &str, line: &u64| json::error(code, &[("line", *line)], &[]);
    match error {
        CsvError::UnclosedQuote { line } => at("unclosed_quote", line),
        CsvError::AfterQuote { line } => at("after_quote", line),
        CsvError::TooLong { line } => at("too_long", line),
        CsvError::Binary { line } => at("binary", line),
        CsvError::Other(other) => {
            let code = match other {
                OtherFile::Zip => "is_zip",
                OtherFile::Gzip => "is_gzip",
                OtherFile::Utf16 => "is_utf16",
                OtherFile::Parquet | OtherFile::Pdf | OtherFile::Html => "is_other",
            };
            json::error(code, &[], &[])
        }
    }
}
