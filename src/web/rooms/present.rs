//! Facts of rooms in words, for several pages.

use crate::clock::Timestamp;
use crate::rooms::Side;
use crate::rooms::lifecycle::{CloseReason, RoomState, Until};
use crate::rooms::policy::ClosedBecause;
use crate::rooms::release::{Answer, Ask, Released, Standing};
use crate::rooms::terms::Epsilon;
use crate::services::rooms::{Awaited, Facts, RoomStatus, Turn, reason_message};
use crate::web::components::{Link, ReleasedView, StepState, StepView};
use crate::web::error::say;
use crate::web::format;
use crate::web::page::{Chrome, Nav};
use crate::web::words::{Arg, Words};

/// The frame of a page inside a room: rail, and the way back up.
pub(super) fn inside(c: Chrome, facts: &Facts) -> Chrome {
    let up = c.t("nav-rooms");
    c.at(Nav::Rooms).under(up, "/rooms").under(&facts.room.name, path(facts, ""))
}

/// A path inside a room: `""`, `"/terms"`, ….
pub(super) fn path(facts: &Facts, rest: &str) -> String {
    format!("/rooms/{}{rest}", facts.room.id)
}

/// Why the room closed, in words.
pub(super) fn close_reason(c: &Chrome, facts: &Facts, because: CloseReason) -> String {
    let left = |side: Side| c.ts("ledger-closed-left", facts.names.get(side));
    match because {
        CloseReason::HostLeft => left(Side::Host),
        CloseReason::GuestLeft => left(Side::Guest),
        CloseReason::Expired => c.t("ledger-closed-expired"),
        CloseReason::DecisionWithdrawn => c.t("ledger-closed-decision"),
        CloseReason::EarlyTrigger => c.t("ledger-closed-trigger"),
        CloseReason::NeverSigned => c.t("ledger-closed-never-signed"),
        CloseReason::Finished => c.t("ledger-closed-finished"),
    }
}

/// An answer, large, or why there is none to be seen.
pub(super) fn answer(
    c: &Chrome,
    (standing, answer): (Standing, Option<&Answer>),
    round_to: u32,
) -> ReleasedView {
    let unshown = |word: &str| ReleasedView::unshown(&c.words, word, &format!("{word}-detail"));
    match (standing, answer.map(Answer::total)) {
        (Standing::Released, Some(Some(total))) => released(c, &total, round_to),
        (Standing::Released, Some(None)) => unshown("released-withheld"),
        (Standing::Denied, _) => unshown("released-denied"),
        (Standing::Held, _) | (Standing::Released, None) => unshown("released-held"),
    }
}

/// The same in one line of a table.
pub(super) fn answer_line(c: &Chrome, standing: Standing, answer: Option<&Answer>) -> String {
    match (standing, answer) {
        (Standing::Released, Some(answer)) => total_line(c, answer),
        (Standing::Denied, _) => c.t("released-denied"),
        (Standing::Held, _) | (Standing::Released, None) => c.t("released-held"),
    }
}

/// The total of an answer that is shown.
pub(super) fn total_line(c: &Chrome, answer: &Answer) -> String {
    answer.total().map_or_else(|| c.t("released-withheld"), |total| released_line(c, &total))
}

/// The catalogue's name of a question.
pub(super) fn ask_word(ask: Ask) -> &'static str {
    match ask {
        Ask::Overlap => "ask-overlap",
        Ask::ByIdentifier => "ask-by-identifier",
        Ask::BySegment => "ask-by-segment",
    }
}

/// A released count, large.
fn released(c: &Chrome, released: &Released, round_to: u32) -> ReleasedView {
    match *released {
        Released::Value { n, pm95: 0 } => ReleasedView::exact(&c.words, n, u64::from(round_to)),
        Released::Below { lt } => ReleasedView::below(&c.words, lt),
        Released::Above { ge } => ReleasedView::above(&c.words, ge),
        Released::Value { n, pm95 } => ReleasedView::count(&c.words, n, pm95, u64::from(round_to)),
    }
}

