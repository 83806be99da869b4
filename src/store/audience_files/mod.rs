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
use crate::matching::engine::{Cancelled, Watch, step};
use crate::matching::intersect::{self, Present, Side, Unreadable};
use crate::matching::set::{AudienceSet, SetError};
use crate::rooms::counting::{
    Counted, Counting, CountingError, Inputs, KeptList, Measure, Remaining, Version, apart,
};
use crate::rooms::release::Ask;

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

    /// An audience, to be read while it is counted.
    pub(super) fn opened(&self, room: &RoomId, audience: &AudienceId) -> Result<AudienceSet, CountingError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => CountingError::Missing(audience.clone()),
            _ => CountingError::Failed(error.to_string()),
        };
        let path = self.path(room, audience).map_err(failed)?;
        let file = File::open(path).map_err(failed)?;
        AudienceSet::open(Arc::new(file)).map_err(|error| unreadable(&error, audience))
    }
}

/// What an engine says of an audience that cannot be read.
pub(super) fn unreadable(error: &SetError, audience: &AudienceId) -> CountingError {
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

impl Opened<'_> {
    /// How many rows it holds: what progress is measured by, for it is known before anybody is compared with anybody.
    fn rows(&self) -> u64 {
        self.set.summary().rows
    }
}

/// The work of a count by the rows that are read, done part by part.
struct Work<'a> {
    watch: &'a dyn Watch,
    all: u64,
    done: u64,
}

impl<'a> Work<'a> {
    /// Work of so many rows; goes on only if it is wanted.
    fn begin(watch: &'a dyn Watch, all: u64) -> Result<Self, Cancelled> {
        step(watch, 0, all)?;
        Ok(Self { watch, all, done: 0 })
    }

    /// These rows are read.
    fn read(&mut self, rows: u64) -> Result<(), Cancelled> {
        self.done = self.done.saturating_add(rows);
        step(self.watch, self.done, self.all)
    }
}

/// How many rows are read to remove the lists from an audience.
fn removing(audience: &Opened<'_>, lists: &[Opened<'_>]) -> u64 {
    lists.iter().map(|list| audience.rows().saturating_add(list.rows())).sum()
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
        work: &mut Work<'_>,
    ) -> Result<Present<'a>, CountingError> {
        let mut present = Present::from(&audience.set);
        for list in lists {
            present.remove(&list.set, self.threads).map_err(|error| blame(&error, audience.id, list.id))?;
            work.read(audience.rows().saturating_add(list.rows()))?;
        }
        Ok(present)
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
        let open = |id| self.open_list(inputs.room, id);
        let lists = inputs.sides.host.opt_outs.iter().chain(inputs.sides.guest.opt_outs);
        let lists = lists.map(open).collect::<Result<Vec<_>, _>>()?;
        let (host, guest) = (open(inputs.sides.host.audience)?, open(inputs.sides.guest.audience)?);
        let both = host.rows().saturating_add(guest.rows());
        let all = both.saturating_add(removing(&host, &lists)).saturating_add(removing(&guest, &lists));
        let mut work = Work::begin(watch, all)?;
        let (left, right) =
            (self.present(&host, &lists, &mut work)?, self.present(&guest, &lists, &mut work)?);
        let counted = match ask {
            Ask::Overlap | Ask::ByIdentifier => {
                intersect::count(left, right, inputs.order, self.threads).map(Counted::People)
            }
            Ask::BySegment => {
                intersect::matrix(left, right, inputs.order, self.threads).map(Counted::Segments)
            }
        };
        let counted = counted.map_err(|error| blame(&error, host.id, guest.id))?;
        work.read(both)?;
        Ok(counted)
    }

    fn remaining(
        &self,
        room: &RoomId,
        version: &Version<'_>,
        watch: &dyn Watch,
    ) -> Result<Remaining, CountingError> {
        let lists = version.opt_outs.iter().map(|list| self.open_list(room, list));
        let lists = lists.collect::<Result<Vec<_>, _>>()?;
        let audience = self.open_list(room, version.audience)?;
        let mut work = Work::begin(watch, removing(&audience, &lists))?;
        let left = self.present(&audience, &lists, &mut work)?;
        Ok(Remaining { people: left.people(), segments: left.segment_sizes() })
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

/// The lists of one room, each opened when it is asked about.
struct InRoom<'a> {
    files: &'a AudienceFiles,
    room: &'a RoomId,
    watch: &'a dyn Watch,
}

impl Measure for InRoom<'_> {
    fn apart(&self, a: &AudienceId, b: &AudienceId, by_segment: bool) -> Result<u64, CountingError> {
        step(self.watch, 0, 1)?;
        let (left, right) = (self.files.open_list(self.room, a)?, self.files.open_list(self.room, b)?);
        let threads = self.files.threads;
        let apart = if by_segment {
            intersect::segment_difference(&left.set, &right.set, threads)
        } else {
            intersect::symmetric_difference(&left.set, &right.set, threads)
        };
        apart.map_err(|error| blame(&error, a, b))
    }

    fn people(&self, list: &AudienceId) -> Result<u64, CountingError> {
        Ok(self.files.open_list(self.room, list)?.set.summary().people)
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
