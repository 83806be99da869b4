//! The parts of the review page: sections, and one item a question.

use super::remarks::RemarkView;
use super::review_form::Refused;
use super::review_round::{BeforeView, sample_before};
use crate::services::vetting::Dossier;
use crate::store::{AnswerRow, ReviewRow};
use crate::vetting::evidence::EvidenceLevel;
use crate::vetting::questionnaire::{Flag, Question, Section};
use crate::web::components::{Choice, EvidenceView, Kind, Link};
use crate::web::page::Chrome;
use crate::web::words::Arg;

/// One section in the list of sections.
#[derive(Debug, Clone)]
pub struct SectionTab {
    /// Its title.
    pub label: String,
    /// Its page.
    pub href: String,
    /// "3 of 7".
    pub text: String,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// One question under review.
#[derive(Debug, Clone, Default)]
pub struct ReviewItem {
    /// Its name.
    pub id: String,
    /// Its words.
    pub text: String,
    /// "Critical", "Knock-out" or nothing.
    pub flag: String,
    /// What the partner answered.
    pub answer: String,
    /// How that is meant.
    pub answer_kind: Kind,
    /// What the partner wrote beside it.
    pub comment: String,
    /// What the partner says would show it.
    pub evidence_note: String,
    /// The evidence that can be expected.
    pub expected: String,
    /// Whether it is scored, so that there is something to judge.
    pub scored: bool,
    /// Names what the form showed, so that a colleague's later review is not overwritten.
    pub mark: String,
    /// The levels.
    pub levels: Vec<Choice>,
    /// Whether the document has expired.
    pub expired: bool,
    /// Accept or refuse; empty unless the partner says N/A.
    pub na: Vec<Choice>,
    /// What is true instead.
    pub corrected: Vec<Choice>,
    /// Free words.
    pub note: String,
    /// Who reviewed it when, or that nobody has.
    pub reviewed: String,
    /// Whether somebody has.
    pub is_reviewed: bool,
    /// What cannot be taken.
    pub faults: Vec<String>,
    /// Whether the answer came from the last round and was not touched since.
    pub carried: bool,
    /// What the two sides said about it.
    pub remarks: Vec<RemarkView>,
    /// The documents that the partner attached.
    pub documents: Vec<EvidenceView>,
    /// Whether the answer falls short, so that a finding is likely.
    pub weak: bool,
    /// The findings about it that are not closed, and how each stands.
    pub findings: Vec<(Link, (Kind, String))>,
    /// What was answered in the last round.
    pub before: Option<BeforeView>,
    /// What became of it since the last round, in words.
    pub change: Option<(Kind, String)>,
}

/// The first section in which an answer waits for a reviewer; the first one if none does.
pub(super) fn first_open(dossier: &Dossier) -> Option<&Section> {
    let sections = dossier.questionnaire.sections();
    let open = sections.iter().find(|section| {
        let (done, of) = reviewed(dossier, section);
        done < of
    });
    open.or_else(|| sections.first())
}

/// How many answers were reviewed, of how many that can be.
pub(super) fn reviewed_in_all(dossier: &Dossier) -> (u64, u64) {
    let add = |(done, of): (u64, u64), (d, o): (u64, u64)| (done.saturating_add(d), of.saturating_add(o));
    dossier.questionnaire.sections().iter().map(|section| reviewed(dossier, section)).fold((0, 0), add)
}

/// How many of a section's answers were reviewed, of how many that can be.
fn reviewed(dossier: &Dossier, section: &Section) -> (u64, u64) {
    let visible = dossier.questionnaire.visible(|question| dossier.sheet.option(question));
    let scored = section.questions.iter().filter(|q| q.scored && visible.contains(&q.id));
    let answered = scored.filter(|q| dossier.answers.get(q.id.as_str()).is_some_and(is_answered));
    let (mut done, mut of) = (0_u64, 0_u64);
    for question in answered {
        of = of.saturating_add(1);
        let review = dossier.reviews.get(question.id.as_str());
        done = done.saturating_add(u64::from(review.is_some_and(is_judged)));
    }
    (done, of)
}

fn is_answered(row: &AnswerRow) -> bool {
    row.not_applicable || row.option_id.is_some()
}

fn is_judged(row: &ReviewRow) -> bool {
    row.evidence_level.is_some() || row.na_accepted.is_some()
}

pub(super) fn tabs(c: &Chrome, dossier: &Dossier, current: &Section) -> Vec<SectionTab> {
    let tab = |section: &Section| {
        let (done, of) = reviewed(dossier, section);
        SectionTab {
            label: section.title.in_language(c.lang()).to_owned(),
            href: format!("/assessments/{}/review/section/{}", dossier.assessment.id, section.id),
            text: c.with("reviewed-of", &[("done", Arg::from(done)), ("all", Arg::from(of))]),
            current: section.id == current.id,
        }
    };
    dossier.questionnaire.sections().iter().map(tab).collect()
}

pub(super) fn items(c: &Chrome, dossier: &Dossier, section: &Section, refused: &Refused) -> Vec<ReviewItem> {
    let visible = dossier.questionnaire.visible(|question| dossier.sheet.option(question));
    let shown = section.questions.iter().filter(|question| visible.contains(&question.id));
    shown.map(|question| item(c, dossier, question, refused)).collect()
}

fn item(c: &Chrome, dossier: &Dossier, question: &Question, refused: &Refused) -> ReviewItem {
    let id = question.id.to_string();
    let answer = dossier.answers.get(&id);
    let review = dossier.reviews.get(&id);
    let (form, mark) = refused.form(dossier, &id);
    let (text, kind) = answer_words(c, question, answer);
    let says_na = answer.is_some_and(|row| row.not_applicable);
    let na = match form.na {
        Some(true) => "accept",
        Some(false) => "refuse",
        None => "",
    };
    ReviewItem {
        text: question.text.in_language(c.lang()).to_owned(),
        flag: flag_word(c, question.flag),
        answer: text,
        answer_kind: kind,
        comment: answer.map(|row| row.comment.clone()).unwrap_or_default(),
        evidence_note: answer.map(|row| row.evidence_note.clone()).unwrap_or_default(),
        expected: expected(c, question),
        scored: question.scored,
        mark,
        levels: levels(c, &form.level),
        expired: form.expired,
        na: if says_na { na_choices(c, na) } else { Vec::new() },
        corrected: corrections(c, question, &form.corrected),
        note: form.note,
        reviewed: review
            .map_or_else(|| c.t("review-open"), |row| c.ts("review-done", c.date(row.reviewed_at))),
        is_reviewed: review.is_some_and(is_judged),
        faults: refused.faults_of(c, &id),
        carried: answer.is_some_and(|row| row.carried_over),
        remarks: Vec::new(),
        documents: Vec::new(),
        weak: question.scored && kind != Kind::Good && !says_na,
        findings: Vec::new(),
        before: None,
        change: None,
        id,
    }
}

pub(super) fn answer_words(c: &Chrome, question: &Question, answer: Option<&AnswerRow>) -> (String, Kind) {
    let Some(row) = answer.filter(|row| is_answered(row)) else { return (c.t("answer-none"), Kind::Warn) };
    if row.not_applicable {
        return (c.ts("answer-na", &row.reason), Kind::Plain);
    }
    let chosen = row.option_id.as_deref().unwrap_or_default();
    let option = question.options.iter().find(|option| option.id.as_str() == chosen);
    let Some(option) = option else { return (c.t("answer-none"), Kind::Warn) };
    let kind = match option.points() {
        _ if !question.scored => Kind::Plain,
        100 => Kind::Good,
        50.. => Kind::Warn,
        _ => Kind::Bad,
    };
    (option.label.in_language(c.lang()).to_owned(), kind)
}

/// The word for a flag, or nothing.
pub(super) fn flag_word(c: &Chrome, flag: Option<Flag>) -> String {
    match flag {
        Some(Flag::Critical) => c.t("flag-critical"),
        Some(Flag::Knockout) => c.t("flag-knockout"),
        None => String::new(),
    }
}

fn expected(c: &Chrome, question: &Question) -> String {
    if !question.scored {
        return String::new();
    }
    let level = question.expected_evidence.to_string();
    let hint = question.evidence_hint.in_language(c.lang());
    c.with("evidence-expected", &[("level", Arg::from(level)), ("hint", Arg::from(hint))])
}

fn levels(c: &Chrome, chosen: &str) -> Vec<Choice> {
    let level = |level: EvidenceLevel| {
        let word = match level {
            EvidenceLevel::E0 => "level-e0",
            EvidenceLevel::E1 => "level-e1",
            EvidenceLevel::E2 => "level-e2",
            EvidenceLevel::E3 => "level-e3",
        };
        Choice::new(level.to_string(), c.t(word)).chosen_if(chosen)
    };
    EvidenceLevel::ALL.into_iter().map(level).collect()
}

fn na_choices(c: &Chrome, chosen: &str) -> Vec<Choice> {
    [("accept", "na-accept"), ("refuse", "na-refuse")]
        .map(|(value, word)| Choice::new(value, c.t(word)).chosen_if(chosen))
        .into()
}

fn corrections(c: &Chrome, question: &Question, chosen: &str) -> Vec<Choice> {
    let as_answered = Choice::new("", c.t("corrected-none")).chosen_if(chosen);
    let options = question
        .options
        .iter()
        .map(|option| Choice::new(option.id.as_str(), option.label.in_language(c.lang())).chosen_if(chosen));
    std::iter::once(as_answered).chain(options).collect()
}

pub(super) fn sample_tabs(c: &Chrome) -> Vec<SectionTab> {
    let tab = |label: &str, done: u32, current| SectionTab {
        label: label.to_owned(),
        href: "/assessments/sample/review/section/D".to_owned(),
        text: c.with("reviewed-of", &[("done", Arg::from(done)), ("all", Arg::from(7_u32))]),
        current,
    };
    vec![tab("Minimisation", 7, false), tab("Consumer rights and opt-out signals", 3, true)]
}

pub(super) fn sample_items(c: &Chrome) -> Vec<ReviewItem> {
    let (before, change) = sample_before(c);
    let base = ReviewItem {
        id: "D2".to_owned(),
        text: "Does a deletion reach every recipient and copy, with confirmation?".to_owned(),
        flag: c.t("flag-critical"),
        answer: "Our own systems and the main recipients; the rest is asked but not confirmed".to_owned(),
        answer_kind: Kind::Warn,
        comment: "Two of our eleven recipients answer by e-mail only.".to_owned(),
        evidence_note: "Deletion log, January 2027".to_owned(),
        expected: c
            .with("evidence-expected", &[("level", Arg::from("E2")), ("hint", Arg::from("A deletion log."))]),
        scored: true,
        mark: "3b1c7a5e90d2f846".to_owned(),
        levels: levels(c, "E1"),
        corrected: vec![Choice::new("", c.t("corrected-none")).chosen_if("")],
        reviewed: c.ts("review-done", "3 March 2027"),
        is_reviewed: true,
        carried: true,
        remarks: RemarkView::samples(),
        documents: EvidenceView::samples(c.words),
        weak: true,
        findings: vec![(
            Link::new("Deletion reaches every recipient", "/findings/sample"),
            (Kind::Plain, c.t("finding-open")),
        )],
        before: Some(before),
        change: Some(change),
        ..ReviewItem::default()
    };
    vec![
        base.clone(),
        ReviewItem {
            id: "D6".to_owned(),
            text: "Are identity checks proportionate and authorised agents accepted?".to_owned(),
            flag: String::new(),
            answer: c.ts("answer-na", "We hold no accounts."),
            answer_kind: Kind::Plain,
            comment: String::new(),
            evidence_note: String::new(),
            documents: Vec::new(),
            weak: false,
            findings: Vec::new(),
            before: None,
            levels: levels(c, ""),
            na: na_choices(c, "refuse"),
            reviewed: c.t("review-open"),
            is_reviewed: false,
            faults: vec![c.t("fault-review-note")],
            ..base
        },
    ]
}
