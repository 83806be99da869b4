//! What a file is by its bytes, whatever its name says (security.md T8, T9). Nothing is unpacked and nothing is rendered: a type is
//! told from a file's first bytes, and of an archive from the names of its parts.

use memchr::memmem;

use super::file::{FileFault, FileType};

/// How a container of OLE begins: Office keeps a document with a password in one ([MS-OFFCRYPTO], 1.3).
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// The stream in it that has the document ([MS-OFFCRYPTO], 2.3.4.4), in UTF-16 as its directory spells it.
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
/// Every package of Office has this part, in any order among the others (ISO/IEC 29500-2, 7.2.3).
const TYPES_PART: &[u8] = b"[Content_Types].xml";

/// Whether a file can be what its name says it is.
pub(super) fn check(said: FileType, bytes: &[u8]) -> Result<(), FileFault> {
    let is_one = match said {
        FileType::Text | FileType::Csv => return check_text(bytes),
        FileType::Docx => is_package(bytes, b"word/"),
        FileType::Xlsx => is_package(bytes, b"xl/"),
        FileType::Pptx => is_package(bytes, b"ppt/"),
        _ => infer::get(bytes).is_some_and(|found| found.mime_type() == said.media_type()),
    };
    match (is_one, said) {
        (true, _) => Ok(()),
        (false, FileType::Docx | FileType::Xlsx | FileType::Pptx) if is_locked(bytes) => {
            Err(FileFault::Locked)
        }
        (false, _) => Err(FileFault::Content),
    }
}

/// Whether these bytes are a document of Office that a password protects.
pub(super) fn is_locked(bytes: &[u8]) -> bool {
    bytes.starts_with(OLE) && memmem::find(bytes, ENCRYPTED).is_some()
}

/// Whether an archive is a package of Office with its parts in a folder. Programs write the parts in any order, so the archive's own
/// list is read to its end.
fn is_package(bytes: &[u8], folder: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && has_part(bytes, TYPES_PART) && has_part(bytes, folder)
}

/// Whether the list at the end of an archive names a part that begins so (APPNOTE.TXT 6.3.10, 4.3.12).
fn has_part(bytes: &[u8], name: &[u8]) -> bool {
    let named = |at: usize| {
        let here = bytes.get(at.saturating_add(46)..).unwrap_or_default();
        here.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    memmem::find_iter(bytes, b"PK\x01\x02").any(named)
}

/// Whether this is text in UTF-8 without control characters, but for tabs and line ends.
fn check_text(bytes: &[u8]) -> Result<(), FileFault> {
    let plain = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    match std::str::from_utf8(bytes) {
        Ok(text) if text.chars().all(plain) => Ok(()),
        Ok(_) => Err(FileFault::Content),
        Err(_other) if is_other_text(bytes) => Err(FileFault::Encoding),
        Err(_binary) => Err(FileFault::Content),
    }
}

/// Whether this is text as spreadsheets save it if nobody asks for UTF-8: UTF-16 with its mark in front, or one byte a letter.
fn is_other_text(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    marked || bytes.iter().all(|byte| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(names: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(b"<xml/>").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn the_parts_of_a_document_of_office_come_in_any_order() {
        let orders: [&[&str]; 5] = [
            &["[Content_Types].xml", "_rels/.rels", "word/document.xml"],
            // python-docx.
            &[
                "[Content_Types].xml",
                "_rels/.rels",
                "docProps/core.xml",
                "docProps/app.xml",
                "word/document.xml",
            ],
            // LibreOffice.
            &[
                "_rels/.rels",
                "docProps/core.xml",
                "docProps/app.xml",
                "word/_rels/document.xml.rels",
                "[Content_Types].xml",
            ],
            // Google Docs.
            &["word/numbering.xml", "word/settings.xml", "_rels/.rels", "[Content_Types].xml"],
            &["_rels/", "_rels/.rels", "word/", "word/document.xml", "[Content_Types].xml"],
        ];
        for order in orders {
            assert_eq!(FileType::of("a.docx", &archive(order)), Ok(FileType::Docx), "{order:?}");
            assert_eq!(FileType::of("a.xlsx", &archive(order)), Err(FileFault::Content), "{order:?}");
        }
        assert_eq!(FileType::of("a.docx", &archive(&["word/document.xml"])), Err(FileFault::Content));
        assert_eq!(
            FileType::of("a.xlsx", &archive(&["[Content_Types].xml", "data.txt"])),
            Err(FileFault::Content)
        );
    }

    #[test]
    fn what_a_password_protects_is_said_to_be_so() {
        let locked = [OLE, &[0; 600], ENCRYPTED].concat();
        for name in ["a.docx", "a.xlsx", "a.pptx"] {
            assert_eq!(FileType::of(name, &locked), Err(FileFault::Locked));
        }
        assert_eq!(FileType::of("old.docx", &[OLE, &[0; 600]].concat()), Err(FileFault::Content));
        assert_eq!(FileType::of("a.pdf", &locked), Err(FileFault::Content));
    }

    #[test]
    fn text_in_another_encoding_is_told_from_no_text() {
        assert_eq!(FileType::of("a.csv", b"Caf\xe9;1\r\n"), Err(FileFault::Encoding));
        assert_eq!(FileType::of("a.csv", b"\xff\xfea\0;\0"), Err(FileFault::Encoding));
        assert_eq!(FileType::of("a.txt", b"\xe9\0\x01"), Err(FileFault::Content));
        assert_eq!(FileType::of("a.csv", "\u{feff}Café;1\r\n".as_bytes()), Ok(FileType::Csv));
    }
}
