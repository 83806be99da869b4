//! What the pages of members and of respondents share about files of answers: the form that takes one, what loading it would
//! change, what it did with the way back, and the workbook's words.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use serde_json::Value;

use super::app::App;
use super::book_words::book_words;
use super::components::{Banner, FieldView, Kind, Link, country_word};
use super::error::{WebError, say};
use super::file_form::FileForm;
use super::format;
use super::respond::{Attachment, attachment, workbook};
use super::words::Words;
use crate::access::{Allowed, ViewPartners};
use crate::ids::AssessmentId;
use crate::services::answering::{self, HandedOut, Loaded, Overwrite, Preview};
use crate::services::{FieldFault, Message, ServiceError};
use crate::vetting::formats::answer_file::{AnswerFormat, Standing, Step};
use crate::vetting::formats::companies::{LIST, List, ListStep, Listed};
use crate::vetting::formats::{LARGEST_FILE, Note};
use crate::vetting::questionnaire::{Question, Questionnaire};
use crate::vetting::sentence::Sentence;
use crate::vetting::sheet::Given;

/// What browsers offer to choose.
const ACCEPTED: &str = ".xlsx,.json,.txt,application/json";

/// Loading answers from a file, at whichever of its steps.
#[derive(Debug, Clone)]
pub struct LoadView {
    /// The way back.
    pub back: Link,
    /// What stands in the place of the form.
    pub step: LoadStep,
}

/// The steps of loading.
#[derive(Debug, Clone)]
pub enum LoadStep {
    /// The file is chosen.
    Choose(Box<ChooseView>),
    /// What it would change is looked at.
    Look(Box<LookView>),
    /// It was loaded.
    Done(Box<DoneView>),
}

/// The form that takes a file.
#[derive(Debug, Clone)]
pub struct ChooseView {
    /// What will happen.
    pub lead: String,
    /// What does not fit, after a try.
    pub faults: Option<Banner>,
    /// Where the form goes.
    pub action: String,
    /// The file.
    pub file: FieldView,
    /// Where the workbook is to be had.
    pub blank: Link,
}

/// What loading would change.
#[derive(Debug, Clone, Default)]
pub struct LookView {
    /// How many answers are new, the same, different.
    pub counts: Vec<String>,
    /// What has no place here.
    pub notes: Option<Banner>,
    /// The answers that differ: each can be overwritten.
    pub different: Vec<AnswerRow>,
    /// The answers that are new.
    pub fresh: Vec<AnswerRow>,
    /// Where the form goes.
    pub action: String,
    /// What the page carries on.
    pub prepared: String,
}

/// One answer of the file beside the one that is there.
#[derive(Debug, Clone, Default)]
pub struct AnswerRow {
    /// What it is named in the form.
    pub over: String,
    /// The question's name.
    pub id: String,
    /// The question.
    pub text: String,
    /// What is there.
    pub now: String,
    /// What the file says.
    pub then: String,
}

/// What loading did.
#[derive(Debug, Clone)]
pub struct DoneView {
    /// What was loaded and what was not.
    pub banner: Banner,
    /// What had no place here.
    pub notes: Option<Banner>,
    /// Where the form goes that puts the old answers back; nothing if none was changed.
    pub undo: String,
    /// What that form carries.
    pub prepared: String,
}

/// A file of an assessment's answers, as its page and the API hand it out.
pub async fn handed_out(
    (app, words): (&App, Words),
    proof: Allowed<ViewPartners>,
    (id, format): (&str, AnswerFormat),
) -> Result<HttpResponse, WebError> {
    let (own, words) = (AssessmentId::from(id), book_words(&words));
    let made = app
        .read(move |tx, now| answering::assessment_export(tx, &proof, (&own, format), &words, now))
        .await?;
    as_file(&format!("assessment-{id}"), format, made)
}

/// A file of answers, to be saved.
pub fn as_file(stem: &str, format: AnswerFormat, made: HandedOut) -> Result<HttpResponse, WebError> {
    let name = match format {
        AnswerFormat::Workbook => format!("{stem}.{}", format.extension()),
        other => format!("{stem}-{}.{}", other.as_str(), other.extension()),
    };
    if format.extension() == "xlsx" {
        return Ok(workbook(&name, made.file));
    }
    let text = String::from_utf8(made.file).map_err(|fault| ServiceError::Internal(fault.to_string()))?;
    Ok(attachment(Attachment::Json, &name, text))
}

