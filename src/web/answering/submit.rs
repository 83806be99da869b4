//! Submitting, and the receipt.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::overview::{reopen_banner, submitted_banner};
use super::respondent::RespondentWho;
use crate::services::answering::{self, Desk, Receipt};
use crate::services::{FieldFault, ServiceError, evidence, mail};
use crate::vetting::questionnaire::ListKind;
use crate::web::app::App;
use crate::web::components::{Banner, FieldView, KeyValue, Link};
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::respond::{see_other, see_other_saying};
use crate::web::words::{Arg, Words};

/// What is still open, or the last step.
#[derive(Debug, Template)]
#[template(path = "answering/submit.html")]
pub struct SubmitPage {
    /// The frame.
    pub c: Chrome,
    /// Where things stand.
    pub lead: String,
    /// That documents of the last round were not confirmed, or nothing.
    pub unsent: String,
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
    /// Submissions before the last one.
    pub earlier: Vec<EarlierRow>,
    /// How a request to change the answers stands.
    pub reopen: Option<Banner>,
    /// Whom to ask, and what for.
    pub ask_lead: String,
    /// The reason, where one can ask to change the answers.
    pub ask: Option<FieldView>,
}

/// A submission before the last one.
#[derive(Debug, Clone)]
pub struct EarlierRow {
    /// When, by whom.
    pub text: String,
    /// Its fingerprint.
    pub sha256: String,
    /// Its file.
    pub href: String,
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
    let proof = who.proof();
    let offers = app.read(move |tx, now| evidence::offers(tx, &proof, now)).await?;
    let waiting = offers.iter().filter(|offer| !offer.dropped && !offer.document.expired).count();
    let c = who.chrome(&app, &desk, "answering-submit-title");
    let unsent = if waiting == 0 { String::new() } else { c.tn("answering-submit-offers", waiting) };
    Ok(Page(SubmitPage { unsent, ..submit_page(c, &desk, "", &[]) }).with_status(StatusCode::OK))
}

/// POST /answer/submit
pub async fn submit(
    who: RespondentWho,
    app: web::Data<App>,
    form: Csrf<SubmitForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, name, kit) = (who.proof(), form.0.name.clone(), app.kit().clone());
    let done = app.write("assessment_submit", move |tx, now| {
        let language = answering::desk(tx, &proof)?.languages.questions;
        let made = answering::submit(tx, &proof, &name, &language, now)?;
        mail::submitted(tx, &kit, &proof, now)?;
        Ok(made)
    });
    match done.await {
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
    show_receipt(&who, &app, ("", &[])).await
}

async fn show_receipt(
    who: &RespondentWho,
    app: &App,
    (typed, faults): (&str, &[FieldFault]),
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let (desk, made, asked) = app
        .read(move |tx, _| {
            let asked = answering::reopen_asked(tx, &proof)?;
            Ok((answering::desk(tx, &proof)?, answering::receipts(tx, &proof)?, asked))
        })
        .await?;
    let c = who.chrome(app, &desk, "answering-receipt-title");
    let Some((last, earlier)) = made.split_last() else { return Ok(see_other("/answer")) };
    let reopen = reopen_banner(c.words, &desk, asked.as_ref());
    let waits = asked.is_some_and(|row| row.verdict.is_none());
    let page = ReceiptPage {
        ask: (!desk.is_open() && !waits).then(|| reason_field(c.words, typed, faults)),
        ask_lead: c.ts("reopen-lead", &desk.org_name),
        reopen,
        earlier: earlier_rows(c.words, earlier),
        ..receipt_page(c, &desk, last)
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page(page).with_status(status))
}

/// What a request to change answers says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReopenForm {
    reason: String,
}

/// POST /answer/reopen
pub async fn reopen(
    who: RespondentWho,
    app: web::Data<App>,
    form: Csrf<ReopenForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, reason) = (who.proof(), form.0.reason.clone());
    let asked = app.write("reopen_ask", move |tx, now| answering::reopen_ask(tx, &proof, &reason, now));
    match asked.await {
        Ok(_) => Ok(see_other_saying(&app, "/answer/receipt", "flash-reopen-asked")),
        Err(ServiceError::Invalid(faults)) => show_receipt(&who, &app, (&form.0.reason, &faults)).await,
        Err(error) => Err(error.into()),
    }
}

