//! Saying something about a question to whoever asks.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::respondent::RespondentWho;
use crate::services::vetting;
use crate::web::app::App;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::respond::see_other_saying;

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RemarkForm {
    remark: String,
}

/// POST /answer/q/{question}/remarks
pub async fn add(
    who: RespondentWho,
    app: web::Data<App>,
    question: web::Path<String>,
    form: Csrf<RemarkForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, body) = (who.proof(), question.into_inner(), form.0.remark);
    let place = format!("#q-{id}");
    let section = app
        .write("remark_add", move |tx, now| vetting::remark_add_by_respondent(tx, &proof, (&id, &body), now))
        .await?;
    Ok(see_other_saying(&app, &format!("/answer/section/{section}{place}"), "flash-remark-sent"))
}
