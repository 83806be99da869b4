//! One server a data folder: a lock on a file in it, which the system lets go of when the process ends, however it ends.
//!
//! Two servers on one folder are not a restart: each would sweep files that the other is writing, and hold upload locks that
//! the other does not see.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// The file's name. It stays behind, unlocked, when the server has stopped.
const NAME: &str = "entente.lock";
/// The longest process id that is read from it.
const LONGEST_ID: u64 = 20;

/// The right to use a data folder; it ends with the value.
#[derive(Debug)]
pub struct FolderLock {
    /// Held for its lock alone.
    _file: File,
}

/// Why a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderLockError {
    /// Another process uses it.
    #[error(
        "{folder}: another Entente server{process} uses this data folder; stop it first, or choose another folder with --data"
    )]
    InUse {
        /// The folder.
        folder: String,
        /// " (process 123)", or nothing if it did not say.
        process: String,
    },
    /// The lock file could not be made or locked.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
}

impl FolderLock {
    /// Takes the folder for this process, at once or not at all.
    pub fn take(folder: &Path) -> Result<Self, FolderLockError> {
        let path = folder.join(NAME);
        let failed = |source| FolderLockError::File { path: path.display().to_string(), source };
        let mut how = OpenOptions::new();
        how.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = how.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(FolderLockError::InUse { folder: shown(folder), process: holder(&file) });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let noted = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        noted.map_err(failed)?;
        Ok(Self { _file: file })
    }
}

/// The folder as people know it, from the root.
fn shown(folder: &Path) -> String {
    std::fs::canonicalize(folder).unwrap_or_else(|_| PathBuf::from(folder)).display().to_string()
}

/// Who has the lock, as it wrote itself.
fn holder(file: &File) -> String {
    let mut text = String::new();
    let read = file.take(LONGEST_ID).read_to_string(&mut text);
    let id = text.trim();
    let known = read.is_ok() && !id.is_empty() && id.bytes().all(|c| c.is_ascii_digit());
    if known { format!(" (process {id})") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_once_and_free_again_afterwards() {
        let folder = std::env::temp_dir().join(format!("entente-lock-{}", crate::ids::OrgId::fresh()));
        std::fs::create_dir(&folder).unwrap();
        let first = FolderLock::take(&folder).unwrap();
        let refused = FolderLock::take(&folder).unwrap_err().to_string();
        assert!(refused.contains(&format!("(process {})", std::process::id())), "{refused}");
        assert!(refused.contains(&shown(&folder)), "{refused}");
        drop(first);
        FolderLock::take(&folder).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }
}
