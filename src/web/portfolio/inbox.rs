//! The start page: what waits for this person, grouped, or what to do first.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::{ManagePartners, UseAccount, ViewPortfolio};
use crate::services::reports::{self, Inbox, PartnerTask, RoomTask, Task};
use crate::services::rooms::Awaited;
use crate::web::app::App;
use crate::web::components::{Empty, Link};
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Nav, Page};
use crate::web::visitor::Who;
use crate::web::words::Words;

/// One thing that waits.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is about, and where it is done.
    pub link: Link,
    /// Since when, until when, or what.
    pub note: String,
}

/// Things of one kind.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they ask.
    pub title: String,
    /// How many there are.
    pub count: String,
    /// The things.
    pub items: Vec<Item>,
}

/// What waits for one person.
#[derive(Debug, Template)]
#[template(path = "portfolio/inbox.html")]
pub struct InboxPage {
    /// The frame.
    pub c: Chrome,
    /// How much waits, in one sentence.
    pub lead: String,
    /// The things, the most pressing kind first.
    pub groups: Vec<Group>,
    /// What to do while nothing waits.
    pub empty: Option<Empty>,
}

/// GET /
pub async fn page(who: Who<UseAccount>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let inbox = app.read(move |tx, now| reports::inbox(tx, &proof, now)).await?;
    let mut c = who.chrome(&app, "inbox-title").at(Nav::Inbox);
    c.inbox_count = u32::try_from(inbox.count()).unwrap_or(u32::MAX);
    app.inbox_counts().keep(who.actor(), c.inbox_count, app.now());
    let may =
        May { adds: who.also::<ManagePartners>().is_some(), leads: who.also::<ViewPortfolio>().is_some() };
    Ok(Page(inbox_page(c, &inbox, &may)).with_status(StatusCode::OK))
}

/// What else the person could do.
struct May {
    adds: bool,
    leads: bool,
}

const TASKS: [Task; 9] = [
    Task::SecondPerson,
    Task::Overdue,
    Task::Retest,
    Task::Reopen,
    Task::Review,
    Task::Reassess,
    Task::EndsSoon,
    Task::Send,
    Task::Start,
];

fn inbox_page(c: Chrome, inbox: &Inbox, may: &May) -> InboxPage {
    let words = c.words;
    let of = |task: Task| inbox.partners.iter().filter(move |waiting| waiting.task == task);
    let mut groups: Vec<Group> = TASKS
        .into_iter()
        .map(|task| group(words, title(task), of(task).map(|waiting| partner_item(words, waiting)).collect()))
        .collect();
    let rooms = inbox.rooms.iter().map(|waiting| room_item(words, waiting)).collect();
    groups.push(group(words, "inbox-rooms", rooms));
    groups.retain(|group| !group.items.is_empty());
    let count = u64::try_from(inbox.count()).unwrap_or(u64::MAX);
    InboxPage {
        lead: if count == 0 { String::new() } else { words.tn("inbox-waiting", count) },
        empty: groups.is_empty().then(|| empty(words, inbox.no_partner_yet, may)),
        groups,
        c,
    }
}

fn group(words: Words, title: &str, items: Vec<Item>) -> Group {
    let count = format::number(u64::try_from(items.len()).unwrap_or(u64::MAX));
    Group { title: words.t(title), count, items }
}

fn title(task: Task) -> &'static str {
    match task {
        Task::SecondPerson => "inbox-second",
        Task::Overdue => "inbox-overdue",
        Task::Retest => "inbox-retest",
        Task::Reopen => "inbox-reopen",
        Task::Review => "inbox-review",
        Task::Reassess => "inbox-reassess",
        Task::EndsSoon => "inbox-ends-soon",
        Task::Send => "inbox-send",
        Task::Start => "inbox-start",
    }
}

