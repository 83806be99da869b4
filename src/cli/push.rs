//! `entente push`: sends a client file to a room, as a stream.
//!
//! The file travels as gzip-compressed CSV of keyed-hash tokens, whatever its format, so that neither side holds it whole.
//! If reading it fails halfway, the stream breaks off and the server keeps nothing.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;
use indicatif::ProgressBar;
use serde::Deserialize;
use url::Url;
use zeroize::Zeroizing;

use super::CliError;
use super::files::{ClientFile, at, is_stream, progress, read_secret};
use crate::matching::client_file::{write_csv_header, write_csv_row};
use crate::matching::token::KeyCheck;

/// Rows between two looks at the progress bar and the pipe.
const ROWS: usize = 1024;

/// Options of `push`.
#[derive(Debug, Args)]
pub struct PushArgs {
    /// The server, such as `https://entente.example.com`
    #[arg(long, value_name = "URL")]
    server: Url,
    /// The room
    #[arg(long, value_name = "ID")]
    room: String,
    /// The file with your API token, or - for standard input
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// The check value of the room's key (`entente key check` prints it); a Parquet file carries its own
    #[arg(long, value_name = "HEX")]
    key_check: Option<String>,
    /// What to call the list in the room; the file's name unless told
    #[arg(long)]
    label: Option<String>,
    /// The client file that `entente hash` wrote
    #[arg(value_name = "IN")]
    input: PathBuf,
}

/// What the server answers.
#[derive(Debug, Deserialize)]
struct Receipt {
    rows: u64,
    people: u64,
    duplicates: u64,
    version: i64,
    room: String,
}

/// What the server says when it refuses (RFC 9457).
#[derive(Debug, Deserialize)]
struct Problem {
    detail: String,
}

/// Runs the verb.
pub fn run(args: &PushArgs, out: &mut dyn Write) -> Result<(), CliError> {
    require_safe(&args.server)?;
    let check = key_check(args)?;
    let token = read_secret(&args.token_file)?;
    let receipt = send(args, check, &token)?;
    let page = args.server.join(&receipt.room).map_err(CliError::failed)?;
    writeln!(
        out,
        "The room has your list, version {}: {} people in {} rows ({} repeated).\n{page}",
        receipt.version, receipt.people, receipt.rows, receipt.duplicates
    )
    .map_err(CliError::failed)
}

/// A token is sent by https, or stays on this machine.
fn require_safe(server: &Url) -> Result<(), CliError> {
    let local = matches!(server.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match server.scheme() {
        "https" => Ok(()),
        "http" if local => Ok(()),
        _ => Err(CliError::usage("--server must be https://…, so that nobody on the way reads your token")),
    }
}

/// The check value from the file or the option; both, where given, must agree.
fn key_check(args: &PushArgs) -> Result<KeyCheck, CliError> {
    if is_stream(&args.input) {
        return Err(CliError::usage("the list must be a file; standard input is for the token"));
    }
    let given = match &args.key_check {
        None => None,
        Some(text) => Some(KeyCheck::from_hex(text.trim()).ok_or_else(|| {
            CliError::usage("--key-check takes the 16 hexadecimal digits that `entente key check` prints")
        })?),
    };
    match (ClientFile::open(&args.input)?.check(), given) {
        (Some(own), Some(given)) if own != given => Err(CliError::Usage(at(
            &args.input,
            format!("this list was hashed with another key (its check value is {})", own.to_hex()),
        ))),
        (Some(check), _) | (None, Some(check)) => Ok(check),
        (None, None) => Err(CliError::Usage(at(
            &args.input,
            "a CSV file does not say which key it was hashed with; add --key-check",
        ))),
    }
}

/// Writes the file into a pipe on one thread and sends what comes out on this one.
fn send(args: &PushArgs, check: KeyCheck, token: &str) -> Result<Receipt, CliError> {
    let (reader, writer) = io::pipe().map_err(CliError::failed)?;
    let complete = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let packing = scope.spawn(|| pack(&args.input, writer, &complete));
        let mut body = Body { reader: Some(reader), complete: &complete };
        let answer = post(args, check, token, &mut body);
        // Lets the packing end if the server answered before it had read everything.
        body.reader = None;
        match (packing.join(), answer) {
            (_, Ok(receipt)) => Ok(receipt),
            // A file that cannot be read is the cause of whatever the server said about a broken stream.
            (Ok(Err(Packing::File(error))), Err(_)) => Err(error),
            (_, Err(error)) => Err(error),
        }
    })
}

/// Why packing stopped.
enum Packing {
    /// The file.
    File(CliError),
    /// Nobody reads the pipe any more.
    Pipe,
}

impl From<CliError> for Packing {
    fn from(error: CliError) -> Self {
        Self::File(error)
    }
}

