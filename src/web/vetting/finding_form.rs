//! The forms of findings: opening one, changing one, and the steps that can be taken with one.

use serde::Deserialize;

use super::finding::{May, Refused, StepForm};
use super::finding_view::severity_word;
use super::form::FormPage;
use super::view::{end_of_day, fault_of};
use crate::ids::{AssessmentId, UserId};
use crate::services::FieldFault;
use crate::services::vetting::{FindingInput, FindingView};
use crate::store::{Finding, FindingKind};
use crate::vetting::findings::Severity;
use crate::vetting::remediation::{FindingState, FindingStep};
use crate::web::components::{Banner, Choice, FieldView, Kind, Link};
use crate::web::format;
use crate::web::page::{Chrome, Nav};
use crate::web::words::Words;

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct FindingForm {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) severity: String,
    pub(super) owner: String,
    pub(super) member: String,
    pub(super) due: String,
    pub(super) question: String,
    pub(super) assessment: String,
    /// The section of the review that one came from, to go back there.
    pub(super) section: String,
    pub(super) shared: String,
    pub(super) revision: i64,
}

impl FindingForm {
    /// The input; a date that is none is a fault.
    pub(super) fn input(&self) -> Result<FindingInput, FieldFault> {
        let due = end_of_day(&self.due);
        if due.is_none() && !self.due.trim().is_empty() {
            return Err(FieldFault::new("due", "fault-date"));
        }
        let assessment = Some(self.assessment.trim()).filter(|id| !id.is_empty());
        Ok(FindingInput {
            title: self.title.clone(),
            description: self.description.clone(),
            severity: self.severity.clone(),
            owner: self.owner.clone(),
            member: self.member.clone(),
            due,
            question: self.question.clone(),
            assessment: assessment.map(AssessmentId::from),
            shared: self.shared == "yes",
        })
    }

    /// The form of a finding that is there.
    pub(super) fn of(row: &Finding) -> Self {
        let member = row.owner_user_id.as_ref().map(ToString::to_string).unwrap_or_default();
        Self {
            title: row.title.clone(),
            description: row.description.clone(),
            severity: row.severity.clone(),
            owner: if member.is_empty() { row.owner.clone() } else { String::new() },
            member,
            due: format::day(row.due_at),
            shared: if row.shared { "yes".to_owned() } else { String::new() },
            revision: row.revision,
            ..Self::default()
        }
    }
}

/// What a form of a finding stands on.
pub(super) struct Around<'a> {
    /// Where it goes.
    pub(super) action: String,
    /// The way back.
    pub(super) back: String,
    /// The button's message.
    pub(super) submit: &'static str,
    /// The members who can own it.
    pub(super) owners: &'a [(UserId, String)],
    /// What is wrong with it.
    pub(super) faults: &'a [FieldFault],
    /// Whether it is a condition, whose words stay.
    pub(super) condition: bool,
}

/// The page with the form.
pub(super) fn page(c: Chrome, form: &FindingForm, around: &Around<'_>) -> FormPage {
    let lead = if around.condition { "finding-edit-condition" } else { "finding-form-lead" };
    FormPage {
        lead: c.t(lead),
        banner: (!around.faults.is_empty()).then(|| Banner::new(Kind::Bad, c.t("form-problems"))),
        action: around.action.clone(),
        hidden: vec![
            ("question", form.question.clone()),
            ("assessment", form.assessment.clone()),
            ("section", form.section.clone()),
            ("revision", form.revision.to_string()),
        ],
        fields: fields(&c, form, around),
        submit: c.t(around.submit),
        cancel: Link::new(c.t("cancel"), around.back.clone()),
        c,
    }
}

fn fields(c: &Chrome, form: &FindingForm, around: &Around<'_>) -> Vec<FieldView> {
    let fault = |field: &str| fault_of(c, around.faults, field);
    let severities = Severity::ALL.map(|one| {
        let hint = c.tn("severity-days", u64::from(one.due_days()));
        Choice::new(one.as_str(), c.t(severity_word(one))).hint(hint).chosen_if(&form.severity)
    });
    let somebody = Choice::new("", c.t("finding-owner-other")).chosen_if(&form.member);
    let members =
        around.owners.iter().map(|(id, name)| Choice::new(id.as_str(), name.clone()).chosen_if(&form.member));
    let mut title = FieldView::line("title", c.t("col-finding")).value(&form.title).error(fault("title"));
    if around.condition {
        title = title.fixed();
    }
    let question = [fault("question"), fault("assessment")].concat();
    vec![
        title,
        FieldView::area("description", c.t("finding-description"))
            .hint(c.t("finding-description-hint"))
            .value(&form.description)
            .error([fault("description"), question].concat())
            .optional(),
        FieldView::radios("severity", c.t("col-severity"), severities.into()).error(fault("severity")),
        FieldView::select(
            "member",
            c.t("finding-owner-member"),
            std::iter::once(somebody).chain(members).collect(),
        ),
        FieldView::line("owner", c.t("finding-owner-name"))
            .hint(c.t("finding-owner-hint"))
            .value(&form.owner)
            .error(fault("owner"))
            .optional(),
        FieldView::typed("due", c.t("col-due"), "date", "off")
            .hint(c.t("finding-due-hint"))
            .value(&form.due)
            .error(fault("due"))
            .optional(),
        FieldView::tick("shared", c.t("finding-share"), form.shared == "yes").hint(c.t("finding-share-hint")),
    ]
}

