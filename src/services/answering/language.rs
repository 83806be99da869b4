//! In which languages a respondent reads: the page in one that Entente speaks, the questions in one that the questionnaire has.
//! Both are kept for the link, so that they are the same on another day and for whoever else has the link.

use crate::access::Respondent;
use crate::ids::RespondentLinkId;
use crate::services::ServiceError;
use crate::store::{self, ReadTx, RespondentLanguage, WriteTx};
use crate::vetting::questionnaire::Questionnaire;

/// The languages that a respondent's pages are written in.
pub const PAGE_LANGUAGES: [&str; 2] = ["en", "fr"];

/// The languages of one respondent, as tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages {
    /// The page's, one of [`PAGE_LANGUAGES`].
    pub page: String,
    /// The questions'; where a questionnaire lacks words in it, they are shown in another.
    pub questions: String,
}

impl Default for Languages {
    fn default() -> Self {
        Self { page: "en".to_owned(), questions: "en".to_owned() }
    }
}

impl Languages {
    /// A page in that language, and questions in it as far as the questionnaire has them: else in its first.
    pub fn of_page(page: &str, questionnaire: &Questionnaire) -> Self {
        let known = PAGE_LANGUAGES.into_iter().find(|known| *known == page).unwrap_or("en");
        let has = |tag: &str| questionnaire.languages().iter().any(|own| own == tag);
        let first = || questionnaire.languages().first().cloned().unwrap_or_else(|| "en".to_owned());
        Self { page: known.to_owned(), questions: if has(known) { known.to_owned() } else { first() } }
    }
}

/// What the holder of the link chose, or English.
pub(super) fn languages(
    tx: &mut ReadTx,
    link: &RespondentLinkId,
    questionnaire: &Questionnaire,
) -> Result<Languages, ServiceError> {
    let chosen = store::respondent_language_find(tx, link)?;
    Ok(match chosen {
        None => Languages::of_page("en", questionnaire),
        Some(row) => Languages { page: row.page, questions: row.questions },
    })
}

/// Keeps the languages for this respondent's link. Without a language for the questions they follow the page, as far as the
/// questionnaire has it.
pub fn language_choose(
    tx: &mut WriteTx,
    who: &Respondent,
    (page, questions): (&str, Option<&str>),
) -> Result<(), ServiceError> {
    if !PAGE_LANGUAGES.contains(&page) {
        return Err(ServiceError::field("page", "fault-language"));
    }
    let desk = super::desk(tx, who)?;
    let follows = Languages::of_page(page, &desk.questionnaire);
    let questions = match questions {
        None => follows.questions,
        Some(tag) if desk.questionnaire.languages().iter().any(|own| own == tag) => tag.to_owned(),
        Some(_) => return Err(ServiceError::field("questions", "fault-language")),
    };
    keep(tx, who.link(), page, questions)
}

/// Gives a colleague's link the languages of the link that it came from.
pub(super) fn hand_on(
    tx: &mut WriteTx,
    from: &RespondentLinkId,
    to: &RespondentLinkId,
) -> Result<(), ServiceError> {
    match store::respondent_language_find(tx, from)? {
        None => Ok(()),
        Some(row) => keep(tx, to, &row.page, row.questions),
    }
}

fn keep(
    tx: &mut WriteTx,
    link: &RespondentLinkId,
    page: &str,
    questions: String,
) -> Result<(), ServiceError> {
    let row = RespondentLanguage { link_id: link.clone(), page: page.to_owned(), questions };
    Ok(store::respondent_language_put(tx, &row)?)
}