/// The format that a path or a query names; what names none is no page.
pub fn format_named(word: &str) -> Result<AnswerFormat, ServiceError> {
    AnswerFormat::of(word).ok_or(ServiceError::NotFound)
}

/// The word for the link to a file of this format.
pub fn format_word(format: AnswerFormat) -> &'static str {
    match format {
        AnswerFormat::Workbook => "answers-as-workbook",
        AnswerFormat::Own => "answers-as-own",
        AnswerFormat::Vsaq => "answers-as-vsaq",
        AnswerFormat::Caiq => "answers-as-caiq",
        AnswerFormat::Hecvat => "answers-as-hecvat",
        AnswerFormat::HecvatBook => "answers-as-hecvat-xlsx",
        AnswerFormat::CisoAssistant => "answers-as-ciso-assistant",
    }
}

/// What a form may overwrite: everything where it undoes, else what was ticked.
pub fn overwrite(form: &FileForm) -> Overwrite {
    if is_undo(form) {
        return Overwrite::Everything;
    }
    let ticked: BTreeSet<String> = form.all("over").map(str::to_owned).collect();
    if ticked.is_empty() { Overwrite::Nothing } else { Overwrite::These(ticked) }
}

/// Whether a form puts old answers back.
pub fn is_undo(form: &FileForm) -> bool {
    form.field("undo") == "yes"
}

impl LoadView {
    /// The form: what will happen, where it goes, where the workbook is to be had, the way back; and what did not fit.
    pub fn choose(
        words: &Words,
        lead: String,
        (action, blank, back): (String, String, Link),
        faults: &[FieldFault],
    ) -> Self {
        let lines: Vec<String> = faults.iter().map(|fault| say(words, &fault.message)).collect();
        let faults = (!lines.is_empty()).then(|| {
            let title = words.tn("load-faults", u64::try_from(lines.len()).unwrap_or(u64::MAX));
            Banner { kind: Kind::Bad, title, lines }
        });
        let largest = format::size_in(words.lang(), u64::try_from(LARGEST_FILE).unwrap_or_default());
        let file = FieldView::file("file", words.t("load-pick"), ACCEPTED)
            .hint(words.ts("load-pick-hint", &largest));
        let blank = Link::new(words.t("load-blank"), blank);
        Self { back, step: LoadStep::Choose(Box::new(ChooseView { lead, faults, action, file, blank })) }
    }

    /// What loading would change, with the questions in the language `tag`.
    pub fn look(words: &Words, tag: &str, (action, back): (String, Link), preview: &Preview) -> Self {
        let count = |standing| {
            let list = preview.list.iter().filter(|step| step.standing == standing).count();
            preview.steps.iter().filter(|step| step.standing == standing).count().saturating_add(list)
        };
        let counts = [
            ("load-count-new", Standing::New),
            ("load-count-different", Standing::Different),
            ("load-count-same", Standing::Same),
        ];
        let rows = |standing| {
            let own = preview.steps.iter().filter(|step| step.standing == standing);
            let list = preview.list.iter().filter(|step| step.standing == standing);
            let list = list.map(|step| AnswerRow::of_list(words, step));
            own.map(|step| AnswerRow::of((words, tag), &preview.questionnaire, step)).chain(list).collect()
        };
        let look = LookView {
            counts: counts.map(|(word, standing)| words.tn(word, wide(count(standing)))).to_vec(),
            notes: notes(words, &preview.notes),
            different: rows(Standing::Different),
            fresh: rows(Standing::New),
            action,
            prepared: preview.prepared.to_string(),
        };
        Self { back, step: LoadStep::Look(Box::new(look)) }
    }

    /// What loading did.
    pub fn done(words: &Words, (action, back): (String, Link), loaded: &Loaded) -> Self {
        let title = words.tn("load-done", wide(loaded.changed));
        let kept = wide(loaded.kept.len());
        let named = |id: &String| if id == LIST { words.t("chain-title") } else { id.clone() };
        let names: Vec<String> = loaded.kept.iter().map(named).collect();
        let lines = if kept == 0 { Vec::new() } else { vec![words.ts("load-kept", &names.join(", "))] };
        let undo = if loaded.changed == 0 { String::new() } else { action };
        let done = DoneView {
            banner: Banner { kind: Kind::Good, title, lines },
            notes: notes(words, &loaded.notes),
            undo,
            prepared: loaded.undo.to_string(),
        };
        Self { back, step: LoadStep::Done(Box::new(done)) }
    }

