//! `entente demo`: the whole product on sample data.

mod people;

use std::io::Write;

use clap::Args;

use super::CliError;

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {}

/// Runs the verb.
pub fn run(_args: &DemoArgs, _out: &mut dyn Write) -> Result<(), CliError> {
    people::write(std::path::Path::new(".")).map_err(CliError::failed)
}
