//! The client's side of tus 1.0: create, ask, append.

use std::io::Read;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use ureq::http::Response;
use url::Url;

use crate::cli::CliError;
use crate::cli::remote::{Answer, Problem, Remote};

const VERSION: (&str, &str) = ("tus-resumable", "1.0.0");

/// What an upload is of: another list, room or key is another upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Uploading {
    pub(super) room: String,
    pub(super) check: String,
    pub(super) digest: String,
}

/// A server that takes uploads.
pub(super) struct Server(Remote);

/// Why a step was not done.
pub(super) enum Failure {
    /// The line, or a server that is busy or starting: a later try may do.
    Again(String),
    /// Trying again would not help.
    Final(CliError),
}

impl From<Failure> for CliError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Again(words) => Self::Failed(words),
            Failure::Final(error) => error,
        }
    }
}

#[derive(Debug, Deserialize)]
struct Made {
    id: String,
}

#[derive(Debug, Deserialize)]
struct Upload {
    receipt: Option<Receipt>,
}

/// What became of an upload.
#[derive(Debug, Deserialize)]
pub(super) struct Receipt {
    pub(super) rows: u64,
    pub(super) people: u64,
    pub(super) duplicates: u64,
    pub(super) version: i64,
    pub(super) room: String,
}

impl Server {
    /// The server at an address, spoken to with a token. A part may take as long as its line does.
    pub(super) fn new(base: &Url, token: &str) -> Result<Self, CliError> {
        Remote::at(base, token, None).map(Self)
    }

    /// Where an upload is.
    fn target(&self, upload: Option<&str>) -> Result<Url, CliError> {
        let path: Vec<&str> = std::iter::once("uploads").chain(upload).collect();
        self.0.target(&path)
    }

    /// Begins an upload; its id.
    pub(super) fn create(&self, length: u64, pairs: &[(&str, &str)]) -> Result<String, CliError> {
        let metadata: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name} {}", STANDARD.encode(value))).collect();
        let answer = self
            .0
            .post(&self.target(None)?)
            .header(VERSION.0, VERSION.1)
            .header("upload-length", length.to_string())
            .header("upload-metadata", metadata.join(","))
            .send_empty();
        let made: Made = self.json(answer, 201)?;
        Ok(made.id)
    }

    /// How far an upload has come.
    pub(super) fn offset(&self, id: &str) -> Result<u64, Failure> {
        let target = self.target(Some(id)).map_err(Failure::Final)?;
        let answer = self.0.head(&target).header(VERSION.0, VERSION.1).call();
        self.moved(answer, 200)
    }

    /// Sends a part; how far the upload has come with it.
    pub(super) fn append(
        &self,
        id: &str,
        from: u64,
        length: u64,
        mut part: impl Read,
    ) -> Result<u64, Failure> {
        let target = self.target(Some(id)).map_err(Failure::Final)?;
        let answer = self
            .0
            .patch(&target)
            .header(VERSION.0, VERSION.1)
            .header("content-type", "application/offset+octet-stream")
            .header("content-length", length.to_string())
            .header("upload-offset", from.to_string())
            .send(ureq::SendBody::from_reader(&mut part));
        self.moved(answer, 204)
    }

    /// What became of an upload that is whole.
    pub(super) fn receipt(&self, id: &str) -> Result<Receipt, CliError> {
        let target = self.target(Some(id))?;
        let answer = self.0.get(&target).call();
        let upload: Upload = self.json(answer, 200)?;
        upload.receipt.ok_or_else(|| CliError::failed("the server has the list but gives no receipt"))
    }

    /// The offset that an answer names.
    fn moved(&self, answer: Answer, wanted: u16) -> Result<u64, Failure> {
        let answer = answer.map_err(|error| Failure::Again(self.0.broken(&error)))?;
        if answer.status().as_u16() != wanted {
            return Err(self.refusal(answer));
        }
        let offset = answer.headers().get("upload-offset").and_then(|value| value.to_str().ok());
        offset.and_then(|text| text.parse().ok()).ok_or_else(|| Failure::Final(self.0.stranger(wanted)))
    }

    fn json<T: serde::de::DeserializeOwned>(&self, answer: Answer, wanted: u16) -> Result<T, CliError> {
        let mut answer = self.0.answered(answer)?;
        if answer.status().as_u16() != wanted {
            return Err(self.refusal(answer).into());
        }
        let text = answer.body_mut().read_to_string().map_err(CliError::failed)?;
        serde_json::from_str(&text).map_err(|_not_ours| self.0.stranger(wanted))
    }

    fn refusal(&self, mut answer: Response<ureq::Body>) -> Failure {
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string().unwrap_or_default();
        let said = serde_json::from_str(&text).map(|problem: Problem| problem.detail);
        let said = said.unwrap_or_else(|_| self.0.stranger(status).to_string());
        match status {
            // Another part is still on its way, or this one belongs elsewhere: asking for the offset sorts it out.
            409 if text.contains("\"conflict\"") => Failure::Again(said),
            429 | 460 | 502..=504 => Failure::Again(said),
            409 | 500..=599 => Failure::Final(CliError::Failed(said)),
            _ => Failure::Final(CliError::Usage(said)),
        }
    }
}
