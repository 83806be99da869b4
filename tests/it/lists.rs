//! The command line on lists as companies have them, and on keys as two companies agree on them.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use entente::access::Role;
use entente::ids::RoomId;
use entente::matching::client_file::{FileError, ParquetTokens};
use entente::matching::token::{KeyText, LabelKey, RoomKey};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::Value;

use crate::helpers::{Company, TestApp, each_database};

const ROWS: [[&str; 3]; 5] = [
    ["Jane@Example.com", "Gold", ""],
    ["joe@example.com", "Silver", ""],
    ["JOE@example.com", "Silver", "yes"],
    ["ann@example.com", "", ""],
    ["not an address", "Gold", ""],
];

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("entente-lists-{}", RoomId::fresh()));
        std::fs::create_dir(&path).unwrap();
        let key = KeyText::new("room-1", RoomKey::from_bytes([7; 32])).unwrap();
        std::fs::write(path.join("room.key"), key.to_text().as_bytes()).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.0.join(name), bytes).unwrap();
        self.path(name)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn hash(&self, list: &str, more: &[&str], to: &str) -> Output {
        let key = self.path("room.key");
        let args = ["hash", "--key", &key, "--id", "email=mail"];
        entente(&[&args, more, &[list, "-o", to]].concat())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn entente(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_entente")).args(args).output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn csv() -> Vec<u8> {
    let rows = ROWS.iter().map(|row| row.join(",") + "\n");
    rows.fold("mail,tier,stop\n".to_owned(), |text, row| text + &row).into_bytes()
}

fn parquet() -> Vec<u8> {
    let schema = "message list { OPTIONAL BYTE_ARRAY mail (UTF8); OPTIONAL BYTE_ARRAY tier (UTF8); \
                  OPTIONAL BYTE_ARRAY stop (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for column in 0..3 {
        let mut cells = group.next_column().unwrap().unwrap();
        let present: Vec<i16> = ROWS.iter().map(|row| i16::from(!row[column].is_empty())).collect();
        let values: Vec<ByteArray> =
            ROWS.iter().map(|row| row[column]).filter(|text| !text.is_empty()).map(ByteArray::from).collect();
        cells.typed::<ByteArrayType>().write_batch(&values, Some(&present), None).unwrap();
        cells.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn a_list_hashes_the_same_as_csv_packed_or_parquet() {
    let folder = Folder::new();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&csv()).unwrap();
    let lists = [
        folder.file("list.csv", &csv()),
        folder.file("list.csv.gz", &gzip.finish().unwrap()),
        folder.file("list.csv.zst", &zstd::encode_all(&csv()[..], 3).unwrap()),
        folder.file("list.parquet", &parquet()),
    ];
    let hashed = lists.each_ref().map(|list| {
        let to = folder.path("out.csv");
        let done = folder.hash(list, &["--segment", "tier", "--opt-out", "stop", "--json"], &to);
        assert!(done.status.success(), "{list}: {}", text(&done));
        let report: Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!((&report["rows"], &report["people"]), (&5.into(), &4.into()), "{list}: {report}");
        assert_eq!((&report["opted_out"], &report["segments"]), (&1.into(), &2.into()), "{list}: {report}");
        assert_eq!(report["by_type"]["email"]["lines"]["not_an_email"][0], 6, "{list}: {report}");
        std::fs::read_to_string(to).unwrap()
    });
    let lines: Vec<&str> = hashed[0].lines().collect();
    assert_eq!(lines[0], "email,segment,opt_out");
    let ends: Vec<&str> = lines[1..].iter().map(|line| &line[32..]).collect();
    assert_eq!(ends, [",0,", ",1,", ",1,true", ",,"]);
    assert_eq!(lines[2][..32], lines[3][..32], "the opt-out names the person that is also listed");
    assert!(hashed.iter().all(|other| *other == hashed[0]));
}

#[test]
fn a_client_file_is_written_plain_or_packed_as_its_name_says() {
    let folder = Folder::new();
    let list = folder.file("list.csv", &csv());
    let more = ["--segment", "tier", "--opt-out", "stop"];
    let written = |name: &str, zstd: &[&str]| {
        let to = folder.path(name);
        let done = folder.hash(&list, &[&more[..], zstd].concat(), &to);
        assert!(done.status.success(), "{name}: {}", text(&done));
        std::fs::read(to).unwrap()
    };
    let plain = written("out.csv", &[]);
    // The names of segments have no place in a stream.
    let stream = folder.hash(&list, &more, "-");
    assert!(stream.status.code() == Some(2) && text(&stream).contains("goes to a file"), "{}", text(&stream));
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&written("out.csv.gz", &[])[..]).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == plain, "gzip");
    assert!(zstd::decode_all(&written("out.CSV.zst", &[])[..]).unwrap() == plain, "zstd");
    let rows = |bytes: Vec<u8>| {
        let file = ParquetTokens::open(bytes::Bytes::from(bytes)).unwrap();
        let mut rows = Vec::new();
        let read = file.for_each(|row| {
            rows.push(row.clone());
            Ok::<_, FileError>(())
        });
        read.unwrap();
        (file.require_plain().is_ok(), rows)
    };
    let (as_it_is, packed) = (rows(written("out.parquet", &[])), rows(written("z.parquet", &["--zstd"])));
    assert_eq!((as_it_is.0, packed.0, &as_it_is.1), (true, false, &packed.1));
    assert_eq!(packed.1.len(), 4);
    // The names of segments lie beside a text, packed or not, where `push` looks for them.
    assert!(std::path::Path::new(&folder.path("out.csv.gz.segments.json")).exists());
    for (name, zstd) in [("out.gz", &[][..]), ("out.csv.bz2", &[]), ("out.csv", &["--zstd"])] {
        let refused = folder.hash(&list, &[&more[..], zstd].concat(), &folder.path(name));
        assert_eq!(refused.status.code(), Some(2), "{name}: {}", text(&refused));
        assert!(text(&refused).contains(".csv.zst"), "{name}: {}", text(&refused));
    }
}

