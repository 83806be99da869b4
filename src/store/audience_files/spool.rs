//! An upload while it arrives: sealed pieces in a file, so that it survives a broken line and a restart without a sent token
//! ever lying on a disk.
//!
//! Tokens must be re-keyed before they touch a disk, but a part of a compressed file or of a Parquet file cannot be read,
//! and so not re-keyed, until the rest is there. So each upload has a random key of its own, wrapped by the master key in
//! the database's row, and every piece is sealed with it in memory before it is written. When the whole is there it is
//! read back through memory into the audience's file, re-keyed, and the key is forgotten: what the disk still holds of the
//! pieces is then random bytes for good.
//!
//! ```text
//! <folder>/<room>/<upload>.spool     pieces, one after another:
//!     length of the plain piece (4, big-endian) ‖ nonce (12, random) ‖ AES-256-GCM(piece) (length + 16)
//! ```
//! The associated data of a piece are the upload's id and the piece's place in the upload, so that no piece can be moved.
//! How much of the file counts is in the database: a piece behind that was never confirmed and is cut off.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::PathBuf;
use std::sync::Arc;

use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::{AudienceFiles, make_private, name};
use crate::ids::{RoomId, UploadId};
use crate::secret::{Secret, random_bytes};

/// The longest plain piece.
const PIECE: usize = 1 << 16;
const TAG: usize = 16;
const HEAD: usize = 4 + NONCE_LEN;

/// Which upload, and its key.
pub struct SpoolKey {
    upload: UploadId,
    key: LessSafeKey,
}

impl SpoolKey {
    /// The key of an upload.
    pub fn new(upload: &UploadId, key: &Secret<[u8; 32]>) -> io::Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, key.expose()).map_err(|_cause| io::Error::other("key"))?;
        Ok(Self { upload: upload.clone(), key: LessSafeKey::new(key) })
    }

    fn associated(&self, at: u64) -> Aad<Vec<u8>> {
        Aad::from([b"entente/v1 spool", self.upload.as_str().as_bytes(), &at.to_be_bytes()].concat())
    }

    fn seal(&self, piece: &[u8], at: u64) -> io::Result<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = random_bytes().map_err(io::Error::other)?;
        let mut body = piece.to_vec();
        let sealed = Nonce::assume_unique_for_key(nonce);
        self.key
            .seal_in_place_append_tag(sealed, self.associated(at), &mut body)
            .map_err(|_cause| io::Error::other("a piece could not be sealed"))?;
        let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
        Ok([&length.to_be_bytes()[..], &nonce, &body].concat())
    }

    fn open(&self, nonce: [u8; NONCE_LEN], mut body: Vec<u8>, at: u64) -> io::Result<Vec<u8>> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        let length = match self.key.open_in_place(nonce, self.associated(at), &mut body) {
            Ok(plain) => plain.len(),
            Err(ring::error::Unspecified) => {
                return Err(io::Error::other("a piece of an upload was changed on the disk"));
            }
        };
        body.truncate(length);
        Ok(body)
    }
}

impl AudienceFiles {
    fn spool_path(&self, room: &RoomId, upload: &UploadId) -> io::Result<PathBuf> {
        Ok(self.room_folder(room)?.join(format!("{}.spool", name(upload.as_str())?)))
    }

    /// Goes on with an upload of which `received` bytes are in the first `stored` bytes of its file. Blocking.
    pub fn spool_append(&self, room: &RoomId, key: SpoolKey, at: (u64, u64)) -> io::Result<SpoolWriter> {
        make_private(&self.room_folder(room)?)?;
        let path = self.spool_path(room, &key.upload)?;
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
        if file.metadata()?.len() < at.1 {
            return Err(io::Error::other("the file of an upload is shorter than what was confirmed"));
        }
        file.set_len(at.1)?;
        file.seek(SeekFrom::End(0))?;
        Ok(SpoolWriter { file, key, received: at.0, stored: at.1, buffer: Vec::with_capacity(PIECE) })
    }

    /// Opens what has arrived of an upload, to read it. Blocking.
    pub fn spool_read(&self, room: &RoomId, key: SpoolKey, stored: u64) -> io::Result<Spool> {
        let file = File::open(self.spool_path(room, &key.upload)?)?;
        Spool::open(file, key, stored)
    }

