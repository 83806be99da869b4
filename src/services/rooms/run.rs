//! Running the overlap: judge, count outside any transaction, then judge again and release in one.
//!
//! Takes the [`Store`] itself: counting reads files for seconds, and no transaction may stay open that long. The second
//! judgement, in the writing transaction, is the one that holds: of many runs that race for the last release, one gets it.

use serde_json::json;

use super::facts::Facts;
use super::history::{Earlier, audience_facts, earlier, engine_failed, measure};
use super::kit::Kit;
use super::open::in_both_logs;
use super::say::refused;
use crate::access::{Allowed, RunOverlap};
use crate::clock::Timestamp;
use crate::ids::{ReleaseId, RoomId, RunId};
use crate::matching::intersect::RawCount;
use crate::rooms::budget::{Budget, OrgPair};
use crate::rooms::ledger::Body;
use crate::rooms::release::{self, NewRelease, Plan, Prior, Question, Refusal, Released, Request, Ticket};
use crate::rooms::terms::Epsilon;
use crate::rooms::{Digest, Sides};
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, ReadTx, Release, Run, Store, WriteTx};

/// How an answer came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunKind {
    /// It was drawn for this run and charged to the budget.
    Fresh,
    /// The same question about the same audiences had been answered.
    Repeat,
    /// The audiences had changed by too few people for a new answer.
    Unchanged,
}

impl RunKind {
    /// The word that the database and the API use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Repeat => "repeat",
            Self::Unchanged => "unchanged",
        }
    }

    /// The kind of that name; an unknown one reads as a repeat, which claims nothing new.
    pub fn named(name: &str) -> Self {
        match name {
            "fresh" => Self::Fresh,
            "unchanged" => Self::Unchanged,
            _ => Self::Repeat,
        }
    }
}

/// An answered run.
#[derive(Debug, Clone)]
pub struct RunOutcome {
    /// The run.
    pub run: RunId,
    /// How its answer came about.
    pub kind: RunKind,
    /// The release that answers it.
    pub release: ReleaseId,
    /// The answer.
    pub released: Released,
    /// When the answer was drawn.
    pub drawn_at: Timestamp,
}

/// What is read before the count.
struct Before {
    facts: Facts,
    earlier: Vec<Earlier>,
    budget: Budget,
}

impl Before {
    fn load(
        tx: &mut ReadTx,
        who: &Allowed<RunOverlap>,
        room: &RoomId,
        now: Timestamp,
    ) -> Result<Self, ServiceError> {
        let facts = Facts::load(tx, who.org(), room, now)?;
        let earlier = earlier(tx, &facts)?;
        let budget = store::budget_fetch(tx, &facts.room.host_org_id, &facts.room.guest_org_id)?;
        Ok(Self { facts, earlier, budget })
    }

    fn priors(&self) -> Vec<Prior> {
        self.earlier.iter().map(|earlier| earlier.prior.clone()).collect()
    }

    /// The audiences, by id: what must not change under a run.
    fn audiences(&self) -> Sides<Option<&crate::ids::AudienceId>> {
        self.facts.audiences.as_ref().map(|audience| audience.as_ref().map(|audience| &audience.id))
    }
}

/// Counts the overlap, or answers from history; either side may ask. Nothing is shown before it is committed.
pub fn overlap_run(
    store: &Store,
    who: &Allowed<RunOverlap>,
    kit: &Kit,
    room: &RoomId,
    now: Timestamp,
) -> Result<RunOutcome, ServiceError> {
    let mut before = store.read(|tx| Before::load(tx, who, room, now))?;
    let present = before.facts.audiences.clone();
    measure(kit, &before.facts, &mut before.earlier, &present)?;
    let priors = before.priors();
    let raw = match judge(&before, &priors)? {
        Plan::Refuse(refusal) => return Err(refused(&refusal, &before.facts.names, before.facts.side)),
        Plan::Draw(_) => Some(count(kit, &before)?),
        Plan::Repeat(_) | Plan::Unchanged(_) => None,
    };
    store.write("overlap_release", |tx| {
        let now_read = Before::load(tx, who, room, now)?;
        if now_read.audiences() != before.audiences() || terms_of(&now_read) != terms_of(&before) {
            return Err(ServiceError::conflict("conflict-room-moved"));
        }
        settle(tx, who, (&now_read, &priors), kit, raw.as_ref())
    })
}

