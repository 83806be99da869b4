//! The overview: how far each section is, what is still open, and what comes next.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::language::LanguageView;
use super::respondent::RespondentWho;
use crate::services::answering::{self, Desk, DeskState, SectionProgress};
use crate::services::vetting::{self, SharedFinding};
use crate::store::ReopenRequestRow;
use crate::vetting::formats::answer_file::AnswerFormat;
use crate::web::answer_file::format_word;
use crate::web::app::App;
use crate::web::components::{Banner, Kind, Link, ProgressView};
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::words::{Arg, Words};

/// One section on the overview.
#[derive(Debug, Clone)]
pub struct SectionRow {
    /// Its name and where it leads.
    pub link: Link,
    /// How far it is.
    pub progress: ProgressView,
    /// "2 required questions open", or that it is complete.
    pub open: String,
    /// Whether nothing is open.
    pub complete: bool,
}

/// How far the whole is.
#[derive(Debug, Template)]
#[template(path = "answering/overview.html")]
pub struct OverviewPage {
    /// The frame.
    pub c: Chrome,
    /// Where things stand, in one sentence.
    pub lead: String,
    /// How far the whole is.
    pub whole: ProgressView,
    /// The sections, in order.
    pub sections: Vec<SectionRow>,
    /// The one thing to do next.
    pub next: Link,
    /// Another way on, where there is one.
    pub other: Option<Link>,
    /// Answering offline: the workbook, and loading it back while that can be done.
    pub offline: Vec<Link>,
    /// When anything was last saved, in words; empty if nothing was.
    pub saved: String,
    /// That the answers were submitted, if they were.
    pub submitted: Option<Banner>,
    /// The findings that were shared with the partner, and how many of them wait for it.
    pub findings: Option<Link>,
    /// What became of the request to change them, if there was one.
    pub reopen: Option<Banner>,
    /// The partner's own score, where it may be seen.
    pub score: Option<Link>,
    /// The choice of the language.
    pub language: LanguageView,
}

/// GET /answer
pub async fn page(who: RespondentWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let (desk, asked, shown, shared) = app
        .read(move |tx, now| {
            let asked = answering::reopen_asked(tx, &proof)?;
            let shown = vetting::shown_dossier(tx, &proof)?.is_some();
            let shared = vetting::findings_shared(tx, &proof, now)?;
            Ok((answering::desk(tx, &proof)?, asked, shown, shared))
        })
        .await?;
    let c = who.chrome(&app, &desk, "answering-overview-title");
    let page = overview(c, &desk);
    let reopen = reopen_banner(page.c.words, &desk, asked.as_ref());
    let score = shown.then(|| Link::new(page.c.t("partner-score-link"), "/answer/score"));
    let submitted = page.submitted.filter(|_| reopen.is_none());
    let findings = shared_link(page.c.words, &shared);
    Ok(Page(OverviewPage { findings, reopen, score, submitted, ..page }).with_status(StatusCode::OK))
}

fn overview(c: Chrome, desk: &Desk) -> OverviewPage {
    let words = c.words;
    let progress = desk.progress();
    let open: usize = progress.iter().map(|section| section.open.len()).sum();
    let first_open = progress.iter().find(|section| !section.open.is_empty());
    let next = match (&desk.state, first_open) {
        (DeskState::Submitted { .. }, _) if desk.section.is_some() => {
            let own = progress.first().map_or_else(|| "/answer".to_owned(), section_path);
            Link::new(words.t("delegate-look"), own)
        }
        (DeskState::Submitted { .. }, _) => Link::new(words.t("answering-to-receipt"), "/answer/receipt"),
        (DeskState::Open, None) if desk.section.is_some() => match progress.first() {
            Some(section) => Link::new(words.t("delegate-look"), section_path(section)),
            None => Link::new(words.t("delegate-look"), "/answer"),
        },
        (DeskState::Open, None) => Link::new(words.t("answering-to-submit"), "/answer/submit"),
        (DeskState::Open, Some(section)) => {
            let label = if desk.answers.is_empty() { "answering-start-first" } else { "answering-next-open" };
            Link::new(words.t(label), section_path(section))
        }
    };
    let other = (desk.is_open() && desk.section.is_none() && open > 0 && !desk.answers.is_empty())
        .then(|| Link::new(words.t("answering-what-is-open"), "/answer/submit"));
    OverviewPage {
        lead: lead(words, desk, open),
        whole: whole(words, &progress),
        sections: progress.iter().map(|section| row(words, desk, section)).collect(),
        next,
        other,
        offline: offline(words, desk.is_open()),
        saved: desk.last_saved().map_or_else(String::new, |at| saved_words(words, at)),
        submitted: submitted_banner(words, desk),
        findings: None,
        reopen: None,
        score: None,
        language: LanguageView::of(words, desk, "language-form", false),
        c,
    }
}

/// The way to the findings, where any were shared.
fn shared_link(words: Words, shared: &[SharedFinding]) -> Option<Link> {
    let waiting = wide(shared.iter().filter(|one| one.can_report()).count());
    (!shared.is_empty()).then(|| Link::new(words.tn("shared-findings-waiting", waiting), "/answer/findings"))
}

fn offline(words: Words, open: bool) -> Vec<Link> {
    let blank = Link::new(words.t("load-blank"), "/answer/workbook");
    let back = open.then(|| Link::new(words.t("load-title"), "/answer/load"));
    let print = Link::new(words.t("print-copy"), "/answer/print");
    let questions = Link::new(words.t("print-blank"), "/answer/print?copy=blank");
    let own = Link::new(words.t(format_word(AnswerFormat::Own)), "/answer/file/own");
    [questions, blank].into_iter().chain(back).chain([print, own]).collect()
}

