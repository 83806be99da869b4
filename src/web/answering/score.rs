//! The partner's own score, where the sender lets it be seen: the number, the sentence why, and what fixing some answers would do.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respondent::RespondentWho;
use crate::services::ServiceError;
use crate::services::answering;
use crate::services::vetting::{self, Dossier};
use crate::vetting::code::QuestionId;
use crate::vetting::scoring::{Case, Score, simulate};
use crate::web::app::App;
use crate::web::components::ScoreView;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::vetting::{FixRow, fix_rows, fixes, score_view};
use crate::web::words::Words;

/// GET /answer/score
#[derive(Debug, Template)]
#[template(path = "answering/score.html")]
pub struct OwnScorePage {
    /// The frame.
    pub c: Chrome,
    /// Who lets it be seen.
    pub lead: String,
    /// What it rests on.
    pub basis: String,
    /// The score.
    pub score: ScoreView,
    /// Where the simulator's form goes.
    pub action: String,
    /// What costs most, to be tried out.
    pub fixes: Vec<FixRow>,
    /// The score with the ticked ones fixed: in words, and drawn.
    pub simulated: Option<(String, ScoreView)>,
}

/// GET /answer/score?fix=D2&fix=D3
pub async fn page(
    request: HttpRequest,
    who: RespondentWho,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let (desk, shown) = app
        .read(move |tx, _| Ok((answering::desk(tx, &proof)?, vetting::shown_dossier(tx, &proof)?)))
        .await?;
    let dossier = shown.ok_or(ServiceError::NotFound)?;
    let (Some(case), Some(score)) = (dossier.case(), dossier.score()) else {
        return Err(ServiceError::NotFound.into());
    };
    let c = who.chrome(&app, &desk, "partner-score-title");
    let tried = fixes(request.query_string());
    let page = OwnScorePage::new(c, &desk.org_name, (&dossier, &case, &score), &tried);
    Ok(Page(page).with_status(StatusCode::OK))
}

impl OwnScorePage {
    fn new(
        c: Chrome,
        asker: &str,
        (dossier, case, score): (&Dossier, &Case<'_>, &Score),
        tried: &[QuestionId],
    ) -> Self {
        let basis = if dossier.reviews.is_empty() {
            c.t("partner-score-claimed")
        } else {
            c.ts("partner-score-reviewed", asker)
        };
        let simulated = (!tried.is_empty()).then(|| {
            let names: Vec<&str> = tried.iter().map(QuestionId::as_str).collect();
            let result = simulate(case, tried);
            (c.ts("simulated-with", names.join(", ")), score_view(&c.words, &result, None))
        });
        Self {
            lead: c.ts("partner-score-lead", asker),
            basis,
            score: score_view(&c.words, score, Some(case)),
            action: "/answer/score".to_owned(),
            fixes: fix_rows(&c, dossier, score, tried),
            simulated,
            c,
        }
    }

    /// A score with one fix tried out.
    pub fn samples() -> Vec<Self> {
        let c = Chrome::bare(Words::default(), "partner-score-title");
        let views = ScoreView::samples();
        let view = |at: usize| views.get(at).cloned().unwrap_or_default();
        vec![Self {
            lead: c.ts("partner-score-lead", "Northwind Retail"),
            basis: c.t("partner-score-claimed"),
            score: view(1),
            action: "/answer/score".to_owned(),
            fixes: FixRow::samples(),
            simulated: Some((c.ts("simulated-with", "D2"), view(0))),
            c,
        }]
    }
}
