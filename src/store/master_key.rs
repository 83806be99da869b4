//! The master key's file: 32 random bytes that wrap the rooms' peppers. Never in the database, nor in its backups.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use crate::secret::{Secret, random_bytes};

/// Why the master key cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The file could not be read or made.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// Others can read the file.
    #[error("{0}: the master key can be read by others; run `chmod 600` on it")]
    Open(String),
    /// The file does not hold 32 bytes.
    #[error("{0}: a master key is 32 bytes; restore the file from its backup")]
    Damaged(String),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] crate::secret::NoRandomness),
}

/// The key in the file; a new one, readable by this user alone, where there is no file yet.
pub fn master_key_load(path: &Path) -> Result<Secret<[u8; 32]>, MasterKeyError> {
    let name = path.display().to_string();
    let file_error = |source| MasterKeyError::File { path: name.clone(), source };
    match fs::metadata(path) {
        Ok(meta) if meta.permissions().mode() & 0o077 != 0 => return Err(MasterKeyError::Open(name)),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create(path, &random_bytes()?).map_err(file_error)?
        }
        Err(error) => return Err(file_error(error)),
    }
    let bytes = fs::read(path).map_err(file_error)?;
    let damaged = |_| MasterKeyError::Damaged(name.clone());
    Ok(Secret::new(<[u8; 32]>::try_from(bytes.as_slice()).map_err(damaged)?))
}

/// Written and made durable before it is used; a second process that starts at the same time fails here.
fn create(path: &Path, bytes: &[u8; 32]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_private() {
        let folder = std::env::temp_dir().join(format!("entente-key-{}", crate::ids::OrgId::fresh()));
        fs::create_dir(&folder).unwrap();
        let path = folder.join("master.key");
        let first = *master_key_load(&path).unwrap().expose();
        assert_eq!(*master_key_load(&path).unwrap().expose(), first);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(master_key_load(&path), Err(MasterKeyError::Open(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, b"short").unwrap();
        assert!(matches!(master_key_load(&path), Err(MasterKeyError::Damaged(_))));
        fs::remove_dir_all(&folder).unwrap();
    }
}
