//! `entente key`: makes a room key, agrees on one with the other side, and says whether a key is whole and whose it is. The
//! three ways of the key page: a link, a link and spoken words, and an exchange through the server.
//!
//! A key never comes from an argument and is printed only where it was asked for. What people say or type goes over the
//! terminal, never into an argument.

mod exchange;
mod relay;

use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::{Args, Subcommand};

use super::CliError;
use super::files::{OutFile, Readers, at, read_key, read_secret};
use crate::ids::RoomId;
use crate::matching::token::{KeyRing, KeyText, RoomKey};
use crate::rooms::agreement::{key_of_words, words_of, words_read};
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
    /// Make a link and six words to say on the phone: both together are the key
    Words(WordsArgs),
    /// Take the key out of a link, with the words that belong to it if it has some
    Import(ImportArgs),
    /// Agree on the key with the other side through the server, and compare six words on the phone
    Exchange(exchange::ExchangeArgs),
    /// Say which room a key belongs to, and its key check value
    Check(CheckArgs),
}

/// Where a key is written.
#[derive(Debug, Args)]
struct KeyOut {
    /// Write the key to this file, readable by you alone
    #[arg(short, value_name = "FILE")]
    output: PathBuf,
    /// Replace the file if it exists; the old key is lost
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
struct WordsArgs {
    /// The room the key is for
    #[arg(long, value_name = "ID")]
    room: String,
    #[command(flatten)]
    out: KeyOut,
}

#[derive(Debug, Args)]
struct ImportArgs {
    #[command(flatten)]
    out: KeyOut,
    /// A file with the link, or - for standard input; words follow it on the next line
    link: PathBuf,
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
        Act::Words(args) => words(args, out),
        Act::Import(args) => import(args, out),
        Act::Exchange(args) => exchange::run(args, out),
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
    write_key(&key, (path, args.force))?;
    describe(&key, out)
}

/// Writes a key to a file of its owner's.
fn write_key(key: &KeyText, to: (&Path, bool)) -> Result<(), CliError> {
    let file = staged_key(key, to.0)?;
    if to.1 { file.commit() } else { file.commit_new() }
}

/// A key file that is not there yet: it appears when it is committed.
fn staged_key(key: &KeyText, at: &Path) -> Result<OutFile, CliError> {
    let mut file = OutFile::create(at, Readers::Owner)?;
    writeln!(file, "{}", key.to_text().as_str()).map_err(CliError::failed)?;
    Ok(file)
}

fn words(args: &WordsArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let link: [u8; 32] = random_bytes().map_err(CliError::failed)?;
    let mut said = [0; 32];
    said.iter_mut().zip(random_bytes::<8>().map_err(CliError::failed)?).for_each(|(to, from)| *to = from);
    let said = words_of(&said);
    let key = key_of_words(&link, &said, &args.room).ok_or_else(|| CliError::failed("no key came of it"))?;
    let key = KeyText::new(&args.room, key).map_err(CliError::usage)?;
    write_key(&key, (&args.out.output, args.out.force))?;
    let end = URL_SAFE_NO_PAD.encode(link);
    writeln!(
        out,
        "send, by any channel:       /rooms/{}/key#k1={end}\nsay, on the phone alone:    {said}",
        args.room
    )
    .map_err(CliError::failed)?;
    describe(&key, out)
}

fn import(args: &ImportArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let text = read_secret(&args.link)?;
    let key = key_of_link(&text).map_err(|words| CliError::Usage(at(&args.link, words)))?;
    write_key(&key, (&args.out.output, args.out.force))?;
    describe(&key, out)
}

/// The key of a link, and of the words on the line after it.
fn key_of_link(text: &str) -> Result<KeyText, String> {
    let (link, said) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let Some((place, end)) = link.trim().split_once("#k1=") else {
        return KeyText::parse(link).map_err(|error| error.to_string());
    };
    let mut parts = place.split(['/', '?']).skip_while(|part| *part != "rooms");
    let room = parts.nth(1).filter(|id| !id.is_empty()).ok_or("this link names no room")?;
    let bytes = URL_SAFE_NO_PAD.decode(end).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let bytes = bytes.ok_or("the link is cut off; copy it again, whole")?;
    if said.trim().is_empty() {
        return Err("six spoken words belong to this link; write them on the line after it".to_owned());
    }
    let said = words_read(said).map_err(|error| error.to_string())?;
    let key = key_of_words(&bytes, &said, room).ok_or("no key came of it")?;
    KeyText::new(room, key).map_err(|error| error.to_string())
}

fn check(path: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    describe(&read_key(path)?, out)
}

fn describe(key: &KeyText, out: &mut dyn Write) -> Result<(), CliError> {
    let check = KeyRing::derive(&key.key, &key.room_id).check();
    writeln!(out, "room {}\nkey check value {check}", key.room_id).map_err(CliError::failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_and_its_words_give_the_key_and_anything_else_says_what_is_missing() {
        let link = format!("https://e.example/rooms/r-1/key#k1={}", URL_SAFE_NO_PAD.encode([7; 32]));
        let key = key_of_link(&format!("{link}\nAcid acorn, acid acorn acid acorn\n")).unwrap();
        let expected = key_of_words(&[7; 32], "acid acorn acid acorn acid acorn", "r-1").unwrap();
        assert_eq!((key.room_id.as_str(), key.key.expose()), ("r-1", expected.expose()));
        let fault = |text: &str| key_of_link(text).err().unwrap();
        assert!(fault(&link).contains("six spoken words"));
        assert!(fault(&format!("{link}\nacid acid")).contains("2 words"));
        assert!(fault(&format!("{link}\nacid acid acid acid acid zzz")).contains("word 6"));
        assert!(fault("https://e.example/rooms/r-1/key#k1=AAAA\nacid").contains("cut off"));
        let plain = format!("https://e.example/rooms/r-1/key#k={}", URL_SAFE_NO_PAD.encode([7; 32]));
        assert_eq!(key_of_link(&plain).unwrap().key.expose(), &[7; 32]);
    }
}
