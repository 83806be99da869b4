//! Answers to a questionnaire of ours, in a file of any tool: which tool's it is, what it says, what would change, and the
//! way back out.
//!
//! What a file says either fits its question, or is a fault that stops the whole file, named by its path, row or cell. What
//! has no question here is listed for a person and never guessed. A file that has no place for words leaves those that are
//! there as they are.

mod compare;
mod hecvat_book;
mod kind;
pub mod own;
mod sheets;

#[cfg(test)]
mod tests;

pub use compare::{Standing, Step, compare};

use super::answer_book::{Asked, Line};
use super::companies::FilledList;
use super::filled::{Filled, Fit, Raw, fit};
use super::workbook::Workbook;
use super::{Note, caiq, ciso_assistant, hecvat, text, vsaq};
use crate::vetting::format::FormatError;
use crate::vetting::questionnaire::{Question, Questionnaire};
use crate::vetting::sentence::Sentence;
use crate::vetting::sheet::{Given, LONGEST_COMMENT, LONGEST_EVIDENCE_NOTE, LONGEST_REASON};

/// The formats of files with answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFormat {
    /// The workbook that we hand out to be filled in.
    Workbook,
    /// Our own JSON, `entente-answers/1`.
    Own,
    /// What VSAQ saves.
    Vsaq,
    /// An answered CAIQ workbook.
    Caiq,
    /// An answered HECVAT, as a workbook or JSON; written as the JSON that its web tools save.
    Hecvat,
    /// The same, written as a workbook.
    HecvatBook,
    /// An audit of CISO Assistant that was exported to Excel; read alone.
    CisoAssistant,
}

impl AnswerFormat {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Workbook,
        Self::Own,
        Self::Vsaq,
        Self::Caiq,
        Self::Hecvat,
        Self::HecvatBook,
        Self::CisoAssistant,
    ];

    /// The word for it on the command line and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::Own => "own",
            Self::Vsaq => "vsaq",
            Self::Caiq => "caiq",
            Self::Hecvat => "hecvat",
            Self::HecvatBook => "hecvat-xlsx",
            Self::CisoAssistant => "ciso-assistant",
        }
    }

    /// The format that a word names.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }

    /// The end of the name of a file of it that we write.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Workbook | Self::Caiq | Self::HecvatBook | Self::CisoAssistant => "xlsx",
            Self::Own | Self::Vsaq | Self::Hecvat => "json",
        }
    }

    /// The formats that answers to this questionnaire can be written in: those of CAIQ and HECVAT only where its questions
    /// are theirs.
    pub fn written_for(questionnaire: &Questionnaire) -> Vec<Self> {
        let fits = |format: &Self| match format {
            Self::Workbook | Self::Own | Self::Vsaq => true,
            Self::Caiq => questionnaire.questions().any(|(_, question)| is_of(question, "CCM")),
            Self::Hecvat | Self::HecvatBook => {
                questionnaire.questions().any(|(_, question)| is_of(question, "HECVAT"))
            }
            Self::CisoAssistant => false,
        };
        Self::ALL.into_iter().filter(fits).collect()
    }

    /// Whether a file of it says all that an answer has, so that what is empty there is meant to be.
    fn is_whole(self) -> bool {
        matches!(self, Self::Workbook | Self::Own)
    }
}

/// Whether a question came from the questionnaire that `framework` stands for, with its "yes" and "no".
pub(super) fn is_of(question: &Question, framework: &str) -> bool {
    let has = |name: &str| question.options.iter().any(|option| option.id.as_str() == name);
    question.maps.iter().any(|map| map.framework == framework) && has("yes") && has("no")
}

/// What a file says.
#[derive(Debug, Default)]
pub struct Reading {
    /// The answers that fit.
    pub filled: Vec<Filled>,
    /// The list of sub-processors, if the file has one.
    pub list: Option<FilledList>,
    /// What has no place here, for a person to look at.
    pub notes: Vec<Note>,
    /// What does not fit its question.
    pub faults: Vec<Note>,
}

impl Reading {
    /// Takes an answer that is "yes", "no" or "not applicable", or says where it does not fit.
    pub(super) fn take(&mut self, raw: Raw<'_>, questionnaire: &Questionnaire) {
        match fit(raw, questionnaire) {
            Fit::Nothing => {}
            Fit::Taken(answer) => self.filled.push(answer),
            Fit::Unknown(note) => self.notes.push(note),
            Fit::Misfit(note) => self.faults.push(note),
        }
    }
}

/// A file that was written, and what had no place in it.
#[derive(Debug, Default)]
pub struct Written {
    /// The file.
    pub file: Vec<u8>,
    /// What was left out.
    pub notes: Vec<Note>,
}

