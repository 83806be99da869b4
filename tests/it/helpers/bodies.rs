//! What a request to each route carries when it is well formed: so that a refusal is about who asks, not about the body.

use entente::web::route::{Route, Verb};
use serde_json::{Value, json};

use super::scenes::harmless;

/// The JSON that a route of the API takes; an empty object where nothing is needed.
pub fn json_body(route: &Route) -> Value {
    let path = route.path.strip_prefix("/api/v1").unwrap_or(route.path);
    match (route.verb, path) {
        (Verb::Post, "/assessments/{id}/cancel" | "/assessments/{id}/links" | "/assessments/{id}/reopen") => {
            json!({ "revision": 1 })
        }
        (Verb::Post, "/assessments/{id}/reopen-requests/{request}") => {
            json!({ "verdict": "declined", "word": "Next round." })
        }
        (Verb::Put, "/assessments/{id}/score/shown") => json!({ "shown": true }),
        (Verb::Post, "/assessments/{id}/remarks") => json!({ "question": "A1", "remark": "Which document?" }),
        (Verb::Post, "/questionnaires") => json!({ "title": "Another", "from": "built-in" }),
        (Verb::Put, "/assessments/{id}/questionnaire") => json!({ "revision": 1 }),
        (Verb::Post, path) if path.starts_with("/questionnaires/{id}/") => json!({ "revision": 1 }),
        (Verb::Put, "/assessments/{id}/intake") => json!({ "revision": 1, "intake": harmless() }),
        (Verb::Post, "/assessments/{id}/decisions") => {
            json!({ "decided": "approve", "digest": "0".repeat(64) })
        }
        (Verb::Post, "/partners/{id}/findings") => finding(),
        (Verb::Put, "/findings/{id}") => json!({ "revision": 1, "finding": finding() }),
        (Verb::Post, "/findings/{id}/report" | "/findings/{id}/reopen") => {
            json!({ "note": "Seen and mended." })
        }
        (Verb::Post, "/findings/{id}/retest") => json!({ "passed": true, "note": "Seen and mended." }),
        (Verb::Post, "/findings/{id}/accept") => {
            json!({ "reason": "A short campaign with few people, and the fix is under way.", "until": "2027-01-01T00:00:00Z" })
        }
        (Verb::Put, "/partners/{id}") => json!({ "name": "Otter" }),
        _ => about_rooms(route.verb, path)
            .or_else(|| about_partners(route.verb, path))
            .unwrap_or_else(|| json!({})),
    }
}

/// Of rooms and their two organisations.
fn about_rooms(verb: Verb, path: &str) -> Option<Value> {
    let body = match (verb, path) {
        (Verb::Post, "/rooms/{id}/close") => json!({ "reason": "The campaign has ended." }),
        (Verb::Post, "/rooms/{id}/key" | "/rooms/{id}/key/check") => json!({ "kcv": "0123456789abcdef" }),
        (Verb::Post, "/rooms/{id}/key/exchange") => {
            json!({ "commitment": "0".repeat(64), "curves": ["p256"] })
        }
        (Verb::Post, "/rooms/{id}/key/exchange/answer") => {
            json!({ "exchange": random_id(), "curve": "p256", "public": "A".repeat(87) })
        }
        (Verb::Post, "/rooms/{id}/key/exchange/opening") => {
            json!({ "exchange": random_id(), "x25519": null, "p256": "A".repeat(87), "nonce": "A".repeat(43) })
        }
        (Verb::Post, "/rooms/{id}/key/void" | "/rooms/{id}/key/exchange/void") => {
            json!({ "reason": "words_differ" })
        }
        (Verb::Post, "/rooms/{id}/terms/sign") => {
            json!({ "terms_id": random_id(), "sha256": "0".repeat(64) })
        }
        (Verb::Post, "/rooms/{id}/releases/{release}/approval") => json!({ "verdict": "approve" }),
        (Verb::Put, "/rooms/{id}/listing") => json!({ "listed": true }),
        (Verb::Put, "/transparency") => {
            json!({ "slug": "otter", "published": true, "contact": "privacy@otter.example", "opt_out": "Write to us." })
        }
        (Verb::Put, "/organisation") => json!({ "name": "Northwind Retail" }),
        (Verb::Put, "/members/{id}") => json!({ "role": "leader", "active": true }),
        _ => return None,
    };
    Some(body)
}

