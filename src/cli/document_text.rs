//! `entente document-text`: what the server calls to take the words out of a stranger's file, in a process that may take little
//! memory and little time, and may open nothing. Not for people, so it is not listed.

use std::io::{Read as _, Write};

use super::CliError;
use crate::vetting::evidence::{FileType, LARGEST_FILE, extract};

/// All memory that the process may address, in bytes, the program itself included: a document of ten megabytes unpacks within it, a
/// bomb does not.
#[cfg(unix)]
const MEMORY: u64 = 512 << 20;
/// Processor time, in seconds.
#[cfg(unix)]
const SECONDS: u64 = 5;
/// Standard input, output and error are open; no file and no connection can be opened beside them.
#[cfg(unix)]
const OPEN_FILES: u64 = 3;
/// How far behind the server's own work it stands.
#[cfg(unix)]
const NICE: i32 = 5;

/// What kind of file comes in on standard input.
#[derive(Debug, clap::Args)]
pub struct DocumentTextArgs {
    /// The ending of the file's name
    #[arg(long = "type", value_name = "ENDING")]
    ending: String,
}

/// Writes the words, or why there are none, as one JSON document.
pub fn run(args: &DocumentTextArgs, out: &mut dyn Write) -> Result<(), CliError> {
    bound()?;
    let file = FileType::named(&args.ending).ok_or_else(|| CliError::usage("no such type of file"))?;
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX);
    std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(CliError::failed)?;
    let found = extract(file, bytes);
    serde_json::to_writer(out, &found).map_err(CliError::failed)
}

/// Takes away what a hostile file could use, for good: memory, time, files, connections, other processes. On a system without such
/// limits only the server's patience is left.
#[cfg(unix)]
fn bound() -> Result<(), CliError> {
    use rustix::process::{Resource, Rlimit, nice, setrlimit};
    // Where memory runs short, Linux ends this process before any other (proc_pid_oom_score_adj(5)); elsewhere there is no such file.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    let limits = [
        (Resource::As, MEMORY),
        (Resource::Cpu, SECONDS),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, OPEN_FILES),
        (Resource::Nproc, 0),
    ];
    for (resource, most) in limits {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        setrlimit(resource, limit).map_err(CliError::failed)?;
    }
    nice(NICE).map(drop).map_err(CliError::failed)
}

#[cfg(not(unix))]
fn bound() -> Result<(), CliError> {
    Ok(())
}
