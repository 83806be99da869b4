//! A page of this area that is one form: a partner's record, the intake.

use askama::Template;

use crate::web::components::{Banner, FieldView, Link};
use crate::web::page::Chrome;

/// A sentence, fields, one button, and the way back.
#[derive(Debug, Template)]
#[template(path = "vetting/form.html")]
pub struct FormPage {
    /// The frame.
    pub c: Chrome,
    /// What this is about.
    pub lead: String,
    /// What stands out above the form.
    pub banner: Option<Banner>,
    /// Where the form goes.
    pub action: String,
    /// Values that travel along unseen: name and value.
    pub hidden: Vec<(&'static str, String)>,
    /// The fields.
    pub fields: Vec<FieldView>,
    /// The button.
    pub submit: String,
    /// The way back.
    pub cancel: Link,
}

impl FormPage {
    /// A new partner with a fault; an intake; a report that lacks its note; a finding that lacks its owner.
    pub fn samples() -> Vec<Self> {
        vec![
            super::partner_form::sample(),
            super::intake::sample(),
            super::trigger::sample(),
            super::finding_form::sample(),
        ]
    }
}
