//! The words of a partner's document: shown as text under the same policy, taken out by a process of its own that a hostile file can
//! end, and nothing else.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use entente::access::{LinkToken, Role};
use entente::services::evidence::{self, EvidenceInput};
use entente::services::{ServiceError, answering};
use entente::vetting::code::QuestionId;
use serde_json::{Value, json};

use crate::helpers::{TestApp, Until, Vetting, each_database};

/// A page content that unpacks to three billion spaces: three times through deflate.
const BOMB: &str = "eNqruPX2jqLfnECJtouZEq0LFDiYjKfJXjGR5OEKdDR9yeRwnVHxR1uLaMPBqyWMO7xktnSxKkixcBmVpIn/OW/56pX/vp2V+/7X7rGU/Ftus7Pi7q0dcXKMDAwMzOV/npe8PPzHcObdtzU/uYAiPHe392s/PqrxYdP+nW9lgAIGFenz7dfq1XHYyMr2zGUGirDl//2ZuOsGU935urVvd7KDNN3bmwCkGJZwsAFJh24wZwuE04PMGZUZlRmVGZUZlRmVGZUZlRmVGZUZlRmVGZUZlRmVGZUZlRmVGTCZGBv7PzP8GS/fvnn34fmlgh/W/ZF+Hxc3dz/jX4tT2wCnOR7L";

/// A PDF of one page with a standard font and a form that draws itself.
fn pdf(filter: &str, content: &[u8]) -> Vec<u8> {
    let stream = |dict: &str, body: &[u8]| {
        let head = format!("<<{dict}/Length {}>>\nstream\n", body.len()).into_bytes();
        [head.as_slice(), body, b"\nendstream"].concat()
    };
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R\
        /Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>";
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 6 0 R>>>>";
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.as_bytes().to_vec(),
        stream(filter, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
        stream(form, b"/X Do /X Do"),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(b"xref\n0 7\n0000000000 65535 f \n");
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    out.extend(format!("trailer<</Size 7/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").into_bytes());
    out
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

#[test]
fn a_reviewer_reads_the_words_of_a_pdf_as_text_and_that_is_recorded() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let words = b"BT /F1 12 Tf 72 700 Td (Within 30 <days> <script>alert\\(1\\)</script>) Tj ET";
        let policy = attach(app, &sent, ("policy.pdf", pdf("", words)));
        let scan = attach(app, &sent, ("scan.pdf", pdf("", b"0 0 9 9 re f")));
        let reviewer = app.signed_in(company.member(Role::Reviewer));
        let own = format!("/assessments/{}", sent.assessment);
        reviewer.visit(&own).expect_words("Read the text");
        let page = reviewer.visit(&format!("{own}/evidence/{policy}/text")).expect_status(200);
        let page = page.expect_words("This is text taken out of the file").expect_words("Within 30 <days>");
        assert!(!page.body.contains("<script>alert"), "what a stranger writes is text");
        reviewer
            .visit(&format!("{own}/evidence/{scan}/text"))
            .expect_status(200)
            .expect_words("only pictures of pages");
        let api = app.api(company.member(Role::Leader), false);
        let json: Value = api.visit(&format!("/api/v1{own}/evidence/{scan}/text")).json();
        assert_eq!(json, json!({ "text": null, "cut": false, "none": "empty" }));
        let read = "SELECT action AS line FROM audit_log WHERE action = 'evidence.read'";
        assert_eq!(app.database.lines(read).len(), 3, "reading the words is reading the document");
        app.signed_in(app.company("Tidewater").member(Role::Owner))
            .visit(&format!("{own}/evidence/{policy}/text"))
            .expect_status(404);
    });
}

#[test]
fn a_bomb_ends_its_own_process_and_the_server_says_so() {
    let bomb = base64::engine::general_purpose::STANDARD.decode(BOMB).unwrap();
    let file = pdf("/Filter[/FlateDecode/FlateDecode/FlateDecode]", &bomb);
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let id = attach(app, &sent, ("policy.pdf", file.clone()));
        let reviewer = app.signed_in(company.member(Role::Reviewer));
        let page = reviewer.visit(&format!("/assessments/{}/evidence/{id}/text", sent.assessment));
        let said = page.expect_status(200).words();
        assert!(said.contains("was given up") || said.contains("only pictures of pages"), "{said}");
        reviewer.visit("/").expect_status(200);
    });
}

/// What the process says of a file, and how long it took; none if it was ended.
fn asked(kind: &str, bytes: &[u8]) -> (Option<Value>, Duration) {
    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["document-text", "--type", kind])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(bytes);
    let done = child.wait_with_output().unwrap();
    let said = done.status.success().then(|| serde_json::from_slice(&done.stdout).unwrap());
    (said, began.elapsed())
}

#[test]
fn files_that_turn_in_circles_or_go_deep_get_an_answer_in_bounded_time() {
    let long = b"BT /F1 12 Tf (aaaaaaaaaaaaaaaaaaaaaaaa) Tj ET ".repeat(12_000);
    let hostile = [
        ("it draws itself", pdf("", b"/X Do")),
        ("it goes deep", pdf("", &b"[".repeat(400_000))),
        ("it saves and never restores", pdf("", &b"q ".repeat(400_000))),
    ];
    for (what, file) in hostile {
        let (_, took) = asked("pdf", &file);
        assert!(took < Duration::from_secs(30), "{what}: {took:?}");
    }
    let (said, _) = asked("pdf", &pdf("", &long));
    assert_eq!(said.unwrap()["Ok"]["cut"], true, "a long one is cut");
    assert_eq!(asked("svg", b"<svg/>").0, None, "a type that is not ours is not read");
}
