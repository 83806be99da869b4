//! The list of sub-processors in files of answers, what an export holds for whom, and a way back that loses nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use entente::access::Role;
use entente::ids::AssessmentId;
use entente::services::answering::assessment_export;
use entente::services::vetting::{answers_carry, assessment_start};
use entente::vetting::formats::answer_file::AnswerFormat;
use entente::vetting::formats::workbook::Workbook;
use entente::web::book_words::book_words;
use entente::web::words::Words;
use rust_xlsxwriter::Workbook as Writer;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::chain::{LIST, begun, company_fields, listed, names, sent};
use crate::helpers::{Company, TestApp, Until, each_database};

/// The workbook with these cells of the sheet of the list changed.
fn with_list(file: &[u8], cells: &[(u32, u16, &str)]) -> Vec<u8> {
    let read = Workbook::open(file).unwrap();
    let mut book = Writer::new();
    for sheet in &read.sheets {
        let to = book.add_worksheet().set_name(&sheet.name).unwrap();
        for (row, line) in sheet.rows() {
            for (column, cell) in line {
                to.write_string(row, u16::try_from(*column).unwrap(), &cell.text).unwrap();
            }
        }
        for (row, column, text) in cells.iter().filter(|_| sheet.name == "Sub-processors") {
            to.write_string(*row, *column, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The line below the headings of the list: title, three lines on how to fill it in, a blank, nobody, a blank, the headings.
const FIRST: u32 = 8;

fn workbook(app: &TestApp, company: &Company, id: &AssessmentId) -> Vec<u8> {
    let (who, words) = (company.member(Role::Leader).proof(), book_words(&Words::default()));
    let made =
        app.store.read(|tx| assessment_export(tx, &who, (id, AnswerFormat::Workbook), &words, app.now()));
    made.unwrap().file
}

#[test]
fn the_list_goes_out_in_the_workbook_and_comes_back_with_each_cell_that_does_not_fit() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let id = vetting.assessment.as_str();
        let respondent = begun(app, &vetting);
        respondent
            .submit(LIST, LIST, &company_fields("Cloud Nine GmbH", "DE", "not_needed"))
            .expect_redirect(LIST);
        let api = app.api(company.member(Role::Manager), true);
        let of = format!("assessments/{id}");
        let file = workbook(app, &company, &vetting.assessment);
        let post = |path: &str, file: &[u8], more: Value| {
            let mut body = json!({ "base64": STANDARD.encode(file) });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            api.post_json(&format!("/api/v1/assessments/{id}/answers{path}"), &body)
        };
        // Nothing was changed: nothing would be.
        let seen: Value = post("/preview", &file, json!({})).expect_status(200).json();
        assert_eq!(seen["sub_processors"]["standing"], json!("same"));
        // A cell that does not fit: told, nothing taken.
        let second = ["Mailbird Inc.", "E-mail", "Data of children; aggregate", "Atlantis", "scc_tia"];
        let second = Vec::from_iter(second.into_iter().zip(0..).map(|(text, at)| (FIRST + 1, at, text)));
        let wrong = post("", &with_list(&file, &second), json!({})).expect_status(422);
        assert!(
            wrong.body.contains("Sub-processors!D10") && wrong.body.contains("no country"),
            "{}",
            wrong.body
        );
        assert_eq!(names(&listed(app, &company, &of)), ["Cloud Nine GmbH"]);
        // It differs from what is there: kept unless somebody says so; then taken, and put back.
        let good: Vec<(u32, u16, &str)> = second
            .into_iter()
            .map(|cell| if cell.1 == 3 { (cell.0, 3, "United States") } else { cell })
            .collect();
        let good = with_list(&file, &good);
        let kept: Value = post("", &good, json!({})).expect_status(200).json();
        assert_eq!((&kept["loaded"], &kept["kept"]), (&json!(0), &json!(["sub_processors"])));
        let done: Value =
            post("", &good, json!({ "overwrite": ["sub_processors"] })).expect_status(200).json();
        assert_eq!((&done["loaded"], app.acts("sub_processor.load").len()), (&json!(1), 1));
        let now = listed(app, &company, &of);
        assert_eq!(names(&now), ["Cloud Nine GmbH", "Mailbird Inc."]);
        assert_eq!(now["list"][1]["data"], json!(["aggregate", "children"]));
        let undo = json!({ "text": done["undo"].to_string(), "overwrite_all": true });
        api.post_json(&format!("/api/v1/assessments/{id}/answers"), &undo).expect_status(200);
        assert_eq!(names(&listed(app, &company, &of)), ["Cloud Nine GmbH"]);
        // Changed online after the workbook was made: told, not overwritten.
        respondent.submit(LIST, LIST, &company_fields("Old Host", "FR", "bcr")).expect_redirect(LIST);
        let stale = post("", &good, json!({ "overwrite_all": true })).expect_status(422);
        assert!(stale.body.contains("changed here after"), "{}", stale.body);
        // The respondent sees it on the page, too.
        let page = respondent.visit("/answer/load");
        let token = page.form_token("/answer/load").unwrap();
        let fresh = with_list(
            &workbook(app, &company, &vetting.assessment),
            &[
                (FIRST + 2, 0, "Mailbird Inc."),
                (FIRST + 2, 1, "E-mail"),
                (FIRST + 2, 2, "aggregate"),
                (FIRST + 2, 3, "US"),
                (FIRST + 2, 4, "bcr"),
            ],
        );
        let look = respondent.post_file("/answer/load", &[("csrf", &token)], &fresh).expect_status(200);
        look.expect_words("Mailbird Inc. (United States): E-mail");
    });
}

#[test]
fn a_colleague_of_another_section_sends_no_list_with_a_file() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let respondent = begun(app, &vetting);
        let fields = company_fields("Cloud Nine GmbH", "DE", "not_needed");
        respondent.submit(LIST, LIST, &fields).expect_redirect(LIST);
        let colleague = crate::findings::colleague(app, &respondent);
        assert!(!colleague.visit("/answer/file/own").expect_status(200).body.contains("Cloud Nine"));
        let file = br#"{"format":"entente-answers/1","answers":{"D1":{"option":"full"}},
            "sub_processors":{"companies":[],"nobody":true}}"#;
        crate::workbooks::look_and_load(&colleague, "/answer/load", file, &["sub_processors"])
            .expect_status(200);
        let list = listed(app, &company, &format!("assessments/{}", vetting.assessment));
        assert_eq!((names(&list), &list["nobody"]), (vec!["Cloud Nine GmbH"], &json!(false)));
        // From whoever answers the whole questionnaire the same file says that there is nobody.
        crate::workbooks::look_and_load(&respondent, "/answer/load", file, &["sub_processors"])
            .expect_status(200);
        let list = listed(app, &company, &format!("assessments/{}", vetting.assessment));
        assert_eq!((names(&list).len(), &list["nobody"]), (0, &json!(true)));
    });
}

