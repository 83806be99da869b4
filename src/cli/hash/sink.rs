//! Where the tokens go: a client file, Parquet or CSV, or standard output.

use std::io::Write as _;
use std::path::Path;

use super::source::{Out, Sink};
use crate::cli::CliError;
use crate::cli::files::{OUT_PIECE, OutFile, Readers, is_stream};
use crate::matching::IdentifierType;
use crate::matching::client_file::{About, Extra, ParquetWriter, write_csv_header, write_csv_row};
use crate::matching::token::TokenRow;

/// A client file while it is written.
pub(super) struct ClientSink<'a> {
    target: Target,
    kinds: Vec<IdentifierType>,
    extra: Extra,
    buffer: Vec<u8>,
    out: Out<'a>,
}

enum Target {
    Parquet(Box<ParquetWriter<OutFile>>),
    Csv(OutFile, Option<(OutFile, String)>),
    Stream,
}

impl<'a> ClientSink<'a> {
    /// The file at a path; its name says the form. The sealed names of segments go into a Parquet file, and beside a CSV
    /// file.
    pub(super) fn create(
        path: &Path,
        kinds: &[IdentifierType],
        extra: Extra,
        about: &About<'_>,
        out: Out<'a>,
    ) -> Result<Self, CliError> {
        let kinds: Vec<_> = IdentifierType::ALL.into_iter().filter(|kind| kinds.contains(kind)).collect();
        let extension = path.extension().and_then(|text| text.to_str()).map(str::to_ascii_lowercase);
        let target = match extension.as_deref() {
            Some("parquet") => {
                let file = OutFile::create(path, Readers::Usual)?;
                let writer = ParquetWriter::new(file, &kinds, extra, about).map_err(CliError::failed)?;
                Target::Parquet(Box::new(writer))
            }
            Some("csv") => {
                let beside = about.segments.map(|sealed| -> Result<_, CliError> {
                    Ok((OutFile::create(&names_beside(path), Readers::Usual)?, sealed.to_owned()))
                });
                Target::Csv(OutFile::create(path, Readers::Usual)?, beside.transpose()?)
            }
            None if is_stream(path) && about.segments.is_some() => {
                return Err(CliError::usage("a list with segments goes to a file: their names go beside it"));
            }
            None if is_stream(path) => Target::Stream,
            _ => {
                return Err(CliError::usage("name the output .parquet or .csv, so that its format is clear"));
            }
        };
        let mut buffer = Vec::new();
        if !matches!(target, Target::Parquet(_)) {
            write_csv_header(&kinds, extra, &mut buffer);
        }
        Ok(Self { target, kinds, extra, buffer, out })
    }

    /// Whether the tokens go to standard output.
    pub(super) fn streams(&self) -> bool {
        matches!(self.target, Target::Stream)
    }

    /// Ends the file and gives it its name.
    pub(super) fn finish(mut self) -> Result<(), CliError> {
        self.drain()?;
        match self.target {
            Target::Parquet(writer) => writer.finish().map_err(CliError::failed)?.commit(),
            Target::Csv(file, beside) => {
                if let Some((mut names, sealed)) = beside {
                    names.write_all(sealed.as_bytes()).map_err(CliError::failed)?;
                    names.commit()?;
                }
                file.commit()
            }
            Target::Stream => Ok(()),
        }
    }
}

/// Where the sealed names of the segments of a CSV client file are.
pub(in crate::cli) fn names_beside(path: &Path) -> std::path::PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{name}.segments.json"))
}

impl Sink for ClientSink<'_> {
    fn push(&mut self, row: &TokenRow) -> Result<(), CliError> {
        match &mut self.target {
            Target::Parquet(writer) => writer.push(row).map_err(CliError::failed),
            Target::Csv(..) | Target::Stream => {
                write_csv_row(row, &self.kinds, self.extra, &mut self.buffer);
                if self.buffer.len() >= OUT_PIECE { self.drain() } else { Ok(()) }
            }
        }
    }
}

impl ClientSink<'_> {
    /// Sends on what has gathered.
    fn drain(&mut self) -> Result<(), CliError> {
        let written = match &mut self.target {
            Target::Parquet(_) => Ok(()),
            Target::Csv(file, _) => file.write_all(&self.buffer),
            Target::Stream => self.out.write_all(&self.buffer),
        };
        self.buffer.clear();
        written.map_err(CliError::failed)
    }
}
