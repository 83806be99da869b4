//! A list as Parquet that a cluster reads.
//!
//! ```text
//! <room>/<audience>/<kind>/prefix=<n>/tokens.parquet   tokens whose first byte is in the n-th part of all, ascending
//! <room>/<audience>/_list.json                          what there is, written last: without it there is no list
//! ```
//! Nothing but re-keyed tokens, numbers of people and numbers of segments is in it: what a list holds on this server's own
//! disk, and no more. Tokens are BINARY without dictionary or compression, for they are random bytes.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type};
use serde::{Deserialize, Serialize};

use super::storage::Storage;
use crate::ids::{AudienceId, RoomId};
use crate::matching::IdentifierType;
use crate::matching::engine::sql::{Listed, Source};
use crate::matching::set::{AudienceSet, SetError, place_of};

/// About how many tokens one file holds: what stays in memory while writing, and one task of a cluster.
const FILE: u64 = if cfg!(test) { 1 << 12 } else { 1 << 20 };
/// The most files of one kind: the values of a token's first byte.
const MOST_FILES: u64 = 256;
const MANIFEST: &str = "_list.json";

/// What there is of a list.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    version: u32,
    people: u64,
    persons: bool,
    segments: bool,
    kinds: Vec<KindFiles>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KindFiles {
    kind: String,
    tokens: u64,
    /// Names below the list, with their lengths.
    files: BTreeMap<String, u64>,
}

const VERSION: u32 = 1;

/// A list that lies in the storage, whole.
pub(super) struct List {
    /// How many people it names.
    pub(super) people: u64,
    /// As a query reads it.
    pub(super) listed: Listed,
}

/// Why a list cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ListError {
    #[error("it is not there")]
    Missing,
    #[error("it is damaged")]
    Damaged,
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Why a list cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    #[error(transparent)]
    Set(#[from] SetError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Where a list lies.
pub(super) fn folder(room: &RoomId, audience: &AudienceId) -> io::Result<String> {
    Ok(format!("{}/{}", plain(room.as_str())?, plain(audience.as_str())?))
}

/// An id as part of a name; one that could leave its place names nothing.
pub(super) fn plain(id: &str) -> io::Result<&str> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if id.is_empty() || !id.bytes().all(fits) { Err(io::ErrorKind::NotFound.into()) } else { Ok(id) }
}

/// Writes a list; it is there once this returns, and not before.
pub(super) fn write(storage: &Storage, folder: &str, set: &AudienceSet) -> Result<(), WriteError> {
    let (persons, segments) = (set.kinds().len() > 1, set.segment_sizes().is_some());
    let mut kinds = Vec::new();
    for kind in set.kinds() {
        let mut out = KindWriter::new(storage, (folder, kind), (set.tokens_of(kind), persons, segments));
        set.each(kind, |token, row, segment| out.push(token, row, segment).map_err(WriteError::from))?;
        kinds.push(KindFiles {
            kind: kind.name().to_owned(),
            tokens: set.tokens_of(kind),
            files: out.finish()?,
        });
    }
    let manifest = Manifest { version: VERSION, people: set.summary().people, persons, segments, kinds };
    let manifest = serde_json::to_vec(&manifest).map_err(io::Error::other)?;
    Ok(storage.put(&format!("{folder}/{MANIFEST}"), manifest)?)
}

/// Reads what there is of a list, and checks that all of it is there and nothing else.
pub(super) fn open(storage: &Storage, folder: &str) -> Result<List, ListError> {
    let manifest = storage.get(&format!("{folder}/{MANIFEST}"))?.ok_or(ListError::Missing)?;
    let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|_malformed| ListError::Damaged)?;
    if manifest.version != VERSION {
        return Err(ListError::Damaged);
    }
    let mut expected: BTreeMap<String, u64> = BTreeMap::new();
    let mut sources = Vec::new();
    for files in &manifest.kinds {
        let kind: IdentifierType = files.kind.parse().map_err(|_unknown| ListError::Damaged)?;
        expected.extend(files.files.iter().map(|(name, bytes)| (format!("{folder}/{name}"), *bytes)));
        let relation = format!("parquet.`{}`", storage.seen(&format!("{folder}/{}", kind.name())));
        sources.push(Source { kind, relation, tokens: files.tokens });
    }
    let found = storage.list(folder)?.into_iter().map(|stored| (stored.name, stored.bytes));
    let found: BTreeMap<String, u64> = found.filter(|(name, _)| !name.ends_with(MANIFEST)).collect();
    if found != expected {
        return Err(ListError::Damaged);
    }
    let listed = Listed { sources, persons: manifest.persons, segments: manifest.segments };
    Ok(List { people: manifest.people, listed })
}

