//! Files of other tools, and an assessment that goes out as a workbook and comes back filled in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use entente::access::Role;
use entente::store;
use entente::store::{DatabaseUrl, FolderLock};
use entente::vetting::formats::LARGEST_FILE;
use entente::vetting::formats::workbook::Workbook;
use rust_xlsxwriter::Workbook as Writer;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, Company, Page, TestApp, Until, Vetting, each_database};

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
fn assessment(app: &TestApp, company: &Company, vetting: &Vetting, verb: &str, more: &[&str]) -> Output {
    let token = app.folder().join("token");
    fs::write(&token, app.api_token(company.member(Role::Manager), true).1.expose()).unwrap();
    let id = vetting.assessment.as_str();
    let mut args = vec!["assessment", verb, "--server", &app.address, "--assessment", id, "--token-file"];
    args.push(token.to_str().unwrap());
    args.extend(more);
    entente(&args)
}

/// The workbook with these cells of its first sheet changed.
fn filled_in(file: &[u8], cells: &[(u32, u16, &str)]) -> Vec<u8> {
    let read = Workbook::open(file).unwrap();
    let mut book = Writer::new();
    for (at, sheet) in read.sheets.iter().enumerate() {
        let to = book.add_worksheet().set_name(&sheet.name).unwrap();
        for (row, line) in sheet.rows() {
            for (column, cell) in line {
                to.write_string(row, u16::try_from(*column).unwrap(), &cell.text).unwrap();
            }
        }
        for (row, column, text) in cells.iter().filter(|_| at == 0) {
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

/// A settings file for the command line, where the database is a file.
fn settings(app: &TestApp) -> Option<PathBuf> {
    let DatabaseUrl::Sqlite(database) = &app.database.url else { return None };
    let file = app.folder().join("settings.toml");
    let text = format!("data = {:?}\ndatabase = {:?}\n", app.folder(), database);
    fs::write(&file, text).unwrap();
    Some(file)
}

/// What the page carries on from the look to the loading.
fn prepared(page: &Page) -> String {
    let start = page.body.split("<textarea name=\"prepared\"").nth(1).unwrap();
    let text = start.split_once('>').unwrap().1.split("</textarea>").next().unwrap();
    text.replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&amp;", "&")
}

/// Looks at a file on the page `load`, ticks what may be overwritten, and loads it.
pub fn look_and_load(browser: &Browser, load: &str, file: &[u8], over: &[&str]) -> Page {
    let seen = browser.submit_file(load, load, &[], file).expect_status(200);
    let text = prepared(&seen);
    let token = seen.form_token(&format!("{load}/apply")).unwrap();
    let fields = [("csrf", token.as_str()), ("prepared", text.as_str())];
    let over: Vec<(&str, &str)> = over.iter().map(|question| ("over", *question)).collect();
    browser.post_file(&format!("{load}/apply"), &[&fields[..], &over].concat(), b"")
}

#[test]
fn a_respondent_and_a_member_look_at_a_file_load_it_and_undo_it() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Meridian");
        let vetting = app.vetting(&company, &partner, Until::Sent);
        let blank = exported(app, &company, &vetting, &app.folder().join("blank.xlsx"));
        let respondent = app.browser();
        respondent.submit_here(&format!("/a/{}", vetting.link.expose()), &[]).expect_redirect("/answer");
        respondent.visit("/answer/workbook").expect_status(200);
        respondent.visit("/answer/file/own").expect_status(200);
        respondent.visit("/answer/file/caiq").expect_status(422);
        let bad = filled_in(&blank, &[(A1, ANSWER, "Perhaps")]);
        let refused = respondent.submit_file("/answer/load", "/answer/load", &[], &bad).expect_status(422);
        refused.expect_words("Nothing was loaded: 1 entry does not fit").expect_words("Answers!F7");
        let good = filled_in(&blank, &[(A1, ANSWER, "full")]);
        let seen = respondent.submit_file("/answer/load", "/answer/load", &[], &good).expect_status(200);
        seen.expect_words("1 answer is new");
        assert_eq!(answers(app, &company, &vetting), [], "looking changes nothing");
        look_and_load(&respondent, "/answer/load", &good, &[])
            .expect_status(200)
            .expect_words("1 answer was loaded");
        assert_eq!(answers(app, &company, &vetting).len(), 1);
        // What was loaded by one side is not overwritten by the other's older workbook.
        let page = format!("/assessments/{}", vetting.assessment);
        let load = format!("{page}/load");
        let member = app.signed_in(company.member(Role::Manager));
        let older = filled_in(&blank, &[(A1, ANSWER, "none"), (A1 + 1, ANSWER, "full")]);
        let refused = member.submit_file(&load, &load, &[], &older).expect_status(422);
        refused.expect_words("Answers!F7").expect_words("changed online");
        // Nor without a tick by any file; with one it is, and the old answer can be put back.
        let other =
            br#"{"format":"entente-answers/1","answers":{"A1":{"option":"none"},"A2":{"option":"full"}}}"#;
        look_and_load(&member, &load, other, &[]).expect_status(200).expect_words("Not overwritten");
        let option = |at: usize| answers(app, &company, &vetting)[at].1.clone().unwrap();
        assert_eq!((option(0), option(1)), ("full".to_owned(), "full".to_owned()));
        let done = look_and_load(&member, &load, other, &["A1"]).expect_status(200);
        assert_eq!(option(0), "none");
        let undo = prepared(&done);
        let apply = format!("{load}/apply");
        let token = done.form_token(&apply).unwrap();
        let fields = [("csrf", token.as_str()), ("undo", "yes"), ("prepared", undo.as_str())];
        member.post_file(&apply, &fields, b"").expect_redirect(&page);
        assert_eq!((option(0), option(1)), ("full".to_owned(), "full".to_owned()));
        // Somebody changed the answer since it was looked at: nothing is loaded.
        look_and_load(&member, &load, other, &["A1"]).expect_status(200);
        member.post_file(&apply, &fields, b"").expect_status(422).expect_words("changed here");
        for bad in ["", "no workbook", "{", "[]"] {
            member.submit_file(&load, &load, &[], bad.as_bytes()).expect_status(422);
        }
        let large = [&b"{"[..], &vec![b' '; LARGEST_FILE]].concat();
        member.submit_file(&load, &load, &[], &large).expect_status(422).expect_words("more than 4 MB");
        // A colleague's file answers the colleague's section.
        let colleague = crate::findings::colleague(app, &respondent);
        let mine =
            br#"{"format":"entente-answers/1","answers":{"A3":{"option":"full"},"D1":{"option":"full"}}}"#;
        let seen = colleague.submit_file("/answer/load", "/answer/load", &[], mine).expect_status(200);
        seen.expect_words("in a section that is not yours");
        look_and_load(&colleague, "/answer/load", mine, &[]).expect_status(200);
        let now: Vec<String> = answers(app, &company, &vetting).into_iter().map(|row| row.0).collect();
        assert_eq!(now, ["A1", "A2", "D1"]);
        app.answer_all(&vetting);
        member.submit_file(&load, &load, &[], &good).expect_status(409);
    });
}

