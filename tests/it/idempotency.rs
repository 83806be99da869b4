//! Creates that a client sends twice with the same `Idempotency-Key` (product.md, "API").

use entente::access::Role;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, Page, Until, each_database};

fn post(by: &Browser, path: &str, key: &str, body: &Value) -> Page {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    by.send(Method::POST, path, &headers, body.to_string().into_bytes())
}

#[test]
fn a_repeat_gets_the_first_answer_and_creates_nothing() {
    each_database(|app| {
        let (company, other) = (app.company("Northwind"), app.company("Tidewater"));
        let api = app.api(company.member(Role::Manager), true);
        let at = "/api/v1/partners";
        let first = post(&api, at, "one", &json!({ "name": "Otter" })).expect_status(201);
        let again = post(&api, at, "one", &json!({ "name": "Otter" })).expect_status(201);
        assert_eq!(first.json()["id"], again.json()["id"]);
        let count = |by: &Browser| by.visit(at).json().as_array().unwrap().len();
        assert_eq!(count(&api), 1);
        // The same key with another body, or on another address, is another act.
        post(&api, at, "one", &json!({ "name": "Heron" })).expect_status(409);
        post(&api, "/api/v1/questionnaires", "one", &json!({ "title": "Ours", "from": "built-in" }))
            .expect_status(409);
        post(&api, at, "", &json!({ "name": "Heron" })).expect_status(422);
        post(&api, at, &"x".repeat(201), &json!({ "name": "Heron" })).expect_status(422);
        assert_eq!(count(&api), 1);
        // Another organisation's key is its own.
        let theirs = app.api(other.member(Role::Manager), true);
        let made = post(&theirs, at, "one", &json!({ "name": "Otter" })).expect_status(201);
        assert_ne!(made.json()["id"], first.json()["id"]);
        // A refused create does not use its key up.
        post(&api, at, "two", &json!({ "name": " " })).expect_status(422);
        post(&api, at, "two", &json!({ "name": "Heron" })).expect_status(201);
        assert_eq!(count(&api), 2);
    });
}

#[test]
fn a_secret_is_shown_once_and_a_remark_is_made_once() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let api = app.api(company.member(Role::Owner), true);
        let invitation = json!({ "email": "new@northwind.example", "role": "leader" });
        let made = post(&api, "/api/v1/invitations", "invite", &invitation).expect_status(201).json();
        post(&api, "/api/v1/invitations", "invite", &invitation)
            .expect_status(409)
            .expect_words("shown once");
        let open = api.visit("/api/v1/invitations").expect_status(200).json();
        assert_eq!(open.as_array().unwrap().len(), 1);
        assert_eq!((&open[0]["id"], &open[0]["email"]), (&made["id"], &invitation["email"]));
        assert!(open[0].get("link").is_none(), "the link is not kept");

        let at = format!("/api/v1/assessments/{}/remarks", sent.assessment);
        for _ in 0..2 {
            post(&api, &at, "said", &json!({ "question": "A1", "remark": "Which document?" }))
                .expect_status(204);
        }
        assert_eq!(api.visit(&at).json().as_array().unwrap().len(), 1);
    });
}
