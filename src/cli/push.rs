//! `entente push`: sends a client file to its room. Tokens travel as compressed CSV, made while they are sent.
//!
//! The file is read through once before anything is sent, so that a damaged one is refused here, with the row. The token comes
//! from a file or standard input, is sent to the named server alone, and never follows a redirect.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;
use indicatif::ProgressBar;
use serde::Deserialize;
use url::{Host, Url};

use super::CliError;
use super::files::{ClientFile, at, progress, read_key, read_secret};
use crate::matching::client_file::{write_csv_header, write_csv_row};
use crate::matching::token::{KeyCheck, KeyRing};

/// Rows packed at a time.
const ROWS: usize = 2048;
/// Packed pieces that wait for the network.
const PIECES: usize = 8;

/// Options of `push`.
#[derive(Debug, Args)]
pub struct PushArgs {
    /// The server's address, such as https://entente.example.com
    #[arg(long, value_name = "URL")]
    server: Url,
    /// The room's id
    #[arg(long, value_name = "ID")]
    room: String,
    /// A file with your API token, or - for standard input
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// The key the file was hashed with; needed for CSV, which does not carry its check value
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    key: Option<PathBuf>,
    /// The key check value instead of the key
    #[arg(long, value_name = "HEX", value_parser = check_value)]
    check: Option<KeyCheck>,
    /// What you call the list; both sides read it
    #[arg(long, default_value = "")]
    label: String,
    /// Print what was received as JSON
    #[arg(long)]
    json: bool,
    /// The client file, Parquet or CSV
    file: PathBuf,
}

fn check_value(text: &str) -> Result<KeyCheck, String> {
    KeyCheck::from_hex(text).ok_or_else(|| "a key check value is 16 hexadecimal digits".to_owned())
}

/// What the server answers.
#[derive(Deserialize)]
struct Receipt {
    version: i64,
    rows: u64,
    people: u64,
    duplicates: u64,
}

#[derive(Deserialize)]
struct Problem {
    detail: String,
}

/// Runs the verb.
pub fn run(args: &PushArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let address = address(args)?;
    let token = read_secret(&args.token_file)?;
    let token = token.trim();
    if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(CliError::Usage(at(&args.token_file, "this is no API token")));
    }
    let file = ClientFile::open(&args.file)?;
    let check = check_of(args, &file)?;
    let mut rows: u64 = 0;
    let counted = file.for_each(|_| {
        rows = rows.saturating_add(1);
        Ok(())
    });
    counted.map_err(|error| named(&args.file, error))?;
    let bar = progress(rows, "sending");
    let body = packed(file, bar.clone())?;
    let answer = send(args, &address, (token, check), body)?;
    bar.finish_and_clear();
    report(args, &answer, out)
}

fn named(path: &Path, error: CliError) -> CliError {
    match error {
        CliError::Usage(words) => CliError::Usage(at(path, words)),
        CliError::Failed(words) => CliError::Failed(at(path, words)),
    }
}

/// Where the tokens go: https, or plain http on this machine alone.
fn address(args: &PushArgs) -> Result<Url, CliError> {
    let local = match args.server.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if args.server.scheme() != "https" && !(local && args.server.scheme() == "http") {
        return Err(CliError::usage("--server must be https, or http on this machine"));
    }
    let mut address = args.server.clone();
    let mut path = address.path_segments_mut().map_err(|()| CliError::usage("--server is no address"))?;
    path.pop_if_empty().extend(["api", "v1", "rooms", &args.room, "audience"]);
    drop(path);
    Ok(address)
}

/// The check value of the key in use, from the file itself, the key or the option.
fn check_of(args: &PushArgs, file: &ClientFile) -> Result<KeyCheck, CliError> {
    let given = match (&args.key, args.check) {
        (Some(path), _) => {
            let key = read_key(path)?;
            if key.room_id != args.room {
                return Err(CliError::Usage(at(path, "the key belongs to another room")));
            }
            Some(KeyRing::derive(&key.key, &key.room_id).check())
        }
        (None, check) => check,
    };
    match (file.check(), given) {
        (Some(own), Some(given)) if own != given => {
            let words = format!("the file was hashed with another key (key check values {own} and {given})");
            Err(CliError::Usage(at(&args.file, words)))
        }
        (Some(check), _) | (None, Some(check)) => Ok(check),
        (None, None) => {
            let words = "a CSV file does not say which key it was hashed with; add --key or --check";
            Err(CliError::Usage(at(&args.file, words)))
        }
    }
}

/// The file as a stream of compressed CSV; a thread packs while the network sends.
fn packed(file: ClientFile, bar: ProgressBar) -> Result<Body, CliError> {
    let (sender, pieces) = sync_channel(PIECES);
    let pack = move || {
        let sent = pack(&file, &bar, sender.clone());
        // An error of a receiver that is gone has no one to go to.
        let _ = sender.send(sent.map_or_else(Piece::Failed, |()| Piece::End));
    };
    std::thread::Builder::new().name("pack".to_owned()).spawn(pack).map_err(CliError::failed)?;
    Ok(Body { pieces, piece: io::Cursor::new(Vec::new()), ended: false })
}

