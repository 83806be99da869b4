//! The intake: five questions about the sharing, answered by our own side.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::form::FormPage;
use super::view::{fault_of, ok, unprocessable};
use crate::access::ManageAssessments;
use crate::ids::AssessmentId;
use crate::services::vetting::{self, Dossier};
use crate::services::{FieldFault, ServiceError};
use crate::store::AssessmentState;
use crate::vetting::intake::{Access, DataCategory, Geography, Intake, People, Purpose};
use crate::web::app::App;
use crate::web::components::{Banner, Choice, FieldView, Kind, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// What the form holds, in the words of `entente-answers/1`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct IntakeForm {
    revision: i64,
    data: Vec<String>,
    people: String,
    purpose: String,
    access: String,
    geography: String,
}

/// A word of the format as its value.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(text.into()).ok()
}

/// A value as its word of the format.
fn worded<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

impl IntakeForm {
    fn of(intake: Option<&Intake>, revision: i64) -> Self {
        let Some(intake) = intake else { return Self { revision, ..Self::default() } };
        Self {
            revision,
            data: intake.data.iter().map(worded).collect(),
            people: worded(intake.people),
            purpose: worded(intake.purpose),
            access: worded(intake.access),
            geography: worded(intake.geography),
        }
    }

    fn intake(&self) -> Result<Intake, ServiceError> {
        let data = self.data.iter().filter_map(|text| word(text)).collect();
        let (people, purpose) = (word(&self.people), word(&self.purpose));
        let (access, geography) = (word(&self.access), word(&self.geography));
        let (Some(people), Some(purpose), Some(access), Some(geography)) =
            (people, purpose, access, geography)
        else {
            let missing = [
                ("people", people.is_none()),
                ("purpose", purpose.is_none()),
                ("access", access.is_none()),
                ("geography", geography.is_none()),
                ("data", self.data.is_empty()),
            ];
            let faults = missing.into_iter().filter(|(_, missing)| *missing).map(|(field, _)| {
                FieldFault::new(
                    field,
                    if field == "data" { "fault-intake-data" } else { "fault-intake-choice" },
                )
            });
            return Err(ServiceError::Invalid(faults.collect()));
        };
        Ok(Intake { data, people, purpose, access, geography })
    }
}

/// GET /assessments/{id}/intake
pub async fn page(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (dossier, name) = super::assessment::load(&who, &app, &id).await?;
    let form = IntakeForm::of(dossier.intake.as_ref(), dossier.assessment.revision);
    let c = who.chrome(&app, "intake-title");
    Ok(ok(form_page(c, (&dossier, &name), &form, &[])))
}

/// POST /assessments/{id}/intake
pub async fn save(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<IntakeForm>,
) -> Result<HttpResponse, WebError> {
    let saved = match form.0.intake() {
        Ok(intake) => {
            let (proof, id, revision) = (who.proof(), AssessmentId::from(id.as_str()), form.0.revision);
            let work = app.write("intake_save", move |tx, now| {
                vetting::intake_save(tx, &proof, (&id, revision), &intake, now)
            });
            work.await
        }
        Err(faults) => Err(faults),
    };
    match saved {
        Ok(()) => Ok(see_other_saying(&app, &format!("/assessments/{id}/send"), "flash-intake-saved")),
        Err(ServiceError::Invalid(faults)) => {
            let (dossier, name) = super::assessment::load(&who, &app, &id).await?;
            let page = form_page(who.chrome(&app, "intake-title"), (&dossier, &name), &form.0, &faults);
            Ok(unprocessable(page))
        }
        Err(error) => Err(error.into()),
    }
}

fn form_page(
    c: Chrome,
    (dossier, name): (&Dossier, &str),
    form: &IntakeForm,
    faults: &[FieldFault],
) -> FormPage {
    let partner = format!("/partners/{}", dossier.assessment.partner_id);
    let up = c.t("nav-partners");
    let c = c.at(Nav::Partners).under(up, "/partners").under(name, partner.clone());
    let decided = dossier.assessment.state == AssessmentState::Decided;
    let banner = if decided {
        Some(Banner::new(Kind::Warn, c.t("intake-voids-decision")))
    } else {
        dossier.score().map(|score| Banner::new(Kind::Plain, inherent(&c, score.inherent, score.tier)))
    };
    FormPage {
        lead: c.ts("intake-lead", name),
        banner,
        action: format!("/assessments/{}/intake", dossier.assessment.id),
        hidden: vec![("revision", form.revision.to_string())],
        fields: fields(&c, form, faults),
        submit: c.t("intake-save"),
        cancel: Link::new(c.t("cancel"), partner),
        c,
    }
}

