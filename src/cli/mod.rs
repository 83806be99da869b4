//! The `entente` command: one file per verb. Speaks to people through `out` and `err`, and ends with an exit code.
//!
//! Exit codes: 0 done, 1 failed, 2 bad usage or input. Keys and tokens come from files or standard input, never from
//! arguments, which other users of a machine can read.

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod assessment;
mod demo;
mod doctor;
mod document_text;
mod files;
pub mod hash;
pub mod key;
mod list;
mod migrate;
pub mod normalise;
pub mod overlap;
pub mod push;
mod questionnaire;
mod remote;
mod score;
mod serve;
pub mod set;
mod user;
pub mod verify;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The work failed; exit code 1.
    #[error("{0}")]
    Failed(String),
    /// The command line or an input cannot be used; exit code 2.
    #[error("{0}")]
    Usage(String),
}

impl CliError {
    /// Work that failed because of `cause`.
    pub fn failed(cause: impl std::fmt::Display) -> Self {
        Self::Failed(cause.to_string())
    }

    /// Input or usage that cannot be taken because of `cause`.
    pub fn usage(cause: impl std::fmt::Display) -> Self {
        Self::Usage(cause.to_string())
    }

    fn code(&self) -> ExitCode {
        match self {
            Self::Failed(_) => ExitCode::from(1),
            Self::Usage(_) => ExitCode::from(2),
        }
    }
}

/// Vet a marketing-data partner, then count the people two audiences share.
#[derive(Debug, Parser)]
#[command(name = "entente", version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve the web app and the API
    Serve(serve::ServeArgs),
    /// Serve sample data: two companies, five partners, two audiences
    Demo(demo::DemoArgs),
    /// Bring the database's schema up to date
    Migrate(migrate::MigrateArgs),
    /// Make or check a room key
    Key(key::KeyArgs),
    /// Show canonical forms and their SHA-256, one value a line
    Normalise(normalise::NormaliseArgs),
    /// Hash a list with a room's key
    Hash(hash::HashArgs),
    /// Say why a list would match nobody
    Doctor(doctor::DoctorArgs),
    /// Count the people two lists share
    Overlap(overlap::OverlapArgs),
    /// Keep a hashed list sorted, to be counted again and again
    Set(set::SetArgs),
    /// Send a hashed list to a room
    Push(push::PushArgs),
    /// Score a partner's answers from local files
    Score(score::ScoreArgs),
    /// Check, compare or import questionnaires
    Questionnaire(questionnaire::QuestionnaireArgs),
    /// List assessments, save their answers as files, or load a file of answers
    Assessment(assessment::AssessmentArgs),
    /// Check a downloaded ledger, audit log or deletion receipt, offline
    Verify(verify::VerifyArgs),
    /// Manage accounts from the server's own machine
    User(user::UserArgs),
    /// Take the words out of a document: the server calls it
    #[command(hide = true)]
    DocumentText(document_text::DocumentTextArgs),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = Output { to: std::io::stdout().lock(), closed: false };
    let result = run(&cli.verb, &mut out).and_then(|()| out.flush().map_err(CliError::failed));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has enough, as in `entente normalise | head`.
        Err(_) if out.closed => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be done if even standard error is closed.
            let _ = writeln!(std::io::stderr(), "entente: {error}");
            error.code()
        }
    }
}

/// Standard output that remembers whether its reader went away.
struct Output<W> {
    to: W,
    closed: bool,
}

impl<W: Write> Output<W> {
    fn noted<T>(&mut self, result: std::io::Result<T>) -> std::io::Result<T> {
        result.inspect_err(|error| self.closed |= error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let result = self.to.write(bytes);
        self.noted(result)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let result = self.to.flush();
        self.noted(result)
    }
}

fn run(verb: &Verb, out: &mut dyn Write) -> Result<(), CliError> {
    match verb {
        Verb::Serve(args) => serve::run(args, out),
        Verb::Demo(args) => demo::run(args, out),
        Verb::Migrate(args) => migrate::run(args, out),
        Verb::Key(args) => key::run(args, out),
        Verb::Normalise(args) => normalise::run(args, out),
        Verb::Hash(args) => hash::run(args, out),
        Verb::Doctor(args) => doctor::run(args, out),
        Verb::Overlap(args) => overlap::run(args, out),
        Verb::Set(args) => set::run(args, out),
        Verb::Push(args) => push::run(args, out),
        Verb::Score(args) => score::run(args, out),
        Verb::Questionnaire(args) => questionnaire::run(args, out),
        Verb::Assessment(args) => assessment::run(args, out),
        Verb::Verify(args) => verify::run(args, out),
        Verb::User(args) => user::run(args, out),
        Verb::DocumentText(args) => document_text::run(args, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_went_away_is_no_failure() {
        let mut out = Output { to: Gone, closed: false };
        assert!(writeln!(out, "a line").is_err() && out.closed);
        let mut out = Output { to: Vec::new(), closed: false };
        assert!(writeln!(out, "a line").is_ok() && !out.closed);
    }
}
