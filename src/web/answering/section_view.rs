//! One section as a page: its questions as cards, ready to draw.

use std::collections::BTreeMap;

use askama::Template;

use super::delegate::DelegateView;
use super::evidence;
use super::language::LanguageView;
use super::overview::{progress_view, saved_words, section_path, submitted_banner};
use crate::clock::Timestamp;
use crate::services::FieldFault;
use crate::services::answering::{Change, Delegated, Desk, SectionProgress};
use crate::services::evidence::Offer;
use crate::services::vetting::Remark;
use crate::vetting::code::{QuestionId, SectionId};
use crate::vetting::questionnaire::{Choice, Question, Section};
use crate::web::components::{Banner, EvidenceView, Link, ProgressView};
use crate::web::error::say;
use crate::web::page::Chrome;
use crate::web::vetting::RemarkView;
use crate::web::words::{Arg, Words};

/// The value that "does not apply" is sent as; no option can have it, for options are words of the questionnaire.
pub const NOT_APPLICABLE: &str = "~na";

/// One described answer.
#[derive(Debug, Clone, Default)]
pub struct OptionRow {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Advice beside a weak answer, or nothing.
    pub tip: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// One question with what was answered.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// The question's name: "D1".
    pub id: String,
    /// Whether the name is shown; scope questions have none that a reader needs.
    pub numbered: bool,
    /// The question.
    pub text: String,
    /// Why we ask.
    pub why: String,
    /// What a good answer has.
    pub help: String,
    /// What would show it; empty where no evidence is asked for.
    pub evidence_hint: String,
    /// The described answers, "does not apply" included where it is allowed.
    pub options: Vec<OptionRow>,
    /// Whether a reason field for "does not apply" exists.
    pub na_allowed: bool,
    /// Why it does not apply.
    pub reason: String,
    /// Free words.
    pub comment: String,
    /// What would show it.
    pub evidence: String,
    /// The revision that is shown.
    pub revision: i64,
    /// Whether it is out of scope for now.
    pub hidden: bool,
    /// What is wrong, or nothing.
    pub error: String,
    /// Whether it came from the last round and was not touched since.
    pub carried: bool,
    /// The list that goes with it, and how many companies stand on it; none for most questions.
    pub list: Option<String>,
    /// What was said about it.
    pub remarks: Vec<RemarkView>,
    /// The documents that were attached.
    pub documents: Vec<EvidenceView>,
    /// That documents of the last round wait to be confirmed, or nothing.
    pub offers: String,
}

/// What stands beside the questions.
#[derive(Debug)]
pub(super) struct Beside {
    /// What was said about them.
    pub remarks: Vec<Remark>,
    /// The links that were given to colleagues.
    pub delegated: Vec<Delegated>,
    /// The documents of the last round that are offered.
    pub offers: Vec<Offer>,
    /// The present moment, which documents may have outlived.
    pub now: Timestamp,
}

/// One section of the questionnaire.
#[derive(Debug, Template)]
#[template(path = "answering/section.html")]
pub struct SectionPage {
    /// The frame.
    pub c: Chrome,
    /// "Section 4 of 10".
    pub place: String,
    /// What the section is about.
    pub intro: String,
    /// How far it is.
    pub progress: ProgressView,
    /// Where the form goes.
    pub action: String,
    /// The questions.
    pub cards: Vec<Card>,
    /// When anything was last saved, or nothing.
    pub saved: String,
    /// Whether answers can be changed.
    pub open: bool,
    /// What needs another look, or that answers were submitted.
    pub banner: Option<Banner>,
    /// The section before.
    pub before: Option<Link>,
    /// The section after.
    pub after: Option<Link>,
    /// Giving the section to a colleague, for whoever may.
    pub delegate: Option<DelegateView>,
    /// The language of the questions.
    pub lang: String,
    /// The choice of the language; part of the section's form, so that what was typed is saved.
    pub language: LanguageView,
}

