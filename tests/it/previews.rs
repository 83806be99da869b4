//! What a document says, looked at without downloading it: shown as text beside the answer, to whom the document is shown, and taken out
//! by a process of its own that a hostile file can end, and nothing else.

use std::cell::Cell;
use std::io::Write as _;
use std::pin::Pin;
use std::process::{Command, ExitStatus, Stdio};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use entente::access::{LinkToken, Role};
use entente::services::evidence::{self, EvidenceInput, Preview};
use entente::services::{ServiceError, answering};
use entente::vetting::code::QuestionId;
use entente::web::app::Side;
use serde_json::{Value, json};

use crate::evidence::begun;
use crate::helpers::{Setup, TestApp, Until, Vetting, each_database};

fn stream(dict: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("<<{dict}/Length {}>>\nstream\n", body.len()).into_bytes();
    [head.as_slice(), body, b"\nendstream"].concat()
}

/// A PDF of these objects, of which the first is the catalogue.
fn objects(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let (start, size) = (out.len(), objects.len() + 1);
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    out.extend(format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").into_bytes());
    out
}

const CATALOG: &[u8] = b"<</Type/Catalog/Pages 2 0 R>>";

/// A PDF of one page with a standard font and these forms, which are called `X0`, `X1` and so on and know each other.
fn pdf_with(filter: &str, content: &[u8], forms: &[String]) -> Vec<u8> {
    let names: String = (0..forms.len()).map(|n| format!("/X{n} {} 0 R", n + 6)).collect();
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R\
        /Resources<</Font<</F1 5 0 R>>/XObject<<{names}>>>>>>"
    );
    let mut all = vec![
        CATALOG.to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into_bytes(),
        stream(filter, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    let form = format!("/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<<{names}>>>>");
    all.extend(forms.iter().map(|content| stream(&form, content.as_bytes())));
    objects(&all)
}

fn pdf(content: &[u8]) -> Vec<u8> {
    pdf_with("", content, &[])
}

/// Twelve kilobytes that unpack to 768 megabytes of spaces: runs of 128, and those runs once more.
fn bomb() -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&b"\x81 ".repeat(6_000_000)).unwrap();
    pdf_with("/Filter[/FlateDecode/RunLengthDecode]", &packed.finish().unwrap(), &[])
}

fn office(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook whose one sheet is this XML.
fn workbook(sheet: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let to = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"{id}\" Type=\"{rel}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{rel}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let types = format!("<Types xmlns=\"{package}/content-types\"/>");
    office(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", to("r1", "officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", to("r1", "worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\">{sheet}</worksheet>").as_bytes()),
    ])
}

fn attach(app: &TestApp, vetting: &Vetting, (name, bytes): (&str, Vec<u8>)) -> String {
    let input = EvidenceInput {
        kind: "policy".to_owned(),
        effective: "2024-05-01".to_owned(),
        expires: String::new(),
        name: name.to_owned(),
        bytes,
    };
    let session = LinkToken::fresh("").unwrap().hash();
    let id = app.tell(|tx| {
        answering::begin(tx, &vetting.link.hash(), &session, app.now())?;
        let who = answering::respondent(tx, &session, app.now())?.ok_or(ServiceError::NotFound)?;
        let question = QuestionId::new("D2").unwrap();
        evidence::evidence_add(tx, &who, app.state.kit().master(), (&question, &input), app.now())
    });
    id.to_string()
}

const READ: &str = "SELECT action AS line FROM audit_log WHERE action = 'evidence.read'";

