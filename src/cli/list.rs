//! A hashed list as verbs take it: a client file, or a set that `entente set build` stored.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::CliError;
use super::files::{ClientFile, at};
use crate::matching::IdentifierType;
use crate::matching::set::{AudienceSet, ReadAt, SetError};
use crate::matching::token::KeyCheck;

/// A hashed list in a file.
pub(super) struct List {
    path: PathBuf,
    form: Form,
}

enum Form {
    Client(ClientFile),
    Stored(Arc<Timed>, Box<AudienceSet>),
}

impl List {
    /// Opens the file; its content says what it is.
    pub(super) fn open(path: &Path) -> Result<Self, CliError> {
        let unreadable = |error: io::Error| CliError::Usage(at(path, error));
        let mut file = File::open(path).map_err(unreadable)?;
        let mut start = Vec::new();
        (&mut file).take(7).read_to_end(&mut start).map_err(unreadable)?;
        let form = if start == AudienceSet::MAGIC {
            let file = Arc::new(Timed { file, nanoseconds: AtomicU64::new(0) });
            Form::Stored(Arc::clone(&file), Box::new(open_set(&file, path)?))
        } else {
            Form::Client(ClientFile::open(path)?)
        };
        Ok(Self { path: path.to_owned(), form })
    }

    /// The kinds of identifier the list has.
    pub(super) fn kinds(&self) -> Vec<IdentifierType> {
        match &self.form {
            Form::Client(file) => file.kinds(),
            Form::Stored(_, set) => set.kinds(),
        }
    }

    /// The check value of the key the list was made with, if the file says so.
    pub(super) fn check(&self) -> Option<KeyCheck> {
        match &self.form {
            Form::Client(file) => file.check(),
            Form::Stored(..) => None,
        }
    }

    /// The rules its values were spelled by, if the file says so.
    pub(super) fn normalisation(&self) -> Option<&str> {
        match &self.form {
            Form::Client(file) => file.normalisation(),
            Form::Stored(..) => None,
        }
    }

    /// The list as a set, without those who opted out. A client file is sorted in memory; a stored set has all its kinds,
    /// and stays in its file unless it is wanted in memory.
    pub(super) fn to_set(&self, kinds: &[IdentifierType], in_memory: bool) -> Result<AudienceSet, CliError> {
        match &self.form {
            Form::Client(file) => file.to_set(kinds).map_err(|error| named(&self.path, error)),
            Form::Stored(file, _) => {
                let set = open_set(file, &self.path)?;
                let set = if in_memory { set.loaded() } else { Ok(set) };
                let set = set.map_err(|error| CliError::Failed(at(&self.path, error)))?;
                // Until here it was waited for alone.
                file.nanoseconds.store(0, Ordering::Relaxed);
                Ok(set)
            }
        }
    }

    /// How long threads have waited for the file of a stored set since [`List::to_set`], added up.
    pub(super) fn reading(&self) -> Duration {
        match &self.form {
            Form::Client(_) => Duration::ZERO,
            Form::Stored(file, _) => Duration::from_nanos(file.nanoseconds.load(Ordering::Relaxed)),
        }
    }
}

fn open_set(file: &Arc<Timed>, path: &Path) -> Result<AudienceSet, CliError> {
    let from: Arc<Timed> = Arc::clone(file);
    AudienceSet::open(from).map_err(|error| match error {
        SetError::Io(error) => CliError::Failed(at(path, error)),
        error => CliError::Usage(at(path, error)),
    })
}

fn named(path: &Path, error: CliError) -> CliError {
    match error {
        CliError::Usage(words) => CliError::Usage(at(path, words)),
        CliError::Failed(words) => CliError::Failed(at(path, words)),
    }
}

/// A file that knows how long it was waited for.
struct Timed {
    file: File,
    nanoseconds: AtomicU64,
}

impl ReadAt for Timed {
    fn read_exact_at(&self, into: &mut [u8], from: u64) -> io::Result<()> {
        let started = Instant::now();
        let done = ReadAt::read_exact_at(&self.file, into, from);
        let taken = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(taken, Ordering::Relaxed);
        done
    }

    fn size(&self) -> io::Result<u64> {
        self.file.size()
    }
}
