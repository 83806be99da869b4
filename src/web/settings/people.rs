//! The organisation's people: roles, suspension, invitations.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::access::{ManagePeople, Role};
use crate::ids::{InvitationId, MembershipId};
use crate::services::{FieldFault, ServiceError, access};
use crate::store::{Invitation, Member, MembershipStatus};
use crate::web::app::App;
use crate::web::components::{Choice, ConfirmView, CopyView, FieldView, Kind};
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::page::{Chrome, Nav, Page};
use crate::web::respond::see_other_saying;
use crate::web::visitor::{Who, role_word};

/// A member, as a row.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// The membership's id.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether this is the reader.
    pub own: bool,
    /// The roles, the present one chosen.
    pub roles: Vec<Choice>,
    /// "Active" or "suspended", and how it is meant.
    pub status: (Kind, String),
    /// Whether the person is suspended.
    pub suspended: bool,
}

/// An open invitation, as a row.
#[derive(Debug, Clone)]
pub struct InvitationRow {
    /// Whom.
    pub email: String,
    /// As what.
    pub role: String,
    /// Until when.
    pub until: String,
    /// Withdraws it.
    pub revoke: ConfirmView,
}

/// GET /settings/people
#[derive(Debug, Template)]
#[template(path = "settings/people.html")]
pub struct PeoplePage {
    /// The frame.
    pub c: Chrome,
    /// The members.
    pub people: Vec<PersonRow>,
    /// The open invitations.
    pub invitations: Vec<InvitationRow>,
    /// The form that invites.
    pub fields: Vec<FieldView>,
    /// The link of an invitation made just now; shown once.
    pub link: Option<CopyView>,
}

fn role_choices(c: &Chrome, chosen: &str) -> Vec<Choice> {
    let choice = |role: Role| Choice::new(role.as_str(), c.t(role_word(role))).chosen_if(chosen);
    Role::ALL.into_iter().map(choice).collect()
}

fn invite_fields(c: &Chrome, form: &InviteForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let error = |name: &str| {
        let found = faults.iter().find(|fault| fault.field == name);
        found.map(|fault| say(&c.words, &fault.message)).unwrap_or_default()
    };
    let roles = role_choices(c, &form.role).into_iter().map(|choice| {
        let hint = c.t(&format!("role-{}-hint", choice.value));
        choice.hint(hint)
    });
    vec![
        FieldView::typed("email", c.t("field-email"), "email", "off")
            .value(&form.email)
            .error(error("email")),
        FieldView::radios("role", c.t("field-role"), roles.collect()).error(error("role")),
    ]
}

fn person_row(c: &Chrome, member: Member, reader: &str) -> PersonRow {
    let suspended = member.membership.status == MembershipStatus::Suspended;
    let status =
        if suspended { (Kind::Warn, c.t("member-suspended")) } else { (Kind::Good, c.t("member-active")) };
    PersonRow {
        id: member.membership.id.to_string(),
        name: member.name,
        email: member.email,
        own: member.membership.user_id.as_str() == reader,
        roles: role_choices(c, member.membership.role.as_str()),
        status,
        suspended,
    }
}

fn invitation_row(c: &Chrome, invitation: Invitation) -> InvitationRow {
    let role = invitation.role.parse().map_or("role-owner", role_word);
    let role = if invitation.kind == "partner" { c.t("invited-partner") } else { c.t(role) };
    let email = invitation.email.unwrap_or_else(|| c.t("invited-anybody"));
    InvitationRow {
        revoke: ConfirmView {
            ask: c.t("invitation-revoke"),
            text: c.ts("invitation-revoke-text", &email),
            go: c.t("invitation-revoke-go"),
            action: format!("/settings/invitations/{}/revoke", invitation.id),
        },
        email,
        role,
        until: c.date(invitation.expires_at),
    }
}

/// What the page shows besides the lists.
#[derive(Debug, Default)]
struct Shown {
    form: InviteForm,
    faults: Vec<FieldFault>,
    link: Option<String>,
}

impl PeoplePage {
    fn new(c: Chrome, lists: (Vec<Member>, Vec<Invitation>), reader: &str, shown: Shown) -> Self {
        let people = lists.0.into_iter().map(|member| person_row(&c, member, reader)).collect();
        let invitations = lists.1.into_iter().map(|row| invitation_row(&c, row)).collect();
        let link = shown.link.map(|link| CopyView {
            id: "invitation-link".to_owned(),
            label: c.ts("invitation-link", &shown.form.email),
            value: link,
            hint: c.t("invitation-link-hint"),
        });
        let form = if link.is_some() { InviteForm::default() } else { shown.form };
        let fields = invite_fields(&c, &form, &shown.faults);
        Self { people, invitations, fields, link, c: c.at(Nav::Settings) }
    }