/// No more than this is told at once.
const MOST_TOLD: usize = 500;

/// What a file of any format says, with the format that it is of; or everything that does not fit.
pub fn read(asked: &Asked<'_>, file: &[u8]) -> Result<(AnswerFormat, Reading), Vec<Note>> {
    let refused = |fault: FormatError| vec![Note::at(fault.path, fault.problem)];
    let book = if Workbook::is_one(file) { Some(Workbook::open(file).map_err(refused)?) } else { None };
    let format = kind::of(file, book.as_ref()).map_err(refused)?;
    let reading = match (format, &book) {
        (AnswerFormat::Workbook, _) => {
            asked.read(file).map(|(filled, list)| Reading { filled, list, ..Reading::default() })?
        }
        (AnswerFormat::Own, _) => own::read(text(file).map_err(refused)?, asked).map_err(refused)?,
        (AnswerFormat::Vsaq, _) => {
            vsaq::read_saved(text(file).map_err(refused)?, asked.questionnaire).map_err(refused)?
        }
        (AnswerFormat::Caiq, Some(book)) => caiq::answers(book, asked.questionnaire).map_err(refused)?,
        (AnswerFormat::CisoAssistant, Some(book)) => ciso_assistant::answers(book, asked.questionnaire),
        (AnswerFormat::Hecvat | AnswerFormat::HecvatBook, book) => {
            hecvat::answers(file, book.as_ref(), asked.questionnaire).map_err(refused)?
        }
        (AnswerFormat::Caiq | AnswerFormat::CisoAssistant, None) => Reading::default(),
    };
    settled(asked, format, reading).map(|reading| (format, reading))
}

/// The reading within bounds, of the questions that may be answered, and with what it does not speak of as it is now.
fn settled(asked: &Asked<'_>, format: AnswerFormat, reading: Reading) -> Result<Reading, Vec<Note>> {
    let Reading { filled, list, mut notes, mut faults } = reading;
    let mut kept = Vec::new();
    for mut answer in filled {
        let Some(question) = asked.questionnaire.question(&answer.question) else { continue };
        if !asked.reaches(&answer.question) {
            let what = Sentence::of(
                "file-other-section",
                "question {question} is in a section that is not yours, so it was left out",
            );
            notes.push(Note::at(answer.place, what.with("question", &question.id)));
            continue;
        }
        faults.extend(too_long(&answer));
        if !format.is_whole() {
            stay(&mut answer, asked.line(question));
        }
        kept.push(answer);
    }
    for list in [&mut notes, &mut faults] {
        if list.len() > MOST_TOLD {
            list.truncate(MOST_TOLD);
            list.push(Note::more());
        }
    }
    if faults.is_empty() { Ok(Reading { filled: kept, list, notes, faults }) } else { Err(faults) }
}

/// What the file does not say stays.
fn stay(answer: &mut Filled, now: Line) {
    if answer.given == Given::Nothing {
        answer.given = now.given;
    }
    if answer.comment.is_empty() {
        answer.comment = now.comment;
    }
    if answer.evidence_note.is_empty() {
        answer.evidence_note = now.evidence_note;
    }
}

fn too_long(answer: &Filled) -> Vec<Note> {
    let reason = match &answer.given {
        Given::NotApplicable { reason } => reason.as_str(),
        Given::Nothing | Given::Option(_) => "",
    };
    let too_long = [
        (
            Sentence::of("file-reason-long", "the reason is longer than {n} characters"),
            reason,
            LONGEST_REASON,
        ),
        (
            Sentence::of("file-comment-long", "the comment is longer than {n} characters"),
            answer.comment.as_str(),
            LONGEST_COMMENT,
        ),
        (
            Sentence::of("file-evidence-long", "the evidence is longer than {n} characters"),
            answer.evidence_note.as_str(),
            LONGEST_EVIDENCE_NOTE,
        ),
    ];
    let long = too_long.into_iter().filter(|(_, text, most)| text.chars().count() > *most);
    long.map(|(what, _, most)| Note::at(answer.place.clone(), what.with("n", most))).collect()
}

/// The answers in a format other than the workbook, which needs words of its own (see [`Asked::write`]).
pub fn write(asked: &Asked<'_>, format: AnswerFormat) -> Result<Written, String> {
    match format {
        AnswerFormat::Own => own::write(asked, None),
        AnswerFormat::Vsaq => vsaq::write_saved(asked),
        AnswerFormat::Caiq => sheets::caiq(asked),
        AnswerFormat::Hecvat => sheets::hecvat(asked),
        AnswerFormat::HecvatBook => hecvat_book::write(asked),
        AnswerFormat::Workbook | AnswerFormat::CisoAssistant => {
            Err(format!("{} is not written so", format.as_str()))
        }
    }
}
