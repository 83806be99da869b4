//! The words of a document, taken out by a process of its own: this program, called as `entente document-text`, with an empty
//! environment, little memory and little time. Whatever a hostile file does to a library ends that process and nothing else.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::OpenedEvidence;
use crate::services::ServiceError;
use crate::vetting::evidence::{DocumentText, FileType, NoText};

/// So long the process may take, waiting for a processor included.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(10);
/// What it may write, in bytes: all characters at their widest, escaped.
const MOST_OUTPUT: u64 = 4_000_000;

/// What became of a document's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// They are here.
    Words(DocumentText),
    /// There are none.
    None(NoText),
    /// The file took too much memory or time, or broke what reads it.
    TooMuch,
}

/// The words of an opened document. Blocks.
pub fn document_text(program: &Path, document: &OpenedEvidence) -> Result<Preview, ServiceError> {
    let Some(file) = FileType::with_text(&document.media_type) else {
        return Ok(Preview::None(NoText::Type));
    };
    let mut child = Command::new(program)
        .args(["document-text", "--type", file.ending()])
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| ServiceError::Internal(format!("no process for a document's words: {e}")))?;
    let written = std::thread::scope(|scope| {
        // Both ends at once, so that neither side waits for the other for ever; they end when the process does.
        let (input, output) = (child.stdin.take(), child.stdout.take());
        scope.spawn(|| {
            // A process that ended early reads no more; what it said counts.
            input.map(|mut input| input.write_all(&document.bytes))
        });
        let said = scope.spawn(|| {
            let mut text = Vec::new();
            output.map(|output| output.take(MOST_OUTPUT).read_to_end(&mut text));
            text
        });
        let ended = wait(&mut child);
        let text = said.join().unwrap_or_default();
        ended.map(|well| well.then_some(text))
    })?;
    let parsed = written.and_then(|text| serde_json::from_slice::<Result<DocumentText, NoText>>(&text).ok());
    Ok(match parsed {
        Some(Ok(words)) => Preview::Words(words),
        Some(Err(none)) => Preview::None(none),
        None => Preview::TooMuch,
    })
}

/// Waits until the process has ended, well or not, and ends it once it has taken too long.
fn wait(child: &mut Child) -> Result<bool, ServiceError> {
    let broken = |e: std::io::Error| ServiceError::Internal(format!("a document's process was lost: {e}"));
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().map_err(broken)? {
            return Ok(status.success());
        }
        if Instant::now() > end {
            child.kill().map_err(broken)?;
            child.wait().map_err(broken)?;
            return Ok(false);
        }
        std::thread::sleep(LOOK);
    }
}