fn terms_of(before: &Before) -> Option<&str> {
    before.facts.terms.as_ref().map(|standing| standing.row.terms_sha256.as_str())
}

/// What the release rule says of a request on these facts.
fn judge<'a>(before: &Before, priors: &'a [Prior]) -> Result<Plan<'a>, ServiceError> {
    let (opening, effective) = (before.facts.opening(), before.facts.effective());
    let Some(effective) = effective else {
        return Ok(Plan::Refuse(Refusal::Closed(opening.reasons().to_vec())));
    };
    let facts_of = |audience: &Option<store::Audience>| audience.as_ref().map(audience_facts).transpose();
    let request = Request {
        opening: &opening,
        effective: &effective,
        question: question(&before.facts)?,
        audiences: Sides {
            host: facts_of(&before.facts.audiences.host)?,
            guest: facts_of(&before.facts.audiences.guest)?,
        },
    };
    Ok(release::plan(&request, priors, &before.budget))
}

fn question(facts: &Facts) -> Result<Digest, ServiceError> {
    let Some(standing) = &facts.terms else { return Ok(Digest::ZERO) };
    let digest = Question::overlap(&standing.terms).digest();
    digest.map_err(|e| ServiceError::Internal(e.to_string()))
}

fn count(kit: &Kit, before: &Before) -> Result<RawCount, ServiceError> {
    let (Some(host), Some(guest)) = (&before.facts.audiences.host, &before.facts.audiences.guest) else {
        return Err(ServiceError::Internal("a count was planned without audiences".to_owned()));
    };
    let counted = kit.counting().count(&before.facts.room.id, &host.id, &guest.id, &before.facts.order());
    counted.map_err(|error| engine_failed(&error))
}

/// Judges again and keeps the answer: steps 5 to 7 of the release rule, in the caller's transaction.
fn settle(
    tx: &mut WriteTx,
    who: &Allowed<RunOverlap>,
    read: (&Before, &[Prior]),
    kit: &Kit,
    raw: Option<&RawCount>,
) -> Result<RunOutcome, ServiceError> {
    let before = read.0;
    // What was released since the first reading stands beside the measured history: of these only an exact repeat matters,
    // for the audiences are the same as they were.
    let mut priors = read.1.to_vec();
    let known = |id: &ReleaseId| read.1.iter().any(|prior| prior.id == *id);
    priors.extend(before.priors().into_iter().filter(|prior| !known(&prior.id)));
    match judge(before, &priors)? {
        Plan::Refuse(refusal) => Err(refused(&refusal, &before.facts.names, before.facts.side)),
        Plan::Repeat(prior) => record(tx, who, before, &answer(RunKind::Repeat, prior)),
        Plan::Unchanged(prior) => record(tx, who, before, &answer(RunKind::Unchanged, prior)),
        Plan::Draw(ticket) => match raw {
            Some(raw) => fresh(tx, who, before, (ticket, raw, kit)),
            // History no longer answers although it did a moment ago; the person may ask again.
            None => Err(ServiceError::conflict("conflict-room-moved")),
        },
    }
}

/// An answer and what it cost.
struct Answer {
    kind: RunKind,
    release: ReleaseId,
    released: Released,
    cost: Epsilon,
    drawn_at: Timestamp,
}

fn answer(kind: RunKind, prior: &Prior) -> Answer {
    Answer {
        kind,
        release: prior.id.clone(),
        released: prior.released,
        cost: Epsilon::from_micro(0),
        drawn_at: prior.at,
    }
}

