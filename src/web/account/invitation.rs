//! Accepting an invitation or the first set-up link. Looking at the page never uses the link up: mail scanners look.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::form::FormPage;
use super::sign_in::start_session;
use crate::access::LinkToken;
use crate::services::access::{
    self, Acceptance, NewPerson, Offer, check_person, hash_password, verify_password,
};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::FieldView;
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, fault_of};
use crate::web::page::{Chrome, Page};
use crate::web::visitor::Anyone;

/// What the form holds; which fields it shows depends on the offer.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct InviteForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    organisation: String,
}

/// GET /setup/{token} and /invite/{token}
pub async fn page(
    request: HttpRequest,
    anyone: Anyone,
    app: web::Data<App>,
    token: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let hash = LinkToken::presented(&token).hash();
    let offer = app.read(move |tx, now| access::offer(tx, &hash, now)).await?;
    let c = anyone.chrome(&app, title(&offer));
    let page = form_page(c, &offer, (request.path(), &InviteForm::default()), &[]);
    Ok(anyone.remember(&app, Page(page).with_status(StatusCode::OK)))
}

/// POST /setup/{token} and /invite/{token}
pub async fn accept(
    request: HttpRequest,
    anyone: Anyone,
    app: web::Data<App>,
    token: web::Path<String>,
    form: Csrf<InviteForm>,
) -> Result<HttpResponse, WebError> {
    let hash = LinkToken::presented(&token).hash();
    let looked = hash.clone();
    let offer = app.read(move |tx, now| access::offer(tx, &looked, now)).await?;
    let again = |faults: &[FieldFault]| {
        let c = anyone.chrome(&app, title(&offer));
        let page = form_page(c, &offer, (request.path(), &form.0), faults);
        Ok(anyone.remember(&app, Page(page).with_status(StatusCode::UNPROCESSABLE_ENTITY)))
    };
    let acceptance = match prepare(&app, &request, &offer, &form.0).await {
        Ok(acceptance) => acceptance,
        Err(ServiceError::Invalid(faults)) => return again(&faults),
        Err(error) => return Err(error.into()),
    };
    let accepted =
        app.write("invitation_accept", move |tx, now| access::accept(tx, &hash, &acceptance, now)).await;
    let user = match accepted {
        Ok((_, user)) => user,
        Err(ServiceError::Invalid(faults)) => return again(&faults),
        Err(error) => return Err(error.into()),
    };
    let user = app.read(move |tx, _| access::user_of(tx, &user)).await?;
    let cookie = start_session(&app, user).await?;
    Ok(HttpResponse::SeeOther().insert_header(("Location", "/")).cookie(cookie).finish())
}

/// Checks the fields and does the slow part, hashing, before any transaction.
async fn prepare(
    app: &App,
    request: &HttpRequest,
    offer: &Offer,
    form: &InviteForm,
) -> Result<Acceptance, ServiceError> {
    let email = offer.invitation.email.clone().unwrap_or_else(|| form.email.trim().to_lowercase());
    let person = NewPerson { name: form.name.clone(), email: email.clone() };
    let password = form.password.clone();
    if offer.has_account {
        let address = app.address_of(request);
        app.count_try(&email, address)?;
        let user = app.read(move |tx, _| access::sign_in_candidate(tx, &email)).await?;
        let user = user.ok_or(ServiceError::NotFound)?;
        let stored = user.password_hash.clone();
        let right = app.hashing(move || Ok(verify_password(&password, Some(&stored)))).await?;
        if !right {
            return Err(ServiceError::field("password", "fault-password-wrong"));
        }
        let password = app.hashing(|| hash_password("unused, the account has its own")).await?;
        return Ok(Acceptance { person, password, org_name: String::new(), existing: Some(user.id) });
    }
    let mut faults = check_person(&person, &password);
    let name = form.organisation.trim();
    if starts_organisation(offer) && (name.is_empty() || name.chars().count() > 120) {
        faults.push(FieldFault::new("organisation", "fault-organisation-name"));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let password = app.hashing(move || hash_password(&password)).await?;
    Ok(Acceptance { person, password, org_name: name.to_owned(), existing: None })
}

fn starts_organisation(offer: &Offer) -> bool {
    offer.invitation.kind != "member"
}

fn title(offer: &Offer) -> &'static str {
    match offer.invitation.kind.as_str() {
        "setup" => "setup-title",
        "partner" => "invite-partner-title",
        _ => "invite-member-title",
    }
}

fn form_page(c: Chrome, offer: &Offer, form: (&str, &InviteForm), faults: &[FieldFault]) -> FormPage {
    let (action, typed) = form;
    let inviter = offer.org_name.clone().unwrap_or_default();
    let (lead, submit) = match (offer.invitation.kind.as_str(), offer.has_account) {
        ("setup", _) => (c.t("setup-lead"), c.t("setup-go")),
        ("partner", _) => (c.ts("invite-partner-lead", &inviter), c.t("invite-partner-go")),
        (_, true) => (c.ts("invite-known-lead", &inviter), c.t("invite-member-go")),
        (_, false) => (c.ts("invite-member-lead", &inviter), c.t("invite-member-go")),
    };
    let fields = fields(&c, offer, typed, faults);
    FormPage {
        lead,
        problem: String::new(),
        action: action.to_owned(),
        fields,
        hidden: Vec::new(),
        submit,
        c,
    }
}

fn fields(c: &Chrome, offer: &Offer, typed: &InviteForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let fault = |field| fault_of(&c.words, faults, field);
    let mut fields = Vec::new();
    if starts_organisation(offer) {
        let suggested = offer.partner_name.clone().unwrap_or_default();
        let value = if typed.organisation.is_empty() { suggested } else { typed.organisation.clone() };
        let label = c.t("field-organisation");
        let field = FieldView::typed("organisation", label, "text", "organization").value(value);
        fields.push(field.error(fault("organisation")));
    }
    if !offer.has_account {
        let field = FieldView::typed("name", c.t("field-your-name"), "text", "name").value(&typed.name);
        fields.push(field.error(fault("name")));
    }
    if offer.invitation.email.is_none() {
        let field = FieldView::typed("email", c.t("field-email"), "email", "username").value(&typed.email);
        fields.push(field.error(fault("email")));
    }
    let (hint, complete) = if offer.has_account {
        (String::new(), "current-password")
    } else {
        (c.t("field-password-hint"), "new-password")
    };
    let field = FieldView::typed("password", c.t("field-password"), "password", complete).hint(hint);
    fields.push(field.error(fault("password")));
    fields
}
