//! A copy to print: the sections and questions with what was answered, the documents by name and digest, and the fingerprint of the
//! submission; or the questions alone, to gather answers before starting.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::respondent::RespondentWho;
use crate::services::answering::{self, Desk, DeskState, Receipt};
use crate::store::AnswerRow;
use crate::vetting::questionnaire::{Question, Section};
use crate::web::app::App;
use crate::web::components::{ChainTable, KeyValue, being_written};
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::words::{Arg, Words};

/// GET /answer/print
#[derive(Debug, Template)]
#[template(path = "answering/print.html")]
pub struct PrintPage {
    /// The frame.
    pub c: Chrome,
    /// Who asks, who answers, when, the fingerprint.
    pub facts: Vec<KeyValue>,
    /// Whether it is without answers.
    pub blank: bool,
    /// The language of the questions.
    pub lang: String,
    /// The sections.
    pub sections: Vec<PrintSection>,
}

/// A section on paper.
#[derive(Debug, Clone)]
pub struct PrintSection {
    /// Its name.
    pub title: String,
    /// What it is about.
    pub intro: String,
    /// Its questions.
    pub questions: Vec<PrintQuestion>,
}

/// A question on paper.
#[derive(Debug, Clone, Default)]
pub struct PrintQuestion {
    /// The question.
    pub text: String,
    /// Whether it is asked only after a certain answer.
    pub depends: bool,
    /// What would show it; on a copy without answers.
    pub evidence_hint: String,
    /// The described answers, and whether each was chosen.
    pub options: Vec<(String, bool)>,
    /// That there is no answer, or nothing.
    pub open: String,
    /// What was written: a heading and its words.
    pub words: Vec<(String, String)>,
    /// The documents: what each is, and its digest.
    pub documents: Vec<(String, String)>,
    /// The companies of the list that goes with it.
    pub companies: ChainTable,
    /// What the list says without companies, or nothing.
    pub nobody: String,
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PrintQuery {
    copy: String,
}

/// GET /answer/print?copy=blank
pub async fn page(
    who: RespondentWho,
    app: web::Data<App>,
    query: web::Query<PrintQuery>,
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let (desk, receipts) =
        app.read(move |tx, _| Ok((answering::desk(tx, &proof)?, answering::receipts(tx, &proof)?))).await?;
    let blank = query.copy == "blank";
    let c = who.chrome(&app, &desk, "answering-overview-title");
    let title = if blank { "print-title-blank" } else { "print-title" };
    let name = if blank { &desk.org_name } else { &desk.partner_name };
    let title = c.ts(title, name);
    let c = c.titled(title);
    // Only a submission that still stands is the one that this copy shows.
    let receipt = receipts.last().filter(|_| !desk.is_open());
    let now = app.now();
    let facts = if blank { blank_facts(c.words, &desk) } else { facts(c.words, &desk, receipt, now) };
    let sections = sections(c.words, &desk, blank);
    let lang = desk.languages.questions.clone();
    Ok(Page(PrintPage { c, facts, blank, lang, sections }).with_status(StatusCode::OK))
}

fn blank_facts(words: Words, desk: &Desk) -> Vec<KeyValue> {
    vec![
        KeyValue::new(words.t("answering-receipt-to"), desk.org_name.clone()),
        KeyValue::new(words.t("answering-receipt-for"), desk.partner_name.clone()),
    ]
}

fn facts(
    words: Words,
    desk: &Desk,
    receipt: Option<&Receipt>,
    now: crate::clock::Timestamp,
) -> Vec<KeyValue> {
    let mut facts = blank_facts(words, desk);
    match (&desk.state, receipt) {
        (DeskState::Submitted { at, by }, receipt) => {
            facts.push(KeyValue::new(words.t("answering-receipt-by"), by.clone()));
            let when = format::moment_in(words.lang(), *at);
            facts.push(KeyValue::new(words.t("answering-receipt-at"), when));
            if let Some(made) = receipt {
                facts.push(KeyValue::new(words.t("print-receipt"), made.sha256.clone()));
            }
        }
        (DeskState::Open, _) => {
            let open = words.ts("print-open", &format::moment_in(words.lang(), now));
            facts.push(KeyValue::new(words.t("answering-receipt-at"), open));
        }
    }
    facts
}

fn sections(words: Words, desk: &Desk, blank: bool) -> Vec<PrintSection> {
    let tag = desk.languages.questions.as_str();
    let visible = desk.visible();
    let own = |section: &&Section| desk.section.as_ref().is_none_or(|own| section.id == *own);
    let section = |section: &Section| PrintSection {
        title: format!("{} {}", section.id, section.title.in_language(tag)),
        intro: section.intro.in_language(tag).to_owned(),
        questions: section
            .questions
            .iter()
            .filter(|question| blank || visible.contains(&question.id))
            .map(
                |question| {
                    if blank { unanswered(words, tag, question) } else { answered(words, desk, question) }
                },
            )
            .collect(),
    };
    let all = desk.questionnaire.sections().iter().filter(own).map(section);
    all.filter(|section| !section.questions.is_empty()).collect()
}

fn heading(tag: &str, question: &Question) -> String {
    let text = question.text.in_language(tag);
    if question.scored { format!("{} {text}", question.id) } else { text.to_owned() }
}

fn unanswered(words: Words, tag: &str, question: &Question) -> PrintQuestion {
    let na = question.na_allowed.then(|| (words.t("answering-na"), false));
    PrintQuestion {
        text: heading(tag, question),
        depends: question.when.is_some(),
        evidence_hint: question.evidence_hint.in_language(tag).to_owned(),
        options: question
            .options
            .iter()
            .map(|option| (option.label.in_language(tag).to_owned(), false))
            .chain(na)
            .collect(),
        ..PrintQuestion::default()
    }
}

fn answered(words: Words, desk: &Desk, question: &Question) -> PrintQuestion {
    let tag = desk.languages.questions.as_str();
    let chosen = desk.option(&question.id);
    let row = desk.answers.get(question.id.as_str());
    let na = row.is_some_and(|row| row.not_applicable).then(|| (words.t("answering-na"), true));
    let options = question.options.iter().filter(|option| chosen == Some(&option.id));
    let documents = desk.documents.iter().filter(|own| own.question_id == question.id.as_str());
    PrintQuestion {
        text: heading(tag, question),
        options: options.map(|option| (option.label.in_language(tag).to_owned(), true)).chain(na).collect(),
        companies: companies(words, desk, question),
        nobody: nobody(words, desk, question),
        open: if desk.is_answered(&question.id) { String::new() } else { words.t("print-none") },
        words: row.map(|row| written(words, row)).unwrap_or_default(),
        documents: documents
            .map(|own| (own.name.clone(), words.with("print-document", &[("name", Arg::from(&own.sha256))])))
            .collect(),
        ..PrintQuestion::default()
    }
}

/// The list as it stands, without the marks that are for whoever works on it.
fn companies(words: Words, desk: &Desk, question: &Question) -> ChainTable {
    if !desk.says_who(question) {
        return ChainTable::default();
    }
    let mut table = ChainTable::new(&words, &being_written(&desk.sub_processors), "");
    for row in &mut table.rows {
        row.badges.clear();
    }
    table
}

fn nobody(words: Words, desk: &Desk, question: &Question) -> String {
    let asked = question.list.is_some() && desk.sub_processors.is_empty();
    if asked { super::chain::on_list(words, desk) } else { String::new() }
}

fn written(words: Words, row: &AnswerRow) -> Vec<(String, String)> {
    let parts = [
        ("answering-na-reason", &row.reason),
        ("answering-evidence", &row.evidence_note),
        ("answering-comment", &row.comment),
    ];
    let said = parts.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(id, text)| (words.t(id), text.clone())).collect()
}

