//! The bytes that are sent: the client file itself where the server takes it so, else its rows as gzip-compressed CSV in a
//! file without a name. The same list gives the same bytes each time, so that an upload can be gone on with.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom, Take, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::cli::CliError;
use crate::cli::files::{ClientFile, PIECE, at};
use crate::ids::{UploadId, hex};
use crate::matching::client_file::{write_csv_header, write_csv_row};

/// Bytes of one part: what a break costs at most, beside what the server has noted.
const PART: u64 = 16 << 20;
/// Text that is packed at once.
const TEXT: usize = 1 << 20;

/// What is sent.
pub(super) struct Packed {
    file: File,
    /// How long it is.
    pub(super) length: u64,
    /// Its SHA-256, in hex.
    pub(super) digest: String,
}

/// One part of it.
pub(super) struct Part {
    pub(super) reader: Take<File>,
    pub(super) length: u64,
    /// Whether nothing follows it.
    pub(super) last: bool,
}

impl Packed {
    /// The bytes of a client file.
    pub(super) fn of(input: &Path) -> Result<Self, CliError> {
        let client = ClientFile::open(input)?;
        let file = if client.travels_as_it_is() {
            File::open(input).map_err(|error| CliError::Usage(at(input, error)))?
        } else {
            rows(&client)?
        };
        let (length, digest) = measure(&file).map_err(|error| CliError::Failed(at(input, error)))?;
        Ok(Self { file, length, digest })
    }

    /// The part that begins at `from`.
    pub(super) fn part(&self, from: u64) -> Result<Part, CliError> {
        let length = self.length.saturating_sub(from).min(PART);
        let mut file = self.file.try_clone().map_err(CliError::failed)?;
        file.seek(SeekFrom::Start(from)).map_err(CliError::failed)?;
        Ok(Part { reader: file.take(length), length, last: from.saturating_add(length) == self.length })
    }
}

/// The rows of a client file as gzip-compressed CSV.
fn rows(client: &ClientFile) -> Result<File, CliError> {
    let (kinds, extra) = (client.kinds(), client.extra());
    let mut gzip = GzEncoder::new(nameless().map_err(CliError::failed)?, Compression::fast());
    let mut text = Vec::new();
    write_csv_header(&kinds, extra, &mut text);
    client.for_each(|row| {
        write_csv_row(row, &kinds, extra, &mut text);
        if text.len() >= TEXT {
            gzip.write_all(&text).map_err(CliError::failed)?;
            text.clear();
        }
        Ok(())
    })?;
    gzip.write_all(&text).map_err(CliError::failed)?;
    gzip.finish().map_err(CliError::failed)
}

/// A file for this process alone: without a name, and gone with it.
fn nameless() -> io::Result<File> {
    let path = std::env::temp_dir().join(format!("entente-push-{}", UploadId::fresh()));
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

fn measure(mut file: &File) -> io::Result<(u64, String)> {
    file.seek(SeekFrom::Start(0))?;
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    let (mut length, mut piece) = (0_u64, vec![0; PIECE]);
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok((length, hex(context.finish().as_ref())));
        }
        context.update(piece.get(..read).unwrap_or_default());
        length = length.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
    }
}
