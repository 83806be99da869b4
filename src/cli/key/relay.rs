//! The server's part in an exchange: it passes on what it is given.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use zeroize::Zeroizing;

use crate::cli::CliError;
use crate::rooms::agreement::Opening;

/// A room on a server, and the right to speak to it.
pub(super) struct Relay {
    agent: ureq::Agent,
    base: Url,
    room: String,
    bearer: Zeroizing<String>,
}

/// Where an exchange stands.
#[derive(Debug, Deserialize)]
pub(super) struct Standing {
    pub(super) exchange: Option<String>,
    pub(super) commitment: Option<String>,
    pub(super) curves: Vec<String>,
    pub(super) curve: Option<String>,
    pub(super) guest: Option<String>,
    pub(super) opening: Option<Opened>,
    pub(super) kcv: Option<String>,
    pub(super) voided: Option<Voided>,
}

/// An exchange that a side voided.
#[derive(Debug, Deserialize)]
pub(super) struct Voided {
    pub(super) exchange: String,
}

/// What the host committed to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Opened {
    x25519: Option<String>,
    p256: String,
    nonce: String,
}

impl From<Opened> for Opening {
    fn from(opened: Opened) -> Self {
        Self { x25519: opened.x25519, p256: opened.p256, nonce: opened.nonce }
    }
}

#[derive(Debug, Deserialize)]
struct Problem {
    detail: String,
}

/// A room, as far as it is needed here.
#[derive(Debug, Deserialize)]
struct RoomSide {
    side: String,
}

impl Relay {
    /// The relay of a room.
    pub(super) fn new(base: &Url, room: &str, token: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        let bearer = Zeroizing::new(format!("Bearer {}", token.trim()));
        Self { agent: config.into(), base: base.clone(), room: room.to_owned(), bearer }
    }

    /// Where something of the room is; an id cannot climb out of its place in the path.
    fn target(&self, rest: &[&str]) -> Result<String, CliError> {
        let mut target = self.base.clone();
        let mut path =
            target.path_segments_mut().map_err(|()| CliError::usage("--server is no web address"))?;
        path.pop_if_empty().extend(["api", "v1", "rooms", &self.room]).extend(rest);
        drop(path);
        Ok(target.to_string())
    }

    fn get(&self, rest: &[&str]) -> Result<String, CliError> {
        let answer = self.agent.get(self.target(rest)?).header("authorization", self.bearer.as_str()).call();
        self.text(answer)
    }

    fn post(&self, rest: &[&str], body: &Value) -> Result<String, CliError> {
        let request = self.agent.post(self.target(rest)?).header("authorization", self.bearer.as_str());
        self.text(request.send_json(body))
    }

    fn text(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<String, CliError> {
        let mut answer = answer.map_err(|error| CliError::Failed(format!("{}: {error}", self.base)))?;
        let text = answer.body_mut().read_to_string().map_err(CliError::failed)?;
        if answer.status().is_success() {
            return Ok(text);
        }
        let said = serde_json::from_str(&text).map(|problem: Problem| problem.detail);
        let status = answer.status().as_u16();
        Err(CliError::Failed(said.unwrap_or_else(|_| format!("{} answered {status}", self.base))))
    }

    /// Whether one's own organisation opened the room.
    pub(super) fn is_host(&self) -> Result<bool, CliError> {
        let room: RoomSide = read(&self.get(&[])?)?;
        Ok(room.side == "host")
    }

    /// Where the exchange stands.
    pub(super) fn standing(&self) -> Result<Standing, CliError> {
        read(&self.get(&["key", "exchange"])?)
    }

    /// Begins one.
    pub(super) fn start(&self, commitment: &str) -> Result<String, CliError> {
        #[derive(Deserialize)]
        struct Started {
            id: String,
        }
        let offer = json!({ "commitment": commitment, "curves": ["x25519", "p256"] });
        let started: Started = read(&self.post(&["key", "exchange"], &offer)?)?;
        Ok(started.id)
    }

    /// Answers one.
    pub(super) fn answer(&self, exchange: &str, curve: &str, public: &str) -> Result<(), CliError> {
        let answer = json!({ "exchange": exchange, "curve": curve, "public": public });
        self.post(&["key", "exchange", "answer"], &answer).map(|_| ())
    }

    /// Opens the commitment.
    pub(super) fn open(&self, exchange: &str, opening: &Opening) -> Result<(), CliError> {
        let opened = json!({
            "exchange": exchange, "x25519": opening.x25519, "p256": opening.p256, "nonce": opening.nonce,
        });
        self.post(&["key", "exchange", "opening"], &opened).map(|_| ())
    }

    /// Ends the exchange.
    pub(super) fn end(&self) -> Result<(), CliError> {
        let target = self.target(&["key", "exchange"])?;
        let answer = self.agent.delete(target).header("authorization", self.bearer.as_str()).call();
        self.text(answer).map(|_| ())
    }

    /// Voids the exchange for both sides, with a key that the host may have set by now: the words differ.
    pub(super) fn void(&self, exchange: &str) -> Result<(), CliError> {
        let body = json!({ "exchange": exchange, "reason": "words_differ" });
        self.post(&["key", "void"], &body).map(|_| ())
    }

    /// Sets the room's check value, as the host: the key came of this exchange, which has to be under way still.
    pub(super) fn set(&self, exchange: &str, kcv: &str, print: &str) -> Result<(), CliError> {
        self.post(&["key"], &json!({ "kcv": kcv, "print": print, "exchange": exchange })).map(|_| ())
    }

    /// Confirms the room's check value, as the guest.
    pub(super) fn confirm(&self, kcv: &str) -> Result<(), CliError> {
        self.post(&["key", "check"], &json!({ "kcv": kcv })).map(|_| ())
    }
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, CliError> {
    serde_json::from_str(text)
        .map_err(|_not_ours| CliError::failed("the server answers in a way an Entente server does not"))
}