/// Writes the files of one kind, one after the other: tokens come in ascending order.
struct KindWriter<'a> {
    storage: &'a Storage,
    folder: &'a str,
    kind: IdentifierType,
    parts: u64,
    persons: bool,
    segments: bool,
    part: u64,
    tokens: Vec<u8>,
    rows: Vec<i32>,
    places: Vec<i32>,
    files: BTreeMap<String, u64>,
}

impl<'a> KindWriter<'a> {
    fn new(storage: &'a Storage, of: (&'a str, IdentifierType), about: (u64, bool, bool)) -> Self {
        let (tokens, persons, segments) = about;
        let parts = tokens.div_ceil(FILE).next_power_of_two().min(MOST_FILES);
        Self {
            storage,
            folder: of.0,
            kind: of.1,
            parts,
            persons,
            segments,
            part: 0,
            tokens: Vec::new(),
            rows: Vec::new(),
            places: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    fn push(&mut self, token: u128, row: u32, segment: u8) -> io::Result<()> {
        let bytes = token.to_be_bytes();
        let [first, ..] = bytes;
        let part = u64::from(first).saturating_mul(self.parts) / MOST_FILES;
        if part != self.part {
            self.flush()?;
            self.part = part;
        }
        self.tokens.extend_from_slice(&bytes);
        if self.persons {
            // Only equality matters, so the sign does not.
            self.rows.push(i32::from_le_bytes(row.to_le_bytes()));
        }
        if self.segments {
            self.places.push(i32::try_from(place_of(segment)).unwrap_or(i32::MAX));
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<BTreeMap<String, u64>> {
        // A kind that nobody has is a file without rows, so that a query finds a relation.
        if !self.tokens.is_empty() || self.files.is_empty() {
            self.flush()?;
        }
        Ok(self.files)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.tokens.is_empty() && self.part == 0 && self.parts > 1 {
            return Ok(());
        }
        let bytes = self.parquet().map_err(io::Error::other)?;
        let name = format!("{}/prefix={}/tokens.parquet", self.kind.name(), self.part);
        let length = u64::try_from(bytes.len()).map_err(io::Error::other)?;
        self.storage.put(&format!("{}/{name}", self.folder), bytes)?;
        self.files.insert(name, length);
        self.rows.clear();
        self.places.clear();
        Ok(())
    }

    /// What was collected, as a file of its own.
    fn parquet(&mut self) -> parquet::errors::Result<Vec<u8>> {
        let tokens = Bytes::from(std::mem::take(&mut self.tokens));
        let tokens: Vec<ByteArray> = (0..tokens.len())
            .step_by(16)
            .map(|at| ByteArray::from(tokens.slice(at..at.saturating_add(16))))
            .collect();
        let properties = WriterProperties::builder()
            .set_created_by("entente".to_owned())
            .set_compression(Compression::UNCOMPRESSED)
            .set_dictionary_enabled(false)
            .set_column_dictionary_enabled(ColumnPath::from("segment"), true)
            .set_statistics_enabled(EnabledStatistics::None)
            .build();
        let mut file = SerializedFileWriter::new(Vec::new(), self.schema()?, Arc::new(properties))?;
        let mut group = file.next_row_group()?;
        if let Some(mut column) = group.next_column()? {
            column.typed::<ByteArrayType>().write_batch(&tokens, None, None)?;
            column.close()?;
        }
        for numbers in [(self.persons, &self.rows), (self.segments, &self.places)] {
            if let (true, numbers) = numbers
                && let Some(mut column) = group.next_column()?
            {
                column.typed::<Int32Type>().write_batch(numbers, None, None)?;
                column.close()?;
            }
        }
        group.close()?;
        file.into_inner()
    }

    fn schema(&self) -> parquet::errors::Result<Arc<Type>> {
        let column = |name: &str, kind| {
            Type::primitive_type_builder(name, kind)
                .with_repetition(Repetition::REQUIRED)
                .build()
                .map(Arc::new)
        };
        let mut fields = vec![column("token", PhysicalType::BYTE_ARRAY)?];
        if self.persons {
            fields.push(column("person", PhysicalType::INT32)?);
        }
        if self.segments {
            fields.push(column("segment", PhysicalType::INT32)?);
        }
        Type::group_type_builder("list").with_fields(fields).build().map(Arc::new)
    }
}
