//! Questionnaires: drafts, versions, files, and what an assessment asks. A draft is read and written as one document.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::assessments::RevisionBody;
use super::questionnaire_views::{ChangeJson, QuestionnaireJson, WrittenJson};
use super::sent_file::file_of;
use crate::access::{AuthorQuestionnaires, ViewPartners};
use crate::ids::QuestionnaireId;
use crate::services::authoring::{self, Start, Which};
use crate::services::{Message, ServiceError};
use crate::store::WriteTx;
use crate::vetting::formats::Format;
use crate::web::api::create::{Create, MadeJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// Every questionnaire of the organisation, archived ones included.
#[utoipa::path(
    get, path = "/api/v1/questionnaires", tag = "questionnaires", security(("bearer" = [])),
    responses((status = 200, body = Vec<QuestionnaireJson>))
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
) -> Result<web::Json<Vec<QuestionnaireJson>>, WebError> {
    let proof = who.proof();
    let lines = app.read(move |tx, _| authoring::questionnaire_list(tx, &proof)).await?;
    Ok(web::Json(lines.iter().map(QuestionnaireJson::of).collect()))
}

/// A new questionnaire, and what its draft begins with.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateBody {
    /// Its title; left out, the title of what it begins with.
    #[serde(default)]
    pub title: String,
    /// "built-in", "blank", "own" (a file of entente-questionnaire/1), the format of a file ("vsaq", "ciso-assistant",
    /// "caiq", "hecvat"), or the id of another.
    pub from: String,
    /// The languages of a blank one.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The language of a file that does not say; "en" if left out.
    #[serde(default)]
    pub language: String,
    /// The file's text.
    #[serde(default)]
    pub text: String,
    /// A file that is no text, in base64.
    #[serde(default)]
    pub base64: String,
}

impl CreateBody {
    fn start(&self) -> Result<Start, ServiceError> {
        Ok(match self.from.as_str() {
            "built-in" => Start::BuiltIn,
            "blank" => Start::Blank(self.languages.clone()),
            "own" => Start::Own(file_of(&self.text, &self.base64)?),
            from => match Format::of(from) {
                None => Start::Copy(QuestionnaireId::from(from)),
                Some(format) => {
                    let language = if self.language.is_empty() { "en" } else { &self.language };
                    let file = file_of(&self.text, &self.base64)?;
                    Start::Foreign { format, file, language: language.to_owned() }
                }
            },
        })
    }
}

