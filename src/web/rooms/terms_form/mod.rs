//! Proposing terms: the form, from what it holds to a draft and back.

mod fields;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::access::{ManageRooms, ViewRooms};
use crate::ids::RoomId;
use crate::matching::{IdentifierType, Profile};
use crate::rooms::terms::{
    Approval, Breakdowns, Ending, Epsilon, Identifier, LegalBasis, NoiseKind, Rules, Terms, TermsDraft,
};
use crate::rooms::{Side, Sides};
use crate::services::rooms::{self, TermsVersions};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::FieldView;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other_saying;
use crate::web::rooms::terms::basis_word;
use crate::web::visitor::Who;

/// How many identifiers the form offers; three or four widen the error bar and are for the API.
const SLOTS: usize = 2;

/// A heading and the fields under it.
#[derive(Debug, Clone)]
pub struct Group {
    /// The heading.
    pub title: String,
    /// The fields.
    pub fields: Vec<FieldView>,
}

/// GET /rooms/{id}/terms/new
#[derive(Debug, Template)]
#[template(path = "rooms/terms_form.html")]
pub struct TermsFormPage {
    /// The frame.
    pub c: Chrome,
    /// Where the form goes.
    pub action: String,
    /// The fields in groups.
    pub groups: Vec<Group>,
    /// What new terms end, if there are terms.
    pub note: String,
    /// Whether something needs another look.
    pub problems: bool,
}

/// What the form holds, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TermsForm {
    purpose: String,
    basis_us: String,
    basis_them: String,
    id1: String,
    id2: String,
    profile: String,
    country: String,
    k: String,
    round_to: String,
    n_min: String,
    epsilon: String,
    epsilon_total: String,
    releases: String,
    days: String,
    noise: String,
    approval: String,
    by_identifier: String,
    by_segment: String,
    seg_min: String,
    /// Ticked: the room also ends with the last answer.
    ending: String,
}

impl TermsForm {
    /// The form as it stands before anything was typed: the standing terms, or the policy's defaults.
    fn from_terms(terms: Option<&Terms>, side: Side) -> Self {
        let defaults = TermsDraft::default();
        let rules = terms.map_or(&defaults.rules, |terms| &terms.rules);
        let identifiers = terms.map_or(&defaults.identifiers, |terms| &terms.identifiers);
        let breakdowns = terms.map_or(defaults.breakdowns, |terms| terms.breakdowns);
        let slot = |at: usize| identifiers.get(at).map(|one| one.kind.name().to_owned()).unwrap_or_default();
        let basis = |ours: bool| {
            let seen = terms.map(|terms| terms.legal_basis.seen_by(side));
            seen.map(|(us, them)| basis_name(if ours { *us } else { *them })).unwrap_or_default()
        };
        Self {
            purpose: terms.map(|terms| terms.purpose.clone()).unwrap_or_default(),
            basis_us: basis(true),
            basis_them: basis(false),
            id1: slot(0),
            id2: slot(1),
            profile: identifiers.first().map_or(Profile::Entente, |one| one.profile).name().to_owned(),
            country: identifiers.iter().find_map(|one| one.country.clone()).unwrap_or_default(),
            k: rules.k.to_string(),
            round_to: rules.round_to.to_string(),
            n_min: rules.n_min.to_string(),
            epsilon: rules.epsilon_micro.to_string(),
            epsilon_total: rules.epsilon_total_micro.to_string(),
            releases: rules.releases.to_string(),
            days: defaults.days.to_string(),
            noise: if terms.map_or(defaults.noise, |terms| terms.noise) == NoiseKind::Exact {
                "exact".to_owned()
            } else {
                "noise".to_owned()
            },
            approval: if terms.map_or(defaults.approval, |terms| terms.approval) == Approval::BothOwners {
                "both".to_owned()
            } else {
                "automatic".to_owned()
            },
            by_identifier: ticked(breakdowns.by_identifier),
            by_segment: ticked(breakdowns.by_segment),
            seg_min: rules.seg_min.to_string(),
            ending: match terms.map(|terms| terms.ending) {
                Some(Ending::AfterLastRelease) => "yes".to_owned(),
                Some(Ending::AtExpiry) | None => String::new(),
            },
        }
    }

