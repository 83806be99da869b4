//! The place that this server writes and a cluster reads: a shared folder, or a bucket that speaks S3.
//!
//! An object appears whole or not at all, and is durable when [`Storage::put`] returns. Names are relative, with `/` between
//! their parts. Credentials of a bucket are found as AWS tools find them (`AWS_ACCESS_KEY_ID`, a web identity, the machine's
//! role; `AWS_ENDPOINT` for other makers of S3).

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{ObjectStore as _, ObjectStoreExt as _};
use spark_connect_core::block_on;

use crate::clock::Timestamp;
use crate::store::{EngineError, SparkSettings};

/// Where lists lie.
pub(super) struct Storage {
    place: Place,
    /// How the cluster names the place, without a slash at its end.
    seen: String,
}

enum Place {
    Folder(PathBuf),
    Bucket { bucket: Arc<AmazonS3>, prefix: Key },
}

/// A stored object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    /// Its name below the place.
    pub(super) name: String,
    /// Its length.
    pub(super) bytes: u64,
    /// When it was written.
    pub(super) written: Timestamp,
}

impl Storage {
    /// The place that the settings name; a folder is made if it is not there.
    pub(super) fn open(settings: &SparkSettings) -> Result<Self, EngineError> {
        let unusable = |cause: String| EngineError::Storage(format!("{}: {cause}", settings.storage));
        let (place, seen) = match settings.storage.strip_prefix("s3://") {
            Some(rest) => (bucket(rest).map_err(unusable)?, format!("s3a://{rest}")),
            None => {
                let folder = PathBuf::from(&settings.storage);
                fs::create_dir_all(&folder).map_err(|error| unusable(error.to_string()))?;
                (Place::Folder(folder), format!("file://{}", settings.storage))
            }
        };
        let seen = settings.storage_in_spark.clone().unwrap_or(seen);
        Ok(Self { place, seen: seen.trim_end_matches('/').to_owned() })
    }

    /// What the cluster calls the object of that name.
    pub(super) fn seen(&self, name: &str) -> String {
        format!("{}/{name}", self.seen)
    }

    /// Writes an object.
    pub(super) fn put(&self, name: &str, bytes: Vec<u8>) -> io::Result<()> {
        match &self.place {
            Place::Folder(folder) => write_durably(folder, name, &bytes),
            Place::Bucket { bucket, prefix } => {
                let key = key(prefix, name);
                block_on(bucket.put(&key, bytes.into())).map(|_| ()).map_err(io::Error::other)
            }
        }
    }

    /// Reads an object; none if there is none.
    pub(super) fn get(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match &self.place {
            Place::Folder(folder) => match fs::read(folder.join(name)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            },
            Place::Bucket { bucket, prefix } => {
                let key = key(prefix, name);
                match block_on(async { bucket.get(&key).await?.bytes().await }) {
                    Ok(bytes) => Ok(Some(bytes.to_vec())),
                    Err(object_store::Error::NotFound { .. }) => Ok(None),
                    Err(error) => Err(io::Error::other(error)),
                }
            }
        }
    }

    /// Every object below a name, or all.
    pub(super) fn list(&self, below: &str) -> io::Result<Vec<Stored>> {
        match &self.place {
            Place::Folder(folder) => {
                let mut found = Vec::new();
                walk(folder, &folder.join(below), &mut found)?;
                Ok(found)
            }
            Place::Bucket { bucket, prefix } => {
                let objects = bucket.list(Some(&key(prefix, below)));
                let objects: Vec<_> = block_on(objects.try_collect()).map_err(io::Error::other)?;
                Ok(objects.into_iter().filter_map(|object| stored(prefix, &object)).collect())
            }
        }
    }

    /// Deletes everything below a name, durably; nothing there is no error.
    pub(super) fn remove(&self, below: &str) -> io::Result<()> {
        match &self.place {
            Place::Folder(folder) => match fs::remove_dir_all(folder.join(below)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => sync_nearest(&folder.join(below)),
            },
            Place::Bucket { bucket, prefix } => {
                let objects = bucket.list(Some(&key(prefix, below))).map_ok(|object| object.location).boxed();
                let gone: Vec<Key> =
                    block_on(bucket.delete_stream(objects).try_collect()).map_err(io::Error::other)?;
                drop(gone);
                Ok(())
            }
        }
    }
}

fn bucket(rest: &str) -> Result<Place, String> {
    let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    // The one provider of cryptography of this program; a second call finds it in place.
    let _in_place = rustls::crypto::ring::default_provider().install_default();
    let bucket =
        AmazonS3Builder::from_env().with_bucket_name(name).build().map_err(|error| error.to_string())?;
    let prefix = Key::parse(prefix).map_err(|error| error.to_string())?;
    Ok(Place::Bucket { bucket: Arc::new(bucket), prefix })
}

/// The full key of a name.
fn key(prefix: &Key, name: &str) -> Key {
    name.split('/').filter(|part| !part.is_empty()).fold(prefix.clone(), |key, part| key.join(part))
}

fn stored(prefix: &Key, object: &object_store::ObjectMeta) -> Option<Stored> {
    let parts = object.location.prefix_match(prefix)?;
    let name: Vec<String> = parts.map(|part| part.as_ref().to_owned()).collect();
    let written = Timestamp::from_micros(object.last_modified.timestamp_micros());
    Some(Stored { name: name.join("/"), bytes: object.size, written })
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Stored>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    for entry in entries {
        let path = entry?.path();
        let about = match fs::metadata(&path) {
            // Removed since it was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other?,
        };
        if about.is_dir() {
            walk(root, &path, found)?;
            continue;
        }
        let since = about.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let name = path.strip_prefix(root).map_err(io::Error::other)?.to_string_lossy().into_owned();
        let written = Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX));
        found.push(Stored { name, bytes: about.len(), written });
    }
    Ok(())
}

/// Writes a file under another name, which Spark does not read, and gives it its own once it is on the disk.
fn write_durably(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = root.join(name);
    let (Some(folder), Some(file)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    fs::create_dir_all(folder)?;
    let part = folder.join(format!(".{}.part", file.to_string_lossy()));
    let written = File::create(&part).and_then(|mut out| {
        out.write_all(bytes)?;
        out.sync_all()
    });
    if let Err(error) = written.and_then(|()| fs::rename(&part, &path)) {
        // The error that counts is the first.
        let _gone = fs::remove_file(&part);
        return Err(error);
    }
    // Each folder on the way may be new.
    for above in folder.ancestors().take_while(|above| above.starts_with(root)) {
        File::open(above)?.sync_all()?;
    }
    Ok(())
}

/// Makes what happened in the nearest folder that is still there outlast a power cut.
fn sync_nearest(gone: &Path) -> io::Result<()> {
    for above in gone.ancestors().skip(1) {
        match File::open(above) {
            Ok(folder) => return folder.sync_all(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
