//! What the words of the product mean (look.md, "Words"): a page that anybody can read, in every language that Entente speaks.
//! Pages link to a word by the macro `meaning` of `components/lists.html`.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::app::App;
use super::components::Link;
use super::page::{Chrome, Page};
use super::route::{Access, Route};
use super::visitor::Anyone;
use super::words::{Lang, Words};

/// The routes of this page.
pub const ROUTES: &[Route] = &[Route::get("/words", Access::Public, || web::to(page))];

const VETTING: &[&str] = &[
    "assessment",
    "inherent",
    "control",
    "residual",
    "range",
    "tier",
    "evidence",
    "critical",
    "knockout",
    "gate",
    "confidence",
    "decision",
    "finding",
    "sub-processor",
];

const COUNTING: &[&str] = &[
    "room",
    "audience",
    "segment",
    "identifier",
    "key",
    "token",
    "opt-out",
    "overlap",
    "group-size",
    "noise",
    "epsilon",
    "release",
    "match-rate",
    "ledger",
    "receipt",
];

/// A word.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its anchor on the page.
    pub id: &'static str,
    /// The word.
    pub name: String,
    /// What it means.
    pub text: String,
}

/// Words that belong together.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they are about.
    pub title: String,
    /// The words, in the order in which a person meets them.
    pub terms: Vec<Term>,
}

/// GET /words
#[derive(Debug, Template)]
#[template(path = "glossary/page.html")]
pub struct GlossaryPage {
    /// The frame.
    pub c: Chrome,
    /// The same page in the other language.
    pub other: Link,
    /// The other language's tag.
    pub other_lang: &'static str,
    /// The words.
    pub groups: Vec<Group>,
}

impl GlossaryPage {
    fn new(c: Chrome) -> Self {
        let (other, word) = match c.words.lang() {
            Lang::En => (Lang::Fr, "public-french"),
            Lang::Fr => (Lang::En, "public-english"),
        };
        let term = |id: &&'static str| Term {
            id,
            name: c.t(&format!("word-{id}")),
            text: c.t(&format!("word-{id}-text")),
        };
        let group = |word: &str, ids: &[&'static str]| Group {
            title: c.t(word),
            terms: ids.iter().map(term).collect(),
        };
        Self {
            other: Link::new(c.t(word), format!("/words?lang={}", other.tag())),
            other_lang: other.tag(),
            groups: vec![group("words-vetting", VETTING), group("words-counting", COUNTING)],
            c,
        }
    }

    /// The page in each language.
    pub fn samples() -> Vec<Self> {
        [Lang::En, Lang::Fr].map(|lang| Self::new(Chrome::bare(Words::new(lang), "words-title"))).into()
    }
}

/// The language asked for; empty: the reader's own.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    lang: String,
}

/// GET /words
pub async fn page(anyone: Anyone, app: web::Data<App>, asked: web::Query<Asked>) -> Page<GlossaryPage> {
    let mut c = anyone.chrome(&app, "words-title");
    if !asked.lang.is_empty() {
        c.words = Words::new(Lang::named(&asked.lang));
    }
    let title = c.t("words-title");
    Page(GlossaryPage::new(c.titled(title)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_word_has_its_meaning_in_every_language() {
        let ids: Vec<&str> = [VETTING, COUNTING].concat();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        let pages = GlossaryPage::samples();
        let texts = |page: &GlossaryPage| -> Vec<String> {
            page.groups.iter().flat_map(|group| &group.terms).map(|term| term.text.clone()).collect()
        };
        let (english, french) = (texts(&pages[0]), texts(&pages[1]));
        assert_eq!(english.len(), ids.len());
        for (one, other) in english.iter().zip(&french) {
            assert!(!one.contains('⟦') && one != other, "{one} / {other}");
        }
    }

    /// A link to a word that is not there leads to the top of the page, where nobody finds what they looked for.
    #[test]
    fn every_link_to_a_word_leads_to_one() {
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")];
        let mut found = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                for link in text.split("::meaning(\"").skip(1) {
                    let id = link.split('"').next().unwrap();
                    assert!(VETTING.contains(&id) || COUNTING.contains(&id), "{}: {id}", path.display());
                    found += 1;
                }
            }
        }
        assert!(found >= 8, "only {found} links");
    }
}
