//! `entente assessment`: an assessment as a workbook, from a server and back to it.

use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::{Args, Subcommand};
use serde::Deserialize;
use ureq::http::Response;
use url::Url;
use zeroize::Zeroizing;

use super::CliError;
use super::files::{at, read_secret};
use super::push::require_safe;

/// No workbook of an assessment is larger, in either direction.
const LARGEST: u64 = 4 << 20;

/// Options of `assessment`.
#[derive(Debug, Args)]
pub struct AssessmentArgs {
    #[command(subcommand)]
    work: Work,
}

#[derive(Debug, Subcommand)]
enum Work {
    /// Save an assessment as a workbook that the partner fills in offline
    Export {
        #[command(flatten)]
        of: Of,
        /// Where the workbook goes; a file that is there already is not replaced
        #[arg(short, value_name = "OUT.xlsx")]
        output: PathBuf,
    },
    /// Load a workbook that the partner filled in: every answer in it, or none
    Load {
        #[command(flatten)]
        of: Of,
        /// The workbook
        #[arg(value_name = "IN.xlsx")]
        file: PathBuf,
    },
}

/// Which assessment, where.
#[derive(Debug, Args)]
struct Of {
    /// The server, such as `https://entente.example.com`
    #[arg(long, value_name = "URL")]
    server: Url,
    /// The assessment
    #[arg(long, value_name = "ID")]
    assessment: String,
    /// The file with your API token, or - for standard input
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
}

/// What the server says when it refuses (RFC 9457).
#[derive(Debug, Deserialize)]
struct Problem {
    detail: String,
    #[serde(default)]
    errors: Vec<ProblemField>,
}

#[derive(Debug, Deserialize)]
struct ProblemField {
    detail: String,
}

#[derive(Debug, Deserialize)]
struct Loaded {
    loaded: usize,
}

/// Runs the verb.
pub fn run(args: &AssessmentArgs, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.work {
        Work::Export { of, output } => export(of, output, out),
        Work::Load { of, file } => load(of, file, out),
    }
}

fn export(of: &Of, output: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    let server = Server::of(of)?;
    let answer =
        server.agent.get(server.target.as_str()).header("authorization", server.bearer.as_str()).call();
    let mut answer = server.accepted(answer)?;
    let bytes = answer.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(CliError::failed)?;
    let mut file = std::fs::File::create_new(output).map_err(|fault| CliError::Usage(at(output, fault)))?;
    let written = file.write_all(&bytes).and_then(|()| file.sync_all());
    written.map_err(|fault| {
        // Half a workbook is worth nothing; if it cannot be removed either, the message says where it is.
        let _ = std::fs::remove_file(output);
        CliError::Failed(at(output, fault))
    })?;
    writeln!(out, "{}", output.display()).map_err(CliError::failed)
}

fn load(of: &Of, file: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    let unreadable = |fault: std::io::Error| CliError::Usage(at(file, fault));
    let mut bytes = Vec::new();
    let input = std::fs::File::open(file).map_err(unreadable)?;
    input.take(LARGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
        return Err(CliError::Usage(at(file, "larger than 4 MiB, so no workbook of an assessment")));
    }
    let server = Server::of(of)?;
    let body = serde_json::json!({ "base64": STANDARD.encode(&bytes) });
    let answer = server
        .agent
        .post(server.target.as_str())
        .header("authorization", server.bearer.as_str())
        .header("content-type", "application/json")
        .send(body.to_string());
    let mut answer = server.accepted(answer)?;
    let text = answer.body_mut().read_to_string().map_err(CliError::failed)?;
    let Loaded { loaded } = serde_json::from_str(&text).map_err(CliError::failed)?;
    writeln!(out, "{loaded} answers were loaded.").map_err(CliError::failed)
}

/// The workbook of an assessment on a server, and the right to speak to it.
struct Server {
    agent: ureq::Agent,
    target: Url,
    bearer: Zeroizing<String>,
}

impl Server {
    fn of(of: &Of) -> Result<Self, CliError> {
        require_safe(&of.server)?;
        let mut target = of.server.clone();
        let mut path =
            target.path_segments_mut().map_err(|()| CliError::usage("--server is no web address"))?;
        // An id cannot climb out of its place in the path.
        path.pop_if_empty().extend(["api", "v1", "assessments", &of.assessment, "workbook"]);
        drop(path);
        // A redirect would carry the token, or the answers, to somewhere that was not named.
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_secs(10)))
            .build();
        let token = read_secret(&of.token_file)?;
        let bearer = Zeroizing::new(format!("Bearer {}", token.trim()));
        Ok(Self { agent: config.into(), target, bearer })
    }

    /// The answer, if the server did what was asked; else what it says, line by line.
    fn accepted(
        &self,
        answer: Result<Response<ureq::Body>, ureq::Error>,
    ) -> Result<Response<ureq::Body>, CliError> {
        let mut answer = answer.map_err(|error| CliError::Failed(format!("{}: {error}", self.target)))?;
        let status = answer.status().as_u16();
        if status == 200 {
            return Ok(answer);
        }
        let text = answer.body_mut().read_to_string().unwrap_or_default();
        let Ok(problem) = serde_json::from_str::<Problem>(&text) else {
            let what = format!("{} answered {status} in a way an Entente server does not", self.target);
            return Err(CliError::Failed(what));
        };
        let lines =
            std::iter::once(problem.detail).chain(problem.errors.into_iter().map(|fault| fault.detail));
        let said = lines.collect::<Vec<_>>().join("\n  ");
        Err(if status < 500 { CliError::Usage(said) } else { CliError::Failed(said) })
    }
}