/// "Inherent risk 60.9 of 100: tier 2", in words.
pub(super) fn inherent(c: &Chrome, inherent: u32, tier: crate::vetting::scoring::Tier) -> String {
    let tier = c.t(tier_word(tier));
    let risk = c.words.tenths(inherent);
    c.words.with("inherent-line", &[("risk", Arg::from(risk)), ("tier", Arg::from(tier))])
}

/// The message that names a tier.
pub(super) fn tier_word(tier: crate::vetting::scoring::Tier) -> &'static str {
    use crate::vetting::scoring::Tier::{T1, T2, T3, T4};
    match tier {
        T1 => "tier-1",
        T2 => "tier-2",
        T3 => "tier-3",
        T4 => "tier-4",
    }
}

fn fields(c: &Chrome, form: &IntakeForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let fault = |field: &str| fault_of(c, faults, field);
    let data = DataCategory::ALL.iter().map(|category| {
        let value = worded(category);
        let ticked = form.data.contains(&value);
        Choice { chosen: ticked, ..choice(c, "intake-data", &value, "") }
    });
    let one = |name: &'static str, words: Vec<String>, chosen: &str| {
        let choices = words.iter().map(|value| choice(c, &format!("intake-{name}"), value, chosen)).collect();
        FieldView::radios(name, c.t(&format!("intake-{name}")), choices).error(fault(name))
    };
    vec![
        FieldView::checks("data", c.t("intake-data"), data.collect()).error(fault("data")),
        one("people", People::ALL.map(worded).into(), &form.people),
        one("purpose", Purpose::ALL.map(worded).into(), &form.purpose),
        one("access", Access::ALL.map(worded).into(), &form.access),
        one("geography", Geography::ALL.map(worded).into(), &form.geography),
    ]
}

/// An option: its label is a message, and so is its explanation where there is one.
fn choice(c: &Chrome, of: &str, value: &str, chosen: &str) -> Choice {
    let word = format!("{of}-{}", value.replace('_', "-"));
    let hint = format!("{word}-hint");
    let hint = if c.words.has(&hint) { c.t(&hint) } else { String::new() };
    Choice::new(value, c.t(&word)).hint(hint).chosen_if(chosen)
}

/// Half filled in, with a fault.
pub(super) fn sample() -> FormPage {
    let form = IntakeForm {
        data: vec!["direct_identifiers".to_owned(), "purchase_history".to_owned()],
        people: "100k_1m".to_owned(),
        access: "clean_room".to_owned(),
        ..IntakeForm::default()
    };
    let faults = [FieldFault::new("purpose", "fault-intake-choice")];
    let c = Chrome::sample("intake-title").at(Nav::Partners);
    FormPage {
        lead: c.ts("intake-lead", "Meridian Media"),
        banner: Some(Banner::new(Kind::Plain, inherent(&c, 6_090, crate::vetting::scoring::Tier::T2))),
        action: "/assessments/sample/intake".to_owned(),
        hidden: vec![("revision", "2".to_owned())],
        fields: fields(&c, &form, &faults),
        submit: c.t("intake-save"),
        cancel: Link::new(c.t("cancel"), "/partners/sample"),
        c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_of_the_intake_has_its_words() {
        let c = Chrome::sample("intake-title");
        for field in fields(&c, &IntakeForm::default(), &[]) {
            let text = format!("{field:?}");
            assert!(!text.contains('⟦'), "{text}");
        }
    }

    #[test]
    fn a_form_reads_back_as_it_was() {
        let intake = Intake {
            data: [DataCategory::Sensitive].into(),
            people: People::Over1m,
            purpose: Purpose::FirstParty,
            access: Access::RawCopy,
            geography: Geography::SccTia,
        };
        assert_eq!(IntakeForm::of(Some(&intake), 1).intake().unwrap(), intake);
    }

    #[test]
    fn every_missing_choice_is_told_at_once() {
        let Err(ServiceError::Invalid(faults)) = IntakeForm::default().intake() else { panic!("taken") };
        assert_eq!(faults.len(), 5);
    }
}
