//! The two made-up companies and their people.

use serde_json::json;

use crate::access::{Actor, ActorKind, Allowed, Permission, Role};
use crate::clock::Timestamp;
use crate::ids::{MembershipId, OrgId, UserId};
use crate::services::ServiceError;
use crate::services::access::{NewPerson, PasswordHash, organisation_start};
use crate::services::audit::{self, Act, Author};
use crate::store::{self, Membership, MembershipStatus, User, WriteTx};

/// Everybody's password. It is printed and documented, for there is nothing here to protect.
pub const PASSWORD: &str = "sample data is no secret";

/// A made-up person.
pub struct Player {
    /// The name.
    pub name: &'static str,
    /// The address.
    pub email: &'static str,
    /// The role.
    pub role: Role,
}

const fn player(name: &'static str, email: &'static str, role: Role) -> Player {
    Player { name, email, role }
}

/// The company that vets.
pub const NORTHWIND: (&str, [Player; 5]) = (
    "Northwind Retail",
    [
        player("Olga Bergman", "olga@northwind.example", Role::Owner),
        player("Maya Okafor", "maya@northwind.example", Role::Manager),
        player("Ravi Patel", "ravi@northwind.example", Role::Reviewer),
        player("Ana Costa", "ana@northwind.example", Role::Analyst),
        player("Lars Meyer", "lars@northwind.example", Role::Leader),
    ],
);

/// The company that is vetted and counts with it.
pub const HARBOUR: (&str, [Player; 2]) = (
    "Harbour & Pine",
    [
        player("Hugo Lambert", "hugo@harbourpine.example", Role::Owner),
        player("Ines Rossi", "ines@harbourpine.example", Role::Analyst),
    ],
);

/// An organisation and the people in it, in the order of the cast.
pub struct Troupe {
    /// The organisation.
    pub org: OrgId,
    users: Vec<(UserId, Role)>,
}

impl Troupe {
    /// Brings a company and its people into being.
    pub fn enter<const N: usize>(
        tx: &mut WriteTx,
        cast: &(&str, [Player; N]),
        password: &PasswordHash,
        now: Timestamp,
    ) -> Result<Self, ServiceError> {
        let mut players = cast.1.iter();
        let owner = players.next().ok_or_else(|| ServiceError::Internal("a cast has an owner".to_owned()))?;
        let person = NewPerson { name: owner.name.to_owned(), email: owner.email.to_owned() };
        let (org, user) = organisation_start(tx, cast.0, (&person, password), true, now)?;
        let mut users = vec![(user, owner.role)];
        for player in players {
            users.push((join(tx, &org, player, password, now)?, player.role));
        }
        Ok(Self { org, users })
    }

    /// The proof that this company's person of `role` holds `P`; every act of the sample is theirs, and authorised.
    pub fn may<P: Permission>(&self, role: Role) -> Result<Allowed<P>, ServiceError> {
        let found = self.users.iter().find(|(_, own)| *own == role);
        let (user, role) = found.ok_or_else(|| ServiceError::Internal(format!("nobody is {role:?}")))?;
        let actor = Actor::member(ActorKind::Person, user.clone(), self.org.clone(), *role);
        Ok(Allowed::authorize(&actor)?)
    }
}

fn join(
    tx: &mut WriteTx,
    org: &OrgId,
    player: &Player,
    password: &PasswordHash,
    now: Timestamp,
) -> Result<UserId, ServiceError> {
    let user = User {
        id: UserId::fresh(),
        email: player.email.to_owned(),
        name: player.name.to_owned(),
        password_hash: password.as_str().to_owned(),
        created_at: now,
        disabled_at: None,
    };
    store::user_insert(tx, &user)?;
    let row = Membership {
        id: MembershipId::fresh(),
        org_id: org.clone(),
        user_id: user.id.clone(),
        role: player.role,
        status: MembershipStatus::Active,
        created_at: now,
    };
    store::membership_insert(tx, &row)?;
    let detail = json!({ "user": user.id.as_str(), "role": player.role.as_str() });
    let act = Act { action: "member.join", object_kind: "membership", object_id: row.id.as_str(), detail };
    audit::done_to(tx, Author::System("sample data"), org, &act, now)?;
    Ok(user.id)
}