    /// Removes the file of an upload; one that is not there is no error.
    pub fn spool_remove(&self, room: &RoomId, upload: &UploadId) -> io::Result<()> {
        match fs::remove_file(self.spool_path(room, upload)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Seals what arrives.
pub struct SpoolWriter {
    file: File,
    key: SpoolKey,
    received: u64,
    stored: u64,
    buffer: Vec<u8>,
}

impl SpoolWriter {
    /// Takes the next bytes.
    pub fn push(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = PIECE.saturating_sub(self.buffer.len());
            let (now, rest) = bytes.split_at(room.min(bytes.len()));
            self.buffer.extend_from_slice(now);
            bytes = rest;
            if self.buffer.len() == PIECE {
                self.write_piece()?;
            }
        }
        Ok(())
    }

    fn write_piece(&mut self) -> io::Result<()> {
        let sealed = self.key.seal(&self.buffer, self.received)?;
        self.file.write_all(&sealed)?;
        self.received = self.received.saturating_add(wide(self.buffer.len()));
        self.stored = self.stored.saturating_add(wide(sealed.len()));
        self.buffer.clear();
        Ok(())
    }

    /// Makes everything taken so far durable; how much that is, and how long the file is with it.
    pub fn checkpoint(&mut self) -> io::Result<(u64, u64)> {
        if !self.buffer.is_empty() {
            self.write_piece()?;
        }
        self.file.sync_data()?;
        Ok((self.received, self.stored))
    }
}

/// Where a piece is.
#[derive(Debug, Clone, Copy)]
struct Piece {
    plain_at: u64,
    file_at: u64,
    length: usize,
}

/// A whole upload, readable from any place.
#[derive(Clone)]
pub struct Spool(Arc<Inside>);

struct Inside {
    file: File,
    key: SpoolKey,
    pieces: Vec<Piece>,
    length: u64,
}

impl Spool {
    fn open(file: File, key: SpoolKey, stored: u64) -> io::Result<Self> {
        let (mut pieces, mut plain_at, mut file_at) = (Vec::new(), 0_u64, 0_u64);
        while file_at < stored {
            let mut head = [0; 4];
            file.read_exact_at(&mut head, file_at)?;
            let length = usize::try_from(u32::from_be_bytes(head)).map_err(io::Error::other)?;
            if length == 0 || length > PIECE {
                return Err(io::Error::other("the file of an upload is damaged"));
            }
            pieces.push(Piece { plain_at, file_at, length });
            plain_at = plain_at.saturating_add(wide(length));
            file_at = file_at.saturating_add(wide(HEAD + length + TAG));
        }
        if file_at != stored {
            return Err(io::Error::other("the file of an upload is damaged"));
        }
        Ok(Self(Arc::new(Inside { file, key, pieces, length: plain_at })))
    }

    /// A reader from `start` to the end.
    pub fn reader(&self, start: u64) -> SpoolReader {
        SpoolReader { spool: self.clone(), at: start, buffer: Vec::new(), used: 0 }
    }

    /// The first `count` bytes, or as many as there are.
    pub fn start(&self, count: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.reader(0).take(count).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// What the piece around `at` holds from there on; nothing at the end.
    fn from(&self, at: u64) -> io::Result<Vec<u8>> {
        let inside = &*self.0;
        let after = inside.pieces.partition_point(|piece| piece.plain_at <= at);
        let Some(piece) = after.checked_sub(1).and_then(|place| inside.pieces.get(place)) else {
            return Ok(Vec::new());
        };
        let skip = usize::try_from(at.saturating_sub(piece.plain_at)).map_err(io::Error::other)?;
        if skip >= piece.length {
            return Ok(Vec::new());
        }
        let mut sealed = vec![0; HEAD + piece.length + TAG];
        inside.file.read_exact_at(&mut sealed, piece.file_at)?;
        let body = sealed.split_off(HEAD);
        let nonce = sealed.last_chunk::<NONCE_LEN>().copied().unwrap_or_default();
        let mut plain = inside.key.open(nonce, body, piece.plain_at)?;
        Ok(plain.split_off(skip))
    }
}

/// Reads an upload piece by piece.
pub struct SpoolReader {
    spool: Spool,
    at: u64,
    buffer: Vec<u8>,
    used: usize,
}

impl Read for SpoolReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.used == self.buffer.len() {
            self.buffer = self.spool.from(self.at)?;
            self.used = 0;
        }
        let mut rest = self.buffer.get(self.used..).unwrap_or_default();
        let length = rest.read(out)?;
        self.used = self.used.saturating_add(length);
        self.at = self.at.saturating_add(wide(length));
        Ok(length)
    }
}

impl Length for Spool {
    fn len(&self) -> u64 {
        self.0.length
    }
}

impl ChunkReader for Spool {
    type T = SpoolReader;

