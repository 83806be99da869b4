//! What a stranger's bytes go through, one function a reader: none may panic, hang or depend on the pieces the bytes come in.
//!
//! The fuzz targets call these with bytes they make up, and `tests/corpus.rs` with the bytes that are kept.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use bytes::Bytes;
use entente::matching::client_file::{CsvTokenReader, FileError, ParquetTokens};
use entente::matching::intersect::{count, matrix};
use entente::matching::normalise::Normaliser;
use entente::matching::pipeline::{Mapping, Pipeline, PipelineError, Plan, SegmentNames, SegmentScan};
use entente::matching::records::{CsvError, CsvReader, ParquetList};
use entente::matching::set::AudienceSet;
use entente::matching::token::{KeyRing, KeyText, RoomKey, TokenRow};
use entente::matching::{IdentifierType, Profile};
use entente::vetting::chain::{read_table, write_table};
use entente::vetting::formats::answer_book::{Asked, BookWords, Line, ListWords};
use entente::vetting::formats::answer_file::{self, AnswerFormat, compare};
use entente::vetting::formats::questionnaire_file::{self, WrittenFormat};
use entente::vetting::formats::{About, Format, import, vsaq};
use entente::vetting::questionnaire::{Questionnaire, draft::Draft};
use entente::vetting::scoring::Tier;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Takes any bytes and must neither panic nor hang.
pub type Reader = fn(&[u8]);

/// The readers by name; a corpus has a folder of each.
pub const READERS: [(&str, Reader); 15] = [
    ("records", records),
    ("pipeline", pipeline),
    ("client_csv", client_csv),
    ("client_parquet", client_parquet),
    ("list_parquet", list_parquet),
    ("key_file", key_file),
    ("normalise", normalise),
    ("stored_set", stored_set),
    ("questionnaire", questionnaire),
    ("vsaq", vsaq),
    ("ciso_assistant", ciso_assistant),
    ("hecvat_json", hecvat_json),
    ("workbook", workbook),
    ("answers", answers),
    ("sub_processors", sub_processors),
];

/// The first byte says how long pieces are.
fn piece(data: &[u8]) -> (usize, &[u8]) {
    match data.split_first() {
        Some((first, rest)) => (usize::from(*first).max(1), rest),
        None => (1, data),
    }
}

/// A list as CSV: the same records in pieces and whole.
pub fn records(data: &[u8]) {
    let read = |text: &[u8], piece: usize| {
        let (mut reader, mut records) = (CsvReader::new(), Vec::new());
        let take = |reader: &CsvReader| {
            let fields: Vec<Vec<u8>> = reader.record().iter().map(<[u8]>::to_vec).collect();
            (reader.record().line(), fields)
        };
        for mut piece in text.chunks(piece) {
            while reader.next_record(&mut piece)? {
                records.push(take(&reader));
            }
        }
        while reader.finish()? {
            records.push(take(&reader));
        }
        Ok::<_, CsvError>(records)
    };
    let (size, text) = piece(data);
    assert_eq!(read(text, size), read(text, text.len().max(1)));
}

type Hashed = (Vec<TokenRow>, String, Option<PipelineError>);

fn hashed(
    run: impl FnOnce(
        &mut Pipeline,
        &mut dyn FnMut(&TokenRow) -> Result<(), PipelineError>,
    ) -> Result<(), PipelineError>,
) -> Hashed {
    let mut scan = SegmentScan::new("s");
    let named = scan.feed(b"s\na\nb\n").and_then(|()| scan.finish());
    let ids = vec![(IdentifierType::Email, "mail".to_owned()), (IdentifierType::Phone, "tel".to_owned())];
    let mapping = Mapping { ids, segment: Some("s".to_owned()), opt_out: Some("out".to_owned()) };
    let segments: SegmentNames = named.unwrap_or_default();
    let plan = Plan { mapping, profile: Profile::Entente, country: "FR".parse().ok(), segments };
    let ring = KeyRing::derive(&RoomKey::from_bytes([1; 32]), "room");
    let Ok(mut pipeline) = Pipeline::new(ring, plan) else { return Default::default() };
    let mut rows = Vec::new();
    let fault = run(&mut pipeline, &mut |row: &TokenRow| {
        rows.push(row.clone());
        Ok(())
    })
    .err();
    let report = if fault.is_none() { format!("{:?}", pipeline.report()) } else { String::new() };
    (rows, report, fault)
}

