//! `entente demo`: the whole product on sample data.

use std::io::Write;

use clap::Args;

use super::CliError;

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {}

/// Runs the verb.
pub fn run(_args: &DemoArgs, _out: &mut dyn Write) -> Result<(), CliError> {
    Err(CliError::Failed("not built yet".to_owned()))
}
