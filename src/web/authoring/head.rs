//! The title, the languages and the day of the last look at the law maps.

use actix_web::{HttpResponse, web};

use super::fields::{self, Fields, WordsField, field, revision, typed, under_draft, words_of};
use super::new::{language_field, languages};
use super::section::SectionPage;
use crate::access::AuthorQuestionnaires;
use crate::services::authoring::{Edit, Written};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::{FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::vetting::{fault_of, ok};
use crate::web::visitor::Who;

/// GET /questionnaires/{id}/draft/head
pub async fn page(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let written = fields::load(&who, &app, &id).await?;
    Ok(ok(form(who.chrome(&app, "draft-head"), &written, None, &[])?))
}

/// POST /questionnaires/{id}/draft/head
pub async fn save(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let edit = Edit::Head {
        title: words_of(&form.0, "title"),
        languages: languages(&form.0),
        maps_reviewed: field(&form.0, "maps_reviewed").to_owned(),
    };
    let done = fields::edit(&who, &app, (&id, revision(&form.0)), edit).await;
    fields::answer(&who, &app, &id, done.map(|_| String::new()), |written, faults| {
        self::form(who.chrome(&app, "draft-head"), written, Some(&form.0), faults)
    })
    .await
}

fn form(
    c: Chrome,
    written: &Written,
    sent: Option<&Fields>,
    faults: &[FieldFault],
) -> Result<SectionPage, ServiceError> {
    let draft = fields::draft(written)?;
    let c = under_draft(c, written);
    let own = format!("/questionnaires/{}/draft", written.row.id);
    let title = sent.map_or_else(|| typed(draft.title()), |sent| words_of(sent, "title"));
    let ticked = sent.map_or_else(|| draft.languages().to_vec(), languages);
    let reviewed =
        sent.map_or_else(|| draft.maps_reviewed().to_owned(), |sent| field(sent, "maps_reviewed").to_owned());
    Ok(SectionPage {
        lead: c.t("draft-head-lead"),
        action: format!("{own}/head"),
        revision: written.row.revision.to_string(),
        words: vec![
            WordsField::new(&c, draft.languages(), ("title", "field-questionnaire-title"), &title, 1)
                .fault(&c, faults),
        ],
        fields: vec![
            language_field(&c, &ticked, draft.languages()).hint(c.t("field-languages-hint")).error(fault_of(
                &c,
                faults,
                "languages",
            )),
            FieldView::line("maps_reviewed", c.t("field-maps-reviewed"))
                .hint(c.t("field-maps-reviewed-hint"))
                .value(reviewed)
                .error(fault_of(&c, faults, "maps_reviewed"))
                .short()
                .optional(),
        ],
        submit: c.t("save"),
        back: Link::new(c.t("cancel"), own),
        remove: None,
        c,
    })
}
