//! The documents that prove an answer: attaching one, looking at it, taking it away. Works without script.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::delegate::Nothing;
use super::respondent::RespondentWho;
use crate::clock::Timestamp;
use crate::ids::EvidenceId;
use crate::services::answering::{self, Desk};
use crate::services::evidence::{self, Evidence, EvidenceInput, Offer};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::code::{QuestionId, SectionId};
use crate::vetting::evidence::{EvidenceKind, FileType, LARGEST_FILE};
use crate::vetting::questionnaire::Question;
use crate::web::app::App;
use crate::web::components::{Choice, EvidenceView, FieldView, Link, kind_word};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::file_form::FileForm;
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::respond::{file, see_other_saying};
use crate::web::vetting::fault_of;
use crate::web::words::Words;

/// The documents of one question, and the form to attach another.
#[derive(Debug, Template)]
#[template(path = "answering/evidence.html")]
pub struct EvidencePage {
    /// The frame.
    pub c: Chrome,
    /// The question.
    pub question: String,
    /// What would show it.
    pub hint: String,
    /// The language of the question.
    pub lang: String,
    /// The documents.
    pub documents: Vec<EvidenceView>,
    /// The documents of the last round that are offered.
    pub offers: Vec<OfferView>,
    /// Whether documents can still be attached and taken away.
    pub open: bool,
    /// Where the form goes.
    pub action: String,
    /// The file, its kind, its days.
    pub fields: Vec<FieldView>,
    /// Back to the question.
    pub back: Link,
}

/// A document of the last round.
#[derive(Debug, Clone)]
pub struct OfferView {
    /// The document, with its own dates.
    pub document: EvidenceView,
    /// Whether it was said not to be used.
    pub dropped: bool,
}

/// That documents of the last round wait to be confirmed for a question, or nothing.
pub(super) fn offers_words(words: Words, offers: &[Offer], question: &QuestionId) -> String {
    let waiting = offers.iter().filter(|offer| {
        offer.document.question == question.as_str() && !offer.dropped && !offer.document.expired
    });
    match waiting.count() {
        0 => String::new(),
        n => words.tn("offers-waiting", u64::try_from(n).unwrap_or(u64::MAX)),
    }
}

/// The page of a question's documents.
pub(super) fn evidence_path(question: &QuestionId) -> String {
    format!("/answer/q/{question}/evidence")
}

/// A question's documents, as its page and its card list them.
pub(super) fn views(words: Words, desk: &Desk, question: &QuestionId, now: Timestamp) -> Vec<EvidenceView> {
    let own = desk.documents.iter().filter(|row| row.question_id == question.as_str());
    own.map(|row| {
        let one = Evidence::of(row, now).marked(&desk.carried);
        EvidenceView::of(words, &one, format!("/answer/evidence/{}", row.id))
    })
    .collect()
}

/// GET /answer/q/{question}/evidence
pub async fn page(
    who: RespondentWho,
    app: web::Data<App>,
    question: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    show(&who, &app, &question, (&FileForm::default(), &[])).await
}

/// POST /answer/q/{question}/evidence
pub async fn add(
    who: RespondentWho,
    app: web::Data<App>,
    question: web::Path<String>,
    mut form: FileForm,
) -> Result<HttpResponse, WebError> {
    let id = QuestionId::new(&question).map_err(|_no_such_name| ServiceError::NotFound)?;
    let sent = std::mem::take(&mut form.file);
    let input = EvidenceInput {
        kind: form.field("kind").to_owned(),
        effective: form.field("effective").to_owned(),
        expires: form.field("expires").to_owned(),
        name: sent.name,
        bytes: sent.bytes,
    };
    let (proof, own, kit) = (who.proof(), id.clone(), app.kit().clone());
    let added = app.write("evidence_add", move |tx, now| {
        evidence::evidence_add(tx, &proof, kit.master(), (&own, &input), now)
    });
    match added.await {
        Ok(_) => Ok(see_other_saying(&app, &evidence_path(&id), "flash-evidence-added")),
        Err(ServiceError::Invalid(faults)) => show(&who, &app, &question, (&form, &faults)).await,
        Err(error) => Err(error.into()),
    }
}

/// POST /answer/evidence/{id}/remove
pub async fn remove(
    who: RespondentWho,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), EvidenceId::from(id.as_str()));
    let question =
        app.write("evidence_remove", move |tx, now| evidence::evidence_remove(tx, &proof, &id, now)).await?;
    let path = format!("/answer/q/{question}/evidence");
    Ok(see_other_saying(&app, &path, "flash-evidence-removed"))
}

/// POST /answer/carried/{id}/keep
pub async fn keep(
    who: RespondentWho,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, kit) = (who.proof(), EvidenceId::from(id.as_str()), app.kit().clone());
    let question = app
        .write("offer_keep", move |tx, now| evidence::offer_keep(tx, &proof, kit.master(), &id, now))
        .await?;
    Ok(see_other_saying(&app, &format!("/answer/q/{question}/evidence"), "flash-offer-kept"))
}

/// POST /answer/carried/{id}/drop
pub async fn drop(
    who: RespondentWho,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), EvidenceId::from(id.as_str()));
    let question = app.write("offer_drop", move |tx, now| evidence::offer_drop(tx, &proof, &id, now)).await?;
    Ok(see_other_saying(&app, &format!("/answer/q/{question}/evidence"), "flash-offer-dropped"))
}

