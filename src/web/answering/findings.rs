//! The findings that were shared with the partner: what is asked, until when, and saying what was done. Works without script.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::evidence;
use super::respondent::RespondentWho;
use crate::ids::{EvidenceId, FindingId};
use crate::services::answering::{self, Desk};
use crate::services::evidence::{Evidence, EvidenceInput};
use crate::services::vetting::{self, SharedFinding};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::remediation::{FindingState, Standing};
use crate::web::app::App;
use crate::web::components::{EvidenceView, FieldView, Kind, Link};
use crate::web::error::WebError;
use crate::web::file_form::FileForm;
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::respond::{file, see_other_saying};
use crate::web::vetting::{FindingEventView, event_word, fault_of};
use crate::web::words::{Arg, Words};

/// One finding in the list.
#[derive(Debug, Clone)]
pub struct SharedRow {
    /// What is to be mended, and its page.
    pub link: Link,
    /// Until when.
    pub due: String,
    /// How it stands.
    pub state: (Kind, String),
}

/// GET /answer/findings
#[derive(Debug, Template)]
#[template(path = "answering/findings.html")]
pub struct SharedFindingsPage {
    /// The frame.
    pub c: Chrome,
    /// Whose findings they are.
    pub lead: String,
    /// The findings.
    pub rows: Vec<SharedRow>,
}

/// GET /answer/findings/{id}
#[derive(Debug, Template)]
#[template(path = "answering/finding.html")]
pub struct SharedFindingPage {
    /// The frame.
    pub c: Chrome,
    /// How it stands.
    pub state: (Kind, String),
    /// Until when, in a sentence.
    pub due: String,
    /// What is asked.
    pub description: String,
    /// What was reported and found, newest first.
    pub events: Vec<FindingEventView>,
    /// The documents that were sent for it.
    pub documents: Vec<EvidenceView>,
    /// Where the report is sent; empty while there is nothing to report.
    pub action: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

/// GET /answer/findings
pub async fn list(who: RespondentWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let (desk, found) = app
        .read(move |tx, now| Ok((answering::desk(tx, &proof)?, vetting::findings_shared(tx, &proof, now)?)))
        .await?;
    let c = who.chrome(&app, &desk, "shared-findings-title");
    let lead = c.ts("shared-findings-lead", &desk.org_name);
    let rows = found.iter().map(|one| row(&c.words, one)).collect();
    Ok(Page(SharedFindingsPage { c, lead, rows }).with_status(StatusCode::OK))
}

fn row(words: &Words, one: &SharedFinding) -> SharedRow {
    SharedRow {
        link: Link::new(one.title.clone(), format!("/answer/findings/{}", one.id)),
        due: format::date_in(words.lang(), one.standing.due),
        state: state(words, one.standing),
    }
}

/// What the partner reads of a state: that a risk is accepted is not its affair, only that nothing waits.
fn state(words: &Words, standing: Standing) -> (Kind, String) {
    match standing.state {
        FindingState::Closed => (Kind::Good, words.t("shared-finding-closed")),
        FindingState::Accepted => (Kind::Plain, words.t("shared-finding-rests")),
        FindingState::Reported => (Kind::Warn, words.t("finding-reported")),
        FindingState::Open if standing.overdue => (Kind::Bad, words.t("finding-overdue")),
        FindingState::Open => (Kind::Plain, words.t("finding-open")),
    }
}

/// GET /answer/findings/{id}
pub async fn page(
    who: RespondentWho,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    show(&who, &app, &id, (&FileForm::default(), &[])).await
}

async fn show(
    who: &RespondentWho,
    app: &App,
    id: &str,
    (form, faults): (&FileForm, &[FieldFault]),
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), FindingId::from(id));
    let (desk, found) = app
        .read(move |tx, now| {
            Ok((answering::desk(tx, &proof)?, vetting::finding_shared(tx, &proof, &own, now)?))
        })
        .await?;
    let c = who.chrome(app, &desk, "shared-findings-title").titled(&found.title);
    let page = SharedFindingPage::new(c, &desk, &found, (form, faults));
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page(page).with_status(status))
}

/// POST /answer/findings/{id}: what was done, with a document if one was chosen.
pub async fn report(
    who: RespondentWho,
    app: web::Data<App>,
    id: web::Path<String>,
    mut form: FileForm,
) -> Result<HttpResponse, WebError> {
    let sent = std::mem::take(&mut form.file);
    let chosen = !(sent.name.is_empty() && sent.bytes.is_empty());
    let document = chosen.then(|| EvidenceInput {
        kind: form.field("kind").to_owned(),
        effective: form.field("effective").to_owned(),
        expires: form.field("expires").to_owned(),
        name: sent.name,
        bytes: sent.bytes,
    });
    let (proof, own, kit) = (who.proof(), FindingId::from(id.as_str()), app.kit().clone());
    let note = form.field("note").to_owned();
    let done = app.write("finding_report", move |tx, now| {
        let said = (&own, note.as_str(), document.as_ref());
        vetting::finding_report_by_respondent(tx, &proof, kit.master(), said, now)
    });
    match done.await {
        Ok(()) => {
            Ok(see_other_saying(&app, &format!("/answer/findings/{id}"), "flash-shared-finding-reported"))
        }
        Err(ServiceError::Invalid(faults)) => show(&who, &app, &id, (&form, &faults)).await,
        Err(error) => Err(error.into()),
    }
}

