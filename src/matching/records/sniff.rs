//! What a file's first bytes say: whether it is text at all, and what separates its columns.

/// Files that people pick by mistake, told by their first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFile {
    /// A zip archive, which is also what an Excel workbook is.
    Zip,
    /// A Parquet file.
    Parquet,
    /// gzip-compressed.
    Gzip,
    /// Text in UTF-16.
    Utf16,
    /// A PDF document.
    Pdf,
    /// A web page.
    Html,
}

impl OtherFile {
    /// What a file that starts so is, if it is certainly no CSV.
    pub fn of(start: &[u8]) -> Option<Self> {
        let html = |tag: &[u8]| start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag));
        match start {
            [b'P', b'K', 3, 4, ..] => Some(Self::Zip),
            [b'P', b'A', b'R', b'1', ..] => Some(Self::Parquet),
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(Self::Utf16),
            [b'%', b'P', b'D', b'F', ..] => Some(Self::Pdf),
            _ if html(b"<!doctype") || html(b"<html") => Some(Self::Html),
            _ => None,
        }
    }

    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::Zip => "in a spreadsheet program, save the sheet as CSV (UTF-8)",
            Self::Gzip => "unpack it first",
            Self::Utf16 => "save it again with the encoding UTF-8",
            Self::Parquet | Self::Pdf | Self::Html => "export the list as CSV",
        }
    }
}

impl std::fmt::Display for OtherFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Zip => "a zip archive or an Excel workbook",
            Self::Parquet => "a Parquet file",
            Self::Gzip => "a gzip-compressed file",
            Self::Utf16 => "text in UTF-16",
            Self::Pdf => "a PDF document",
            Self::Html => "a web page",
        })
    }
}

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What the first line that is not blank holds outside quotes, as far as it is read.
#[derive(Default)]
pub(super) struct FirstLine {
    delimiters: [usize; DELIMITERS.len()],
    quoted: bool,
    begun: bool,
    pub(super) whole: bool,
    /// Bytes of the file that were looked at: each is looked at once, however small the pieces.
    pub(super) read: usize,
}

impl FirstLine {
    /// Looks at the next bytes of the file, which starts at `start`.
    pub(super) fn read(&mut self, bytes: &[u8], start: usize) {
        self.read = self.read.max(start);
        for byte in bytes {
            self.read += 1;
            match byte {
                b'\n' | b'\r' if !self.quoted && !self.begun => continue,
                b'\n' | b'\r' if !self.quoted => {
                    self.whole = true;
                    break;
                }
                b'"' => self.quoted = !self.quoted,
                byte if !self.quoted => {
                    let counts = DELIMITERS.iter().zip(&mut self.delimiters);
                    counts.filter(|(delimiter, _)| *delimiter == byte).for_each(|(_, count)| *count += 1);
                }
                _ => {}
            }
            self.begun = true;
        }
    }

    /// The delimiter that the line has most of; of equals the first, and a comma if it has none.
    pub(super) fn delimiter(&self) -> u8 {
        // `max_by_key` gives the last of equals.
        let best = DELIMITERS.iter().zip(self.delimiters).rev().max_by_key(|(_, count)| *count);
        best.map_or(b',', |(delimiter, _)| *delimiter)
    }
}
