//! The server's part in an exchange: it passes on what it is given.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::cli::CliError;
use crate::cli::remote::{Answer, Problem, Remote};
use crate::rooms::agreement::Opening;

/// A room on a server, and the right to speak to it.
pub(super) struct Relay {
    server: Remote,
    room: String,
}

/// No step of the exchange takes longer; between two steps people wait for each other, not the server.
const PATIENCE: Duration = Duration::from_secs(30);

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

/// A room, as far as it is needed here.
#[derive(Debug, Deserialize)]
struct RoomSide {
    side: String,
}

impl Relay {
    /// The relay of a room.
    pub(super) fn new(base: &Url, room: &str, token: &str) -> Result<Self, CliError> {
        Ok(Self { server: Remote::at(base, token, Some(PATIENCE))?, room: room.to_owned() })
    }

    /// Where something of the room is.
    fn target(&self, rest: &[&str]) -> Result<Url, CliError> {
        self.server.target(&[&["rooms", self.room.as_str()], rest].concat())
    }

    fn get(&self, rest: &[&str]) -> Result<String, CliError> {
        self.text(self.server.get(&self.target(rest)?).call())
    }

    fn post(&self, rest: &[&str], body: &Value) -> Result<String, CliError> {
        self.text(self.server.post(&self.target(rest)?).send_json(body))
    }

    fn text(&self, answer: Answer) -> Result<String, CliError> {
        let mut answer = self.server.answered(answer)?;
        let text = answer.body_mut().read_to_string().map_err(CliError::failed)?;
        if answer.status().is_success() {
            return Ok(text);
        }
        let said = serde_json::from_str(&text).map(|problem: Problem| CliError::Failed(problem.detail));
        Err(said.unwrap_or_else(|_other| self.server.stranger(answer.status().as_u16())))
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
        self.text(self.server.delete(&target).call()).map(|_| ())
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
