//! Where the tokens go: a client file, Parquet or CSV, plain or packed, or standard output.

use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

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
    Csv(Text, Option<(OutFile, String)>),
    Stream,
}

/// How the columns of a Parquet file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    /// As they are.
    Plain,
    /// Packed with zstd.
    Zstd,
}

/// A text file on its way out.
enum Text {
    Plain(OutFile),
    Gzip(Box<GzEncoder<OutFile>>),
    Zstd(Box<zstd::stream::write::Encoder<'static, OutFile>>),
}

impl Text {
    /// Packs as the end of the name says; nothing where it says neither that nor that it is plain.
    fn named(path: &Path) -> Result<Option<Self>, CliError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let file = || OutFile::create(path, Readers::Usual);
        Ok(if name.ends_with(".csv") {
            Some(Self::Plain(file()?))
        } else if name.ends_with(".csv.gz") {
            Some(Self::Gzip(Box::new(GzEncoder::new(file()?, Compression::fast()))))
        } else if name.ends_with(".csv.zst") {
            let packer = zstd::stream::write::Encoder::new(file()?, zstd::DEFAULT_COMPRESSION_LEVEL);
            Some(Self::Zstd(Box::new(packer.map_err(CliError::failed)?)))
        } else {
            None
        })
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.write_all(bytes),
            Self::Gzip(packer) => packer.write_all(bytes),
            Self::Zstd(packer) => packer.write_all(bytes),
        }
    }

    fn finish(self) -> io::Result<OutFile> {
        match self {
            Self::Plain(file) => Ok(file),
            Self::Gzip(packer) => packer.finish(),
            Self::Zstd(packer) => packer.finish(),
        }
    }
}

impl<'a> ClientSink<'a> {
    /// The file at a path; its name says the form. The sealed names of segments go into a Parquet file, and beside a CSV
    /// file.
    pub(super) fn create(
        (path, columns): (&Path, Columns),
        kinds: &[IdentifierType],
        extra: Extra,
        about: &About<'_>,
        out: Out<'a>,
    ) -> Result<Self, CliError> {
        let kinds: Vec<_> = IdentifierType::ALL.into_iter().filter(|kind| kinds.contains(kind)).collect();
        let parquet = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
        if columns == Columns::Zstd && !parquet {
            return Err(CliError::usage(
                "--zstd packs the columns of a .parquet file; name text .csv.zst instead",
            ));
        }
        let target = if parquet {
            let file = OutFile::create(path, Readers::Usual)?;
            let writer = match columns {
                Columns::Plain => ParquetWriter::new(file, &kinds, extra, about),
                Columns::Zstd => ParquetWriter::zstd(file, &kinds, extra, about),
            };
            Target::Parquet(Box::new(writer.map_err(CliError::failed)?))
        } else if is_stream(path) && about.segments.is_some() {
            return Err(CliError::usage("a list with segments goes to a file: their names go beside it"));
        } else if is_stream(path) {
            Target::Stream
        } else {
            let text = Text::named(path)?.ok_or_else(|| {
                CliError::usage(
                    "name the output .parquet, .csv, .csv.gz or .csv.zst, so that its format is clear",
                )
            })?;
            let beside = about.segments.map(|sealed| -> Result<_, CliError> {
                Ok((OutFile::create(&names_beside(path), Readers::Usual)?, sealed.to_owned()))
            });
            Target::Csv(text, beside.transpose()?)
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
                file.finish().map_err(CliError::failed)?.commit()
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