/// A list on its way to tokens: the same people, report and fault in pieces and through two lanes.
pub fn pipeline(data: &[u8]) {
    let (size, rows) = piece(data);
    let list = [b"mail,tel,s,out\n", rows].concat();
    let in_pieces = hashed(|pipeline, mut sink| {
        for piece in list.chunks(size) {
            pipeline.feed(piece, &mut sink)?;
        }
        pipeline.finish(&mut sink)
    });
    let side_by_side = hashed(|pipeline, mut sink| {
        let mut rest = list.as_slice();
        let read = |piece: &mut [u8]| {
            let (now, later) = rest.split_at(rest.len().min(piece.len()));
            piece.iter_mut().zip(now).for_each(|(to, from)| *to = *from);
            rest = later;
            Ok::<_, PipelineError>(now.len())
        };
        pipeline.hash_text(2, None, read, &mut sink)
    });
    assert_eq!(in_pieces, side_by_side);
}

/// A client file as CSV: the same rows in pieces and whole.
pub fn client_csv(data: &[u8]) {
    let read = |text: &[u8], piece: usize| {
        let (mut reader, mut rows) = (CsvTokenReader::new(), Vec::new());
        for mut piece in text.chunks(piece) {
            while reader.next_row(&mut piece)? {
                rows.push(reader.row().clone());
            }
        }
        while reader.finish()? {
            rows.push(reader.row().clone());
        }
        Ok::<_, FileError>(rows)
    };
    let (size, text) = piece(data);
    assert_eq!(read(text, size), read(text, text.len().max(1)));
}

/// A client file as Parquet: with plain columns, as the server takes it, or others, as the command line does.
pub fn client_parquet(data: &[u8]) {
    let Ok(file) = ParquetTokens::open(Bytes::copy_from_slice(data)) else { return };
    let _ = file.require_plain();
    let _ = file.for_each(|_: &TokenRow| Ok::<_, FileError>(()));
}

/// A list as Parquet, as `entente hash` takes it: of any columns, plain or packed.
pub fn list_parquet(data: &[u8]) {
    let Ok(list) = ParquetList::open(Bytes::copy_from_slice(data)) else { return };
    let Ok(mut rows) = list.rows() else { return };
    let mut record = list.header();
    while matches!(rows.next_row(&mut record), Ok(true)) {}
}

/// A key file or an invitation link: what is read is written again the same.
pub fn key_file(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(key) = KeyText::parse(text) {
        let again = KeyText::parse(&key.to_text());
        assert!(
            again.is_ok_and(|again| again.room_id == key.room_id && again.key.expose() == key.key.expose())
        );
    }
}

/// A value: the short way agrees with the rules, and a canonical form is its own, but for a number without its plus.
pub fn normalise(data: &[u8]) {
    let Some(([kind, profile], raw)) = data.split_first_chunk::<2>() else { return };
    let Some(kind) = IdentifierType::from_index(kind % 4) else { return };
    let Some(profile) = Profile::ALL.get(usize::from(profile % 4)) else { return };
    let Ok(rules) = Normaliser::new(kind, *profile, "FR".parse().ok()) else { return };
    let (mut plain, mut canonical, mut again) = ([0; 64], String::new(), String::new());
    let taken = rules.plain(raw, &mut plain);
    let Ok(raw) = std::str::from_utf8(raw) else {
        assert!(taken.is_none());
        return;
    };
    let read = rules.normalise(raw, &mut canonical);
    assert!(taken.is_none_or(|length| read.is_ok() && plain.get(..length) == Some(canonical.as_bytes())));
    let settled = kind != IdentifierType::Phone || *profile != Profile::Meta;
    if read.is_ok() && settled {
        assert_eq!(rules.normalise(&canonical, &mut again), Ok(()));
        assert_eq!(again, canonical);
    }
}

/// A stored set: what opens is read whole and counted against itself, or refused; never a panic, and no count of more people
/// than there are.
pub fn stored_set(data: &[u8]) {
    let open = || AudienceSet::open(std::sync::Arc::new(data.to_vec()));
    let (Ok(a), Ok(b)) = (open(), open()) else { return };
    let kinds = a.kinds();
    let _ = count((&a).into(), (&b).into(), &kinds, 1);
    let _ = matrix((&a).into(), (&b).into(), &kinds, 1);
    if let Ok(whole) = a.loaded() {
        let _ = count((&whole).into(), (&b).into(), &kinds, 1);
        let mut again = Vec::new();
        assert!(whole.write(&mut again).is_ok());
    }
}

