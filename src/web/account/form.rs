//! A page that is one form: sign-in, set-up, an invitation.

use askama::Template;

use crate::services::FieldFault;
use crate::web::components::FieldView;
use crate::web::error::say;
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

/// The sentence about `field`, or nothing.
pub(super) fn fault_of(words: &Words, faults: &[FieldFault], field: &str) -> String {
    let found = faults.iter().find(|fault| fault.field == field);
    found.map(|fault| say(words, &fault.message)).unwrap_or_default()
}