#[test]
fn a_reviewer_reads_the_words_beside_the_answer_and_that_is_recorded() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let words = b"BT /F1 12 Tf 72 700 Td (Within 30 <days> <script>alert\\(1\\)</script>) Tj ET";
        let policy = attach(app, &sent, ("policy.pdf", pdf(words)));
        let scan = attach(app, &sent, ("scan.pdf", pdf(b"0 0 9 9 re f")));
        let table = attach(app, &sent, ("log.csv", b"Asked;Done\n<b>Monday</b>;Tuesday\n".to_vec()));
        app.answer_all(&sent);
        let reviewer = app.signed_in(company.member(Role::Reviewer));
        let own = format!("/assessments/{}", sent.assessment);
        let at = |id: &str| format!("{own}/evidence/{id}/preview");
        let review = reviewer.visit(&format!("{own}/review/section/D"));
        for id in [&policy, &scan, &table] {
            assert!(review.body.contains(&format!("href=\"{}\"", at(id))), "the review leads to the preview");
        }
        let page = reviewer.visit(&at(&policy)).expect_status(200);
        let page = page.expect_words("text taken out of the file").expect_words("Within 30 <days>");
        let page = page.expect_words("does it reach every recipient").expect_words("The partner's answer");
        assert!(!page.body.contains("<script>alert"), "what a stranger writes is text");
        assert!(page.header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert_eq!(app.database.lines(READ).len(), 1);
        let page = reviewer.visit(&at(&table)).expect_status(200);
        assert!(
            page.body.contains("<td>&#60;b&#62;Monday&#60;/b&#62;</td><td>Tuesday</td>"),
            "{}",
            page.body
        );
        reviewer.visit(&at(&scan)).expect_status(200).expect_words("No text was found");
        let api = app.api(company.member(Role::Leader), false);
        let none: Value = api.visit(&format!("/api/v1{}", at(&scan))).expect_status(200).json();
        assert_eq!(none, json!({ "parts": null, "cut": false, "unread": false, "none": "empty" }));
        let found: Value = api.visit(&format!("/api/v1{}", at(&policy))).json();
        assert_eq!((&found["parts"][0]["kind"], &found["parts"][0]["number"]), (&json!("page"), &json!(1)));
        assert_eq!(app.database.lines(READ).len(), 5, "reading the words is reading the document");
        // Nobody else's, and not under another assessment.
        let another = app.vetting(&company, &app.partner(&company, "Heron"), Until::Sent);
        reviewer
            .visit(&at(&policy).replace(sent.assessment.as_str(), another.assessment.as_str()))
            .expect_status(404);
        app.signed_in(app.company("Tidewater").member(Role::Owner)).visit(&at(&policy)).expect_status(404);
        assert_eq!(app.database.lines(READ).len(), 5);
    });
}

