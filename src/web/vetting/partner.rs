//! One partner: how it stands, what to do next, what was decided, what is to be mended, what happened.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::finding_view::FindingRow;
use super::partner_view::{self, DecisionRowView, EventRow, Next};
use super::view::{ok, room_lines, score_view, standing_view};
use crate::access::{Decide, ManageAssessments, ManagePartners, ViewPartners};
use crate::ids::PartnerId;
use crate::services::ServiceError;
use crate::services::access::{invite_partner, session_token};
use crate::services::vetting::{
    self, DecisionLine, Dossier, Event, FindingFilter, PartnerLine, RoomView, TriggerLine,
};
use crate::store::Finding;
use crate::web::app::App;
use crate::web::components::{Banner, ConfirmView, CopyView, DecisionView, KeyValue, Link, ScoreView};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;

/// GET /partners/{id}
#[derive(Debug, Template)]
#[template(path = "vetting/partner.html")]
pub struct PartnerPage {
    /// The frame.
    pub c: Chrome,
    /// The score.
    pub score: ScoreView,
    /// The decision that counts.
    pub decision: DecisionView,
    /// What to do next.
    pub next: Next,
    /// What was learned since the last decision.
    pub alarm: Option<Banner>,
    /// Where something learned is written down; empty for a reader who may not.
    pub report: String,
    /// The assessment, and its score page.
    pub links: Vec<Link>,
    /// What a room with them may do, as sentences.
    pub room: Vec<String>,
    /// The record.
    pub facts: Vec<KeyValue>,
    /// Their web address.
    pub website: Option<Link>,
    /// Free text.
    pub notes: String,
    /// Where the form that invites their people goes; empty for none.
    pub invite: String,
    /// The invitation made just now.
    pub invitation: Option<CopyView>,
    /// What is to be mended and not closed.
    pub findings: Vec<FindingRow>,
    /// All findings, closed ones too.
    pub all_findings: String,
    /// Where one is opened; empty for a reader who may not.
    pub open_finding: String,
    /// What was decided.
    pub decisions: Vec<DecisionRowView>,
    /// What happened.
    pub events: Vec<EventRow>,
    /// Where the record is changed; empty for a reader who may not.
    pub edit: String,
    /// Archives the partner.
    pub archive: Option<ConfirmView>,
    /// Where an archived partner is brought back; empty for none.
    pub restore: String,
}

/// Everything that the page shows.
pub(super) struct Loaded {
    pub(super) line: PartnerLine,
    pub(super) dossier: Option<Dossier>,
    pub(super) room: RoomView,
    pub(super) decisions: Vec<DecisionLine>,
    pub(super) findings: Vec<Finding>,
    pub(super) events: Vec<Event>,
    pub(super) triggers: Vec<TriggerLine>,
}

async fn load(who: &Who<ViewPartners>, app: &App, id: &str) -> Result<Loaded, ServiceError> {
    let (proof, id) = (who.proof(), PartnerId::from(id));
    app.read(move |tx, now| {
        let partner = vetting::partner_fetch(tx, &proof, &id)?;
        let line = vetting::partner_line(tx, &proof, partner, now)?;
        let dossier = match &line.assessment {
            Some(assessment) => Some(vetting::dossier(tx, &proof, &assessment.id)?),
            None => None,
        };
        Ok(Loaded {
            line,
            dossier,
            room: vetting::room_view(tx, proof.org(), &id, now)?,
            decisions: vetting::decision_list(tx, &proof, &id)?,
            findings: vetting::finding_list(tx, &proof, &id, FindingFilter::default(), now)?,
            events: vetting::timeline(tx, &proof, &id)?,
            triggers: vetting::trigger_list(tx, &proof, &id)?,
        })
    })
    .await
}

/// GET /partners/{id}
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, &id, None).await?))
}

async fn show(
    who: &Who<ViewPartners>,
    app: &App,
    id: &str,
    invitation: Option<&str>,
) -> Result<PartnerPage, WebError> {
    let loaded = load(who, app, id).await?;
    let up = who.chrome(app, "nav-partners").title;
    let c = who.chrome(app, "nav-partners").at(Nav::Partners).under(up, "/partners");
    let may = May {
        manage: who.also::<ManagePartners>().is_some(),
        assess: who.also::<ManageAssessments>().is_some(),
        decide: who.also::<Decide>().is_some(),
    };
    Ok(PartnerPage::new(c.titled(&loaded.line.partner.name), &loaded, &may, (invitation, app.now())))
}

