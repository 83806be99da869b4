//! Answering one section: the page, and saving it as one form.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::chain::list_path;
use super::evidence::evidence_path;
use super::language::LanguageForm;
use super::overview::section_path;
use super::respondent::RespondentWho;
use super::section_view::{Beside, NOT_APPLICABLE, Refused, section_page};
use crate::services::ServiceError;
use crate::services::answering::{self, Change, Desk, Saved};
use crate::services::{evidence, vetting};
use crate::vetting::code::{QuestionId, SectionId};
use crate::vetting::questionnaire::Section;
use crate::web::app::App;
use crate::web::components::{Banner, Kind};
use crate::web::csrf::{Csrf, Fields};
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::respond::see_other_saying;

/// GET /answer/section/{section}
pub async fn page(
    who: RespondentWho,
    app: web::Data<App>,
    section: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let id = section_id(&section)?;
    let (desk, beside) = load(&who, &app).await?;
    let c = who.chrome(&app, &desk, "answering-overview-title");
    let page = section_page((c, None), (&desk, &beside), &id, &Refused::default());
    Ok(Page(page.ok_or(ServiceError::NotFound)?).with_status(StatusCode::OK))
}

/// The desk, with what stands beside its questions.
async fn load(who: &RespondentWho, app: &App) -> Result<(Desk, Beside), ServiceError> {
    let proof = who.proof();
    app.read(move |tx, now| {
        let remarks = vetting::remark_list_of_respondent(tx, &proof)?;
        let delegated = answering::delegated(tx, &proof, now)?;
        let offers = evidence::offers(tx, &proof, now)?;
        Ok((answering::desk(tx, &proof)?, Beside { remarks, delegated, offers, now }))
    })
    .await
}

/// POST /answer/section/{section}
pub async fn save(
    who: RespondentWho,
    app: web::Data<App>,
    section: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let id = section_id(&section)?;
    let proof = who.proof();
    let desk = app.read(move |tx, _| answering::desk(tx, &proof)).await?;
    let changes = changes(desk.questionnaire.section(&id).ok_or(ServiceError::NotFound)?, &form.0);
    let (proof, sent) = (who.proof(), changes.clone());
    let saved =
        app.write("answers_save", move |tx, now| answering::answers_save(tx, &proof, &sent, now)).await?;
    if pressed(&form.0) == "language" {
        LanguageForm::of_fields(&form.0).keep(&who, &app).await?;
    }
    let (desk, beside) = load(&who, &app).await?;
    if saved.faults.is_empty() && saved.stale.is_empty() {
        let path = onward(&desk, &id, &form.0);
        return Ok(see_other_saying(&app, &path, "flash-answers-saved"));
    }
    let status = if saved.stale.is_empty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    let c = who.chrome(&app, &desk, "answering-overview-title");
    let words = c.words;
    let banner = Banner::new(Kind::Bad, words.t("answering-some-not-saved"));
    let page = section_page((c, Some(banner)), (&desk, &beside), &id, &refused(changes, saved));
    Ok(Page(page.ok_or(ServiceError::NotFound)?).with_status(status))
}

pub(super) fn section_id(text: &str) -> Result<SectionId, ServiceError> {
    SectionId::new(text).map_err(|_no_such_name| ServiceError::NotFound)
}

/// The button that was pressed.
fn pressed(fields: &Fields) -> &str {
    fields.iter().find(|(name, _)| name == "go").map_or("", |(_, value)| value.as_str())
}

/// Where the button that was pressed leads: the next section in scope, or the overview.
fn onward(desk: &Desk, id: &SectionId, fields: &Fields) -> String {
    let overview = "/answer".to_owned();
    let go = pressed(fields);
    if go == "language" {
        return format!("/answer/section/{id}");
    }
    let wanted = go.strip_prefix("evidence:").and_then(|question| QuestionId::new(question).ok());
    if let Some(question) = wanted {
        return evidence_path(&question);
    }
    let list = go.strip_prefix("list:").and_then(|question| QuestionId::new(question).ok());
    if let Some(question) = list {
        return list_path(&question);
    }
    if go != "next" {
        return overview;
    }
    let progress = desk.progress();
    let at = progress.iter().position(|section| section.id == *id);
    at.and_then(|at| progress.get(at + 1)).map_or(overview, section_path)
}

/// What was typed for those questions of the section that could not be kept.
fn refused(changes: Vec<Change>, saved: Saved) -> Refused {
    let kept = |change: &Change| {
        saved.stale.contains(&change.question) || saved.faults.iter().any(|f| f.field == change.question)
    };
    let typed: BTreeMap<String, Change> =
        changes.into_iter().filter(kept).map(|change| (change.question.clone(), change)).collect();
    Refused { typed, faults: saved.faults, stale: saved.stale }
}

fn changes(section: &Section, fields: &Fields) -> Vec<Change> {
    let field = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let sent = section.questions.iter().filter(|q| field(&format!("{}:revision", q.id)).is_some());
    sent.map(|question| change(question.id.as_str(), |part| field(&format!("{}:{part}", question.id))))
        .collect()
}

/// An answer from its fields: `option`, `reason`, `comment`, `evidence` and `revision`.
pub(super) fn change<'a>(question: &str, field: impl Fn(&str) -> Option<&'a str>) -> Change {
    let option = field("option").filter(|option| !option.is_empty());
    let text = |part: &str| field(part).unwrap_or_default().replace("\r\n", "\n");
    Change {
        question: question.to_owned(),
        option: option.filter(|option| *option != NOT_APPLICABLE).map(str::to_owned),
        not_applicable: option == Some(NOT_APPLICABLE),
        reason: text("reason"),
        comment: text("comment"),
        evidence_note: text("evidence"),
        revision: field("revision").and_then(|text| text.parse().ok()).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_not_applicable_is_no_option() {
        let fields = [("option", NOT_APPLICABLE), ("reason", "None of it\r\nconcerns us"), ("revision", "3")];
        let read = change("B5", |part| fields.iter().find(|(n, _)| *n == part).map(|(_, v)| *v));
        assert!(read.not_applicable && read.option.is_none() && read.revision == 3);
        assert_eq!(read.reason, "None of it\nconcerns us");
    }
}
