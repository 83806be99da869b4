//! A new questionnaire, from nothing or as a copy.

use actix_web::{HttpResponse, web};

use super::fields::{Fields, LANGUAGES, field, language_name, under_list};
use crate::access::{AuthorQuestionnaires, ViewPartners};
use crate::ids::QuestionnaireId;
use crate::services::authoring::{self, Line, Start};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::{Choice, FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::respond::see_other_saying;
use crate::web::vetting::{FormPage, fault_of, ok, unprocessable};
use crate::web::visitor::Who;

/// GET /questionnaires/new
pub async fn page(who: Who<AuthorQuestionnaires>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let fields = vec![("from".to_owned(), "built-in".to_owned()), ("languages".to_owned(), "en".to_owned())];
    Ok(ok(show(&who, &app, &fields, &[]).await?))
}

/// POST /questionnaires/new
pub async fn add(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (proof, title, start) = (who.proof(), field(&form.0, "title").to_owned(), start(&form.0));
    if title.trim().is_empty() {
        let fault = FieldFault::new("title", "fault-questionnaire-title");
        return Ok(unprocessable(show(&who, &app, &form.0, &[fault]).await?));
    }
    let made = app.write("questionnaire_create", move |tx, now| {
        authoring::questionnaire_create(tx, &proof, (&title, &start), now)
    });
    match made.await {
        Ok(id) => {
            Ok(see_other_saying(&app, &format!("/questionnaires/{id}/draft"), "flash-questionnaire-made"))
        }
        Err(ServiceError::Invalid(faults)) => Ok(unprocessable(show(&who, &app, &form.0, &faults).await?)),
        Err(error) => Err(error.into()),
    }
}

fn start(fields: &Fields) -> Start {
    match field(fields, "from") {
        "built-in" => Start::BuiltIn,
        "blank" => Start::Blank(languages(fields)),
        id => Start::Copy(QuestionnaireId::from(id)),
    }
}

/// The languages that were ticked.
pub(super) fn languages(fields: &Fields) -> Vec<String> {
    fields.iter().filter(|(name, _)| name == "languages").map(|(_, value)| value.clone()).collect()
}

async fn show(
    who: &Who<AuthorQuestionnaires>,
    app: &App,
    fields: &Fields,
    faults: &[FieldFault],
) -> Result<FormPage, WebError> {
    let proof = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let lines = app.read(move |tx, _| authoring::questionnaire_list(tx, &proof)).await?;
    Ok(form(who.chrome(app, "questionnaire-new"), &lines, fields, faults))
}

fn form(c: Chrome, lines: &[Line], fields: &Fields, faults: &[FieldFault]) -> FormPage {
    let c = under_list(c);
    let from = field(fields, "from");
    let mut choices = vec![
        Choice::new("built-in", c.t("start-built-in")).hint(c.t("start-built-in-hint")).chosen_if(from),
        Choice::new("blank", c.t("start-blank")).hint(c.t("start-blank-hint")).chosen_if(from),
    ];
    let own = lines.iter().filter(|line| line.row.archived_at.is_none());
    choices.extend(
        own.map(|line| {
            Choice::new(line.row.id.as_str(), c.ts("start-copy", &line.row.title)).chosen_if(from)
        }),
    );
    let ticked = languages(fields);
    FormPage {
        lead: c.t("questionnaire-new-lead"),
        banner: None,
        action: "/questionnaires/new".to_owned(),
        hidden: Vec::new(),
        fields: vec![
            FieldView::line("title", c.t("field-questionnaire-title"))
                .hint(c.t("field-questionnaire-title-hint"))
                .value(field(fields, "title"))
                .error(fault_of(&c, faults, "title")),
            FieldView::radios("from", c.t("field-start"), choices),
            language_field(&c, &ticked, &[]).hint(c.t("field-languages-blank-hint")).error(fault_of(
                &c,
                faults,
                "languages",
            )),
        ],
        submit: c.t("questionnaire-new-go"),
        cancel: Link::new(c.t("cancel"), "/questionnaires"),
        c,
    }
}

/// The languages to tick: those on offer, and those that the draft has.
pub(super) fn language_field(c: &Chrome, ticked: &[String], known: &[String]) -> FieldView {
    let extra = known.iter().map(String::as_str).filter(|tag| !LANGUAGES.contains(tag));
    let choice = |tag: &str| {
        let mut choice = Choice::new(tag, language_name(&c.words, tag));
        choice.chosen = ticked.iter().any(|ticked| ticked == tag);
        choice
    };
    let choices = LANGUAGES.into_iter().chain(extra).map(choice).collect();
    FieldView::checks("languages", c.t("field-languages"), choices)
}