/// Says that the stream is complete before the pipe closes, so that its end is never taken for one too early.
fn pack(input: &Path, pipe: PipeWriter, complete: &AtomicBool) -> Result<(), Packing> {
    let gone = |_closed: io::Error| Packing::Pipe;
    let file = ClientFile::open(input)?;
    let kinds = file.kinds();
    let with_segment = file.has_segment();
    let bar = progress(file.row_count(), "sending");
    let mut gzip = GzEncoder::new(pipe, Compression::fast());
    let mut text = Vec::new();
    write_csv_header(&kinds, with_segment, &mut text);
    let mut pending = 0;
    let mut closed = false;
    file.for_each(|row| {
        write_csv_row(row, &kinds, with_segment, &mut text);
        pending += 1;
        if pending == ROWS {
            closed = flush(&mut gzip, &mut text, (&bar, &mut pending)).is_err();
        }
        // The reason is told apart below: the reader of the pipe went away, the file is fine.
        if closed { Err(CliError::Failed(String::new())) } else { Ok(()) }
    })
    .map_err(|error| if closed { Packing::Pipe } else { Packing::File(error) })?;
    flush(&mut gzip, &mut text, (&bar, &mut pending)).map_err(gone)?;
    let pipe = gzip.finish().map_err(gone)?;
    complete.store(true, Ordering::SeqCst);
    drop(pipe);
    bar.finish_and_clear();
    Ok(())
}

fn flush(to: &mut impl Write, text: &mut Vec<u8>, at: (&ProgressBar, &mut usize)) -> io::Result<()> {
    to.write_all(text)?;
    text.clear();
    at.0.inc(u64::try_from(std::mem::take(at.1)).unwrap_or_default());
    Ok(())
}

/// The stream; it ends with an error, not an end, if packing failed.
struct Body<'a> {
    reader: Option<PipeReader>,
    complete: &'a AtomicBool,
}

impl Read for Body<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(reader) = &mut self.reader else { return Ok(0) };
        match reader.read(out)? {
            0 if !self.complete.load(Ordering::SeqCst) => Err(io::ErrorKind::ConnectionAborted.into()),
            length => Ok(length),
        }
    }
}

/// Where the list goes; the id cannot climb out of its place in the path.
fn target(server: &Url, room: &str) -> Result<Url, CliError> {
    let mut target = server.clone();
    let mut path = target.path_segments_mut().map_err(|()| CliError::usage("--server is no web address"))?;
    path.pop_if_empty().extend(["api", "v1", "rooms", room, "audience"]);
    drop(path);
    Ok(target)
}

fn post(args: &PushArgs, check: KeyCheck, token: &str, body: &mut Body<'_>) -> Result<Receipt, CliError> {
    let target = target(&args.server, &args.room)?;
    let name = args.input.file_name().map(|name| name.to_string_lossy().into_owned());
    let label = args.label.clone().or(name).unwrap_or_default();
    let label: String = url::form_urlencoded::byte_serialize(label.as_bytes()).collect();
    // A redirect would carry the token, or the list, to somewhere that was not named.
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let bearer = Zeroizing::new(format!("Bearer {}", token.trim()));
    let answer = agent
        .post(target.as_str())
        .header("authorization", bearer.as_str())
        .header("content-type", "text/csv")
        .header("content-encoding", "gzip")
        .header("entente-key-check", check.to_hex())
        .header("entente-label", label)
        .send(ureq::SendBody::from_reader(body));
    let mut answer = answer.map_err(|error| CliError::Failed(format!("{}: {error}", args.server)))?;
    let status = answer.status().as_u16();
    let text = answer.body_mut().read_to_string().map_err(CliError::failed)?;
    if status == 201 {
        return serde_json::from_str(&text).map_err(CliError::failed);
    }
    let said = serde_json::from_str(&text).map(|problem: Problem| problem.detail);
    let said = said
        .unwrap_or_else(|_| format!("{} answered {status}, which an Entente server does not", args.server));
    Err(match status {
        400 | 401 | 403 | 404 | 413 | 415 | 422 => CliError::Usage(said),
        _ => CliError::Failed(said),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stays_in_its_place() {
        let to = target(&"https://e.example/base/".parse().unwrap(), "a/../b").unwrap();
        assert_eq!(to.as_str(), "https://e.example/base/api/v1/rooms/a%2F..%2Fb/audience");
    }

    #[test]
    fn a_token_never_travels_in_the_open() {
        let url = |text: &str| text.parse::<Url>().unwrap();
        assert!(require_safe(&url("http://entente.example.com")).is_err());
        assert!(require_safe(&url("https://entente.example.com")).is_ok());
        assert!(require_safe(&url("http://127.0.0.1:8080")).is_ok());
    }
}