impl PrintPage {
    /// With answers; without.
    pub fn samples() -> Vec<Self> {
        let page = |blank: bool| {
            let c = Chrome::bare(Words::default(), "answering-overview-title");
            let question = PrintQuestion {
                text: "D2 Does a deletion reach every recipient and copy?".to_owned(),
                depends: blank,
                evidence_hint: if blank { "A deletion log.".to_owned() } else { String::new() },
                options: vec![("Every recipient confirms".to_owned(), !blank), (c.t("answering-na"), false)],
                open: String::new(),
                words: if blank {
                    Vec::new()
                } else {
                    vec![(c.t("answering-comment"), "By mail.".to_owned())]
                },
                documents: if blank {
                    Vec::new()
                } else {
                    vec![("log.csv".to_owned(), c.ts("print-document", "5d41402abc4b2a76b9719d911017c592"))]
                },
                ..PrintQuestion::default()
            };
            let open = PrintQuestion {
                open: c.t("print-none"),
                options: Vec::new(),
                companies: sample_companies(c.words),
                ..question.clone()
            };
            Self {
                facts: vec![KeyValue::new(c.t("answering-receipt-to"), "Northwind Retail")],
                blank,
                lang: "en".to_owned(),
                sections: vec![PrintSection {
                    title: "D Consumer rights".to_owned(),
                    intro: "What people can ask, and what happens then.".to_owned(),
                    questions: if blank { vec![question] } else { vec![question, open] },
                }],
                c: c.titled("Questions and answers of Meridian Media"),
            }
        };
        vec![page(false), page(true)]
    }
}

/// Two companies, as they are printed.
fn sample_companies(words: Words) -> ChainTable {
    let mut table = ChainTable::samples(&words).into_iter().next().unwrap_or_default();
    for row in &mut table.rows {
        row.badges.clear();
        row.edit.clear();
        row.remove = None;
    }
    ChainTable { gone: String::new(), ..table }
}