#[test]
fn the_names_of_segments_travel_sealed() {
    let folder = Folder::new();
    let list = folder.file("list.csv", &csv());
    let label = LabelKey::derive(&RoomKey::from_bytes([7; 32]), "room-1").unwrap();
    let names = |boxes: &str| -> Vec<String> {
        let boxes: Vec<String> = serde_json::from_str(boxes).unwrap();
        boxes.iter().map(|sealed| label.open(sealed).unwrap()).collect()
    };
    let to = folder.path("out.parquet");
    assert!(folder.hash(&list, &["--segment", "tier"], &to).status.success());
    let bytes = std::fs::read(&to).unwrap();
    assert!(!bytes.windows(4).any(|window| window == b"Gold"), "a name is in the file");
    let file = ParquetTokens::open(std::fs::File::open(&to).unwrap()).unwrap();
    assert_eq!(names(file.segments().unwrap()), ["Gold", "Silver"]);
    let to = folder.path("out.csv");
    assert!(folder.hash(&list, &["--segment", "tier"], &to).status.success());
    assert_eq!(names(&std::fs::read_to_string(format!("{to}.segments.json")).unwrap()), ["Gold", "Silver"]);
    let refused = folder.hash("-", &["--segment", "tier"], &to);
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused));
}

#[test]
fn the_doctor_says_why_a_list_would_match_nobody() {
    let folder = Folder::new();
    let good = folder.file("good.csv", b"email\njane@example.com\njoe@example.com\n");
    let well = entente(&["doctor", &good]);
    assert!(well.status.success(), "{}", text(&well));
    let digest = "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514";
    let bad = folder.file("bad.csv", format!("email,phone\n{digest},0612345678\n").as_bytes());
    let ill = entente(&["doctor", &bad]);
    assert_eq!(ill.status.code(), Some(1));
    let said = text(&ill);
    for words in ["hashed already (SHA-256?)", "have no country code", "--country FR"] {
        assert!(said.contains(words), "no {words:?} in: {said}");
    }
    assert!(!said.contains(digest), "the doctor repeats a value");
    let client = folder.path("out.parquet");
    let list = folder.file("list.csv", &csv());
    assert!(folder.hash(&list, &[], &client).status.success());
    let other = entente(&["doctor", "--key-check", "0011223344556677", &client]);
    assert_eq!(other.status.code(), Some(1));
    assert!(text(&other).contains("nobody would match"), "{}", text(&other));
    let rules = entente(&["doctor", "--profile", "meta", &client]);
    assert!(text(&rules).contains("do not meet it"), "{}", text(&rules));
}

/// What a company needs to speak to its room from the command line.
struct Side<'a> {
    app: &'a TestApp,
    room: RoomId,
    token: String,
    key: PathBuf,
}

