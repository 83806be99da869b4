//! Files of other tools, and an assessment that goes out as a workbook and comes back filled in.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use entente::access::Role;
use entente::store;
use entente::vetting::formats::workbook::Workbook;
use rust_xlsxwriter::Workbook as Writer;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Company, TestApp, Until, Vetting, each_database};

/// The line of question A1 is the first below the title, three lines on how to fill it in, an empty one and the headings.
const A1: u32 = 6;
const ANSWER: u16 = 5;

fn entente(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_entente")).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs `entente assessment` against the server, as the company's manager.
fn assessment(app: &TestApp, company: &Company, vetting: &Vetting, verb: &str, file: &[&str]) -> Output {
    let token = app.folder().join("token");
    fs::write(&token, app.api_token(company.member(Role::Manager), true).1.expose()).unwrap();
    let id = vetting.assessment.as_str();
    let mut args = vec!["assessment", verb, "--server", &app.address, "--assessment", id, "--token-file"];
    args.push(token.to_str().unwrap());
    args.extend(file);
    entente(&args)
}

/// The workbook with these cells of its first sheet changed.
fn filled_in(file: &[u8], cells: &[(u32, u16, &str)]) -> Vec<u8> {
    let read = Workbook::open(file).unwrap();
    let mut book = Writer::new();
    for sheet in &read.sheets {
        let to = book.add_worksheet().set_name(&sheet.name).unwrap();
        for (row, line) in sheet.rows() {
            for (column, cell) in line {
                to.write_string(row, u16::try_from(*column).unwrap(), &cell.text).unwrap();
            }
        }
        for (row, column, text) in cells.iter().filter(|_| sheet.visible) {
            to.write_string(*row, *column, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn answers(app: &TestApp, company: &Company, vetting: &Vetting) -> Vec<(String, Option<String>, String)> {
    let rows = app.store.read(|tx| store::answer_list(tx, &company.id, &vetting.assessment)).unwrap();
    rows.into_iter().map(|row| (row.question_id, row.option_id, row.comment)).collect()
}

fn exported(app: &TestApp, company: &Company, vetting: &Vetting, to: &Path) -> Vec<u8> {
    let done = assessment(app, company, vetting, "export", &["-o", to.to_str().unwrap()]);
    assert!(done.status.success(), "{}", said(&done));
    fs::read(to).unwrap()
}

#[test]
fn a_workbook_goes_out_comes_back_and_is_loaded_whole_or_not_at_all() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Meridian");
        let vetting = app.vetting(&company, &partner, Until::Sent);
        let blank = exported(app, &company, &vetting, &app.folder().join("blank.xlsx"));
        let sheet = &Workbook::open(&blank).unwrap().sheets[0];
        assert_eq!(sheet.cell(A1, 0).unwrap().text, "A1");
        // One cell does not fit: nothing is loaded, and the cell is named.
        let back = app.folder().join("back.xlsx");
        fs::write(&back, filled_in(&blank, &[(A1, ANSWER, "full"), (A1 + 1, ANSWER, "Perhaps")])).unwrap();
        let refused = assessment(app, &company, &vetting, "load", &[back.to_str().unwrap()]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(said(&refused).contains("Answers!F8: this is none of the answers"), "{}", said(&refused));
        assert_eq!(answers(app, &company, &vetting), []);
        fs::write(&back, filled_in(&blank, &[(A1, ANSWER, "full"), (A1, ANSWER + 2, "'=1+1")])).unwrap();
        let loaded = assessment(app, &company, &vetting, "load", &[back.to_str().unwrap()]);
        assert!(said(&loaded).contains("1 answers were loaded"), "{}", said(&loaded));
        assert_eq!(
            answers(app, &company, &vetting),
            [("A1".to_owned(), Some("full".to_owned()), "=1+1".to_owned())]
        );
        // The same workbook again changes nothing.
        let again = assessment(app, &company, &vetting, "load", &[back.to_str().unwrap()]);
        assert!(said(&again).contains("0 answers were loaded"), "{}", said(&again));
        let other = app.vetting(&company, &app.partner(&company, "Otter"), Until::Sent);
        let refused = assessment(app, &company, &other, "load", &[back.to_str().unwrap()]);
        assert!(said(&refused).contains("another assessment"), "{}", said(&refused));
    });
}

#[test]
fn a_respondent_and_a_member_load_a_workbook_on_their_pages() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Meridian");
        let vetting = app.vetting(&company, &partner, Until::Sent);
        let blank = exported(app, &company, &vetting, &app.folder().join("blank.xlsx"));
        let respondent = app.browser();
        respondent.submit_here(&format!("/a/{}", vetting.link.expose()), &[]).expect_redirect("/answer");
        respondent.visit("/answer/workbook").expect_status(200);
        let typed =
            |cells: &[(u32, u16, &str)]| format!("base64:{}", STANDARD.encode(filled_in(&blank, cells)));
        let bad = typed(&[(A1, ANSWER, "Perhaps")]);
        let refused = respondent.submit_here("/answer/load", &[("file", &bad)]).expect_status(422);
        refused.expect_words("Nothing was loaded: 1 cell does not fit").expect_words("Answers!F7");
        let good = typed(&[(A1, ANSWER, "full")]);
        respondent.submit_here("/answer/load", &[("file", &good)]).expect_redirect("/answer");
        assert_eq!(answers(app, &company, &vetting).len(), 1);
        // What was loaded by one side is not overwritten by the other's older workbook.
        let page = format!("/assessments/{}", vetting.assessment);
        let load = format!("{page}/load");
        let member = app.signed_in(company.member(Role::Manager));
        let older = typed(&[(A1, ANSWER, "none"), (A1 + 1, ANSWER, "full")]);
        let refused = member.submit_here(&load, &[("file", &older)]).expect_status(422);
        refused.expect_words("Answers!F7").expect_words("changed online");
        let newer = typed(&[(A1 + 1, ANSWER, "full")]);
        member.submit_here(&load, &[("file", &newer)]).expect_redirect(&page);
        assert_eq!(answers(app, &company, &vetting).len(), 2);
        for bad in ["", "base64:?", "no workbook"] {
            member.submit_here(&load, &[("file", bad)]).expect_status(422);
        }
        app.answer_all(&vetting);
        member.submit_here(&load, &[("file", &newer)]).expect_status(409);
    });
}