/// What the reader may do.
#[derive(Debug, Clone, Copy)]
pub(super) struct May {
    pub(super) manage: bool,
    pub(super) assess: bool,
    pub(super) decide: bool,
}

impl PartnerPage {
    fn new(
        c: Chrome,
        loaded: &Loaded,
        may: &May,
        (invitation, now): (Option<&str>, crate::clock::Timestamp),
    ) -> Self {
        let partner = &loaded.line.partner;
        let own = format!("/partners/{}", partner.id);
        let archived = partner.archived_at.is_some();
        let case = loaded.dossier.as_ref().and_then(Dossier::case);
        let score = loaded.line.score.as_ref();
        let invitable = may.manage && !archived && partner.linked_org_id.is_none();
        Self {
            score: score
                .map_or_else(|| ScoreView::none(&c.words), |s| score_view(&c.words, s, case.as_ref())),
            decision: standing_view(&c.words, loaded.line.decision.as_ref(), now),
            next: partner_view::next(&c, &loaded.line, may),
            alarm: super::trigger::alarm(&c, &loaded.triggers),
            report: if may.manage { format!("{own}/triggers/new") } else { String::new() },
            links: partner_view::links(&c, &loaded.line),
            room: room_lines(&c.words, &loaded.room.limits),
            facts: partner_view::facts(&c, partner),
            website: Some(partner.website.clone())
                .filter(|site| !site.is_empty())
                .map(|site| Link::new(site.clone(), site)),
            notes: partner.notes.clone(),
            invite: if invitable { format!("{own}/invite") } else { String::new() },
            invitation: invitation.map(|link| partner_view::invitation(&c, link, &partner.name)),
            findings: loaded
                .findings
                .iter()
                .filter(|row| row.closed_at.is_none())
                .map(|row| FindingRow::of(&c, row, now))
                .collect(),
            all_findings: if loaded.findings.is_empty() { String::new() } else { format!("{own}/findings") },
            // The roles that review are the roles that decide; of a partner without an assessment there is nothing to find.
            open_finding: if may.decide && !archived && loaded.line.assessment.is_some() {
                format!("{own}/findings/new")
            } else {
                String::new()
            },
            decisions: loaded.decisions.iter().map(|line| partner_view::decision(&c, line, now)).collect(),
            events: loaded.events.iter().map(|event| partner_view::event(&c, event)).collect(),
            edit: if may.manage { format!("{own}/edit") } else { String::new() },
            archive: (may.manage && !archived).then(|| partner_view::archive(&c, partner)),
            restore: if may.manage && archived { format!("{own}/restore") } else { String::new() },
            c,
        }
    }

    /// A partner under review; one with everything.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("nav-partners").at(Nav::Partners).under("Partners", "/partners");
        vec![partner_view::sample_bare(c()), partner_view::sample_full(c())]
    }
}

/// POST /partners/{id}/archive
pub async fn archive(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), PartnerId::from(id.as_str()));
    app.write("partner_archive", move |tx, now| vetting::partner_archive(tx, &proof, &own, now)).await?;
    Ok(see_other_saying(&app, &format!("/partners/{id}"), "flash-partner-archived"))
}

/// POST /partners/{id}/restore
pub async fn restore(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), PartnerId::from(id.as_str()));
    app.write("partner_restore", move |tx, now| vetting::partner_restore(tx, &proof, &own, now)).await?;
    Ok(see_other_saying(&app, &format!("/partners/{id}"), "flash-partner-restored"))
}

/// POST /partners/{id}/assessments: starts an assessment.
pub async fn start(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), PartnerId::from(id.as_str()));
    let started = app
        .write("assessment_start", move |tx, now| vetting::assessment_start(tx, &proof, &own, now))
        .await?;
    Ok(see_other_saying(&app, &format!("/assessments/{started}/intake"), "flash-assessment-started"))
}

/// POST /partners/{id}/invite: invites their people to start an organisation here; the answer shows the link, once.
pub async fn invite(
    who: Who<ManagePartners>,
    view: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    let token = session_token()?;
    let link = app.link(&format!("/invite/{}", token.expose()));
    let (proof, own) = (who.proof(), PartnerId::from(id.as_str()));
    app.write("invite_partner", move |tx, now| invite_partner(tx, &proof, &own, &token, now)).await?;
    Ok(ok(show(&view, &app, &id, Some(&link)).await?))
}
