//! The parts of a partner's page, from what the services know.

use super::finding_view::FindingRow;
use super::list::awaits_word;
use super::partner::{May, PartnerPage};
use super::view::decision_view;
use crate::clock::Timestamp;
use crate::services::chain::NoticeLine;
use crate::services::vetting::{Awaits, DecisionLine, Event, Happening, PartnerLine, TriggerLine};
use crate::store::{AssessmentState, DecisionStatus, Partner};
use crate::vetting::chain::NoticeState;
use crate::web::components::{
    ChainTable, ConfirmView, CopyView, DecisionView, KeyValue, Kind, Link, ScoreView,
};
use crate::web::page::Chrome;
use crate::web::words::Arg;

/// What to do next: a sentence and at most one way on.
#[derive(Debug, Clone, Default)]
pub struct Next {
    /// The sentence.
    pub text: String,
    /// A page to go to.
    pub link: Option<Link>,
    /// A form to send instead: the button and where it goes.
    pub post: Option<Link>,
}

/// A decision of the past or present.
#[derive(Debug, Clone)]
pub struct DecisionRowView {
    /// What was decided.
    pub decision: DecisionView,
    /// What the score said, if it was overridden.
    pub computed: String,
    /// When and by whom.
    pub made: String,
    /// How it stands.
    pub state: (Kind, String),
    /// Why.
    pub reason: String,
    /// Where the second person answers; empty for none.
    pub href: String,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// When, in words.
    pub at: String,
    /// What and by whom.
    pub text: String,
}

pub(super) fn next(c: &Chrome, line: &PartnerLine, may: &May) -> Next {
    let partner = &line.partner;
    let text = c.t(&format!("{}-text", awaits_word(line.awaits)));
    let assessment =
        line.assessment.as_ref().map(|row| format!("/assessments/{}", row.id)).unwrap_or_default();
    let to = |word: &str, rest: &str| Some(Link::new(c.t(word), format!("{assessment}/{rest}")));
    let start =
        may.assess.then(|| Link::new(c.t("go-start"), format!("/partners/{}/assessments", partner.id)));
    let (link, post) = match line.awaits {
        Awaits::SecondPerson => (to("go-second", "decide").filter(|_| may.decide), None),
        Awaits::Review | Awaits::EvidenceExpired => (to("go-review", "review").filter(|_| may.decide), None),
        Awaits::OverdueConditions => (Some(Link::new(c.t("go-findings"), "#findings")), None),
        Awaits::Reassessment | Awaits::Assessment => (None, start),
        Awaits::Sending if line.assessment.as_ref().is_some_and(|row| row.intake.is_none()) => {
            (to("go-intake", "intake").filter(|_| may.assess), None)
        }
        Awaits::Sending => (to("go-send", "send").filter(|_| may.assess), None),
        Awaits::Answers => (to("go-links", "send").filter(|_| may.assess), None),
        // The roles that assess are the roles that open rooms; whether one may be opened is said on the page itself.
        Awaits::Nothing if partner.linked_org_id.is_some() && may.assess => {
            (Some(Link::new(c.t("go-room"), format!("/rooms/new?partner={}", partner.id))), None)
        }
        Awaits::Nothing => (None, None),
    };
    if partner.archived_at.is_some() {
        return Next { text: c.t("partner-is-archived"), ..Next::default() };
    }
    Next { text, link, post }
}

pub(super) fn links(c: &Chrome, line: &PartnerLine) -> Vec<Link> {
    let Some(row) = &line.assessment else { return Vec::new() };
    let own = format!("/assessments/{}", row.id);
    let mut links = vec![Link::new(c.t("go-assessment"), own.clone())];
    if matches!(row.state, AssessmentState::Submitted | AssessmentState::Decided) {
        links.push(Link::new(c.t("go-score"), format!("{own}/score")));
    }
    links
}

