//! Documents of evidence: attached by the partner, read by whoever asked, by nobody else, and never run.

use entente::access::Role;
use serde_json::{Value, json};

use crate::helpers::{Browser, Company, Page, Setup, TestApp, Until, Vetting, each_database, found};

pub const PDF: &[u8] = b"%PDF-1.7\n% the words of a document that must not lie about in the open\n";
const BOUNDARY: &str = "----two-lines-and-a-name";

pub fn begun(app: &TestApp, vetting: &Vetting) -> Browser {
    let browser = app.browser();
    browser.submit_here(&format!("/a/{}", vetting.link.expose()), &[]).expect_redirect("/answer");
    browser
}

/// A form with a file as a browser writes it (RFC 7578).
pub fn multipart(fields: &[(&str, &str)], file: (&str, &[u8])) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
         Content-Type: text/html\r\n\r\n",
        file.0.replace('"', "%22")
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file.1);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

pub fn post(browser: &Browser, path: &str, body: Vec<u8>) -> Page {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let origin = browser.origin().to_owned();
    browser.post_raw(path, &[("content-type", &kind), ("origin", &origin)], body)
}

/// Attaches a file to question D2 by the form of its page.
pub fn attach(browser: &Browser, fields: &[(&str, &str)], file: (&str, &[u8])) -> Page {
    let path = "/answer/q/D2/evidence";
    let token = browser.visit(path).form_token(path).unwrap();
    let fields: Vec<_> = [("csrf", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
    post(browser, path, multipart(&fields, file))
}

pub const POLICY: &[(&str, &str)] = &[("kind", "policy"), ("effective", "2024-05-01"), ("expires", "")];

fn sent(app: &TestApp) -> (Company, Vetting) {
    let company = app.company("Northwind");
    let partner = app.partner(&company, "Otter");
    let sent = app.vetting(&company, &partner, Until::Sent);
    (company, sent)
}

fn listed(app: &TestApp, company: &Company, vetting: &Vetting) -> Value {
    let api = app.api(company.member(Role::Leader), false);
    api.visit(&format!("/api/v1/assessments/{}/evidence", vetting.assessment)).expect_status(200).json()
}

#[test]
fn a_document_goes_from_the_partner_to_the_reviewer_and_reading_it_is_recorded() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let partner = begun(app, &vetting);
        let at = "/answer/q/D2/evidence";
        // From the section, with what was typed there saved on the way.
        let section = "/answer/section/D";
        let typed = [("D2:option", "full"), ("D2:revision", "0"), ("go", "evidence:D2")];
        partner.submit_here(section, &typed).expect_redirect(at);
        let dated = [("kind", "record"), ("effective", "2024-05-01"), ("expires", "2024-05-31")];
        attach(&partner, &dated, ("Löschlog \"Mai\".pdf", PDF)).expect_redirect(at);
        partner.visit(at).expect_words("Löschlog _Mai_.pdf").expect_words("Expired on 31 May 2024");
        partner.visit(section).expect_words("Löschlog _Mai_.pdf");
        // The same once more is the same.
        attach(&partner, POLICY, ("again.pdf", PDF)).expect_redirect(at);
        let all = listed(app, &company, &vetting);
        assert_eq!(all.as_array().unwrap().len(), 1);
        let one = &all[0];
        assert_eq!((&one["kind"], &one["media_type"]), (&json!("record"), &json!("application/pdf")));
        assert_eq!((&one["question"], &one["expired"]), (&json!("D2"), &json!(true)));

        app.answer_all(&vetting);
        let receipt = partner.visit("/answer/receipt.json").expect_status(200).json();
        let answers = receipt["answers"].as_array().unwrap();
        let d2 = answers.iter().find(|answer| answer["id"] == "D2").unwrap();
        assert_eq!(d2["documents"][0]["sha256"], one["sha256"], "the receipt names the document");

        let reviewer = app.signed_in(company.member(Role::Reviewer));
        let section = format!("/assessments/{}/review/section/D", vetting.assessment);
        let page = reviewer.visit(&section);
        let page = page.expect_words("Löschlog _Mai_.pdf").expect_words("Expired on 31 May 2024");
        let fields = page.form_as_shown(&section);
        assert!(fields.contains(&("D2:expired".to_owned(), "yes".to_owned())), "{fields:?}");
        let file = format!("/assessments/{}/evidence/{}", vetting.assessment, one["id"].as_str().unwrap());
        let opened = reviewer.visit(&file).expect_status(200);
        assert_eq!(opened.body.as_bytes(), PDF);
        let said = |name: &str| opened.header(name).unwrap_or_default();
        assert_eq!(said("content-disposition"), "attachment; filename*=UTF-8''L%C3%B6schlog%20_Mai_.pdf");
        assert!(said("content-security-policy").starts_with("sandbox; default-src 'none'"));
        assert_eq!(said("x-content-type-options"), "nosniff");
        assert_eq!(said("cross-origin-resource-policy"), "same-origin");
        let log = app
            .database
            .lines("SELECT action AS line FROM audit_log WHERE action LIKE 'evidence.%' ORDER BY seq");
        assert_eq!(log, ["evidence.add", "evidence.read"]);
    });
}

