//! A server that a verb speaks to with an API token: its addresses, the right to speak, and what it says when it refuses. What
//! is asked of it belongs to the verbs.

use std::time::Duration;

use serde::Deserialize;
use ureq::RequestBuilder;
use ureq::http::Response;
use ureq::typestate::{WithBody, WithoutBody};
use url::Url;
use zeroize::Zeroizing;

use super::CliError;

/// How long a server may take to be there at all.
const CONNECT: Duration = Duration::from_secs(10);

/// What comes back over the line, if anything does.
pub(super) type Answer = Result<Response<ureq::Body>, ureq::Error>;

/// A server and the right to speak to it.
pub(super) struct Remote {
    agent: ureq::Agent,
    base: Url,
    bearer: Zeroizing<String>,
}

/// What a server says when it refuses (RFC 9457).
#[derive(Debug, Deserialize)]
pub(super) struct Problem {
    pub(super) detail: String,
    #[serde(default)]
    errors: Vec<ProblemField>,
}

#[derive(Debug, Deserialize)]
struct ProblemField {
    detail: String,
}

impl Problem {
    /// All that it says, a line each.
    pub(super) fn lines(self) -> String {
        let faults = self.errors.into_iter().map(|fault| fault.detail);
        std::iter::once(self.detail).chain(faults).collect::<Vec<_>>().join("\n  ")
    }
}

impl Remote {
    /// The server at an address, spoken to with a token; no answer may take longer than `patience`, where there is one.
    pub(super) fn at(base: &Url, token: &str, patience: Option<Duration>) -> Result<Self, CliError> {
        require_safe(base)?;
        // A redirect would carry the token, or what is sent, to somewhere that was not named.
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECT))
            .timeout_global(patience)
            .build();
        let bearer = Zeroizing::new(format!("Bearer {}", token.trim()));
        Ok(Self { agent: config.into(), base: base.clone(), bearer })
    }

    /// An address of the API; an id cannot climb out of its place in it.
    pub(super) fn target(&self, path: &[&str]) -> Result<Url, CliError> {
        let mut target = self.base.clone();
        let mut segments =
            target.path_segments_mut().map_err(|()| CliError::usage("--server is no web address"))?;
        segments.pop_if_empty().extend(["api", "v1"]).extend(path);
        drop(segments);
        Ok(target)
    }

    pub(super) fn get(&self, target: &Url) -> RequestBuilder<WithoutBody> {
        self.may(self.agent.get(target.as_str()))
    }

    pub(super) fn head(&self, target: &Url) -> RequestBuilder<WithoutBody> {
        self.may(self.agent.head(target.as_str()))
    }

    pub(super) fn delete(&self, target: &Url) -> RequestBuilder<WithoutBody> {
        self.may(self.agent.delete(target.as_str()))
    }

    pub(super) fn post(&self, target: &Url) -> RequestBuilder<WithBody> {
        self.may(self.agent.post(target.as_str()))
    }

    pub(super) fn patch(&self, target: &Url) -> RequestBuilder<WithBody> {
        self.may(self.agent.patch(target.as_str()))
    }

    fn may<B>(&self, request: RequestBuilder<B>) -> RequestBuilder<B> {
        request.header("authorization", self.bearer.as_str())
    }

    /// The answer, or that the line gave none.
    pub(super) fn answered(&self, answer: Answer) -> Result<Response<ureq::Body>, CliError> {
        answer.map_err(|error| CliError::Failed(self.broken(&error)))
    }

    /// That the line broke, in words.
    pub(super) fn broken(&self, error: &ureq::Error) -> String {
        format!("{}: {error}", self.base)
    }

    /// That whoever answered so is no Entente server.
    pub(super) fn stranger(&self, status: u16) -> CliError {
        CliError::Failed(format!("{} answered {status} in a way an Entente server does not", self.base))
    }
}

/// A token is sent by https, or stays on this machine.
fn require_safe(server: &Url) -> Result<(), CliError> {
    let local = matches!(server.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match server.scheme() {
        "https" => Ok(()),
        "http" if local => Ok(()),
        _ => Err(CliError::usage("--server must be https://…, so that nobody on the way reads your token")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> Result<Remote, CliError> {
        Remote::at(&address.parse().unwrap(), "t", None)
    }

    #[test]
    fn a_token_never_travels_in_the_open() {
        assert!(at("http://entente.example.com").is_err());
        assert!(at("https://entente.example.com").is_ok());
        assert!(at("http://127.0.0.1:8080").is_ok());
    }

    #[test]
    fn an_id_stays_in_its_place() {
        let target = at("https://e.example/base/").unwrap().target(&["uploads", "a/../b"]).unwrap();
        assert_eq!(target.as_str(), "https://e.example/base/api/v1/uploads/a%2F..%2Fb");
    }
}