impl<'a> Side<'a> {
    fn of(app: &'a TestApp, folder: &Path, company: &Company, room: &RoomId) -> Self {
        let token = folder.join(format!("{}.token", company.id));
        std::fs::write(&token, app.api_token(company.member(Role::Manager), true).1.expose()).unwrap();
        let key = folder.join(format!("{}.key", company.id));
        Self { app, room: room.clone(), token: token.to_str().unwrap().to_owned(), key }
    }

    /// `entente key exchange`, whose question is answered so after that many seconds.
    fn exchange(&self, answer: &'static str, seconds: u64) -> std::process::Child {
        let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
            .args(["key", "exchange", "--server", &self.app.address, "--room", self.room.as_str()])
            .args(["--token-file", &self.token, "-o", self.key.to_str().unwrap(), "--force"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_secs(seconds));
            // One that ended before is asked nothing.
            let _ = stdin.write_all(answer.as_bytes());
        });
        child
    }
}

fn words(said: &Output) -> String {
    let said = text(said);
    let line = said.lines().find(|line| line.starts_with("  ") && line.trim().split(' ').count() == 6);
    line.unwrap_or_else(|| panic!("no words in: {said}")).trim().to_owned()
}

#[test]
fn two_command_lines_agree_on_a_key_and_nobody_keeps_one_when_words_differ() {
    each_database(|app| {
        let folder = Folder::new();
        let (host, guest) = (app.company("Northwind"), app.company("Tidewater"));
        let room = app.signed_room(&host, &guest);
        let sides = [&host, &guest].map(|company| Side::of(app, &folder.0, company, &room));
        // Whoever says no says it when both have read their words.
        let run = |answers: [&'static str; 2]| {
            let running = [sides[0].exchange(answers[0], 12), sides[1].exchange(answers[1], 0)];
            running.map(|child| child.wait_with_output().unwrap())
        };
        // The guest says no after the host has set its key: the key is taken back, and the host's later use of it refused.
        let late = {
            let running = [sides[0].exchange("yes\n", 0), sides[1].exchange("no\n", 12)];
            running.map(|child| child.wait_with_output().unwrap())
        };
        assert!(
            late[0].status.success() && !late[1].status.success(),
            "{}{}",
            text(&late[0]),
            text(&late[1])
        );
        assert!(text(&late[1]).contains("void for both sides"), "{}", text(&late[1]));
        let standing = || {
            app.database.lines(&format!(
                "SELECT COALESCE(key_check_value, 'none') AS line FROM rooms WHERE id = '{room}'"
            ))
        };
        assert_eq!(standing(), ["none"]);
        std::fs::remove_file(&sides[0].key).unwrap();
        let differ = run(["no\n", "yes\n"]);
        assert!(text(&differ[1]).contains("says that the words differ"), "{}", text(&differ[1]));
        assert_eq!(words(&differ[0]), words(&differ[1]));
        assert!(differ.iter().all(|done| !done.status.success()));
        assert!(!sides[0].key.exists() && !sides[1].key.exists(), "a key was kept");
        let same = run(["yes\n", "yes\n"]);
        assert!(same.iter().all(|done| done.status.success()), "{}{}", text(&same[0]), text(&same[1]));
        assert_ne!(words(&differ[0]), words(&same[0]));
        let keys = [&sides[0].key, &sides[1].key].map(|path| std::fs::read_to_string(path).unwrap());
        assert_eq!(keys[0], keys[1]);
        let set = app.database.lines(&format!(
            "SELECT CASE WHEN key_checked_at IS NULL THEN 'open' ELSE 'checked' END AS line FROM rooms WHERE id = '{room}'"
        ));
        assert_eq!(set, ["checked"]);
    });
}

#[test]
fn a_link_and_its_words_are_imported_as_the_key_they_were_made_with() {
    let folder = Folder::new();
    let made = entente(&["key", "words", "--room", "room-9", "-o", &folder.path("made.key")]);
    assert!(made.status.success(), "{}", text(&made));
    let said = text(&made);
    let after = |mark: &str| said.lines().find_map(|line| line.split_once(mark)).unwrap().1.trim().to_owned();
    let (link, words) = (after("any channel:"), after("phone alone:"));
    let file = folder.file("link", format!("https://e.example{link}\n{words}\n").as_bytes());
    let read = entente(&["key", "import", &file, "-o", &folder.path("read.key")]);
    assert!(read.status.success(), "{}", text(&read));
    let key = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap();
    assert_eq!(key("made.key"), key("read.key"));
}