#[test]
fn a_document_is_nobody_elses_and_stays_once_answers_are_sent() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let partner = begun(app, &vetting);
        attach(&partner, POLICY, ("policy.pdf", PDF)).expect_redirect("/answer/q/D2/evidence");
        let id = listed(app, &company, &vetting)[0]["id"].as_str().unwrap().to_owned();
        let own = format!("/answer/evidence/{id}");
        assert_eq!(partner.visit(&own).expect_status(200).body.as_bytes(), PDF);
        // A colleague who was given another section, another partner's respondent, another organisation.
        let made = partner.submit("/answer/section/A", "/answer/section/A/delegate", &[]);
        let link = format!("/a/{}", made.body.split("/a/").nth(1).unwrap().split('"').next().unwrap());
        let colleague = app.browser();
        colleague.submit_here(&link, &[]).expect_redirect("/answer");
        let another = app.vetting(&company, &app.partner(&company, "Heron"), Until::Sent);
        let stranger = begun(app, &another);
        for other in [&colleague, &stranger] {
            other.visit(&own).expect_status(404);
            let token = other
                .visit("/answer")
                .form_token("")
                .or_else(|| other.visit("/answer/section/A").form_token("/answer/section/A"));
            let token = token.unwrap();
            other.post_form(&format!("{own}/remove"), &[("csrf", &token)]).expect_status(404);
        }
        colleague.visit("/answer/q/D2/evidence").expect_status(404);
        let foreign = app.company("Tidewater");
        let path = format!("/assessments/{}/evidence/{id}", vetting.assessment);
        app.signed_in(foreign.member(Role::Owner)).visit(&path).expect_status(404);
        // Not under another assessment of the same organisation either.
        let path = format!("/assessments/{}/evidence/{id}", another.assessment);
        app.signed_in(company.member(Role::Owner)).visit(&path).expect_status(404);

        let page = partner.visit("/answer/q/D2/evidence");
        let token = page.form_token("/answer/q/D2/evidence").unwrap();
        app.answer_all(&vetting);
        partner.post_form(&format!("{own}/remove"), &[("csrf", &token)]).expect_status(409);
        let late: Vec<_> = [("csrf", token.as_str())].into_iter().chain(POLICY.iter().copied()).collect();
        post(&partner, "/answer/q/D2/evidence", multipart(&late, ("b.txt", b"late"))).expect_status(409);
        assert_eq!(listed(app, &company, &vetting).as_array().unwrap().len(), 1);
    });
}

#[test]
fn what_is_not_what_it_says_is_refused_in_words_and_nothing_is_kept() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let partner = begun(app, &vetting);
        let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        let large = vec![b'a'; entente::vetting::evidence::LARGEST_FILE + 1];
        let cases: [(&str, &[u8], &str); 6] = [
            ("logo.svg", svg, "Files of this type are not taken"),
            ("policy.pdf", b"<html><script>alert(1)</script></html>", "not what its name says"),
            ("picture.png", b"GIF89a/*<script>alert(1)</script>*/", "not what its name says"),
            ("table.xlsx", b"PK\x03\x04 and then nothing of the kind", "not what its name says"),
            ("", b"", "Choose a file"),
            ("long.txt", &large, "larger than 10 MB"),
        ];
        for (name, bytes, words) in cases {
            let page = attach(&partner, POLICY, (name, bytes)).expect_status(422).expect_words(words);
            assert!(page.body.contains("value=\"2024-05-01\""), "what was typed stays: {name}");
        }
        let days = [("kind", "none"), ("effective", "soon"), ("expires", "2024-13-01")];
        attach(&partner, &days, ("policy.pdf", PDF))
            .expect_status(422)
            .expect_words("Say what the document is.")
            .expect_words("Give the date since when the document holds.")
            .expect_words("Give the last day as a date");
        // No form of ours, and a broken one; fields that are longer or more than any form's.
        let path = "/answer/q/D2/evidence";
        let token = partner.visit(path).form_token(path).unwrap();
        let token = ("csrf", token.as_str());
        let (long, many) = ("x".repeat(17_000), vec![("over", "A1"); 2_100]);
        let long = [("note", long.as_str())];
        post(&partner, path, multipart(&[&[token], POLICY, &long].concat(), ("a.pdf", PDF)))
            .expect_status(422);
        post(&partner, path, multipart(&[&[token], POLICY, &many].concat(), ("a.pdf", PDF)))
            .expect_status(422);
        post(&partner, path, multipart(POLICY, ("policy.pdf", PDF))).expect_status(403);
        post(&partner, path, b"--nothing".to_vec()).expect_status(422);
        partner.post_form(path, POLICY).expect_status(415);
        assert_eq!(listed(app, &company, &vetting), json!([]));
    });
}

#[test]
fn a_document_is_sealed_at_rest_and_gone_when_it_is_removed() {
    let app = TestApp::sqlite(&Setup::default());
    let (company, vetting) = sent(&app);
    let partner = begun(&app, &vetting);
    attach(&partner, POLICY, ("policy.pdf", PDF)).expect_redirect("/answer/q/D2/evidence");
    let words = b"the words of a document".to_vec();
    assert_eq!(found(app.folder(), &[words]), Vec::<String>::new());
    let sealed =
        app.database.lines("SELECT hex(substr(sealed, 22, 40)) AS line FROM evidence_files").remove(0);
    let sealed: Vec<u8> =
        (0..sealed.len()).step_by(2).map(|at| u8::from_str_radix(&sealed[at..at + 2], 16).unwrap()).collect();
    assert_ne!(
        found(app.folder(), std::slice::from_ref(&sealed)),
        Vec::<String>::new(),
        "the search is blind"
    );
    let id = listed(&app, &company, &vetting)[0]["id"].as_str().unwrap().to_owned();
    let at = "/answer/q/D2/evidence";
    partner.submit(at, &format!("/answer/evidence/{id}/remove"), &[]).expect_redirect(at);
    partner.visit(at).expect_words("No document is attached");
    partner.visit(&format!("/answer/evidence/{id}")).expect_status(404);
}
