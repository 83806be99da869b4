//! The words of office documents: a zip of XML (ISO/IEC 29500 and 26300), of which the text is taken and all else is left.

use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::super::{FileType, content};
use super::taken::Taken;
use super::{NoText, PartName};

/// No part of a document is unpacked further than this, in bytes; little in tests, so that a bomb is small.
const LARGEST_PART: u64 = if cfg!(test) { 2_000_000 } else { 64_000_000 };
/// The list of an OpenDocument's parts says in its first lines which of them are encrypted (ISO/IEC 26300-3, 4.4).
const LONGEST_LIST: u64 = 1_000_000;
/// What is not read: settings, words that were deleted or moved away, a second copy for older programs, remarks.
const LEFT_OUT: [&str; 12] = [
    "pPr",
    "rPr",
    "tblPr",
    "tcPr",
    "sectPr",
    "instrText",
    "Fallback",
    "moveFrom",
    "tracked-changes",
    "annotation",
    "automatic-styles",
    "scripts",
];

/// A document as the archive that it is.
pub(super) type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Opens a document; one with a password is none of its parts.
pub(super) fn archive(bytes: &[u8]) -> Result<Archive<'_>, NoText> {
    let why = |_no_zip| if content::is_locked(bytes) { NoText::Locked } else { NoText::Damaged };
    ZipArchive::new(Cursor::new(bytes)).map_err(why)
}

/// Reads a document, a spreadsheet or slides of OpenDocument.
pub(super) fn read_opendocument(file: FileType, bytes: &[u8], into: &mut Taken) -> Result<(), NoText> {
    let mut archive = archive(bytes)?;
    if is_locked(&mut archive) {
        return Err(NoText::Locked);
    }
    if file != FileType::Odt {
        return read_part(&mut archive, "content.xml", Words::new(into, Some(file)))?.ok_or(NoText::Damaged);
    }
    into.begin(PartName::Whole);
    read_edges(&mut archive, Edge::Header, into);
    read_part(&mut archive, "content.xml", Words::new(into, Some(file)))?.ok_or(NoText::Damaged)?;
    into.line_end();
    read_edges(&mut archive, Edge::Footer, into);
    Ok(())
}

/// What a text document of OpenDocument says above or below all its pages; lines that several kinds of pages share come once.
fn read_edges(archive: &mut Archive<'_>, edge: Edge, into: &mut Taken) {
    let mark = into.mark();
    let words = Words { edge: Some(edge), ..Words::new(into, Some(FileType::Odt)) };
    if read_part(archive, "styles.xml", words).is_err() {
        into.lose();
    }
    let said = into.since(mark).to_owned();
    into.take_back(mark);
    let mut lines: Vec<&str> = Vec::new();
    for line in said.lines().filter(|line| !line.trim().is_empty()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    into.push(&lines.join("\n"));
    into.line_end();
}

fn is_locked(archive: &mut Archive<'_>) -> bool {
    let Ok(list) = archive.by_name("META-INF/manifest.xml") else { return false };
    let mut text = Vec::new();
    let read = list.take(LONGEST_LIST).read_to_end(&mut text);
    read.is_ok() && String::from_utf8_lossy(&text).contains("encryption-data")
}

/// Reads the words of a part; none if there is no such part.
pub(super) fn read_part(
    archive: &mut Archive<'_>,
    name: &str,
    words: Words<'_>,
) -> Result<Option<()>, NoText> {
    if archive.index_for_name(name).is_none() {
        return Ok(None);
    }
    let part = archive.by_name(name).map_err(|_damaged| NoText::Damaged)?;
    words.read(BufReader::new(part.take(LARGEST_PART))).map(Some)
}

/// What stands above or below every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Header,
    Footer,
}

impl Edge {
    /// The elements that have it (ISO/IEC 26300-3, 16.10 and 16.11).
    fn elements(self) -> [&'static str; 3] {
        match self {
            Self::Header => ["header", "header-left", "header-first"],
            Self::Footer => ["footer", "footer-left", "footer-first"],
        }
    }
}

/// Takes the words of one part.
pub(super) struct Words<'t> {
    into: &'t mut Taken,
    /// The type, of an OpenDocument; Office's own formats mark every run of text by itself.
    open: Option<FileType>,
    /// The one thing that is read, and how deep in it.
    edge: Option<Edge>,
    inside: usize,
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
    /// A reader of one part.
    pub(super) fn new(into: &'t mut Taken, open: Option<FileType>) -> Self {
        Self { into, open, edge: None, inside: 0, left_out: 0, text: 0, cell: 0, repeated: 1, slides: 0 }
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
        if self.text > 0 && self.left_out == 0 && (self.edge.is_none() || self.inside > 0) {
            // A line that ends in the XML is a space in the text.
            self.into.push(&words.replace(['\n', '\r', '\t'], " "));
        }
    }

    fn start(&mut self, name: &str, tag: &BytesStart<'_>) {
        if self.left_out > 0 || LEFT_OUT.contains(&name) || is_number(name, tag) {
            self.left_out = self.left_out.saturating_add(1);
            return;
        }
        if self.edge.is_some_and(|edge| edge.elements().contains(&name)) {
            self.inside = self.inside.saturating_add(1);
        }
        match (name, self.open) {
            // A box in the middle of a paragraph is none of its words.
            ("txbxContent", None) | ("text-box", Some(_)) => self.line_end(),
            ("noBreakHyphen", None) => self.into.push("-"),
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
        if self.edge.is_some_and(|edge| edge.elements().contains(&name)) {
            self.inside = self.inside.saturating_sub(1);
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

/// Whether it is the number of a slide, which is in the heading already.
fn is_number(name: &str, tag: &BytesStart<'_>) -> bool {
    name == "fld" && attribute(tag, "type").is_some_and(|kind| kind == "slidenum")
}

/// An attribute by its name without the prefix; one that has a prefix, whichever, if the name begins with a colon.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes().filter_map(Result::ok);
    let found = all.find(|one| match name.strip_prefix(':') {
        Some(name) => one.key.prefix().is_some() && one.key.local_name().as_ref() == name,
        None => one.key.local_name().as_ref() == name,
    })?;
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