#[test]
fn a_picture_is_shown_and_only_its_own_address_reads_it() {
    each_database(|app| {
        let company = app.company("Northwind");
        let sent = app.vetting(&company, &app.partner(&company, "Otter"), Until::Sent);
        let picture = attach(app, &sent, ("log.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()));
        let reviewer = app.signed_in(company.member(Role::Reviewer));
        let own = format!("/assessments/{}/evidence/{picture}", sent.assessment);
        let page = reviewer.visit(&format!("{own}/preview")).expect_status(200);
        assert!(page.body.contains(&format!("src=\"{own}\"")));
        assert_eq!(app.database.lines(READ).len(), 0);
        reviewer.visit(&own).expect_status(200);
        assert_eq!(app.database.lines(READ).len(), 1);
    });
}

#[test]
fn a_partner_sees_what_the_reviewer_will_and_no_colleague_of_another_section_does() {
    each_database(|app| {
        let company = app.company("Northwind");
        let sent = app.vetting(&company, &app.partner(&company, "Otter"), Until::Sent);
        let words = b"BT /F1 12 Tf 72 700 Td (Every recipient) Tj ET";
        let policy = attach(app, &sent, ("policy.pdf", pdf(words)));
        let broken = attach(app, &sent, ("broken.pdf", b"%PDF-1.7\n% nothing".to_vec()));
        let partner = begun(app, &sent);
        let at = format!("/answer/evidence/{policy}/preview");
        assert!(partner.visit("/answer/q/D2/evidence").body.contains(&format!("href=\"{at}\"")));
        partner.visit(&at).expect_status(200).expect_words("Every recipient");
        let broken = format!("/answer/evidence/{broken}/preview");
        partner.visit(&broken).expect_words("seems to be damaged").expect_words("save it anew");
        let made = partner.submit("/answer/section/A", "/answer/section/A/delegate", &[]);
        let link = format!("/a/{}", made.body.split("/a/").nth(1).unwrap().split('"').next().unwrap());
        let colleague = app.browser();
        colleague.submit_here(&link, &[]).expect_redirect("/answer");
        colleague.visit(&at).expect_status(404);
        let other = app.vetting(&company, &app.partner(&company, "Heron"), Until::Sent);
        begun(app, &other).visit(&at).expect_status(404);
    });
}

#[test]
fn a_bomb_ends_its_own_process_and_the_server_says_so() {
    each_database(|app| {
        let company = app.company("Northwind");
        let sent = app.vetting(&company, &app.partner(&company, "Otter"), Until::Sent);
        let id = attach(app, &sent, ("policy.pdf", bomb()));
        let reviewer = app.signed_in(company.member(Role::Reviewer));
        let page = reviewer.visit(&format!("/assessments/{}/evidence/{id}/preview", sent.assessment));
        page.expect_status(200).expect_words("more time or memory").expect_words("Download the file");
        reviewer.visit("/").expect_status(200);
    });
}

/// Somebody who waits for a document's words, and whether the document has been opened.
type Reader<'a> = (Pin<Box<dyn Future<Output = Result<Preview, ServiceError>> + 'a>>, &'a Cell<bool>);

#[test]
fn a_long_queue_is_turned_away_and_no_partner_keeps_the_reviewers_waiting() {
    let app = TestApp::sqlite(&Setup::default());
    let opened: Vec<Cell<bool>> = (0..10).map(|_| Cell::new(false)).collect();
    let reader = |side, opened| -> Reader<'_> {
        let open = async move {
            Cell::set(opened, true);
            std::future::pending().await
        };
        (Box::pin(app.state.preview(side, open)), opened)
    };
    // What has come of it so far, and whether the document was opened.
    let look = |(reader, opened): &mut Reader<'_>| {
        let now = reader.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let turned_away = match now {
            Poll::Pending => false,
            Poll::Ready(Err(ServiceError::TooMany(seconds))) => seconds > 0,
            Poll::Ready(other) => panic!("{other:?}"),
        };
        (turned_away, opened.get())
    };
    let mut partner: Vec<_> = opened[..9].iter().map(|one| reader(Side::Respondent, one)).collect();
    let told: Vec<_> = partner.iter_mut().map(look).collect();
    assert_eq!(told[0], (false, true), "the first has its turn");
    assert_eq!(told[1..8], [(false, false); 7], "the others wait, and nothing is opened for them");
    assert_eq!(told[8], (true, false), "one too many comes back later");
    let mut member = reader(Side::Member, &opened[9]);
    assert_eq!(look(&mut member), (false, true), "the other side has its own turn");
    drop(partner.remove(0));
    assert_eq!(look(&mut partner[0]), (false, true), "who goes gives the turn to the next");
}

/// What the process says of a file, how it ended, and how long it took.
fn asked(kind: &str, bytes: &[u8]) -> (Option<Value>, ExitStatus, Duration) {
    let began = Instant::now();
    let mut child = process(kind);
    let _ = child.stdin.take().unwrap().write_all(bytes);
    let done = child.wait_with_output().unwrap();
    let said = done.status.success().then(|| serde_json::from_slice(&done.stdout).unwrap());
    if std::env::var_os("ENTENTE_PREVIEW_FIGURES").is_some() {
        eprintln!("{kind} {} bytes: {} in {:?}", bytes.len(), done.status, began.elapsed());
    }
    (said, done.status, began.elapsed())
}