/// What parts the pieces of one input: no byte of UTF-8.
const BETWEEN: u8 = 0xff;
const ABOUT: About<'_> = About { id: "q", language: "en" };

fn texts(data: &[u8]) -> Option<Vec<&str>> {
    data.split(|byte| *byte == BETWEEN).map(|piece| std::str::from_utf8(piece).ok()).collect()
}

/// What was taken goes out in every format, and in ours comes back as it was.
fn goes_out(questionnaire: &Questionnaire) {
    let language = questionnaire.languages().first().map_or("en", String::as_str);
    for format in WrittenFormat::ALL {
        let written = questionnaire_file::write(questionnaire, format, language);
        assert!(written.is_ok(), "{format:?}");
        if let (WrittenFormat::Own, Ok(written)) = (format, written) {
            assert_eq!(Questionnaire::parse(&written.text).as_ref(), Ok(questionnaire));
        }
    }
    for tier in [Tier::T3, Tier::T4] {
        assert!(questionnaire.tailored(tier).questions().count() <= questionnaire.questions().count());
    }
}

/// A questionnaire of our own format, finished or not: all that is wrong with a draft is told, and what is taken goes out.
pub fn questionnaire(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(draft) = Draft::parse(text) {
        assert_eq!(Draft::parse(&draft.to_json()).as_ref(), Ok(&draft));
        let (flaws, shares) = (draft.flaws(), draft.shares());
        assert!(shares.len() <= draft.questions().count());
        let stops = flaws.iter().any(|flaw| flaw.what.stops());
        match draft.finish(1) {
            Ok(questionnaire) => assert!(!stops && questionnaire.check_publishable().is_ok()),
            Err(problems) => assert!(!problems.is_empty()),
        }
    }
    if let Ok(questionnaire) = Questionnaire::parse(text) {
        goes_out(&questionnaire);
    }
}

/// A questionnaire of VSAQ, with extensions behind it and saved answers at the end.
pub fn vsaq(data: &[u8]) {
    let Some(pieces) = texts(data) else { return };
    let Some((file, more)) = pieces.split_first() else { return };
    let (answers, extensions) = more.split_last().map_or((None, more), |(last, rest)| (Some(*last), rest));
    let more = vsaq::More {
        extensions: extensions.iter().map(|text| (*text).to_owned()).collect(),
        answers: answers.map(str::to_owned),
    };
    if let Ok(imported) = vsaq::import_with(file, &more, ABOUT) {
        goes_out(&imported.questionnaire);
    }
}

fn imported(format: Format, file: &[u8]) {
    if let Ok(imported) = import(format, file, ABOUT) {
        goes_out(&imported.questionnaire);
    }
}

/// A library of CISO Assistant.
pub fn ciso_assistant(data: &[u8]) {
    imported(Format::CisoAssistant, data);
}

/// The questions of HECVAT as JSON.
pub fn hecvat_json(data: &[u8]) {
    imported(Format::Hecvat, data);
}

/// A workbook: CAIQ, HECVAT, an audit of CISO Assistant, or one that was sent to be filled in. Bytes that are no archive are the
/// rows of its sheets and its shared texts, for chance does not find its way into what is packed.
pub fn workbook(data: &[u8]) {
    let built;
    let file = if data.starts_with(b"PK") {
        data
    } else {
        let Ok(file) = book(data) else { return };
        built = file;
        &built
    };
    imported(Format::Caiq, file);
    imported(Format::Hecvat, file);
    answered(file);
}

/// The sheets that a built workbook has, by what they are called in one that was sent.
const SHEETS: [&str; 4] = ["Answers", "entente", "entente-revisions", "Privacy"];

