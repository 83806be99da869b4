//! Submitting, and the receipt.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::overview::submitted_banner;
use super::respondent::RespondentWho;
use crate::services::answering::{self, Desk, Receipt};
use crate::services::{FieldFault, ServiceError, mail};
use crate::web::app::App;
use crate::web::components::{Banner, FieldView, KeyValue, Link};
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::page::{Chrome, Page};
use crate::web::respond::{see_other, see_other_saying};
use crate::web::words::Words;

/// What is still open, or the last step.
#[derive(Debug, Template)]
#[template(path = "answering/submit.html")]
pub struct SubmitPage {
    /// The frame.
    pub c: Chrome,
    /// Where things stand.
    pub lead: String,
    /// Required questions without an answer.
    pub open: Vec<Link>,
    /// The name of whoever submits; nothing while anything is open.
    pub name: Option<FieldView>,
}

/// That the answers arrived, and how to check which.
#[derive(Debug, Template)]
#[template(path = "answering/receipt.html")]
pub struct ReceiptPage {
    /// The frame.
    pub c: Chrome,
    /// That they were submitted.
    pub banner: Option<Banner>,
    /// When, by whom, how many, the fingerprint.
    pub facts: Vec<KeyValue>,
    /// The fingerprint of the file.
    pub sha256: String,
}

/// What the form holds.
#[derive(Debug, Clone, Deserialize)]
pub struct SubmitForm {
    #[serde(default)]
    name: String,
}

async fn desk_of(who: &RespondentWho, app: &App) -> Result<Desk, ServiceError> {
    let proof = who.proof();
    app.read(move |tx, _| answering::desk(tx, &proof)).await
}

/// GET /answer/submit
pub async fn page(who: RespondentWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let desk = desk_of(&who, &app).await?;
    if desk.section.is_some() {
        return Ok(see_other("/answer"));
    }
    if !desk.is_open() {
        return Ok(see_other("/answer/receipt"));
    }
    let c = who.chrome(&app, &desk, "answering-submit-title");
    Ok(Page(submit_page(c, &desk, "", &[])).with_status(StatusCode::OK))
}

/// POST /answer/submit
pub async fn submit(
    who: RespondentWho,
    app: web::Data<App>,
    form: Csrf<SubmitForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, name, tag) = (who.proof(), form.0.name.clone(), app.words().lang().tag());
    let kit = app.kit().clone();
    let done = app
        .write("assessment_submit", move |tx, now| {
            let made = answering::submit(tx, &proof, &name, tag, now)?;
            mail::submitted(tx, &kit, &proof, now)?;
            Ok(made)
        })
        .await;
    match done {
        Ok(_) => Ok(see_other_saying(&app, "/answer/receipt", "flash-answers-submitted")),
        Err(ServiceError::Invalid(faults)) => {
            let desk = desk_of(&who, &app).await?;
            let c = who.chrome(&app, &desk, "answering-submit-title");
            let page = submit_page(c, &desk, &form.0.name, &faults);
            Ok(Page(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

/// GET /answer/receipt
pub async fn receipt(who: RespondentWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let desk = desk_of(&who, &app).await?;
    let c = who.chrome(&app, &desk, "answering-receipt-title");
    match answering::receipt(&desk, c.words.lang().tag())? {
        None => Ok(see_other("/answer")),
        Some(made) => Ok(Page(receipt_page(c, &desk, &made)).with_status(StatusCode::OK)),
    }
}

/// GET /answer/receipt.json
pub async fn document(who: RespondentWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let desk = desk_of(&who, &app).await?;
    let made = answering::receipt(&desk, app.words().lang().tag())?.ok_or(ServiceError::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"answers.json\""))
        .body(made.document))
}

fn submit_page(c: Chrome, desk: &Desk, name: &str, faults: &[FieldFault]) -> SubmitPage {
    let words = c.words;
    let open = open_links(words, desk);
    let field = open.is_empty().then(|| name_field(words, name, faults));
    let lead = if open.is_empty() {
        words.ts("answering-submit-lead", &desk.org_name)
    } else {
        words.tn("answering-submit-open", u64::try_from(open.len()).unwrap_or(u64::MAX))
    };
    SubmitPage { c, lead, open, name: field }
}

fn name_field(words: Words, name: &str, faults: &[FieldFault]) -> FieldView {
    let fault = faults.iter().find(|fault| fault.field == "name");
    FieldView::typed("name", words.t("answering-submit-name"), "text", "name")
        .hint(words.t("answering-submit-name-hint"))
        .value(name)
        .error(fault.map(|fault| say(&words, &fault.message)).unwrap_or_default())
}

fn open_links(words: Words, desk: &Desk) -> Vec<Link> {
    let tag = words.lang().tag();
    let open = desk.progress().into_iter().flat_map(|section| {
        let path = super::overview::section_path(&section);
        section.open.into_iter().map(move |question| (path.clone(), question))
    });
    open.filter_map(|(path, id)| {
        let question = desk.questionnaire.question(&id)?;
        let text = question.text.in_language(tag);
        let label = if question.scored { format!("{id} {text}") } else { text.to_owned() };
        Some(Link::new(label, format!("{path}#q-{id}")))
    })
    .collect()
}

fn receipt_page(c: Chrome, desk: &Desk, made: &Receipt) -> ReceiptPage {
    let words = c.words;
    let count = u64::try_from(made.answers).unwrap_or(u64::MAX);
    ReceiptPage {
        banner: submitted_banner(words, desk),
        facts: vec![
            KeyValue::new(words.t("answering-receipt-to"), desk.org_name.clone()),
            KeyValue::new(words.t("answering-receipt-for"), desk.partner_name.clone()),
            KeyValue::new(words.t("answering-receipt-by"), made.by.clone()),
            KeyValue::new(words.t("answering-receipt-at"), made.at.in_words_with_time()),
            KeyValue::new(words.t("answering-receipt-answers"), crate::web::format::number(count)),
        ],
        sha256: made.sha256.clone(),
        c,
    }
}

impl SubmitPage {
    /// Something open, and the last step.
    pub fn samples() -> Vec<Self> {
        let words = Words::default();
        let page = |lead: String, open, name| Self {
            c: Chrome::bare(words, "answering-submit-title"),
            lead,
            open,
            name,
        };
        let open = vec![
            Link::new("B1 Can people see in plain words who receives it?", "/answer/section/B#q-B1"),
            Link::new("D5 Do you honour the Global Privacy Control signal?", "/answer/section/D#q-D5"),
        ];
        vec![
            page(words.tn("answering-submit-open", 2), open, None),
            page(
                words.ts("answering-submit-lead", "Northwind Retail"),
                Vec::new(),
                Some(name_field(words, "", &[FieldFault::new("name", "fault-name")])),
            ),
        ]
    }
}

impl ReceiptPage {
    /// A receipt.
    pub fn samples() -> Vec<Self> {
        let words = Words::default();
        vec![Self {
            c: Chrome::bare(words, "answering-receipt-title"),
            banner: None,
            facts: vec![
                KeyValue::new(words.t("answering-receipt-to"), "Northwind Retail"),
                KeyValue::new(words.t("answering-receipt-by"), "Inès Laurent"),
            ],
            sha256: "5d41402abc4b2a76b9719d911017c592aa6f1c2b5d41402abc4b2a76b9719d91".to_owned(),
        }]
    }
}