#[test]
fn answers_of_other_tools_are_looked_at_loaded_and_written_by_the_api() {
    each_database(|app| {
        let company = app.company("Northwind");
        let vetting = app.vetting(&company, &app.partner(&company, "Meridian"), Until::Sent);
        let api = app.api(company.member(Role::Manager), true);
        let path = format!("/api/v1/assessments/{}/answers", vetting.assessment);
        // As our export to VSAQ names choices; free text has no place here.
        let saved =
            json!({ "A1_full": "checked", "A2_full": "checked", "A2_none": "", "app": "Otter" }).to_string();
        let seen =
            api.post_json(&format!("{path}/preview"), &json!({ "text": saved })).expect_status(200).json();
        assert_eq!((seen["format"].as_str(), seen["answers"].as_array().unwrap().len()), (Some("vsaq"), 2));
        assert_eq!(seen["notes"][0]["path"], "app");
        assert_eq!(answers(app, &company, &vetting), []);
        let done = api.post_json(&path, &json!({ "text": saved })).expect_status(200).json();
        assert_eq!(done["loaded"], 2);
        let again = api.post_json(&path, &json!({ "text": saved })).expect_status(200).json();
        assert_eq!((&again["loaded"], &again["same"]), (&json!(0), &json!(2)));
        let two = json!({ "A1_full": "checked", "A1_none": "checked" }).to_string();
        let refused = api.post_json(&path, &json!({ "text": two })).expect_status(422).json();
        assert_eq!(refused["errors"][0]["field"], "A1_full, A1_none");
        let other = json!({ "A1_none": "checked" }).to_string();
        let kept = api.post_json(&path, &json!({ "text": other })).expect_status(200).json();
        assert_eq!((&kept["loaded"], &kept["kept"]), (&json!(0), &json!(["A1"])));
        let over = json!({ "text": other, "overwrite": ["A1"] });
        let done = api.post_json(&path, &over).expect_status(200).json();
        assert_eq!(done["loaded"], 1);
        let undo = json!({ "text": done["undo"].to_string(), "overwrite_all": true });
        api.post_json(&path, &undo).expect_status(200);
        // Only what was ticked is written over.
        let both = json!({ "A1_none": "checked", "A2_none": "checked" }).to_string();
        let one = json!({ "text": both, "overwrite": ["A1"] });
        let done = api.post_json(&path, &one).expect_status(200).json();
        assert_eq!((&done["loaded"], &done["kept"]), (&json!(1), &json!(["A2"])));
        let undo = json!({ "text": done["undo"].to_string(), "overwrite_all": true });
        api.post_json(&path, &undo).expect_status(200);
        assert_eq!(app.acts("answers.load").len(), 5, "each that changed something");
        // While the sharing is being described nobody knows what will be asked.
        let early = app.vetting(&company, &app.partner(&company, "Otter"), Until::Intake);
        let early = format!("/api/v1/assessments/{}/answers", early.assessment);
        api.post_json(&early, &json!({ "text": saved })).expect_status(409);
        let off = app.vetting(&company, &app.partner(&company, "Heron"), Until::Sent);
        let off = format!("/api/v1/assessments/{}", off.assessment);
        let revision = api.visit(&off).json()["revision"].clone();
        api.post_json(&format!("{off}/cancel"), &json!({ "revision": revision })).expect_status(204);
        api.post_json(&format!("{off}/answers"), &json!({ "text": saved })).expect_status(409);
        // What is written is read again as it is.
        for format in ["own", "vsaq", "workbook"] {
            let file = api.visit(&format!("{path}?format={format}")).expect_status(200);
            if format != "workbook" {
                let read = api.post_json(&path, &json!({ "text": file.body })).expect_status(200).json();
                assert_eq!((&read["loaded"], &read["same"]), (&json!(0), &json!(2)), "{format}");
            }
        }
        assert_eq!(api.visit(&format!("{path}?format=own")).json()["answers"]["A1"]["option"], "full");
        api.visit(&format!("{path}?format=hecvat")).expect_status(422);
        api.visit(&format!("{path}?format=nothing")).expect_status(404);
        let list = api.visit("/api/v1/assessments").expect_status(200).json();
        assert!(list.to_string().contains("\"partner_name\":\"Meridian\""), "{list}");
    });
}

