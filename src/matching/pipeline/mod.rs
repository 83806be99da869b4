//! From a company's CSV to token rows: the one path that the command line and the browser share.
//!
//! Bytes in, one [`TokenRow`] a person out, and a report that names reasons and lines but never a value. A row whose
//! identifiers all appeared before is a duplicate and is not given out; the first row keeps a token (see
//! [`crate::matching::set`]).

mod columns;
mod doctor;
mod guess;
mod report;
mod seen;
mod segments;
#[cfg(test)]
mod tests;

pub use columns::{ColumnError, Mapping};
pub use doctor::{Finding, findings};
pub use guess::guess;
pub use report::{ColumnReport, Refused, Report};
pub use segments::{SegmentNames, SegmentScan};

use super::client_file::MAX_SEGMENT;
use super::normalise::{Normaliser, Reject, Unsupported};
use super::records::{CsvError, CsvReader, Record};
use super::token::{KeyRing, SEGMENTS, TokenRow};
use super::{Country, IdentifierType, Profile};
use columns::{Columns, text};
use seen::Seen;

/// Which columns to hash, and by which rules.
pub struct Plan {
    /// What each column is.
    pub mapping: Mapping,
    /// Whose spelling rules.
    pub profile: Profile,
    /// Where phone numbers without a country code belong.
    pub country: Option<Country>,
    /// The segments of the list, where one column puts people in segments.
    pub segments: SegmentNames,
}

/// Why a list cannot be hashed. No message repeats a value of the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PipelineError {
    /// The file's shape is broken.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The columns are not those of the plan.
    #[error(transparent)]
    Column(#[from] ColumnError),
    /// A kind that cannot be normalised here.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// A row with more or fewer fields than the first line.
    #[error("line {line}: this row has {fields} fields, but the first line has {expected}")]
    Ragged {
        /// Where the row starts.
        line: u64,
        /// How many it has.
        fields: usize,
        /// How many it should have.
        expected: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("line {line}: the text is not UTF-8; save the file again with that encoding")]
    NotUtf8 {
        /// Where they stand.
        line: u64,
    },
    /// Nothing but blank lines.
    #[error("the file is empty; its first line must name the columns")]
    Empty,
    /// More segments than a room takes.
    #[error(
        "line {line}: the segment column has more than {SEGMENTS} different names; put some of them together"
    )]
    TooManySegments {
        /// Where one too many stands.
        line: u64,
    },
    /// A segment's name that is too long.
    #[error("line {line}: the name of the segment is longer than {MAX_SEGMENT} bytes")]
    SegmentTooLong {
        /// Where it stands.
        line: u64,
    },
    /// A segment that the first reading did not meet.
    #[error("line {line}: the file changed while it was read; hash it again")]
    Changed {
        /// Where the new segment stands.
        line: u64,
    },
    /// A mark of an opt-out that is neither yes nor no.
    #[error(
        "line {line}: the opt-out column holds neither yes nor no; write yes, true or 1, or leave it empty"
    )]
    BadOptOut {
        /// Where it stands.
        line: u64,
    },
}

impl PipelineError {
    fn ragged(record: &Record, expected: usize) -> Self {
        Self::Ragged { line: record.line(), fields: record.len(), expected }
    }
}

/// Hashes a list as it streams by.
pub struct Pipeline {
    csv: CsvReader,
    hasher: Hasher,
}

struct Hasher {
    ring: KeyRing,
    mapping: Mapping,
    normalisers: Vec<(IdentifierType, Normaliser)>,
    segments: SegmentNames,
    columns: Option<Columns>,
    seen: [Seen; IdentifierType::COUNT],
    report: Report,
    row: TokenRow,
    canonical: String,
}

impl Pipeline {
    /// A pipeline at the start of a list.
    pub fn new(ring: KeyRing, plan: Plan) -> Result<Self, PipelineError> {
        plan.mapping.check()?;
        let kinds = plan.mapping.ids.iter().map(|(kind, _)| *kind);
        let normalisers: Result<Vec<_>, Unsupported> =
            kinds.map(|kind| Ok((kind, Normaliser::new(kind, plan.profile, plan.country)?))).collect();
        let hasher = Hasher {
            ring,
            normalisers: normalisers?,
            mapping: plan.mapping,
            segments: plan.segments,
            columns: None,
            seen: Default::default(),
            report: Report::default(),
            row: TokenRow::default(),
            canonical: String::new(),
        };
        Ok(Self { csv: CsvReader::new(), hasher })
    }