/// Of a partner between its rounds: what is told, put off, and who handles data for it.
fn about_partners(verb: Verb, path: &str) -> Option<Value> {
    let body = match (verb, path) {
        (Verb::Put, "/mail/reminders") => {
            json!({ "due_days": 14, "before_days": 3, "on_the_day": true, "after_days": 0 })
        }
        (Verb::Put, "/me/mail") => json!({ "wanted": true, "language": "fr" }),
        (Verb::Post, "/partners/{id}/snoozes") => {
            json!({ "task": "start", "until": "2027-01-20", "reason": "They move." })
        }
        (Verb::Post, "/partners/{id}/triggers") => json!({ "kind": "breach", "note": "Their mail." }),
        (Verb::Post, "/partners/{id}/sub-processors") => company(),
        (Verb::Put, "/partners/{id}/sub-processors") => json!([company()]),
        (Verb::Put, "/partners/{id}/sub-processors/{entry}") => {
            json!({ "revision": 1, "company": company() })
        }
        (Verb::Post, "/partners/{id}/notices") => {
            json!({ "change": "add", "company": company(), "starts": "2025-01-31" })
        }
        (Verb::Post, "/change-links/{id}/extend") => json!({ "days": 365 }),
        (Verb::Post, "/respondent-links/{id}/extend") => json!({ "days": 30 }),
        (Verb::Post, "/notices/{id}/object") => json!({ "reason": "Their country has no adequate law." }),
        (Verb::Post, "/notices/{id}/outcome") => json!({ "outcome": "withdrawn" }),
        (Verb::Post, "/portfolio/sub-processors/merge") => {
            json!({ "name": "Cloud Nine GmbH", "same_as": "Skywell Ltd" })
        }
        (Verb::Post, "/portfolio/sub-processors/split") => json!({ "name": "Cloud Nine GmbH" }),
        (Verb::Put, "/objection-period") => json!({ "days": 20 }),
        _ => return None,
    };
    Some(body)
}

fn company() -> Value {
    json!({
        "name": "Mailbird Inc.", "purpose": "E-mail", "data": ["direct_identifiers"], "country": "US",
        "transfer": "adequacy",
    })
}

fn finding() -> Value {
    json!({ "title": "Deletion reaches every recipient", "severity": "high", "owner": "Ines Duarte" })
}

/// The fields that a form takes, beside its token.
pub fn form_fields(route: &Route) -> Vec<(&'static str, String)> {
    match route.path {
        "/rooms/{id}/key" | "/rooms/{id}/key/check" => vec![("kcv", "0123456789abcdef".to_owned())],
        "/assessments/{id}/reopen-requests/{request}" => {
            vec![("verdict", "declined".to_owned()), ("word", "Next round.".to_owned())]
        }
        "/rooms/{id}/key/void" => vec![("reason", "words_differ".to_owned())],
        "/assessments/{id}/remarks" => {
            vec![("question", "A1".to_owned()), ("remark", "Which document?".to_owned())]
        }
        "/rooms/{id}/terms/sign" => {
            vec![("terms", random_id()), ("sha256", "0".repeat(64)), ("read", "yes".to_owned())]
        }
        "/rooms/{id}/releases/{release}/approval" => vec![("verdict", "approve".to_owned())],
        "/account/mail" => vec![("language", "fr".to_owned())],
        "/partners/{id}/snoozes" => vec![
            ("task", "start".to_owned()),
            ("until", "2027-01-20".to_owned()),
            ("reason", "They move.".to_owned()),
        ],
        "/partners/{id}/triggers" => vec![("kind", "breach".to_owned()), ("note", "Their mail.".to_owned())],
        "/settings/people/{id}" => vec![("role", "leader".to_owned()), ("status", "active".to_owned())],
        _ => Vec::new(),
    }
}

/// Whether a form carries a file.
pub fn has_file(route: &Route) -> bool {
    route.path.ends_with("/load") || route.path.ends_with("/load/apply") || route.path.ends_with("/import")
}

/// Whether a page's script asks this, with the form's token in a header.
pub fn is_scripts(route: &Route) -> bool {
    route.path.contains("/uploads") || route.path.contains("/key/exchange")
}

/// The headers of a script's request, or of an upload's: it carries no form.
pub fn script_headers(route: &Route) -> Option<Vec<(&'static str, String)>> {
    if route.path.starts_with("/rooms/{id}/key/exchange") {
        return Some(vec![("content-type", "application/json".to_owned())]);
    }
    use base64::Engine as _;
    let text = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let metadata = format!("room {},kcv {}", text("no-such-room"), text("0123456789abcdef"));
    let mut headers = vec![
        ("tus-resumable", "1.0.0".to_owned()),
        ("upload-length", "10".to_owned()),
        ("upload-offset", "0".to_owned()),
        ("upload-metadata", metadata),
    ];
    if route.verb == Verb::Patch {
        headers.push(("content-type", "application/offset+octet-stream".to_owned()));
    }
    route.path.contains("/uploads").then_some(headers)
}

fn random_id() -> String {
    entente::ids::OrgId::fresh().to_string()
}