pub(super) fn facts(c: &Chrome, partner: &Partner) -> Vec<KeyValue> {
    let mut facts = Vec::new();
    let mut add = |word: &str, value: &str| {
        if !value.is_empty() {
            facts.push(KeyValue::new(c.t(word), value));
        }
    };
    add("field-contact-name", &partner.contact_name);
    add("record-email", &partner.contact_email);
    let linked = if partner.linked_org_id.is_some() { "partner-linked" } else { "partner-not-linked" };
    facts.push(KeyValue::new(c.t("partner-here"), c.t(linked)));
    facts.push(KeyValue::new(c.t("partner-since"), c.date(partner.created_at)));
    facts
}

pub(super) fn invitation(c: &Chrome, link: &str, name: &str) -> CopyView {
    CopyView {
        id: "invitation-link".to_owned(),
        label: c.ts("partner-invitation-link", name),
        value: link.to_owned(),
        hint: c.t("partner-invitation-hint"),
    }
}

/// How many announced changes wait for an answer, in words; or nothing.
pub(super) fn notices(c: &Chrome, lines: &[NoticeLine]) -> String {
    let open = lines.iter().filter(|line| line.state == NoticeState::Open).count();
    if open == 0 { String::new() } else { c.tn("notices-open", open) }
}

pub(super) fn archive(c: &Chrome, partner: &Partner) -> ConfirmView {
    ConfirmView {
        ask: c.t("partner-archive"),
        text: c.t("partner-archive-text"),
        go: c.t("partner-archive-go"),
        action: format!("/partners/{}/archive", partner.id),
    }
}

pub(super) fn decision(c: &Chrome, line: &DecisionLine, now: Timestamp) -> DecisionRowView {
    let row = &line.row;
    let mut made =
        c.with("decided-by", &[("by", Arg::from(&line.by)), ("on", Arg::from(c.date(row.decided_at)))]);
    if let Some(second) = &line.second {
        made = format!("{made} {}", c.ts("seconded-by", second));
    }
    let state = match row.status {
        DecisionStatus::AwaitingSecond => (Kind::Warn, c.t("decision-awaits-second")),
        DecisionStatus::Current if row.expires_at <= now => (Kind::Warn, c.t("decision-expired")),
        DecisionStatus::Current => (Kind::Good, c.ts("decision-until", c.date(row.expires_at))),
        DecisionStatus::Superseded => (Kind::Plain, c.t("decision-superseded")),
        DecisionStatus::Void => (Kind::Plain, c.t("decision-void")),
    };
    let overridden = line.computed != line.decided;
    let waits = row.status == DecisionStatus::AwaitingSecond;
    DecisionRowView {
        decision: decision_view(&c.words, Some(line.decided)),
        computed: if overridden {
            c.ts("decision-score-said", decision_view(&c.words, Some(line.computed)).text)
        } else {
            String::new()
        },
        made,
        state,
        reason: row.reason.clone(),
        href: if waits { format!("/assessments/{}/decide", row.assessment_id) } else { String::new() },
    }
}

pub(super) fn event(c: &Chrome, event: &Event) -> EventRow {
    let of = |decision| decision_view(&c.words, Some(decision)).text;
    let what = match &event.what {
        Happening::Added => c.t("event-added"),
        Happening::Started => c.t("event-started"),
        Happening::Sent => c.t("event-sent"),
        Happening::Opened => c.t("event-opened"),
        Happening::LinkRevoked => c.t("event-link-revoked"),
        Happening::Submitted => c.t("event-submitted"),
        Happening::Decided(decision, _) => c.ts("event-decided", of(*decision)),
        Happening::Seconded(decision) => c.ts("event-seconded", of(*decision)),
        Happening::FindingClosed(title) => c.ts("event-finding-closed", title),
        Happening::Announced(name) => c.ts("event-announced", name),
        Happening::Triggered(crate::vetting::trigger::TriggerKind::EvidenceExpired) => {
            c.t("event-evidence-expired")
        }
        Happening::Triggered(kind) => c.ts("event-trigger", c.t(super::trigger::word(*kind))),
    };
    let text = match &event.by {
        Some(by) => c.with("event-by", &[("what", Arg::from(what)), ("by", Arg::from(by))]),
        None => what,
    };
    EventRow { at: c.moment(event.at), text }
}

