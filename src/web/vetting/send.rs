//! Sending the questionnaire: the respondent's links. A link is shown once, for only its hash is kept.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::assessment::{framed, load};
use super::contact;
use super::view::{end_of_day, fault_of, ok, unprocessable};
use crate::access::ManageAssessments;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, RespondentLinkId};
use crate::services::access::session_token;
use crate::services::mail::{self, ContactInput};
use crate::services::vetting::{self, Asked, Dossier, LINK_DAYS};
use crate::services::{FieldFault, ServiceError};
use crate::store::{AssessmentState, RespondentLink};
use crate::web::app::App;
use crate::web::components::{Banner, Choice, ConfirmView, CopyView, FieldView, Kind, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// GET and POST /assessments/{id}/send
#[derive(Debug, Template)]
#[template(path = "vetting/send.html")]
pub struct SendPage {
    /// The frame.
    pub c: Chrome,
    /// What this is about.
    pub lead: String,
    /// The inherent risk, or what is missing.
    pub banner: Option<Banner>,
    /// What to do first, if sending is not possible yet.
    pub first: Option<Link>,
    /// Where the description of the sharing can be looked at before sending.
    pub intake: Option<Link>,
    /// The link made just now.
    pub link: Option<CopyView>,
    /// Where the form goes; empty for no form.
    pub action: String,
    /// The form's fields.
    pub fields: Vec<FieldView>,
    /// The form's heading, or nothing.
    pub heading: String,
    /// The form's button.
    pub submit: String,
    /// The revision that was looked at.
    pub revision: String,
    /// Until when the answers are due, and how the last mail about them fares.
    pub mailed: Vec<Banner>,
    /// The links so far.
    pub links: Vec<LinkRow>,
    /// The way back.
    pub back: Link,
}

/// One link.
#[derive(Debug, Clone)]
pub struct LinkRow {
    /// When it was made.
    pub made: String,
    /// When somebody first opened it, or that nobody has.
    pub opened: String,
    /// Until when it works.
    pub until: String,
    /// How it stands.
    pub state: (Kind, String),
    /// Withdraws it, if it works.
    pub revoke: Option<ConfirmView>,
    /// Where the form goes that lets it work for longer; none for one that was revoked.
    pub extend: Option<String>,
    /// What that form's button says.
    pub extend_label: String,
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SendForm {
    revision: i64,
    days: String,
    questionnaire: String,
    scope: String,
    carry: String,
    email: String,
    language: String,
    due: String,
}

impl SendForm {
    fn days(&self) -> u32 {
        if self.days.is_empty() { LINK_DAYS } else { self.days.trim().parse().unwrap_or(0) }
    }

    /// Whom to mail the link to, and until when the answers are due.
    fn contact(&self) -> ContactInput {
        let due = self.due.trim();
        ContactInput {
            email: self.email.clone(),
            language: self.language.clone(),
            due: end_of_day(due),
            due_unreadable: !due.is_empty() && end_of_day(due).is_none(),
        }
    }

    /// What the partner is to be asked; none if the form does not say.
    fn asked(&self) -> Option<Asked> {
        if self.questionnaire.is_empty() {
            return None;
        }
        Some(Asked { questionnaire: super::asked::chosen(&self.questionnaire), by_tier: self.scope != "all" })
    }
}

/// GET /assessments/{id}/send
pub async fn page(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, &id, (None, &[])).await?))
}

async fn show(
    who: &Who<ManageAssessments>,
    app: &App,
    id: &str,
    (made, faults): (Option<&str>, &[FieldFault]),
) -> Result<SendPage, WebError> {
    let (dossier, name) = load(who, app, id).await?;
    let proof = who.also().ok_or(ServiceError::NotFound)?;
    let own = dossier.assessment.id.clone();
    let manages = who.proof();
    let (links, offers, last, known) = app
        .read(move |tx, now| {
            let last = vetting::last_round(tx, &manages, &own)?;
            let known = contact::known(tx, (&proof, &manages), &own, last.as_ref(), now)?;
            Ok((vetting::link_list(tx, &proof, &own)?, vetting::offers(tx, &proof)?, last, known))
        })
        .await?;
    let c = framed(who.chrome(app, "send-title"), &dossier, &name);
    let fields = super::asked::fields(&c, &dossier, (&offers, last.as_ref()), faults);
    let mut page = SendPage::new(c, (&dossier, &name), &links, (made, faults), app.now());
    page.mailed = contact::lines(&page.c, &known);
    if !page.action.is_empty() {
        page.fields.splice(0..0, fields);
        page.fields.extend(contact::fields(&page.c, &known, app.kit().post().is_open(), faults));
    }
    Ok(page)
}

