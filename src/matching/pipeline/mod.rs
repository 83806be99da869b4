//! From a company's CSV to token rows: the one path that the command line and the browser share.
//!
//! Bytes in, one [`TokenRow`] a person out, and a report that names reasons and lines but never a value. A row whose
//! identifiers all appeared before is a duplicate and is not given out; the first row keeps a token (see
//! [`crate::matching::set`]).

mod columns;
mod guess;
mod report;
mod seen;
#[cfg(test)]
mod tests;

pub use columns::{ColumnError, Mapping};
pub use guess::guess;
pub use report::{ColumnReport, Refused, Report};

use super::normalise::{Normaliser, Unsupported};
use super::records::{CsvError, CsvReader, Record};
use super::token::{KeyRing, TokenRow};
use super::{Country, IdentifierType, Profile};
use columns::Columns;
use seen::Seen;

/// Which columns to hash, and by which rules.
pub struct Plan {
    /// What each column is.
    pub mapping: Mapping,
    /// Whose spelling rules.
    pub profile: Profile,
    /// Where phone numbers without a country code belong.
    pub country: Option<Country>,
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
            Some(columns) if columns.width != record.len() => Err(PipelineError::Ragged {
                line: record.line(),
                fields: record.len(),
                expected: columns.width,
            }
            .into()),
            Some(_) => {
                if self.row(record)? {
                    sink(&self.row)
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Fills the token row; true if it is a person.
    fn row(&mut self, record: &Record) -> Result<bool, PipelineError> {
        let Some(columns) = &self.columns else { return Ok(false) };
        self.row.clear();
        let (mut usable, mut person) = (false, false);
        for ((kind, normaliser), at) in self.normalisers.iter().zip(&columns.ids) {
            let value = text(record, *at)?;
            let column = self.report.column_mut(*kind);
            if let Err(reject) = normaliser.normalise(value, &mut self.canonical) {
                column.refuse(reject, record.line());
                continue;
            }
            usable = true;
            let token = self.ring.keyed_hash(*kind, &self.canonical);
            if kind.pick_mut(&mut self.seen).insert(token) {
                column.tokens = column.tokens.saturating_add(1);
                self.row.set(*kind, Some(token));
                person = true;
            }
        }
        if let (true, Some(at)) = (person, columns.segment) {
            let name = text(record, at)?.trim();
            self.row.segment = (!name.is_empty()).then(|| self.ring.segment_label(name));
        }
        self.report.count(usable, person);
        Ok(person)
    }
}

fn text(record: &Record, at: usize) -> Result<&str, PipelineError> {
    let bytes = record.get(at).unwrap_or_default();
    std::str::from_utf8(bytes).map_err(|_fault| PipelineError::NotUtf8 { line: record.line() })
}