/// Makes a questionnaire with a draft.
#[utoipa::path(
    post, path = "/api/v1/questionnaires", tag = "questionnaires", security(("bearer" = [])),
    request_body = CreateBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe")),
    responses(
        (status = 201, body = MadeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create(
    request: HttpRequest,
    who: ApiWho<AuthorQuestionnaires>,
    app: web::Data<App>,
    body: web::Json<CreateBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, start, title) = (who.proof(), body.start()?, body.into_inner().title);
    let made = move |tx: &mut WriteTx, now| {
        let id = authoring::questionnaire_create(tx, &proof, (&title, &start), now)?;
        Ok(MadeJson { id: id.to_string() })
    };
    create.answer(&app, "questionnaire_create", made).await
}

/// A questionnaire with its versions, and what its draft lacks.
#[utoipa::path(
    get, path = "/api/v1/questionnaires/{id}", tag = "questionnaires", security(("bearer" = [])),
    params(("id" = String, Path, description = "the questionnaire")),
    responses(
        (status = 200, body = WrittenJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn fetch(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<WrittenJson>, WebError> {
    let (proof, id) = (who.proof(), QuestionnaireId::from(id.as_str()));
    let written = app.read(move |tx, _| authoring::questionnaire_fetch(tx, &proof, &id)).await?;
    Ok(web::Json(WrittenJson::of(&app.words(), &written)))
}

/// The draft's document; it may be unfinished.
#[utoipa::path(
    get, path = "/api/v1/questionnaires/{id}/draft", tag = "questionnaires", security(("bearer" = [])),
    params(("id" = String, Path, description = "the questionnaire")),
    responses(
        (status = 200, body = Object, description = "entente-questionnaire/1"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn draft(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), QuestionnaireId::from(id.as_str()));
    let written = app.read(move |tx, _| authoring::questionnaire_fetch(tx, &proof, &id)).await?;
    let draft = written.draft.ok_or(ServiceError::NotFound)?;
    Ok(HttpResponse::Ok().json(draft.to_value()))
}

/// Opens a draft that begins as the newest version stands.
#[utoipa::path(
    post, path = "/api/v1/questionnaires/{id}/draft", tag = "questionnaires", security(("bearer" = [])),
    request_body = RevisionBody, params(("id" = String, Path, description = "the questionnaire")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn begin(
    who: ApiWho<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<RevisionBody>,
) -> Result<HttpResponse, WebError> {
    act(&who, &app, (&id, body.revision), ("draft_begin", authoring::draft_begin)).await
}

/// The revision that was looked at.
#[derive(Debug, Deserialize)]
pub struct RevisionQuery {
    #[serde(default)]
    revision: i64,
}

/// The revision that counts now.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionJson {
    /// The questionnaire's revision.
    pub revision: i64,
}

/// Puts the document that is sent in the draft's place. It may be unfinished; what it lacks is told by the questionnaire.
#[utoipa::path(
    put, path = "/api/v1/questionnaires/{id}/draft", tag = "questionnaires", security(("bearer" = [])),
    request_body(content = Object, description = "entente-questionnaire/1"),
    params(
        ("id" = String, Path, description = "the questionnaire"),
        ("revision" = i64, Query, description = "the revision that was looked at"),
    ),
    responses(
        (status = 200, body = RevisionJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn replace(
    who: ApiWho<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    query: web::Query<RevisionQuery>,
    body: web::Bytes,
) -> Result<web::Json<RevisionJson>, WebError> {
    let text = String::from_utf8(body.to_vec())
        .map_err(|_not_text| ServiceError::Unusable(Message::new("unusable-form-body")))?;
    let (proof, id, revision) = (who.proof(), QuestionnaireId::from(id.as_str()), query.revision);
    let revision = app
        .write("draft_replace", move |tx, now| {
            authoring::draft_replace(tx, &proof, (&id, revision), &text, now)
        })
        .await?;
    Ok(web::Json(RevisionJson { revision }))
}

/// Throws the draft away.
#[utoipa::path(
    post, path = "/api/v1/questionnaires/{id}/draft/discard", tag = "questionnaires", security(("bearer" = [])),
    request_body = RevisionBody, params(("id" = String, Path, description = "the questionnaire")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn discard(
    who: ApiWho<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<RevisionBody>,
) -> Result<HttpResponse, WebError> {
    act(&who, &app, (&id, body.revision), ("draft_discard", authoring::draft_discard)).await
}

/// The version that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionMadeJson {
    /// Its number.
    pub version: i64,
}

/// Makes the next version of the draft, which never changes any more.
#[utoipa::path(
    post, path = "/api/v1/questionnaires/{id}/versions", tag = "questionnaires", security(("bearer" = [])),
    request_body = RevisionBody, params(("id" = String, Path, description = "the questionnaire")),
    responses(
        (status = 201, body = VersionMadeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn publish(
    who: ApiWho<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<RevisionBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, revision) = (who.proof(), QuestionnaireId::from(id.as_str()), body.revision);
    let version = app
        .write("draft_publish", move |tx, now| authoring::draft_publish(tx, &proof, (&id, revision), now))
        .await?;
    Ok(HttpResponse::Created().json(VersionMadeJson { version }))
}

/// A version's document.
#[utoipa::path(
    get, path = "/api/v1/questionnaires/{id}/versions/{version}", tag = "questionnaires", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the questionnaire"),
        ("version" = String, Path, description = "the version's number"),
    ),
    responses(
        (status = 200, body = Object, description = "entente-questionnaire/1"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn version(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, version) = path.into_inner();
    let which = Which::Version(version.parse().map_err(|_no_number| ServiceError::NotFound)?);
    let (proof, id) = (who.proof(), QuestionnaireId::from(id.as_str()));
    let shown = app.read(move |tx, _| authoring::document(tx, &proof, (&id, which))).await?;
    Ok(HttpResponse::Ok().json(shown.questionnaire.ok_or(ServiceError::NotFound)?))
}

/// Which two documents: a version's number, or "draft".
#[derive(Debug, Deserialize)]
pub struct PairQuery {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// What changed from one version to another, or to the draft.
#[utoipa::path(
    get, path = "/api/v1/questionnaires/{id}/changes", tag = "questionnaires", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the questionnaire"),
        ("from" = String, Query, description = "a version's number, or \"draft\"; 1 if left out"),
        ("to" = String, Query, description = "a version's number, or \"draft\"; 1 if left out"),
    ),
    responses(
        (status = 200, body = Vec<ChangeJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn changes(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    pair: web::Query<PairQuery>,
) -> Result<web::Json<Vec<ChangeJson>>, WebError> {
    let (from, to) = (which(&pair.from)?, which(&pair.to)?);
    let (proof, id) = (who.proof(), QuestionnaireId::from(id.as_str()));
    let compared = app.read(move |tx, _| authoring::compare(tx, &proof, &id, (from, to))).await?;
    let found = compared.map(|compared| compared.changes).unwrap_or_default();
    Ok(web::Json(found.into_iter().map(ChangeJson::of).collect()))
}

fn which(text: &str) -> Result<Which, ServiceError> {
    match text {
        "draft" => Ok(Which::Draft),
        "" => Ok(Which::Version(1)),
        number => number.parse().map(Which::Version).map_err(|_no_number| ServiceError::NotFound),
    }
}

/// Takes a questionnaire out of what can be sent. Running assessments go on.
#[utoipa::path(
    post, path = "/api/v1/questionnaires/{id}/archive", tag = "questionnaires", security(("bearer" = [])),
    request_body = RevisionBody, params(("id" = String, Path, description = "the questionnaire")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn archive(
    who: ApiWho<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<RevisionBody>,
) -> Result<HttpResponse, WebError> {
    act(&who, &app, (&id, body.revision), ("questionnaire_archive", authoring::questionnaire_archive)).await
}

/// Brings an archived questionnaire back.
#[utoipa::path(
    post, path = "/api/v1/questionnaires/{id}/restore", tag = "questionnaires", security(("bearer" = [])),
    request_body = RevisionBody, params(("id" = String, Path, description = "the questionnaire")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn restore(
    who: ApiWho<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<RevisionBody>,
) -> Result<HttpResponse, WebError> {
    act(&who, &app, (&id, body.revision), ("questionnaire_restore", authoring::questionnaire_restore)).await
}

async fn act(
    who: &ApiWho<AuthorQuestionnaires>,
    app: &App,
    (id, revision): (&str, i64),
    (name, change): (&'static str, authoring::Change),
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), QuestionnaireId::from(id));
    app.write(name, move |tx, now| change(tx, &proof, (&id, revision), now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
