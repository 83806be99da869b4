//! A document as far as it can be read without downloading it, as both sides see it: a picture, or text taken out of the file.

use super::lists::{Banner, Link};
use super::score::Kind;
use crate::services::evidence::{Evidence, Preview};
use crate::vetting::evidence::{DocumentText, FileType, MOST_CHARACTERS, NoText, PartName, TextPart};
use crate::web::words::Words;

/// A page, a slide, a sheet, or all of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartView {
    /// Which part it is; nothing if there is only one.
    pub title: String,
    /// Its words, unless it is a table.
    pub text: String,
    /// The rows of a table, all of the same width.
    pub rows: Vec<Vec<String>>,
    /// What a table is called for whoever does not see it.
    pub label: String,
}

/// What is shown of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewView {
    /// The file's name.
    pub name: String,
    /// Where the picture is; nothing if it is no picture.
    pub picture: String,
    /// What the words are, and what of them is missing.
    pub notes: Vec<String>,
    /// Why there are no words, and what to do.
    pub none: Option<Banner>,
    /// The words.
    pub parts: Vec<PartView>,
    /// The file itself.
    pub file: Link,
}

impl PreviewView {
    /// What can be shown of the document at `href`; `own` if its reader is the one who sent it.
    pub fn of(words: Words, one: &Evidence, preview: Preview, (href, own): (&str, bool)) -> Self {
        Self::new(words, (&one.name, &one.media_type), preview, (href, own))
    }

    fn new(words: Words, (name, kind): (&str, &str), preview: Preview, (href, own): (&str, bool)) -> Self {
        let mut view = Self {
            name: name.to_owned(),
            picture: String::new(),
            notes: Vec::new(),
            none: None,
            parts: Vec::new(),
            file: Link::new(words.t("document-download"), href),
        };
        match preview {
            Preview::Words(found) => view.take(words, &found),
            Preview::None(NoText::Picture) if FileType::is_picture(kind) => {
                href.clone_into(&mut view.picture)
            }
            Preview::None(why) => view.none = Some(none(words, why, own)),
            Preview::TooMuch => {
                view.none = Some(warning(words, ("document-none-much", "document-none-much-do")));
            }
        }
        view
    }

    fn take(&mut self, words: Words, found: &DocumentText) {
        self.notes.push(words.t("document-note"));
        if found.cut {
            let most = u64::try_from(MOST_CHARACTERS).unwrap_or(u64::MAX);
            self.notes.push(words.tn("document-cut", most));
        }
        if found.unread {
            self.notes.push(words.t("document-unread"));
        }
        self.parts = found.parts.iter().map(|part| PartView::of(words, part, &self.name)).collect();
    }

    /// A policy of two pages that was cut; a workbook; a picture; a scan; a locked file; one that was given up.
    pub fn samples(words: Words) -> Vec<Self> {
        let part = |at: PartName, text: &str| TextPart { at, text: text.to_owned() };
        let policy = DocumentText {
            parts: vec![
                part(
                    PartName::Page(1),
                    "Deletion policy\n\n1. A deletion reaches every recipient within 30 days.\n2. Each recipient confirms it.",
                ),
                part(PartName::Page(2), ""),
            ],
            cut: true,
            unread: true,
        };
        let rows = "Asked\tRecipient\tConfirmed\n2027-01-03\tMail house\t2027-01-04\n2027-01-03\t<Portal>";
        let log = DocumentText {
            parts: vec![part(PartName::Sheet("Deletions".to_owned()), rows)],
            ..DocumentText::default()
        };
        let href = ("/assessments/sample/evidence/sample", false);
        let of = |name: &str, file: FileType, preview: Preview| {
            Self::new(words, (name, file.media_type()), preview, href)
        };
        vec![
            of("Deletion policy v3.pdf", FileType::Pdf, Preview::Words(policy)),
            of("Deletion log.xlsx", FileType::Xlsx, Preview::Words(log)),
            of("Deletion log.png", FileType::Png, Preview::None(NoText::Picture)),
            of("ISO 27001.pdf", FileType::Pdf, Preview::None(NoText::Empty)),
            of("Contract.pdf", FileType::Pdf, Preview::None(NoText::Locked)),
            of("Old contract.pdf", FileType::Pdf, Preview::None(NoText::Letters)),
            of("Report.docx", FileType::Docx, Preview::TooMuch),
        ]
    }
}

/// Why there are no words, and what to do: whoever sent the file can send another, everybody else asks for one.
fn none(words: Words, why: NoText, own: bool) -> Banner {
    let (said, to_do) = match (why, own) {
        (NoText::Locked, false) => ("document-none-locked", "document-none-locked-do"),
        (NoText::Locked, true) => ("document-none-locked", "document-none-locked-own"),
        (NoText::Damaged, false) => ("document-none-damaged", "document-none-damaged-do"),
        (NoText::Damaged, true) => ("document-none-damaged", "document-none-damaged-own"),
        (NoText::Letters, _) => ("document-none-letters", "document-none-empty-do"),
        (NoText::Empty | NoText::Picture, _) => ("document-none-empty", "document-none-empty-do"),
    };
    warning(words, (said, to_do))
}

fn warning(words: Words, (said, to_do): (&str, &str)) -> Banner {
    Banner { kind: Kind::Warn, title: words.t(said), lines: vec![words.t(to_do)] }
}

impl PartView {
    fn of(words: Words, part: &TextPart, name: &str) -> Self {
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let title = match &part.at {
            PartName::Whole | PartName::Table => String::new(),
            PartName::Page(n) => words.tn("document-page", number(*n)),
            PartName::Slide(n) => words.tn("document-slide", number(*n)),
            PartName::Sheet(sheet) => words.ts("document-sheet", sheet),
        };
        let label = if title.is_empty() { name.to_owned() } else { title.clone() };
        let table = matches!(part.at, PartName::Table | PartName::Sheet(_));
        if table {
            Self { title, text: String::new(), rows: rows(&part.text), label }
        } else {
            let nothing = part.text.is_empty() && part.at != PartName::Whole;
            let text = if nothing { words.t("document-page-empty") } else { part.text.clone() };
            Self { title, text, rows: Vec::new(), label }
        }
    }
}

/// The cells of a table, its rows filled up to the longest.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter(|line| !line.is_empty());
    let mut rows: Vec<Vec<String>> =
        lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    let widest = rows.iter().map(Vec::len).max().unwrap_or_default();
    for row in &mut rows {
        row.resize(widest, String::new());
    }
    rows
}
