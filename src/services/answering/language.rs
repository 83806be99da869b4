//! In which languages a respondent reads: the page in one that Entente speaks, the questions in one that the questionnaire has.
//! Both are kept for the link, so that they are the same on another day and for whoever else has the link.

use crate::access::{Respondent, TokenHash};
use crate::ids::{AssessmentId, OrgId, RespondentLinkId};
use crate::services::ServiceError;
use crate::store::{self, ReadTx, RespondentLanguage, RespondentLink, WriteTx};
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

/// What the holder of the link chose; else the language of the mail that brought the link, or English.
pub(super) fn languages(
    tx: &mut ReadTx,
    who: &Respondent,
    questionnaire: &Questionnaire,
) -> Result<Languages, ServiceError> {
    languages_of(tx, (who.link(), who.org(), who.assessment()), questionnaire)
}

/// The same for the holder of any link that came with that assessment, or was made after it.
pub(in crate::services) fn languages_of(
    tx: &mut ReadTx,
    (link, org, assessment): (&RespondentLinkId, &OrgId, &AssessmentId),
    questionnaire: &Questionnaire,
) -> Result<Languages, ServiceError> {
    if let Some(row) = store::respondent_language_find(tx, link)? {
        return Ok(Languages { page: row.page, questions: row.questions });
    }
    let mailed = mail_language(tx, org, assessment)?;
    Ok(Languages::of_page(mailed.as_deref().unwrap_or("en"), questionnaire))
}

/// The language in which the questionnaire was sent by mail; none if it was not.
fn mail_language(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Option<String>, ServiceError> {
    let contact = store::assessment_contact_find(tx, org, assessment)?;
    Ok(contact.filter(|contact| contact.email.is_some()).map(|contact| contact.language))
}

/// The language that the page of a link begins in: the one that was chosen, else that of its mail. It is known of a link that
/// has ended, too; of one that nobody knows it is not.
pub fn link_language(tx: &mut ReadTx, token: &TokenHash) -> Result<Option<String>, ServiceError> {
    let link = store::respondent_link_find(tx, token)?;
    link.map_or(Ok(None), |link| language_of(tx, &link))
}

/// The same of the link behind a respondent's session, whether or not the session is over.
pub fn session_language(tx: &mut ReadTx, session: &TokenHash) -> Result<Option<String>, ServiceError> {
    let found = store::respondent_session_find(tx, session)?;
    found.map_or(Ok(None), |(_, link)| language_of(tx, &link))
}

fn language_of(tx: &mut ReadTx, link: &RespondentLink) -> Result<Option<String>, ServiceError> {
    match store::respondent_language_find(tx, &link.id)? {
        Some(row) => Ok(Some(row.page)),
        None => mail_language(tx, &link.org_id, &link.assessment_id),
    }
}

/// Keeps the languages for this respondent's link. The questions follow the page, as far as the questionnaire has its language,
/// where nothing is said of them, and where both were in one language and only the page is changed: whoever turns the page does
/// not mean to leave the questions behind.
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
    let (before, turned) = (&desk.languages, desk.languages.page != page);
    let left = before.page == before.questions && questions == Some(before.questions.as_str());
    let questions = match questions.filter(|_| !(turned && left)) {
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
