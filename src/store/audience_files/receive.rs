//! An upload on its way to its file: unpack, parse, re-key, sort, make durable. In this order, so that nothing but re-keyed
//! tokens is ever on a disk, and with a bounded part in memory whatever the size.

use std::fs::File;
use std::io::{self, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use super::lists::Lists;
use super::{AudienceFiles, Spool, make_private};
use crate::ids::{AudienceId, RoomId};
use crate::matching::IdentifierType;
use crate::matching::client_file::{CsvTokenReader, FileError, ParquetTokens};
use crate::matching::set::{SegmentSizes, SetError, Summary};
use crate::matching::token::{KeyCheck, Pepper, TokenRow};
use crate::rooms::lists::ListKind;

/// Where an upload goes and how it is read.
pub struct Incoming<'a> {
    /// The room.
    pub room: &'a RoomId,
    /// The new list, which names the file.
    pub audience: &'a AudienceId,
    /// What the list is.
    pub list: ListKind,
    /// The name of the file of those who are marked as opted out in an audience.
    pub opt_outs: &'a AudienceId,
    /// The identifiers of the room's terms; a file with any other is refused.
    pub kinds: &'a [IdentifierType],
    /// The room's pepper.
    pub pepper: &'a Pepper,
    /// The check value of the room's key, which a file that names one must have.
    pub check: Option<KeyCheck>,
    /// How much is taken.
    pub limits: ReceiveLimits,
}

/// Bounds of an upload.
#[derive(Debug, Clone, Copy)]
pub struct ReceiveLimits {
    /// Rows.
    pub rows: u64,
    /// Bytes as they arrive, before unpacking.
    pub bytes: u64,
}

/// A list that was received: its own file, and that of the opt-outs that were marked in it, if there were any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The list.
    pub list: StoredList,
    /// Those in it who opted out.
    pub opt_outs: Option<StoredList>,
    /// The sealed names of its segments, where the file itself holds them; nobody has looked at them yet.
    pub names: Option<String>,
}

/// A list whose file is complete and durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredList {
    /// Rows, people, duplicates.
    pub summary: Summary,
    /// The digest of its sorted, re-keyed tokens.
    pub digest: [u8; 32],
    /// The size of its file.
    pub bytes: u64,
    /// How many people each segment holds, if anybody is in one.
    pub segments: Option<SegmentSizes>,
}