/// A released count in one line of a table.
fn released_line(c: &Chrome, released: &Released) -> String {
    match *released {
        Released::Below { lt } => c.tn("released-below", lt),
        Released::Above { ge } => c.tn("released-above", ge),
        Released::Value { n, .. } => c.tn("released-count", n),
    }
}

/// "0.2" for 200,000 millionths, or "0,2".
pub(super) fn epsilon(words: &Words, micro: u64) -> String {
    let epsilon = Epsilon::from_micro(u32::try_from(micro).unwrap_or(u32::MAX));
    format::decimal_in(words.lang(), &epsilon.to_string())
}

/// A room's reasons for not counting that are more than the next step of setting it up.
pub(super) fn stopping(c: &Chrome, status: &RoomStatus) -> Vec<String> {
    let step = |reason: &ClosedBecause| {
        matches!(
            reason,
            ClosedBecause::NoTerms
                | ClosedBecause::TermsUnsigned { .. }
                | ClosedBecause::KeyUnset
                | ClosedBecause::KeyUnchecked { .. }
                | ClosedBecause::RoomClosed { .. }
        )
    };
    let reasons = status.reasons.iter().filter(|reason| !step(reason));
    reasons.map(|reason| say(&c.words, &reason_message(*reason, &status.facts.names))).collect()
}

/// What is next, in words, and where it is done if it is our turn.
pub(super) fn next(c: &Chrome, facts: &Facts) -> (String, Option<Link>) {
    let ours = |word: &str, rest: &str| {
        let label = c.t(word);
        (label.clone(), Some(Link::new(label, path(facts, rest))))
    };
    let theirs = |word: &str| (c.ts(word, facts.their_name()), None);
    match facts.awaited() {
        Awaited::Nothing => (c.t("next-nothing"), None),
        Awaited::Terms => ours("next-propose", "/terms/new"),
        Awaited::Signature(Turn::Ours) => ours("next-sign", "/terms"),
        Awaited::Signature(Turn::Theirs) => theirs("next-wait-sign"),
        Awaited::Key(Turn::Ours) => ours("next-make-key", "/key"),
        Awaited::Key(Turn::Theirs) => theirs("next-wait-key"),
        Awaited::KeyCheck(Turn::Ours) => ours("next-check-key", "/key"),
        Awaited::KeyCheck(Turn::Theirs) => theirs("next-wait-check"),
        Awaited::Stopped => (c.t("next-stopped"), None),
        Awaited::Audience(Turn::Ours) => ours("next-audience", "/audience"),
        Awaited::Audience(Turn::Theirs) => theirs("next-wait-audience"),
        Awaited::Approval(Turn::Ours, release) => ours("next-approve", &format!("/releases/{release}")),
        Awaited::Approval(Turn::Theirs, _) => theirs("next-wait-approve"),
        Awaited::Run => ours("next-run", "/run"),
    }
}

/// The five steps.
pub(super) fn steps(c: &Chrome, status: &RoomStatus) -> Vec<StepView> {
    let facts = &status.facts;
    let texts = [
        ("step-terms", terms_text(c, facts)),
        ("step-key", key_text(c, facts)),
        ("step-audiences", audiences_text(c, facts)),
        ("step-run", run_text(c, status)),
        ("step-closed", closed_text(c, facts)),
    ];
    let at = place(status.state);
    let stopped = facts.awaited() == Awaited::Stopped;
    let missed = missed(status);
    let step = |(place, (title, text)): (usize, (&str, String))| {
        let title = c.t(title);
        if missed.get(place).is_some_and(|missed| *missed) {
            return StepView { title, state: StepState::Waiting, text: c.t("step-not-reached") };
        }
        StepView { title, state: state(place, at, stopped), text }
    };
    texts.into_iter().enumerate().map(step).collect()
}

