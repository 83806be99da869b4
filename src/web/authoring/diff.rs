//! What changed between two versions, or from a version to the draft.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::fields::{self, under_one};
use crate::access::ViewPartners;
use crate::ids::QuestionnaireId;
use crate::services::authoring::{self, Compared, Which, Written};
use crate::services::{Message, ServiceError};
use crate::web::app::App;
use crate::web::components::{Banner, Choice, FieldView, Kind};
use crate::web::error::{WebError, say};
use crate::web::page::Chrome;
use crate::web::vetting::ok;
use crate::web::visitor::Who;

/// Which two documents: a version's number or `draft`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pair {
    from: String,
    to: String,
}

/// One difference.
#[derive(Debug, Clone)]
pub struct Row {
    /// The section or question, or the questionnaire.
    pub place: String,
    /// What is different.
    pub what: String,
    /// Whether it can change a score.
    pub scores: bool,
}

/// GET /questionnaires/{id}/changes
#[derive(Debug, Template)]
#[template(path = "authoring/diff.html")]
pub struct DiffPage {
    /// The frame.
    pub c: Chrome,
    /// Where the choice of versions is sent.
    pub action: String,
    /// The two drop-downs.
    pub fields: Vec<FieldView>,
    /// What must be known about the comparison.
    pub banner: Option<Banner>,
    /// "7 differences, 3 of which can change a score".
    pub count: String,
    /// The differences.
    pub rows: Vec<Row>,
}

/// GET /questionnaires/{id}/changes
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    pair: web::Query<Pair>,
) -> Result<HttpResponse, WebError> {
    let written = fields::load(&who, &app, &id).await?;
    let (from, to) = pair.which(&written)?;
    let (proof, own) = (who.proof(), QuestionnaireId::from(id.as_str()));
    let compared = app.read(move |tx, _| authoring::compare(tx, &proof, &own, (from, to))).await?;
    let c = under_one(who.chrome(&app, "changes-title"), &written);
    Ok(ok(DiffPage::new(c, &written, (from, to), compared)))
}

impl Pair {
    /// What is asked for; left out, the newest two.
    fn which(&self, written: &Written) -> Result<(Which, Which), ServiceError> {
        let mut all = documents(written);
        let newest = all.pop().ok_or(ServiceError::NotFound)?;
        let before = all.pop().unwrap_or(newest);
        Ok((one(&self.from, before)?, one(&self.to, newest)?))
    }
}

fn one(text: &str, otherwise: Which) -> Result<Which, ServiceError> {
    match text {
        "" => Ok(otherwise),
        "draft" => Ok(Which::Draft),
        number => number.parse().map(Which::Version).map_err(|_no_number| ServiceError::NotFound),
    }
}

/// Everything that can be compared, oldest first.
fn documents(written: &Written) -> Vec<Which> {
    let versions = written.versions.iter().rev().map(|(version, _)| Which::Version(version.version));
    versions.chain(written.draft.is_some().then_some(Which::Draft)).collect()
}

fn value(which: Which) -> String {
    match which {
        Which::Draft => "draft".to_owned(),
        Which::Version(number) => number.to_string(),
    }
}

impl DiffPage {
    fn new(c: Chrome, written: &Written, (from, to): (Which, Which), compared: Option<Compared>) -> Self {
        let choices = |chosen: Which| {
            let label = |which: Which| match which {
                Which::Draft => c.t("draft-title"),
                Which::Version(number) => c.ts("version-numbered", number.to_string()),
            };
            let all = documents(written).into_iter();
            all.map(|which| Choice::new(value(which), label(which)).chosen_if(&value(chosen))).collect()
        };
        let fields = vec![
            FieldView::select("from", c.t("changes-from"), choices(from)),
            FieldView::select("to", c.t("changes-to"), choices(to)),
        ];
        let partial = compared.as_ref().is_some_and(|compared| compared.partial);
        let banner = match &compared {
            None => Some(Banner::new(Kind::Warn, c.t("changes-nothing-yet"))),
            Some(_) if partial => Some(Banner::new(Kind::Warn, c.t("preview-partial"))),
            Some(_) => None,
        };
        let row = |change: crate::vetting::questionnaire::Change| Row {
            place: if change.place.is_empty() { c.t("questionnaire-whole") } else { change.place },
            what: say(&c.words, &Message::said(&change.what)),
            scores: change.scores,
        };
        let rows: Vec<Row> =
            compared.map(|found| found.changes.into_iter().map(row).collect()).unwrap_or_default();
        Self::of(c, format!("/questionnaires/{}/changes", written.row.id), (fields, banner), rows)
    }

    fn of(
        c: Chrome,
        action: String,
        (fields, banner): (Vec<FieldView>, Option<Banner>),
        rows: Vec<Row>,
    ) -> Self {
        let scores = rows.iter().filter(|row| row.scores).count();
        let count = if rows.is_empty() {
            c.t("changes-none")
        } else {
            format!("{} {}", c.tn("changes-count", rows.len()), c.tn("changes-scores", scores))
        };
        Self { action, fields, banner, count, rows, c }
    }

    /// Two differences; none.
    pub fn samples() -> Vec<Self> {
        let page = |rows: Vec<Row>| {
            let c = Chrome::sample("changes-title");
            let choices = |chosen: &str| {
                ["1", "2"].map(|n| Choice::new(n, c.ts("version-numbered", n)).chosen_if(chosen)).into()
            };
            let fields = vec![
                FieldView::select("from", c.t("changes-from"), choices("1")),
                FieldView::select("to", c.t("changes-to"), choices("2")),
            ];
            Self::of(c, "/questionnaires/sample/changes".to_owned(), (fields, None), rows)
        };
        let row =
            |place: &str, what: &str, scores| Row { place: place.to_owned(), what: what.to_owned(), scores };
        let rows = vec![row("A", "weight 9 instead of 8", true), row("A1", "text reworded (en)", false)];
        vec![page(rows), page(Vec::new())]
    }
}
