//! From the portfolio as the service reads it to what the page shows.

use super::matrix::{Mark, Matrix, matrix};
use super::page::{ConditionRow, Happened, PortfolioPage, RoomRow, Row, Tile};
use crate::services::reports::{ChangeKind, Portfolio, RoomStanding, Standing, needs_us};
use crate::vetting::scoring::Band as ScoreBand;
use crate::web::components::{Empty, KeyValue, Link};
use crate::web::error::say;
use crate::web::format;
use crate::web::page::Chrome;
use crate::web::vetting::{awaits_word, decision_view, line_score_view, standing_view};
use crate::web::words::{Arg, Words};

/// Changes beyond these are on the partners' own pages.
const MOST_CHANGES: usize = 8;

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn of(words: Words, id: &str, n: usize, of: usize) -> String {
    words.with(id, &[("n", Arg::from(wide(n))), ("of", Arg::from(wide(of)))])
}

pub(super) fn portfolio_page(c: Chrome, portfolio: &Portfolio) -> PortfolioPage {
    let words = c.words;
    let total = portfolio.standings.len();
    let needs = needs_us(portfolio);
    let sentence = match needs {
        0 => words.tn("portfolio-calm", wide(total)),
        _ => of(words, "portfolio-needs", needs, total),
    };
    let empty = (total == 0).then(|| Empty {
        title: words.t("portfolio-empty-title"),
        text: words.t("portfolio-empty-text"),
        action: Some(Link::new(words.t("portfolio-empty-action"), "/partners/new")),
    });
    let rows: Vec<Row> =
        portfolio.standings.iter().enumerate().map(|(at, s)| row(words, portfolio, at, s)).collect();
    PortfolioPage {
        sentence,
        as_of: words.ts("portfolio-as-of", &portfolio.at.in_words_with_time()),
        tiles: tiles(words, portfolio),
        matrix: plotted(portfolio, &rows),
        rows,
        rooms: portfolio.rooms.iter().map(|room| room_row(words, room)).collect(),
        changes: changes(words, portfolio),
        overdue: overdue(words, portfolio),
        trust: trust(words, portfolio),
        empty,
        c,
    }
}

fn tiles(words: Words, portfolio: &Portfolio) -> Vec<Tile> {
    let total = portfolio.standings.len();
    let risky = portfolio.standings.iter().filter(|s| is_risky(s)).count();
    let approved = portfolio.standings.iter().filter(|s| is_approved(s, portfolio)).count();
    let open = portfolio.rooms.iter().filter(|room| !room.closed).count();
    let counting = portfolio.rooms.iter().filter(|room| room.counts).count();
    let tile = |label: &str, value: String, note: String, warns: bool| Tile {
        label: words.t(label),
        value,
        note,
        warns,
    };
    vec![
        tile(
            "portfolio-tile-risky",
            format::number(wide(risky)),
            of(words, "portfolio-of-partners", risky, total),
            risky > 0,
        ),
        tile(
            "portfolio-tile-approved",
            format::number(wide(approved)),
            of(words, "portfolio-of-partners", approved, total),
            false,
        ),
        tile(
            "portfolio-tile-overdue",
            format::number(wide(portfolio.overdue.len())),
            of(words, "portfolio-of-conditions", portfolio.overdue.len(), portfolio.trust.overdue.1),
            !portfolio.overdue.is_empty(),
        ),
        tile(
            "portfolio-tile-rooms",
            format::number(wide(counting)),
            of(words, "portfolio-of-rooms", counting, open),
            false,
        ),
    ]
}

fn is_risky(standing: &Standing) -> bool {
    let band = standing.line.score.as_ref().and_then(|score| score.band);
    matches!(band, Some(ScoreBand::High | ScoreBand::Critical))
}

fn is_approved(standing: &Standing, portfolio: &Portfolio) -> bool {
    let current = standing.line.decision.as_ref().filter(|row| row.expires_at > portfolio.at);
    current.is_some_and(|row| row.decided.starts_with("approve"))
}

fn row(words: Words, portfolio: &Portfolio, at: usize, standing: &Standing) -> Row {
    let line = &standing.line;
    let score = line.score.as_ref();
    let (room, reasons) = rooms_of(words, standing);
    Row {
        number: at + 1,
        partner: Link::new(line.partner.name.clone(), format!("/partners/{}", line.partner.id)),
        score: line_score_view(&words, line),
        inherent: score.map_or_else(|| "–".to_owned(), |score| format::whole(score.inherent)),
        control: score.and_then(|score| score.control).map_or_else(|| "–".to_owned(), format::whole),
        decision: standing_view(&words, line.decision.as_ref(), portfolio.at),
        until: line.decision.as_ref().map_or_else(String::new, |row| format::date(row.expires_at)),
        awaits: words.t(awaits_word(line.awaits)),
        ours: line.awaits.is_ours(),
        room,
        reasons,
    }
}

