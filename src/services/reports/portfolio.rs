//! The portfolio: every partner by risk, what changed, what is overdue, which rooms count and why the others do not.

use crate::access::{Allowed, ViewPartners, ViewPortfolio, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{PartnerId, RoomId};
use crate::rooms::lifecycle::RoomState;
use crate::services::rooms::{Facts, reason_message, room_list};
use crate::services::vetting::{PartnerLine, partner_list};
use crate::services::{Message, ServiceError};
use crate::store::{DecisionRow, Finding, ReadTx};

/// How far back "lately" reaches.
const LATELY_DAYS: i64 = 30;
/// The question of the built-in questionnaire about opt-outs, and its name.
const OPT_OUTS: (&str, &str) = ("marketing-data-partner", "D4");

/// All of it, at one moment.
#[derive(Debug)]
pub struct Portfolio {
    /// When it was read.
    pub at: Timestamp,
    /// Every partner that is not archived, riskiest first; those without a score last.
    pub standings: Vec<Standing>,
    /// The organisation's rooms, newest first.
    pub rooms: Vec<RoomStanding>,
    /// What happened in the last 30 days, newest first.
    pub changes: Vec<Change>,
    /// Conditions past their date, oldest first.
    pub overdue: Vec<Condition>,
    /// How healthy the relations are.
    pub trust: Trust,
}

/// One partner.
#[derive(Debug)]
pub struct Standing {
    /// What vetting knows.
    pub line: PartnerLine,
    /// The rooms with it.
    pub rooms: Vec<RoomStanding>,
}

/// One room.
#[derive(Debug, Clone)]
pub struct RoomStanding {
    /// The room.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// The organisation across the table.
    pub with: String,
    /// Whether it counts now.
    pub counts: bool,
    /// Whether it is closed for good.
    pub closed: bool,
    /// Why it does not count, as far as this side may know.
    pub reasons: Vec<Message>,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// With whom.
    pub partner: PartnerId,
    /// That partner's name.
    pub partner_name: String,
    /// What.
    pub kind: ChangeKind,
}

/// What can happen with a partner that leadership wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// Its answers came in.
    Submitted,
    /// It was decided about; the word of the decision.
    Decided(String),
    /// The decision ended.
    Ended,
}

/// A condition that is past its date.
#[derive(Debug, Clone)]
pub struct Condition {
    /// With whom.
    pub partner: PartnerId,
    /// That partner's name.
    pub partner_name: String,
    /// The condition.
    pub finding: Finding,
}

/// Signs of a healthy relation (product.md, practice 3), as counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// Scored partners that obey every opt-out, and scored partners that were asked.
    pub opt_outs: (usize, usize),
    /// Days from the question to the answer: the middle one of all partners that answered.
    pub days_to_answer: Option<i64>,
    /// Conditions past their date, and conditions that are open.
    pub overdue: (usize, usize),
    /// Rooms that were closed, each with a deletion receipt.
    pub rooms_closed: usize,
}

/// The organisation's portfolio at `now`.
pub fn portfolio(
    tx: &mut ReadTx,
    who: &Allowed<ViewPortfolio>,
    now: Timestamp,
) -> Result<Portfolio, ServiceError> {
    let partners = Allowed::<ViewPartners>::authorize(who.actor())?;
    let may_see_rooms = Allowed::<ViewRooms>::authorize(who.actor())?;
    let lines = partner_list(tx, &partners, now)?;
    let facts = room_list(tx, &may_see_rooms, now)?;
    let mut standings: Vec<Standing> = lines
        .into_iter()
        .filter(|line| line.partner.archived_at.is_none())
        .map(|line| Standing { rooms: rooms_with(&facts, &line), line })
        .collect();
    standings.sort_by_key(|standing| std::cmp::Reverse(residual(standing)));
    let overdue = overdue(&standings, now);
    Ok(Portfolio {
        at: now,
        trust: trust(&standings, &facts, overdue.len()),
        changes: changes(&standings, now),
        rooms: facts.iter().map(room).collect(),
        overdue,
        standings,
    })
}

