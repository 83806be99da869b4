//! The list of rooms that are closed for good, beside the database and never in its backups: whoever puts an older database
//! back does not bring back what the receipts say is gone.
//!
//! One line of JSON a room, appended and durable before anything is destroyed: the room, when it closed and why. No secret is
//! in it. A line that a crash cut short is taken off; one that is whole and cannot be read stops the server, for a list that
//! forgets is worse than one that is missing.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::rooms::lifecycle::CloseReason;

/// The file's name in the data folder.
const NAME: &str = "destroyed.jsonl";

/// A room that is closed for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestroyedRoom {
    /// The room.
    pub room: RoomId,
    /// When it closed.
    pub closed_at: Timestamp,
    /// Why.
    pub because: CloseReason,
}

/// The list.
#[derive(Debug)]
pub struct DestroyedRooms {
    path: PathBuf,
    known: Mutex<BTreeMap<RoomId, DestroyedRoom>>,
}

/// Why the list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DestroyedRoomsError {
    /// The file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A line is not this program's.
    #[error(
        "{path}: line {line} cannot be read, so rooms that were destroyed might come back; put the file right from a copy of it"
    )]
    Damaged {
        /// The file.
        path: String,
        /// Which line, from 1.
        line: usize,
    },
}

impl DestroyedRooms {
    /// The list in a data folder; empty where there is none yet.
    pub fn open(folder: &Path) -> Result<Self, DestroyedRoomsError> {
        let path = folder.join(NAME);
        let failed = |source| DestroyedRoomsError::File { path: path.display().to_string(), source };
        let text = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(failed(error)),
        };
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at.saturating_add(1));
        if whole < text.len() {
            shorten(&path, whole).map_err(failed)?;
        }
        let lines = text.get(..whole).unwrap_or_default().split(|byte| *byte == b'\n');
        let mut known = BTreeMap::new();
        for (at, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
            let damaged = |_| DestroyedRoomsError::Damaged {
                path: path.display().to_string(),
                line: at.saturating_add(1),
            };
            let one: DestroyedRoom = serde_json::from_slice(line).map_err(damaged)?;
            known.insert(one.room.clone(), one);
        }
        Ok(Self { path, known: Mutex::new(known) })
    }

    /// Notes a room, durably; one that is on the list stays as it was noted first.
    pub fn note(&self, one: &DestroyedRoom) -> Result<(), DestroyedRoomsError> {
        let mut known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.contains_key(&one.room) {
            return Ok(());
        }
        self.append(one)
            .map_err(|source| DestroyedRoomsError::File { path: self.path.display().to_string(), source })?;
        known.insert(one.room.clone(), one.clone());
        Ok(())
    }

    /// Every room on the list.
    pub fn all(&self) -> Vec<DestroyedRoom> {
        let known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.values().cloned().collect()
    }

    fn append(&self, one: &DestroyedRoom) -> io::Result<()> {
        let mut line = serde_json::to_vec(one)?;
        line.push(b'\n');
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path)?;
        let before = file.metadata()?.len();
        let written = file.write_all(&line).and_then(|()| file.sync_all());
        if written.is_err() {
            // A full disk may have taken half a line.
            file.set_len(before)?;
        }
        written?;
        let folder = self.path.parent().unwrap_or_else(|| Path::new("."));
        File::open(folder)?.sync_all()
    }
}

fn shorten(path: &Path, length: usize) -> io::Result<()> {
    let file = OpenOptions::new().write(true).open(path)?;
    file.set_len(u64::try_from(length).unwrap_or_default())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str) -> DestroyedRoom {
        let closed_at = Timestamp::from_micros(1_800_000_000_000_000);
        DestroyedRoom { room: RoomId::from(name), closed_at, because: CloseReason::Expired }
    }

    #[test]
    fn what_is_noted_is_found_again_once_and_a_line_cut_short_is_taken_off() {
        let folder = std::env::temp_dir().join(format!("entente-list-{}", crate::ids::OrgId::fresh()));
        fs::create_dir(&folder).unwrap();
        let list = DestroyedRooms::open(&folder).unwrap();
        assert!(list.all().is_empty());
        for name in ["b", "a", "b"] {
            list.note(&one(name)).unwrap();
        }
        let path = folder.join(NAME);
        let whole = fs::read_to_string(&path).unwrap();
        assert_eq!(whole.lines().count(), 2);
        fs::write(&path, format!("{whole}{{\"room\":\"c\",\"clo")).unwrap();
        let again = DestroyedRooms::open(&folder).unwrap();
        assert_eq!(again.all(), [one("a"), one("b")]);
        again.note(&one("c")).unwrap();
        assert_eq!(DestroyedRooms::open(&folder).unwrap().all(), [one("a"), one("b"), one("c")]);
        fs::write(&path, format!("{whole}nonsense\n")).unwrap();
        let refused = DestroyedRooms::open(&folder).unwrap_err().to_string();
        assert!(refused.contains("line 3 cannot be read"), "{refused}");
        fs::remove_dir_all(folder).unwrap();
    }
}
