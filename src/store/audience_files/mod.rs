//! The files of audiences: sorted sets of re-keyed tokens, beside the database and never in it.
//!
//! ```text
//! <folder>/<room>/<audience>.set      complete, durable, in the form of `matching::set`
//! <folder>/<room>/<audience>.part     being written; removed when its upload fails, and at the next start
//! <folder>/<room>/<upload>.spool      an upload that is still arriving, sealed (see `spool`)
//! ```
//! A token reaches this folder only after it was re-keyed with the room's pepper: what a stolen disk holds is random bytes.
//! This is the local engine behind [`Counting`].

mod receive;
mod spool;
#[cfg(test)]
mod tests;

pub use receive::{Incoming, ReceiveError, ReceiveLimits, Received};
pub use spool::{Spool, SpoolKey, SpoolReader, SpoolWriter};

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use crate::clock::Timestamp;
use crate::ids::{AudienceId, RoomId};
use crate::matching::IdentifierType;
use crate::matching::intersect::{self, RawCount};
use crate::matching::set::{AudienceSet, SetError};
use crate::rooms::counting::{Counting, CountingError};

/// A complete file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// The room.
    pub room: RoomId,
    /// The audience.
    pub audience: AudienceId,
    /// When it was last written.
    pub written: Timestamp,
}

/// The folder of audiences.
#[derive(Debug, Clone)]
pub struct AudienceFiles {
    folder: PathBuf,
}

impl AudienceFiles {
    /// The folder, made for this user alone; leftovers of uploads that a crash ended are removed.
    pub fn open(folder: &Path) -> io::Result<Self> {
        make_private(folder)?;
        let files = Self { folder: folder.to_owned() };
        for room in fs::read_dir(folder)? {
            let room = room?.path();
            if !room.is_dir() {
                continue;
            }
            for file in fs::read_dir(&room)? {
                let path = file?.path();
                if path.extension().is_some_and(|extension| extension == "part") {
                    fs::remove_file(&path)?;
                }
            }
        }
        Ok(files)
    }

    /// Deletes the folder of a room, durably.
    fn delete_room(&self, room: &RoomId) -> io::Result<()> {
        match fs::remove_dir_all(self.room_folder(room)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            // A deletion counts once it would outlast a power cut.
            _ => File::open(&self.folder)?.sync_all(),
        }
    }

    /// Every complete file, with the moment it was last written.
    pub fn list(&self) -> io::Result<Vec<KeptFile>> {
        let mut kept = Vec::new();
        for room in fs::read_dir(&self.folder)? {
            let room = room?.path();
            let Some(room_id) = room.file_name().and_then(|name| name.to_str()).filter(|_| room.is_dir())
            else {
                continue;
            };
            for file in fs::read_dir(&room)? {
                let path = file?.path();
                let stem = path.file_stem().and_then(|stem| stem.to_str());
                let (Some(stem), Some("set")) = (stem, path.extension().and_then(|end| end.to_str())) else {
                    continue;
                };
                let written = fs::metadata(&path)?.modified()?;
                let since = written.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
                kept.push(KeptFile {
                    room: RoomId::from(room_id),
                    audience: AudienceId::from(stem),
                    written: Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX)),
                });
            }
        }
        Ok(kept)
    }

    fn room_folder(&self, room: &RoomId) -> io::Result<PathBuf> {
        Ok(self.folder.join(name(room.as_str())?))
    }

    fn path(&self, room: &RoomId, audience: &AudienceId) -> io::Result<PathBuf> {
        Ok(self.room_folder(room)?.join(format!("{}.set", name(audience.as_str())?)))
    }

    fn load(&self, room: &RoomId, audience: &AudienceId) -> Result<AudienceSet, CountingError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => CountingError::Missing(audience.clone()),
            _ => CountingError::Failed(error.to_string()),
        };
        let path = self.path(room, audience).map_err(failed)?;
        let file = File::open(path).map_err(failed)?;
        AudienceSet::read(BufReader::with_capacity(1 << 20, file)).map_err(|error| match error {
            SetError::Damaged(_) | SetError::Version(_) => CountingError::Damaged(audience.clone()),
            SetError::Io(error) => CountingError::Failed(error.to_string()),
            SetError::TooManyRows => CountingError::Failed(error.to_string()),
        })
    }
}

impl Counting for AudienceFiles {
    fn count(
        &self,
        room: &RoomId,
        host: &AudienceId,
        guest: &AudienceId,
        order: &[IdentifierType],
    ) -> Result<RawCount, CountingError> {
        let (host, guest) = (self.load(room, host)?, self.load(room, guest)?);
        Ok(intersect::count(&host, &guest, order).total)
    }

    fn difference(&self, room: &RoomId, a: &AudienceId, b: &AudienceId) -> Result<u64, CountingError> {
        Ok(intersect::symmetric_difference(&self.load(room, a)?, &self.load(room, b)?))
    }

    fn remove(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError> {
        let path = self.path(room, audience).map_err(|error| CountingError::Failed(error.to_string()))?;
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(CountingError::Failed(error.to_string()))
            }
            _ => Ok(()),
        }
    }

    fn remove_room(&self, room: &RoomId) -> Result<(), CountingError> {
        self.delete_room(room).map_err(|error| CountingError::Failed(error.to_string()))
    }
}

/// An id as the name of a file. Ids are made by this program; one that could climb out of the folder names nothing.
fn name(id: &str) -> io::Result<&str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if id.is_empty() || !id.bytes().all(plain) {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(id)
}

fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
