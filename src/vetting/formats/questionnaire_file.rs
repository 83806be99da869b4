//! A questionnaire of ours as a file of each format that is written.

use super::{Note, ciso_assistant, vsaq};
use crate::vetting::questionnaire::Questionnaire;

/// The formats that a questionnaire is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenFormat {
    /// Our own, `entente-questionnaire/1`.
    Own,
    /// Google's Vendor Security Assessment Questionnaire.
    Vsaq,
    /// A framework library of CISO Assistant.
    CisoAssistant,
}

/// A questionnaire as a file, and what of it has no place there.
#[derive(Debug)]
pub struct QuestionnaireFile {
    /// The file.
    pub text: String,
    /// What was left out.
    pub notes: Vec<Note>,
}

impl WrittenFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Own, Self::Vsaq, Self::CisoAssistant];

    /// The word for it on the command line and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Vsaq => "vsaq",
            Self::CisoAssistant => "ciso-assistant",
        }
    }

    /// The format that a word names.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }

    /// The end of the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Own | Self::Vsaq => "json",
            Self::CisoAssistant => "yaml",
        }
    }

    /// Whether a file holds every language, so that none has to be chosen.
    pub fn has_all_languages(self) -> bool {
        self == Self::Own
    }
}

/// The questionnaire as a file; `language` is the one that is written where there is room for one only.
pub fn write(
    questionnaire: &Questionnaire,
    format: WrittenFormat,
    language: &str,
) -> Result<QuestionnaireFile, String> {
    match format {
        WrittenFormat::Own => {
            let text = serde_json::to_string_pretty(questionnaire).map_err(|fault| fault.to_string())?;
            Ok(QuestionnaireFile { text, notes: Vec::new() })
        }
        WrittenFormat::Vsaq => {
            let written = vsaq::export(questionnaire, language)?;
            Ok(QuestionnaireFile { text: written.text, notes: written.notes })
        }
        WrittenFormat::CisoAssistant => {
            let written = ciso_assistant::export(questionnaire, language)?;
            Ok(QuestionnaireFile { text: written.text, notes: written.notes })
        }
    }
}
