//! Why a use case was not done, in terms that a surface can put into words.

use crate::access::Denied;
use crate::secret::NoRandomness;
use crate::store::{Retry, StoreError};
use crate::vetting::sentence::Sentence;

/// A sentence of the message catalogue with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The sentence's id in the catalogue.
    pub id: &'static str,
    /// Its arguments, by name.
    pub args: Vec<(&'static str, String)>,
    /// Those of its arguments that are sentences of the catalogue themselves.
    pub parts: Vec<(&'static str, Message)>,
}

impl Message {
    /// A sentence without arguments.
    pub fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new(), parts: Vec::new() }
    }

    /// What the pure part said, with its arguments; as it stands where it is only known in English.
    pub fn said(sentence: &Sentence) -> Self {
        match sentence.id() {
            Some(id) => {
                let parts = sentence.parts().iter().map(|(name, part)| (*name, Self::said(part)));
                Self { id, args: sentence.args().to_vec(), parts: parts.collect() }
            }
            None => Self::new("file-plain").arg("what", sentence),
        }
    }

    /// The same, with the place in a file or document in front.
    pub fn said_at(path: &str, sentence: &Sentence) -> Self {
        let said = Self::new("fault-workbook-cell").part("what", Self::said(sentence));
        match placed(path) {
            Some(place) => said.part("cell", place),
            None => said.arg("cell", path),
        }
    }

    /// The same with one more argument that is a sentence itself.
    #[must_use]
    pub fn part(mut self, name: &'static str, part: Self) -> Self {
        self.parts.push((name, part));
        self
    }

    /// The same with one more argument.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// A place that is named by a word of ours, as a sentence of the catalogue.
fn placed(path: &str) -> Option<Message> {
    let rest = |id, rest: &str| Message::new(id).arg("rest", rest);
    if let Some((line, column)) = path.strip_prefix("line ").and_then(|at| at.split_once(", column ")) {
        return Some(rest("file-place-line", line).arg("column", column));
    }
    let workbook = path.strip_prefix("workbook").map(|at| rest("file-place-workbook", at));
    workbook.or_else(|| path.strip_prefix("byte ").map(|at| rest("file-place-byte", at)))
}

/// One field of the input that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name in the form and in JSON.
    pub field: String,
    /// What is wrong and what to do.
    pub message: Message,
}

impl FieldFault {
    /// A fault of `field`, by the catalogue's sentence `id`.
    pub fn new(field: impl Into<String>, id: &'static str) -> Self {
        Self { field: field.into(), message: Message::new(id) }
    }
}

/// Why a use case was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or it is another organisation's: the answer is the same.
    #[error("not found")]
    NotFound,
    /// The role does not hold the permission.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The input cannot be taken; each fault names its field.
    #[error("the input has {} fault(s)", .0.len())]
    Invalid(Vec<FieldFault>),
    /// The thing is in a state that does not allow it, or somebody else was faster.
    #[error("conflict: {}", .0.id)]
    Conflict(Message),
    /// A link that was used, withdrawn or has run out.
    #[error("gone: {}", .0.id)]
    Gone(Message),
    /// A rule of the product says no, and says why.
    #[error("refused: {}", .0.id)]
    Refused(Message),
    /// Too many tries; wait this many seconds.
    #[error("too many tries, wait {0} s")]
    TooMany(u64),
    /// The request body or a file broke off, is damaged, or is not what it says.
    #[error("unusable body: {}", .0.id)]
    Unusable(Message),
    /// The database.
    #[error(transparent)]
    Store(StoreError),
    /// No randomness: nothing secret can be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// A file of this program's data folder could not be read or written.
    #[error("data folder: {0}")]
    Files(#[from] std::io::Error),
    /// The engine that counts did not do its work; asking again later may help. The text is for the operator's log.
    #[error("the engine that counts failed: {0}")]
    Engine(String),
    /// Something this program itself should have prevented.
    #[error("internal: {0}")]
    Internal(String),
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            other => Self::Store(other),
        }
    }
}

impl Retry for ServiceError {
    fn may_retry(&self) -> bool {
        matches!(self, Self::Store(error) if error.may_retry())
    }
}

impl ServiceError {
    /// A single faulty field.
    pub fn field(field: &'static str, id: &'static str) -> Self {
        Self::Invalid(vec![FieldFault::new(field, id)])
    }

    /// A conflict, by the catalogue's sentence.
    pub fn conflict(id: &'static str) -> Self {
        Self::Conflict(Message::new(id))
    }

    /// A refusal, by the catalogue's sentence.
    pub fn refused(id: &'static str) -> Self {
        Self::Refused(Message::new(id))
    }

    /// The same error, where a conflict of the schema means that `id` is what happened.
    pub fn or_conflict(self, id: &'static str) -> Self {
        match self {
            Self::Store(StoreError::Conflict(_)) => Self::conflict(id),
            other => other,
        }
    }
}
