//! `entente normalise`: shows the canonical form and its SHA-256 of each value on standard input, to compare lists and
//! systems before anything is hashed with a key.

use std::io::{self, BufRead as _, Write};

use clap::Args;

use super::CliError;
use crate::matching::normalise::Normaliser;
use crate::matching::token::{hex, sha256};
use crate::matching::{Country, IdentifierType, Profile};

/// Options of `normalise`.
#[derive(Debug, Args)]
pub struct NormaliseArgs {
    /// What the values are: email, phone, maid or custom
    #[arg(long = "type", value_name = "TYPE")]
    kind: IdentifierType,
    /// Whose spelling rules: entente, uid2, google or meta
    #[arg(long, default_value = "entente")]
    profile: Profile,
    /// The country of phone numbers without a country code, such as FR
    #[arg(long, value_name = "CC")]
    country: Option<Country>,
}

/// Runs the verb.
pub fn run(args: &NormaliseArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let normaliser = Normaliser::new(args.kind, args.profile, args.country).map_err(CliError::usage)?;
    let mut out = io::BufWriter::new(out);
    let mut input = io::stdin().lock();
    let (mut line, mut canonical) = (Vec::new(), String::new());
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(CliError::failed)? == 0 {
            return out.flush().map_err(CliError::failed);
        }
        let value = line.strip_suffix(b"\n").unwrap_or(&line);
        let outcome = match std::str::from_utf8(value) {
            Ok(value) => normaliser.normalise(value, &mut canonical).map_err(|reject| reject.code()),
            Err(_fault) => Err("not_utf8"),
        };
        let written = match outcome {
            Ok(()) => writeln!(out, "{canonical}\t{}", hex(&sha256(canonical.as_bytes()))),
            Err(reason) => writeln!(out, "-\t{reason}"),
        };
        written.map_err(CliError::failed)?;
    }
}