/// The partner's rooms in a few words, and why one does not count.
fn rooms_of(words: Words, standing: &Standing) -> (String, Vec<String>) {
    let open: Vec<&RoomStanding> = standing.rooms.iter().filter(|room| !room.closed).collect();
    if open.is_empty() {
        let word = if standing.rooms.is_empty() { "portfolio-room-none" } else { "portfolio-room-closed" };
        return (words.t(word), Vec::new());
    }
    let counting = open.iter().filter(|room| room.counts).count();
    let waiting = open.iter().find(|room| !room.counts);
    // The first reason here; all of them stand with the rooms below.
    let reasons = waiting.map(|room| room_reasons(words, room)).unwrap_or_default();
    let reasons = reasons.into_iter().take(1).collect();
    (of(words, "portfolio-room-open", counting, open.len()), reasons)
}

fn room_reasons(words: Words, room: &RoomStanding) -> Vec<String> {
    room.reasons.iter().map(|reason| say(&words, reason)).collect()
}

fn room_row(words: Words, room: &RoomStanding) -> RoomRow {
    let state = match (room.closed, room.counts) {
        (true, _) => "portfolio-room-closed",
        (false, true) => "portfolio-room-counts",
        (false, false) => "portfolio-room-waits",
    };
    RoomRow {
        room: Link::new(room.name.clone(), format!("/rooms/{}", room.id)),
        with: room.with.clone(),
        state: words.t(state),
        good: room.counts,
        reasons: if room.closed { Vec::new() } else { room_reasons(words, room) },
    }
}

/// The partners with a number for both axes.
fn plotted(portfolio: &Portfolio, rows: &[Row]) -> Option<Matrix> {
    let marks: Vec<Mark> = portfolio
        .standings
        .iter()
        .zip(rows)
        .filter_map(|(standing, row)| {
            let score = standing.line.score.as_ref()?;
            Some(Mark {
                number: row.number,
                name: row.partner.label.clone(),
                inherent: score.inherent,
                control: score.control?,
                band: row.score.band,
                spoken: format!("{}. {}", row.partner.label, row.score.spoken),
            })
        })
        .collect();
    (!marks.is_empty()).then(|| matrix(&marks))
}

fn changes(words: Words, portfolio: &Portfolio) -> Vec<Happened> {
    let recent = portfolio.changes.iter().take(MOST_CHANGES);
    recent
        .map(|change| {
            let text = match &change.kind {
                ChangeKind::Submitted => words.t("portfolio-change-submitted"),
                ChangeKind::Ended => words.t("portfolio-change-ended"),
                ChangeKind::Decided(word) => {
                    words.ts("portfolio-change-decided", &decision_view(&words, word.parse().ok()).text)
                }
            };
            Happened {
                date: format::date(change.at),
                partner: Link::new(change.partner_name.clone(), format!("/partners/{}", change.partner)),
                text,
            }
        })
        .collect()
}

fn overdue(words: Words, portfolio: &Portfolio) -> Vec<ConditionRow> {
    let row = |condition: &crate::services::reports::Condition| ConditionRow {
        partner: Link::new(condition.partner_name.clone(), format!("/partners/{}", condition.partner)),
        title: Link::new(condition.finding.title.clone(), format!("/findings/{}", condition.finding.id)),
        owner: condition.finding.owner.clone(),
        due: words.ts("portfolio-was-due", &format::date(condition.finding.due_at)),
    };
    portfolio.overdue.iter().map(row).collect()
}

fn trust(words: Words, portfolio: &Portfolio) -> Vec<KeyValue> {
    let trust = &portfolio.trust;
    let (obeyed, asked) = trust.opt_outs;
    let days = trust.days_to_answer.and_then(|days| u64::try_from(days).ok());
    let unknown = || words.t("portfolio-not-known");
    let pair = |key: &str, value: String| KeyValue::new(words.t(key), value);
    vec![
        pair(
            "portfolio-trust-opt-outs",
            if asked == 0 { unknown() } else { of(words, "portfolio-of-partners-full", obeyed, asked) },
        ),
        pair("portfolio-trust-days", days.map_or_else(unknown, |days| words.tn("portfolio-days", days))),
        pair(
            "portfolio-trust-overdue",
            of(words, "portfolio-of-conditions-full", trust.overdue.0, trust.overdue.1),
        ),
        pair("portfolio-trust-rooms", words.tn("portfolio-rooms", wide(trust.rooms_closed))),
    ]
}