    /// Three people and an invitation; one just made; a refused form.
    pub fn samples() -> Vec<Self> {
        let shown = || Shown { form: sample_form(), ..Shown::default() };
        let link = Some("https://entente.example/invite/c2FtcGxlLW9ubHktbm90LXJlYWw".to_owned());
        let fault = FieldFault::new("email", "fault-already-member");
        [shown(), Shown { link, ..shown() }, Shown { faults: vec![fault], ..shown() }]
            .map(|shown| {
                let c = Chrome::sample("settings-people");
                let up = c.t("nav-settings");
                Self::new(c.under(up, "/settings"), sample_lists(), "user-1", shown)
            })
            .into()
    }
}

fn sample_form() -> InviteForm {
    InviteForm { email: "ines@northwind.example".to_owned(), role: "analyst".to_owned() }
}

fn sample_lists() -> (Vec<Member>, Vec<Invitation>) {
    use crate::clock::Timestamp;
    use crate::store::Membership;
    let at = Timestamp::from_micros(1_804_000_000_000_000);
    let member = |n: u8, name: &str, role, status| Member {
        membership: Membership {
            id: MembershipId::from(format!("member-{n}").as_str()),
            org_id: "org-1".into(),
            user_id: format!("user-{n}").as_str().into(),
            role,
            status,
            created_at: at,
        },
        name: name.to_owned(),
        email: format!("{}@northwind.example", name.split(' ').next().unwrap_or_default().to_lowercase()),
    };
    let invitation = Invitation {
        id: InvitationId::from("invitation-1"),
        token_hash: String::new(),
        kind: "member".to_owned(),
        org_id: Some("org-1".into()),
        partner_id: None,
        email: Some("noor@northwind.example".to_owned()),
        role: "reviewer".to_owned(),
        created_by: None,
        created_at: at,
        expires_at: at.plus_days(7),
        used_at: None,
        revoked_at: None,
    };
    let people = vec![
        member(1, "Maya Okafor", Role::Owner, MembershipStatus::Active),
        member(2, "Jonas Keller", Role::Reviewer, MembershipStatus::Active),
        member(3, "Priya Raman", Role::Analyst, MembershipStatus::Suspended),
    ];
    (people, vec![invitation])
}

async fn show(who: Who<ManagePeople>, app: &App, shown: Shown) -> Result<HttpResponse, WebError> {
    let status = if shown.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let proof = who.proof();
    let lists = app.read(move |tx, now| access::people(tx, &proof, now)).await?;
    let c = who.chrome(app, "settings-people");
    let up = c.t("nav-settings");
    let page = PeoplePage::new(c.under(up, "/settings"), lists, who.user().as_str(), shown);
    Ok(Page(page).with_status(status))
}

/// GET /settings/people
pub async fn page(who: Who<ManagePeople>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    show(who, &app, Shown::default()).await
}

/// What the form that invites holds.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct InviteForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
}

/// POST /settings/people: invites; the page that answers shows the link, once.
pub async fn invite(
    who: Who<ManagePeople>,
    app: web::Data<App>,
    form: Csrf<InviteForm>,
) -> Result<HttpResponse, WebError> {
    let form = form.0;
    let Ok(role) = form.role.parse::<Role>() else {
        let faults = vec![FieldFault::new("role", "fault-role")];
        return show(who, &app, Shown { form, faults, link: None }).await;
    };
    let token = access::session_token()?;
    let link = app.link(&format!("/invite/{}", token.expose()));
    let (proof, email) = (who.proof(), form.email.clone());
    let made = app.write("invite_member", move |tx, now| {
        access::invite_member(tx, &proof, (&email, role), &token, now)
    });
    let shown = match made.await {
        Ok(_) => Shown { form, faults: Vec::new(), link: Some(link) },
        Err(ServiceError::Invalid(faults)) => Shown { form, faults, link: None },
        Err(error) => return Err(error.into()),
    };
    show(who, &app, shown).await
}

/// What a member's row sends: the role, and what happens to the status.
#[derive(Debug, Deserialize)]
pub struct MemberForm {
    role: String,
    status: String,
}

/// POST /settings/people/{id}
pub async fn update(
    who: Who<ManagePeople>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<MemberForm>,
) -> Result<HttpResponse, WebError> {
    let role: Role = form.0.role.parse().map_err(|_unknown| ServiceError::field("role", "fault-role"))?;
    let status =
        if form.0.status == "suspended" { MembershipStatus::Suspended } else { MembershipStatus::Active };
    let (proof, id) = (who.proof(), MembershipId::from(id.as_str()));
    app.write("member_update", move |tx, now| access::member_update(tx, &proof, &id, (role, status), now))
        .await?;
    Ok(see_other_saying(&app, "/settings/people", "flash-member-changed"))
}

/// POST /settings/invitations/{id}/revoke
pub async fn revoke(
    who: Who<ManagePeople>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::account::Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), InvitationId::from(id.as_str()));
    app.write("invitation_revoke", move |tx, now| access::invitation_revoke(tx, &proof, &id, now)).await?;
    Ok(see_other_saying(&app, "/settings/people", "flash-invitation-revoked"))
}
