//! Whether mail goes out, and when partners are reminded by it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::access::ManagePeople;
use crate::clock::Timestamp;
use crate::services::mail::{self, MailStatus, RulesInput};
use crate::services::{FieldFault, ServiceError};
use crate::store::{MailFacts, MailRow, MailSecurity, ReminderRules};
use crate::web::app::App;
use crate::web::components::{Banner, FieldView, KeyValue, Kind};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav, Page};
use crate::web::respond::see_other_saying;
use crate::web::vetting::fault_of;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// A mail that was given up.
#[derive(Debug, Clone)]
pub struct FailedRow {
    /// When.
    pub at: String,
    /// To whom.
    pub to: String,
    /// What it was about.
    pub what: String,
    /// What the mail server said.
    pub why: String,
}

/// GET /settings/mail
#[derive(Debug, Template)]
#[template(path = "settings/mail.html")]
pub struct MailPage {
    /// The frame.
    pub c: Chrome,
    /// Whether it works.
    pub banner: Banner,
    /// What is set up, and what became of the last mails.
    pub facts: Vec<KeyValue>,
    /// Whether there is a mail server to try.
    pub can_test: bool,
    /// What was given up.
    pub failed: Vec<FailedRow>,
    /// When partners are reminded.
    pub rules: Vec<FieldView>,
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RulesForm {
    due_days: String,
    before_days: String,
    on_the_day: String,
    after_days: String,
}

impl RulesForm {
    fn of(rules: &ReminderRules) -> Self {
        let days = |days: Option<i64>| days.unwrap_or(0).to_string();
        Self {
            due_days: rules.due_days.to_string(),
            before_days: days(rules.before_days),
            on_the_day: if rules.on_the_day { "yes".to_owned() } else { String::new() },
            after_days: days(rules.after_days),
        }
    }

    fn input(&self) -> RulesInput {
        let days = |text: &str| text.trim().parse().ok();
        RulesInput {
            due_days: days(&self.due_days),
            before_days: days(&self.before_days),
            on_the_day: self.on_the_day == "yes",
            after_days: days(&self.after_days),
        }
    }
}

impl MailPage {
    fn new(c: Chrome, status: &MailStatus, form: &RulesForm, faults: &[FieldFault]) -> Self {
        let c = c.at(Nav::Settings);
        Self {
            banner: banner(&c, status),
            facts: facts(&c, status),
            can_test: status.facts.is_some(),
            failed: status.failed.iter().map(|row| failed_row(&c, row)).collect(),
            rules: rules(&c, form, faults),
            c,
        }
    }

    /// Not set up; at work with something that failed, and rules that cannot be.
    pub fn samples() -> Vec<Self> {
        let c = || {
            let c = Chrome::sample("settings-mail");
            let up = c.t("nav-settings");
            c.under(up, "/settings")
        };
        let at = Timestamp::from_micros(1_804_000_000_000_000);
        let row = |why: &str| MailRow {
            id: "sample".into(),
            org_id: "sample".into(),
            kind: "reminder".to_owned(),
            recipient: "privacy@meridian.example".to_owned(),
            assessment_id: None,
            sealed: None,
            state: String::new(),
            attempts: 1,
            run_after: at,
            last_error: why.to_owned(),
            created_at: at,
            ended_at: Some(at),
        };
        let rules = ReminderRules {
            org_id: "sample".into(),
            due_days: 21,
            before_days: Some(7),
            on_the_day: true,
            after_days: None,
        };
        let off = MailStatus {
            facts: None,
            waiting: 0,
            stuck: None,
            sent: None,
            failed: Vec::new(),
            rules: rules.clone(),
        };
        let on = MailStatus {
            facts: Some(MailFacts {
                server: "mail.example.com:587".to_owned(),
                security: MailSecurity::Starttls,
                from: "Entente <entente@example.com>".to_owned(),
                reply_to: Some("partners@example.com".to_owned()),
                signs_in: true,
            }),
            waiting: 2,
            sent: Some(row("")),
            failed: vec![row("permanent error (550): no such user here")],
            ..off.clone()
        };
        let fault = crate::services::Message::new("fault-reminder-days").arg("least", 1).arg("most", 365);
        let faults = [FieldFault { field: "due_days".to_owned(), message: fault }];
        let form = RulesForm::of(&rules);
        vec![Self::new(c(), &off, &form, &[]), Self::new(c(), &on, &form, &faults)]
    }
}

fn banner(c: &Chrome, status: &MailStatus) -> Banner {
    match (&status.facts, &status.stuck) {
        (None, _) => Banner::new(Kind::Plain, c.t("mail-off")),
        (Some(_), Some(row)) => {
            let title = c.tn("mail-stuck", u64::try_from(status.waiting).unwrap_or_default());
            Banner { kind: Kind::Bad, title, lines: vec![row.last_error.clone()] }
        }
        (Some(_), None) if !status.failed.is_empty() => Banner::new(Kind::Warn, c.t("mail-some-failed")),
        (Some(_), None) => Banner::new(Kind::Good, c.t("mail-on")),
    }
}

fn facts(c: &Chrome, status: &MailStatus) -> Vec<KeyValue> {
    let Some(facts) = &status.facts else { return Vec::new() };
    let moment = |row: &Option<MailRow>| {
        let at = row.as_ref().and_then(|row| row.ended_at);
        at.map_or_else(|| c.t("never"), |at| c.moment(at))
    };
    let security = match facts.security {
        MailSecurity::Tls => "mail-security-tls",
        MailSecurity::Starttls => "mail-security-starttls",
        MailSecurity::None => "mail-security-none",
    };
    let mut pairs = vec![
        KeyValue::new(c.t("mail-server"), facts.server.clone()),
        KeyValue::new(c.t("mail-security"), c.t(security)),
        KeyValue::new(
            c.t("mail-signs-in"),
            c.t(if facts.signs_in { "mail-signs-in-yes" } else { "mail-signs-in-no" }),
        ),
        KeyValue::new(c.t("mail-from"), facts.from.clone()),
    ];
    pairs.extend(facts.reply_to.as_ref().map(|to| KeyValue::new(c.t("mail-reply-to"), to.clone())));
    pairs.push(KeyValue::new(c.t("mail-last-sent"), moment(&status.sent)));
    pairs.push(KeyValue::new(c.t("mail-last-failed"), moment(&status.failed.first().cloned())));
    pairs.push(KeyValue::new(c.t("mail-waiting"), status.waiting.to_string()));
    pairs
}

fn failed_row(c: &Chrome, row: &MailRow) -> FailedRow {
    let what = format!("mail-kind-{}", row.kind);
    FailedRow {
        at: c.moment(row.ended_at.unwrap_or(row.created_at)),
        to: row.recipient.clone(),
        what: if c.words.has(&what) { c.t(&what) } else { row.kind.clone() },
        why: row.last_error.clone(),
    }
}

fn rules(c: &Chrome, form: &RulesForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let days = |name: &'static str, word: &str, value: &str| {
        FieldView::typed(name, c.t(word), "number", "off")
            .short()
            .value(value)
            .error(fault_of(c, faults, name))
    };
    vec![
        days("due_days", "reminder-due", &form.due_days).hint(c.t("reminder-due-hint")),
        days("before_days", "reminder-before", &form.before_days).hint(c.t("reminder-zero-hint")),
        FieldView::tick("on_the_day", c.t("reminder-on"), form.on_the_day == "yes"),
        days("after_days", "reminder-after", &form.after_days).hint(c.t("reminder-zero-hint")),
    ]
}