fn partner_item(words: Words, waiting: &PartnerTask) -> Item {
    let assessment = waiting.assessment.as_ref();
    let at_assessment = |rest: &str| {
        assessment
            .map_or_else(|| format!("/partners/{}", waiting.partner), |id| format!("/assessments/{id}{rest}"))
    };
    let href = match waiting.task {
        Task::SecondPerson => at_assessment("/decide"),
        Task::Reopen => at_assessment("#reopen"),
        Task::Review => at_assessment("/review"),
        Task::Send => at_assessment("/intake"),
        Task::Overdue | Task::Retest => match &waiting.finding {
            Some(finding) => format!("/findings/{finding}"),
            None => format!("/partners/{}", waiting.partner),
        },
        Task::Reassess | Task::EndsSoon | Task::Start => {
            format!("/partners/{}", waiting.partner)
        }
    };
    let date = waiting.at.map(format::date);
    let dated = |id: &str| date.as_ref().map_or_else(String::new, |date| words.ts(id, date));
    let note = match waiting.task {
        Task::SecondPerson | Task::Review | Task::Reopen => dated("inbox-since"),
        Task::Overdue => [waiting.detail.clone(), dated("inbox-was-due")].join(" · "),
        Task::Retest => waiting.detail.clone(),
        Task::Reassess => dated("inbox-ended"),
        Task::EndsSoon => dated("inbox-ends"),
        Task::Send | Task::Start => String::new(),
    };
    Item { link: Link::new(waiting.name.clone(), href), note }
}

fn room_item(words: Words, waiting: &RoomTask) -> Item {
    let release;
    let (word, rest) = match &waiting.awaited {
        Awaited::Approval(_, id) => {
            release = format!("/releases/{id}");
            ("inbox-room-approval", release.as_str())
        }
        Awaited::Terms => ("inbox-room-terms", "/terms"),
        Awaited::Signature(_) => ("inbox-room-signature", "/terms"),
        Awaited::Key(_) => ("inbox-room-key", "/key"),
        Awaited::KeyCheck(_) => ("inbox-room-key-check", "/key"),
        Awaited::Audience(_) => ("inbox-room-audience", "/audience"),
        Awaited::Nothing | Awaited::Stopped | Awaited::Run => ("inbox-room-other", ""),
    };
    let href = format!("/rooms/{}{rest}", waiting.room);
    Item { link: Link::new(waiting.name.clone(), href), note: words.ts(word, &waiting.with) }
}

fn empty(words: Words, no_partner_yet: bool, may: &May) -> Empty {
    let (text, action) = match (no_partner_yet && may.adds, may.leads) {
        (true, _) => ("inbox-empty-first", Some(("inbox-empty-first-action", "/partners/new"))),
        (false, true) => ("inbox-empty-text", Some(("inbox-empty-portfolio", "/portfolio"))),
        (false, false) => ("inbox-empty-text", Some(("inbox-empty-rooms", "/rooms"))),
    };
    let title = if no_partner_yet && may.adds { "inbox-empty-first-title" } else { "inbox-empty-title" };
    Empty {
        title: words.t(title),
        text: words.t(text),
        action: action.map(|(label, href)| Link::new(words.t(label), href)),
    }
}

impl InboxPage {
    /// Three things, and none.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("inbox-title").at(Nav::Inbox);
        let words = Words::default();
        let item = |name: &str, note: String| Item { link: Link::new(name, "/partners/sample"), note };
        let review = vec![
            item("Meridian Media", words.ts("inbox-since", "3 March 2027")),
            item("Lumen Ads", words.ts("inbox-since", "9 March 2027")),
        ];
        let rooms = vec![item("Spring audience", words.ts("inbox-room-signature", "Harbour & Pine"))];
        vec![
            Self {
                c: c(),
                lead: words.tn("inbox-waiting", 3),
                groups: vec![group(words, "inbox-review", review), group(words, "inbox-rooms", rooms)],
                empty: None,
            },
            Self {
                c: c(),
                lead: String::new(),
                groups: Vec::new(),
                empty: Some(empty(words, true, &May { adds: true, leads: true })),
            },
        ]
    }
}
