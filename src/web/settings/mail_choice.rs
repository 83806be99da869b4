//! In which language a person reads pages and mail, and whether they want mail.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::access::ChangeAccount;
use crate::services::mail;
use crate::store::MailChoice;
use crate::web::app::App;
use crate::web::components::{Choice, FieldView};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MailForm {
    wanted: String,
    language: String,
}

/// The fields of the form on the account's page. Languages go by the names that their own speakers use, as on a respondent's page.
pub(super) fn fields(c: &Chrome, choice: &MailChoice) -> Vec<FieldView> {
    // Without a choice it is the language of the browser, which this page is in.
    let own = |tag: &str| Choice::new(tag, c.t(&format!("language-name-{tag}"))).chosen_if(c.lang());
    vec![
        FieldView::select("language", c.t("account-language"), mail::LANGUAGES.map(own).into())
            .hint(c.t("account-language-hint")),
        FieldView::tick("wanted", c.t("account-mail-wanted"), choice.wanted).hint(c.t("account-mail-hint")),
    ]
}

/// The languages that mail is written in.
pub fn language(c: &Chrome, chosen: &str) -> FieldView {
    let choices =
        mail::LANGUAGES.map(|tag| Choice::new(tag, c.t(&format!("language-{tag}"))).chosen_if(chosen));
    FieldView::select("language", c.t("mail-language"), choices.into())
}

/// POST /account/mail
pub async fn choose(
    who: Who<ChangeAccount>,
    app: web::Data<App>,
    form: Csrf<MailForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, form) = (who.proof(), form.0);
    app.write("mail_choose", move |tx, now| {
        mail::mail_choose(tx, &proof, (form.wanted == "yes", &form.language), now)
    })
    .await?;
    Ok(see_other_saying(&app, "/account", "flash-mail-chosen"))
}