fn frame(who: &Who<ManagePeople>, app: &App) -> Chrome {
    let c = who.chrome(app, "settings-mail");
    let up = c.t("nav-settings");
    c.under(up, "/settings")
}

async fn status(who: &Who<ManagePeople>, app: &App) -> Result<MailStatus, ServiceError> {
    let (proof, kit) = (who.also().ok_or(ServiceError::NotFound)?, app.kit().clone());
    app.read(move |tx, _| mail::mail_status(tx, &proof, &kit)).await
}

/// GET /settings/mail
pub async fn page(who: Who<ManagePeople>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let status = status(&who, &app).await?;
    let form = RulesForm::of(&status.rules);
    Ok(Page(MailPage::new(frame(&who, &app), &status, &form, &[])).with_status(StatusCode::OK))
}

/// What a form with nothing but the token holds.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// POST /settings/mail/test: writes a mail to the owner who asks.
pub async fn test(
    who: Who<ManagePeople>,
    app: web::Data<App>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, kit) = (who.proof(), app.kit().clone());
    app.write("mail_test", move |tx, now| mail::mail_test(tx, &proof, &kit, now)).await?;
    Ok(see_other_saying(&app, "/settings/mail", "flash-mail-test"))
}

/// POST /settings/mail/reminders
pub async fn keep_rules(
    who: Who<ManagePeople>,
    app: web::Data<App>,
    form: Csrf<RulesForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, input) = (who.proof(), form.0.input());
    let done =
        app.write("reminder_rules", move |tx, now| mail::reminder_rules_keep(tx, &proof, &input, now)).await;
    match done {
        Ok(()) => Ok(see_other_saying(&app, "/settings/mail", "flash-reminders-kept")),
        Err(ServiceError::Invalid(faults)) => {
            let status = status(&who, &app).await?;
            let page = MailPage::new(frame(&who, &app), &status, &form.0, &faults);
            Ok(Page(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

/// One line that says how the last mail to a partner fares.
pub fn fate(c: &Chrome, row: &MailRow) -> (Kind, String) {
    let args = [
        ("to", Arg::from(&row.recipient)),
        ("on", Arg::from(c.moment(row.ended_at.unwrap_or(row.created_at)))),
        ("why", Arg::from(&row.last_error)),
    ];
    match row.state.as_str() {
        "sent" => (Kind::Good, c.with("mail-fate-sent", &args)),
        "failed" => (Kind::Bad, c.with("mail-fate-failed", &args)),
        _ if row.last_error.is_empty() => (Kind::Plain, c.with("mail-fate-waiting", &args)),
        _ => (Kind::Warn, c.with("mail-fate-stuck", &args)),
    }
}
