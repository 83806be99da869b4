//! What a document of evidence may be: its kind, its type by content and by name, and the time it speaks for.
//!
//! A file's content and its name must agree (security.md T8, T9; [`super::content`]). What a browser could run, HTML and SVG, is
//! no type that we know.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::content;

/// The largest document, in bytes.
pub const LARGEST_FILE: usize = 10_000_000;
/// As many documents as one assessment holds.
pub const MOST_FILES: usize = 200;
/// The longest name of a file, in characters.
pub const NAME_LENGTH: usize = 120;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A rule that is in force.
    Policy,
    /// A certificate by somebody independent.
    Certificate,
    /// The report of an audit or a test.
    Report,
    /// A contract, or a part of one.
    Contract,
    /// A log, an export, a picture of a screen.
    Record,
    /// Anything else.
    Other,
}

impl EvidenceKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Policy, Self::Certificate, Self::Report, Self::Contract, Self::Record, Self::Other];

    /// The word that the database, the forms and the API use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Certificate => "certificate",
            Self::Report => "report",
            Self::Contract => "contract",
            Self::Record => "record",
            Self::Other => "other",
        }
    }

    /// The kind of that word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A type of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileType {
    /// PDF.
    Pdf,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
    /// A document of Word.
    Docx,
    /// A workbook of Excel.
    Xlsx,
    /// Slides of PowerPoint.
    Pptx,
    /// A text document of OpenDocument.
    Odt,
    /// A spreadsheet of OpenDocument.
    Ods,
    /// Slides of OpenDocument.
    Odp,
    /// Text in UTF-8.
    Text,
    /// A table in UTF-8.
    Csv,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFault {
    /// There is nothing in it.
    Empty,
    /// It is larger than [`LARGEST_FILE`].
    TooLarge,
    /// The ending of its name is none that is taken.
    Ending,
    /// A password protects it, so nobody can tell what is in it.
    Locked,
    /// It is text, but not in UTF-8.
    Encoding,
    /// What is in it is not what its name says.
    Content,
}

impl FileType {
    const ENDINGS: [(&'static str, Self); 13] = [
        ("pdf", Self::Pdf),
        ("png", Self::Png),
        ("jpg", Self::Jpeg),
        ("jpeg", Self::Jpeg),
        ("webp", Self::Webp),
        ("docx", Self::Docx),
        ("xlsx", Self::Xlsx),
        ("pptx", Self::Pptx),
        ("odt", Self::Odt),
        ("ods", Self::Ods),
        ("odp", Self::Odp),
        ("txt", Self::Text),
        ("csv", Self::Csv),
    ];

    /// The type of a file, by its name and its content, which must agree.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, FileFault> {
        if bytes.is_empty() {
            return Err(FileFault::Empty);
        }
        if bytes.len() > LARGEST_FILE {
            return Err(FileFault::TooLarge);
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        let said = Self::ENDINGS.into_iter().find(|(known, _)| *known == ending);
        let (_, said) = said.ok_or(FileFault::Ending)?;
        content::check(said, bytes).map(|()| said)
    }

    /// The endings that are taken, as a file field lists them.
    pub const ACCEPTED: &'static str =
        ".pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv";

    /// The media type that it is handed out with.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The type of an ending such as `pdf`, in lower case.
    pub fn named(ending: &str) -> Option<Self> {
        Self::ENDINGS.into_iter().find(|(known, _)| *known == ending).map(|(_, file)| file)
    }

    /// The ending that a name of this type has first in the list of those that are taken.
    pub fn ending(self) -> &'static str {
        Self::ENDINGS.into_iter().find(|(_, file)| *file == self).map_or("", |(ending, _)| ending)
    }

    /// The type of a document that is handed out with that media type, if words can be taken out of it.
    pub fn with_text(media_type: &str) -> Option<Self> {
        let found = Self::ENDINGS.into_iter().find(|(_, file)| file.media_type() == media_type);
        found.map(|(_, file)| file).filter(|_| !Self::is_picture(media_type))
    }

    /// Whether a browser can show it as a picture.
    pub fn is_picture(media_type: &str) -> bool {
        [Self::Png, Self::Jpeg, Self::Webp].iter().any(|kind| kind.media_type() == media_type)
    }
}

/// A file's name as it is kept: without folders, without characters that mean something to a system, not too long. The ending
/// stays.
pub fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |c: char| {
        c.is_control()
            || "<>:\"|?*".contains(c)
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let clean: String = last.chars().map(|c| if odd(c) { '_' } else { c }).collect();
    let clean = clean.trim().trim_start_matches('.');
    let (stem, ending) = clean.rsplit_once('.').unwrap_or((clean, ""));
    let room = NAME_LENGTH.saturating_sub(ending.chars().count().saturating_add(1));
    let stem: String = stem.chars().take(room).collect();
    let ending: String = ending.chars().take(NAME_LENGTH / 2).collect();
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

/// The days that a document speaks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// Since when it holds.
    pub effective: Option<NaiveDate>,
    /// The last day on which it holds; none if it names none.
    pub expires: Option<NaiveDate>,
}