/// GET /answer/findings/{id}/evidence/{evidence}
pub async fn download(
    request: HttpRequest,
    who: RespondentWho,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (proof, kit) = (who.proof(), app.kit().clone());
    let (finding, id) = (FindingId::from(path.0.as_str()), EvidenceId::from(path.1.as_str()));
    let opened =
        app.read(move |tx, _| vetting::finding_document(tx, &proof, kit.master(), (&finding, &id))).await?;
    Ok(file(&request, &opened))
}

impl SharedFindingPage {
    fn new(
        c: Chrome,
        desk: &Desk,
        found: &SharedFinding,
        (form, faults): (&FileForm, &[FieldFault]),
    ) -> Self {
        let own = format!("/answer/findings/{}", found.id);
        let words = c.words;
        let of = |one: &Evidence| EvidenceView::of(words, one, format!("{own}/evidence/{}", one.id));
        let documents: Vec<EvidenceView> = found.documents.iter().map(of).collect();
        let event = |line: &vetting::FindingLine| {
            let by = if line.member.is_some() { &desk.org_name } else { &desk.partner_name };
            let at = format::moment_in(words.lang(), line.at);
            let shown =
                documents.iter().find(|one| line.evidence.as_ref().is_some_and(|id| id.as_str() == one.id));
            FindingEventView {
                what: words.t(event_word(line.what)),
                by: words.with("finding-by", &[("by", Arg::from(by)), ("at", Arg::from(at))]),
                note: line.note.clone(),
                document: shown.map(|one| Link::new(one.name.clone(), one.href.clone())),
            }
        };
        let events = found.events.iter().rev().map(event).collect();
        Self {
            state: state(&words, found.standing),
            due: words.ts("shared-finding-due", &format::date_in(words.lang(), found.standing.due)),
            description: found.description.clone(),
            events,
            documents,
            action: if found.can_report() { own } else { String::new() },
            fields: fields(&c, form, faults),
            c,
        }
    }

    /// One that waits and was refused once; one that is with the other side.
    pub fn samples() -> Vec<Self> {
        let page = |waits: bool| {
            let c = Chrome::bare(Words::default(), "shared-findings-title");
            let words = c.words;
            let faults = [FieldFault::new("note", "fault-finding-note")];
            let word = if waits { "finding-overdue" } else { "finding-reported" };
            Self {
                state: (if waits { Kind::Bad } else { Kind::Warn }, words.t(word)),
                due: words.ts("shared-finding-due", "14 June 2027"),
                description: "Show the confirmations of all eleven recipients for one month.".to_owned(),
                events: vec![FindingEventView {
                    what: words.t("finding-did-failed"),
                    by: words.with(
                        "finding-by",
                        &[("by", Arg::from("Northwind Retail")), ("at", Arg::from("12 May 2027, 10:32 UTC"))],
                    ),
                    note: "Two of the eleven confirmations are missing.".to_owned(),
                    document: None,
                }],
                documents: EvidenceView::samples(words),
                action: if waits { "/answer/findings/sample".to_owned() } else { String::new() },
                fields: fields(&c, &FileForm::default(), &faults),
                c: c.titled("Deletion reaches every recipient"),
            }
        };
        vec![page(true), page(false)]
    }
}

impl SharedFindingsPage {
    /// One in each state; none.
    pub fn samples() -> Vec<Self> {
        let words = Words::default();
        let row = |kind: Kind, word: &str| SharedRow {
            link: Link::new("Deletion reaches every recipient", "/answer/findings/sample"),
            due: "14 June 2027".to_owned(),
            state: (kind, words.t(word)),
        };
        let rows = vec![
            row(Kind::Bad, "finding-overdue"),
            row(Kind::Warn, "finding-reported"),
            row(Kind::Good, "shared-finding-closed"),
        ];
        let page = |rows| {
            let c = Chrome::bare(words, "shared-findings-title");
            Self { lead: c.ts("shared-findings-lead", "Northwind Retail"), rows, c }
        };
        vec![page(rows), page(Vec::new())]
    }
}

/// What was done, then a document: its fields count only where a file was chosen.
fn fields(c: &Chrome, form: &FileForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let note = FieldView::area("note", c.t("finding-report-note"))
        .value(form.field("note"))
        .error(fault_of(c, faults, "note"));
    let document = evidence::fields(c, form, faults).into_iter().map(FieldView::optional);
    std::iter::once(note).chain(document).collect()
}