fn process(kind: &str) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["document-text", "--type", kind])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn files_that_turn_in_circles_go_deep_or_lie_get_an_answer_soon() {
    let again = ["/X0 Do /X0 Do".to_owned()];
    let pages =
        |kids: &str| vec![CATALOG.to_vec(), format!("<</Type/Pages/Kids[{kids}]/Count 9>>").into_bytes()];
    let deep = [b"<w><t>".as_slice(), &b"<a>".repeat(20_000)].concat();
    let laughs =
        b"<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><w><p><t>&b;</t></p></w>";
    let far = "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
        <row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData>";
    let hostile: [(&str, &str, Vec<u8>); 11] = [
        ("a form draws itself", "pdf", pdf_with("", b"/X0 Do", &again)),
        ("pages hold themselves", "pdf", objects(&pages("2 0 R 2 0 R"))),
        (
            "a length is its own stream",
            "pdf",
            objects(&[pages("3 0 R"), vec![b"<</Length 3 0 R>>stream\nx\nendstream".to_vec()]].concat()),
        ),
        ("lists in lists", "pdf", pdf(&b"[".repeat(400_000))),
        ("tables in tables", "pdf", objects(&[pages("3 0 R"), vec![b"<</A".repeat(2_000)]].concat())),
        ("states that are saved and never restored", "pdf", pdf(&b"q ".repeat(400_000))),
        ("elements in elements", "docx", office(&[("word/document.xml", &deep)])),
        ("entities of entities", "docx", office(&[("word/document.xml", laughs)])),
        ("a sheet of seventeen billion cells", "xlsx", workbook(far)),
        ("a workbook that is a document", "docx", workbook(far)),
        ("a table that is a picture", "csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
    ];
    for (what, kind, file) in hostile {
        let (said, status, took) = asked(kind, &file);
        assert!(said.is_some(), "{what}: {status}");
        assert!(took < Duration::from_secs(20), "{what}: {took:?}");
    }
    let (said, _, _) = asked("xlsx", &workbook(far));
    assert_eq!(
        said.unwrap()["Ok"],
        json!({ "parts": [{ "at": { "Sheet": "S" }, "text": "1" }], "cut": true, "unread": false })
    );
    let long = b"BT /F1 12 Tf (aaaaaaaaaaaaaaaaaaaaaaaa) Tj ET ".repeat(12_000);
    assert_eq!(asked("pdf", &pdf(&long)).0.unwrap()["Ok"]["cut"], true, "a long one is cut");
    assert_eq!(asked("svg", b"<svg/>").0, None, "a type that is not ours is not read");
}

/// The limits themselves, as the system holds them, before a byte of the file was read.
#[cfg(target_os = "linux")]
#[test]
fn the_process_may_take_little_and_open_nothing() {
    let mut child = process("pdf");
    let limits = format!("/proc/{}/limits", child.id());
    let began = Instant::now();
    let held = loop {
        let text = std::fs::read_to_string(&limits).unwrap();
        let held: Vec<String> = text
            .lines()
            .filter_map(|line| line.strip_prefix("Max "))
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        // The last one that is set.
        if held.contains(&"processes 0 0 processes".to_owned()) || began.elapsed() > Duration::from_secs(10) {
            break held;
        }
        std::thread::yield_now();
    };
    let first = std::fs::read_to_string(format!("/proc/{}/oom_score_adj", child.id())).unwrap();
    drop(child.stdin.take());
    child.wait().unwrap();
    assert_eq!(first.trim(), "1000", "it goes first where memory runs short");
    for limit in [
        "address space 536870912 536870912 bytes",
        "cpu time 5 5 seconds",
        "file size 0 0 bytes",
        "core file size 0 0 bytes",
        "open files 3 3 files",
        "processes 0 0 processes",
    ] {
        assert!(held.contains(&limit.to_owned()), "{limit}: {held:#?}");
    }
}

/// That each limit bites: which one ended the process is told by the signal.
#[cfg(target_os = "linux")]
#[test]
fn memory_ends_a_bomb_and_time_ends_what_never_would() {
    use std::os::unix::process::ExitStatusExt as _;
    let (said, status, took) = asked("pdf", &bomb());
    assert_eq!((said, status.signal()), (None, Some(6)), "no memory is an abort, after {took:?}");
    // Twelve forms, each of which draws the next eight times: some 8^12 steps.
    let forms: Vec<String> = (1..=12).map(|next| format!("/X{next} Do ").repeat(8)).collect();
    let (said, status, took) = asked("pdf", &pdf_with("", b"/X0 Do", &forms));
    assert_eq!(said, None);
    assert!(matches!(status.signal(), Some(9 | 24)), "no time is a kill: {status}, after {took:?}");
}