#[test]
fn an_export_holds_our_review_for_us_and_never_for_the_respondent() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let vetting = app.vetting(&company, &partner, Until::Submitted);
        let id = vetting.assessment.as_str();
        let reviewer = app.api(company.member(Role::Reviewer), true);
        let review = json!({ "evidence": "E2", "note": "Seen at a visit." });
        reviewer
            .call(Method::PUT, &format!("/api/v1/assessments/{id}/reviews/D1"), &review)
            .expect_status(204);
        let ours: Value = app
            .api(company.member(Role::Leader), false)
            .visit(&format!("/api/v1/assessments/{id}/answers"))
            .expect_status(200)
            .json();
        let d1 = &ours["answers"]["D1"];
        assert_eq!((&d1["evidence"], &d1["review_note"]), (&json!("E2"), &json!("Seen at a visit.")));
        assert!(ours["intake"]["data"].is_array(), "{ours}");
        let theirs = begun(app, &vetting).visit("/answer/file/own").expect_status(200);
        let document: Value = theirs.json();
        assert!(document["answers"]["D1"]["option"].is_string());
        for word in ["intake", "\"evidence\"", "review_note", "visit", "na_accepted", "corrected"] {
            assert!(!theirs.body.contains(word), "{word}");
        }
        let leader = app.signed_in(company.member(Role::Leader));
        let schema: Value = leader.visit("/questionnaires/answers-schema").expect_status(200).json();
        assert_eq!(schema["title"], json!("entente-answers/1"));
    });
}

