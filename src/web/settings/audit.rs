//! The organisation's audit log, in plain words.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::access::ViewAudit;
use crate::clock::Timestamp;
use crate::services::audit::{self, LogPage};
use crate::store::AuditRecord;
use crate::web::app::App;
use crate::web::components::{Empty, Link};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav, Page};
use crate::web::respond::{Attachment, attachment};
use crate::web::rooms::downloads;
use crate::web::visitor::Who;

/// Records on a page.
const SIZE: usize = 50;

/// One record in words.
#[derive(Debug, Clone)]
pub struct LogRow {
    /// When.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What was done.
    pub act: String,
    /// Where the thing can be seen, or nothing.
    pub href: String,
    /// "role: reviewer · until: 2027-03-12".
    pub detail: String,
    /// Whether it was refused.
    pub denied: bool,
}

/// GET /settings/audit
#[derive(Debug, Template)]
#[template(path = "settings/audit.html")]
pub struct AuditPage {
    /// The frame.
    pub c: Chrome,
    /// The records, newest first.
    pub rows: Vec<LogRow>,
    /// What an empty log says.
    pub empty: Empty,
    /// Where older records are, if there are any.
    pub older: Option<String>,
    /// Whether this is not the newest page.
    pub later: bool,
    /// The file, the checkpoint and the key.
    pub downloads: Vec<Link>,
    /// What to type to check the file.
    pub command: String,
}

impl AuditPage {
    fn new(c: Chrome, page: &LogPage, later: bool) -> Self {
        let rows = page.records.iter().map(|(_, record)| row(&c, record, &page.names)).collect();
        let empty = Empty { title: c.t("audit-empty"), text: c.t("audit-empty-text"), action: None };
        let older = page.next.map(|seq| format!("/settings/audit?before={seq}"));
        let downloads = downloads(&c, "/settings/audit", "audit");
        let command = "entente verify audit.jsonl --checkpoint saved.txt --key entente.key".to_owned();
        Self { rows, empty, older, later, downloads, command, c: c.at(Nav::Settings) }
    }

    /// A log with acts of all kinds of actors, and an empty one.
    pub fn samples() -> Vec<Self> {
        let c = || {
            let c = Chrome::sample("settings-audit");
            let up = c.t("nav-settings");
            c.under(up, "/settings")
        };
        let names = vec![("user-1".to_owned(), "Maya Okafor".to_owned())];
        let none = LogPage { records: Vec::new(), names: Vec::new(), next: None };
        let some = LogPage { records: sample_records(), names, next: Some(7) };
        vec![Self::new(c(), &some, false), Self::new(c(), &none, false)]
    }
}

