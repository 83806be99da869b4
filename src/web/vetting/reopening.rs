//! A partner's request to change what it submitted, as members answer it; what was submitted, each time; whether the partner sees
//! its score.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::assessment::{Act, page_refused};
use crate::access::{Allowed, ManageAssessments, ViewPartners};
use crate::ids::{AssessmentId, ReopenRequestId};
use crate::services::ServiceError;
use crate::services::answering::Receipt;
use crate::services::vetting::{self, ReopenRequest, ReopenVerdict};
use crate::store::{AssessmentState, ReadTx};
use crate::web::app::App;
use crate::web::components::FieldView;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::respond::{Attachment, attachment, see_other_saying};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// What the assessment's page says about submissions and requests.
#[derive(Debug, Clone, Default)]
pub struct ReopeningView {
    /// The request that waits: heading, when, the partner's words.
    pub waiting: Option<(String, String, String)>,
    /// Where the answer to it goes; empty where the reader may not answer.
    pub action: String,
    /// The word to the partner.
    pub word: Option<FieldView>,
    /// Requests that were answered: what was asked, how it was answered, the word.
    pub answered: Vec<(String, String, String)>,
    /// What was submitted: in words, its fingerprint, its file.
    pub submissions: Vec<(String, String, String)>,
}

/// What [`ReopeningView`] is made of.
pub(super) struct Reopening {
    requests: Vec<ReopenRequest>,
    submissions: Vec<Receipt>,
    /// Whether the partner sees its score.
    pub shown: bool,
}

