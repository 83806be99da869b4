//! Files that would fill the memory, against the real program under a limit that it would not survive: each is refused in one
//! sentence, and nothing is left behind.
//!
//! The limit is on the memory that a process may write to (`ulimit -d`), so that it counts what is taken, not what is mapped.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use entente::ids::RoomId;
use flate2::{Compress, Compression, Crc, FlushCompress};

/// What the program may take, in KiB: less than the smallest of these bombs unpacks to, and enough for the most cells that are kept.
const MOST_KIB: &str = "245760";

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("entente-bombs-{}", RoomId::fresh()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// Imports a file as a questionnaire of a format.
    fn import(&self, format: &str, file: &[u8]) -> Output {
        std::fs::write(self.0.join("in"), file).unwrap();
        let limited = format!("ulimit -d {MOST_KIB}; exec \"$@\"");
        Command::new("bash")
            .args(["-c", &limited, "bash", env!("CARGO_BIN_EXE_entente")])
            .args(["questionnaire", "import", "--format", format, "in", "-o", "out.json"])
            .current_dir(&self.0)
            .output()
            .unwrap()
    }

    /// The same, for a file that must be refused; what is said of it.
    fn refused(&self, format: &str, file: &[u8]) -> String {
        let said = self.import(format, file);
        let text =
            format!("{}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
        assert_eq!(said.status.code(), Some(2), "{text}");
        assert!(!Path::new(&self.0.join("out.json")).exists(), "{text}");
        text
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One part of an archive: `head`, then `block` so many times, then `tail`.
struct Part {
    name: &'static str,
    head: String,
    block: String,
    times: u32,
    tail: &'static str,
}

impl Part {
    fn of(name: &'static str, text: String) -> Self {
        Self { name, head: text, block: String::new(), times: 0, tail: "" }
    }

    /// Packed bytes, check sum and length. A block is packed once, so that a bomb is made in no time.
    fn packed(&self) -> (Vec<u8>, u32, u32) {
        let mut crc = Crc::new();
        let mut packed = Vec::new();
        let mut put = |text: &str, times: u32| {
            let mut bytes = Vec::with_capacity(text.len() + 1024);
            // A full flush ends on a byte and looks back no further, so that what it made can stand anywhere.
            Compress::new(Compression::best(), false)
                .compress_vec(text.as_bytes(), &mut bytes, FlushCompress::Full)
                .unwrap();
            let mut own = Crc::new();
            own.update(text.as_bytes());
            for _ in 0..times {
                packed.extend_from_slice(&bytes);
                crc.combine(&own);
            }
        };
        put(&self.head, 1);
        put(&self.block, self.times);
        put(self.tail, 1);
        let mut end = Vec::with_capacity(16);
        Compress::new(Compression::best(), false).compress_vec(&[], &mut end, FlushCompress::Finish).unwrap();
        packed.extend(end);
        (packed, crc.sum(), crc.amount())
    }
}

/// A ZIP archive (APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16).
fn archive(parts: &[Part]) -> Vec<u8> {
    let (mut file, mut index) = (Vec::new(), Vec::new());
    for part in parts {
        let (packed, crc, length) = part.packed();
        let at = u32::try_from(file.len()).unwrap();
        let name = u16::try_from(part.name.len()).unwrap();
        // Version, flags, deflate, time and day; then check sum, lengths, and the length of the name.
        let mut facts: Vec<u8> = [20_u16, 0, 8, 0, 0x21].iter().flat_map(|n| n.to_le_bytes()).collect();
        let sizes = [crc, u32::try_from(packed.len()).unwrap(), length];
        facts.extend(sizes.iter().flat_map(|n| n.to_le_bytes()));
        facts.extend(name.to_le_bytes());
        file.extend([b"PK\x03\x04", &facts[..], &[0, 0], part.name.as_bytes(), &packed].concat());
        index.extend(
            [b"PK\x01\x02\x14\x00", &facts[..], &[0; 12], &at.to_le_bytes(), part.name.as_bytes()].concat(),
        );
    }
    let (at, length) = (u32::try_from(file.len()).unwrap(), u32::try_from(index.len()).unwrap());
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    file.extend(index);
    let end: [&[u8]; 8] =
        [b"PK\x05\x06", &[0; 4], &count, &count, &length.to_le_bytes(), &at.to_le_bytes(), &[0; 2], &[]];
    file.extend(end.concat());
    file
}

/// A workbook of one sheet and its shared texts.
fn workbook(sheet: Part, texts: Part) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let relations =
        |list: &str| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{list}</Relationships>");
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let parts = [
        Part::of("[Content_Types].xml", format!("<Types xmlns=\"{PACKAGE}/content-types\"/>")),
        Part::of("_rels/.rels", relations(&relation("a", "officeDocument", "xl/workbook.xml"))),
        Part::of(
            "xl/workbook.xml",
            format!(
                "<workbook {MAIN} xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"
            ),
        ),
        Part::of(
            "xl/_rels/workbook.xml.rels",
            relations(
                &(relation("s", "worksheet", "worksheets/s.xml") + &relation("t", "sharedStrings", "t.xml")),
            ),
        ),
        sheet,
        texts,
    ];
    archive(&parts)
}

const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

fn sheet(block: String, times: u32) -> Part {
    let head = format!("<worksheet {MAIN}><sheetData>");
    Part { name: "xl/worksheets/s.xml", head, block, times, tail: "</sheetData></worksheet>" }
}

fn texts(block: String, times: u32) -> Part {
    Part { name: "xl/t.xml", head: format!("<sst {MAIN}>"), block, times, tail: "</sst>" }
}

#[test]
fn a_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused_within_bounds() {
    let folder = Folder::new();
    // What is not a bomb is read: the archive is sound.
    let row = "<row><c t=\"inlineStr\"><is><t>Question</t></is></c></row>";
    let sound = workbook(sheet(row.to_owned(), 3), texts(String::new(), 0));
    assert!(folder.refused("caiq", &sound).contains("Question ID"));

    let rows = "<row><c><v>1</v></c></row>".repeat(10_000);
    let bombs = [
        ("ten million rows", sheet(rows, 1_000), texts(String::new(), 0)),
        ("blanks", sheet(" ".repeat(1 << 20), 512), texts(String::new(), 0)),
        ("texts", sheet(String::new(), 0), texts("<si><t>x</t></si>".repeat(10_000), 3_000)),
    ];
    for (what, sheet, texts) in bombs {
        let bomb = workbook(sheet, texts);
        assert!(bomb.len() < 4_000_000, "{what}: {} bytes", bomb.len());
        for format in ["caiq", "hecvat"] {
            let said = folder.refused(format, &bomb);
            assert!(said.contains("unpacks to more than 24 MiB"), "{what}: {said}");
        }
    }
}

#[test]
fn the_most_that_is_unpacked_stays_within_bounds() {
    let folder = Folder::new();
    // As many cells as unpack to 24 MiB, each with a text of its own in the sheet.
    let row = "<row><c t=\"inlineStr\"><is><t>Question ID</t></is></c></row>";
    let times = u32::try_from((23 << 20) / (row.len() * 1_000)).unwrap();
    let full = workbook(sheet(row.repeat(1_000), times), texts(String::new(), 0));
    let said = folder.refused("caiq", &full);
    assert!(said.contains("300000 cells") || said.contains("Question ID"), "{said}");
}

#[test]
fn text_that_is_nested_without_end_is_refused_within_bounds() {
    let folder = Folder::new();
    let deep = "[".repeat(100_000);
    for (format, file) in [
        ("vsaq", format!("{{\"questionnaire\":{deep}")),
        ("hecvat", format!("{{\"questions\":{deep}")),
        ("ciso-assistant", format!("objects:\n  framework: {deep}")),
        ("ciso-assistant", "- ".repeat(100_000)),
    ] {
        let said = folder.refused(format, file.as_bytes());
        assert!(said.contains("in: ") || said.contains("line ") || said.contains('$'), "{said}");
    }
}