fn book(data: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut pieces = data.split(|byte| *byte == BETWEEN);
    let (mut list, mut related, mut sheets) = (String::new(), String::new(), Vec::new());
    for (n, name) in SHEETS.iter().enumerate() {
        list.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{}\" r:id=\"s{n}\"/>", n + 1));
        related.push_str(&format!(
            "<Relationship Id=\"s{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        ));
        let head = format!("<worksheet {MAIN}><sheetData>").into_bytes();
        let rows = pieces.next().unwrap_or_default();
        sheets.push([head.as_slice(), rows, b"</sheetData></worksheet>"].concat());
    }
    related.push_str(&format!(
        "<Relationship Id=\"t\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
    ));
    let texts = [format!("<sst {MAIN}>").as_bytes(), pieces.next().unwrap_or_default(), b"</sst>"].concat();
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), format!("<Types xmlns=\"{PACKAGE}/content-types\"/>").into()),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"b\" Type=\"{OFFICE}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            )
            .into(),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook {MAIN} xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>").into(),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{related}</Relationships>").into(),
        ),
        ("xl/sharedStrings.xml".to_owned(), texts),
    ];
    let named = sheets.into_iter().enumerate();
    parts.extend(named.map(|(n, sheet)| (format!("xl/worksheets/sheet{n}.xml"), sheet)));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(name, plain)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// One question as CAIQ asks it, one as HECVAT does, and one of our own.
const ASKED: &str = r#"{"format":"entente-questionnaire/1","id":"q","version":1,"languages":["en"],"title":{"en":"Q"},
  "sections":[{"id":"A","title":{"en":"A"},"weight":100,"questions":[
    {"id":"IAM-01.1","text":{"en":"One?"},"weight":1,"na_allowed":true,"maps":[{"framework":"CCM","ref":"IAM-01"}],
     "options":[{"id":"yes","label":{"en":"Yes"},"value":100},{"id":"no","label":{"en":"No"},"value":0}]},
    {"id":"DPAI-01","text":{"en":"Two?"},"weight":1,"maps":[{"framework":"HECVAT","ref":"DPAI-01"}],
     "options":[{"id":"yes","label":{"en":"Yes"},"value":100},{"id":"no","label":{"en":"No"},"value":0}]},
    {"id":"C","text":{"en":"Three?"},"weight":1,"na_allowed":true,
     "options":[{"id":"all","label":{"en":"All"},"value":100},{"id":"none","label":{"en":"None"},"value":0}]}]}]}"#;

/// A file of answers in any format: what is taken from it goes out in every one, and ours says the same again.
pub fn answers(data: &[u8]) {
    // Archives are `workbook`'s.
    if !data.starts_with(b"PK") {
        answered(data);
    }
}

fn answered(file: &[u8]) {
    let Ok(questionnaire) = Questionnaire::parse(ASKED) else { return };
    let answers = BTreeMap::new();
    let mut asked = Asked {
        assessment: "a",
        digest: "d",
        questionnaire: &questionnaire,
        section: None,
        answers,
        list: None,
    };
    let Ok((_, reading)) = answer_file::read(&asked, file) else { return };
    for step in compare(&asked, reading.filled) {
        let line = Line {
            given: step.filled.given,
            comment: step.filled.comment,
            evidence_note: step.filled.evidence_note,
            revision: 1,
            carried_over: false,
        };
        asked.answers.insert(step.filled.question.to_string(), line);
    }
    let sent = asked.write(&book_words(), 0);
    // Nobody filled anything in, so nothing changes.
    assert_eq!(sent.map(|file| asked.read(&file)), Ok(Ok((Vec::new(), None))));
    let others = AnswerFormat::written_for(&questionnaire).into_iter();
    for format in others.filter(|format| *format != AnswerFormat::Workbook) {
        let written = answer_file::write(&asked, format);
        let again = written.ok().and_then(|written| answer_file::read(&asked, &written.file).ok());
        assert!(again.is_some(), "{format:?}");
        if let (AnswerFormat::Own, Some((_, again))) = (format, again) {
            let same = compare(&asked, again.filled);
            assert!(same.iter().all(|step| step.standing == answer_file::Standing::Same));
        }
    }
}

fn book_words() -> BookWords {
    let headings = ["Id", "Section", "Question", "Help", "When", "Answer", "Reason", "Comment", "Evidence"];
    BookWords {
        language: "en".to_owned(),
        sheet: "Answers".to_owned(),
        title: "Q".to_owned(),
        how: Vec::new(),
        headings: headings.map(str::to_owned),
        not_applicable: "Does not apply".to_owned(),
        only_if: "If".to_owned(),
        list: ListWords::default(),
    }
}

/// The partner's companies as a table: what is read reads back as it was written.
pub fn sub_processors(data: &[u8]) {
    if let Ok(list) = read_table(data) {
        assert_eq!(read_table(write_table(&list).as_bytes()), Ok(list));
    }
}