/// Why an upload was not taken. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// The stream ended too early or failed.
    #[error("the upload broke off")]
    Broken,
    /// It claims to be compressed and is not.
    #[error("the upload's compression is damaged")]
    BadCompression,
    /// It is no client file.
    #[error(transparent)]
    File(#[from] FileError),
    /// It has an identifier that the terms do not name.
    #[error("the terms do not name {0}")]
    OtherKind(IdentifierType),
    /// Too many rows.
    #[error("the upload has more than {0} rows")]
    TooManyRows(u64),
    /// Too many bytes.
    #[error("the upload has more than {0} bytes")]
    TooLarge(u64),
    /// It unpacks to far more than tokens could.
    #[error("the upload unpacks to far more than a list of tokens could")]
    Bomb,
    /// Nobody is in it.
    #[error("the upload names no people")]
    Nobody,
    /// The disk failed.
    #[error("the audience could not be written: {0}")]
    Disk(#[from] io::Error),
}

impl From<SetError> for ReceiveError {
    fn from(error: SetError) -> Self {
        match error {
            SetError::Io(error) => Self::Disk(error),
            SetError::TooManyRows => Self::TooManyRows(u64::from(u32::MAX)),
            other => Self::Disk(io::Error::other(other.to_string())),
        }
    }
}

/// Hexadecimal digits compress to half; segments and empty columns to less. Beyond this it is an attack.
const MOST_UNPACKED: u64 = 64;
/// What may be unpacked before the ratio is looked at.
const FREE: u64 = 1 << 20;
/// The widest window of zstd that is taken, 2^25 bytes: what unpacking needs in memory.
const WINDOW_LOG: u32 = 25;
const PIECE: usize = 1 << 16;

impl AudienceFiles {
    /// Reads a CSV client file, packed or not, to its end and keeps it. Blocking.
    pub fn receive(&self, to: &Incoming<'_>, body: impl Read) -> Result<Received, ReceiveError> {
        self.keep(to, |lists| {
            Unpacked::open(Counted::new(body, to.limits.bytes))?.read_rows(to, lists)?;
            Ok(None)
        })
    }

    /// Reads an upload that has arrived whole, CSV or Parquet, and keeps it. Blocking.
    pub fn receive_spool(&self, to: &Incoming<'_>, spool: &Spool) -> Result<Received, ReceiveError> {
        if spool.start(4)? == b"PAR1" {
            return self.keep(to, |lists| read_parquet(spool, to, lists));
        }
        self.receive(to, spool.reader(0))
    }

    /// Keeps the lists that `read` fills; it tells the sealed names that it came upon.
    fn keep(
        &self,
        to: &Incoming<'_>,
        read: impl FnOnce(&mut Lists) -> Result<Option<String>, ReceiveError>,
    ) -> Result<Received, ReceiveError> {
        let folder = self.room_folder(to.room)?;
        make_private(&folder)?;
        let mut lists = Lists::start(self, to)?;
        let names = read(&mut lists)?;
        let (list, opt_outs) = lists.finish(to)?;
        File::open(&folder)?.sync_all()?;
        Ok(Received { list, opt_outs, names })
    }
}

/// Re-keys every row of a Parquet client file into the builder. One whose columns are compressed is refused: their pages
/// say themselves how much memory they want.
fn read_parquet(spool: &Spool, to: &Incoming<'_>, lists: &mut Lists) -> Result<Option<String>, ReceiveError> {
    let file = ParquetTokens::open(spool.clone())?;
    file.require_plain()?;
    if let Some(check) = to.check {
        file.require_key(check)?;
    }
    if let Some(kind) = file.kinds().into_iter().find(|kind| !to.kinds.contains(kind)) {
        return Err(ReceiveError::OtherKind(kind));
    }
    if file.row_count() > to.limits.rows {
        return Err(ReceiveError::TooManyRows(to.limits.rows));
    }
    file.for_each(|row: &TokenRow| lists.push(row, to))?;
    Ok(file.segments().map(str::to_owned))
}

/// A body that is counted as it is read, and told apart from the disk when it fails.
struct Counted<R> {
    body: R,
    read: u64,
    limit: u64,
    state: BodyState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyState {
    Good,
    Broken,
    TooLarge,
}

impl<R: Read> Counted<R> {
    fn new(body: R, limit: u64) -> Self {
        Self { body, read: 0, limit, state: BodyState::Good }
    }

    /// What an error that came through this body means.
    fn blame(&self, otherwise: ReceiveError) -> ReceiveError {
        match self.state {
            BodyState::Good => otherwise,
            BodyState::Broken => ReceiveError::Broken,
            BodyState::TooLarge => ReceiveError::TooLarge(self.limit),
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.body.read(out).inspect_err(|_| self.state = BodyState::Broken)?;
        self.read = self.read.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        if self.read > self.limit {
            self.state = BodyState::TooLarge;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(length)
    }
}

/// The body as text, whether it arrives packed or not: its first bytes say so, whatever its headers claim.
enum Unpacked<R: Read> {
    Plain(BufReader<Counted<R>>),
    Gzip(Box<MultiGzDecoder<BufReader<Counted<R>>>>),
    Zstd(Box<zstd::stream::read::Decoder<'static, BufReader<Counted<R>>>>),
}

impl<R: Read> Unpacked<R> {
    fn open(body: Counted<R>) -> Result<Self, ReceiveError> {
        use std::io::BufRead as _;
        let mut body = BufReader::with_capacity(PIECE, body);
        match body.fill_buf() {
            Ok([0x1f, 0x8b, ..]) => Ok(Self::Gzip(Box::new(MultiGzDecoder::new(body)))),
            Ok([0x28, 0xb5, 0x2f, 0xfd, ..]) => {
                let mut unpacked = zstd::stream::read::Decoder::with_buffer(body)?;
                unpacked.window_log_max(WINDOW_LOG)?;
                Ok(Self::Zstd(Box::new(unpacked)))
            }
            Ok(_) => Ok(Self::Plain(body)),
            Err(error) => Err(body.get_ref().blame(error.into())),
        }
    }

    fn body(&self) -> &Counted<R> {
        match self {
            Self::Plain(body) => body.get_ref(),
            Self::Gzip(unpacked) => unpacked.get_ref().get_ref(),
            Self::Zstd(unpacked) => unpacked.get_ref().get_ref(),
        }
    }

    /// The next piece of text; none at the end.
    fn piece<'a>(&mut self, buffer: &'a mut [u8]) -> Result<Option<&'a [u8]>, ReceiveError> {
        let read = match self {
            Self::Plain(body) => body.read(buffer),
            Self::Gzip(unpacked) => unpacked.read(buffer),
            Self::Zstd(unpacked) => unpacked.read(buffer),
        };
        match read {
            Ok(0) => Ok(None),
            Ok(length) => Ok(buffer.get(..length)),
            Err(error) => {
                // A packed stream that simply stops was cut off on its way; one that is wrong inside is damaged.
                let cut = error.kind() == io::ErrorKind::UnexpectedEof;
                Err(self.body().blame(if cut { ReceiveError::Broken } else { ReceiveError::BadCompression }))
            }
        }
    }

    /// Re-keys every row into the builder.
    fn read_rows(mut self, to: &Incoming<'_>, lists: &mut Lists) -> Result<(), ReceiveError> {
        let mut rows = CsvTokenReader::new();
        let mut buffer = vec![0; PIECE];
        let mut unpacked: u64 = 0;
        while let Some(mut piece) = self.piece(&mut buffer)? {
            unpacked = unpacked.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if unpacked > FREE && unpacked / MOST_UNPACKED > self.body().read {
                return Err(ReceiveError::Bomb);
            }
            while rows.next_row(&mut piece)? {
                keep(&rows, to, lists)?;
            }
        }
        while rows.finish()? {
            keep(&rows, to, lists)?;
        }
        refuse_other_kinds(&rows, to)
    }
}

fn keep(rows: &CsvTokenReader, to: &Incoming<'_>, lists: &mut Lists) -> Result<(), ReceiveError> {
    if rows.rows() == 1 {
        refuse_other_kinds(rows, to)?;
    }
    lists.push(rows.row(), to)
}

/// What the terms do not name is not taken, not even to be dropped: its sender believes it is used.
fn refuse_other_kinds(rows: &CsvTokenReader, to: &Incoming<'_>) -> Result<(), ReceiveError> {
    match rows.kinds().into_iter().find(|kind| !to.kinds.contains(kind)) {
        Some(kind) => Err(ReceiveError::OtherKind(kind)),
        None => Ok(()),
    }
}
