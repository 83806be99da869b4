//! Lists of sub-processors and notices of their changes, as both sides read them.

use super::{ConfirmView, Kind};
use crate::services::chain::{Listed, Lists, NoticeLine, starts_early};
use crate::store::{Notice, SubProcessor};
use crate::vetting::chain::{Change, Flag, NoticeState, category_word, name_key};
use crate::web::format;
use crate::web::words::{Arg, Words};

/// A company of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChainRow {
    /// Its name.
    pub name: String,
    /// Its web address, or nothing.
    pub website: String,
    /// What it does with the data.
    pub purpose: String,
    /// The categories of data.
    pub data: String,
    /// Where it is.
    pub country: String,
    /// On which ground data goes there.
    pub transfer: String,
    /// Since when, or nothing.
    pub since: String,
    /// What to look at.
    pub badges: Vec<(Kind, String)>,
    /// Where it is changed; empty for a reader who may not.
    pub edit: String,
    /// Takes it off, after a question.
    pub remove: Option<ConfirmView>,
}

/// A list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChainTable {
    /// The companies.
    pub rows: Vec<ChainRow>,
    /// Who was there before and is not now, in one sentence; or nothing.
    pub gone: String,
}

impl ChainTable {
    /// A list whose companies are changed below `place`; nobody changes them where it is empty.
    pub fn new(words: &Words, lists: &Lists, place: &str) -> Self {
        let rows = lists.listed.iter().map(|one| ChainRow::new(words, one, place)).collect();
        let gone: Vec<&str> = lists.gone.iter().map(|row| row.name.as_str()).collect();
        let gone = if gone.is_empty() { String::new() } else { words.ts("chain-gone", &gone.join(", ")) };
        Self { rows, gone }
    }

    /// Two companies, one with everything to look at; nobody.
    pub fn samples(words: &Words) -> Vec<Self> {
        let row = |name: &str, country: &str, badges| ChainRow {
            name: name.to_owned(),
            website: "https://cloudnine.example".to_owned(),
            purpose: "Hosting of the audience service".to_owned(),
            data: words.t("intake-data-direct-identifiers"),
            country: words.t(country),
            transfer: words.t("transfer-scc-tia"),
            since: words.ts("chain-since", "1 February 2025"),
            badges,
            edit: "/sample/edit".to_owned(),
            remove: Some(take_off(words, name, "/sample/remove".to_owned())),
        };
        let badges = vec![
            (Kind::Bad, words.t("chain-flag-no-tool")),
            (Kind::Warn, words.t("chain-flag-new")),
            (Kind::Plain, words.t("chain-flag-carried")),
        ];
        let rows = vec![
            row("Cloud Nine GmbH", "country-de", Vec::new()),
            row("Mailbird Inc.", "country-us", badges),
        ];
        vec![Self { rows, gone: words.ts("chain-gone", "Old Host Ltd") }, Self::default()]
    }
}

impl ChainRow {
    fn new(words: &Words, one: &Listed, place: &str) -> Self {
        let row = &one.row;
        let mut badges: Vec<(Kind, String)> = one.flags.iter().map(|flag| flag_badge(words, *flag)).collect();
        if one.is_new {
            badges.push((Kind::Warn, words.t("chain-flag-new")));
        }
        if row.carried_over {
            badges.push((Kind::Plain, words.t("chain-flag-carried")));
        }
        let below = |rest: &str| {
            if place.is_empty() { String::new() } else { format!("{place}/{}/{rest}", row.id) }
        };
        Self {
            name: row.name.clone(),
            website: row.website.clone(),
            purpose: row.purpose.clone(),
            data: data_words(words, &row.data),
            country: country_word(words, &row.country),
            transfer: transfer_word(words, &row.transfer),
            since: row
                .since_on
                .as_deref()
                .map_or_else(String::new, |day| words.ts("chain-since", &day_words(words, day))),
            badges,
            edit: below("edit"),
            remove: (!place.is_empty()).then(|| take_off(words, &row.name, below("remove"))),
        }
    }
}

fn take_off(words: &Words, name: &str, action: String) -> ConfirmView {
    ConfirmView {
        ask: words.t("chain-remove"),
        text: words.ts("chain-remove-text", name),
        go: words.ts("chain-remove-one", name),
        action,
    }
}

/// What to look at, as a badge.
pub fn flag_badge(words: &Words, flag: Flag) -> (Kind, String) {
    match flag {
        Flag::NoTool => (Kind::Bad, words.t("chain-flag-no-tool")),
        Flag::OutsideEea => (Kind::Warn, words.t("chain-flag-outside-eea")),
    }
}

