//! The assessments of a server, and the right to speak to it.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ureq::http::Response;
use url::Url;

use super::super::CliError;
use super::super::files::read_secret;
use super::super::remote::{Answer, Problem, Remote};
use super::{Answers, Line, Loaded, Preview};
use crate::services::answering::Overwrite;
use crate::vetting::formats::answer_file::AnswerFormat;

/// No file of answers that a server writes is larger.
const LARGEST_ANSWER: u64 = 16 << 20;

/// A server that keeps assessments.
pub(super) struct Server(Remote);

impl Server {
    pub(super) fn of(server: &Url, token: &Path) -> Result<Self, CliError> {
        Remote::at(server, &read_secret(token)?, None).map(Self)
    }

    fn target(&self, path: &[&str]) -> Result<Url, CliError> {
        self.0.target(&[&["assessments"], path].concat())
    }

    fn get(&self, target: &Url) -> Result<Vec<u8>, CliError> {
        self.bytes(self.0.get(target).call())
    }

    fn post<T: DeserializeOwned>(&self, target: &Url, body: &Value) -> Result<T, CliError> {
        let request = self.0.post(target).header("content-type", "application/json");
        self.read(&self.bytes(request.send(body.to_string()))?)
    }

    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, CliError> {
        serde_json::from_slice(bytes).map_err(|_other| self.0.stranger(200))
    }

    /// What the server answered, if it did what was asked; else what it says, line by line.
    fn bytes(&self, answer: Answer) -> Result<Vec<u8>, CliError> {
        let mut answer: Response<ureq::Body> = self.0.answered(answer)?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec();
        let body = body.map_err(CliError::failed)?;
        if status == 200 {
            return Ok(body);
        }
        let Ok(problem) = serde_json::from_slice::<Problem>(&body) else {
            return Err(self.0.stranger(status));
        };
        let said = problem.lines();
        Err(if status < 500 { CliError::Usage(said) } else { CliError::Failed(said) })
    }
}

impl Answers for Server {
    fn list(&self) -> Result<Vec<Line>, CliError> {
        self.read(&self.get(&self.target(&[])?)?)
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