/// POST /assessments/{id}/send: sends for the first time, or makes another link.
pub async fn send(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<SendForm>,
) -> Result<HttpResponse, WebError> {
    let token = session_token()?;
    let link = app.link(&format!("/a/{}", token.expose()));
    let (proof, own) = (who.proof(), AssessmentId::from(id.as_str()));
    let (revision, days, asked) = (form.0.revision, form.0.days(), form.0.asked());
    let carry = form.0.carry == "yes";
    let (contact, kit) = (form.0.contact(), app.kit().clone());
    let made = app.write("assessment_send", move |tx, now| {
        let revision = match &asked {
            Some(asked) => vetting::assessment_choose(tx, &proof, (&own, revision), asked, now)?,
            None => revision,
        };
        let made = vetting::link_make(tx, &proof, (&own, revision), (&token, days), now)?;
        mail::contact_save(tx, &proof, &kit, (&own, &token, &contact), now)?;
        if asked.is_some() && carry {
            vetting::answers_carry(tx, &proof, &own, now)?;
        }
        Ok(made)
    });
    match made.await {
        Ok(_) => Ok(ok(show(&who, &app, &id, (Some(&link), &[])).await?)),
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(show(&who, &app, &id, (None, &faults)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// POST /respondent-links/{id}/revoke
pub async fn revoke(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, link) = (who.proof(), RespondentLinkId::from(id.as_str()));
    let assessment = app
        .write("link_revoke", move |tx, now| {
            let assessment = vetting::link_assessment(tx, &proof, &link)?;
            vetting::link_revoke(tx, &proof, &link, now)?;
            Ok(assessment)
        })
        .await?;
    Ok(see_other_saying(&app, &format!("/assessments/{assessment}/send"), "flash-link-revoked"))
}

/// POST /respondent-links/{id}/extend: another 30 days from now.
pub async fn extend(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, link) = (who.proof(), RespondentLinkId::from(id.as_str()));
    let assessment = app
        .write("link_extend", move |tx, now| {
            let assessment = vetting::link_assessment(tx, &proof, &link)?;
            vetting::link_extend(tx, &proof, &link, LINK_DAYS, now)?;
            Ok(assessment)
        })
        .await?;
    Ok(see_other_saying(&app, &format!("/assessments/{assessment}/send"), "flash-link-extended"))
}

impl SendPage {
    fn new(
        c: Chrome,
        (dossier, name): (&Dossier, &str),
        links: &[RespondentLink],
        (made, faults): (Option<&str>, &[FieldFault]),
        now: Timestamp,
    ) -> Self {
        let row = &dossier.assessment;
        let own = format!("/assessments/{}", row.id);
        let inherent = dossier.score().map(|score| super::intake::inherent(&c, score.inherent, score.tier));
        let fresh = row.state == AssessmentState::Intake;
        let missing = fresh && inherent.is_none();
        let closed = missing || row.state == AssessmentState::Cancelled;
        let lead = if fresh { c.ts("send-lead", name) } else { c.ts("send-lead-sent", name) };
        let until = links
            .iter()
            .find(|link| link.revoked_at.is_none() && link.section_id.is_none())
            .map(|link| link.expires_at);
        Self {
            lead,
            banner: inherent.filter(|_| fresh).map(|line| Banner::new(Kind::Plain, line)),
            first: missing.then(|| Link::new(c.t("go-intake"), format!("{own}/intake"))),
            intake: (fresh && !missing).then(|| Link::new(c.t("send-look-intake"), format!("{own}/intake"))),
            link: made.map(|link| link_view(&c, link, until)),
            action: if closed { String::new() } else { format!("{own}/send") },
            fields: vec![days_field(&c, faults)],
            heading: if fresh { String::new() } else { c.t("send-again-title") },
            submit: c.t(if fresh { "send-go" } else { "send-again-go" }),
            revision: row.revision.to_string(),
            mailed: Vec::new(),
            links: links
                .iter()
                .map(|link| LinkRow::new(&c, link, ("/respondent-links", "link-extend"), now))
                .collect(),
            back: Link::new(c.t("assessment-title"), own),
            c,
        }
    }

    /// Not sent yet; sent just now.
    pub fn samples() -> Vec<Self> {
        let page = |sent: bool| {
            let fresh = super::asked::samples();
            let c = Chrome::sample("send-title").at(Nav::Partners).under("Partners", "/partners");
            let at = Timestamp::from_micros(1_804_000_000_000_000);
            let link = "https://entente.example/a/c2FtcGxlLW9ubHktbm90LXJlYWw";
            let row = LinkRow {
                made: c.date(at),
                opened: c.t("link-not-opened"),
                until: c.date(at.plus_days(30)),
                state: (Kind::Good, c.t("link-works")),
                revoke: ConfirmView::samples().into_iter().next(),
                extend: Some("/respondent-links/sample/extend".to_owned()),
                extend_label: c.t("link-extend"),
            };
            Self {
                lead: c.ts("send-lead", "Meridian Media"),
                banner: None,
                first: None,
                intake: (!sent).then(|| Link::new(c.t("send-look-intake"), "/assessments/sample/intake")),
                link: sent.then(|| link_view(&c, link, Some(at))),
                action: "/assessments/sample/send".to_owned(),
                fields: fresh
                    .into_iter()
                    .filter(|_| !sent)
                    .chain([days_field(&c, &[])])
                    .chain(contact::sample_fields(&c, sent))
                    .collect(),
                mailed: if sent { contact::sample_lines(&c) } else { Vec::new() },
                heading: if sent { c.t("send-again-title") } else { String::new() },
                submit: c.t(if sent { "send-again-go" } else { "send-go" }),
                revision: "2".to_owned(),
                links: if sent { vec![row] } else { Vec::new() },
                back: Link::new(c.t("assessment-title"), "/assessments/sample"),
                c,
            }
        };
        vec![page(false), page(true)]
    }
}

fn days_field(c: &Chrome, faults: &[FieldFault]) -> FieldView {
    let choices = [7_u64, 14, 30, 60, 90]
        .map(|days| Choice::new(days.to_string(), c.tn("days", days)).chosen_if(&LINK_DAYS.to_string()));
    FieldView::select("days", c.t("send-days"), choices.into()).error(fault_of(c, faults, "days"))
}

fn link_view(c: &Chrome, link: &str, until: Option<Timestamp>) -> CopyView {
    CopyView {
        id: "respondent-link".to_owned(),
        label: c.t("respondent-link"),
        value: link.to_owned(),
        hint: c.ts("respondent-link-hint", until.map(|at| c.date(at)).unwrap_or_default()),
    }
}

impl LinkRow {
    /// A link whose forms lie below `place`, and what the one says that lets it work for longer.
    pub fn new(c: &Chrome, link: &RespondentLink, (place, longer): (&str, &str), now: Timestamp) -> Self {
        let works = link.revoked_at.is_none() && link.expires_at > now;
        let state = match link.revoked_at {
            Some(_) => (Kind::Plain, c.t("link-revoked")),
            None if link.expires_at <= now => (Kind::Warn, c.t("link-expired")),
            None => (Kind::Good, c.t("link-works")),
        };
        Self {
            made: match &link.section_id {
                None => c.date(link.created_at),
                Some(section) => {
                    let args = [("on", Arg::from(c.date(link.created_at))), ("section", Arg::from(section))];
                    c.with("link-of-colleague", &args)
                }
            },
            opened: link.opened_at.map_or_else(|| c.t("link-not-opened"), |at| c.moment(at)),
            until: c.date(link.expires_at),
            state,
            revoke: works.then(|| ConfirmView {
                ask: c.t("link-revoke"),
                text: c.t("link-revoke-text"),
                go: c.t("link-revoke-go"),
                action: format!("{place}/{}/revoke", link.id),
            }),
            extend: link.revoked_at.is_none().then(|| format!("{place}/{}/extend", link.id)),
            extend_label: c.t(longer),
        }
    }
}