/// A second round that began with the first one's answers.
fn second_round(app: &TestApp, company: &Company) -> String {
    let partner = app.partner(company, "Otter");
    let first = app.vetting(company, &partner, Until::Sent);
    let respondent = begun(app, &first);
    respondent.submit(LIST, LIST, &company_fields("Cloud Nine GmbH", "DE", "bcr")).expect_redirect(LIST);
    app.answer_all(&first);
    crate::helpers::review_all(app, company, &first.assessment);
    crate::vetting::decide(app, Role::Reviewer, company, &first.assessment, &[("decided", "approve")])
        .expect_redirect(&format!("/partners/{partner}"));
    app.wait_minutes(1);
    let who = company.member(Role::Manager).proof();
    let second = app.tell(|tx| assessment_start(tx, &who, &partner, app.now()));
    let api = app.api(company.member(Role::Manager), true);
    let revision: Value = api.visit(&format!("/api/v1/assessments/{second}")).json();
    let body = json!({ "revision": revision["revision"] });
    api.post_json(&format!("/api/v1/assessments/{second}/links"), &body).expect_status(201);
    assert!(app.tell(|tx| answers_carry(tx, &who, &second, app.now())) > 0);
    second.to_string()
}

#[test]
fn undoing_a_load_gives_back_the_mark_of_the_last_round_and_no_file_can_claim_it() {
    each_database(|app| {
        let company = app.company("Northwind");
        let id = second_round(app, &company);
        let api = app.api(company.member(Role::Manager), true);
        let marked = |question: &str| {
            let sql = format!(
                "SELECT CASE WHEN carried_over THEN 'yes' ELSE 'no' END AS line FROM answers WHERE assessment_id = '{id}' AND question_id = '{question}'"
            );
            app.database.lines(&sql).remove(0)
        };
        let load = |file: &Value| {
            let body = json!({ "text": file.to_string(), "overwrite_all": true });
            api.post_json(&format!("/api/v1/assessments/{id}/answers"), &body).expect_status(200).json()
        };
        assert_eq!((marked("D1").as_str(), marked("D2").as_str()), ("yes", "yes"));
        let now: Value = api.visit(&format!("/api/v1/assessments/{id}/answers")).json();
        let mut file = now.clone();
        for question in ["D1", "D2"] {
            file["answers"][question]["comment"] = json!("Since May.");
        }
        file["sub_processors"]["companies"][0]["purpose"] = json!("Something else");
        // The file says that they are the last round's: they do not read as they did then.
        assert_eq!(file["answers"]["D1"]["carried_over"], json!(true));
        let done: Value = load(&file);
        assert_eq!((marked("D1").as_str(), marked("D2").as_str()), ("no", "no"));
        let of = format!("assessments/{id}");
        assert_eq!(listed(app, &company, &of)["list"][0]["carried_over"], json!(false));
        load(&done["undo"]);
        assert_eq!((marked("D1").as_str(), marked("D2").as_str()), ("yes", "yes"));
        let list = listed(app, &company, &of);
        assert_eq!(
            (&list["list"][0]["purpose"], &list["list"][0]["carried_over"]),
            (&json!("Hosting"), &json!(true))
        );
    });
}