    /// What would change and what was changed, for the samples of the pages.
    pub fn samples(words: &Words, action: &str, back: &Link) -> Vec<Self> {
        let row = |id: &str, now: &str, then: &str| AnswerRow {
            over: id.to_owned(),
            id: id.to_owned(),
            text: "Does a deletion reach every recipient and copy?".to_owned(),
            now: now.to_owned(),
            then: then.to_owned(),
        };
        let what = "the answer \"{answer}\" was left out: its question is not in the questionnaire";
        let note =
            Note::at("CAIQv4.0.3!C12", Sentence::of("file-answer-unknown", what).with("answer", "Yes"));
        let look = LookView {
            counts: vec![
                words.tn("load-count-new", 2_u64),
                words.tn("load-count-different", 1_u64),
                words.tn("load-count-same", 14_u64),
            ],
            notes: notes(words, std::slice::from_ref(&note)),
            different: vec![row(
                "D2",
                "In our own systems only",
                "Yes, within 24 hours everywhere\nSee the log.",
            )],
            fresh: vec![
                row("D3", "", "Yes"),
                AnswerRow {
                    over: LIST.to_owned(),
                    id: words.t("chain-title"),
                    text: String::new(),
                    now: String::new(),
                    then: "Cloud Nine GmbH (Germany): Hosting".to_owned(),
                },
            ],
            action: format!("{action}/apply"),
            prepared: "{}".to_owned(),
        };
        let loaded = Loaded {
            changed: 2,
            same: 14,
            kept: vec!["D2".to_owned()],
            notes: vec![note],
            undo: Value::default(),
        };
        let look = Self { back: back.clone(), step: LoadStep::Look(Box::new(look)) };
        vec![look, Self::done(words, (format!("{action}/apply"), back.clone()), &loaded)]
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn notes(words: &Words, notes: &[Note]) -> Option<Banner> {
    let lines: Vec<String> = notes.iter().map(|note| say(words, &answering::note_message(note))).collect();
    (!lines.is_empty()).then(|| Banner {
        kind: Kind::Warn,
        title: words.tn("load-notes", wide(lines.len())),
        lines,
    })
}

impl AnswerRow {
    fn of((words, tag): (&Words, &str), questionnaire: &Questionnaire, step: &Step) -> Self {
        let question = questionnaire.question(&step.filled.question);
        let shown = |given: &Given, comment: &str, evidence: &str| {
            let texts = [chosen((words, tag), question, given), comment.to_owned(), evidence.to_owned()];
            texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
        };
        Self {
            over: step.filled.question.to_string(),
            id: step.filled.question.to_string(),
            text: question.map_or_else(String::new, |question| question.text.in_language(tag).to_owned()),
            now: shown(&step.now.given, &step.now.comment, &step.now.evidence_note),
            then: shown(&step.filled.given, &step.filled.comment, &step.filled.evidence_note),
        }
    }
}

impl AnswerRow {
    fn of_list(words: &Words, step: &ListStep) -> Self {
        let shown = |list: &List| {
            if list.nobody {
                return words.t("book-list-nobody");
            }
            let line = |one: &Listed| {
                let (entry, place) = (&one.entry, country_word(words, one.entry.country.code()));
                format!("{} ({place}): {}", entry.name, entry.purpose)
            };
            list.companies.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        Self {
            over: LIST.to_owned(),
            id: words.t("chain-title"),
            text: String::new(),
            now: shown(&step.now),
            then: shown(&step.filled.list),
        }
    }
}

/// What was chosen, in words.
fn chosen((words, tag): (&Words, &str), question: Option<&Question>, given: &Given) -> String {
    match given {
        Given::Nothing => String::new(),
        Given::NotApplicable { reason } => format!("{}: {reason}", words.t("book-not-applicable")),
        Given::Option(option) => {
            let known = question.and_then(|question| question.option(option));
            known.map_or_else(|| option.to_string(), |known| known.label.in_language(tag).to_owned())
        }
    }
}

/// Two cells that do not fit, for the samples of the pages.
pub fn sample_faults() -> Vec<FieldFault> {
    let fault = |cell: &str, what: &str| FieldFault {
        field: cell.to_owned(),
        message: Message::new("fault-workbook-cell").arg("cell", cell).arg("what", what),
    };
    vec![
        fault("Answers!F7", "this is none of the answers to choose from"),
        fault("Answers!G9", "say why it does not apply"),
    ]
}
