//! The words of a document, for a reviewer who wants to read before downloading. Layout, pictures and fonts are lost.
//!
//! What is read here was written by a stranger: nothing is trusted to be small, and a library may fail on it in any way. So the work
//! is bounded (characters, pages, cells), and whoever calls [`extract`] on a stranger's file does so in a process of its own with a
//! limit on memory and time (security.md T8).

mod office;
mod pdf;

use serde::{Deserialize, Serialize};

use super::FileType;

/// So many characters are shown of a document.
pub const MOST_CHARACTERS: usize = 200_000;
/// So many pages of a PDF are read.
pub const MOST_PAGES: usize = 200;

/// The words of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentText {
    /// The words, with line ends.
    pub text: String,
    /// Whether there is more than is shown.
    pub cut: bool,
}

/// Why no words were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoText {
    /// A type that no words are taken out of.
    Type,
    /// The file is damaged, or protected by a password.
    Unreadable,
    /// There are no words in it: pictures of pages, as a scanner makes them.
    Empty,
}

/// The words of a file of that type.
pub fn extract(file: FileType, bytes: Vec<u8>) -> Result<DocumentText, NoText> {
    let mut page = Collected::default();
    match file {
        FileType::Pdf => pdf::read(bytes, &mut page)?,
        FileType::Docx => office::read(&bytes, &["word/document.xml"], &mut page)?,
        FileType::Odt | FileType::Ods | FileType::Odp => office::read(&bytes, &["content.xml"], &mut page)?,
        FileType::Pptx => office::read_slides(&bytes, &mut page)?,
        FileType::Xlsx => office::read_cells(&bytes, &mut page)?,
        FileType::Text | FileType::Csv => page.push(&String::from_utf8_lossy(&bytes)),
        FileType::Png | FileType::Jpeg | FileType::Webp => return Err(NoText::Type),
    }
    page.done()
}

/// Words as they are found, up to [`MOST_CHARACTERS`].
#[derive(Debug, Default)]
struct Collected {
    text: String,
    characters: usize,
    cut: bool,
}

impl Collected {
    /// Whether no more is taken.
    fn is_full(&self) -> bool {
        self.cut
    }

    /// Adds words. Characters that a page cannot show, and those that turn the direction of the text around, are left out.
    fn push(&mut self, words: &str) {
        for c in words.chars() {
            let odd = c.is_control() && !matches!(c, '\n' | '\t');
            if odd || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            {
                continue;
            }
            if self.characters >= MOST_CHARACTERS {
                self.cut = true;
                return;
            }
            self.text.push(c);
            self.characters = self.characters.saturating_add(1);
        }
    }

    /// Ends a line; more than one empty line in a row is not kept.
    fn line_end(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.push("\n");
        }
    }

    fn done(self) -> Result<DocumentText, NoText> {
        let text = self.text.trim();
        if text.is_empty() {
            Err(NoText::Empty)
        } else {
            Ok(DocumentText { text: text.to_owned(), cut: self.cut })
        }
    }
}

#[cfg(test)]
mod tests;
