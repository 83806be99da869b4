//! The pages of people who are not signed in yet: sign-in, set-up, joining by invitation. Display values only.

use askama::Template;

use crate::web::components::{Banner, FieldView, Kind};
use crate::web::page::Chrome;
use crate::web::words::{Arg, Words};

/// Signing in.
#[derive(Debug, Template)]
#[template(path = "account/sign_in.html")]
pub struct SignInPage {
    /// The frame.
    pub c: Chrome,
    /// What went wrong, if anything did.
    pub problem: Option<Banner>,
    /// Address and password.
    pub fields: Vec<FieldView>,
    /// The local path to go on to.
    pub next: String,
}

impl SignInPage {
    /// The form, with the address that was typed and the sentence that refuses it (empty at first).
    pub fn new(c: Chrome, email: &str, error: &str, next: &str) -> Self {
        let fields = vec![
            FieldView::typed("email", c.t("field-email"), "email", "username").value(email),
            FieldView::typed("password", c.t("field-password"), "password", "current-password"),
        ];
        let problem = (!error.is_empty()).then(|| Banner::new(Kind::Bad, error));
        Self { c, problem, fields, next: next.to_owned() }
    }

    /// Fresh, and refused.
    pub fn samples() -> Vec<Self> {
        let c =
            || Chrome { csrf: "sample-csrf".to_owned(), ..Chrome::bare(Words::default(), "sign-in-title") };
        let wrong = c().t("sign-in-wrong");
        vec![Self::new(c(), "", "", "/"), Self::new(c(), "maya@northwind.example", &wrong, "/partners")]
    }
}

/// Why somebody is about to have an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining<'a> {
    /// The first organisation of this server.
    SetUp,
    /// An organisation invites a member.
    Member {
        /// The organisation.
        org: &'a str,
        /// The role, in words.
        role: &'a str,
    },
    /// An organisation invites a partner's people to have an organisation of their own.
    Partner {
        /// The organisation that invites.
        org: &'a str,
    },
}

/// What was typed into a joining form.
#[derive(Debug, Clone, Default)]
pub struct JoinForm {
    /// The organisation's name.
    pub org_name: String,
    /// The person's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// Whether the invitation is bound to that address.
    pub email_bound: bool,
    /// Whether an account with that address exists, so that only its password is asked.
    pub has_account: bool,
    /// What is wrong: the field's name and the sentence.
    pub faults: Vec<(String, String)>,
}

/// Set-up, or an invitation.
#[derive(Debug, Template)]
#[template(path = "account/join.html")]
pub struct JoinPage {
    /// The frame.
    pub c: Chrome,
    /// Who invites, and what happens next.
    pub lead: String,
    /// Where the form goes.
    pub action: String,
    /// All faults at the top, for whoever cannot see the fields.
    pub problem: Option<Banner>,
    /// The fields.
    pub fields: Vec<FieldView>,
    /// The button.
    pub submit: String,
}

impl JoinPage {
    /// The form for `joining`, sent to `action`, with what was typed.
    pub fn new(c: Chrome, joining: Joining<'_>, action: &str, form: &JoinForm) -> Self {
        let (title, lead, submit) = match joining {
            Joining::SetUp => (c.t("set-up-title"), c.t("set-up-lead"), c.t("set-up-submit")),
            Joining::Member { org, role } => {
                let args = [("org", Arg::from(org)), ("role", Arg::from(role))];
                (c.ts("join-member-title", org), c.with("join-member-lead", &args), c.t("join-submit"))
            }
            Joining::Partner { org } => {
                (c.t("join-partner-title"), c.ts("join-partner-lead", org), c.t("join-partner-submit"))
            }
        };
        let fields = join_fields(&c, joining, form);
        let lines: Vec<String> = form.faults.iter().map(|(_, sentence)| sentence.clone()).collect();
        let problem =
            (!lines.is_empty()).then(|| Banner { kind: Kind::Bad, title: c.t("form-problems"), lines });
        Self { c: c.titled(title), lead, action: action.to_owned(), problem, fields, submit }
    }

    /// Set-up, a member's and a partner's invitation, a refused form, an existing account.
    pub fn samples() -> Vec<Self> {
        let c =
            || Chrome { csrf: "sample-csrf".to_owned(), ..Chrome::bare(Words::default(), "set-up-title") };
        let bound =
            JoinForm { email: "ines@northwind.example".to_owned(), email_bound: true, ..JoinForm::default() };
        let known = JoinForm { has_account: true, ..bound.clone() };
        let refused = JoinForm {
            org_name: "Harbour & Pine".to_owned(),
            name: "Tomas Lind".to_owned(),
            email: "tomas@harbour".to_owned(),
            faults: vec![
                ("email".to_owned(), c().t("fault-email")),
                ("password".to_owned(), c().t("fault-password-short")),
            ],
            ..JoinForm::default()
        };
        let member = Joining::Member { org: "Northwind Retail", role: "Reviewer" };
        let partner = Joining::Partner { org: "Northwind Retail" };
        vec![
            Self::new(c(), Joining::SetUp, "/set-up", &JoinForm::default()),
            Self::new(c(), member, "/join", &bound),
            Self::new(c(), member, "/join", &known),
            Self::new(c(), partner, "/join", &refused),
        ]
    }
}

fn join_fields(c: &Chrome, joining: Joining<'_>, form: &JoinForm) -> Vec<FieldView> {
    let error = |field: &str| {
        let found = form.faults.iter().find(|(name, _)| name == field);
        found.map_or_else(String::new, |(_, sentence)| sentence.clone())
    };
    let mut fields = Vec::new();
    if !matches!(joining, Joining::Member { .. }) {
        let org = FieldView::line("org_name", c.t("field-organisation")).hint(c.t("field-organisation-hint"));
        fields.push(org.value(&form.org_name).error(error("org_name")));
    }
    let email = FieldView::typed("email", c.t("field-email"), "email", "username").value(&form.email);
    let email = if form.email_bound { email.hint(c.t("field-email-bound")).fixed() } else { email };
    if form.has_account {
        fields.push(email);
        fields.push(FieldView::typed("password", c.t("field-password"), "password", "current-password"));
    } else {
        let name = FieldView::typed("name", c.t("field-name"), "text", "name");
        fields.push(name.value(&form.name).error(error("name")));
        fields.push(email.error(error("email")));
        let password = FieldView::typed("password", c.t("field-new-password"), "password", "new-password");
        fields.push(password.hint(c.t("field-new-password-hint")).error(error("password")));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::page::show;

    #[test]
    fn every_sample_renders_with_all_its_words() {
        for (at, page) in SignInPage::samples().iter().enumerate() {
            let html = page.render().unwrap();
            assert!(!html.contains('⟦'), "{html}");
            show(&format!("sign-in-{at}"), &html);
        }
        for (at, page) in JoinPage::samples().iter().enumerate() {
            let html = page.render().unwrap();
            assert!(!html.contains('⟦'), "{html}");
            show(&format!("join-{at}"), &html);
        }
    }

    #[test]
    fn a_refused_form_keeps_what_was_typed_but_the_password() {
        let html = JoinPage::samples()[3].render().unwrap();
        assert!(html.contains("value=\"tomas@harbour\"") && html.contains("Harbour &#38; Pine"), "{html}");
        let after = html.split_once("type=\"password\"").unwrap().1;
        assert!(after.split_once('>').unwrap().0.contains("value=\"\""));
    }
}
