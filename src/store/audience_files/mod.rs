//! The files of audiences: sorted sets of re-keyed tokens, beside the database and never in it.
//!
//! ```text
//! <folder>/<room>/<audience>.set      complete, durable, in the form of `matching::set`
//! <folder>/<room>/<audience>.part     being written; removed when its upload fails, and at the next start
//! <folder>/<room>/<upload>.spool      an upload that is still arriving, sealed (see `spool`)
//! ```
//! A set holds tokens re-keyed with the room's pepper. As it was sent a token reaches this folder only sealed, under a key
//! that is forgotten once the upload is whole: what a stolen disk holds is random bytes.
//! This is the local engine behind [`Counting`].

mod lists;
mod receive;
mod spool;
#[cfg(test)]
mod tests;

pub use receive::{Incoming, ReceiveError, ReceiveLimits, Received, StoredList};
pub use spool::{Spool, SpoolKey, SpoolReader, SpoolWriter};

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::clock::Timestamp;
use crate::ids::{AudienceId, RoomId};
use crate::matching::intersect::{self, Present, Side, Unreadable};
use crate::matching::set::{AudienceSet, SetError};
use crate::rooms::counting::{Counted, Counting, CountingError, Inputs, Remaining, Version};
use crate::rooms::release::Ask;

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
    /// How many threads one count takes: half of the processors, so that pages stay fast meanwhile.
    threads: usize,
}

impl AudienceFiles {
    /// The folder, made for this user alone; leftovers of uploads that a crash ended are removed.
    pub fn open(folder: &Path) -> io::Result<Self> {
        make_private(folder)?;
        let processors = std::thread::available_parallelism().map_or(1, |number| number.get());
        let files = Self { folder: folder.to_owned(), threads: processors.div_ceil(2) };
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

    /// An audience, to be read while it is counted.
    fn opened(&self, room: &RoomId, audience: &AudienceId) -> Result<AudienceSet, CountingError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => CountingError::Missing(audience.clone()),
            _ => CountingError::Failed(error.to_string()),
        };
        let path = self.path(room, audience).map_err(failed)?;
        let file = File::open(path).map_err(failed)?;
        AudienceSet::open(Arc::new(file)).map_err(|error| unreadable(&error, audience))
    }
}

fn unreadable(error: &SetError, audience: &AudienceId) -> CountingError {
    match error {
        SetError::Damaged { .. } | SetError::Version(_) => CountingError::Damaged(audience.clone()),
        SetError::Io(_) | SetError::TooManyRows => CountingError::Failed(error.to_string()),
    }
}

/// An opened audience with its id, which errors name.
struct Opened<'a> {
    id: &'a AudienceId,
    set: AudienceSet,
}

impl AudienceFiles {
    fn open_list<'a>(&self, room: &RoomId, id: &'a AudienceId) -> Result<Opened<'a>, CountingError> {
        Ok(Opened { id, set: self.opened(room, id)? })
    }

    /// An audience without whoever is on one of the lists.
    fn present<'a>(
        &self,
        audience: &'a Opened<'_>,
        lists: &[Opened<'_>],
    ) -> Result<Present<'a>, CountingError> {
        let mut present = Present::from(&audience.set);
        for list in lists {
            present.remove(&list.set, self.threads).map_err(|error| blame(&error, audience.id, list.id))?;
        }
        Ok(present)
    }

    /// How far two lists are apart.
    fn apart(&self, a: &Opened<'_>, b: &Opened<'_>, ask: Ask) -> Result<u64, CountingError> {
        let apart = match ask {
            Ask::Overlap | Ask::ByIdentifier => intersect::symmetric_difference(&a.set, &b.set, self.threads),
            Ask::BySegment => intersect::segment_difference(&a.set, &b.set, self.threads),
        };
        apart.map_err(|error| blame(&error, a.id, b.id))
    }
}

/// Which of two audiences could not be read.
fn blame(error: &Unreadable, a: &AudienceId, b: &AudienceId) -> CountingError {
    match error.side {
        Side::A => unreadable(&error.error, a),
        Side::B => unreadable(&error.error, b),
    }
}

impl Counting for AudienceFiles {
    fn count(&self, inputs: &Inputs<'_>, ask: Ask) -> Result<Counted, CountingError> {
        let open = |id| self.open_list(inputs.room, id);
        let lists = inputs.sides.host.opt_outs.iter().chain(inputs.sides.guest.opt_outs);
        let lists = lists.map(open).collect::<Result<Vec<_>, _>>()?;
        let (host, guest) = (open(inputs.sides.host.audience)?, open(inputs.sides.guest.audience)?);
        let (left, right) = (self.present(&host, &lists)?, self.present(&guest, &lists)?);
        let counted = match ask {
            Ask::Overlap | Ask::ByIdentifier => {
                intersect::count(left, right, inputs.order, self.threads).map(Counted::People)
            }
            Ask::BySegment => {
                intersect::matrix(left, right, inputs.order, self.threads).map(Counted::Segments)
            }
        };
        counted.map_err(|error| blame(&error, host.id, guest.id))
    }

    fn remaining(&self, room: &RoomId, version: &Version<'_>) -> Result<Remaining, CountingError> {
        let lists = version.opt_outs.iter().map(|list| self.open_list(room, list));
        let lists = lists.collect::<Result<Vec<_>, _>>()?;
        let audience = self.open_list(room, version.audience)?;
        let left = self.present(&audience, &lists)?;
        Ok(Remaining { people: left.people(), segments: left.segment_sizes() })
    }

    fn difference(
        &self,
        room: &RoomId,
        versions: (&Version<'_>, &Version<'_>),
        ask: Ask,
    ) -> Result<u64, CountingError> {
        let (a, b) = versions;
        let (left, right) = (self.open_list(room, a.audience)?, self.open_list(room, b.audience)?);
        let apart = self.apart(&left, &right, ask)?;
        // A list that only one version has counts in full: whether its people are in the audience is not asked.
        let only = |these: &[AudienceId], those: &[AudienceId]| -> Result<u64, CountingError> {
            let mut people: u64 = 0;
            for list in these.iter().filter(|list| !those.contains(list)) {
                let list = self.open_list(room, list)?;
                let nearest = those.iter().filter(|other| !these.contains(other));
                let mut least = list.set.summary().people;
                for other in nearest {
                    least = least.min(self.apart(&list, &self.open_list(room, other)?, Ask::Overlap)?);
                }
                people = people.saturating_add(least);
            }
            Ok(people)
        };
        Ok(apart.saturating_add(only(a.opt_outs, b.opt_outs)?.max(only(b.opt_outs, a.opt_outs)?)))
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
