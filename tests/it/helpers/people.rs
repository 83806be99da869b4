//! Organisations with people, made below the web so that a test begins where it wants to.

use std::sync::OnceLock;

use entente::access::{Actor, ActorKind, Allowed, LinkToken, Permission, Role};
use entente::ids::{ApiTokenId, MembershipId, OrgId, UserId};
use entente::services::access::{
    NewApiToken, NewPerson, PasswordHash, api_token, api_token_add, hash_password, organisation_start,
    session_token, sign_in,
};
use entente::store::{self, Membership, MembershipStatus, User};

use super::app::TestApp;
use super::client::Browser;

/// Everybody's password.
pub const PASSWORD: &str = "seven boats at anchor";

/// A person in an organisation.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    pub membership: MembershipId,
    pub org: OrgId,
    pub email: String,
    pub role: Role,
}

/// An organisation with one person of each role.
#[derive(Debug, Clone)]
pub struct Company {
    pub id: OrgId,
    pub name: String,
    people: Vec<Person>,
}

impl Company {
    /// The person with this role.
    pub fn member(&self, role: Role) -> &Person {
        self.people.iter().find(|person| person.role == role).unwrap()
    }

    /// Everybody.
    pub fn people(&self) -> &[Person] {
        &self.people
    }
}

/// Argon2id is slow by design: hashed once in each test process.
fn password_hash() -> &'static PasswordHash {
    static HASH: OnceLock<PasswordHash> = OnceLock::new();
    HASH.get_or_init(|| hash_password(PASSWORD).unwrap())
}

impl TestApp {
    /// An organisation with one active member of each role.
    pub fn company(&self, name: &str) -> Company {
        let email = address(Role::Owner.as_str(), name);
        let owner = NewPerson { name: format!("The owner of {name}"), email: email.clone() };
        let start = self
            .store
            .write("test", |tx| organisation_start(tx, name, (&owner, password_hash()), false, self.now()));
        let (id, user) = start.unwrap();
        let membership = self.store.read(|tx| store::membership_find(tx, &id, &user)).unwrap().unwrap();
        let owner = Person { id: user, membership: membership.id, org: id.clone(), email, role: Role::Owner };
        let mut company = Company { id, name: name.to_owned(), people: vec![owner] };
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Owner) {
            let person = self.join(&company, role.as_str(), role, MembershipStatus::Active);
            company.people.push(person);
        }
        company
    }

    /// One more person in the organisation; `who` begins their address.
    pub fn join(&self, company: &Company, who: &str, role: Role, status: MembershipStatus) -> Person {
        let person = Person {
            id: UserId::fresh(),
            membership: MembershipId::fresh(),
            org: company.id.clone(),
            email: address(who, &company.name),
            role,
        };
        let user = User {
            id: person.id.clone(),
            email: person.email.clone(),
            name: format!("The {who} of {}", company.name),
            password_hash: password_hash().as_str().to_owned(),
            created_at: self.now(),
            disabled_at: None,
        };
        let membership = Membership {
            id: person.membership.clone(),
            org_id: company.id.clone(),
            user_id: user.id.clone(),
            role,
            status,
            created_at: self.now(),
        };
        let inserted = self.store.write("test", |tx| {
            store::user_insert(tx, &user)?;
            store::membership_insert(tx, &membership)
        });
        inserted.unwrap();
        person
    }

    /// A browser in which the person has signed in, past the form.
    pub fn signed_in(&self, person: &Person) -> Browser {
        let browser = self.browser();
        let token = session_token().unwrap();
        let user = self.store.read(|tx| store::user_fetch(tx, &person.id)).unwrap();
        self.store.write("test", |tx| sign_in(tx, &user, &token.hash(), self.now())).unwrap();
        let name = if self.origin.starts_with("https") { "__Host-session" } else { "session" };
        browser.set_cookie(name, token.expose());
        browser
    }

    /// A program with a bearer token of the person.
    pub fn api(&self, person: &Person, writes: bool) -> Browser {
        self.browser().with_bearer(self.api_token(person, writes).1.expose())
    }

    /// A bearer token of the person: its id and itself.
    pub fn api_token(&self, person: &Person, writes: bool) -> (ApiTokenId, LinkToken) {
        let token: LinkToken = api_token().unwrap();
        let new = NewApiToken { name: "test".to_owned(), writes, days: 30 };
        let who = person.proof();
        let id = self.store.write("test", |tx| api_token_add(tx, &who, &new, &token, self.now())).unwrap();
        (id, token)
    }
}

impl Person {
    /// The person as an actor.
    pub fn actor(&self) -> Actor {
        Actor::member(ActorKind::Person, self.id.clone(), self.org.clone(), self.role)
    }

    /// The proof that the person's role holds `P`.
    pub fn proof<P: Permission>(&self) -> Allowed<P> {
        Allowed::authorize(&self.actor()).unwrap()
    }
}

fn address(who: &str, company: &str) -> String {
    format!("{who}@{}.example", company.to_lowercase().replace(' ', "-"))
}