/// The steps that a closed room never got through.
fn missed(status: &RoomStatus) -> [bool; 4] {
    if !matches!(status.state, RoomState::Closed(_)) {
        return [false; 4];
    }
    let signed = status.facts.terms.as_ref().is_some_and(|standing| {
        let (ours, theirs) = standing.signed.seen_by(status.facts.side);
        ours.is_some() && theirs.is_some()
    });
    let counted = !status.runs.is_empty();
    let (ours, theirs) = status.facts.audiences.seen_by(status.facts.side);
    let brought = counted || (ours.is_some() && theirs.is_some());
    [!signed, status.facts.room.key_checked_at.is_none(), !brought, !counted]
}

fn place(state: RoomState) -> usize {
    match state {
        RoomState::Terms => 0,
        RoomState::Key => 1,
        RoomState::Audiences => 2,
        RoomState::Run => 3,
        RoomState::Closed(_) => 5,
    }
}

fn state(place: usize, at: usize, stopped: bool) -> StepState {
    match place.cmp(&at) {
        std::cmp::Ordering::Less => StepState::Done,
        std::cmp::Ordering::Equal if stopped => StepState::Stopped,
        std::cmp::Ordering::Equal => StepState::Current,
        std::cmp::Ordering::Greater => StepState::Waiting,
    }
}

fn terms_text(c: &Chrome, facts: &Facts) -> String {
    let Some(standing) = &facts.terms else { return c.t("step-terms-none") };
    let n = Arg::Number(u64::try_from(standing.row.version).unwrap_or_default());
    let (ours, theirs) = standing.signed.seen_by(facts.side);
    match (ours.is_some(), theirs.is_some()) {
        (true, true) => c.with("step-terms-both", &[("n", n)]),
        (false, true) => c.with("step-terms-wait-us", &[("n", n)]),
        (true, false) => c.with("step-terms-wait-them", &[("n", n), ("name", Arg::from(facts.their_name()))]),
        (false, false) => c.with("step-terms-wait-both", &[("n", n)]),
    }
}

fn key_text(c: &Chrome, facts: &Facts) -> String {
    let their = facts.their_name();
    let signed = place(facts.state()) > 0;
    match (facts.room.key_check_value.is_some(), facts.room.key_checked_at.is_some(), facts.side) {
        (true, true, _) => c.t("step-key-both"),
        (true, false, Side::Host) => c.ts("step-key-wait-guest", their),
        (true, false, Side::Guest) => c.ts("step-key-check", their),
        (false, _, Side::Host) if signed => c.t("step-key-make"),
        (false, _, Side::Guest) if signed => c.ts("step-key-wait-host", their),
        (false, _, _) => c.t("step-key-later"),
    }
}

fn audiences_text(c: &Chrome, facts: &Facts) -> String {
    if facts.room.closed_at.is_some() {
        return c.t("step-audiences-gone");
    }
    let (ours, theirs) = facts.audiences.seen_by(facts.side);
    match (ours.is_some(), theirs.is_some()) {
        (true, true) => c.t("step-audiences-both"),
        (false, true) => c.t("step-audiences-wait-us"),
        (true, false) => c.ts("step-audiences-wait-them", facts.their_name()),
        (false, false) if facts.room.key_checked_at.is_some() => c.t("step-audiences-none"),
        (false, false) => c.t("step-audiences-later"),
    }
}

fn run_text(c: &Chrome, status: &RoomStatus) -> String {
    match (status.runs.len(), status.state) {
        (0, RoomState::Run) => c.t("step-run-now"),
        (0, _) => c.t("step-run-later"),
        (runs, _) => c.tn("step-run-done", runs),
    }
}

fn closed_text(c: &Chrome, facts: &Facts) -> String {
    let on = |word: &str, at: Timestamp| c.with(word, &[("date", Arg::from(c.date(at)))]);
    match (facts.room.closed_at, facts.until) {
        (Some(at), _) => on("step-closed-on", at),
        (None, Until::Agreed(at)) => on("step-closed-by", at),
        (None, Until::Unsigned(at)) => on("step-closed-unsigned", at),
    }
}
