//! Who acts, and the proof that they may.

use std::marker::PhantomData;

use super::permission::Permission;
use super::role::Role;
use crate::ids::{ApiTokenId, OrgId, UserId};

/// How an actor came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActorKind {
    /// A person, signed in with a browser.
    Person,
    /// A program, with a person's API token; `writes` is the token's scope.
    Token {
        /// The token.
        id: ApiTokenId,
        /// Whether the token may change things.
        writes: bool,
    },
    /// This program itself: the operator's command line, or sample data.
    System {
        /// Why, for the audit log.
        reason: &'static str,
    },
}

/// A member of an organisation who is doing something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    kind: ActorKind,
    user: UserId,
    org: OrgId,
    role: Role,
}

impl Actor {
    /// An active member of `org`. Callers have read the membership and its status.
    pub fn member(kind: ActorKind, user: UserId, org: OrgId, role: Role) -> Self {
        Self { kind, user, org, role }
    }

    /// How the actor came in.
    pub fn kind(&self) -> &ActorKind {
        &self.kind
    }

    /// The person.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// The organisation the person acts for.
    pub fn org(&self) -> &OrgId {
        &self.org
    }

    /// The person's role in it.
    pub fn role(&self) -> Role {
        self.role
    }

    fn may<P: Permission>(&self) -> bool {
        self.holds(P::ROLES, P::WRITES)
    }

    /// Whether the actor has one of `roles` and, where the permission writes, more than a reading token.
    pub fn holds(&self, roles: &[Role], writes: bool) -> bool {
        let token_allows = match self.kind {
            ActorKind::Token { writes: scope, .. } => scope || !writes,
            ActorKind::Person | ActorKind::System { .. } => true,
        };
        token_allows && roles.contains(&self.role)
    }
}

/// The actor's role, or the token's scope, does not hold the permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the role {role:?} may not {permission}")]
pub struct Denied {
    /// The permission that was asked for.
    pub permission: &'static str,
    /// The role that lacks it.
    pub role: Role,
}

/// Proof that an actor holds the permission `P` in their organisation.
#[derive(Debug)]
pub struct Allowed<P> {
    actor: Actor,
    permission: PhantomData<fn() -> P>,
}

// By hand: a derive would ask `P: Clone`.
impl<P> Clone for Allowed<P> {
    fn clone(&self) -> Self {
        Self { actor: self.actor.clone(), permission: PhantomData }
    }
}

impl<P: Permission> Allowed<P> {
    /// The proof, if the actor holds `P`.
    pub fn authorize(actor: &Actor) -> Result<Self, Denied> {
        if actor.may::<P>() {
            Ok(Self { actor: actor.clone(), permission: PhantomData })
        } else {
            Err(Denied { permission: P::NAME, role: actor.role })
        }
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The person who acts.
    pub fn user(&self) -> &UserId {
        &self.actor.user
    }

    /// The organisation whose rows the proof covers.
    pub fn org(&self) -> &OrgId {
        &self.actor.org
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{ManagePeople, ViewRooms};

    fn actor(kind: ActorKind, role: Role) -> Actor {
        Actor::member(kind, UserId::from("u"), OrgId::from("o"), role)
    }

    #[test]
    fn a_role_without_the_permission_is_denied() {
        let leader = actor(ActorKind::Person, Role::Leader);
        assert!(Allowed::<ManagePeople>::authorize(&leader).is_err());
        assert!(Allowed::<ViewRooms>::authorize(&leader).is_ok());
    }

    #[test]
    fn a_reading_token_never_writes() {
        let token = actor(ActorKind::Token { id: ApiTokenId::from("t"), writes: false }, Role::Owner);
        assert!(Allowed::<ManagePeople>::authorize(&token).is_err());
        assert!(Allowed::<ViewRooms>::authorize(&token).is_ok());
    }
}