/// A partner that was just added.
pub(super) fn sample_bare(c: Chrome) -> PartnerPage {
    let text = c.t("awaits-assessment-text");
    let start = Link::new(c.t("go-start"), "/partners/sample/assessments");
    PartnerPage {
        score: ScoreView::none(&c.words),
        decision: decision_view(&c.words, None),
        next: Next { text, link: None, post: Some(start) },
        links: Vec::new(),
        room: vec![c.t("vetting-closed-no-decision")],
        facts: vec![KeyValue::new(c.t("partner-here"), c.t("partner-not-linked"))],
        website: None,
        notes: String::new(),
        invite: "/partners/sample/invite".to_owned(),
        invitation: None,
        findings: Vec::new(),
        all_findings: String::new(),
        open_finding: String::new(),
        decisions: Vec::new(),
        events: vec![EventRow { at: "3 March 2027, 09:12 UTC".to_owned(), text: c.t("event-added") }],
        alarm: None,
        report: "/partners/sample/triggers/new".to_owned(),
        edit: "/partners/sample/edit".to_owned(),
        archive: ConfirmView::samples().into_iter().next(),
        restore: String::new(),
        chain: ChainTable::default(),
        notices: String::new(),
        chain_href: "/partners/sample/sub-processors".to_owned(),
        c: c.titled("Otter Loyalty"),
    }
}

/// A partner with an approval under conditions.
pub(super) fn sample_full(c: Chrome) -> PartnerPage {
    use crate::vetting::decision::Decision;
    let decided = decision_view(&c.words, Some(Decision::ApproveWithConditions));
    let learned = TriggerLine {
        id: crate::ids::TriggerId::from("sample"),
        kind: crate::vetting::trigger::TriggerKind::Breach,
        note: "Their mail on 2 March: a supplier lost 4,000 addresses.".to_owned(),
        by: Some("Maya Okafor".to_owned()),
        came_from: None,
        at: crate::clock::Timestamp::from_micros(1_804_000_000_000_000),
        unanswered: true,
    };
    PartnerPage {
        score: ScoreView::samples().into_iter().nth(1).unwrap_or_default(),
        decision: decided.clone(),
        next: Next {
            text: c.t("awaits-conditions-text"),
            link: Some(Link::new(c.t("go-findings"), "#findings")),
            post: None,
        },
        alarm: super::trigger::alarm(&c, &[learned]),
        links: vec![Link::new(c.t("go-score"), "/assessments/sample/score")],
        room: vec![c.with("room-may-open", &[("k", Arg::from(100_u32)), ("releases", Arg::from(5_u32))])],
        website: Some(Link::new("https://meridian.example", "https://meridian.example")),
        notes: "Introduced by the retail team.".to_owned(),
        invitation: Some(invitation(&c, "https://entente.example/invite/c2FtcGxl", "Meridian Media")),
        findings: FindingRow::samples(&c).into_iter().take(3).collect(),
        all_findings: "/partners/sample/findings".to_owned(),
        open_finding: "/partners/sample/findings/new".to_owned(),
        decisions: vec![DecisionRowView {
            decision: decided,
            computed: c.ts("decision-score-said", c.t("decision-escalate")),
            made: c
                .with("decided-by", &[("by", Arg::from("Maya Okafor")), ("on", Arg::from("4 March 2027"))]),
            state: (Kind::Warn, c.t("decision-awaits-second")),
            reason: "The audit report arrives in April and covers what is still open here.".to_owned(),
            href: "/assessments/sample/decide".to_owned(),
        }],
        chain: ChainTable::samples(&c.words).into_iter().next().unwrap_or_default(),
        notices: c.tn("notices-open", 1_u64),
        ..sample_bare(c)
    }
}
