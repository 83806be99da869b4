//! The list of sub-processors beside a question: adding, changing and taking off companies, a whole table at once. Works
//! without script.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::delegate::Nothing;
use super::respondent::RespondentWho;
use crate::ids::SubProcessorId;
use crate::services::answering::Desk;
use crate::services::{FieldFault, ServiceError, chain};
use crate::vetting::code::QuestionId;
use crate::vetting::questionnaire::Question;
use crate::web::app::App;
use crate::web::chain::{EntryForm, LoadView, TableForm, entry_fields};
use crate::web::components::{ChainTable, FieldView, Link, being_written};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::respond::{Attachment, attachment, see_other_saying};
use crate::web::words::Words;

/// The list beside a question, with the form that adds a company or changes one.
#[derive(Debug, Template)]
#[template(path = "answering/chain.html")]
pub struct ChainPage {
    /// The frame.
    pub c: Chrome,
    /// The question.
    pub question: String,
    /// The list; empty while one company is changed.
    pub table: ChainTable,
    /// Whether one company is changed, and nothing else is shown.
    pub editing: bool,
    /// Whether the list can still be changed.
    pub open: bool,
    /// Whether the partner says that there is nobody.
    pub nobody: bool,
    /// Where the form goes that says so, or takes it back; empty where neither can be said.
    pub say_nobody: String,
    /// Where the form of a company goes.
    pub action: String,
    /// The revision of the company that is changed.
    pub revision: String,
    /// The fields of a company.
    pub fields: Vec<FieldView>,
    /// The form that takes a whole table.
    pub load: LoadView,
    /// The list as a table; nothing while it is empty.
    pub file: Option<Link>,
    /// Back to the question, or to the list.
    pub back: Link,
}

/// The page of a question's list.
pub(super) fn list_path(question: &QuestionId) -> String {
    format!("/answer/q/{question}/list")
}

/// How many companies stand on the list, or that there are none.
pub(super) fn on_list(words: Words, desk: &Desk) -> String {
    if desk.no_sub_processors {
        return words.t("chain-nobody-said");
    }
    words.tn("chain-on-list", u64::try_from(desk.sub_processors.len()).unwrap_or(u64::MAX))
}

fn named(question: &str) -> Result<QuestionId, ServiceError> {
    QuestionId::new(question).map_err(|_no_such_name| ServiceError::NotFound)
}

/// What is shown of a form.
#[derive(Default)]
struct Shown<'a> {
    entry: Option<&'a str>,
    form: EntryForm,
    pasted: &'a str,
    faults: &'a [FieldFault],
    load_faults: &'a [FieldFault],
}

/// GET /answer/q/{question}/list
pub async fn page(
    who: RespondentWho,
    app: web::Data<App>,
    question: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    show(&who, &app, &named(&question)?, Shown::default()).await
}

