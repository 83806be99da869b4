//! `entente migrate`: brings the schema up to date without serving, for example before a new version starts.

use std::io::Write;

use clap::Args;

use super::CliError;
use super::serve::PlaceArgs;
use crate::store::Store;

/// Options of `migrate`.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Runs the verb.
pub fn run(args: &MigrateArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let config = args.place.config(|_| {})?;
    Store::open(&config.database).map_err(CliError::failed)?;
    writeln!(out, "The database is up to date.").map_err(CliError::failed)
}