/// The rows of a round while it is answered.
pub fn being_written(rows: &[SubProcessor]) -> Lists {
    let listed = rows.iter().map(|row| Listed {
        row: row.clone(),
        data: crate::services::chain::categories(&row.data),
        flags: crate::services::chain::flags_of(&row.country, &row.transfer),
        is_new: false,
    });
    Lists { listed: listed.collect(), ..Lists::default() }
}

/// A country by its name.
pub fn country_word(words: &Words, code: &str) -> String {
    words.t(&format!("country-{}", code.to_ascii_lowercase()))
}

/// Every country, by name in the order of the alphabet: its code and its name.
pub fn countries(words: &Words) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> =
        crate::vetting::chain::CODES.into_iter().map(|code| (code, country_word(words, code))).collect();
    all.sort_by_key(|(_, name)| name_key(name));
    all
}

/// A ground for a transfer in words.
pub fn transfer_word(words: &Words, transfer: &str) -> String {
    words.t(&format!("transfer-{}", transfer.replace('_', "-")))
}

/// Categories of data in words.
pub fn data_words(words: &Words, data: &str) -> String {
    let one = |category| words.t(&format!("intake-data-{}", category_word(category).replace('_', "-")));
    crate::services::chain::categories(data).into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// "12 March 2027" for `2027-03-12`.
pub fn day_words(words: &Words, day: &str) -> String {
    let read = crate::vetting::chain::day(day).ok().flatten();
    read.map_or_else(|| day.to_owned(), |read| format::day_in(words.lang(), read))
}

/// Something that is asked before it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// The button that unfolds it.
    pub ask: String,
    /// What will happen.
    pub text: String,
    /// Where the form goes.
    pub action: String,
    /// The outcome that travels along; empty for none.
    pub outcome: &'static str,
}

/// A notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticeView {
    /// Who joins or leaves, and when.
    pub title: String,
    /// What for, with which data, where, on which ground.
    pub about: String,
    /// What became of it.
    pub state: (Kind, String),
    /// What happened, and what happens next, as sentences.
    pub lines: Vec<String>,
    /// The reason of an objection.
    pub reason: String,
    /// What to look at.
    pub badges: Vec<(Kind, String)>,
    /// What can be done.
    pub asks: Vec<Ask>,
    /// Where one objects; empty for none.
    pub object: String,
}

/// Who reads a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A member who may answer it.
    Manager,
    /// A member who may not.
    Onlooker,
    /// The partner.
    Partner,
}

impl NoticeView {
    /// A notice for that reader.
    pub fn new(words: &Words, line: &NoticeLine, reader: Reader) -> Self {
        let row = &line.row;
        let starts = day_words(words, &row.starts_on);
        let args = [("name", Arg::from(row.name.as_str())), ("on", Arg::from(starts))];
        let title = match line.change {
            Change::Add => words.with("notice-joins", &args),
            Change::Remove => words.with("notice-leaves", &args),
        };
        let about = [
            row.purpose.clone(),
            data_words(words, &row.data),
            country_word(words, &row.country),
            transfer_word(words, &row.transfer),
        ];
        let mut badges: Vec<(Kind, String)> = crate::services::chain::flags_of(&row.country, &row.transfer)
            .into_iter()
            .filter(|_| line.change == Change::Add)
            .map(|flag| flag_badge(words, flag))
            .collect();
        if starts_early(row) {
            badges.push((Kind::Warn, words.t("notice-flag-early")));
        }
        Self {
            title,
            about: about.join(" · "),
            state: state_badge(words, line.state),
            lines: lines(words, line, reader),
            reason: row.reason.clone(),
            badges,
            asks: asks(words, line, reader),
            object: if reader == Reader::Manager && line.state == NoticeState::Open {
                format!("/notices/{}/object", row.id)
            } else {
                String::new()
            },
        }
    }

    /// One that waits, one that was objected to.
    pub fn samples(words: &Words) -> Vec<Self> {
        let args = [("name", Arg::from("Skywell Ltd")), ("on", Arg::from("1 May 2027"))];
        let open = Self {
            title: words.with("notice-joins", &args),
            about: "Sending of e-mails · United Kingdom".to_owned(),
            state: state_badge(words, NoticeState::Open),
            lines: vec![words.ts("notice-silence", "12 April 2027")],
            badges: vec![(Kind::Warn, words.t("notice-flag-early"))],
            asks: vec![ask(words, "notice-accept", "/notices/sample/accept", "")],
            object: "/notices/sample/object".to_owned(),
            ..Self::default()
        };
        let objected = Self {
            title: words.with("notice-leaves", &args),
            state: state_badge(words, NoticeState::Objected),
            reason: "We have a contract that names them.".to_owned(),
            asks: vec![ask(words, "notice-proceed", "/notices/sample/outcome", "proceeding")],
            object: String::new(),
            ..open.clone()
        };
        vec![open, objected]
    }
}