/// The steps that can be taken now; one that was refused is unfolded and keeps what was typed.
pub(super) fn steps(c: &Chrome, view: &FindingView, may: May, refused: &Refused) -> Vec<StepForm> {
    let can = |step| view.standing.state.after(step).is_some();
    let own = format!("/findings/{}", view.row.id);
    let words = &c.words;
    let mut steps = Vec::new();
    if may.review && can(FindingStep::Pass) {
        steps.push(step(words, "retest", &own, retest_fields(c, refused)));
    }
    if may.review && can(FindingStep::Report) {
        steps.push(step(words, "report", &own, report_fields(c, view, refused)));
    }
    if may.decide && can(FindingStep::Accept) {
        steps.push(step(words, "accept", &own, accept_fields(c, refused)));
    }
    if may.review && can(FindingStep::Reopen) {
        steps.push(step(words, "reopen", &own, vec![note(c, "finding-reopen-note", refused)]));
    }
    if view.row.kind == FindingKind::Condition && view.standing.state == FindingState::Closed {
        // Only while the decision that it belongs to could still count is there a room to close again; the text says so.
        for reopen in &mut steps {
            reopen.text = c.t("finding-reopen-text-condition");
        }
    }
    let failed = |step: &StepForm| {
        step.fields.iter().any(|field| refused.faults.iter().any(|fault| fault.field == field.name))
    };
    for step in &mut steps {
        step.open = failed(step);
    }
    steps
}

fn step(words: &Words, name: &str, own: &str, fields: Vec<FieldView>) -> StepForm {
    StepForm {
        title: words.t(&format!("finding-{name}")),
        text: words.t(&format!("finding-{name}-text")),
        open: false,
        action: format!("{own}/{name}"),
        fields,
        submit: words.t(&format!("finding-{name}-go")),
    }
}

fn typed<'r>(refused: &'r Refused, name: &str) -> &'r str {
    refused.typed.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

fn note(c: &Chrome, label: &str, refused: &Refused) -> FieldView {
    let error = fault_of(c, &refused.faults, "note");
    FieldView::area("note", c.t(label)).value(typed(refused, "note")).error(error)
}

fn retest_fields(c: &Chrome, refused: &Refused) -> Vec<FieldView> {
    let choices = [("yes", "finding-passed"), ("no", "finding-failed")]
        .map(|(value, word)| Choice::new(value, c.t(word)).chosen_if(typed(refused, "passed")));
    vec![
        FieldView::radios("passed", c.t("finding-retest-found"), choices.into()).error(fault_of(
            c,
            &refused.faults,
            "passed",
        )),
        note(c, "finding-retest-note", refused),
    ]
}

fn report_fields(c: &Chrome, view: &FindingView, refused: &Refused) -> Vec<FieldView> {
    let mut fields = vec![note(c, "finding-report-note", refused)];
    let documents = view.proofs.iter().chain(view.documents.iter().map(|(_, one)| one));
    let choices: Vec<Choice> = documents
        .map(|one| Choice::new(one.id.as_str(), one.name.clone()).chosen_if(typed(refused, "evidence")))
        .collect();
    if !choices.is_empty() {
        let none = Choice::new("", c.t("finding-evidence-none")).chosen_if(typed(refused, "evidence"));
        let choices = std::iter::once(none).chain(choices).collect();
        let field = FieldView::select("evidence", c.t("finding-evidence"), choices);
        fields.push(field.error(fault_of(c, &refused.faults, "evidence")));
    }
    fields
}

fn accept_fields(c: &Chrome, refused: &Refused) -> Vec<FieldView> {
    vec![
        FieldView::area("reason", c.t("finding-accept-reason"))
            .hint(c.t("finding-accept-reason-hint"))
            .value(typed(refused, "reason"))
            .error(fault_of(c, &refused.faults, "reason")),
        FieldView::typed("until", c.t("finding-accept-until"), "date", "off")
            .hint(c.t("finding-accept-until-hint"))
            .value(typed(refused, "until"))
            .error(fault_of(c, &refused.faults, "until")),
    ]
}

/// A re-test that was refused, and accepting the risk.
pub(super) fn sample_steps() -> Vec<StepForm> {
    let c = Chrome::sample("findings-title");
    let faults = vec![FieldFault::new("note", "fault-finding-note")];
    let refused = Refused { typed: vec![("passed".to_owned(), "no".to_owned())], faults };
    let mut retest = step(&c.words, "retest", "/findings/sample", retest_fields(&c, &refused));
    retest.open = true;
    let accept = step(&c.words, "accept", "/findings/sample", accept_fields(&c, &Refused::default()));
    vec![retest, accept]
}

/// A finding made of a weak answer, whose owner is missing.
pub(super) fn sample() -> FormPage {
    let c = Chrome::sample("finding-new").at(Nav::Partners).under("Partners", "/partners");
    let form = FindingForm {
        title: "D2: deletion reaches every recipient, with confirmation".to_owned(),
        severity: "high".to_owned(),
        due: "2027-06-14".to_owned(),
        question: "D2".to_owned(),
        ..FindingForm::default()
    };
    let faults = [FieldFault::new("owner", "fault-condition-owner")];
    let owners = [(UserId::from("sample"), "Priya Raman".to_owned())];
    let around = Around {
        action: "/partners/sample/findings".to_owned(),
        back: "/partners/sample/findings".to_owned(),
        submit: "finding-open-go",
        owners: &owners,
        faults: &faults,
        condition: false,
    };
    page(c, &form, &around)
}