/// Which submission: the first is 1; the last if none is named.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReceiptQuery {
    n: Option<usize>,
}

/// GET /answer/receipt.json
pub async fn document(
    who: RespondentWho,
    app: web::Data<App>,
    query: web::Query<ReceiptQuery>,
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let made = app.read(move |tx, _| answering::receipts(tx, &proof)).await?;
    let at = query.n.unwrap_or(made.len()).checked_sub(1);
    let wanted = at.and_then(|at| made.into_iter().nth(at)).ok_or(ServiceError::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"answers.json\""))
        .body(wanted.document))
}

fn earlier_rows(words: Words, earlier: &[Receipt]) -> Vec<EarlierRow> {
    let row = |(at, made): (usize, &Receipt)| EarlierRow {
        text: words.with(
            "receipt-earlier-one",
            &[("by", Arg::from(&made.by)), ("on", Arg::from(format::moment_in(words.lang(), made.at)))],
        ),
        sha256: made.sha256.clone(),
        href: format!("/answer/receipt.json?n={}", at.saturating_add(1)),
    };
    earlier.iter().enumerate().map(row).collect()
}

fn reason_field(words: Words, typed: &str, faults: &[FieldFault]) -> FieldView {
    let fault = faults.iter().find(|fault| fault.field == "reason");
    FieldView::area("reason", words.t("reopen-reason"))
        .value(typed)
        .error(fault.map(|fault| say(&words, &fault.message)).unwrap_or_default())
}

fn submit_page(c: Chrome, desk: &Desk, name: &str, faults: &[FieldFault]) -> SubmitPage {
    let words = c.words;
    let open = open_links(desk);
    let field = open.is_empty().then(|| name_field(words, name, faults));
    let lead = if open.is_empty() {
        words.ts("answering-submit-lead", &desk.org_name)
    } else {
        words.tn("answering-submit-open", u64::try_from(open.len()).unwrap_or(u64::MAX))
    };
    SubmitPage { c, lead, unsent: String::new(), open, name: field }
}

fn name_field(words: Words, name: &str, faults: &[FieldFault]) -> FieldView {
    let fault = faults.iter().find(|fault| fault.field == "name");
    FieldView::typed("name", words.t("answering-submit-name"), "text", "name")
        .hint(words.t("answering-submit-name-hint"))
        .value(name)
        .error(fault.map(|fault| say(&words, &fault.message)).unwrap_or_default())
}

fn open_links(desk: &Desk) -> Vec<Link> {
    let tag = desk.languages.questions.as_str();
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
    let asked = desk.questionnaire.with_list(ListKind::SubProcessors).next().is_some() && !desk.is_open();
    let chain = asked.then(|| KeyValue::new(words.t("chain-title"), super::chain::on_list(words, desk)));
    ReceiptPage {
        banner: submitted_banner(words, desk),
        facts: [
            KeyValue::new(words.t("answering-receipt-to"), desk.org_name.clone()),
            KeyValue::new(words.t("answering-receipt-for"), desk.partner_name.clone()),
            KeyValue::new(words.t("answering-receipt-by"), made.by.clone()),
            KeyValue::new(words.t("answering-receipt-at"), format::moment_in(words.lang(), made.at)),
            KeyValue::new(words.t("answering-receipt-answers"), words.number(count)),
        ]
        .into_iter()
        .chain(chain)
        .collect(),
        sha256: made.sha256.clone(),
        earlier: Vec::new(),
        reopen: None,
        ask_lead: String::new(),
        ask: None,
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
            unsent: words.tn("answering-submit-offers", 2),
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
            earlier: vec![EarlierRow {
                text: words.with(
                    "receipt-earlier-one",
                    &[("by", Arg::from("Inès Laurent")), ("on", Arg::from("12 March 2027, 10:32 UTC"))],
                ),
                sha256: "91d7196b2c1f6aa592c7101 1d9917b6a".replace(' ', ""),
                href: "/answer/receipt.json?n=1".to_owned(),
            }],
            reopen: None,
            ask_lead: words.ts("reopen-lead", "Northwind Retail"),
            ask: Some(reason_field(words, "", &[])),
        }]
    }
}