#[test]
fn a_version_goes_out_in_every_format_on_the_web_and_the_api() {
    each_database(|app| {
        let company = app.company("Northwind");
        let id = app.questionnaire(&company);
        let member = app.signed_in(company.member(Role::Manager));
        member
            .visit(&format!("/questionnaires/{id}/versions/1/export"))
            .expect_status(200)
            .expect_words("left out");
        let api = app.api(company.member(Role::Manager), true);
        for (format, word) in [
            ("own", "entente-questionnaire/1"),
            ("vsaq", "\"type\": \"block\""),
            ("ciso-assistant", "requirement_nodes"),
        ] {
            let query = format!("versions/1/file?format={format}&language=en");
            let page = member.visit(&format!("/questionnaires/{id}/{query}")).expect_status(200);
            assert!(page.body.contains(word), "{format}");
            let told = api.visit(&format!("/api/v1/questionnaires/{id}/{query}")).expect_status(200).json();
            assert!(told["text"].as_str().unwrap().contains(word), "{format}");
            assert_eq!(told["notes"].as_array().unwrap().is_empty(), format == "own");
        }
        api.visit(&format!("/api/v1/questionnaires/{id}/versions/1/file?format=caiq")).expect_status(422);
        api.visit(&format!("/api/v1/questionnaires/{id}/versions/1/file?format=vsaq&language=xx"))
            .expect_status(422);
    });
}