/// Draws, charges and keeps a new release.
fn fresh(
    tx: &mut WriteTx,
    who: &Allowed<RunOverlap>,
    before: &Before,
    draw: (Ticket, &RawCount, &Kit),
) -> Result<RunOutcome, ServiceError> {
    let (ticket, raw, kit) = draw;
    let drawn = release::draw(ticket, raw, &mut *kit.noise());
    let drawn = drawn.map_err(|e| ServiceError::Internal(e.to_string()))?;
    let facts = &before.facts;
    let (host, guest) = (&facts.room.host_org_id, &facts.room.guest_org_id);
    store::budget_save(tx, host, guest, &before.budget.charged(drawn.epsilon_micro))?;
    let row = release_row(facts, &drawn)?;
    store::release_insert(tx, who.org(), &row)?;
    let answer = Answer {
        kind: RunKind::Fresh,
        release: row.id,
        released: drawn.released,
        cost: drawn.epsilon_micro,
        drawn_at: facts.now,
    };
    record(tx, who, before, &answer)
}

fn release_row(facts: &Facts, drawn: &NewRelease) -> Result<Release, ServiceError> {
    let (Some(host), Some(guest)) = (&facts.audiences.host, &facts.audiences.guest) else {
        return Err(ServiceError::Internal("a release without audiences".to_owned()));
    };
    let pair = OrgPair::of(&facts.room.host_org_id, &facts.room.guest_org_id);
    Ok(Release {
        id: ReleaseId::fresh(),
        room_id: facts.room.id.clone(),
        low_org_id: pair.low().clone(),
        high_org_id: pair.high().clone(),
        host_digest: host.digest.clone(),
        guest_digest: guest.digest.clone(),
        host_audience_id: host.id.clone(),
        guest_audience_id: guest.id.clone(),
        question: question(facts)?.to_string(),
        noisy: drawn.noisy.for_ledger(),
        released: serde_json::to_string(&drawn.released)
            .map_err(|e| ServiceError::Internal(e.to_string()))?,
        epsilon_micro: i64::from(drawn.epsilon_micro.micro()),
        created_at: facts.now,
    })
}

/// Keeps the run, appends both ledger entries and writes both logs.
fn record(
    tx: &mut WriteTx,
    who: &Allowed<RunOverlap>,
    before: &Before,
    answer: &Answer,
) -> Result<RunOutcome, ServiceError> {
    let facts = &before.facts;
    let (Some(host), Some(guest), Some(standing)) =
        (&facts.audiences.host, &facts.audiences.guest, &facts.terms)
    else {
        return Err(ServiceError::Internal("a run without audiences or terms".to_owned()));
    };
    let question = question(facts)?;
    let row = Run {
        id: RunId::fresh(),
        room_id: facts.room.id.clone(),
        org_id: who.org().clone(),
        requested_by: who.user().clone(),
        terms_id: standing.row.id.clone(),
        host_audience_id: host.id.clone(),
        guest_audience_id: guest.id.clone(),
        question: question.to_string(),
        kind: answer.kind.as_str().to_owned(),
        release_id: answer.release.clone(),
        created_at: facts.now,
    };
    store::run_insert(tx, &row)?;
    let audiences = Sides { host: audience_facts(host)?.digest, guest: audience_facts(guest)?.digest };
    let asked = Body::Run { by: facts.side, run: row.id.clone(), question, audiences };
    let answered = Body::Release {
        run: row.id.clone(),
        release: answer.release.clone(),
        epsilon_micro: answer.cost,
        released: answer.released,
    };
    for body in [asked, answered] {
        store::ledger_append(tx, who.org(), &row.room_id, (body, Some(who.org())), facts.now)?;
    }
    let act = Act {
        action: "overlap.run",
        object_kind: "room",
        object_id: row.room_id.as_str(),
        detail: json!({
            "run": row.id.as_str(), "kind": answer.kind.as_str(), "release": answer.release.as_str(),
            "epsilon_micro": answer.cost.micro(),
        }),
    };
    in_both_logs(tx, who, &facts.room, &act, facts.now)?;
    Ok(RunOutcome {
        run: row.id,
        kind: answer.kind,
        release: answer.release.clone(),
        released: answer.released,
        drawn_at: answer.drawn_at,
    })
}