/// GET /answer/evidence/{id}
pub async fn download(
    request: HttpRequest,
    who: RespondentWho,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, kit) = (who.proof(), EvidenceId::from(id.as_str()), app.kit().clone());
    let opened =
        app.read(move |tx, _| evidence::evidence_read_by_respondent(tx, &proof, kit.master(), &id)).await?;
    Ok(file(&request, &opened))
}

async fn show(
    who: &RespondentWho,
    app: &App,
    question: &str,
    (form, faults): (&FileForm, &[FieldFault]),
) -> Result<HttpResponse, WebError> {
    let id = QuestionId::new(question).map_err(|_no_such_name| ServiceError::NotFound)?;
    let proof = who.proof();
    let (desk, offers) = app
        .read(move |tx, now| Ok((answering::desk(tx, &proof)?, evidence::offers(tx, &proof, now)?)))
        .await?;
    let mut all = desk.questionnaire.questions();
    let (section, found) = all.find(|(_, found)| found.id == id).ok_or(ServiceError::NotFound)?;
    if !desk.reaches(&id) || !found.scored {
        return Err(ServiceError::NotFound.into());
    }
    let c = who.chrome(app, &desk, "evidence-title");
    let documents = views(c.words, &desk, &id, app.now());
    let own = offers.iter().filter(|offer| offer.document.question == id.as_str());
    let offers = own.map(|offer| offer_view(c.words, offer)).collect();
    let page = EvidencePage::new(c, (&section.id, found), (documents, &desk), (form, faults));
    let page = EvidencePage { offers, ..page };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page(page).with_status(status))
}

impl EvidencePage {
    fn new(
        c: Chrome,
        (section, question): (&SectionId, &Question),
        (documents, desk): (Vec<EvidenceView>, &Desk),
        (form, faults): (&FileForm, &[FieldFault]),
    ) -> Self {
        let tag = desk.languages.questions.as_str();
        let text = question.text.in_language(tag);
        Self {
            question: format!("{} {text}", question.id),
            hint: question.evidence_hint.in_language(tag).to_owned(),
            lang: tag.to_owned(),
            documents,
            offers: Vec::new(),
            open: desk.is_open(),
            action: evidence_path(&question.id),
            fields: fields(&c, form, faults),
            back: Link::new(
                c.ts("evidence-back", question.id.as_str()),
                format!("/answer/section/{section}#q-{}", question.id),
            ),
            c,
        }
    }

    /// Three documents and the form; the form refused; what was sent and can only be read.
    pub fn samples() -> Vec<Self> {
        let page = |faults: &[FieldFault], open: bool| {
            let c = Chrome::bare(Words::default(), "evidence-title");
            Self {
                question: "D2 Does a deletion reach every recipient and copy?".to_owned(),
                hint: "A deletion log.".to_owned(),
                lang: "en".to_owned(),
                documents: EvidenceView::samples(c.words),
                offers: OfferView::samples(c.words),
                open,
                action: "/answer/q/D2/evidence".to_owned(),
                fields: fields(&c, &FileForm::default(), faults),
                back: Link::new(c.ts("evidence-back", "D2"), "/answer/section/D#q-D2"),
                c,
            }
        };
        let faults = [
            FieldFault::new("file", "fault-evidence-content"),
            FieldFault::new("effective", "fault-evidence-effective"),
        ];
        vec![page(&[], true), page(&faults, true), page(&[], false)]
    }
}

fn offer_view(words: Words, offer: &Offer) -> OfferView {
    let href = format!("/answer/evidence/{}", offer.document.id);
    OfferView { document: EvidenceView::of(words, &offer.document, href), dropped: offer.dropped }
}

impl OfferView {
    /// One that is offered, one that is not used, one that holds no longer.
    fn samples(words: Words) -> Vec<Self> {
        let views = EvidenceView::samples(words).into_iter().zip([false, true, false]);
        views
            .map(|(document, dropped)| Self {
                document: EvidenceView { carried: false, ..document },
                dropped,
            })
            .collect()
    }
}

pub(super) fn fields(c: &Chrome, form: &FileForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let kinds = EvidenceKind::ALL
        .map(|kind| Choice::new(kind.as_str(), c.t(kind_word(kind))).chosen_if(form.field("kind")));
    let largest = format::size_in(c.words.lang(), u64::try_from(LARGEST_FILE).unwrap_or_default());
    let day = |name: &str, label: &str, hint: &str| {
        FieldView::typed(name, c.t(label), "date", "off")
            .hint(c.t(hint))
            .value(form.field(name))
            .error(fault_of(c, faults, name))
    };
    vec![
        FieldView::file("file", c.t("evidence-file"), FileType::ACCEPTED)
            .hint(c.ts("evidence-file-hint", &largest))
            .error(fault_of(c, faults, "file")),
        FieldView::select("kind", c.t("evidence-kind"), kinds.into()).error(fault_of(c, faults, "kind")),
        day("effective", "evidence-effective", "evidence-effective-hint"),
        day("expires", "evidence-expires", "evidence-expires-hint").optional(),
    ]
}
