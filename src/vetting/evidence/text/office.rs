//! The words of office documents: a zip of XML (ISO/IEC 29500 and 26300), of which the text is taken and all else is left.

use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::super::FileType;
use super::taken::Taken;
use super::{NoText, PartName};

/// No part of a document is unpacked further than this, in bytes; little in tests, so that a bomb is small.
const LARGEST_PART: u64 = if cfg!(test) { 2_000_000 } else { 64_000_000 };
/// The list of an OpenDocument's parts says in its first lines which of them are encrypted (ISO/IEC 26300-3, 4.4).
const LONGEST_LIST: u64 = 1_000_000;
/// What is not read: settings, words that were deleted, a second copy for older programs, notes of the program to itself.
const LEFT_OUT: [&str; 12] = [
    "pPr",
    "rPr",
    "tblPr",
    "tcPr",
    "sectPr",
    "instrText",
    "Fallback",
    "tracked-changes",
    "annotation",
    "automatic-styles",
    "notes",
    "scripts",
];

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

fn archive(bytes: &[u8]) -> Result<Archive<'_>, NoText> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_no_zip| NoText::Damaged)
}

/// Reads a document of Word, its notes at the end.
pub(super) fn read_docx(bytes: &[u8], into: &mut Taken) -> Result<(), NoText> {
    let mut archive = archive(bytes)?;
    into.begin(PartName::Whole);
    read_part(&mut archive, "word/document.xml", Words::new(into, None))?.ok_or(NoText::Damaged)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        into.line_end();
        let _: Option<()> = read_part(&mut archive, notes, Words::new(into, None))?;
    }
    Ok(())
}

/// Reads the slides of PowerPoint, in the order of their numbers.
pub(super) fn read_pptx(bytes: &[u8], into: &mut Taken) -> Result<(), NoText> {
    let mut archive = archive(bytes)?;
    let number =
        |name: &str| name.strip_prefix("ppt/slides/slide")?.strip_suffix(".xml")?.parse::<u32>().ok();
    let mut numbers: Vec<u32> =
        archive.file_names().filter_map(Result::ok).filter_map(|name| number(&name)).collect();
    numbers.sort_unstable();
    // Where a slide was taken out, some programs leave its number out.
    for (at, number) in numbers.iter().enumerate() {
        if !into.begin(PartName::Slide(at.saturating_add(1))) {
            break;
        }
        let name = format!("ppt/slides/slide{number}.xml");
        let _: Option<()> = read_part(&mut archive, &name, Words::new(into, None))?;
    }
    if numbers.is_empty() { Err(NoText::Damaged) } else { Ok(()) }
}

/// Reads a document, a spreadsheet or slides of OpenDocument.
pub(super) fn read_opendocument(file: FileType, bytes: &[u8], into: &mut Taken) -> Result<(), NoText> {
    let mut archive = archive(bytes)?;
    if is_locked(&mut archive) {
        return Err(NoText::Locked);
    }
    if file == FileType::Odt {
        into.begin(PartName::Whole);
    }
    read_part(&mut archive, "content.xml", Words::new(into, Some(file)))?.ok_or(NoText::Damaged)
}

fn is_locked(archive: &mut Archive<'_>) -> bool {
    let Ok(list) = archive.by_name("META-INF/manifest.xml") else { return false };
    let mut text = Vec::new();
    let read = list.take(LONGEST_LIST).read_to_end(&mut text);
    read.is_ok() && String::from_utf8_lossy(&text).contains("encryption-data")
}

/// Reads the words of a part; none if there is no such part.
fn read_part(archive: &mut Archive<'_>, name: &str, words: Words<'_>) -> Result<Option<()>, NoText> {
    if archive.index_for_name(name).is_none() {
        return Ok(None);
    }
    let part = archive.by_name(name).map_err(|_damaged| NoText::Damaged)?;
    words.read(BufReader::new(part.take(LARGEST_PART))).map(Some)
}

