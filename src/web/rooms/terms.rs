//! The terms as they stand, what changed, who signed, and the signature.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::present::{inside, path};
use crate::access::{ManageRooms, ViewRooms};
use crate::ids::{RoomId, TermsId};
use crate::matching::{IdentifierType, Profile};
use crate::rooms::Side;
use crate::rooms::terms::{Approval, Ending, Epsilon, Identifier, LegalBasis, NoiseKind, Terms};
use crate::services::rooms::{self, Facts, Signing, StandingTerms, TermsVersions};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::{Banner, Empty, FieldView, Kind, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other_saying;
use crate::web::vetting::fault_of;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// One line of the terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRow {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
    /// What the version before said, if that was something else.
    pub was: String,
}

/// The form that signs.
#[derive(Debug, Clone)]
pub struct SignForm {
    /// Where it goes.
    pub action: String,
    /// The version that was read.
    pub terms: String,
    /// Its fingerprint.
    pub sha256: String,
    /// The box to tick.
    pub tick: FieldView,
    /// "Sign for Northwind Retail".
    pub title: String,
}

/// GET /rooms/{id}/terms
#[derive(Debug, Template)]
#[template(path = "rooms/terms.html")]
pub struct TermsPage {
    /// The frame.
    pub c: Chrome,
    /// What stands there while there are no terms.
    pub empty: Option<Empty>,
    /// "Version 2, proposed by Harbour & Pine on 3 March 2027".
    pub version: String,
    /// What the reader should know first.
    pub banners: Vec<Banner>,
    /// The terms, line by line.
    pub rows: Vec<TermRow>,
    /// "What changed since version 1", or nothing.
    pub compared: String,
    /// Who signed, and for whom we wait.
    pub signatures: Vec<String>,
    /// The form, if this person can sign now.
    pub sign: Option<SignForm>,
    /// The fingerprint.
    pub sha256: String,
    /// Proposing others, if this person may.
    pub propose: Option<Link>,
}

impl TermsPage {
    /// The page of the standing terms.
    pub fn new(c: Chrome, found: &TermsVersions, may_manage: bool, faults: &[FieldFault]) -> Self {
        let facts = &found.facts;
        let open = facts.room.closed_at.is_none();
        let propose = |word: &str| Link::new(c.t(word), path(facts, "/terms/new"));
        let Some(standing) = found.standing() else { return Self::none(c, facts, may_manage && open) };
        let sha256 = standing.row.terms_sha256.clone();
        let sign =
            (may_manage && open && can_sign(facts, standing)).then(|| sign_form(&c, facts, standing, faults));
        Self {
            empty: None,
            version: version(&c, facts, standing),
            banners: banners(&c, facts, standing),
            rows: compare(
                rows(&c, facts, &standing.terms),
                found.before().map(|terms| rows(&c, facts, terms)),
            ),
            compared: compared(&c, facts, found),
            signatures: Side::BOTH.map(|side| signature(&c, facts, standing, side)).into(),
            sign,
            sha256,
            propose: (may_manage && open).then(|| propose("terms-propose-new")),
            c: inside(c, facts),
        }
    }

    fn none(c: Chrome, facts: &Facts, may_propose: bool) -> Self {
        let propose = may_propose.then(|| Link::new(c.t("terms-propose"), path(facts, "/terms/new")));
        Self {
            empty: Some(Empty {
                title: c.t("terms-none-title"),
                text: c.t("terms-none-text"),
                action: propose,
            }),
            version: String::new(),
            banners: Vec::new(),
            rows: Vec::new(),
            compared: String::new(),
            signatures: Vec::new(),
            sign: None,
            sha256: String::new(),
            propose: None,
            c: inside(c, facts),
        }
    }
}

fn can_sign(facts: &Facts, standing: &StandingTerms) -> bool {
    standing.signed.get(facts.side).is_none() && !standing.terms.expired(facts.now)
}

fn number(n: i64) -> Arg<'static> {
    Arg::Number(u64::try_from(n).unwrap_or_default())
}

fn version(c: &Chrome, facts: &Facts, standing: &StandingTerms) -> String {
    let by = facts.room.side_of(&standing.row.proposed_by_org_id).unwrap_or(Side::Host);
    let args = [
        ("n", number(standing.row.version)),
        ("name", Arg::from(facts.names.get(by))),
        ("date", Arg::from(c.date(standing.row.created_at))),
    ];
    c.with("terms-version", &args)
}