    /// The draft that was typed, or the fields that are no numbers.
    fn draft(&self, side: Side) -> Result<TermsDraft, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut number = |field: &'static str, text: &str| {
            whole(text).unwrap_or_else(|| {
                faults.push(FieldFault::new(field, "fault-terms-number"));
                0
            })
        };
        let (k, round_to) = (number("k", &self.k), number("round_to", &self.round_to));
        let (n_min, releases) = (number("n_min", &self.n_min), number("releases", &self.releases));
        let days = number("days", &self.days);
        let policy = Rules::default().seg_min.to_string();
        let seg_min = number("seg_min", if self.seg_min.is_empty() { &policy } else { &self.seg_min });
        let mut decimal = |field: &'static str, text: &str| {
            Epsilon::from_micro(micro(text).unwrap_or_else(|| {
                faults.push(FieldFault::new(field, "fault-terms-epsilon"));
                0
            }))
        };
        let epsilon_micro = decimal("epsilon", &self.epsilon);
        let epsilon_total_micro = decimal("epsilon_total", &self.epsilon_total);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut legal_basis = Sides { host: None, guest: None };
        *legal_basis.get_mut(side) = basis_named(&self.basis_us);
        *legal_basis.get_mut(side.other()) = basis_named(&self.basis_them);
        Ok(TermsDraft {
            purpose: self.purpose.clone(),
            legal_basis,
            identifiers: self.identifiers(),
            rules: Rules {
                k,
                round_to,
                n_min,
                near_duplicate: k,
                epsilon_micro,
                epsilon_total_micro,
                releases,
                seg_min,
            },
            days,
            noise: if self.noise == "exact" { NoiseKind::Exact } else { NoiseKind::DiscreteLaplace },
            approval: if self.approval == "both" { Approval::BothOwners } else { Approval::Automatic },
            breakdowns: Breakdowns {
                by_identifier: self.by_identifier == "yes",
                by_segment: self.by_segment == "yes",
            },
            ending: if self.ending.is_empty() { Ending::AtExpiry } else { Ending::AfterLastRelease },
            ..TermsDraft::default()
        })
    }

    fn identifiers(&self) -> Vec<Identifier> {
        let profile = self.profile.parse().unwrap_or_default();
        let country = self.country.trim().to_uppercase();
        let kinds = [&self.id1, &self.id2].into_iter().filter_map(|name| name.parse::<IdentifierType>().ok());
        let one = |kind| Identifier {
            kind,
            // A profile says how addresses and numbers are written; ids have one form.
            profile: if takes_profile(kind) { profile } else { Profile::Entente },
            country: (kind == IdentifierType::Phone && !country.is_empty()).then(|| country.clone()),
        };
        kinds.map(one).collect()
    }
}

fn ticked(yes: bool) -> String {
    if yes { "yes".to_owned() } else { String::new() }
}

fn takes_profile(kind: IdentifierType) -> bool {
    matches!(kind, IdentifierType::Email | IdentifierType::Phone)
}

/// A whole number, with or without thousands separators.
fn whole(text: &str) -> Option<u32> {
    text.trim().replace([',', ' ', '\u{a0}', '\u{202f}'], "").parse().ok()
}

/// Millionths of a decimal such as `0.2`, with at most six decimals.
fn micro(text: &str) -> Option<u32> {
    let text = text.trim().replace(',', ".");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |part: &str| part.bytes().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 6 {
        return None;
    }
    let fraction: u32 = format!("{fraction:0<6}").parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(1_000_000)?.checked_add(fraction)
}

/// The word of a legal basis in forms: as in the JSON of the terms.
fn basis_name(basis: LegalBasis) -> String {
    basis_word(basis).trim_start_matches("basis-").replace('-', "_")
}

fn basis_named(name: &str) -> Option<LegalBasis> {
    LegalBasis::ALL.into_iter().find(|basis| basis_name(*basis) == name)
}

