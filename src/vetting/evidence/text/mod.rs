//! The words of a document, for a reader who wants to see what it says before downloading it. Layout, pictures and fonts are lost.
//!
//! What is read here was written by a stranger: nothing is trusted to be small, and a library may fail on it in any way. So the work
//! is bounded (characters, pages, sheets, columns), and whoever calls [`extract`] on a stranger's file does so in a process of its
//! own with a limit on memory and time (security.md T8, T9); `cli::document_text` is that process.

mod cells;
mod office;
mod pdf;
mod taken;

use serde::{Deserialize, Serialize};

use super::FileType;
use taken::Taken;

/// So many characters are shown of a document.
pub const MOST_CHARACTERS: usize = 200_000;
/// So many pages, slides or sheets of a document are read.
pub const MOST_PARTS: usize = 200;

/// The words of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentText {
    /// Its pages, slides or sheets, in order; one part for a document without.
    pub parts: Vec<TextPart>,
    /// Whether the document has more than is here.
    pub cut: bool,
}

/// The words of a page, a slide, a sheet, or of a whole document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPart {
    /// Which part it is.
    pub at: PartName,
    /// The words, with line ends; of a table a row a line, with tabs between the cells. Nothing if there are none on it.
    pub text: String,
}

/// Which part of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartName {
    /// All of it.
    Whole,
    /// All of it, and it is a table.
    Table,
    /// A page, from 1.
    Page(usize),
    /// A slide, from 1.
    Slide(usize),
    /// The sheet of that name, a table.
    Sheet(String),
}

/// Why no words were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoText {
    /// A type that no words are taken out of: a picture.
    Picture,
    /// A password protects the file.
    Locked,
    /// The file is damaged.
    Damaged,
    /// There are no words in it: pictures of pages, as a scanner makes them.
    Empty,
}

/// The words of a file of that type.
pub fn extract(file: FileType, bytes: Vec<u8>) -> Result<DocumentText, NoText> {
    let mut taken = Taken::default();
    let read = match file {
        FileType::Pdf => pdf::read(bytes, &mut taken),
        FileType::Docx => office::read_docx(&bytes, &mut taken),
        FileType::Pptx => office::read_pptx(&bytes, &mut taken),
        FileType::Odt | FileType::Ods | FileType::Odp => office::read_opendocument(file, &bytes, &mut taken),
        FileType::Xlsx => cells::read_workbook(&bytes, &mut taken),
        FileType::Csv => cells::read_csv(&bytes, &mut taken),
        FileType::Text => {
            taken.begin(PartName::Whole);
            taken.push(&String::from_utf8_lossy(&bytes));
            Ok(())
        }
        FileType::Png | FileType::Jpeg | FileType::Webp => Err(NoText::Picture),
    };
    taken.done(read)
}

#[cfg(test)]
mod tests;
