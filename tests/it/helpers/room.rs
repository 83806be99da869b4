//! Two organisations and their room, spoken to over the API.

use entente::access::{ReviewAnswers, Role};
use entente::services::vetting::{self, ReviewInput};
use serde_json::{Value, json};

use super::app::TestApp;
use super::client::{Browser, Page};
use super::people::Company;
use super::scenes::Vetting;

/// Two organisations, the first of which has approved the second.
pub struct Pair {
    pub host: Company,
    pub guest: Company,
    pub vetted: Vetting,
}

impl Pair {
    pub fn new(app: &TestApp, name: &str) -> Self {
        let host = app.company(&format!("{name} Host"));
        let guest = app.company(&format!("{name} Guest"));
        let vetted = app.approved(&host, &guest);
        Self { host, guest, vetted }
    }

    /// A reviewer of the host corrects an answer: what was decided no longer stands on what is known.
    pub fn doubt(&self, app: &TestApp) {
        let reviewer = self.host.member(Role::Reviewer).proof::<ReviewAnswers>();
        let input =
            ReviewInput { question: "D2".to_owned(), level: "E0".to_owned(), ..ReviewInput::default() };
        app.store
            .write("test", |tx| {
                vetting::review_save(tx, &reviewer, &self.vetted.assessment, &input, app.now())
            })
            .unwrap();
    }

    pub fn apis(&self, app: &TestApp) -> (Browser, Browser) {
        (app.api(self.host.member(Role::Manager), true), app.api(self.guest.member(Role::Manager), true))
    }
}

/// A room by its id, spoken to by both sides.
pub struct Room {
    pub id: String,
    pub host: Browser,
    pub guest: Browser,
}

impl Room {
    /// A room that the host opened just now.
    pub fn opened(app: &TestApp, pair: &Pair) -> Self {
        let (host, guest) = pair.apis(app);
        let body = json!({ "partner_id": pair.vetted.partner.as_str(), "name": "Spring overlap" });
        let answer = host.post_json("/api/v1/rooms", &body).expect_status(201);
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        Self { id, host, guest }
    }

    /// A room with signed terms and a checked key.
    pub fn ready(app: &TestApp, pair: &Pair, kcv: &str) -> Self {
        Self::under(app, pair, &terms(), kcv)
    }

    /// The same under other terms.
    pub fn under(app: &TestApp, pair: &Pair, terms: &Value, kcv: &str) -> Self {
        let room = Self::opened(app, pair);
        room.propose(terms);
        room.sign(&room.host).expect_status(204);
        room.sign(&room.guest).expect_status(204);
        room.host.post_json(&room.api("/key"), &json!({ "kcv": kcv })).expect_status(204);
        room.guest.post_json(&room.api("/key/check"), &json!({ "kcv": kcv })).expect_status(204);
        room
    }

    pub fn api(&self, rest: &str) -> String {
        format!("/api/v1/rooms/{}{rest}", self.id)
    }

    pub fn page(&self, rest: &str) -> String {
        format!("/rooms/{}{rest}", self.id)
    }

    pub fn propose(&self, terms: &Value) {
        self.host.post_json(&self.api("/terms"), terms).expect_status(201);
    }

    pub fn sign(&self, by: &Browser) -> Page {
        let versions = by.visit(&self.api("/terms")).expect_status(200).json();
        let standing = &versions[0];
        by.post_json(
            &self.api("/terms/sign"),
            &json!({ "terms_id": standing["id"], "sha256": standing["sha256"] }),
        )
    }

    pub fn upload(&self, by: &Browser, people: std::ops::Range<u32>, kcv: &str) -> Page {
        let rows: Vec<String> = people.map(|person| format!("{person:032x}\n")).collect();
        let csv = format!("email\n{}", rows.concat());
        by.upload(&self.id, kcv, csv.as_bytes())
    }

    pub fn run(&self, by: &Browser) -> Page {
        by.post_json(&self.api("/runs"), &json!({}))
    }

    pub fn state(&self) -> Value {
        self.host.visit(&self.api("")).expect_status(200).json()
    }
}

/// The terms that a test proposes where it says no others.
pub fn terms() -> Value {
    json!({
        "purpose": "Count the members that our two programmes share.",
        "legal_basis": { "host": "consent", "guest": "legitimate_interest" },
    })
}

/// A check value for the one room of a test.
pub const KCV: &str = "00112233445566aa";