/// The form's name for a field that the service names by its path in the terms.
fn field_name(path: &str, side: Side) -> String {
    let own = format!("legal_basis.{side}");
    match path {
        "rules.k" | "rules.near_duplicate" => "k".to_owned(),
        "rules.round_to" => "round_to".to_owned(),
        "rules.n_min" => "n_min".to_owned(),
        "rules.epsilon_micro" => "epsilon".to_owned(),
        "rules.epsilon_total_micro" => "epsilon_total".to_owned(),
        "rules.releases" => "releases".to_owned(),
        "rules.seg_min" => "seg_min".to_owned(),
        "breakdowns.by_identifier" => "by_identifier".to_owned(),
        "breakdowns.by_segment" => "by_segment".to_owned(),
        "identifiers" => "id1".to_owned(),
        path if path == own => "basis_us".to_owned(),
        path if path.starts_with("legal_basis.") => "basis_them".to_owned(),
        path if path.ends_with(".country") => "country".to_owned(),
        path if path.ends_with(".profile") => "profile".to_owned(),
        path if path.starts_with("identifiers[0]") => "id1".to_owned(),
        path if path.starts_with("identifiers[1]") => "id2".to_owned(),
        path => path.to_owned(),
    }
}

async fn versions(who: &Who<ManageRooms>, app: &App, room: &RoomId) -> Result<TermsVersions, WebError> {
    let view = who.also::<ViewRooms>().ok_or(ServiceError::NotFound)?;
    let room = room.clone();
    Ok(app.read(move |tx, now| rooms::terms_versions(tx, &view, &room, now)).await?)
}

/// GET /rooms/{id}/terms/new
pub async fn page(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let found = versions(&who, &app, &RoomId::from(id.as_str())).await?;
    let page = TermsFormPage::new(who.chrome(&app, "terms-new-title"), &found, None, &[]);
    Ok(Page(page).with_status(StatusCode::OK))
}

/// POST /rooms/{id}/terms
pub async fn propose(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<TermsForm>,
) -> Result<HttpResponse, WebError> {
    let room = RoomId::from(id.as_str());
    let found = versions(&who, &app, &room).await?;
    let side = found.facts.side;
    let again = |faults: &[FieldFault]| {
        let page = TermsFormPage::new(who.chrome(&app, "terms-new-title"), &found, Some(&form.0), faults);
        Ok(Page(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    let draft = match form.0.draft(side) {
        Ok(draft) => draft,
        Err(faults) => return again(&faults),
    };
    let (proof, target) = (who.proof(), format!("/rooms/{room}/terms"));
    let done =
        app.write("terms_propose", move |tx, now| rooms::terms_propose(tx, &proof, &room, &draft, now)).await;
    match done {
        Ok(_) => Ok(see_other_saying(&app, &target, "flash-terms-proposed")),
        Err(ServiceError::Invalid(faults)) => {
            let named = |fault: FieldFault| FieldFault { field: field_name(&fault.field, side), ..fault };
            again(&faults.into_iter().map(named).collect::<Vec<_>>())
        }
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_become_millionths_exactly() {
        let cases = [
            ("0.2", Some(200_000)),
            ("2", Some(2_000_000)),
            ("0,05", Some(50_000)),
            ("0.0000001", None),
            ("-1", None),
            (".5", None),
            ("1e3", None),
            ("9999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(micro(text), expected, "{text}");
        }
    }

    #[test]
    fn the_blank_form_is_the_policy() {
        let form = TermsForm { basis_us: "consent".to_owned(), ..TermsForm::from_terms(None, Side::Host) };
        let draft = form.draft(Side::Guest).unwrap();
        assert_eq!(draft.rules, Rules::default());
        assert_eq!(draft.identifiers, TermsDraft::default().identifiers);
        assert_eq!(draft.legal_basis, Sides { host: None, guest: Some(LegalBasis::Consent) });
    }

    #[test]
    fn every_number_that_is_none_is_named() {
        let faults = TermsForm::default().draft(Side::Host).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["k", "round_to", "n_min", "releases", "days", "epsilon", "epsilon_total"]);
    }

    #[test]
    fn service_paths_lead_to_fields() {
        for (path, field) in [
            ("rules.k", "k"),
            ("legal_basis.guest", "basis_us"),
            ("legal_basis.host", "basis_them"),
            ("identifiers[1].kind", "id2"),
            ("identifiers[0].country", "country"),
            ("purpose", "purpose"),
        ] {
            assert_eq!(field_name(path, Side::Guest), field);
        }
    }
}