fn sample_records() -> Vec<(i64, AuditRecord)> {
    let at = Timestamp::from_micros(1_804_000_000_000_000);
    [
        ("person", "user-1", "member.change", "done", r#"{"role":"reviewer","status":"active"}"#),
        ("token", "token-1", "api_token.revoke", "done", "{}"),
        ("person", "user-9", "request.deny", "denied", r#"{"permission":"manage_people","role":"leader"}"#),
        ("system", "invitation accepted", "partner.link", "done", r#"{"organisation":"0198"}"#),
        ("nobody", "", "session.start", "denied", "{}"),
    ]
    .into_iter()
    .zip(0_i64..)
    .map(|((kind, actor, action, outcome, detail), seq)| {
        let record = AuditRecord {
            id: "audit-1".into(),
            org_id: Some("org-1".into()),
            at: at.plus_seconds(-seq * 5000),
            actor_kind: kind.to_owned(),
            actor_id: actor.to_owned(),
            action: action.to_owned(),
            outcome: outcome.to_owned(),
            object_kind: "partner".to_owned(),
            object_id: "partner-1".to_owned(),
            detail: detail.to_owned(),
        };
        (20 - seq, record)
    })
    .collect()
}

/// The message that says in words what `action` (`noun.verb`) was.
pub fn action_word(action: &str) -> String {
    format!("act-{}", action.replace(['.', '_'], "-"))
}

fn row(c: &Chrome, record: &AuditRecord, names: &[(String, String)]) -> LogRow {
    let plain = action_word(&record.action);
    let denied = format!("{plain}-denied");
    let word = if record.outcome == "denied" && c.words.has(&denied) { denied } else { plain };
    LogRow {
        at: c.moment(record.at),
        actor: actor(c, record, names),
        // An action of a newer program than the catalogue shows as it is stored.
        act: if c.words.has(&word) { c.t(&word) } else { record.action.clone() },
        href: place(record),
        detail: detail(c, record, names),
        denied: record.outcome == "denied",
    }
}

fn actor(c: &Chrome, record: &AuditRecord, names: &[(String, String)]) -> String {
    let own = named(names, &record.actor_id);
    // Signing in and joining are written by the program, for nobody is signed in yet: they are the person's acts.
    let subject = if record.object_kind == "user" { named(names, &record.object_id) } else { None };
    match record.actor_kind.as_str() {
        "person" => own.unwrap_or_else(|| c.t("actor-elsewhere")),
        "system" if subject.is_some() => subject.unwrap_or_default(),
        "token" => c.t("actor-token"),
        "respondent" => c.t("actor-respondent"),
        "system" => c.ts("actor-system", &record.actor_id),
        _ => c.t("actor-nobody"),
    }
}

fn place(record: &AuditRecord) -> String {
    match record.object_kind.as_str() {
        "partner" => format!("/partners/{}", record.object_id),
        "assessment" => format!("/assessments/{}", record.object_id),
        "room" => format!("/rooms/{}", record.object_id),
        _ => String::new(),
    }
}

fn named(names: &[(String, String)], id: &str) -> Option<String> {
    names.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone())
}

/// The detail's JSON as "key: value" pairs: ids of our people become names, other ids say nothing and are left out.
fn detail(c: &Chrome, record: &AuditRecord, names: &[(String, String)]) -> String {
    let Ok(serde_json::Value::Object(pairs)) = serde_json::from_str(&record.detail) else {
        return String::new();
    };
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => {
            named(names, text).or_else(|| (!looks_like_id(text)).then(|| text.clone()))
        }
        other => Some(other.to_string()),
    };
    let pairs = pairs.iter().filter_map(|(key, value)| Some((key.replace('_', " "), text(value)?)));
    let mut said: Vec<String> = pairs.map(|(key, value)| format!("{key}: {value}")).collect();
    if record.actor_kind == "nobody"
        && let Some(name) = named(names, &record.object_id)
    {
        said.push(c.ts("audit-account", name));
    }
    said.join(" · ")
}

/// A UUID: 36 characters, in five groups.
fn looks_like_id(text: &str) -> bool {
    text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

/// Where to continue.
#[derive(Debug, Deserialize)]
pub struct Before {
    before: Option<i64>,
}

/// GET /settings/audit
pub async fn page(
    who: Who<ViewAudit>,
    app: web::Data<App>,
    query: web::Query<Before>,
) -> Result<Page<AuditPage>, WebError> {
    let (proof, before) = (who.proof(), query.before);
    let page = app.read(move |tx, _| Ok(audit::page(tx, &proof, before, SIZE)?)).await?;
    let c = who.chrome(&app, "settings-audit");
    let up = c.t("nav-settings");
    Ok(Page(AuditPage::new(c.under(up, "/settings"), &page, before.is_some())))
}

/// GET /settings/audit/file
pub async fn file(who: Who<ViewAudit>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let (proof, key) = (who.proof(), app.kit().signing_key()?);
    let text = app.read(move |tx, _| audit::audit_file(tx, &proof, &key)).await?;
    Ok(attachment(Attachment::Log, "audit.jsonl", text))
}

/// GET /settings/audit/checkpoint
pub async fn checkpoint(who: Who<ViewAudit>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let (proof, key) = (who.proof(), app.kit().signing_key()?);
    let text = app.read(move |tx, _| audit::audit_checkpoint(tx, &proof, &key)).await?;
    Ok(attachment(Attachment::Text, "audit-checkpoint.txt", text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_read_as_pairs_and_ids_as_names() {
        let c = Chrome::sample("settings-audit");
        let id = "01a20c99-6306-7160-9baa-c216a8f476df";
        let (_, mut record) = sample_records().remove(0);
        record.detail = format!(r#"{{"k_min":100,"none":null,"role":"reviewer","user":"{id}"}}"#);
        assert_eq!(detail(&c, &record, &[]), "k min: 100 · role: reviewer");
        let names = [(id.to_owned(), "Maya Okafor".to_owned())];
        assert_eq!(detail(&c, &record, &names), "k min: 100 · role: reviewer · user: Maya Okafor");
        record.detail = "not json".to_owned();
        assert_eq!(detail(&c, &record, &names), "");
    }

    #[test]
    fn an_unknown_action_is_still_shown() {
        let c = Chrome::sample("settings-audit");
        let (_, mut record) = sample_records().remove(0);
        record.action = "moon.land".to_owned();
        assert_eq!(row(&c, &record, &[]).act, "moon.land");
    }
}
