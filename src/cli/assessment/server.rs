//! The assessments of a server, and the right to speak to it.

use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ureq::http::Response;
use url::Url;
use zeroize::Zeroizing;

use super::super::CliError;
use super::super::files::read_secret;
use super::super::push::require_safe;
use super::{Answers, Line, Loaded, Preview};
use crate::services::answering::Overwrite;
use crate::vetting::formats::answer_file::AnswerFormat;

/// No file of answers that a server writes is larger.
const LARGEST_ANSWER: u64 = 16 << 20;

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

/// A server and the right to speak to it.
pub(super) struct Server {
    agent: ureq::Agent,
    base: Url,
    bearer: Zeroizing<String>,
}

impl Server {
    pub(super) fn of(server: &Url, token: &Path) -> Result<Self, CliError> {
        require_safe(server)?;
        // A redirect would carry the token, or the answers, to somewhere that was not named.
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_secs(10)))
            .build();
        let token = read_secret(token)?;
        let bearer = Zeroizing::new(format!("Bearer {}", token.trim()));
        Ok(Self { agent: config.into(), base: server.clone(), bearer })
    }

    /// A path of the API; an id cannot climb out of its place in it.
    fn target(&self, path: &[&str]) -> Result<Url, CliError> {
        let mut target = self.base.clone();
        let mut segments =
            target.path_segments_mut().map_err(|()| CliError::usage("--server is no web address"))?;
        segments.pop_if_empty().extend(["api", "v1", "assessments"]).extend(path);
        drop(segments);
        Ok(target)
    }

    fn get(&self, target: &Url) -> Result<Vec<u8>, CliError> {
        let answer = self.agent.get(target.as_str()).header("authorization", self.bearer.as_str()).call();
        let mut answer = accepted(target, answer)?;
        answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec().map_err(CliError::failed)
    }

    fn post<T: DeserializeOwned>(&self, target: &Url, body: &Value) -> Result<T, CliError> {
        let answer = self
            .agent
            .post(target.as_str())
            .header("authorization", self.bearer.as_str())
            .header("content-type", "application/json")
            .send(body.to_string());
        let mut answer = accepted(target, answer)?;
        let bytes =
            answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec().map_err(CliError::failed)?;
        serde_json::from_slice(&bytes).map_err(|_other| stranger(target, 200))
    }
}

impl Answers for Server {
    fn list(&self) -> Result<Vec<Line>, CliError> {
        let target = self.target(&[])?;
        serde_json::from_slice(&self.get(&target)?).map_err(|_other| stranger(&target, 200))
    }

    fn export(&self, id: &str, format: AnswerFormat) -> Result<Vec<u8>, CliError> {
        let mut target = self.target(&[id, "answers"])?;
        target.query_pairs_mut().append_pair("format", format.as_str());
        self.get(&target)
    }

    fn preview(&self, id: &str, file: &[u8]) -> Result<Preview, CliError> {
        self.post(&self.target(&[id, "answers", "preview"])?, &json!({ "base64": STANDARD.encode(file) }))
    }

    fn load(&self, id: &str, file: &[u8], overwrite: &Overwrite) -> Result<Loaded, CliError> {
        let mut body = json!({ "base64": STANDARD.encode(file) });
        let more = match overwrite {
            Overwrite::Nothing => None,
            Overwrite::These(questions) => Some(("overwrite", json!(questions))),
            Overwrite::Everything => Some(("overwrite_all", json!(true))),
        };
        if let (Some((name, value)), Some(fields)) = (more, body.as_object_mut()) {
            fields.insert(name.to_owned(), value);
        }
        self.post(&self.target(&[id, "answers"])?, &body)
    }
}

/// The answer, if the server did what was asked; else what it says, line by line.
fn accepted(
    target: &Url,
    answer: Result<Response<ureq::Body>, ureq::Error>,
) -> Result<Response<ureq::Body>, CliError> {
    let mut answer = answer.map_err(|error| CliError::Failed(format!("{target}: {error}")))?;
    let status = answer.status().as_u16();
    if status == 200 {
        return Ok(answer);
    }
    let text = answer.body_mut().read_to_string().unwrap_or_default();
    let Ok(problem) = serde_json::from_str::<Problem>(&text) else { return Err(stranger(target, status)) };
    let lines = std::iter::once(problem.detail).chain(problem.errors.into_iter().map(|fault| fault.detail));
    let said = lines.collect::<Vec<_>>().join("\n  ");
    Err(if status < 500 { CliError::Usage(said) } else { CliError::Failed(said) })
}

fn stranger(target: &Url, status: u16) -> CliError {
    CliError::Failed(format!("{target} answered {status} in a way an Entente server does not"))
}