/// Takes the words of one part.
struct Words<'t> {
    into: &'t mut Taken,
    /// The type, of an OpenDocument; Office's own formats mark every run of text by itself.
    open: Option<FileType>,
    /// How deep in something that is left out.
    left_out: usize,
    /// How deep in text.
    text: usize,
    /// How deep in cells of a table.
    cell: usize,
    /// How many cells the one that is read stands for.
    repeated: usize,
    slides: usize,
}

impl<'t> Words<'t> {
    fn new(into: &'t mut Taken, open: Option<FileType>) -> Self {
        Self { into, open, left_out: 0, text: 0, cell: 0, repeated: 1, slides: 0 }
    }

    fn read(mut self, xml: impl BufRead) -> Result<(), NoText> {
        let mut reader = Reader::from_reader(xml);
        reader.config_mut().expand_empty_elements = true;
        let mut piece = Vec::new();
        while !self.into.is_full() {
            piece.clear();
            match reader.read_event_into(&mut piece).map_err(|_damaged| NoText::Damaged)? {
                Event::Start(tag) => self.start(tag.local_name().as_ref(), &tag),
                Event::End(tag) => self.end(tag.local_name().as_ref()),
                Event::Text(text) => self.words(&text),
                Event::CData(text) => self.words(&text),
                Event::GeneralRef(name) => self.words(reference(&name).as_deref().unwrap_or_default()),
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn words(&mut self, words: &str) {
        if self.text > 0 && self.left_out == 0 {
            // A line that ends in the XML is a space in the text.
            self.into.push(&words.replace(['\n', '\r', '\t'], " "));
        }
    }

    fn start(&mut self, name: &str, tag: &BytesStart<'_>) {
        if self.left_out > 0 || LEFT_OUT.contains(&name) {
            self.left_out = self.left_out.saturating_add(1);
            return;
        }
        match (name, self.open) {
            ("t", None) | ("p" | "h", Some(_)) => self.text = self.text.saturating_add(1),
            ("s", Some(_)) => self.into.push(" "),
            ("tab", _) => self.gap(),
            ("br" | "cr", None) | ("line-break", Some(_)) => self.line_end(),
            ("tc", None) | ("table-cell" | "covered-table-cell", Some(_)) => {
                self.cell = self.cell.saturating_add(1);
                self.repeated =
                    attribute(tag, "number-columns-repeated").and_then(|n| n.parse().ok()).unwrap_or(1);
            }
            ("table", Some(FileType::Ods)) => {
                self.into.begin(PartName::Sheet(attribute(tag, "name").unwrap_or_default()));
            }
            ("page", Some(FileType::Odp)) => {
                self.slides = self.slides.saturating_add(1);
                self.into.begin(PartName::Slide(self.slides));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out = self.left_out.saturating_sub(1);
            return;
        }
        match (name, self.open) {
            ("t", None) => self.text = self.text.saturating_sub(1),
            ("p", None) => self.line_end(),
            ("p" | "h", Some(_)) => {
                self.text = self.text.saturating_sub(1);
                self.line_end();
            }
            ("tc", None) | ("table-cell" | "covered-table-cell", Some(_)) => {
                self.cell = self.cell.saturating_sub(1);
                self.into.cells_end(std::mem::replace(&mut self.repeated, 1));
            }
            ("tr", None) | ("table-row", Some(_)) => self.into.line_end(),
            _ => {}
        }
    }

    /// In a cell, a new line would be a new row and a tab a new cell.
    fn line_end(&mut self) {
        if self.cell > 0 { self.into.space() } else { self.into.line_end() }
    }

    fn gap(&mut self) {
        if self.cell > 0 { self.into.space() } else { self.into.push("\t") }
    }
}

/// An attribute by its name without the prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes().filter_map(Result::ok);
    let found = all.find(|one| one.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(String::from)
}

/// The five entities that XML knows by itself, and characters by number. No other is looked up: nothing can grow.
fn reference(name: &str) -> Option<String> {
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    let named = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number.and_then(char::from_u32),
    };
    named.map(String::from)
}