#[test]
fn the_command_line_reads_a_data_folder_and_does_not_write_into_a_served_one() {
    each_database(|app| {
        let company = app.company("Northwind");
        let vetting = app.vetting(&company, &app.partner(&company, "Meridian"), Until::Sent);
        let Some(config) = settings(app) else { return };
        let id = vetting.assessment.as_str();
        let here = ["--config", config.to_str().unwrap()];
        let run = |verb: &str, more: &[&str]| entente(&[&["assessment", verb], &here[..], more].concat());
        let listed = run("list", &[]);
        assert!(said(&listed).contains(id) && said(&listed).contains("Meridian"), "{}", said(&listed));
        let (file, undo) = (app.folder().join("own.json"), app.folder().join("undo.json"));
        fs::write(&file, r#"{"format":"entente-answers/1","answers":{"A1":{"option":"full"}}}"#).unwrap();
        let load = ["--assessment", id, file.to_str().unwrap()];
        let seen = run("load", &[&load[..], &["--preview"]].concat());
        assert!(said(&seen).contains("new") && said(&seen).contains("A1"), "{}", said(&seen));
        let taken = FolderLock::take(app.folder()).unwrap();
        let refused = run("load", &load);
        assert!(said(&refused).contains("--server and --token-file"), "{}", said(&refused));
        drop(taken);
        let done = run("load", &[&load[..], &["--undo", undo.to_str().unwrap()]].concat());
        assert!(said(&done).contains("1 answers were loaded"), "{}", said(&done));
        let out = app.folder().join("out.json");
        let written = run("export", &["--assessment", id, "--format", "own", "-o", out.to_str().unwrap()]);
        assert!(written.status.success(), "{}", said(&written));
        assert!(fs::read_to_string(&out).unwrap().contains("\"full\""));
        let undone = run("load", &["--assessment", id, undo.to_str().unwrap(), "--overwrite-all"]);
        assert!(said(&undone).contains("1 answers were loaded"), "{}", said(&undone));
        assert_eq!(answers(app, &company, &vetting), [("A1".to_owned(), None, String::new())]);
        let nothing = run("load", &["--assessment", "nobody", file.to_str().unwrap()]);
        assert_eq!(nothing.status.code(), Some(2), "{}", said(&nothing));
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
        let page = "/questionnaires/import";
        let made = browser.submit_file(page, page, &[("format", "caiq"), ("language", "en")], &workbook);
        browser.visit(&made.location()).expect_status(200).expect_words("CAIQ has no weights");
        // Pasted, without a file.
        let pasted = [("format", "hecvat"), ("language", "en"), ("prepared", hecvat)];
        let made = browser.submit_file(page, page, &pasted, b"");
        browser.visit(&made.location()).expect_status(200).expect_words("HECVAT");
        // Nothing half imported.
        let count =
            |app: &TestApp| app.store.read(|tx| store::questionnaire_list(tx, &company.id)).unwrap().len();
        let before = count(app);
        let broken = &workbook[..workbook.len() / 2];
        let refused = browser.submit_file(page, page, &[("format", "caiq")], broken).expect_status(422);
        refused.expect_words("damaged");
        // As large as a file may be, and no larger; the message says how large that is.
        let large = vec![b' '; LARGEST_FILE + 1];
        let refused = browser.submit_file(page, page, &[("format", "own")], &[b"{", &large[..]].concat());
        refused.expect_status(422).expect_words("more than 4 MB");
        assert_eq!(count(app), before);
    });
}