/// "Last saved on 12 March 2027, 10:32 UTC".
pub(super) fn saved_words(words: Words, at: crate::clock::Timestamp) -> String {
    words.ts("answering-saved-last", &format::moment_in(words.lang(), at))
}

/// That the answers were submitted and stay as they are.
pub(super) fn submitted_banner(words: Words, desk: &Desk) -> Option<Banner> {
    let DeskState::Submitted { at, by } = &desk.state else { return None };
    let args = [("by", Arg::from(by)), ("date", Arg::from(format::date_in(words.lang(), *at)))];
    Some(Banner::new(Kind::Good, words.with("answering-submitted", &args)))
}

/// How the request to change submitted answers stands; nothing once the answers that it opened were submitted again.
pub(super) fn reopen_banner(words: Words, desk: &Desk, asked: Option<&ReopenRequestRow>) -> Option<Banner> {
    let row = asked?;
    let on = format::date_in(words.lang(), row.asked_at);
    let args = [("on", Arg::from(on)), ("org", Arg::from(&desk.org_name)), ("word", Arg::from(&row.word))];
    let (kind, id) = match (row.verdict.as_deref(), desk.is_open()) {
        (None, false) => (Kind::Plain, "reopen-waits"),
        (Some("declined"), false) => (Kind::Warn, "reopen-declined"),
        (Some("granted"), true) if row.word.is_empty() => (Kind::Good, "reopen-granted"),
        (Some("granted"), true) => (Kind::Good, "reopen-granted-word"),
        _ => return None,
    };
    Some(Banner::new(kind, words.with(id, &args)))
}

/// Where a section is answered.
pub(super) fn section_path(section: &SectionProgress) -> String {
    format!("/answer/section/{}", section.id)
}

fn lead(words: Words, desk: &Desk, open: usize) -> String {
    let args = [("org", Arg::from(&desk.org_name)), ("partner", Arg::from(&desk.partner_name))];
    match (&desk.state, open) {
        (DeskState::Open, 0) if desk.section.is_some() => words.with("delegate-lead-done", &args),
        (DeskState::Open, _) if desk.section.is_some() => words.with("delegate-lead-open", &args),
        (DeskState::Submitted { .. }, _) => words.with("answering-lead-submitted", &args),
        (DeskState::Open, 0) => words.with("answering-lead-ready", &args),
        (DeskState::Open, _) if desk.answers.is_empty() => words.with("answering-lead-start", &args),
        (DeskState::Open, _) => words.with("answering-lead-open", &args),
    }
}

fn whole(words: Words, progress: &[SectionProgress]) -> ProgressView {
    let answered = progress.iter().map(|section| section.answered).sum();
    let asked = progress.iter().map(|section| section.asked).sum();
    progress_view(words, words.t("answering-progress-whole"), answered, asked)
}

/// "5 of 7 answered", as a bar.
pub(super) fn progress_view(words: Words, label: String, answered: usize, asked: usize) -> ProgressView {
    let (done, of) = (wide(answered), wide(asked));
    let text = words.with("answering-progress", &[("done", Arg::from(done)), ("of", Arg::from(of))]);
    ProgressView { label, text, done, of }
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn row(words: Words, desk: &Desk, section: &SectionProgress) -> SectionRow {
    let title = desk
        .questionnaire
        .section(&section.id)
        .map_or("", |s| s.title.in_language(&desk.languages.questions));
    let name = format!("{} {title}", section.id);
    let open = wide(section.open.len());
    SectionRow {
        progress: progress_view(words, name.clone(), section.answered, section.asked),
        link: Link::new(name, section_path(section)),
        open: if open == 0 {
            words.t("answering-section-complete")
        } else {
            words.tn("answering-section-open", open)
        },
        complete: open == 0,
    }
}

impl OverviewPage {
    /// Half done.
    pub fn samples() -> Vec<Self> {
        let c = Chrome::bare(Words::default(), "answering-overview-title");
        let words = c.words;
        let section = |name: &str, answered, asked, open: u64| SectionRow {
            link: Link::new(name, "/answer/section/A"),
            progress: progress_view(words, name.to_owned(), answered, asked),
            open: if open == 0 {
                words.t("answering-section-complete")
            } else {
                words.tn("answering-section-open", open)
            },
            complete: open == 0,
        };
        vec![Self {
            lead: words.with(
                "answering-lead-open",
                &[("org", Arg::from("Northwind Retail")), ("partner", Arg::from("Meridian Media"))],
            ),
            whole: progress_view(words, words.t("answering-progress-whole"), 31, 67),
            sections: vec![
                section("A Governance and accountability", 6, 6, 0),
                section("B Transparency and choice", 5, 8, 3),
                section("C Minimisation, aggregation and retention", 0, 8, 8),
            ],
            next: Link::new(words.t("answering-next-open"), "/answer/section/B"),
            other: Some(Link::new(words.t("answering-what-is-open"), "/answer/submit")),
            offline: offline(words, true),
            saved: words.ts("answering-saved-last", "12 March 2027, 10:32 UTC"),
            submitted: None,
            findings: Some(Link::new(words.tn("shared-findings-waiting", 2), "/answer/findings")),
            reopen: Some(Banner::new(
                Kind::Plain,
                words.with(
                    "reopen-waits",
                    &[("on", Arg::from("12 March 2027")), ("org", Arg::from("Northwind Retail"))],
                ),
            )),
            score: Some(Link::new(words.t("partner-score-link"), "/answer/score")),
            language: LanguageView::sample(words, false),
            c,
        }]
    }
}