    /// Reads the next piece of the list; `sink` gets each person in order.
    pub fn feed<E: From<PipelineError>>(
        &mut self,
        mut piece: &[u8],
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        while self.csv.next_record(&mut piece).map_err(PipelineError::from)? {
            self.hasher.take(self.csv.record(), sink)?;
        }
        Ok(())
    }

    /// Reads the next record of a list that is no CSV; the first one names the columns.
    pub fn feed_record<E: From<PipelineError>>(
        &mut self,
        record: &Record,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        self.hasher.take(record, sink)
    }

    /// Says that the list ends here.
    pub fn finish<E: From<PipelineError>>(
        &mut self,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        while self.csv.finish().map_err(PipelineError::from)? {
            self.hasher.take(self.csv.record(), sink)?;
        }
        if self.hasher.columns.is_none() { Err(PipelineError::Empty.into()) } else { Ok(()) }
    }

    /// What the list came to so far.
    pub fn report(&self) -> &Report {
        &self.hasher.report
    }

    /// The key check value of the key in use.
    pub fn check(&self) -> super::token::KeyCheck {
        self.hasher.ring.check()
    }
}

impl Hasher {
    fn take<E: From<PipelineError>>(
        &mut self,
        record: &Record,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        match &self.columns {
            None => {
                self.columns = Some(Columns::find(record, &self.mapping)?);
                Ok(())
            }
            Some(columns) if columns.width != record.len() => {
                Err(PipelineError::ragged(record, columns.width).into())
            }
            Some(_) => {
                if self.row(record)? {
                    sink(&self.row)
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Fills the token row; true if it is to be given out.
    fn row(&mut self, record: &Record) -> Result<bool, PipelineError> {
        let Some(columns) = &self.columns else { return Ok(false) };
        self.row.clear();
        self.row.opt_out = match columns.opt_out {
            Some(at) => {
                opted_out(text(record, at)?).ok_or(PipelineError::BadOptOut { line: record.line() })?
            }
            None => false,
        };
        let (mut usable, mut person) = (false, false);
        for ((kind, normaliser), at) in self.normalisers.iter().zip(&columns.ids) {
            let value = text(record, *at)?;
            let column = self.report.column_mut(*kind);
            if let Err(reject) = normaliser.normalise(value, &mut self.canonical) {
                column.refuse(reject, record.line());
                if reject == Reject::AlreadyHashed {
                    column.note_hashed(value.trim().len());
                }
                continue;
            }
            usable = true;
            if *kind == IdentifierType::Email && gmail_changed(value, &self.canonical) {
                column.changed = column.changed.saturating_add(1);
            }
            let token = self.ring.keyed_hash(*kind, &self.canonical);
            // Who opted out is named by every identifier, also by those that an earlier row has.
            let first = self.row.opt_out || kind.pick_mut(&mut self.seen).insert(token);
            if first {
                column.tokens = column.tokens.saturating_add(1);
                self.row.set(*kind, Some(token));
                person = true;
            }
        }
        if let (true, Some(at)) = (person, columns.segment) {
            let name = text(record, at)?.trim();
            let index = self.segments.index(name);
            if index.is_none() && !name.is_empty() {
                return Err(PipelineError::Changed { line: record.line() });
            }
            self.row.segment = index.map(|index| index.to_string());
        }
        if self.row.opt_out && person {
            self.report.opted_out = self.report.opted_out.saturating_add(1);
        }
        self.report.count(usable, person);
        Ok(person)
    }
}

/// What a mark of an opt-out says, if it is one.
fn opted_out(mark: &str) -> Option<bool> {
    match mark.trim().to_lowercase().as_str() {
        "" | "0" | "no" | "n" | "false" | "non" => Some(false),
        "1" | "yes" | "y" | "true" | "x" | "oui" | "o" => Some(true),
        _ => None,
    }
}

/// Whether the rules spelled a Gmail address otherwise than it stands, letter case aside.
fn gmail_changed(raw: &str, canonical: &str) -> bool {
    canonical.ends_with("@gmail.com") && !raw.trim().eq_ignore_ascii_case(canonical)
}