/// What is wrong with the days of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodFault {
    /// The first day cannot be read.
    Effective,
    /// It holds only from a later day on.
    NotYet,
    /// The last day cannot be read.
    Expires,
    /// It ended before it began.
    Backwards,
}

impl Period {
    /// The days as they were typed, `2027-03-12` or nothing, judged on the day `today`. When a file was sent says nothing of when it
    /// holds, so the first day is asked for.
    pub fn typed(effective: &str, expires: &str, today: NaiveDate) -> Result<Self, Vec<PeriodFault>> {
        let day = |text: &str| match text.trim() {
            "" => Ok(None),
            text => NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Some).map_err(|_no_day| ()),
        };
        let mut faults = Vec::new();
        let effective = match day(effective) {
            Ok(Some(day)) if day > today => {
                faults.push(PeriodFault::NotYet);
                None
            }
            Ok(Some(day)) => Some(day),
            Ok(None) | Err(()) => {
                faults.push(PeriodFault::Effective);
                None
            }
        };
        let expires = day(expires).unwrap_or_else(|()| {
            faults.push(PeriodFault::Expires);
            None
        });
        if effective.zip(expires).is_some_and(|(from, to)| to < from) {
            faults.push(PeriodFault::Backwards);
        }
        if faults.is_empty() { Ok(Self { effective, expires }) } else { Err(faults) }
    }

    /// Whether it held no longer on that day.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.expires.is_some_and(|last| last < today)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[test]
    fn name_and_content_must_agree() {
        assert_eq!(FileType::of("Policy.PDF", b"%PDF-1.7\n"), Ok(FileType::Pdf));
        assert_eq!(FileType::of("screen.png", PNG), Ok(FileType::Png));
        assert_eq!(FileType::of("log.csv", "day;n\n2027-01-03;4\n".as_bytes()), Ok(FileType::Csv));
        assert_eq!(FileType::of("screen.jpg", PNG), Err(FileFault::Content));
        assert_eq!(FileType::of("policy.pdf", b"<html><script>alert(1)</script>"), Err(FileFault::Content));
        assert_eq!(FileType::of("policy.docx", b"%PDF-1.7\n"), Err(FileFault::Content));
        assert_eq!(FileType::of("log.txt", b"\0\x01binary"), Err(FileFault::Content));
    }

    #[test]
    fn what_a_browser_could_run_is_no_type_of_ours() {
        for name in ["logo.svg", "page.html", "page.xhtml", "tool.exe", "macro.docm", "script.js", "none", ""]
        {
            assert_eq!(FileType::of(name, b"<svg onload='alert(1)'/>"), Err(FileFault::Ending), "{name}");
        }
    }

    #[test]
    fn an_empty_and_a_huge_file_are_refused() {
        assert_eq!(FileType::of("a.txt", b""), Err(FileFault::Empty));
        assert_eq!(FileType::of("a.txt", &vec![b'a'; LARGEST_FILE + 1]), Err(FileFault::TooLarge));
        assert_eq!(FileType::of("a.txt", &vec![b'a'; LARGEST_FILE]), Ok(FileType::Text));
    }

    #[test]
    fn a_name_keeps_its_ending_and_loses_its_folders() {
        assert_eq!(file_name("C:\\Users\\sam\\Policy 2027.pdf"), "Policy 2027.pdf");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("a\"b\r\n.pdf"), "a_b__.pdf");
        assert_eq!(file_name("invoice\u{202e}fdp.exe"), "invoice_fdp.exe");
        let long = file_name(&format!("{}.pdf", "x".repeat(400)));
        assert_eq!((long.chars().count(), long.ends_with(".pdf")), (NAME_LENGTH, true));
    }

    #[test]
    fn a_document_holds_from_its_first_day_through_its_last() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        let today = day("2027-03-12");
        let period = Period::typed("2026-03-13", "2027-03-12", today).unwrap();
        assert!(!period.is_over(today) && period.is_over(day("2027-03-13")));
        assert!(!Period::typed("2026-03-13", "", today).unwrap().is_over(day("2099-01-01")));
        let fault = |from, to| Period::typed(from, to, today).unwrap_err();
        assert_eq!(fault("", ""), [PeriodFault::Effective]);
        assert_eq!(fault("12.03.2027", "soon"), [PeriodFault::Effective, PeriodFault::Expires]);
        assert_eq!(fault("2027-03-13", ""), [PeriodFault::NotYet]);
        assert_eq!(fault("2027-03-10", "2027-03-09"), [PeriodFault::Backwards]);
    }

    #[test]
    fn a_file_field_offers_what_is_taken() {
        let endings = FileType::ENDINGS.map(|(ending, _)| format!(".{ending}")).join(",");
        assert_eq!(FileType::ACCEPTED, endings);
    }

    proptest! {
        #[test]
        fn no_name_makes_trouble(name in ".{0,300}") {
            let kept = file_name(&name);
            prop_assert!(kept.chars().count() <= NAME_LENGTH + 1);
            prop_assert!(!kept.contains(['/', '\\', '"', '\r', '\n']) && !kept.starts_with('.'));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for (ending, _) in FileType::ENDINGS {
                let _: Result<FileType, FileFault> = FileType::of(&format!("a.{ending}"), &bytes);
            }
        }
    }
}
