//! The words of a document, taken out by a process of its own: this program, called as `entente document-text`, with an empty
//! environment, little memory and little time. Whatever a hostile file does to a library ends that process and nothing else.
//!
//! The file goes to the process through a pipe and its words come back through another: nothing of it touches a disk, and nothing is
//! kept, so a preview that is looked at twice is made twice.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::OpenedEvidence;
use crate::services::ServiceError;
use crate::vetting::evidence::{DocumentText, FileType, NoText};

/// So long the process may take, waiting for a processor included. One that computes is ended by its own limit of five seconds of
/// processor time; this is against one that does nothing, so it can be long. On a loaded machine the process gets the share of a
/// `nice` of 5, a third of what others get: beside fifteen of them on two cores it still has its five seconds before this is over.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(10);
/// What it may write, in bytes: all characters at their widest, escaped.
const MOST_OUTPUT: u64 = 4_000_000;
/// How a Rust program ends that came to a point its author thought impossible.
const PANICKED: i32 = 101;

/// What became of a document's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// They are here.
    Words(DocumentText),
    /// There are none.
    None(NoText),
    /// The file took too much memory or time.
    TooMuch,
}

/// The words of an opened document, taken out by the program at `program`. Blocks for at most two minutes; an error is never the
/// file's fault.
pub fn document_text(program: &Path, document: &OpenedEvidence) -> Result<Preview, ServiceError> {
    let Some(file) = FileType::with_text(&document.media_type) else {
        return Ok(Preview::None(NoText::Picture));
    };
    ask(program, (file, &document.bytes), PATIENCE)
}

fn ask(
    program: &Path,
    (file, bytes): (FileType, &[u8]),
    patience: Duration,
) -> Result<Preview, ServiceError> {
    let mut child = Command::new(program)
        .args(["document-text", "--type", file.ending()])
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| ServiceError::Internal(format!("no process for a document's words: {e}")))?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (ended, said) = std::thread::scope(|scope| {
        // Both ends at once, so that neither side waits for the other for ever; they end when the process does.
        scope.spawn(|| {
            // A process that ended early reads no more; what it said counts.
            input.map(|mut input| input.write_all(bytes))
        });
        let said = scope.spawn(|| {
            let mut text = Vec::new();
            output.map(|output| output.take(MOST_OUTPUT).read_to_end(&mut text));
            text
        });
        (wait(&mut child, patience), said.join().unwrap_or_default())
    });
    match ended? {
        None => Ok(Preview::TooMuch),
        Some(status) => said_of(status, &said),
    }
}

/// What the end of the process means: a signal is the system's, for memory or time.
fn said_of(status: ExitStatus, said: &[u8]) -> Result<Preview, ServiceError> {
    match status.code() {
        None => Ok(Preview::TooMuch),
        Some(0) => match serde_json::from_slice::<Result<DocumentText, NoText>>(said) {
            Ok(Ok(words)) => Ok(Preview::Words(words)),
            Ok(Err(why)) => Ok(Preview::None(why)),
            Err(e) => Err(ServiceError::Internal(format!("a document's process spoke unclearly: {e}"))),
        },
        Some(PANICKED) => Ok(Preview::None(NoText::Damaged)),
        Some(code) => Err(ServiceError::Internal(format!("a document's process ended with code {code}"))),
    }
}

/// Waits until the process has ended, and ends it once it has taken too long: none.
fn wait(child: &mut Child, patience: Duration) -> Result<Option<ExitStatus>, ServiceError> {
    let broken = |e: std::io::Error| ServiceError::Internal(format!("a document's process was lost: {e}"));
    let end = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait().map_err(broken)? {
            return Ok(Some(status));
        }
        if Instant::now() > end {
            child.kill().map_err(broken)?;
            child.wait().map_err(broken)?;
            return Ok(None);
        }
        std::thread::sleep(LOOK);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// What is said of a process that does `script`.
    fn of(script: &str, patience: Duration) -> Result<Preview, ServiceError> {
        let file = std::env::temp_dir().join(format!("entente-{}", crate::ids::OrgId::fresh()));
        std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o700)).unwrap();
        let said = ask(&file, (FileType::Pdf, &[b'x'; 200_000]), patience);
        std::fs::remove_file(file).unwrap();
        said
    }

    #[test]
    fn a_process_that_hangs_or_says_too_much_is_ended() {
        let began = Instant::now();
        assert_eq!(of("exec sleep 60", Duration::from_millis(100)).unwrap(), Preview::TooMuch);
        assert_eq!(of("exec yes", PATIENCE).unwrap(), Preview::TooMuch);
        // Blanks, and an answer behind more than is read.
        let blanks =
            |count: u64| format!("head -c {count} /dev/zero | tr '\\0' ' '; echo '{{\"Err\":\"Empty\"}}'");
        assert_eq!(of(&blanks(MOST_OUTPUT / 2), PATIENCE).unwrap(), Preview::None(NoText::Empty));
        assert!(!matches!(of(&blanks(MOST_OUTPUT + 1), PATIENCE), Ok(Preview::None(_) | Preview::Words(_))));
        assert!(began.elapsed() < PATIENCE);
    }

    #[test]
    fn the_process_is_given_nothing_of_ours_but_the_file() {
        // The server's environment holds what opens its database; this one has a home, like any.
        assert!(std::env::var_os("HOME").is_some());
        let bare = "[ -z \"$HOME$USER$CARGO_MANIFEST_DIR\" ] && [ \"$(pwd)\" = / ] && [ $# = 3 ] || exit 1";
        let script = format!("{bare}; echo '{{\"Err\":\"Empty\"}}'");
        assert_eq!(of(&script, PATIENCE).unwrap(), Preview::None(NoText::Empty));
    }

    #[test]
    fn a_process_that_waits_for_a_processor_is_not_taken_for_one_that_hangs() {
        // Its own limit of processor time, and the share that it gets at worst: one of thirty busy processes on two cores.
        let (computing, share) = (Duration::from_secs(5), 16);
        assert!(PATIENCE > computing * share);
    }

    #[test]
    fn how_it_ended_tells_whose_fault_it_was() {
        assert_eq!(of("exit 101", PATIENCE).unwrap(), Preview::None(NoText::Damaged));
        assert_eq!(of("kill -6 $$", PATIENCE).unwrap(), Preview::TooMuch);
        assert_eq!(of("echo '{\"Err\":\"Locked\"}'", PATIENCE).unwrap(), Preview::None(NoText::Locked));
        for ours in ["exit 1", "echo nonsense"] {
            assert!(matches!(of(ours, PATIENCE), Err(ServiceError::Internal(_))), "{ours}");
        }
        assert!(matches!(
            ask(Path::new("/no/such/program"), (FileType::Pdf, b""), PATIENCE),
            Err(ServiceError::Internal(_))
        ));
    }
}
