//! Questionnaires as JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Timestamp;
use crate::services::authoring::{Line, Written, flaw_message};
use crate::vetting::questionnaire::Change;
use crate::web::error::say;
use crate::web::words::Words;

/// A questionnaire in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionnaireJson {
    /// Its id.
    pub id: String,
    /// The id that its documents carry.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Counts the changes; sent back with each change.
    pub revision: i64,
    /// Whether it is archived.
    pub archived: bool,
    /// Whether a draft is open.
    pub draft: bool,
    /// The newest version, if any was published.
    pub version: Option<i64>,
}

impl QuestionnaireJson {
    pub(super) fn of(line: &Line) -> Self {
        Self {
            id: line.row.id.to_string(),
            code: line.row.code.clone(),
            title: line.row.title.clone(),
            revision: line.row.revision,
            archived: line.row.archived_at.is_some(),
            draft: line.row.draft.is_some(),
            version: line.newest.map(|(version, _)| version),
        }
    }
}

/// A questionnaire with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WrittenJson {
    /// Its id.
    pub id: String,
    /// The id that its documents carry.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Counts the changes; sent back with each change.
    pub revision: i64,
    /// Whether it is archived.
    pub archived: bool,
    /// Whether a draft is open.
    pub draft: bool,
    /// What the draft lacks.
    pub problems: Vec<ProblemJson>,
    /// What an import left to look at.
    pub notes: Vec<NoteJson>,
    /// The share of each question in the whole, in hundredths of a percent, if everything is asked.
    pub shares: Vec<ShareJson>,
    /// The versions, newest first.
    pub versions: Vec<VersionJson>,
}

/// One thing that a draft lacks.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemJson {
    /// The section or question, or "" for the whole.
    pub place: String,
    /// What it is.
    pub says: String,
    /// Whether it stands in the way of a version.
    pub stops: bool,
}

/// One thing of a file that has no place here.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteJson {
    /// Where it stands in the file.
    pub path: String,
    /// What became of it.
    pub what: String,
}

/// What a question is worth.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareJson {
    /// The question.
    pub question: String,
    /// Hundredths of a percent.
    pub share: u64,
}

/// A version.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionJson {
    /// Its number.
    pub version: i64,
    /// SHA-256 of its document, as it is kept.
    pub sha256: String,
    /// When it was published.
    #[schema(value_type = String, format = DateTime)]
    pub published: Timestamp,
    /// By whom.
    pub published_by: String,
}

impl WrittenJson {
    pub(super) fn of(words: &Words, written: &Written) -> Self {
        let problem = |problem: &crate::vetting::questionnaire::draft::Problem| {
            let (place, message) = flaw_message(problem);
            ProblemJson { place, says: say(words, &message), stops: problem.what.stops() }
        };
        let shares = written.draft.as_ref().map(|draft| draft.shares()).unwrap_or_default();
        let share = |share: crate::vetting::questionnaire::draft::Share| ShareJson {
            question: share.question.to_string(),
            share: share.hundredths,
        };
        let note = |note: &crate::services::authoring::FileNote| NoteJson {
            path: note.path.clone(),
            what: note.what.clone(),
        };
        let version = |(version, by): &(crate::store::QuestionnaireVersion, String)| VersionJson {
            version: version.version,
            sha256: version.sha256.clone(),
            published: version.published_at,
            published_by: by.clone(),
        };
        Self {
            id: written.row.id.to_string(),
            code: written.row.code.clone(),
            title: written.row.title.clone(),
            revision: written.row.revision,
            archived: written.row.archived_at.is_some(),
            draft: written.draft.is_some(),
            problems: written.flaws().iter().map(problem).collect(),
            notes: written.notes.iter().map(note).collect(),
            shares: shares.into_iter().map(share).collect(),
            versions: written.versions.iter().map(version).collect(),
        }
    }
}

/// One difference.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeJson {
    /// The section or question, or "" for the whole.
    pub place: String,
    /// What is different.
    pub what: String,
    /// Whether it can change a score.
    pub scores: bool,
}

impl ChangeJson {
    pub(super) fn of(change: Change) -> Self {
        Self { place: change.place, what: change.what.to_string(), scores: change.scores }
    }
}
