//! Running the overlap: judge, count outside any transaction, then judge again and release in one. People's runs wait for their
//! turn and are counted there (`turn`); this is what happens in it.
//!
//! Takes the [`Store`] itself: counting reads files for seconds, and no transaction may stay open that long. The second
//! judgement, in the writing transaction, is the one that holds: of many runs that race for the last release, one gets it.

use super::facts::Facts;
use super::history::{Measured, earlier, engine_failed, ids, measure, prior};
use super::kit::Kit;
use super::say::refused;
use super::settle::{self, Drawing};
use crate::access::{Allowed, RunOverlap};
use crate::clock::Timestamp;
use crate::ids::{AudienceId, ReleaseId, RoomId, RunId};
use crate::rooms::budget::Budget;
use crate::rooms::counting::{Counted, Inputs, Version};
use crate::rooms::release::{self, Answer, Ask, Plan, Question, Refusal, Request, Standing};
use crate::rooms::terms::Breakdowns;
use crate::rooms::{Digest, Sides};
use crate::services::ServiceError;
use crate::store::{self, ReadTx, Release, Store, WriteTx};

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
    /// What was asked.
    pub ask: Ask,
    /// Whether the answer may be shown.
    pub standing: Standing,
    /// The answer, if it may.
    pub released: Option<Answer>,
    /// When the answer was drawn.
    pub drawn_at: Timestamp,
}

/// What is read before the count.
pub(super) struct Before {
    pub(super) facts: Facts,
    pub(super) ask: Ask,
    pub(super) question: Digest,
    earlier: Vec<Release>,
    pub(super) budget: Budget,
}

impl Before {
    fn load(
        tx: &mut ReadTx,
        who: &Allowed<RunOverlap>,
        asked: (&RoomId, Ask),
        now: Timestamp,
    ) -> Result<Self, ServiceError> {
        let facts = Facts::load(tx, who.org(), asked.0, now)?;
        let earlier = earlier(tx, &facts)?;
        let budget = store::budget_fetch(tx, &facts.room.host_org_id, &facts.room.guest_org_id)?;
        let question = question(&facts, asked.1)?;
        Ok(Self { facts, ask: asked.1, question, earlier, budget })
    }

    /// The earlier release of that id.
    fn row(&self, id: &ReleaseId) -> Result<&Release, ServiceError> {
        let row = self.earlier.iter().find(|row| row.id == *id);
        row.ok_or_else(|| ServiceError::Internal("the history names no release of this room".to_owned()))
    }

    /// What must not change under a run: the lists, by id, and the terms.
    fn inputs(&self) -> (Sides<Option<&AudienceId>>, Sides<Vec<AudienceId>>, Option<&str>) {
        let facts = &self.facts;
        let audiences = facts.audiences.as_ref().map(|audience| audience.as_ref().map(|one| &one.id));
        let terms = facts.terms.as_ref().map(|standing| standing.row.terms_sha256.as_str());
        (audiences, facts.opt_outs.as_ref().map(|lists| ids(lists)), terms)
    }
}

/// What was read, measured and counted before anything is kept.
pub(super) struct Prepared {
    before: Before,
    measured: Measured,
    counted: Option<Counted>,
}

/// Counts the overlap, or answers from history, at once and without a turn; either side may ask. Nothing is shown before it is
/// committed.
pub fn overlap_run(
    store: &Store,
    who: &Allowed<RunOverlap>,
    kit: &Kit,
    asked: (&RoomId, Ask),
    now: Timestamp,
) -> Result<RunOutcome, ServiceError> {
    let prepared = prepare(store, who, kit, asked, now)?;
    let id = RunId::fresh();
    store.write("overlap_release", |tx| finish(tx, (who, kit), (asked, &prepared), &id, now))
}

/// Reads, measures, judges and counts; outside any transaction that writes.
pub(super) fn prepare(
    store: &Store,
    who: &Allowed<RunOverlap>,
    kit: &Kit,
    asked: (&RoomId, Ask),
    now: Timestamp,
) -> Result<Prepared, ServiceError> {
    let before = store.read(|tx| Before::load(tx, who, asked, now))?;
    // How far a run is, is told by its count alone: what comes before it is short, or a look at one's own lists.
    let measured = measure(&kit.muted(), &before.facts, &before.earlier, (before.ask, before.question))?;
    let counted = match judge(&before, &measured)? {
        Plan::Refuse(refusal) => return Err(refused(&refusal, &before.facts.names, before.facts.side)),
        Plan::Draw(_) => Some(count(kit, &before)?),
        Plan::Repeat(_) | Plan::Unchanged(_) => None,
    };
    Ok(Prepared { before, measured, counted })
}