/// What was typed and refused, to be shown again.
#[derive(Debug, Clone, Default)]
pub struct Refused {
    /// What was typed, by question.
    pub typed: BTreeMap<String, Change>,
    /// What is wrong, by question.
    pub faults: Vec<FieldFault>,
    /// The questions that somebody else changed meanwhile.
    pub stale: Vec<String>,
}

impl Refused {
    fn error(&self, words: Words, id: &str) -> String {
        if self.stale.iter().any(|stale| stale == id) {
            return words.t("answering-stale");
        }
        let fault = self.faults.iter().find(|fault| fault.field == id);
        fault.map(|fault| say(&words, &fault.message)).unwrap_or_default()
    }
}

/// The page of a section, if the questionnaire has it and anything in it is in scope.
pub(super) fn section_page(
    (c, banner): (Chrome, Option<Banner>),
    (desk, beside): (&Desk, &Beside),
    id: &SectionId,
    refused: &Refused,
) -> Option<SectionPage> {
    let words = c.words;
    let tag = desk.languages.questions.as_str();
    let section = desk.questionnaire.section(id)?;
    let progress = desk.progress();
    let at = progress.iter().position(|p| p.id == *id)?;
    let here = progress.get(at)?;
    let title = format!("{} {}", id, section.title.in_language(tag));
    let place = [("n", count(at + 1)), ("of", count(progress.len()))];
    Some(SectionPage {
        place: words.with("answering-place", &place),
        intro: section.intro.in_language(tag).to_owned(),
        progress: progress_view(words, title.clone(), here.answered, here.asked),
        action: section_path(here),
        cards: cards(words, (desk, beside), section, refused),
        delegate: (desk.is_open() && desk.section.is_none())
            .then(|| DelegateView::of(words, id, &beside.delegated)),
        saved: desk.last_saved().map_or_else(String::new, |saved| saved_words(words, saved)),
        open: desk.is_open(),
        banner: banner.or_else(|| submitted_banner(words, desk)),
        before: at.checked_sub(1).and_then(|at| progress.get(at)).map(|p| link(desk, p)),
        after: progress.get(at + 1).map(|p| link(desk, p)),
        lang: desk.languages.questions.clone(),
        language: LanguageView::of(words, desk, "section-form", desk.is_open()),
        c: c.titled(title),
    })
}

fn count(n: usize) -> Arg<'static> {
    Arg::from(u64::try_from(n).unwrap_or(u64::MAX))
}

fn link(desk: &Desk, to: &SectionProgress) -> Link {
    let title =
        desk.questionnaire.section(&to.id).map_or("", |s| s.title.in_language(&desk.languages.questions));
    Link::new(format!("{} {title}", to.id), section_path(to))
}

fn cards(words: Words, (desk, beside): (&Desk, &Beside), section: &Section, refused: &Refused) -> Vec<Card> {
    let own = words.t("remark-you");
    let visible = desk.visible();
    let card = |question: &Question| {
        let mut card = card(words, desk, question, refused.typed.get(question.id.as_str()));
        card.hidden = !visible.contains(&question.id);
        card.error = refused.error(words, question.id.as_str());
        let about = beside.remarks.iter().filter(|remark| remark.question == question.id.as_str());
        card.offers = evidence::offers_words(words, &beside.offers, &question.id);
        card.documents = evidence::views(words, desk, &question.id, beside.now);
        card.remarks = about.map(|remark| RemarkView::of_in(words, remark, &own)).collect();
        card
    };
    section.questions.iter().map(card).collect()
}