fn banners(c: &Chrome, facts: &Facts, standing: &StandingTerms) -> Vec<Banner> {
    let mut banners = Vec::new();
    if standing.terms.expired(facts.now) {
        banners.push(Banner::new(Kind::Bad, c.t("terms-expired")));
    }
    if standing.terms.noise == NoiseKind::Exact {
        banners.push(Banner::new(Kind::Warn, c.t("terms-exact-warning")));
    }
    if let Some(effective) = facts.effective().filter(|effective| !effective.tightened_by.is_empty()) {
        let args = [("k", Arg::from(effective.k)), ("releases", Arg::from(effective.releases))];
        banners.push(Banner::new(Kind::Warn, c.with("terms-tightened", &args)));
    }
    banners
}

fn compared(c: &Chrome, facts: &Facts, found: &TermsVersions) -> String {
    let (Some(standing), Some(before)) = (found.standing(), found.before()) else { return String::new() };
    let n = [("n", number(standing.row.version.saturating_sub(1)))];
    let changed = compare(rows(c, facts, &standing.terms), Some(rows(c, facts, before)));
    let expiry = c.t("terms-expiry");
    let changed = changed.iter().any(|row| !row.was.is_empty() && row.label != expiry);
    c.with(if changed { "terms-changes" } else { "terms-no-changes" }, &n)
}

/// The lines, each with what it said before if that differs.
fn compare(rows: Vec<TermRow>, before: Option<Vec<TermRow>>) -> Vec<TermRow> {
    let Some(before) = before else { return rows };
    let old = |row: &TermRow| before.iter().find(|old| old.label == row.label && old.value != row.value);
    let with_old =
        |row: TermRow| TermRow { was: old(&row).map(|old| old.value.clone()).unwrap_or_default(), ..row };
    rows.into_iter().map(with_old).collect()
}

fn signature(c: &Chrome, facts: &Facts, standing: &StandingTerms, side: Side) -> String {
    let name = ("name", Arg::from(facts.names.get(side)));
    match standing.signed.get(side) {
        Some(signed) => c.with("terms-signed-by", &[name, ("date", Arg::from(c.date(signed.at)))]),
        None => c.with("terms-waiting", &[name]),
    }
}

fn sign_form(c: &Chrome, facts: &Facts, standing: &StandingTerms, faults: &[FieldFault]) -> SignForm {
    let own = facts.names.get(facts.side);
    SignForm {
        action: path(facts, "/terms/sign"),
        terms: standing.row.id.to_string(),
        sha256: standing.row.terms_sha256.clone(),
        tick: FieldView::tick("read", c.ts("terms-sign-tick", own), false).error(fault_of(c, faults, "read")),
        title: c.ts("terms-sign-title", own),
    }
}

/// The terms in words, line by line.
fn rows(c: &Chrome, facts: &Facts, terms: &Terms) -> Vec<TermRow> {
    let row = |word: &str, value: String| TermRow { label: c.t(word), value, was: String::new() };
    let (ours, theirs) = terms.legal_basis.seen_by(facts.side);
    let rules = &terms.rules;
    let decimal = |epsilon: Epsilon| format::decimal_in(c.words.lang(), &epsilon.to_string());
    let people = |n: u32| c.tn("terms-k-value", n);
    let identifiers: Vec<String> = terms.identifiers.iter().map(|one| identifier(c, one)).collect();
    let noise = [("pm", Arg::Number(rules.epsilon_micro.pm95(terms.sensitivity())))];
    vec![
        row("terms-purpose", terms.purpose.clone()),
        row("terms-basis-us", c.t(basis_word(*ours))),
        TermRow {
            label: c.ts("terms-basis-them", facts.their_name()),
            value: c.t(basis_word(*theirs)),
            was: String::new(),
        },
        row("terms-identifiers", identifiers.join("; ")),
        row("terms-k", people(rules.k)),
        row("terms-round", c.words.number(u64::from(rules.round_to))),
        row("terms-n-min", people(rules.n_min)),
        row(
            "terms-noise",
            match terms.noise {
                NoiseKind::DiscreteLaplace => c.with("terms-noise-laplace", &noise),
                NoiseKind::Exact => c.t("terms-noise-exact"),
            },
        ),
        row("terms-epsilon", decimal(rules.epsilon_micro)),
        row("terms-epsilon-total", decimal(rules.epsilon_total_micro)),
        row("terms-releases", c.words.number(u64::from(rules.releases))),
        row(
            "terms-approval",
            c.t(match terms.approval {
                Approval::Automatic => "terms-approval-automatic",
                Approval::BothOwners => "terms-approval-both",
            }),
        ),
        row("terms-by-identifier", c.t(allowed(terms.breakdowns.by_identifier))),
        row("terms-by-segment", c.t(allowed(terms.breakdowns.by_segment))),
        row("terms-seg-min", people(rules.seg_min)),
        row("terms-expiry", c.moment(terms.expires_at)),
        row("terms-ends-early", c.t(ending_word(terms.ending))),
    ]
}