/// How many partners wait for our side.
pub fn needs_us(portfolio: &Portfolio) -> usize {
    portfolio.standings.iter().filter(|standing| standing.line.awaits.is_ours()).count()
}

fn residual(standing: &Standing) -> Option<u32> {
    standing.line.score.as_ref().and_then(|score| score.residual)
}

fn rooms_with(facts: &[Facts], line: &PartnerLine) -> Vec<RoomStanding> {
    let Some(linked) = &line.partner.linked_org_id else { return Vec::new() };
    let with = facts.iter().filter(|facts| facts.room.org(facts.side.other()) == linked);
    with.map(room).collect()
}

fn room(facts: &Facts) -> RoomStanding {
    let opening = facts.opening();
    let reasons = opening.reasons_for(facts.side);
    RoomStanding {
        id: facts.room.id.clone(),
        name: facts.room.name.clone(),
        with: facts.their_name().to_owned(),
        counts: opening.is_open(),
        closed: matches!(facts.state(), RoomState::Closed(_)),
        reasons: reasons.into_iter().map(|reason| reason_message(reason, &facts.names)).collect(),
    }
}

fn overdue(standings: &[Standing], now: Timestamp) -> Vec<Condition> {
    let mut all: Vec<Condition> = standings
        .iter()
        .flat_map(|standing| {
            let late = standing.line.open_findings.iter().filter(|finding| finding.is_overdue(now));
            late.map(|finding| Condition {
                partner: standing.line.partner.id.clone(),
                partner_name: standing.line.partner.name.clone(),
                finding: finding.clone(),
            })
        })
        .collect();
    all.sort_by_key(|condition| condition.finding.due_at);
    all
}

fn changes(standings: &[Standing], now: Timestamp) -> Vec<Change> {
    let since = now.plus_days(-LATELY_DAYS);
    let mut all: Vec<Change> = standings.iter().flat_map(changes_of).collect();
    all.retain(|change| change.at > since && change.at <= now);
    all.sort_by_key(|change| std::cmp::Reverse(change.at));
    all
}

fn changes_of(standing: &Standing) -> Vec<Change> {
    let line = &standing.line;
    let change = |at, kind| Change {
        at,
        partner: line.partner.id.clone(),
        partner_name: line.partner.name.clone(),
        kind,
    };
    let submitted = line.assessment.as_ref().and_then(|row| row.submitted_at);
    let decided = |row: &DecisionRow| change(row.decided_at, ChangeKind::Decided(row.decided.clone()));
    let ended = |row: &DecisionRow| change(row.expires_at, ChangeKind::Ended);
    let mut all: Vec<Change> = submitted.map(|at| change(at, ChangeKind::Submitted)).into_iter().collect();
    all.extend(line.decision.as_ref().map(decided));
    all.extend(line.decision.as_ref().map(ended));
    all
}

fn trust(standings: &[Standing], facts: &[Facts], overdue: usize) -> Trust {
    let asked = |standing: &&Standing| {
        let line = &standing.line;
        line.score.is_some() && line.assessment.as_ref().is_some_and(|row| row.questionnaire_id == OPT_OUTS.0)
    };
    let fails = |standing: &&Standing| {
        let score = standing.line.score.as_ref();
        score.is_some_and(|score| score.gates.iter().any(|gate| gate.question.as_str() == OPT_OUTS.1))
    };
    let of = standings.iter().filter(asked).count();
    let failing = standings.iter().filter(asked).filter(fails).count();
    let mut days: Vec<i64> = standings.iter().filter_map(days_to_answer).collect();
    days.sort_unstable();
    Trust {
        opt_outs: (of.saturating_sub(failing), of),
        days_to_answer: days.get(days.len() / 2).copied(),
        overdue: (overdue, standings.iter().map(|s| s.line.open_findings.len()).sum()),
        rooms_closed: facts.iter().filter(|facts| matches!(facts.state(), RoomState::Closed(_))).count(),
    }
}

fn days_to_answer(standing: &Standing) -> Option<i64> {
    const DAY: i64 = 86_400_000_000;
    let row = standing.line.assessment.as_ref()?;
    let took = row.submitted_at?.micros().checked_sub(row.sent_at?.micros())?;
    (took >= 0).then_some(took / DAY)
}
