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
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use crate::clock::Timestamp;
use crate::ids::{AudienceId, RoomId};
use crate::matching::engine::{Progress, Watch, local, step};
use crate::matching::intersect;
use crate::matching::set::{AudienceSet, SetError};
use crate::rooms::counting::{
    Counted, Counting, CountingError, Inputs, KeptList, Measure, Remaining, Version, apart,
};
use crate::rooms::release::Ask;

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
    pub fn list(&self) -> io::Result<Vec<KeptList>> {
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
                kept.push(KeptList {
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

    pub(super) fn load(&self, room: &RoomId, audience: &AudienceId) -> Result<AudienceSet, CountingError> {
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

impl AudienceFiles {
    /// An audience without whoever is on one of the lists.
    fn load_without(
        &self,
        room: &RoomId,
        audience: &AudienceId,
        lists: &[AudienceId],
    ) -> Result<AudienceSet, CountingError> {
        let mut set = self.load(room, audience)?;
        for list in lists {
            set = set.without(&self.load(room, list)?);
        }
        Ok(set)
    }
}

impl Counting for AudienceFiles {
    /// A received list lies where it is counted.
    fn keep(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError> {
        let path = self.path(room, audience).map_err(failed)?;
        if path.try_exists().map_err(failed)? {
            Ok(())
        } else {
            Err(CountingError::Missing(audience.clone()))
        }
    }

    fn count(&self, inputs: &Inputs<'_>, ask: Ask, watch: &dyn Watch) -> Result<Counted, CountingError> {
        let lists = [inputs.sides.host.opt_outs, inputs.sides.guest.opt_outs].concat();
        let load = |version: &Version<'_>| self.load_without(inputs.room, version.audience, &lists);
        step(watch, 0, STEPS)?;
        let host = load(&inputs.sides.host)?;
        step(watch, 1, STEPS)?;
        let guest = load(&inputs.sides.guest)?;
        step(watch, 2, STEPS)?;
        let sets = (&host, &guest);
        let within = Last { watch };
        Ok(match ask {
            Ask::Overlap | Ask::ByIdentifier => Counted::People(local::count(sets, inputs.order, &within)?),
            Ask::BySegment => Counted::Segments(local::matrix(sets, inputs.order, &within)?),
        })
    }

    fn remaining(
        &self,
        room: &RoomId,
        version: &Version<'_>,
        watch: &dyn Watch,
    ) -> Result<Remaining, CountingError> {
        step(watch, 0, 1)?;
        let set = self.load_without(room, version.audience, version.opt_outs)?;
        step(watch, 1, 1)?;
        Ok(Remaining { people: set.summary().people, segments: set.segment_sizes() })
    }

    fn difference(
        &self,
        room: &RoomId,
        versions: (&Version<'_>, &Version<'_>),
        ask: Ask,
        watch: &dyn Watch,
    ) -> Result<u64, CountingError> {
        apart(&InRoom { files: self, room, watch }, versions, ask)
    }

    fn kept(&self) -> Result<Vec<KeptList>, CountingError> {
        self.list().map_err(failed)
    }

    fn holds(&self, room: &RoomId) -> Result<bool, CountingError> {
        self.room_folder(room).and_then(|folder| folder.try_exists()).map_err(failed)
    }

    fn remove(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError> {
        match fs::remove_file(self.path(room, audience).map_err(failed)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(()),
        }
    }

    fn remove_room(&self, room: &RoomId) -> Result<(), CountingError> {
        self.delete_room(room).map_err(failed)
    }
}

/// The steps of a count: each side is loaded, then both are walked.
const STEPS: u64 = 3;

/// The last step of a count: its own progress is the last third.
struct Last<'a> {
    watch: &'a dyn Watch,
}

impl Watch for Last<'_> {
    fn progress(&self, progress: Progress) {
        let done = 2000_u64.saturating_add(u64::from(progress.per_mille()));
        self.watch.progress(Progress::of(done, 3000));
    }

    fn cancelled(&self) -> bool {
        self.watch.cancelled()
    }
}

/// The lists of one room, each loaded when it is asked about.
struct InRoom<'a> {
    files: &'a AudienceFiles,
    room: &'a RoomId,
    watch: &'a dyn Watch,
}

impl Measure for InRoom<'_> {
    fn apart(&self, a: &AudienceId, b: &AudienceId, by_segment: bool) -> Result<u64, CountingError> {
        step(self.watch, 0, 1)?;
        let (a, b) = (self.files.load(self.room, a)?, self.files.load(self.room, b)?);
        step(self.watch, 0, 1)?;
        Ok(if by_segment {
            intersect::segment_difference(&a, &b)
        } else {
            intersect::symmetric_difference(&a, &b)
        })
    }

    fn people(&self, list: &AudienceId) -> Result<u64, CountingError> {
        Ok(self.files.load(self.room, list)?.summary().people)
    }
}

fn failed(error: io::Error) -> CountingError {
    CountingError::Failed(error.to_string())
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
