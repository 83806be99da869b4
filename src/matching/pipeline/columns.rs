//! Which column is which: the mapping a person chose, found in the first line.

use super::PipelineError;
use crate::matching::IdentifierType;
use crate::matching::records::{Fields, Record};

/// Columns by their names in the first line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// One column per kind of identifier.
    pub ids: Vec<(IdentifierType, String)>,
    /// The column that puts people in segments.
    pub segment: Option<String>,
    /// The column that marks people who opted out.
    pub opt_out: Option<String>,
}

/// The first line does not fit the mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// No identifier column was chosen.
    #[error("choose at least one column of identifiers")]
    NoIds,
    /// One kind has two columns.
    #[error("{0} has two columns; choose one")]
    KindTwice(IdentifierType),
    /// No column has that name.
    #[error("there is no column {wanted:?}; the columns are {available}")]
    Missing {
        /// The name that was asked for.
        wanted: String,
        /// The names that are there.
        available: String,
    },
    /// Two columns have that name.
    #[error("there are two columns {0:?}; rename one")]
    Ambiguous(String),
}

impl Mapping {
    /// Whether the mapping makes sense by itself.
    pub(super) fn check(&self) -> Result<(), ColumnError> {
        if self.ids.is_empty() {
            return Err(ColumnError::NoIds);
        }
        for (at, (kind, _)) in self.ids.iter().enumerate() {
            if self.ids.iter().take(at).any(|(earlier, _)| earlier == kind) {
                return Err(ColumnError::KindTwice(*kind));
            }
        }
        Ok(())
    }
}

/// The places of the mapped columns.
pub(super) struct Columns {
    /// In the order of [`Mapping::ids`].
    pub(super) ids: Vec<usize>,
    pub(super) segment: Option<usize>,
    pub(super) opt_out: Option<usize>,
    pub(super) width: usize,
}

impl Columns {
    pub(super) fn find(header: &Record, mapping: &Mapping) -> Result<Self, PipelineError> {
        let names = names(header)?;
        let ids: Result<Vec<usize>, ColumnError> =
            mapping.ids.iter().map(|(_, wanted)| place(&names, wanted)).collect();
        let segment = mapping.segment.as_ref().map(|wanted| place(&names, wanted)).transpose()?;
        let opt_out = mapping.opt_out.as_ref().map(|wanted| place(&names, wanted)).transpose()?;
        Ok(Self { ids: ids?, segment, opt_out, width: names.len() })
    }
}

fn names(header: &Record) -> Result<Vec<&str>, PipelineError> {
    let names: Result<Vec<&str>, _> = header.iter().map(std::str::from_utf8).collect();
    names.map_err(|_fault| PipelineError::NotUtf8 { line: header.line() })
}

/// The place of one column in the first line.
pub(super) fn place_in(header: &Record, wanted: &str) -> Result<usize, PipelineError> {
    Ok(place(&names(header)?, wanted)?)
}

/// A field as text.
pub(super) fn text(record: &impl Fields, at: usize) -> Result<&str, PipelineError> {
    let bytes = record.get(at).unwrap_or_default();
    std::str::from_utf8(bytes).map_err(|_fault| PipelineError::NotUtf8 { line: record.line() })
}

/// The place of a name: exactly as written if that exists, otherwise without regard to case and blanks around it.
fn place(names: &[&str], wanted: &str) -> Result<usize, ColumnError> {
    let alike = |name: &str| name.trim().to_lowercase() == wanted.trim().to_lowercase();
    let exact = |name: &str| name == wanted;
    match only(names, exact, wanted)? {
        Some(at) => Ok(at),
        None => only(names, alike, wanted)?
            .ok_or_else(|| ColumnError::Missing { wanted: wanted.to_owned(), available: listed(names) }),
    }
}

/// The one place whose name fits.
fn only(names: &[&str], fits: impl Fn(&str) -> bool, wanted: &str) -> Result<Option<usize>, ColumnError> {
    let mut places = names.iter().enumerate().filter(|(_, name)| fits(name)).map(|(at, _)| at);
    match (places.next(), places.next()) {
        (Some(_), Some(_)) => Err(ColumnError::Ambiguous(wanted.to_owned())),
        (first, _) => Ok(first),
    }
}

/// The names for a message: at most twenty. A first line of data rather than names is not repeated.
fn listed(names: &[&str]) -> String {
    if names.iter().any(|name| name.contains('@')) {
        return "missing: the first line looks like data, and must name the columns".to_owned();
    }
    let shown: Vec<String> = names.iter().take(20).map(|name| format!("{:?}", name.trim())).collect();
    let more = names.len().saturating_sub(shown.len());
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}