/// Reads it.
pub(super) fn read(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<Reopening, ServiceError> {
    Ok(Reopening {
        requests: vetting::reopen_requests(tx, who, id)?,
        submissions: vetting::submissions(tx, who, id)?,
        shown: vetting::score_shown(tx, who, id)?,
    })
}

impl ReopeningView {
    pub(super) fn new(
        c: &Chrome,
        (id, state): (&AssessmentId, AssessmentState),
        (found, name): (&Reopening, &str),
        manages: bool,
    ) -> Self {
        let submitted = matches!(state, AssessmentState::Submitted | AssessmentState::Decided);
        let on = |at| Arg::from(c.date(at));
        let waiting = found.requests.iter().find(|one| one.row.verdict.is_none() && submitted);
        let action = waiting.map(|one| format!("/assessments/{id}/reopen-requests/{}", one.row.id));
        let answered = found.requests.iter().filter_map(|one| {
            let verdict = one.row.verdict.as_deref()?;
            let by = one.answered_by.clone().unwrap_or_default();
            let args = [("by", Arg::from(by)), ("on", on(one.row.answered_at?))];
            let said = c.with(&format!("reopen-answered-{verdict}"), &args);
            Some((one.row.reason.clone(), said, one.row.word.clone()))
        });
        let submission = |(at, made): (usize, &Receipt)| {
            let n = u64::try_from(made.answers).unwrap_or(u64::MAX);
            let args = [("n", Arg::from(n)), ("by", Arg::from(&made.by)), ("on", on(made.at))];
            let file = format!("/assessments/{id}/submissions/{}", at.saturating_add(1));
            (c.with("submission-line", &args), made.sha256.clone(), file)
        };
        Self {
            waiting: waiting.map(|one| {
                let asked = c.with("reopen-asked-on", &[("on", on(one.row.asked_at))]);
                (c.ts("reopen-asks", name), asked, one.row.reason.clone())
            }),
            action: action.filter(|_| manages).unwrap_or_default(),
            word: manages.then(|| word_field(c)),
            answered: answered.collect(),
            submissions: found.submissions.iter().enumerate().map(submission).collect(),
        }
    }

    /// One that waits, one that was answered, one submission.
    pub(super) fn sample(c: &Chrome) -> Self {
        let answered = [("by", Arg::from("Maya Okafor")), ("on", Arg::from("12 March 2027"))];
        let line =
            [("n", Arg::from(64_u64)), ("by", Arg::from("Inès Laurent")), ("on", Arg::from("10 March 2027"))];
        Self {
            waiting: Some((
                c.ts("reopen-asks", "Meridian Media"),
                c.with("reopen-asked-on", &[("on", Arg::from("14 March 2027"))]),
                "The retention period in C5 is 13 months, not 24.".to_owned(),
            )),
            action: "/assessments/sample/reopen-requests/sample".to_owned(),
            word: Some(word_field(c)),
            answered: vec![(
                "We would like to attach the new certificate.".to_owned(),
                c.with("reopen-answered-declined", &answered),
                "Please send it with the next round.".to_owned(),
            )],
            submissions: vec![(
                c.with("submission-line", &line),
                "5d41402abc4b2a76b9719d911017c592".to_owned(),
                "/assessments/sample/submissions/1".to_owned(),
            )],
        }
    }
}

fn word_field(c: &Chrome) -> FieldView {
    FieldView::area("word", c.t("reopen-word")).hint(c.t("reopen-word-hint")).optional()
}

/// Showing the score to the partner, or hiding it again.
pub(super) fn show_act(c: &Chrome, id: &AssessmentId, shown: bool) -> Act {
    let name = if shown { "hide-score" } else { "show-score" };
    let verb = if shown { "hide" } else { "show" };
    Act {
        ask: c.t(&format!("{name}-ask")),
        text: c.t(&format!("{name}-text")),
        go: c.t(&format!("{name}-go")),
        action: format!("/assessments/{id}/score/{verb}"),
        revision: String::new(),
    }
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    verdict: String,
    word: String,
}

/// POST /assessments/{id}/reopen-requests/{request}
pub async fn answer(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    form: Csrf<AnswerForm>,
) -> Result<HttpResponse, WebError> {
    let (id, request) = path.into_inner();
    let (own, request) = (AssessmentId::from(id.as_str()), ReopenRequestId::from(request.as_str()));
    let verdict = ReopenVerdict::named(&form.0.verdict).unwrap_or(ReopenVerdict::Declined);
    let (proof, word) = (who.proof(), form.0.word.clone());
    let done = app.write("reopen_answer", move |tx, now| {
        vetting::reopen_answer(tx, &proof, (&own, &request), (verdict, &word), now)
    });
    match done.await {
        Ok(()) => {
            let flash = match verdict {
                ReopenVerdict::Granted => "flash-reopen-granted",
                ReopenVerdict::Declined => "flash-reopen-declined",
            };
            Ok(see_other_saying(&app, &format!("/assessments/{id}"), flash))
        }
        Err(ServiceError::Invalid(faults)) => page_refused(&who, &app, &id, (&form.0.word, &faults)).await,
        Err(error) => Err(error.into()),
    }
}

/// GET /assessments/{id}/submissions/{number}
pub async fn submission(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, usize)>,
) -> Result<HttpResponse, WebError> {
    let (id, number) = path.into_inner();
    handed_out(&app, who.proof(), (&id, number)).await
}

/// A submission's file, as pages and the API hand it out.
pub async fn handed_out(
    app: &App,
    proof: Allowed<ViewPartners>,
    (id, number): (&str, usize),
) -> Result<HttpResponse, WebError> {
    let own = AssessmentId::from(id);
    let made = app.read(move |tx, _| vetting::submissions(tx, &proof, &own)).await?;
    let at = number.checked_sub(1).ok_or(ServiceError::NotFound)?;
    let found = made.into_iter().nth(at).ok_or(ServiceError::NotFound)?;
    Ok(attachment(Attachment::Json, &format!("answers-{number}.json"), found.document))
}

/// POST /assessments/{id}/score/show
pub async fn show(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    set_shown(&who, &app, &id, true).await
}

/// POST /assessments/{id}/score/hide
pub async fn hide(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    set_shown(&who, &app, &id, false).await
}

async fn set_shown(
    who: &Who<ManageAssessments>,
    app: &App,
    id: &str,
    show: bool,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), AssessmentId::from(id));
    app.write("score_show", move |tx, now| vetting::score_show(tx, &proof, (&own, show), now)).await?;
    let flash = if show { "flash-score-shown" } else { "flash-score-hidden" };
    Ok(see_other_saying(app, &format!("/assessments/{id}"), flash))
}
