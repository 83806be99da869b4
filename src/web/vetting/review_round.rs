//! The review page beside the last round: what was answered then, and what of it changed, in words.

use super::review::ReviewPage;
use crate::services::vetting::{Dossier, LastRound, RoundAnswer, RoundChange, RoundLine};
use crate::web::components::{Kind, Link};
use crate::web::format;
use crate::web::page::Chrome;
use crate::web::words::Arg;

/// The part of an address that shows only what changed.
pub(super) const ONLY: &str = "?show=changed";

/// How this round stands to the last one.
#[derive(Debug, Clone)]
pub struct RoundView {
    /// Which round it is compared with.
    pub lead: String,
    /// Shows only what changed, or everything again.
    pub toggle: Link,
    /// Whether only what changed is shown.
    pub only: bool,
}

/// An answer of the last round.
#[derive(Debug, Clone, Default)]
pub struct BeforeView {
    /// What was answered.
    pub answer: String,
    /// What the partner wrote beside it.
    pub comment: String,
    /// The evidence that was seen.
    pub level: String,
    /// What a reviewer found true instead, and why; may be empty.
    pub corrected: String,
}

/// Puts the last round beside the answers of a page; leaves out what did not change, if only changes are asked for.
pub(super) fn beside(page: &mut ReviewPage, dossier: &Dossier, round: &LastRound, only: bool) {
    let line_of = |id: &str| round.questions.iter().find(|line| line.question == id);
    for item in &mut page.items {
        let Some(line) = line_of(&item.id) else { continue };
        item.change = Some(change(&page.c, line.change));
        item.before = line.before.as_ref().map(|answer| before(&page.c, answer));
    }
    let moved = |line: &RoundLine| line.change != RoundChange::Unchanged;
    if only {
        page.items.retain(|item| line_of(&item.id).is_none_or(moved));
    }
    let visible = dossier.questionnaire.visible(|question| dossier.sheet.option(question));
    for (tab, section) in page.sections.iter_mut().zip(dossier.questionnaire.sections()) {
        let asked = section.questions.iter().filter(|question| visible.contains(&question.id));
        let n = asked.filter(|question| line_of(question.id.as_str()).is_some_and(moved)).count();
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        tab.text = [tab.text.clone(), page.c.tn("round-changed-count", n)].join(" · ");
    }
    if only {
        let links = page.sections.iter_mut().map(|tab| &mut tab.href);
        let ways = page.before.iter_mut().chain(page.after.iter_mut()).map(|link| &mut link.href);
        links.chain(ways).for_each(|href| href.push_str(ONLY));
    }
    page.round = Some(view(&page.c, &page.action, round, only));
}

fn view(c: &Chrome, own: &str, round: &LastRound, only: bool) -> RoundView {
    let on = round.submitted_at.map(format::date).unwrap_or_default();
    let toggle = if only {
        Link::new(c.t("round-show-all"), own)
    } else {
        Link::new(c.t("round-show-changed"), format!("{own}{ONLY}"))
    };
    RoundView { lead: c.ts("round-lead", on), toggle, only }
}

fn change(c: &Chrome, change: RoundChange) -> (Kind, String) {
    match change {
        RoundChange::New => (Kind::Warn, c.t("round-new")),
        RoundChange::Changed => (Kind::Warn, c.t("round-changed")),
        RoundChange::Unchanged => (Kind::Plain, c.t("round-unchanged")),
    }
}

fn before(c: &Chrome, answer: &RoundAnswer) -> BeforeView {
    let words = |text: &crate::vetting::text::Text| text.in_language(c.lang()).to_owned();
    let said = match (&answer.not_applicable, &answer.label) {
        (Some(reason), _) => c.ts("answer-na", reason),
        (None, Some(label)) => words(label),
        (None, None) => c.t("answer-none"),
    };
    let level = answer.level.as_deref();
    let corrected = answer.corrected.as_ref().map(|text| {
        c.with("round-corrected", &[("answer", Arg::from(words(text))), ("note", Arg::from(&answer.note))])
    });
    BeforeView {
        answer: said,
        comment: answer.comment.clone(),
        level: level.map_or_else(|| c.t("round-not-reviewed"), |level| c.ts("round-level", level)),
        corrected: corrected.unwrap_or_default(),
    }
}

/// What a reviewer corrected last time.
pub(super) fn sample_before(c: &Chrome) -> (BeforeView, (Kind, String)) {
    let view = BeforeView {
        answer: "Our own systems only".to_owned(),
        comment: String::new(),
        level: c.ts("round-level", "E1"),
        corrected: c.with(
            "round-corrected",
            &[("answer", Arg::from("On request, or never")), ("note", Arg::from("The log shows gaps."))],
        ),
    };
    (view, change(c, RoundChange::Changed))
}

/// Compared with a round of last year.
pub(super) fn sample(c: &Chrome, own: &str) -> RoundView {
    let toggle = Link::new(c.t("round-show-changed"), format!("{own}{ONLY}"));
    RoundView { lead: c.ts("round-lead", "12 March 2026"), toggle, only: false }
}
