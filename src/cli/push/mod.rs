//! `entente push`: sends a client file to a room, in parts (tus 1.0).
//!
//! A line that breaks, or a server that starts anew, costs what was not confirmed: after a pause push asks how far the upload
//! came and goes on from there. Should push itself be ended, a small file beside the list (`.NAME.upload`) remembers the
//! upload, and the same command goes on with it.

mod pack;
mod state;
mod tus;

use std::io::Write;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::ProgressBar;
use url::Url;

use super::CliError;
use super::files::{ClientFile, at, is_stream, progress_bytes, read_secret};
use crate::matching::token::KeyCheck;
use pack::Packed;
use state::State;
use tus::{Failure, Server, Uploading};

/// The first pause after a break, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

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
    /// The list is of people who opted out, not of people to count
    #[arg(long)]
    opt_out: bool,
    /// How many minutes to try again after a break before giving up
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    patience: u64,
    /// The client file that `entente hash` wrote: .parquet, or .csv, plain or packed with gzip or zstd
    #[arg(value_name = "IN")]
    input: PathBuf,
}

/// Runs the verb.
pub fn run(args: &PushArgs, out: &mut dyn Write) -> Result<(), CliError> {
    if is_stream(&args.input) {
        return Err(CliError::usage("the list must be a file; standard input is for the token"));
    }
    let check = key_check(args)?;
    let server = Server::new(&args.server, &read_secret(&args.token_file)?)?;
    let packed = Packed::of(&args.input)?;
    let state = State::beside(&args.input);
    let wanted = Uploading { room: args.room.clone(), check: check.to_hex(), digest: packed.digest.clone() };
    let id = begin(args, (&server, &state), &packed, &wanted)?;
    deliver(args, &server, &id, &packed)?;
    let receipt = server.receipt(&id)?;
    state.forget();
    let page = args.server.join(&receipt.room).map_err(CliError::failed)?;
    writeln!(
        out,
        "The room has your list, version {}: {} people in {} rows ({} repeated).\n{page}",
        receipt.version, receipt.people, receipt.rows, receipt.duplicates
    )
    .map_err(CliError::failed)
}

/// The check value from the file or the option; both, where given, must agree.
fn key_check(args: &PushArgs) -> Result<KeyCheck, CliError> {
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

/// The upload of this very list that was begun before, or a new one.
fn begin(
    args: &PushArgs,
    at: (&Server, &State),
    packed: &Packed,
    wanted: &Uploading,
) -> Result<String, CliError> {
    let (server, state) = at;
    if let Some(id) = state.find(&args.server, wanted)
        && server.offset(&id).is_ok()
    {
        return Ok(id);
    }
    let name = args.input.file_name().map(|name| name.to_string_lossy().into_owned());
    let label = args.label.clone().or(name).unwrap_or_default();
    let segments = ClientFile::open(&args.input)?.segments()?;
    let mut pairs = vec![("room", args.room.as_str()), ("kcv", &wanted.check), ("label", &label)];
    pairs.extend(args.opt_out.then_some(("kind", "opt_out")));
    pairs.extend(segments.as_ref().map(|sealed| ("segments", sealed.as_str())));
    let id = server.create(packed.length, &pairs)?;
    state.keep(&args.server, wanted, &id);
    Ok(id)
}

/// Sends what is missing until nothing is.
fn deliver(args: &PushArgs, server: &Server, id: &str, packed: &Packed) -> Result<(), CliError> {
    let bar = progress_bytes(packed.length);
    let patience = Duration::from_secs(args.patience.saturating_mul(60));
    let (mut broken_since, mut pause) = (None::<Instant>, FIRST_PAUSE);
    let mut offset = None;
    loop {
        let step = match offset {
            None => server.offset(id),
            Some(from) => send_from(server, id, (packed, from), &bar),
        };
        match step {
            Ok(here) if here == packed.length => break,
            Ok(here) => {
                bar.set_position(here);
                (offset, broken_since, pause) = (Some(here), None, FIRST_PAUSE);
            }
            Err(Failure::Final(error)) => return Err(error),
            Err(Failure::Again(words)) => {
                let since = *broken_since.get_or_insert_with(Instant::now);
                if since.elapsed() > patience {
                    return Err(CliError::Failed(format!("{words}; the same command goes on from there")));
                }
                bar.set_message("the line broke, trying again");
                sleep(pause);
                pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
                offset = None;
            }
        }
    }
    bar.finish_and_clear();
    Ok(())
}

fn send_from(server: &Server, id: &str, what: (&Packed, u64), bar: &ProgressBar) -> Result<u64, Failure> {
    let (packed, from) = what;
    let part = packed.part(from).map_err(Failure::Final)?;
    bar.set_message(if part.last { "sending, then the server sorts" } else { "sending" });
    server.append(id, from, part.length, bar.wrap_read(part.reader))
}