fn allowed(allowed: bool) -> &'static str {
    if allowed { "terms-allowed" } else { "terms-not-allowed" }
}

fn ending_word(ending: Ending) -> &'static str {
    match ending {
        Ending::AtExpiry => "terms-ends-early-no",
        Ending::AfterLastRelease => "terms-ends-early-last",
    }
}

fn identifier(c: &Chrome, identifier: &Identifier) -> String {
    let kind = ("kind", Arg::from(c.t(kind_word(identifier.kind))));
    let profile = ("profile", Arg::from(c.t(profile_word(identifier.profile))));
    match &identifier.country {
        Some(country) => {
            c.with("terms-identifier-country", &[kind, profile, ("country", Arg::from(country))])
        }
        None => c.with("terms-identifier-written", &[kind, profile]),
    }
}

/// The catalogue's word for a legal basis.
pub(super) fn basis_word(basis: LegalBasis) -> &'static str {
    match basis {
        LegalBasis::Consent => "basis-consent",
        LegalBasis::Contract => "basis-contract",
        LegalBasis::LegalObligation => "basis-legal-obligation",
        LegalBasis::VitalInterest => "basis-vital-interest",
        LegalBasis::PublicTask => "basis-public-task",
        LegalBasis::LegitimateInterest => "basis-legitimate-interest",
    }
}

/// The catalogue's word for a kind of identifier.
pub(super) fn kind_word(kind: IdentifierType) -> &'static str {
    match kind {
        IdentifierType::Email => "identifier-email",
        IdentifierType::Phone => "identifier-phone",
        IdentifierType::Maid => "identifier-maid",
        IdentifierType::Custom => "identifier-custom",
    }
}

/// The catalogue's word for a profile.
pub(super) fn profile_word(profile: Profile) -> &'static str {
    match profile {
        Profile::Entente => "profile-entente",
        Profile::Uid2 => "profile-uid2",
        Profile::Google => "profile-google",
        Profile::Meta => "profile-meta",
    }
}

/// GET /rooms/{id}/terms
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let found = app.read(move |tx, now| rooms::terms_versions(tx, &proof, &id, now)).await?;
    let may = who.also::<ManageRooms>().is_some();
    Ok(Page(TermsPage::new(who.chrome(&app, "terms-title"), &found, may, &[])).with_status(StatusCode::OK))
}

/// What the form that signs holds.
#[derive(Debug, Clone, Deserialize)]
pub struct SignedForm {
    terms: String,
    sha256: String,
    #[serde(default)]
    read: String,
}

/// POST /rooms/{id}/terms/sign
pub async fn sign(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<SignedForm>,
) -> Result<HttpResponse, WebError> {
    let room = RoomId::from(id.as_str());
    if form.0.read != "yes" {
        let faults = [FieldFault::new("read", "fault-terms-tick")];
        return unticked(&who, &app, room, &faults).await;
    }
    let signing =
        Signing { terms: TermsId::from(form.0.terms.as_str()), terms_sha256: form.0.sha256.clone() };
    let (proof, target) = (who.proof(), path_of(&room));
    app.write("terms_sign", move |tx, now| rooms::terms_sign(tx, &proof, &room, &signing, now)).await?;
    Ok(see_other_saying(&app, &target, "flash-terms-signed"))
}

fn path_of(room: &RoomId) -> String {
    format!("/rooms/{room}")
}

/// The page again, since the box was not ticked.
async fn unticked(
    who: &Who<ManageRooms>,
    app: &App,
    room: RoomId,
    faults: &[FieldFault],
) -> Result<HttpResponse, WebError> {
    let view = who.also::<ViewRooms>().ok_or(ServiceError::NotFound)?;
    let found = app.read(move |tx, now| rooms::terms_versions(tx, &view, &room, now)).await?;
    let page = TermsPage::new(who.chrome(app, "terms-title"), &found, true, faults);
    Ok(Page(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
}
