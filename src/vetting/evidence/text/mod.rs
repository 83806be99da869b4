//! The words of a document, for a reader who wants to see what it says before downloading it. Layout, pictures, fonts,
//! comments and the drawings on a sheet are left out.
//!
//! What is read here was written by a stranger: nothing is trusted to be small, and a library may fail on it in any way. So the work
//! is bounded (characters, pages, sheets, columns), and whoever calls [`extract`] on a stranger's file does so in a process of its
//! own with a limit on memory and time (security.md T8, T9); `cli::document_text` is that process.
//!
//! That process, measured as a debug build (processor time; the most memory that was resident):
//!
//! | file | time | memory | what it says |
//! |---|---|---|---|
//! | PDF, 36 pages, 69,000 characters | 0.4 s | 14 MiB | all of it |
//! | workbook of a questionnaire, 0.9 MB | 0.5 s | 15 MiB | the first 200,000 characters |
//! | CSV of one quoted cell, 9.8 MB | 1.2 s | 74 MiB | the first 200,000 characters |
//! | two cells at the ends of a sheet of seventeen billion | under 0.1 s | 15 MiB | the first; the other is out of reach |
//! | docx, one text of 200 MB | ended after 5 s | 131 MiB | nothing |
//! | docx, 5,000,000 elements in each other | ended after 5 s | 41 MiB | nothing |
//! | workbook, one text of 400 MB | ended after 2 s | 265 MiB | nothing |
//! | PDF, 12 kB that unpack to 768 MB | ended after 0.8 s | 282 MiB (758 without the limit) | nothing |

mod cells;
mod office;
mod package;
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
    /// Whether words are missing because their letters do not say which letters they are.
    #[serde(default)]
    pub unread: bool,
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
    /// There are words in it, and their letters do not say which letters they are.
    Letters,
}

/// The words of a file of that type.
pub fn extract(file: FileType, bytes: Vec<u8>) -> Result<DocumentText, NoText> {
    let mut taken = Taken::default();
    let read = match file {
        FileType::Pdf => pdf::read(bytes, &mut taken),
        FileType::Docx => package::read_docx(&bytes, &mut taken),
        FileType::Pptx => package::read_pptx(&bytes, &mut taken),
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
