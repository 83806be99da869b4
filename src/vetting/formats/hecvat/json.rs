//! JSON: a list of questions, or what a tool saved of somebody's answers. The latter says of no question which answer is
//! good, so what it asks comes in without a score.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::questions::is_id;
use super::{Answered, Asked, Content};
use crate::vetting::format::{FormatError, each_key_once, read as read_json};

/// More than any edition of the toolkit has.
const MOST: usize = 5_000;

#[derive(Debug, Deserialize)]
struct Document {
    questions: Option<Vec<Question>>,
    #[serde(default, deserialize_with = "each_key_once")]
    responses: BTreeMap<String, Response>,
}

#[derive(Debug, Deserialize)]
struct Question {
    id: String,
    question: String,
    standard_guidance: Option<String>,
    yes_guidance: Option<String>,
    no_guidance: Option<String>,
    reason: Option<String>,
    if_then: Option<String>,
    compliant_response: Option<String>,
    default_importance: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Response {
    #[serde(default)]
    value: String,
    #[serde(default)]
    notes: String,
}

pub(super) fn read(text: &str) -> Result<Content, FormatError> {
    let document: Document = read_json(text.trim_start_matches('\u{feff}'))?;
    let Some(list) = document.questions else {
        let what = if document.responses.is_empty() {
            "neither \"questions\" nor \"responses\" is here, so this is no HECVAT file"
        } else {
            "these are answers without the questions: import the workbook or the questions first, then load these answers"
        };
        return Err(FormatError::at("$", what));
    };
    if list.len() > MOST {
        return Err(FormatError::at("questions", format!("{} questions; the most is {MOST}", list.len())));
    }
    let mut questions: Vec<Asked> = Vec::new();
    for (n, question) in list.into_iter().enumerate() {
        let place = format!("questions[{n}]");
        if !is_id(&question.id) {
            let what = "this is no id such as DPAI-01";
            return Err(FormatError::at(format!("{place}.id"), what));
        }
        if questions.iter().any(|before| before.id == question.id) {
            return Err(FormatError::at(format!("{place}.id"), format!("{} stands twice", question.id)));
        }
        questions.push(Asked {
            place,
            id: question.id,
            text: question.question,
            guidance: question.standard_guidance.unwrap_or_default(),
            yes_guidance: question.yes_guidance.unwrap_or_default(),
            no_guidance: question.no_guidance.unwrap_or_default(),
            reason: question.reason.unwrap_or_default(),
            rule: question.if_then.unwrap_or_default(),
            compliant: question.compliant_response.unwrap_or_default(),
            importance: question.default_importance.unwrap_or_default(),
            weight: String::new(),
        });
    }
    Ok(Content { questions, answers: answered(document.responses), categories: BTreeMap::new() })
}

/// The answers alone.
pub(super) fn answers(text: &str) -> Result<Vec<Answered>, FormatError> {
    let document: Document = read_json(text.trim_start_matches('\u{feff}'))?;
    Ok(answered(document.responses))
}

fn answered(responses: BTreeMap<String, Response>) -> Vec<Answered> {
    let each = responses.into_iter().map(|(id, response)| Answered {
        place: format!("responses.{id}"),
        id,
        answer: response.value,
        words: response.notes,
        formula: false,
    });
    each.collect()
}
