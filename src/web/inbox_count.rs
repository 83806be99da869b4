//! How many things wait for a person, for the rail of every page: counted at most every half minute, and anew after
//! anything that the person does.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::http::Method;

use super::app::App;
use crate::access::{Actor, Allowed, UseAccount};
use crate::clock::Timestamp;
use crate::ids::{OrgId, UserId};
use crate::services::{ServiceError, reports};

const FRESH_SECONDS: i64 = 30;
/// More people than this at once, and counts are made anew rather than kept.
const MOST: usize = 10_000;

type Counts = BTreeMap<(UserId, OrgId), (Timestamp, u32)>;

/// The counts made lately.
#[derive(Debug, Default)]
pub struct InboxCounts(Mutex<Counts>);

impl InboxCounts {
    fn fresh(&self, actor: &Actor, now: Timestamp) -> Option<u32> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, count) = counts.get(&(actor.user().clone(), actor.org().clone()))?;
        (*at <= now && at.plus_seconds(FRESH_SECONDS) > now).then_some(*count)
    }

    fn forget(&self, actor: &Actor) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.remove(&(actor.user().clone(), actor.org().clone()));
    }

    /// Keeps a count that was just made.
    pub fn keep(&self, actor: &Actor, count: u32, now: Timestamp) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST {
            counts.clear();
        }
        counts.insert((actor.user().clone(), actor.org().clone()), (now, count));
    }
}

/// How many things wait for whoever asks for a page; a request that acts has no rail and only makes the count stale.
pub async fn inbox_count(app: &App, request: &HttpRequest, actor: &Actor) -> Result<u32, ServiceError> {
    if request.method() != Method::GET {
        app.inbox_counts().forget(actor);
        return Ok(0);
    }
    if let Some(count) = app.inbox_counts().fresh(actor, app.now()) {
        return Ok(count);
    }
    let proof = Allowed::<UseAccount>::authorize(actor)?;
    let inbox = app.read(move |tx, now| reports::inbox(tx, &proof, now)).await?;
    let count = u32::try_from(inbox.count()).unwrap_or(u32::MAX);
    app.inbox_counts().keep(actor, count, app.now());
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{ActorKind, Role};

    #[test]
    fn a_count_is_fresh_for_half_a_minute_or_until_its_person_acts() {
        let counts = InboxCounts::default();
        let at = Timestamp::from_micros(1_800_000_000_000_000);
        let actor =
            |user: &str| Actor::member(ActorKind::Person, UserId::from(user), OrgId::from("o"), Role::Owner);
        counts.keep(&actor("a"), 3, at);
        assert_eq!(counts.fresh(&actor("a"), at.plus_seconds(29)), Some(3));
        assert_eq!(counts.fresh(&actor("a"), at.plus_seconds(30)), None);
        assert_eq!(counts.fresh(&actor("b"), at), None);
        counts.forget(&actor("a"));
        assert_eq!(counts.fresh(&actor("a"), at), None);
    }
}