/// POST /answer/q/{question}/list
pub async fn add(
    who: RespondentWho,
    app: web::Data<App>,
    question: web::Path<String>,
    form: Csrf<EntryForm>,
) -> Result<HttpResponse, WebError> {
    let id = named(&question)?;
    let (proof, own, input) = (who.proof(), id.clone(), form.0.input());
    let done = app.write("entry_add_by_respondent", move |tx, now| {
        chain::entry_add_by_respondent(tx, &proof, &own, &input, now)
    });
    match done.await {
        Ok(_) => Ok(see_other_saying(&app, &list_path(&id), "flash-chain-added")),
        Err(ServiceError::Invalid(faults)) => {
            show(&who, &app, &id, Shown { form: form.0, faults: &faults, ..Shown::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// GET /answer/q/{question}/list/{entry}/edit
pub async fn edit(
    who: RespondentWho,
    app: web::Data<App>,
    ids: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, entry) = (named(&ids.0)?, ids.1.as_str());
    let desk = load_desk(&who, &app, &id).await?;
    let row =
        desk.sub_processors.iter().find(|row| row.id.as_str() == entry).ok_or(ServiceError::NotFound)?;
    let form = EntryForm::of(row);
    show(&who, &app, &id, Shown { entry: Some(entry), form, ..Shown::default() }).await
}

/// POST /answer/q/{question}/list/{entry}/edit
pub async fn change(
    who: RespondentWho,
    app: web::Data<App>,
    ids: web::Path<(String, String)>,
    form: Csrf<EntryForm>,
) -> Result<HttpResponse, WebError> {
    let (id, entry) = (named(&ids.0)?, ids.1.as_str());
    let (proof, own, row) = (who.proof(), id.clone(), SubProcessorId::from(entry));
    let (input, revision) = (form.0.input(), form.0.revision);
    let done = app.write("entry_change_by_respondent", move |tx, now| {
        chain::entry_change_by_respondent(tx, &proof, (&own, &row, revision), &input, now)
    });
    match done.await {
        Ok(()) => Ok(see_other_saying(&app, &list_path(&id), "flash-chain-changed")),
        Err(ServiceError::Invalid(faults)) => {
            let shown = Shown { entry: Some(entry), form: form.0, faults: &faults, ..Shown::default() };
            show(&who, &app, &id, shown).await
        }
        Err(error) => Err(error.into()),
    }
}

/// POST /answer/q/{question}/list/{entry}/remove
pub async fn remove(
    who: RespondentWho,
    app: web::Data<App>,
    ids: web::Path<(String, String)>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let id = named(&ids.0)?;
    let (proof, own, row) = (who.proof(), id.clone(), SubProcessorId::from(ids.1.as_str()));
    app.write("entry_remove_by_respondent", move |tx, now| {
        chain::entry_remove_by_respondent(tx, &proof, (&own, &row), now)
    })
    .await?;
    Ok(see_other_saying(&app, &list_path(&id), "flash-chain-removed"))
}

/// What the form of "we use none" says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NobodyForm {
    back: String,
}

/// POST /answer/q/{question}/list/none: the partner says that there is nobody, or takes that back.
pub async fn nobody(
    who: RespondentWho,
    app: web::Data<App>,
    question: web::Path<String>,
    form: Csrf<NobodyForm>,
) -> Result<HttpResponse, WebError> {
    let (id, back) = (named(&question)?, form.0.back == "yes");
    let (proof, own) = (who.proof(), id.clone());
    app.write("nobody_say", move |tx, now| {
        if back {
            chain::nobody_take_back(tx, &proof, &own, now)
        } else {
            chain::nobody_say(tx, &proof, &own, now)
        }
    })
    .await?;
    let flash = if back { "flash-chain-nobody-back" } else { "flash-chain-nobody" };
    Ok(see_other_saying(&app, &list_path(&id), flash))
}

/// POST /answer/q/{question}/list/load
pub async fn load(
    who: RespondentWho,
    app: web::Data<App>,
    question: web::Path<String>,
    form: TableForm,
) -> Result<HttpResponse, WebError> {
    let id = named(&question)?;
    let TableForm { table, pasted } = form;
    let (proof, own) = (who.proof(), id.clone());
    let done = app.write("list_load_by_respondent", move |tx, now| {
        chain::list_load_by_respondent(tx, &proof, (&own, &table), now)
    });
    match done.await {
        Ok(_) => Ok(see_other_saying(&app, &list_path(&id), "flash-chain-loaded")),
        Err(ServiceError::Invalid(faults)) => {
            show(&who, &app, &id, Shown { pasted: &pasted, load_faults: &faults, ..Shown::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// GET /answer/q/{question}/list/file
pub async fn file(
    who: RespondentWho,
    app: web::Data<App>,
    question: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), named(&question)?);
    let table = app.read(move |tx, _| chain::list_file_by_respondent(tx, &proof, &id)).await?;
    Ok(attachment(Attachment::Csv, "sub-processors.csv", table))
}

async fn load_desk(who: &RespondentWho, app: &App, id: &QuestionId) -> Result<Desk, ServiceError> {
    let (proof, own) = (who.proof(), id.clone());
    app.read(move |tx, _| chain::desk_with_list(tx, &proof, &own)).await
}

async fn show(
    who: &RespondentWho,
    app: &App,
    id: &QuestionId,
    shown: Shown<'_>,
) -> Result<HttpResponse, WebError> {
    let desk = load_desk(who, app, id).await?;
    let mut all = desk.questionnaire.questions();
    let (section, question) = all.find(|(_, found)| found.id == *id).ok_or(ServiceError::NotFound)?;
    let back = format!("/answer/section/{}#q-{id}", section.id);
    let fine = shown.faults.is_empty() && shown.load_faults.is_empty();
    let title = if shown.entry.is_some() { "chain-edit-title" } else { "chain-title" };
    let page = ChainPage::new(who.chrome(app, &desk, title), (question, back), &desk, &shown);
    Ok(Page(page).with_status(if fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }))
}

impl ChainPage {
    fn new(c: Chrome, (question, back): (&Question, String), desk: &Desk, shown: &Shown<'_>) -> Self {
        let own = list_path(&question.id);
        let (open, text) = (desk.is_open(), question.text.in_language(&desk.languages.questions));
        let table =
            ChainTable::new(&c.words, &being_written(&desk.sub_processors), if open { &own } else { "" });
        let back = match shown.entry {
            Some(_) => Link::new(c.t("cancel"), own.clone()),
            None => Link::new(c.ts("evidence-back", question.id.as_str()), back),
        };
        Self {
            question: format!("{} {text}", question.id),
            editing: shown.entry.is_some(),
            open,
            nobody: desk.no_sub_processors,
            say_nobody: if open && table.rows.is_empty() { format!("{own}/none") } else { String::new() },
            action: shown.entry.map_or_else(|| own.clone(), |entry| format!("{own}/{entry}/edit")),
            revision: shown.form.revision.to_string(),
            fields: entry_fields(&c, &shown.form, shown.faults),
            load: LoadView::new(&c, format!("{own}/load"), shown.pasted, shown.load_faults),
            file: (!table.rows.is_empty()).then(|| Link::new(c.t("chain-file"), format!("{own}/file"))),
            table,
            back,
            c,
        }
    }

    /// Two companies and the forms; nobody yet, refused; one that is changed; what was sent and can only be read;
    /// that there is nobody.
    pub fn samples() -> Vec<Self> {
        let page = |editing: bool, open: bool, faults: &[FieldFault], table: ChainTable| {
            let c = Chrome::bare(Words::default(), "chain-title");
            let none = open && !editing && table.rows.is_empty();
            Self {
                nobody: false,
                say_nobody: if none { "/answer/q/G1/list/none".to_owned() } else { String::new() },
                question: "G1 Can you give us the full list of sub-processors?".to_owned(),
                table,
                editing,
                open,
                action: "/answer/q/G1/list".to_owned(),
                revision: "0".to_owned(),
                fields: entry_fields(&c, &EntryForm::default(), faults),
                load: LoadView::new(&c, "/answer/q/G1/list/load".to_owned(), "", faults),
                file: Some(Link::new(c.t("chain-file"), "/answer/q/G1/list/file")),
                back: Link::new(c.ts("evidence-back", "G1"), "/answer/section/G#q-G1"),
                c,
            }
        };
        let tables = || ChainTable::samples(&Words::default()).into_iter().next().unwrap_or_default();
        let faults = [FieldFault::new("country", "fault-chain-country")];
        vec![
            page(false, true, &[], tables()),
            page(false, true, &faults, ChainTable::default()),
            page(true, true, &[], ChainTable::default()),
            page(false, false, &[], tables()),
            Self { nobody: true, ..page(false, true, &[], ChainTable::default()) },
        ]
    }
}