#[test]
fn libraries_and_workbooks_of_others_become_drafts() {
    each_database(|app| {
        let company = app.company("Northwind");
        let api = app.api(company.member(Role::Manager), true);
        let library = include_str!("../../src/vetting/formats/ciso_assistant/sample.yaml");
        let mut book = Writer::new();
        let sheet = book.add_worksheet();
        for (row, line) in [["Question ID", "Question", "CSP CAIQ Answer"], ["IAM-01.1", "Is it so?", "Yes"]]
            .iter()
            .enumerate()
        {
            for (column, text) in line.iter().enumerate() {
                sheet
                    .write_string(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), *text)
                    .unwrap();
            }
        }
        let workbook = book.save_to_buffer().unwrap();
        let hecvat = r#"{"questions":[{"id":"DPAI-01","question":"Is it so?","compliant_response":"Yes","default_importance":"Minor"}]}"#;
        for body in [
            json!({ "from": "ciso-assistant", "text": library }),
            json!({ "from": "caiq", "base64": STANDARD.encode(&workbook) }),
            json!({ "from": "hecvat", "text": hecvat }),
        ] {
            let made = api.call(Method::POST, "/api/v1/questionnaires", &body).expect_status(201).json();
            let path = format!("/api/v1/questionnaires/{}", made["id"].as_str().unwrap());
            let told: Value = api.visit(&path).json();
            assert!(told["notes"].as_array().is_some_and(|notes| notes.len() > 1), "{told}");
        }
        let body = json!({ "from": "caiq", "base64": "?" });
        api.call(Method::POST, "/api/v1/questionnaires", &body).expect_status(422);
        let browser = app.signed_in(company.member(Role::Manager));
        let file = format!("base64:{}", STANDARD.encode(&workbook));
        let page = "/questionnaires/import";
        let made = browser.submit(page, page, &[("format", "caiq"), ("file", &file), ("language", "en")]);
        browser.visit(&made.location()).expect_status(200).expect_words("CAIQ has no weights");
        // Nothing half imported.
        let count =
            |app: &TestApp| app.store.read(|tx| store::questionnaire_list(tx, &company.id)).unwrap().len();
        let before = count(app);
        let broken = format!("base64:{}", STANDARD.encode(&workbook[..workbook.len() / 2]));
        let refused = browser.submit(page, page, &[("format", "caiq"), ("file", &broken)]).expect_status(422);
        refused.expect_words("damaged");
        assert_eq!(count(app), before);
    });
}