fn pack(file: &ClientFile, bar: &ProgressBar, sender: SyncSender<Piece>) -> Result<(), CliError> {
    let kinds = file.kinds();
    let with_segment = file.has_segment();
    let mut packer = GzEncoder::new(Outgoing(sender), Compression::fast());
    let mut text = Vec::new();
    let mut rows: usize = 0;
    write_csv_header(&kinds, with_segment, &mut text);
    file.for_each(|row| {
        write_csv_row(row, &kinds, with_segment, &mut text);
        rows = rows.saturating_add(1);
        if rows.is_multiple_of(ROWS) {
            packer.write_all(&text).map_err(CliError::failed)?;
            text.clear();
            bar.inc(u64::try_from(ROWS).unwrap_or_default());
        }
        Ok(())
    })?;
    packer.write_all(&text).and_then(|()| packer.finish().map(drop)).map_err(CliError::failed)
}

enum Piece {
    Bytes(Vec<u8>),
    End,
    Failed(CliError),
}

struct Outgoing(SyncSender<Piece>);

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.send(Piece::Bytes(bytes.to_vec()));
        sent.map_err(|_gone| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The request's body.
struct Body {
    pieces: Receiver<Piece>,
    piece: io::Cursor<Vec<u8>>,
    ended: bool,
}

impl Read for Body {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.piece.read(out)?;
            if length > 0 || self.ended {
                return Ok(length);
            }
            match self.pieces.recv() {
                Ok(Piece::Bytes(bytes)) => self.piece = io::Cursor::new(bytes),
                Ok(Piece::End) => self.ended = true,
                Ok(Piece::Failed(error)) => return Err(io::Error::other(error.to_string())),
                Err(_gone) => return Err(io::ErrorKind::BrokenPipe.into()),
            }
        }
    }
}

/// Sends the body; the receipt's text.
fn send(args: &PushArgs, address: &Url, proof: (&str, KeyCheck), body: Body) -> Result<String, CliError> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_connect(Some(Duration::from_secs(15)))
        .build()
        .into();
    let label: String = url::form_urlencoded::byte_serialize(args.label.as_bytes()).collect();
    let answer = agent
        .post(address.as_str())
        .header("Authorization", format!("Bearer {}", proof.0))
        .header("Content-Type", "application/gzip")
        .header("Entente-Key-Check", proof.1.to_hex())
        .header("Entente-Label", label)
        .send(ureq::SendBody::from_owned_reader(body));
    let mut answer = answer.map_err(|error| CliError::Failed(format!("{}: {error}", args.server)))?;
    let status = answer.status().as_u16();
    let text = answer.body_mut().read_to_string().map_err(CliError::failed)?;
    if status == 201 {
        return Ok(text);
    }
    let said = serde_json::from_str(&text).map_or_else(
        |_no_problem| format!("{} answered {status}; is this an Entente server?", args.server),
        |problem: Problem| problem.detail,
    );
    Err(if status == 422 { CliError::Usage(said) } else { CliError::Failed(said) })
}

fn report(args: &PushArgs, answer: &str, out: &mut dyn Write) -> Result<(), CliError> {
    if args.json {
        return writeln!(out, "{answer}").map_err(CliError::failed);
    }
    let Receipt { version, rows, people, duplicates } =
        serde_json::from_str(answer).map_err(CliError::failed)?;
    let words = format!(
        "{rows} rows received: {people} people, {duplicates} duplicates. This is your audience {version}."
    );
    writeln!(out, "{words}").map_err(CliError::failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str) -> Result<String, CliError> {
        let args = PushArgs {
            server: url.parse().unwrap(),
            room: "r 1/../x".to_owned(),
            token_file: PathBuf::new(),
            key: None,
            check: None,
            label: String::new(),
            json: false,
            file: PathBuf::new(),
        };
        address(&args).map(String::from)
    }

    #[test]
    fn tokens_go_by_https_or_stay_on_this_machine() {
        assert_eq!(
            server("https://e.example/").unwrap(),
            "https://e.example/api/v1/rooms/r%201%2F..%2Fx/audience"
        );
        assert!(
            server("https://e.example/base").unwrap().starts_with("https://e.example/base/api/v1/rooms/")
        );
        for local in ["http://localhost:1", "http://127.0.0.1:80", "http://[::1]:8080"] {
            assert!(server(local).is_ok(), "{local}");
        }
        for refused in ["http://e.example", "ftp://localhost", "http://127.0.0.1.e.example"] {
            assert!(server(refused).is_err(), "{refused}");
        }
    }
}
