//! `entente verify`: checks a downloaded ledger, audit log or deletion receipt, offline.
//!
//! Exit codes: 0 it holds, 1 it does not and one line says what and where, 2 a file cannot be read or is none of these.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use crate::rooms::proof::file::{self, Fault, Trust, Verified};
use crate::rooms::proof::{NoteError, VerifyingKey};
use crate::rooms::receipt::SignedReceipt;
use crate::rooms::terms::Epsilon;

/// What to check, and against what.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The file: a ledger or audit log (.jsonl), or a deletion receipt (.json)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// A checkpoint of the same log, saved earlier: also finds a history that was cut or rewritten since
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// The server's verifying key, from its /verify-key; without it the key in the file is taken, and named
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

/// Runs the verb.
pub fn run(args: &VerifyArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let text = text_of(&args.file)?;
    let key = args.key.as_deref().map(key_of).transpose()?;
    let saved = args.checkpoint.as_deref().map(text_of).transpose()?;
    let name = args.file.display().to_string();
    if let Ok(receipt) = serde_json::from_str::<SignedReceipt>(&text) {
        if saved.is_some() {
            return Err(CliError::usage("--checkpoint is for ledgers and audit logs; a receipt has none"));
        }
        return verify_receipt(&name, &receipt, key, out);
    }
    let verified = file::verify(&text, &Trust { key, saved: saved.as_deref() });
    let verified = verified.map_err(|fault| match fault {
        Fault::NotALog | Fault::Saved(NoteError::Malformed) => CliError::usage(format!("{name}: {fault}")),
        other => CliError::failed(format!("{name}: {other}")),
    })?;
    write_verdict(&verified, args, out).map_err(CliError::failed)
}

fn text_of(path: &Path) -> Result<String, CliError> {
    let bytes = std::fs::read(path).map_err(|e| CliError::usage(format!("{}: {e}", path.display())))?;
    // A byte that is no text was put there by somebody: what follows finds it, and says where.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn key_of(path: &Path) -> Result<VerifyingKey, CliError> {
    let key = VerifyingKey::parse(&text_of(path)?);
    key.map_err(|e| CliError::usage(format!("{}: {e}", path.display())))
}

fn verify_receipt(
    name: &str,
    signed: &SignedReceipt,
    key: Option<VerifyingKey>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let failed = |e: NoteError| CliError::failed(format!("{name}: the receipt: {e}"));
    let given = key.is_some();
    let key = key.map_or_else(|| VerifyingKey::parse(&signed.key), Ok).map_err(failed)?;
    signed.verify(&key).map_err(failed)?;
    let receipt = &signed.receipt;
    let lists = receipt.lists.len();
    let written = writeln!(
        out,
        "The receipt holds: room {} of {} and {} was closed on {}, and what it held ({lists} lists) was gone by {}.",
        receipt.room,
        receipt.parties.host,
        receipt.parties.guest,
        receipt.closed_at.in_words_with_time(),
        receipt.destroyed_at.in_words_with_time(),
    );
    written.and_then(|()| write_key(&key, given, out)).map_err(CliError::failed)
}

fn write_verdict(verified: &Verified, args: &VerifyArgs, out: &mut dyn Write) -> std::io::Result<()> {
    let checkpoint = &verified.checkpoint;
    writeln!(out, "{} holds: {} entries, root {}.", checkpoint.origin, checkpoint.size, checkpoint.root)?;
    match verified.continues {
        Some(size) => writeln!(out, "It continues the saved checkpoint of {size} entries.")?,
        None => writeln!(
            out,
            "Without --checkpoint nothing shows whether entries at the end were cut off before it was signed."
        )?,
    }
    if let Some(followed) = &verified.followed {
        let epsilon = Epsilon::from_micro(u32::try_from(followed.epsilon_micro).unwrap_or(u32::MAX));
        writeln!(
            out,
            "Every entry followed the signed terms. New answers: {}, for {epsilon} of epsilon; repeated free: {}{}.",
            followed.releases,
            followed.repeats,
            match (followed.closed, followed.destroyed) {
                (true, true) => "; the room is closed and its data destroyed",
                (true, false) => "; the room is closed, and no receipt says yet that its data is destroyed",
                (false, _) => "",
            }
        )?;
    }
    write_key(&verified.key, args.key.is_some(), out)
}

fn write_key(key: &VerifyingKey, given: bool, out: &mut dyn Write) -> std::io::Result<()> {
    if given {
        return writeln!(out, "Signed by the key that you gave, {}.", key.id());
    }
    writeln!(
        out,
        "Signed by key {}, which the file itself names: compare it with the server's /verify-key, or give it with --key.",
        key.id()
    )
}

#[cfg(test)]
mod tests;
