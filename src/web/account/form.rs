//! A page that is one form: sign-in, set-up, an invitation.

use askama::Template;

use crate::web::components::FieldView;
use crate::web::page::Chrome;
use crate::web::words::Words;

/// A heading, a sentence, fields and one button.
#[derive(Debug, Template)]
#[template(path = "account/form.html")]
pub struct FormPage {
    /// The frame.
    pub c: Chrome,
    /// What this is about.
    pub lead: String,
    /// What was wrong with the last try, or nothing.
    pub problem: String,
    /// Where the form goes.
    pub action: String,
    /// The fields.
    pub fields: Vec<FieldView>,
    /// Values that travel along unseen: name and value.
    pub hidden: Vec<(&'static str, String)>,
    /// The button.
    pub submit: String,
}

impl FormPage {
    /// One believable page of each kind, for the snapshots.
    pub fn samples() -> Vec<Self> {
        let c = Chrome::bare(Words::default(), "sign-in-title");
        let fields = super::sign_in::fields(&c.words, "maya@northwind.example", &[]);
        vec![Self {
            lead: c.t("sign-in-lead"),
            problem: String::new(),
            action: "/sign-in".to_owned(),
            fields,
            hidden: vec![("next", "/".to_owned())],
            submit: c.t("sign-in-go"),
            c,
        }]
    }
}
