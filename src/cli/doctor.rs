//! `entente doctor`: why would this list match nobody? Looks at one's own file alone and sends nothing.
//!
//! A company's list is hashed with a key of no room and what shows is told; a client file says what key and rules it was made
//! with, which can be compared with the room's.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::CliError;
use super::files::{ClientFile, is_stream, read_key};
use super::hash::{MEMORY, Nowhere, Outcome, Source, bound, id_column, threads};
use crate::matching::pipeline::{Mapping, Pipeline, Plan, SegmentNames, guess};
use crate::matching::token::{KeyCheck, KeyRing, RoomKey};
use crate::matching::{Country, IdentifierType, Profile};

/// Rows that columns are guessed from.
const ROWS: usize = 20;

/// Options of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// A kind of identifier and its column, such as email=Mail; guessed from names and values unless given
    #[arg(long = "id", value_name = "TYPE=COLUMN", value_parser = id_column)]
    ids: Vec<(IdentifierType, String)>,
    /// The country of phone numbers without a country code, such as FR
    #[arg(long, value_name = "CC")]
    country: Option<Country>,
    /// Whose spelling rules: entente, uid2, google or meta
    #[arg(long, default_value = "entente")]
    profile: Profile,
    /// The key check value that the room shows, to compare with the key or the client file
    #[arg(long, value_name = "HEX")]
    key_check: Option<String>,
    /// Your key file for the room
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// A list, or a client file that `entente hash` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the verb; something to look at is exit code 1.
pub fn run(args: &DoctorArgs, out: &mut dyn Write) -> Result<(), CliError> {
    if is_stream(&args.file) {
        return Err(CliError::usage("the list must be a file: it is read twice"));
    }
    let wanted = match &args.key_check {
        None => None,
        Some(text) => Some(KeyCheck::from_hex(text.trim()).ok_or_else(|| {
            CliError::usage("--key-check takes the 16 hexadecimal digits that the room's page shows")
        })?),
    };
    if let (Some(path), Some(wanted)) = (&args.key, wanted) {
        let key = read_key(path)?;
        compare(KeyRing::derive(&key.key, &key.room_id).check(), wanted, "your key is")?;
    }
    match ClientFile::open(&args.file) {
        Ok(client) => of_client_file(args, &client, wanted, out),
        Err(_no_client_file) => of_list(args, out),
    }
}

fn compare(found: KeyCheck, wanted: KeyCheck, what: &str) -> Result<(), CliError> {
    if found == wanted {
        return Ok(());
    }
    Err(CliError::Failed(format!(
        "{what} another than the room's (check values {found} and {wanted}), so nobody would match; \
         take the key from the room's invitation link"
    )))
}

fn of_client_file(
    args: &DoctorArgs,
    client: &ClientFile,
    wanted: Option<KeyCheck>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let mut rows = 0_u64;
    client.for_each(|_row| {
        rows = rows.saturating_add(1);
        Ok(())
    })?;
    let kinds: Vec<&str> = client.kinds().into_iter().map(IdentifierType::name).collect();
    let rules = client.normalisation().unwrap_or("not said");
    let check = client.check().map_or_else(|| "not said".to_owned(), KeyCheck::to_hex);
    if args.json {
        let told = serde_json::json!({
            "rows": rows, "types": kinds, "normalisation": client.normalisation(), "kcv": client.check().map(KeyCheck::to_hex),
        });
        writeln!(out, "{told}").map_err(CliError::failed)?;
    } else {
        let kinds = kinds.join(", ");
        writeln!(out, "a client file: {rows} rows of {kinds}; rules {rules}, key check value {check}")
            .map_err(CliError::failed)?;
    }
    if let (Some(found), Some(wanted)) = (client.check(), wanted) {
        compare(found, wanted, "the file was hashed with a key that is")?;
    }
    match client.normalisation() {
        Some(rules) if rules != args.profile.label() => Err(CliError::Failed(format!(
            "the file was hashed by the rules {rules}; lists hashed by {} do not meet it",
            args.profile.label()
        ))),
        _ => Ok(()),
    }
}

fn of_list(args: &DoctorArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let source = Source::open(&args.file)?;
    let ids = if args.ids.is_empty() { guessed(&source)? } else { args.ids.clone() };
    let kinds: Vec<IdentifierType> = ids.iter().map(|(kind, _)| *kind).collect();
    // Tokens are thrown away, so any key does.
    let ring = KeyRing::derive(&RoomKey::from_bytes([0; 32]), "doctor");
    let plan = Plan {
        mapping: Mapping { ids, ..Mapping::default() },
        profile: args.profile,
        country: args.country,
        segments: SegmentNames::default(),
    };
    let mut pipeline = Pipeline::new(ring, plan).map_err(CliError::usage)?;
    bound(&mut pipeline, MEMORY, std::env::temp_dir());
    source.hash(&mut pipeline, threads(None), &mut Nowhere)?;
    let outcome = Outcome::new(None, &kinds, args.profile, pipeline.report(), 0);
    outcome.print(args.json, out)?;
    if outcome.is_well() {
        return Ok(());
    }
    Err(CliError::failed("there is something to look at"))
}

fn guessed(source: &Source) -> Result<Vec<(IdentifierType, String)>, CliError> {
    let (names, rows) = source.preview(ROWS)?;
    let kinds = guess(&names, &rows);
    let found: Vec<_> =
        kinds.into_iter().zip(names).filter_map(|(kind, name)| kind.map(|kind| (kind, name))).collect();
    if found.is_empty() {
        return Err(CliError::usage("no column looks like an identifier; name one, such as --id email=Mail"));
    }
    Ok(found)
}
