//! The words of office documents: a zip of XML (ISO/IEC 29500 and 26300), of which the text is taken and all else left.

use std::io::{BufReader, Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{Collected, NoText};

/// No part of a document is unpacked further than this, in bytes.
const LARGEST_PART: u64 = 64_000_000;
/// So many slides are read.
const MOST_SLIDES: usize = 200;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

fn archive(bytes: &[u8]) -> Result<Archive<'_>, NoText> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_no_zip| NoText::Unreadable)
}

/// Reads the words of those parts of a document that it has; it needs at least one of them.
pub(super) fn read(bytes: &[u8], parts: &[&str], into: &mut Collected) -> Result<(), NoText> {
    let mut archive = archive(bytes)?;
    let mut any = false;
    for part in parts {
        if let Ok(file) = archive.by_name(part) {
            words(BufReader::new(file.take(LARGEST_PART)), into)?;
            any = true;
        }
    }
    if any { Ok(()) } else { Err(NoText::Unreadable) }
}

/// Reads the words of slides, in their order.
pub(super) fn read_slides(bytes: &[u8], into: &mut Collected) -> Result<(), NoText> {
    let names: Vec<String> = (1..=MOST_SLIDES).map(|n| format!("ppt/slides/slide{n}.xml")).collect();
    read(bytes, &names.iter().map(String::as_str).collect::<Vec<_>>(), into)
}

/// Reads the cells of a workbook, a sheet after the other, a row a line.
pub(super) fn read_cells(bytes: &[u8], into: &mut Collected) -> Result<(), NoText> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_no_book| NoText::Unreadable)?;
    for sheet in book.sheet_names() {
        into.push(&sheet);
        into.line_end();
        let Ok(range) = book.worksheet_range(&sheet) else { continue };
        for row in range.rows() {
            if into.is_full() {
                return Ok(());
            }
            let filled =
                row.iter().rposition(|cell| *cell != Data::Empty).map_or(0, |last| last.saturating_add(1));
            let cells: Vec<String> = row.iter().take(filled).map(ToString::to_string).collect();
            into.push(&cells.join("\t"));
            into.line_end();
        }
        into.line_end();
    }
    Ok(())
}

/// The text between the tags; the elements that end a paragraph, a row or a heading end a line.
fn words(xml: impl std::io::BufRead, into: &mut Collected) -> Result<(), NoText> {
    let mut reader = Reader::from_reader(xml);
    let mut piece = Vec::new();
    loop {
        let event = reader.read_event_into(&mut piece).map_err(|_damaged| NoText::Unreadable)?;
        match event {
            Event::Text(text) => into.push(&text),
            Event::GeneralRef(name) => into.push(reference(&name).as_deref().unwrap_or_default()),
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "ta" | "s" => into.push(" "),
                "br" | "cr" | "line-break" => into.line_end(),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "p" | "h" | "tr" | "table-row" => into.line_end(),
                "tc" | "table-cell" => into.push("\t"),
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
        if into.is_full() {
            return Ok(());
        }
        piece.clear();
    }
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
