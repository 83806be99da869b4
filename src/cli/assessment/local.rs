//! The assessments in a data folder of this machine, for whoever can read it anyway. Reading goes beside a running server, as
//! any reader of its database does; loading answers takes the folder for itself.

use super::super::CliError;
use super::super::serve::PlaceArgs;
use super::{Access, Answers, Line, ListStanding, Loaded, Note, Preview, Step};
use crate::clock::{Clock as _, SystemClock};
use crate::ids::AssessmentId;
use crate::services::answering::{Overwrite, operator_export, operator_load, operator_preview};
use crate::services::vetting::operator_assessments;
use crate::services::{Message, ServiceError};
use crate::store::{DatabaseUrl, FolderLock, Store};
use crate::vetting::formats::answer_file::AnswerFormat;
use crate::web::book_words::book_words;
use crate::web::error::say;
use crate::web::words::Words;

/// An open data folder.
pub(super) struct Local {
    store: Store,
    /// Held while answers are loaded.
    _lock: Option<FolderLock>,
}

impl Local {
    pub(super) fn open(place: &PlaceArgs, access: Access) -> Result<Self, CliError> {
        let config = place.config(|_| {})?;
        if let DatabaseUrl::Sqlite(file) = &config.database
            && !file.exists()
        {
            let what =
                format!("{}: there is no Entente database; name its folder with --data", file.display());
            return Err(CliError::Usage(what));
        }
        let lock = match access {
            Access::Read => None,
            Access::Write => Some(FolderLock::take(&config.data).map_err(|fault| {
                CliError::Failed(format!(
                    "{fault}, or load the file through it with --server and --token-file"
                ))
            })?),
        };
        let store = Store::open(&config.database).map_err(CliError::failed)?;
        Ok(Self { store, _lock: lock })
    }
}

impl Answers for Local {
    fn list(&self) -> Result<Vec<Line>, CliError> {
        let lines = self.store.read(operator_assessments).map_err(fault)?;
        let line = |line: crate::services::vetting::AssessmentLine| Line {
            id: line.assessment.id.to_string(),
            state: line.assessment.state.as_str().to_owned(),
            questionnaire: line.assessment.questionnaire_id,
            partner_name: line.partner_name,
            organisation: line.organisation,
        };
        Ok(lines.into_iter().map(line).collect())
    }

    fn export(&self, id: &str, format: AnswerFormat) -> Result<Vec<u8>, CliError> {
        let (id, words, now) = (AssessmentId::from(id), book_words(&Words::default()), SystemClock.now());
        let made = self.store.read(|tx| operator_export(tx, (&id, format), &words, now));
        Ok(made.map_err(fault)?.file)
    }

    fn preview(&self, id: &str, file: &[u8]) -> Result<Preview, CliError> {
        let id = AssessmentId::from(id);
        let seen = self.store.read(|tx| operator_preview(tx, &id, file)).map_err(fault)?;
        let step = |step: &crate::vetting::formats::answer_file::Step| Step {
            question: step.filled.question.to_string(),
            standing: step.standing.as_str().to_owned(),
        };
        Ok(Preview {
            format: seen.format.as_str().to_owned(),
            answers: seen.steps.iter().map(step).collect(),
            sub_processors: seen
                .list
                .map(|step| ListStanding { standing: step.standing.as_str().to_owned() }),
            notes: notes(seen.notes),
        })
    }

    fn load(&self, id: &str, file: &[u8], overwrite: &Overwrite) -> Result<Loaded, CliError> {
        let (id, now) = (AssessmentId::from(id), SystemClock.now());
        let done = self.store.write("answers_load", |tx| operator_load(tx, &id, (file, overwrite), now));
        let done = done.map_err(fault)?;
        Ok(Loaded {
            loaded: done.changed,
            same: done.same,
            kept: done.kept,
            notes: notes(done.notes),
            undo: done.undo,
        })
    }
}

fn notes(notes: Vec<crate::vetting::formats::Note>) -> Vec<Note> {
    notes.into_iter().map(|note| Note { path: note.path, what: note.what.to_string() }).collect()
}

fn fault(error: ServiceError) -> CliError {
    let words = Words::default();
    let said = |message: &Message| CliError::Usage(say(&words, message));
    match &error {
        ServiceError::Invalid(faults) => {
            let lines: Vec<String> = faults.iter().map(|fault| say(&words, &fault.message)).collect();
            CliError::Usage(lines.join("\n  "))
        }
        ServiceError::NotFound => {
            CliError::usage("there is no such assessment; entente assessment list shows them")
        }
        ServiceError::Conflict(message)
        | ServiceError::Gone(message)
        | ServiceError::Refused(message)
        | ServiceError::Unusable(message) => said(message),
        other => CliError::failed(other),
    }
}
