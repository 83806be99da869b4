//! Mail: whether it goes out, when partners are reminded by it, and what a person wants of it.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::access::{ChangeAccount, ManagePeople, UseAccount, ViewMail};
use crate::clock::Timestamp;
use crate::services::mail::{self, MailStatus, RulesInput};
use crate::store::{MailChoice, MailRow};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::route::{Route, api};
use crate::web::visitor::ApiWho;

/// The routes of this noun.
pub const ROUTES: &[Route] = &[
    Route::get("/api/v1/mail", api::<ViewMail>(), || web::to(status)),
    Route::post("/api/v1/mail/test", api::<ManagePeople>(), || web::to(test)),
    Route::put("/api/v1/mail/reminders", api::<ManagePeople>(), || web::to(reminders)),
    Route::get("/api/v1/me/mail", api::<UseAccount>(), || web::to(choice)),
    Route::put("/api/v1/me/mail", api::<ChangeAccount>(), || web::to(choose)),
];

/// The description of these routes.
#[derive(Debug, OpenApi)]
#[openapi(paths(status, test, reminders, choice, choose))]
pub struct Doc;

/// Whether the organisation's mail goes out.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailJson {
    /// The mail server and its port; null if none is set up.
    pub server: Option<String>,
    /// `tls`, `starttls` or `none`.
    pub security: Option<&'static str>,
    /// The sender.
    pub from: Option<String>,
    /// How many mails wait.
    pub waiting: i64,
    /// Why the newest of those was not taken yet.
    pub stuck: Option<String>,
    /// When the last mail was sent.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_sent_at: Option<Timestamp>,
    /// The newest mails that were given up.
    pub failed: Vec<FailedJson>,
    /// When partners are reminded.
    pub reminders: RemindersBody,
}

/// A mail that was given up.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedJson {
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    /// To whom.
    pub to: String,
    /// What it was about: `link`, `change_link`, `reminder`, `notices` or `test`.
    pub kind: String,
    /// What the mail server said.
    pub why: String,
}

/// When partners are reminded.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindersBody {
    /// How many days a partner has to answer, if sending says nothing else: 1 to 365.
    pub due_days: i64,
    /// So many days before the due day, 0 to 60; 0: not.
    pub before_days: i64,
    /// On the due day.
    pub on_the_day: bool,
    /// So many days after it, 0 to 60; 0: not.
    pub after_days: i64,
}

/// The organisation's mail at a glance.
#[utoipa::path(
    get, path = "/api/v1/mail", tag = "mail", security(("bearer" = [])),
    responses(
        (status = 200, body = MailJson),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn status(who: ApiWho<ViewMail>, app: web::Data<App>) -> Result<web::Json<MailJson>, WebError> {
    let (proof, kit) = (who.proof(), app.kit().clone());
    Ok(web::Json(json(app.read(move |tx, _| mail::mail_status(tx, &proof, &kit)).await?)))
}

fn json(status: MailStatus) -> MailJson {
    let facts = status.facts.as_ref();
    let failed = |row: MailRow| FailedJson {
        at: row.ended_at,
        to: row.recipient,
        kind: row.kind,
        why: row.last_error,
    };
    MailJson {
        server: facts.map(|facts| facts.server.clone()),
        security: facts.map(|facts| facts.security.as_str()),
        from: facts.map(|facts| facts.from.clone()),
        waiting: status.waiting,
        stuck: status.stuck.map(|row| row.last_error),
        last_sent_at: status.sent.and_then(|row| row.ended_at),
        failed: status.failed.into_iter().map(failed).collect(),
        reminders: RemindersBody {
            due_days: status.rules.due_days,
            before_days: status.rules.before_days.unwrap_or(0),
            on_the_day: status.rules.on_the_day,
            after_days: status.rules.after_days.unwrap_or(0),
        },
    }
}

/// Writes a mail to the token's person, to see whether it arrives.
#[utoipa::path(
    post, path = "/api/v1/mail/test", tag = "mail", security(("bearer" = [])),
    responses((status = 204), (status = 409, body = Problem, content_type = "application/problem+json"))
)]
pub async fn test(who: ApiWho<ManagePeople>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let (proof, kit) = (who.proof(), app.kit().clone());
    app.write("mail_test", move |tx, now| mail::mail_test(tx, &proof, &kit, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Says when partners are reminded; it counts for every reminder that is not sent yet.
#[utoipa::path(
    put, path = "/api/v1/mail/reminders", tag = "mail", security(("bearer" = [])), request_body = RemindersBody,
    responses((status = 204), (status = 422, body = Problem, content_type = "application/problem+json"))
)]
pub async fn reminders(
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
    body: web::Json<RemindersBody>,
) -> Result<HttpResponse, WebError> {
    let input = RulesInput {
        due_days: Some(body.due_days),
        before_days: Some(body.before_days),
        on_the_day: body.on_the_day,
        after_days: Some(body.after_days),
    };
    let proof = who.proof();
    app.write("reminder_rules", move |tx, now| mail::reminder_rules_keep(tx, &proof, &input, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What a person wants of mail, and the language of pages and mail.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailChoiceBody {
    /// Whether they want any.
    pub wanted: bool,
    /// The language that the person reads pages and mail in: `en` or `fr`.
    pub language: String,
}

/// What the token's person wants of mail.
#[utoipa::path(
    get, path = "/api/v1/me/mail", tag = "account", security(("bearer" = [])),
    responses((status = 200, body = MailChoiceBody))
)]
pub async fn choice(
    who: ApiWho<UseAccount>,
    app: web::Data<App>,
) -> Result<web::Json<MailChoiceBody>, WebError> {
    let proof = who.proof();
    let MailChoice { wanted, language, .. } = app.read(move |tx, _| mail::mail_choice(tx, &proof)).await?;
    Ok(web::Json(MailChoiceBody { wanted, language }))
}

/// Says what the token's person wants of mail.
#[utoipa::path(
    put, path = "/api/v1/me/mail", tag = "account", security(("bearer" = [])), request_body = MailChoiceBody,
    responses((status = 204), (status = 422, body = Problem, content_type = "application/problem+json"))
)]
pub async fn choose(
    who: ApiWho<ChangeAccount>,
    app: web::Data<App>,
    body: web::Json<MailChoiceBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, body) = (who.proof(), body.into_inner());
    app.write("mail_choose", move |tx, now| {
        mail::mail_choose(tx, &proof, (body.wanted, &body.language), now)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
