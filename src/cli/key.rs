//! `entente key`: makes a room key, and says whether a key is whole and whose it is.
//!
//! A key never comes from an argument and is printed only where it was asked for.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::CliError;
use super::files::{OutFile, Readers, read_key};
use crate::ids::RoomId;
use crate::matching::token::{KeyRing, KeyText, RoomKey};
use crate::secret::random_bytes;

/// Options of `key`.
#[derive(Debug, Args)]
pub struct KeyArgs {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Make a new key
    New(NewArgs),
    /// Say which room a key belongs to, and its key check value
    Check(CheckArgs),
}

#[derive(Debug, Args)]
struct NewArgs {
    /// The room the key is for; a new id if there is no room yet
    #[arg(long, value_name = "ID")]
    room: Option<String>,
    /// Write the key to this file, readable by you alone, instead of printing it
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists; the old key is lost
    #[arg(long, requires = "output")]
    force: bool,
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// The key file, or - for standard input
    file: PathBuf,
}

/// Runs the verb.
pub fn run(args: &KeyArgs, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.act {
        Act::New(args) => new(args, out),
        Act::Check(args) => check(&args.file, out),
    }
}

fn new(args: &NewArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let room = args.room.clone().unwrap_or_else(|| RoomId::fresh().to_string());
    let key = RoomKey::from_bytes(random_bytes().map_err(CliError::failed)?);
    let key = KeyText::new(&room, key).map_err(CliError::usage)?;
    let text = key.to_text();
    let Some(path) = &args.output else {
        return writeln!(out, "{}", text.as_str()).map_err(CliError::failed);
    };
    let mut file = OutFile::create(path, Readers::Owner)?;
    writeln!(file, "{}", text.as_str()).map_err(CliError::failed)?;
    if args.force {
        file.commit()?
    } else {
        file.commit_new()?
    }
    describe(&key, out)
}

fn check(path: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    describe(&read_key(path)?, out)
}

fn describe(key: &KeyText, out: &mut dyn Write) -> Result<(), CliError> {
    let check = KeyRing::derive(&key.key, &key.room_id).check();
    writeln!(out, "room {}\nkey check value {check}", key.room_id).map_err(CliError::failed)
}
