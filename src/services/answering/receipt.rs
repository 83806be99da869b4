//! The receipt: what was submitted, as a file whose SHA-256 both sides can compute.

use serde::Serialize;
use serde_json::Value;

use super::desk::{Desk, DeskState, desk};
use crate::access::Respondent;
use crate::clock::Timestamp;
use crate::services::ServiceError;
use crate::store::{self, EvidenceRow, ReadTx, SubProcessor, SubmissionRow};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::questionnaire::{ListKind, Question};

/// What a respondent keeps of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// When it was submitted.
    pub at: Timestamp,
    /// Who says the answers are true.
    pub by: String,
    /// The answers as a JSON file.
    pub document: String,
    /// SHA-256 over the bytes of `document`, in lower-case hex.
    pub sha256: String,
    /// How many answers it holds.
    pub answers: usize,
}

#[derive(Serialize)]
struct Submission<'a> {
    format: &'static str,
    asked_by: &'a str,
    answered_for: &'a str,
    answered_by: &'a str,
    submitted_at: Timestamp,
    questionnaire: Value,
    answers: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    question: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    option: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    not_applicable: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    comment: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    evidence: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    documents: Vec<Document<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sub_processors: Vec<Company<'a>>,
    /// That the respondent said so; an empty list alone says nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    no_sub_processors: bool,
}

/// A company of the list that goes with the answer (GDPR 28(2), 28(4)).
#[derive(Serialize)]
struct Company<'a> {
    name: &'a str,
    purpose: &'a str,
    data: Vec<&'a str>,
    country: &'a str,
    transfer: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    website: &'a str,
}

/// A document that was attached, by its digest.
#[derive(Serialize)]
struct Document<'a> {
    kind: &'a str,
    name: &'a str,
    sha256: &'a str,
    effective_on: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<&'a str>,
}

/// The receipts of all submissions, first to last; none for a colleague with one section, who does not see the others' answers.
/// What was submitted before receipts were kept is written down again from the answers, which have not changed since.
pub fn receipts(tx: &mut ReadTx, who: &Respondent) -> Result<Vec<Receipt>, ServiceError> {
    if who.section().is_some() {
        return Ok(Vec::new());
    }
    let kept = store::submission_list(tx, who.org(), who.assessment())?;
    if kept.is_empty() {
        return Ok(receipt(&desk(tx, who)?, "en")?.into_iter().collect());
    }
    Ok(kept.into_iter().map(Receipt::from).collect())
}

impl From<SubmissionRow> for Receipt {
    fn from(row: SubmissionRow) -> Self {
        Self {
            at: row.submitted_at,
            by: row.submitted_by,
            document: row.document,
            sha256: row.sha256,
            answers: usize::try_from(row.answers).unwrap_or_default(),
        }
    }
}

/// The receipt of a submitted desk, with words in `language`; nothing while it is open, or for one section alone. The file
/// depends on what was submitted and on nothing else.
pub(super) fn receipt(desk: &Desk, language: &str) -> Result<Option<Receipt>, ServiceError> {
    // Whoever was given one section does not see the others' answers.
    let (DeskState::Submitted { at, by }, None) = (&desk.state, &desk.section) else { return Ok(None) };
    let answers = lines(desk, language);
    let count = answers.len();
    let questionnaire = serde_json::json!({
        "id": desk.questionnaire.id(),
        "version": desk.questionnaire.version(),
    });
    let document = Submission {
        format: "entente-submission/1",
        asked_by: &desk.org_name,
        answered_for: &desk.partner_name,
        answered_by: by,
        submitted_at: *at,
        questionnaire,
        answers,
    };
    let document = serde_json::to_string_pretty(&document)
        .map_err(|e| ServiceError::Internal(format!("a receipt could not be written: {e}")))?;
    let digest = ring::digest::digest(&ring::digest::SHA256, document.as_bytes());
    let sha256 = crate::ids::hex(digest.as_ref());
    Ok(Some(Receipt { at: *at, by: by.clone(), document, sha256, answers: count }))
}

fn lines<'a>(desk: &'a Desk, language: &'a str) -> Vec<Line<'a>> {
    let visible = desk.visible();
    let asked = desk.questionnaire.questions().map(|(_, question)| question);
    let said = |question: &&Question| desk.is_answered(&question.id) || desk.says_who(question);
    let in_scope = asked.filter(|question| visible.contains(&question.id)).filter(said);
    in_scope
        .map(|question| {
            let id: &QuestionId = &question.id;
            let chosen = desk.option(id);
            let label = |option: &OptionId| question.option(option).map(|o| o.label.in_language(language));
            let row = desk.answers.get(id.as_str());
            Line {
                id: id.as_str(),
                question: question.text.in_language(language),
                option: chosen.map(OptionId::as_str),
                answer: chosen.and_then(label),
                not_applicable: row.is_some_and(|row| row.not_applicable),
                reason: row.map_or("", |row| row.reason.as_str()),
                comment: row.map_or("", |row| row.comment.as_str()),
                evidence: row.map_or("", |row| row.evidence_note.as_str()),
                documents: desk
                    .documents
                    .iter()
                    .filter(|own| own.question_id == id.as_str())
                    .map(document)
                    .collect(),
                sub_processors: companies(desk, question),
                no_sub_processors: desk.no_sub_processors && question.list.is_some(),
            }
        })
        .collect()
}

fn companies<'a>(desk: &'a Desk, question: &Question) -> Vec<Company<'a>> {
    if question.list != Some(ListKind::SubProcessors) {
        return Vec::new();
    }
    let company = |row: &'a SubProcessor| Company {
        name: &row.name,
        purpose: &row.purpose,
        data: row.data.split(',').collect(),
        country: &row.country,
        transfer: &row.transfer,
        since: row.since_on.as_deref(),
        website: &row.website,
    };
    desk.sub_processors.iter().map(company).collect()
}

fn document(row: &EvidenceRow) -> Document<'_> {
    Document {
        kind: &row.kind,
        name: &row.name,
        sha256: &row.sha256,
        effective_on: &row.effective_on,
        expires_on: row.expires_on.as_deref(),
    }
}
