//! Output that appears whole or not at all, also when the user interrupts.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::at;
use crate::cli::CliError;

/// The exit code of a program that Ctrl-C ended, as shells report it.
const INTERRUPTED: i32 = 130;

/// Temporary files of this process that have not got their names yet.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on, Ctrl-C and a request to end remove what is not finished before they end the program.
pub(in crate::cli) fn leave_nothing_when_interrupted() -> Result<(), CliError> {
    static LISTENS: AtomicBool = AtomicBool::new(false);
    if LISTENS.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(CliError::failed)?;
    let guard = runtime.enter();
    let mut ended = end_requests().map_err(CliError::failed)?;
    drop(guard);
    std::thread::spawn(move || {
        runtime.block_on(async {
            tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = ended.recv() => {} }
        });
        // Held to the end, so that no file is begun or named any more.
        let left = unfinished();
        for path in left.iter() {
            // Nothing more can be done about a temporary file that does not go away.
            let _ = fs::remove_file(path);
        }
        std::process::exit(INTERRUPTED);
    });
    Ok(())
}

fn end_requests() -> io::Result<tokio::signal::unix::Signal> {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
}

/// A file that takes its name only when it is whole; dropped before that, it leaves nothing.
pub(in crate::cli) struct OutFile {
    file: File,
    temporary: PathBuf,
    path: PathBuf,
    named: bool,
}

/// Who may read a new file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Readers {
    /// As the user's umask says.
    Usual,
    /// The owner alone.
    Owner,
}

impl OutFile {
    /// A new file beside `path`, under a name of its own.
    pub(in crate::cli) fn create(path: &Path, readers: Readers) -> Result<Self, CliError> {
        let name = path.file_name().ok_or_else(|| CliError::Usage(at(path, "this is no name for a file")))?;
        let temporary =
            path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if readers == Readers::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut unfinished = unfinished();
        let file = options.open(&temporary).map_err(|error| CliError::Failed(at(path, error)))?;
        unfinished.push(temporary.clone());
        Ok(Self { file, temporary, path: path.to_owned(), named: false })
    }

    /// Gives the file its name, over a file that had it.
    pub(in crate::cli) fn commit(mut self) -> Result<(), CliError> {
        self.file.sync_all().map_err(|error| CliError::Failed(at(&self.path, error)))?;
        let mut unfinished = unfinished();
        fs::rename(&self.temporary, &self.path).map_err(|error| CliError::Failed(at(&self.path, error)))?;
        unfinished.retain(|path| *path != self.temporary);
        self.named = true;
        Ok(())
    }

    /// Gives the file its name, unless another file has it.
    pub(in crate::cli) fn commit_new(self) -> Result<(), CliError> {
        self.file.sync_all().map_err(|error| CliError::Failed(at(&self.path, error)))?;
        // A hard link, unlike a rename, never replaces a file. The temporary name goes when `self` is dropped.
        match fs::hard_link(&self.temporary, &self.path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(CliError::Usage(at(&self.path, "this file exists already; --force replaces it")))
            }
            Err(error) => Err(CliError::Failed(at(&self.path, error))),
        }
    }
}

impl Drop for OutFile {
    fn drop(&mut self) {
        if !self.named {
            unfinished().retain(|path| *path != self.temporary);
            // Nothing more can be done about a temporary file that does not go away.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// The folder that a file is in.
pub(in crate::cli) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A new file without a name, which only its owner could have opened: the system frees it when it is closed, also by a crash.
pub(in crate::cli) fn nameless(folder: &Path) -> io::Result<File> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = folder.join(format!(".entente.{}.{number}.scratch.part", std::process::id()));
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // An interrupt waits until the name is gone.
    let _unfinished = unfinished();
    let file = options.open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

impl Write for OutFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
