//! What an organisation has written: the list, one questionnaire with its draft and versions, a document to look at.

use serde::{Deserialize, Serialize};

use crate::access::{Allowed, ViewPartners};
use crate::ids::{OrgId, QuestionnaireId};
use crate::services::ServiceError;
use crate::store::{self, QuestionnaireRow, QuestionnaireVersion, ReadTx};
use crate::vetting::formats::Note;
use crate::vetting::questionnaire::draft::{Draft, Problem};
use crate::vetting::questionnaire::{Change, Questionnaire, changes};
use crate::vetting::sentence::Sentence;

/// One line of the list.
#[derive(Debug)]
pub struct Line {
    /// The questionnaire.
    pub row: QuestionnaireRow,
    /// The newest version and its number of questions, if any was published.
    pub newest: Option<(i64, usize)>,
    /// How many things its draft lacks, if there is a draft.
    pub flaws: Option<usize>,
}

/// A questionnaire with all that belongs to it.
#[derive(Debug)]
pub struct Written {
    /// Its row.
    pub row: QuestionnaireRow,
    /// Its draft, if one is open.
    pub draft: Option<Draft>,
    /// What an import left to look at.
    pub notes: Vec<FileNote>,
    /// Its versions, newest first, each with who published it.
    pub versions: Vec<(QuestionnaireVersion, String)>,
}

impl Written {
    /// What the draft lacks.
    pub fn flaws(&self) -> Vec<Problem> {
        self.draft.as_ref().map(Draft::flaws).unwrap_or_default()
    }
}

/// A note of an import, as it is kept beside the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNote {
    /// Where it stands in the file.
    pub path: String,
    /// What became of it, in English.
    pub what: String,
    /// The same by its name in the catalogue; none in notes that were kept before there were names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
}

/// A sentence of the catalogue as it is kept: its name and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Its name.
    pub id: String,
    /// Its arguments, by name.
    pub args: Vec<(String, String)>,
    /// Those of its arguments that are sentences themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<(String, Said)>,
}

impl Said {
    fn of(sentence: &Sentence) -> Option<Self> {
        let parts = sentence.parts().iter().map(|(name, part)| Some(((*name).to_owned(), Self::of(part)?)));
        Some(Self {
            id: sentence.id()?.to_owned(),
            args: sentence.args().iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            parts: parts.collect::<Option<_>>()?,
        })
    }
}

impl From<Note> for FileNote {
    fn from(note: Note) -> Self {
        Self { path: note.path, said: Said::of(&note.what), what: note.what.to_string() }
    }
}

/// Which document of a questionnaire is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Its draft.
    Draft,
    /// A version.
    Version(i64),
}

/// A questionnaire to look at.
#[derive(Debug)]
pub struct Shown {
    /// Its title in the list.
    pub title: String,
    /// The document; a draft without what cannot be shown yet. None while a draft has nothing to show.
    pub questionnaire: Option<Questionnaire>,
    /// Of a draft, whether anything of it is left out.
    pub partial: bool,
}

/// Every questionnaire of the organisation, by title.
pub fn questionnaire_list(tx: &mut ReadTx, who: &Allowed<ViewPartners>) -> Result<Vec<Line>, ServiceError> {
    let mut lines = Vec::new();
    for row in store::questionnaire_list(tx, who.org())? {
        let newest = store::questionnaire_version_list(tx, who.org(), &row.id)?.into_iter().next();
        let newest =
            newest.map(|version| Ok::<_, ServiceError>((version.version, read(&version)?.scored_count())));
        let flaws = draft_of(&row)?.map(|draft| draft.flaws().len());
        lines.push(Line { newest: newest.transpose()?, flaws, row });
    }
    Ok(lines)
}

/// One questionnaire.
pub fn questionnaire_fetch(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &QuestionnaireId,
) -> Result<Written, ServiceError> {
    let row = store::questionnaire_fetch(tx, who.org(), id)?;
    let mut versions = Vec::new();
    for version in store::questionnaire_version_list(tx, who.org(), id)? {
        let by = store::user_fetch(tx, &version.published_by)?.name;
        versions.push((version, by));
    }
    let notes = serde_json::from_str(&row.draft_notes)
        .map_err(|fault| ServiceError::Internal(format!("the notes of questionnaire {id}: {fault}")))?;
    Ok(Written { draft: draft_of(&row)?, notes, versions, row })
}

/// One document of a questionnaire, to look at.
pub fn document(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    (id, which): (&QuestionnaireId, Which),
) -> Result<Shown, ServiceError> {
    let row = store::questionnaire_fetch(tx, who.org(), id)?;
    match which {
        Which::Version(version) => {
            let version = store::questionnaire_version_fetch(tx, who.org(), (id, version))?;
            Ok(Shown { title: row.title, questionnaire: Some(read(&version)?), partial: false })
        }
        Which::Draft => {
            let draft = draft_of(&row)?.ok_or(ServiceError::NotFound)?;
            let shown = draft.shown();
            let count = shown.as_ref().map_or(0, |shown| shown.questions().count());
            let conditions =
                shown.as_ref().map_or(0, |s| s.questions().filter(|(_, q)| q.when.is_some()).count());
            let whole =
                (draft.questions().count(), draft.questions().filter(|(_, q)| q.when.is_some()).count());
            Ok(Shown { title: row.title, questionnaire: shown, partial: (count, conditions) != whole })
        }
    }
}

/// What differs between two documents.
#[derive(Debug)]
pub struct Compared {
    /// The differences.
    pub changes: Vec<Change>,
    /// Whether a draft was compared that is not whole yet.
    pub partial: bool,
}

/// What changed from one document of a questionnaire to another. None if a draft has nothing to show yet.
pub fn compare(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &QuestionnaireId,
    (from, to): (Which, Which),
) -> Result<Option<Compared>, ServiceError> {
    let (old, new) = (document(tx, who, (id, from))?, document(tx, who, (id, to))?);
    let partial = old.partial || new.partial;
    let both = old.questionnaire.zip(new.questionnaire);
    Ok(both.map(|(old, new)| Compared { changes: changes(&old, &new), partial }))
}

pub(super) fn draft_of(row: &QuestionnaireRow) -> Result<Option<Draft>, ServiceError> {
    let read = row.draft.as_deref().map(Draft::parse).transpose();
    read.map_err(|fault| ServiceError::Internal(format!("the draft of questionnaire {}: {fault}", row.id)))
}

pub(crate) fn read(row: &QuestionnaireVersion) -> Result<Questionnaire, ServiceError> {
    Questionnaire::parse(&row.document).map_err(|fault| {
        ServiceError::Internal(format!("version {} of {}: {fault}", row.version, row.questionnaire_id))
    })
}

/// The newest version of a questionnaire, if any was published.
pub(super) fn newest(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &QuestionnaireId,
) -> Result<Option<QuestionnaireVersion>, ServiceError> {
    Ok(store::questionnaire_version_list(tx, org, id)?.into_iter().next())
}
