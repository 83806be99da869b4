//! The form of the terms as groups of fields.

use super::{Group, SLOTS, TermsForm, TermsFormPage, basis_name};
use crate::matching::{IdentifierType, Profile};
use crate::rooms::terms::{FLOORS, LegalBasis};
use crate::services::FieldFault;
use crate::services::rooms::{Facts, TermsVersions};
use crate::web::components::{Choice, FieldView};
use crate::web::page::Chrome;
use crate::web::rooms::present::{inside, path};
use crate::web::rooms::terms::{basis_word, kind_word, profile_word};
use crate::web::vetting::fault_of;
use crate::web::words::Arg;

impl TermsFormPage {
    /// The page with what was typed and what is wrong with it; none typed: the standing terms or the defaults.
    pub fn new(c: Chrome, found: &TermsVersions, typed: Option<&TermsForm>, faults: &[FieldFault]) -> Self {
        let facts = &found.facts;
        let standing = found.standing().map(|standing| &standing.terms);
        let blank = TermsForm::from_terms(standing, facts.side);
        let form = typed.unwrap_or(&blank);
        let note = if standing.is_some() { c.t("terms-replace-note") } else { String::new() };
        Self {
            action: path(facts, "/terms"),
            groups: vec![
                what(&c, facts, form, faults),
                how(&c, form, faults),
                protect(&c, form, faults),
                show(&c, form, faults),
            ],
            note,
            problems: !faults.is_empty(),
            c: inside(c, facts),
        }
    }
}

fn what(c: &Chrome, facts: &Facts, form: &TermsForm, faults: &[FieldFault]) -> Group {
    let bases = |chosen: &str| {
        let first = Choice::new("", c.t("basis-choose")).chosen_if(chosen);
        let rest = LegalBasis::ALL
            .map(|basis| Choice::new(basis_name(basis), c.t(basis_word(basis))).chosen_if(chosen));
        std::iter::once(first).chain(rest).collect::<Vec<_>>()
    };
    Group {
        title: c.t("terms-group-what"),
        fields: vec![
            FieldView::area("purpose", c.t("terms-purpose"))
                .hint(c.t("terms-purpose-hint"))
                .value(&form.purpose)
                .error(fault_of(c, faults, "purpose")),
            FieldView::select("basis_us", c.t("terms-basis-us"), bases(&form.basis_us))
                .hint(c.t("terms-basis-hint"))
                .error(fault_of(c, faults, "basis_us")),
            FieldView::select(
                "basis_them",
                c.ts("terms-basis-them", facts.their_name()),
                bases(&form.basis_them),
            )
            .error(fault_of(c, faults, "basis_them")),
        ],
    }
}

fn how(c: &Chrome, form: &TermsForm, faults: &[FieldFault]) -> Group {
    let kinds = |chosen: &str, none: bool| {
        let first = none.then(|| Choice::new("", c.t("identifier-none")).chosen_if(chosen));
        let rest =
            IdentifierType::ALL.map(|kind| Choice::new(kind.name(), c.t(kind_word(kind))).chosen_if(chosen));
        first.into_iter().chain(rest).collect::<Vec<_>>()
    };
    let profiles = Profile::ALL
        .map(|one| Choice::new(one.name(), c.t(profile_word(one))).chosen_if(&form.profile))
        .into();
    let slots = [("id1", &form.id1), ("id2", &form.id2)];
    let slot = |(at, (name, value)): (usize, (&str, &String))| {
        let field = FieldView::select(name, c.tn("terms-identifier-n", at + 1), kinds(value, at > 0));
        let field = field.error(fault_of(c, faults, name));
        if at == 0 { field.hint(c.t("terms-identifiers-hint")) } else { field.optional() }
    };
    let mut fields: Vec<FieldView> = slots.into_iter().take(SLOTS).enumerate().map(slot).collect();
    fields.push(
        FieldView::select("profile", c.t("terms-profile"), profiles)
            .hint(c.t("terms-profile-hint"))
            .error(fault_of(c, faults, "profile")),
    );
    fields.push(
        FieldView::line("country", c.t("terms-country"))
            .short()
            .hint(c.t("terms-country-hint"))
            .value(&form.country)
            .error(fault_of(c, faults, "country"))
            .optional(),
    );
    Group { title: c.t("terms-group-how"), fields }
}

fn protect(c: &Chrome, form: &TermsForm, faults: &[FieldFault]) -> Group {
    let number = |name: &str, word: &str, hint: String, value: &str| {
        FieldView::typed(name, c.t(word), "number", "off")
            .hint(hint)
            .value(value)
            .error(fault_of(c, faults, name))
    };
    let decimal = |name: &str, word: &str, value: &str| {
        FieldView::line(name, c.t(word))
            .short()
            .hint(c.t(&format!("{word}-hint")))
            .value(value)
            .error(fault_of(c, faults, name))
    };
    let floor = c.with("terms-k-hint", &[("floor", Arg::from(FLOORS.k))]);
    Group {
        title: c.t("terms-group-protect"),
        fields: vec![
            number("k", "terms-k", floor, &form.k),
            number("round_to", "terms-round", c.t("terms-round-hint"), &form.round_to),
            number("n_min", "terms-n-min", c.t("terms-n-min-hint"), &form.n_min),
            decimal("epsilon", "terms-epsilon", &form.epsilon),
            decimal("epsilon_total", "terms-epsilon-total", &form.epsilon_total),
            number("releases", "terms-releases", c.t("terms-releases-hint"), &form.releases),
            number("days", "terms-days", c.tn("terms-days-hint", FLOORS.days), &form.days),
            FieldView::tick("ending", c.t("terms-ending"), !form.ending.is_empty())
                .hint(c.t("terms-ending-hint")),
        ],
    }
}

/// What may be asked besides the count, how exactly it is answered, and who lets an answer go.
fn show(c: &Chrome, form: &TermsForm, faults: &[FieldFault]) -> Group {
    let choice = |value: &str, word: &str, chosen: &str| {
        Choice::new(value, c.t(word)).hint(c.t(&format!("{word}-hint"))).chosen_if(chosen)
    };
    let tick = |name: &str, word: &str, value: &str| {
        FieldView::tick(name, c.t(word), value == "yes")
            .hint(c.t(&format!("{word}-hint")))
            .error(fault_of(c, faults, name))
    };
    let approvals = vec![
        choice("automatic", "terms-form-automatic", &form.approval),
        choice("both", "terms-form-both", &form.approval),
    ];
    let noises = vec![
        choice("noise", "terms-form-noise", &form.noise),
        choice("exact", "terms-form-exact", &form.noise),
    ];
    Group {
        title: c.t("terms-group-show"),
        fields: vec![
            FieldView::radios("approval", c.t("terms-approval"), approvals),
            tick("by_identifier", "terms-form-by-identifier", &form.by_identifier),
            tick("by_segment", "terms-form-by-segment", &form.by_segment),
            FieldView::typed("seg_min", c.t("terms-seg-min"), "number", "off")
                .hint(c.t("terms-seg-min-hint"))
                .value(&form.seg_min)
                .error(fault_of(c, faults, "seg_min"))
                .optional(),
            FieldView::radios("noise", c.t("terms-noise"), noises),
        ],
    }
}