/// Judges again and keeps the answer, in the caller's transaction.
pub(super) fn finish(
    tx: &mut WriteTx,
    by: (&Allowed<RunOverlap>, &Kit),
    work: ((&RoomId, Ask), &Prepared),
    id: &RunId,
    now: Timestamp,
) -> Result<RunOutcome, ServiceError> {
    let ((who, kit), (asked, prepared)) = (by, work);
    let now_read = Before::load(tx, who, asked, now)?;
    if now_read.inputs() != prepared.before.inputs() {
        return Err(ServiceError::conflict("conflict-room-moved"));
    }
    let kept = Keeping { run: id, who, kit, counted: prepared.counted.as_ref() };
    again(tx, &kept, &now_read, &prepared.measured)
}

/// What an answer is kept with.
struct Keeping<'a> {
    run: &'a RunId,
    who: &'a Allowed<RunOverlap>,
    kit: &'a Kit,
    counted: Option<&'a Counted>,
}

/// What the release rule says of a request on these facts.
fn judge<'a>(before: &Before, measured: &'a Measured) -> Result<Plan<'a>, ServiceError> {
    let (opening, effective) = (before.facts.opening(), before.facts.effective());
    let Some(effective) = effective else {
        return Ok(Plan::Refuse(Refusal::Closed(opening.reasons().to_vec())));
    };
    let terms = before.facts.terms.as_ref();
    let request = Request {
        opening: &opening,
        effective: &effective,
        ask: before.ask,
        breakdowns: terms.map_or(Breakdowns::default(), |standing| standing.terms.breakdowns),
        question: before.question,
        audiences: measured.audiences,
    };
    Ok(release::plan(&request, &measured.priors, &before.budget))
}

fn question(facts: &Facts, ask: Ask) -> Result<Digest, ServiceError> {
    let Some(standing) = &facts.terms else { return Ok(Digest::ZERO) };
    let digest = Question::of(ask, &standing.terms).digest();
    digest.map_err(|e| ServiceError::Internal(e.to_string()))
}

fn count(kit: &Kit, before: &Before) -> Result<Counted, ServiceError> {
    let facts = &before.facts;
    let (Some(host), Some(guest)) = (&facts.audiences.host, &facts.audiences.guest) else {
        return Err(ServiceError::Internal("a count was planned without audiences".to_owned()));
    };
    let lists = facts.opt_outs.as_ref().map(|lists| ids(lists));
    let inputs = Inputs {
        room: &facts.room.id,
        sides: Sides {
            host: Version { audience: &host.id, opt_outs: &lists.host },
            guest: Version { audience: &guest.id, opt_outs: &lists.guest },
        },
        order: &facts.order(),
    };
    kit.counting().count(&inputs, before.ask, kit.watch()).map_err(|error| engine_failed(&error))
}

/// Judges again and keeps the answer: steps 5 to 7 of the release rule, in the caller's transaction.
fn again(
    tx: &mut WriteTx,
    keeping: &Keeping<'_>,
    before: &Before,
    measured: &Measured,
) -> Result<RunOutcome, ServiceError> {
    let (who, run) = (keeping.who, keeping.run);
    // What was released since the first reading stands beside the measured history: of these only an exact repeat matters,
    // for the lists are the same as they were.
    let mut priors = measured.priors.clone();
    for row in &before.earlier {
        if !measured.priors.iter().any(|prior| prior.id == row.id) {
            priors.push(prior(row)?);
        }
    }
    let measured = Measured { priors, audiences: measured.audiences, changed: measured.changed };
    match judge(before, &measured)? {
        Plan::Refuse(refusal) => Err(refused(&refusal, &before.facts.names, before.facts.side)),
        Plan::Repeat(prior) => {
            settle::repeat(tx, (who, run), (before, before.row(&prior.id)?), RunKind::Repeat)
        }
        Plan::Unchanged(prior) => {
            settle::repeat(tx, (who, run), (before, before.row(&prior.id)?), RunKind::Unchanged)
        }
        Plan::Draw(ticket) => match keeping.counted {
            Some(counted) => {
                let drawing = Drawing { ticket, counted, kit: keeping.kit };
                settle::fresh(tx, (who, run), (before, &measured), drawing)
            }
            // History no longer answers although it did a moment ago; the person may ask again.
            None => Err(ServiceError::conflict("conflict-room-moved")),
        },
    }
}
