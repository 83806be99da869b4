//! Announcing changes of the chain to whoever asked, by the same link, and reading what they say to it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respondent::AnnouncerWho;
use crate::ids::NoticeId;
use crate::services::chain::NoticeLine;
use crate::services::{FieldFault, ServiceError, chain};
use crate::store::SubProcessor;
use crate::web::app::App;
use crate::web::chain::{NoticeForm, OutcomeForm, joining_fields, leaving_fields};
use crate::web::components::{FieldView, NoticeView, Reader};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other_saying;
use crate::web::words::Words;

/// What was announced, and the forms to announce more.
#[derive(Debug, Template)]
#[template(path = "answering/notices.html")]
pub struct NoticesPage {
    /// The frame.
    pub c: Chrome,
    /// Whether there is a questionnaire to go back to; a link for changes has none.
    pub home: bool,
    /// What this is for.
    pub lead: String,
    /// The notices, newest first.
    pub notices: Vec<NoticeView>,
    /// The fields of a company that joins.
    pub joining: Vec<FieldView>,
    /// The fields of a company that leaves; none while the list is empty.
    pub leaving: Vec<FieldView>,
}

/// GET /answer/notices
pub async fn page(who: AnnouncerWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    show(&who, &app, (&NoticeForm::default(), &[])).await
}

/// POST /answer/notices
pub async fn announce(
    who: AnnouncerWho,
    app: web::Data<App>,
    form: Csrf<NoticeForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, input) = (who.proof(), form.0.input());
    let done =
        app.write("notice_announce", move |tx, now| chain::notice_announce(tx, &proof, &input, now)).await;
    match done {
        Ok(_) => Ok(see_other_saying(&app, "/answer/notices", "flash-notice-announced")),
        Err(ServiceError::Invalid(faults)) => show(&who, &app, (&form.0, &faults)).await,
        Err(error) => Err(error.into()),
    }
}

/// POST /answer/notices/{id}/outcome
pub async fn outcome(
    who: AnnouncerWho,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<OutcomeForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, outcome) = (who.proof(), NoticeId::from(id.as_str()), form.0.outcome);
    app.write("notice_outcome_by_announcer", move |tx, now| {
        chain::notice_outcome_by_announcer(tx, &proof, (&id, &outcome), now)
    })
    .await?;
    Ok(see_other_saying(&app, "/answer/notices", "flash-notice-outcome"))
}

async fn show(
    who: &AnnouncerWho,
    app: &App,
    (form, faults): (&NoticeForm, &[FieldFault]),
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let home = !proof.only_changes();
    let (desk, (notices, kept)) = app
        .read(move |tx, _| {
            Ok::<_, ServiceError>((
                chain::change_desk(tx, &proof)?,
                chain::notice_list_of_announcer(tx, &proof)?,
            ))
        })
        .await?;
    let c = who.chrome(&desk, "notices-title");
    let page = NoticesPage::new(c, &desk.org_name, (&notices, &kept), (form, faults));
    let page = NoticesPage { home, ..page };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page(page).with_status(status))
}

impl NoticesPage {
    fn new(
        c: Chrome,
        org: &str,
        (notices, kept): (&[NoticeLine], &[SubProcessor]),
        (form, faults): (&NoticeForm, &[FieldFault]),
    ) -> Self {
        let of = |leaves: bool| if form.leaves() == leaves { faults } else { &[] };
        let leaving = if kept.is_empty() { Vec::new() } else { leaving_fields(&c, kept, form, of(true)) };
        Self {
            home: true,
            lead: c.ts("notices-lead", org),
            notices: notices.iter().map(|line| NoticeView::new(&c.words, line, Reader::Partner)).collect(),
            joining: joining_fields(&c, form, of(false)),
            leaving,
            c,
        }
    }

    /// Two notices and both forms; none, refused, by a link for changes.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::bare(Words::default(), "notices-title");
        let (form, faults) = (NoticeForm::default(), [FieldFault::new("starts", "fault-notice-starts")]);
        let org = "Northwind Retail";
        let full = Self {
            notices: NoticeView::samples(&Words::default()),
            leaving: leaving_fields(&c(), &[], &form, &[]),
            ..Self::new(c(), org, (&[], &[]), (&form, &[]))
        };
        let alone = Self { home: false, ..Self::new(c(), org, (&[], &[]), (&form, &faults)) };
        vec![full, alone]
    }
}
