//! The command line: one file per verb, each with its arguments and a `run`.

pub mod score;

/// Why a command ended without doing its work; the variant decides the exit code.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The work failed: exit code 1.
    #[error("{0}")]
    Failed(String),
    /// The command or a file was wrong: exit code 2.
    #[error("{0}")]
    Usage(String),
}
