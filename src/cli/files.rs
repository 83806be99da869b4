//! Files as the verbs use them: secrets read from a file or standard input, output that appears whole or not at all,
//! client files of either format, and a progress bar on a terminal.

mod out;

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use zeroize::Zeroizing;

use super::CliError;
use crate::matching::IdentifierType;
use crate::matching::client_file::{CsvTokenReader, Extra, FileError, ParquetTokens};
use crate::matching::set::{AudienceSet, SetBuilder, SetError};
use crate::matching::token::{KeyCheck, KeyText, TokenRow};

pub(super) use out::{OutFile, Readers, folder_of, leave_nothing_when_interrupted, nameless};

/// Bytes read at a time.
pub(super) const PIECE: usize = 1 << 16;
/// Bytes written at a time: the larger the pieces, the larger the pages that the system keeps them in.
pub(super) const OUT_PIECE: usize = 1 << 18;
/// More than any key or token takes.
const MAX_SECRET: u64 = 1 << 16;

impl From<FileError> for CliError {
    fn from(error: FileError) -> Self {
        Self::usage(error)
    }
}

impl From<SetError> for CliError {
    fn from(error: SetError) -> Self {
        Self::failed(error)
    }
}

/// A failure that names the file.
pub(super) fn at(path: &Path, error: impl std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

/// Whether the path stands for standard input or output.
pub(super) fn is_stream(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Opens an input; `-` is standard input.
pub(super) fn open_input(path: &Path) -> Result<Box<dyn Read>, CliError> {
    if is_stream(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| CliError::Usage(at(path, error)))?;
    Ok(Box::new(file))
}

/// A short secret from a file or, with `-`, from standard input; wiped from memory when dropped.
pub(super) fn read_secret(path: &Path) -> Result<Zeroizing<String>, CliError> {
    let mut text = Zeroizing::new(String::new());
    let mut input = open_input(path)?.take(MAX_SECRET);
    input.read_to_string(&mut text).map_err(|error| CliError::Usage(at(path, error)))?;
    Ok(text)
}

/// A room key from a file or standard input.
pub(super) fn read_key(path: &Path) -> Result<KeyText, CliError> {
    let text = read_secret(path)?;
    KeyText::parse(&text).map_err(|error| CliError::Usage(at(path, error)))
}

/// A progress bar over `total` steps, on a terminal; elsewhere it is invisible.
pub(super) fn progress(total: u64, what: &'static str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent} % {eta}");
    ProgressBar::new(total)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(what)
}

/// A progress bar over bytes, with speed and the time left; invisible where there is no terminal.
pub(super) fn progress_bytes(total: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left");
    ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The length of a file, or 0 where it has none.
pub(super) fn length_of(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |about| about.len())
}

/// How a file is packed, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

impl Packing {
    pub(super) fn of(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

/// The text of a stream that may be packed with gzip or zstd.
pub(super) fn unpacked(input: Box<dyn Read>) -> io::Result<Box<dyn Read>> {
    let mut input = BufReader::with_capacity(PIECE, input);
    match Packing::of(input.fill_buf()?) {
        Packing::Plain => Ok(Box::new(input)),
        Packing::Gzip => Ok(Box::new(flate2::bufread::MultiGzDecoder::new(input))),
        Packing::Zstd => Ok(Box::new(zstd::stream::read::Decoder::with_buffer(input)?)),
    }
}

/// A client file of either format.
pub(super) enum ClientFile {
    Parquet(ParquetTokens<File>),
    Csv { path: PathBuf, packing: Packing, kinds: Vec<IdentifierType>, extra: Extra },
}

impl ClientFile {
    /// Opens the file; its content says which format it is.
    pub(super) fn open(path: &Path) -> Result<Self, CliError> {
        let unusable = |error: FileError| CliError::Usage(at(path, error));
        let unreadable = |error: io::Error| CliError::Usage(at(path, error));
        let mut file = File::open(path).map_err(unreadable)?;
        let mut start = Vec::new();
        (&mut file).take(4).read_to_end(&mut start).map_err(unreadable)?;
        if start.starts_with(b"PAR1") {
            return ParquetTokens::open(file).map(Self::Parquet).map_err(unusable);
        }
        let (mut text, mut probe) = (Vec::new(), CsvTokenReader::new());
        let input = unpacked(open_input(path)?).map_err(unreadable)?;
        let most = u64::try_from(PIECE).unwrap_or_default();
        input.take(most).read_to_end(&mut text).map_err(unreadable)?;
        let whole = text.len() < PIECE;
        let read = probe.next_row(&mut text.as_slice());
        let read = read.and_then(|found| if whole && !found { probe.finish() } else { Ok(found) });
        read.map_err(unusable)?;
        let (kinds, extra) = (probe.kinds(), probe.extra());
        Ok(Self::Csv { path: path.to_owned(), packing: Packing::of(&start), kinds, extra })
    }

    /// Whether a server takes the file's own bytes; else its rows are packed first.
    pub(super) fn travels_as_it_is(&self) -> bool {
        match self {
            Self::Parquet(file) => file.require_plain().is_ok(),
            Self::Csv { packing, .. } => *packing != Packing::Plain,
        }
    }

    /// The kinds of identifier the file has.
    pub(super) fn kinds(&self) -> Vec<IdentifierType> {
        match self {
            Self::Parquet(file) => file.kinds(),
            Self::Csv { kinds, .. } => kinds.clone(),
        }
    }

    /// Which columns the file has besides tokens.
    pub(super) fn extra(&self) -> Extra {
        match self {
            Self::Parquet(file) => file.extra(),
            Self::Csv { extra, .. } => *extra,
        }
    }

    /// The sealed names of the segments, if the file carries them; for CSV they are in a file beside it.
    pub(super) fn segments(&self) -> Result<Option<String>, CliError> {
        match self {
            Self::Parquet(file) => Ok(file.segments().map(str::to_owned)),
            Self::Csv { path, extra, .. } if extra.segment => {
                let names = super::hash::names_beside(path);
                match fs::read_to_string(&names) {
                    Ok(text) => Ok(Some(text)),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(CliError::Usage(at(&names, error))),
                }
            }
            Self::Csv { .. } => Ok(None),
        }
    }

    /// The check value of the key the file was made with; CSV does not carry one.
    pub(super) fn check(&self) -> Option<KeyCheck> {
        match self {
            Self::Parquet(file) => file.check(),
            Self::Csv { .. } => None,
        }
    }

    /// The rules its values were spelled by, if it says so.
    pub(super) fn normalisation(&self) -> Option<&str> {
        match self {
            Self::Parquet(file) => file.normalisation(),
            Self::Csv { .. } => None,
        }
    }

    /// Gives every row to `sink`, in order.
    pub(super) fn for_each(
        &self,
        mut sink: impl FnMut(&TokenRow) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        match self {
            Self::Parquet(file) => file.for_each(sink),
            Self::Csv { path, .. } => {
                let input = unpacked(open_input(path)?);
                let mut input = input.map_err(|error| CliError::Failed(at(path, error)))?;
                let mut reader = CsvTokenReader::new();
                let mut piece = vec![0; PIECE];
                loop {
                    let length = input.read(&mut piece).map_err(|error| CliError::Failed(at(path, error)))?;
                    let mut rest = piece.get(..length).unwrap_or_default();
                    while reader.next_row(&mut rest)? {
                        sink(reader.row())?;
                    }
                    if length == 0 {
                        break;
                    }
                }
                while reader.finish()? {
                    sink(reader.row())?;
                }
                Ok(())
            }
        }
    }

    /// The file as a set of some kinds, without those who opted out.
    pub(super) fn to_set(&self, kinds: &[IdentifierType]) -> Result<AudienceSet, CliError> {
        let mut builder = SetBuilder::new(kinds);
        self.for_each(|row| if row.opt_out { Ok(()) } else { Ok(builder.push(row)?) })?;
        Ok(builder.finish()?)
    }
}
