//! A questionnaire as the partner will see it: every section on one page, answers that can be tried but are not kept.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::fields::{self, language_name, under_draft, under_one};
use crate::access::{AuthorQuestionnaires, Permission, ViewPartners};
use crate::ids::QuestionnaireId;
use crate::services::ServiceError;
use crate::services::authoring::{self, Which};
use crate::vetting::condition::{Condition, Rules};
use crate::vetting::questionnaire::{Question, Questionnaire};
use crate::web::app::App;
use crate::web::components::{Banner, Kind, Link};
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::vetting::ok;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// The language to show it in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Language {
    lang: String,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its name.
    pub id: String,
    /// Whether the name is shown: questions that only set the scope have none for a reader.
    pub numbered: bool,
    /// The question.
    pub text: String,
    /// Why we ask.
    pub why: String,
    /// What a good answer has.
    pub help: String,
    /// What evidence is expected.
    pub evidence: String,
    /// When it is asked, or nothing.
    pub when: String,
    /// The answers with their tips, "does not apply" included where it is allowed.
    pub options: Vec<(String, String)>,
}

/// One section.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name and title.
    pub title: String,
    /// What it is about.
    pub intro: String,
    /// Its questions.
    pub cards: Vec<Card>,
}

/// GET /questionnaires/{id}/versions/{version}, /questionnaires/{id}/draft/preview, /questionnaires/built-in
#[derive(Debug, Template)]
#[template(path = "authoring/preview.html")]
pub struct PreviewPage {
    /// The frame.
    pub c: Chrome,
    /// What this is.
    pub lead: String,
    /// What must be known.
    pub banner: Option<Banner>,
    /// The languages to choose from, with the chosen one's link empty; none where there is one only.
    pub languages: Vec<Link>,
    /// The tag of the language that is shown.
    pub tag: String,
    /// The sections.
    pub parts: Vec<Part>,
    /// The file, if there is one.
    pub file: Option<String>,
}

/// GET /questionnaires/{id}/versions/{version}
pub async fn version(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    language: web::Query<Language>,
) -> Result<HttpResponse, WebError> {
    let (id, number) = path.into_inner();
    let number: i64 = number.parse().map_err(|_no_number| ServiceError::NotFound)?;
    let (own, file) = (format!("/questionnaires/{id}/versions/{number}"), true);
    let page = show(&who, &app, (&id, Which::Version(number)), (own, file), &language).await?;
    Ok(ok(page))
}

/// GET /questionnaires/{id}/draft/preview
pub async fn draft(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    language: web::Query<Language>,
) -> Result<HttpResponse, WebError> {
    let own = format!("/questionnaires/{id}/draft/preview");
    Ok(ok(show(&who, &app, (&id, Which::Draft), (own, false), &language).await?))
}

async fn show<P: Permission>(
    who: &Who<P>,
    app: &App,
    (id, which): (&str, Which),
    (own, file): (String, bool),
    language: &Language,
) -> Result<PreviewPage, WebError> {
    let proof = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let written = fields::load(who, app, id).await?;
    let wanted = QuestionnaireId::from(id);
    let shown = app.read(move |tx, _| authoring::document(tx, &proof, (&wanted, which))).await?;
    let c = who.chrome(app, "preview-title");
    let (c, lead) = match which {
        Which::Draft => (under_draft(c, &written), "preview-lead-draft"),
        Which::Version(n) => {
            let c = under_one(c, &written);
            let title = c.ts("version-numbered", n.to_string());
            (c.titled(title), "preview-lead")
        }
    };
    let file = file.then(|| format!("{own}/file"));
    let mut page = PreviewPage::new(c, (&own, file), shown.questionnaire.as_ref(), language, lead);
    if shown.partial {
        page.banner = Some(Banner::new(Kind::Warn, page.c.t("preview-partial")));
    }
    Ok(page)
}

impl PreviewPage {
    pub(super) fn new(
        c: Chrome,
        (own, file): (&str, Option<String>),
        questionnaire: Option<&Questionnaire>,
        language: &Language,
        lead: &str,
    ) -> Self {
        let known = questionnaire.map(|q| q.languages().to_vec()).unwrap_or_default();
        let written = |wanted: &str| known.iter().find(|tag| *tag == wanted);
        let chosen = written(&language.lang).or_else(|| written(c.lang())).or(known.first());
        let tag = chosen.cloned().unwrap_or_else(|| c.lang().to_owned());
        let link = |other: &String| {
            let href = if *other == tag { String::new() } else { format!("{own}?lang={other}") };
            Link::new(language_name(&c.words, other), href)
        };
        Self {
            lead: c.t(lead),
            banner: questionnaire.is_none().then(|| Banner::new(Kind::Warn, c.t("preview-nothing"))),
            languages: if known.len() > 1 { known.iter().map(link).collect() } else { Vec::new() },
            parts: questionnaire.map(|q| parts(&c, q, &tag)).unwrap_or_default(),
            file,
            tag,
            c,
        }
    }

    /// The built-in one; a draft with nothing to show.
    pub fn samples() -> Vec<Self> {
        let whole = Questionnaire::built_in().ok();
        let page = |questionnaire: Option<&Questionnaire>| {
            let c = Chrome::sample("preview-title");
            let file = Some("/questionnaires/built-in/file".to_owned());
            Self::new(
                c,
                ("/questionnaires/built-in", file),
                questionnaire,
                &Language::default(),
                "preview-lead-draft",
            )
        };
        vec![page(whole.as_ref()), page(None)]
    }
}

fn parts(c: &Chrome, questionnaire: &Questionnaire, tag: &str) -> Vec<Part> {
    let part = |section: &crate::vetting::questionnaire::Section| Part {
        title: format!("{} {}", section.id, section.title.in_language(tag)),
        intro: section.intro.in_language(tag).to_owned(),
        cards: section.questions.iter().map(|question| card(c, questionnaire, question, tag)).collect(),
    };
    questionnaire.sections().iter().map(part).collect()
}

fn card(c: &Chrome, questionnaire: &Questionnaire, question: &Question, tag: &str) -> Card {
    let words = |text: &crate::vetting::text::Text| text.in_language(tag).to_owned();
    let mut options: Vec<(String, String)> =
        question.options.iter().map(|option| (words(&option.label), words(&option.tip))).collect();
    if question.na_allowed {
        options.push((c.t("answering-na"), String::new()));
    }
    Card {
        id: question.id.to_string(),
        numbered: question.scored,
        text: words(&question.text),
        why: words(&question.why),
        help: words(&question.help),
        evidence: words(&question.evidence_hint),
        when: question.when.as_ref().map(|when| in_words(c, questionnaire, when, tag)).unwrap_or_default(),
        options,
    }
}

/// A condition as a sentence; one that is no flat list is shown as it is written.
fn in_words(c: &Chrome, questionnaire: &Questionnaire, when: &Condition, tag: &str) -> String {
    let Some(Rules { all, list }) = when.rules() else { return c.ts("asked-if", when.to_string()) };
    let one = |(question, is, option): &(_, bool, _)| {
        let found = questionnaire.question(question);
        let text = found.map_or("", |found| found.text.in_language(tag));
        let label =
            found.and_then(|found| found.option(option)).map_or("", |option| option.label.in_language(tag));
        let word = if *is { "asked-if-is" } else { "asked-if-is-not" };
        c.with(word, &[("question", Arg::from(text)), ("answer", Arg::from(label))])
    };
    let joint = c.t(if all { "asked-if-and" } else { "asked-if-or" });
    c.ts("asked-if", list.iter().map(one).collect::<Vec<_>>().join(&format!(" {joint} ")))
}