    fn get_read(&self, start: u64) -> parquet::errors::Result<SpoolReader> {
        Ok(self.reader(start))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<bytes::Bytes> {
        // A length from a damaged file must not be believed before it is looked at.
        if start.saturating_add(wide(length)) > self.0.length {
            return Err(ParquetError::EOF("the file is shorter than it says".to_owned()));
        }
        let mut bytes = vec![0; length];
        self.reader(start).read_exact(&mut bytes).map_err(|error| ParquetError::External(error.into()))?;
        Ok(bytes.into())
    }
}

fn wide(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use proptest::prelude::*;

    use super::*;

    static FOLDERS: AtomicU32 = AtomicU32::new(0);

    struct Place {
        folder: PathBuf,
        files: AudienceFiles,
        room: RoomId,
        upload: UploadId,
    }

    impl Place {
        fn new() -> Self {
            let n = FOLDERS.fetch_add(1, Ordering::Relaxed);
            let folder = std::env::temp_dir().join(format!("entente-spool-{n}-{}", RoomId::fresh()));
            let files = AudienceFiles::open(&folder).unwrap();
            Self { folder, files, room: RoomId::fresh(), upload: UploadId::fresh() }
        }

        fn key(&self) -> SpoolKey {
            SpoolKey::new(&self.upload, &Secret::new([5; 32])).unwrap()
        }

        fn append(&self, at: (u64, u64), bytes: &[u8]) -> (u64, u64) {
            let mut writer = self.files.spool_append(&self.room, self.key(), at).unwrap();
            writer.push(bytes).unwrap();
            writer.checkpoint().unwrap()
        }

        fn read(&self, stored: u64) -> io::Result<Vec<u8>> {
            let mut bytes = Vec::new();
            let spool = self.files.spool_read(&self.room, self.key(), stored)?;
            spool.reader(0).read_to_end(&mut bytes)?;
            Ok(bytes)
        }

        fn path(&self) -> PathBuf {
            self.files.spool_path(&self.room, &self.upload).unwrap()
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.folder).unwrap();
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn parts_of_any_size_come_back_from_any_place(
            sizes in prop::collection::vec(0..200_000usize, 1..5),
            start in 0.0..1.0f64,
            length in 0..100_000usize,
        ) {
            let place = Place::new();
            let (mut at, mut whole) = ((0, 0), Vec::new());
            for (n, size) in sizes.iter().enumerate() {
                let part: Vec<u8> = (0..*size).map(|i| u8::try_from((i * 31 + n) % 251).unwrap()).collect();
                at = place.append(at, &part);
                whole.extend_from_slice(&part);
            }
            prop_assert_eq!(at.0, wide(whole.len()));
            prop_assert_eq!(&place.read(at.1).unwrap(), &whole);
            let spool = place.files.spool_read(&place.room, place.key(), at.1).unwrap();
            #[expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss,
                clippy::cast_precision_loss, reason = "a place in a small file")]
            let start = (start * whole.len() as f64) as usize;
            let end = whole.len().min(start + length);
            prop_assert_eq!(&spool.get_bytes(wide(start), end - start).unwrap()[..], &whole[start..end]);
            prop_assert!(spool.get_bytes(wide(start), whole.len() - start + 1).is_err());
        }
    }

    #[test]
    fn what_was_not_confirmed_is_cut_off() {
        let place = Place::new();
        let first = place.append((0, 0), b"confirmed ");
        place.append(first, b"and lost in a crash");
        let second = place.append(first, b"and again");
        assert_eq!(place.read(second.1).unwrap(), b"confirmed and again");
    }

    #[test]
    fn what_was_sent_is_nowhere_in_the_file() {
        let place = Place::new();
        let token = b"0123456789abcdef0123456789abcdef";
        place.append((0, 0), &token.repeat(5_000));
        let bytes = fs::read(place.path()).unwrap();
        assert!(!bytes.windows(8).any(|window| window == &token[..8]));
    }

    #[test]
    fn a_changed_moved_or_foreign_piece_is_refused() {
        let place = Place::new();
        let one = place.append((0, 0), &[1; 1000]);
        let two = place.append(one, &[2; 1000]);
        let good = fs::read(place.path()).unwrap();
        let refused = |bytes: &[u8]| {
            fs::write(place.path(), bytes).unwrap();
            place.read(two.1).is_err()
        };
        for at in [0, 3, 4, 15, 16, 500, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 1;
            assert!(refused(&bad), "byte {at}");
        }
        let half = usize::try_from(one.1).unwrap();
        assert!(refused(&[&good[half..], &good[..half]].concat()), "swapped");
        assert!(refused(&good[..half]), "cut off");
        fs::write(place.path(), &good).unwrap();
        let other = SpoolKey::new(&place.upload, &Secret::new([6; 32])).unwrap();
        let spool = place.files.spool_read(&place.room, other, two.1).unwrap();
        assert!(spool.reader(0).read_to_end(&mut Vec::new()).is_err());
        assert_eq!(place.read(two.1).unwrap(), [[1; 1000], [2; 1000]].concat());
    }
}