fn state_badge(words: &Words, state: NoticeState) -> (Kind, String) {
    match state {
        NoticeState::Open => (Kind::Warn, words.t("notice-state-open")),
        NoticeState::Accepted => (Kind::Good, words.t("notice-state-accepted")),
        NoticeState::Tacit => (Kind::Good, words.t("notice-state-tacit")),
        NoticeState::Objected => (Kind::Bad, words.t("notice-state-objected")),
        NoticeState::Withdrawn => (Kind::Plain, words.t("notice-state-withdrawn")),
        NoticeState::Proceeding => (Kind::Bad, words.t("notice-state-proceeding")),
    }
}

fn lines(words: &Words, line: &NoticeLine, reader: Reader) -> Vec<String> {
    let row = &line.row;
    let on = |at| format::date_in(words.lang(), at);
    let mut said = vec![match (&line.recorded_by, reader) {
        (Some(by), Reader::Manager | Reader::Onlooker) => {
            let args = [
                ("by", Arg::from(by.as_str())),
                ("on", Arg::from(format::date_in(words.lang(), row.announced_at))),
            ];
            words.with("notice-recorded", &args)
        }
        _ => words.ts("notice-announced", &format::date_in(words.lang(), row.announced_at)),
    }];
    let answered = row.answered_at.map(on).unwrap_or_default();
    let by = line.answered_by.clone().unwrap_or_default();
    let named = [("by", Arg::from(by)), ("on", Arg::from(answered.as_str()))];
    let last_day = last_day(words, row);
    match line.state {
        NoticeState::Open => said.push(words.ts("notice-silence", &last_day)),
        NoticeState::Tacit => said.push(words.ts("notice-tacit-on", &answered)),
        _ if row.answered_by.is_none() => {}
        NoticeState::Accepted if reader == Reader::Partner => {
            said.push(words.ts("notice-accepted", &answered))
        }
        NoticeState::Accepted => said.push(words.with("notice-accepted-by", &named)),
        _ if reader == Reader::Partner => said.push(words.ts("notice-objected", &answered)),
        _ => said.push(words.with("notice-objected-by", &named)),
    }
    let settled = row.settled_at.map(on).unwrap_or_default();
    match line.state {
        NoticeState::Withdrawn => said.push(words.ts("notice-withdrawn-on", &settled)),
        NoticeState::Proceeding => said.push(words.ts("notice-proceeds-since", &settled)),
        NoticeState::Accepted | NoticeState::Tacit if row.listed_at.is_none() => {
            said.push(words.ts("notice-listed-from", &day_words(words, &row.starts_on)));
        }
        _ => {}
    }
    said
}

/// The last day on which one may object.
fn last_day(words: &Words, row: &Notice) -> String {
    format::date_in(words.lang(), row.objection_ends_at.plus_seconds(-1))
}

fn asks(words: &Words, line: &NoticeLine, reader: Reader) -> Vec<Ask> {
    let (id, adds) = (&line.row.id, line.change == Change::Add);
    let ours = |rest: &str| format!("/notices/{id}/{rest}");
    let theirs = |rest: &str| format!("/answer/notices/{id}/{rest}");
    let proceed = if adds { "notice-proceed" } else { "notice-proceed-remove" };
    let accept = if adds { "notice-accept" } else { "notice-accept-remove" };
    match (line.state, reader) {
        (NoticeState::Open, Reader::Manager) => vec![
            ask(words, accept, &ours("accept"), ""),
            ask(words, "notice-withdraw-record", &ours("outcome"), "withdrawn"),
        ],
        (NoticeState::Objected, Reader::Manager) => vec![
            ask(words, "notice-withdraw-record", &ours("outcome"), "withdrawn"),
            ask(words, proceed, &ours("outcome"), "proceeding"),
        ],
        (NoticeState::Open, Reader::Partner) => {
            vec![ask(words, "notice-withdraw", &theirs("outcome"), "withdrawn")]
        }
        (NoticeState::Objected, Reader::Partner) => vec![
            ask(words, "notice-withdraw", &theirs("outcome"), "withdrawn"),
            ask(words, "notice-proceed-own", &theirs("outcome"), "proceeding"),
        ],
        _ => Vec::new(),
    }
}

fn ask(words: &Words, name: &str, action: &str, outcome: &'static str) -> Ask {
    Ask { ask: words.t(name), text: words.t(&format!("{name}-text")), action: action.to_owned(), outcome }
}