fn card(words: Words, desk: &Desk, question: &Question, typed: Option<&Change>) -> Card {
    let tag = desk.languages.questions.as_str();
    let stored = stored(desk, &question.id);
    let shown = typed.unwrap_or(&stored);
    let chosen = if shown.not_applicable { Some(NOT_APPLICABLE) } else { shown.option.as_deref() };
    let mut options: Vec<OptionRow> =
        question.options.iter().map(|option| option_row(tag, option, chosen)).collect();
    if question.na_allowed {
        let label = words.t("answering-na");
        let value = NOT_APPLICABLE.to_owned();
        options.push(OptionRow { value, label, tip: String::new(), chosen: shown.not_applicable });
    }
    Card {
        id: question.id.to_string(),
        numbered: question.scored,
        text: question.text.in_language(tag).to_owned(),
        why: question.why.in_language(tag).to_owned(),
        help: question.help.in_language(tag).to_owned(),
        evidence_hint: question.evidence_hint.in_language(tag).to_owned(),
        options,
        na_allowed: question.na_allowed,
        reason: shown.reason.clone(),
        comment: shown.comment.clone(),
        evidence: shown.evidence_note.clone(),
        // The stored one, also beside refused words: to save them then means to replace what is there now.
        revision: stored.revision,
        carried: desk.answers.get(question.id.as_str()).is_some_and(|row| row.carried_over),
        list: question.list.map(|_| super::chain::on_list(words, desk)),
        ..Card::default()
    }
}

fn option_row(tag: &str, option: &Choice, chosen: Option<&str>) -> OptionRow {
    OptionRow {
        value: option.id.to_string(),
        label: option.label.in_language(tag).to_owned(),
        tip: option.tip.in_language(tag).to_owned(),
        chosen: chosen == Some(option.id.as_str()),
    }
}

/// What is stored for a question, as if it had just been typed.
fn stored(desk: &Desk, question: &QuestionId) -> Change {
    let id = question.to_string();
    match desk.answers.get(&id) {
        None => Change { question: id, ..Change::default() },
        Some(row) => Change {
            question: id,
            option: row.option_id.clone(),
            not_applicable: row.not_applicable,
            reason: row.reason.clone(),
            comment: row.comment.clone(),
            evidence_note: row.evidence_note.clone(),
            revision: row.revision,
        },
    }
}

impl SectionPage {
    /// Two questions: one answered weakly, one that needs another look.
    pub fn samples() -> Vec<Self> {
        let c = Chrome::bare(Words::default(), "answering-overview-title");
        let words = c.words;
        let option = |value: &str, label: &str, tip: &str, chosen| OptionRow {
            value: value.to_owned(),
            label: label.to_owned(),
            tip: tip.to_owned(),
            chosen,
        };
        let card = Card {
            id: "C2".to_owned(),
            numbered: true,
            text: "How do you know that you have collected enough?".to_owned(),
            why: "Without a rule for stopping, collection goes on because it can.".to_owned(),
            help: "A stop rule says in advance when more data no longer helps.".to_owned(),
            evidence_hint: "The written rule.".to_owned(),
            options: vec![
                option("full", "A written rule with a target, checked by software", "", false),
                option("partly", "A review once a year", "Set the target before the campaign begins.", true),
                option(NOT_APPLICABLE, &words.t("answering-na"), "", false),
            ],
            na_allowed: true,
            carried: true,
            list: Some(words.tn("chain-on-list", 2)),
            remarks: RemarkView::samples(),
            documents: EvidenceView::samples(words),
            offers: words.tn("offers-waiting", 1),
            ..Card::default()
        };
        let wrong = Card { id: "C3".to_owned(), error: words.t("answering-stale"), ..card.clone() };
        vec![Self {
            place: words.with("answering-place", &[("n", count(3)), ("of", count(10))]),
            intro: "Collect little, decide on groups, and let go of data on time.".to_owned(),
            progress: progress_view(words, "C Minimisation".to_owned(), 1, 2),
            action: "/answer/section/C".to_owned(),
            cards: vec![card, wrong],
            saved: words.ts("answering-saved-last", "12 March 2027, 10:32 UTC"),
            open: true,
            banner: None,
            before: Some(Link::new("B Transparency", "/answer/section/B")),
            after: Some(Link::new("D Consumer rights", "/answer/section/D")),
            delegate: Some(DelegateView {
                action: "/answer/section/C/delegate".to_owned(),
                given: vec![("12 March 2027".to_owned(), "/answer/links/sample/revoke".to_owned())],
            }),
            lang: "en".to_owned(),
            language: LanguageView { form: "section-form".to_owned(), ..LanguageView::sample(words, true) },
            c: c.titled("C Minimisation, aggregation and retention"),
        }]
    }
}
