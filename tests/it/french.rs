//! The respondent's whole way in French: every page, and everything that can be refused on it, holds none of the sentences
//! that are English. The language comes from the link's mail, else from the browser, until the respondent chooses one.

use entente::access::{LinkToken, Role};
use entente::services::answering;
use entente::store::{self, AssessmentContact};
use entente::vetting::formats::answer_file::AnswerFormat;
use entente::vetting::formats::workbook::Workbook;
use entente::web::book_words::book_words;
use entente::web::words::{Lang, Words};
use rust_xlsxwriter::Workbook as Writer;
use ureq::http::Method;

use crate::helpers::{Browser, Company, English, Page, TestApp, Until, Vetting, each_database, form};

fn sent(app: &TestApp) -> (Company, Vetting) {
    let company = app.company("Northwind");
    let partner = app.partner(&company, "Otter");
    let sent = app.vetting(&company, &partner, Until::Sent);
    (company, sent)
}

fn link_of(vetting: &Vetting) -> String {
    format!("/a/{}", vetting.link.expose())
}

/// A respondent who came in by a page in French.
fn begun(app: &TestApp, vetting: &Vetting) -> Browser {
    let (browser, link) = (app.browser(), link_of(vetting));
    let page = browser.visit(&format!("{link}?language=fr"));
    let token = page.form_token("").unwrap();
    browser.post_form(&link, &[("csrf", &token), ("language", "fr")]).expect_redirect("/answer");
    browser
}

/// Whom the questionnaire is for, in that language.
fn contact(app: &TestApp, company: &Company, vetting: &Vetting, language: &str) -> AssessmentContact {
    AssessmentContact {
        assessment_id: vetting.assessment.clone(),
        org_id: company.id.clone(),
        email: Some("ines@otter.example".to_owned()),
        language: language.to_owned(),
        due_at: app.now().plus_days(20),
    }
}

/// Says that the link went out by mail in that language.
fn mailed(app: &TestApp, company: &Company, vetting: &Vetting, language: &str) {
    let row = contact(app, company, vetting, language);
    app.tell(|tx| Ok(store::assessment_contact_put(tx, &row)?));
}

/// A page as a browser that speaks these languages asks for it.
fn asked_in(browser: &Browser, path: &str, languages: &str) -> Page {
    browser.send(Method::GET, path, &[("accept-language", languages)], Vec::new())
}

#[test]
fn the_mail_sets_the_first_language_then_the_browser_and_a_choice_is_kept() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let link = link_of(&vetting);
        let new = || app.browser();
        // Not sent by mail: as the browser asks.
        asked_in(&new(), &link, "fr-BE, en;q=0.5").expect_words("Commencer");
        asked_in(&new(), &link, "de, en;q=0.5").expect_words("Begin");
        asked_in(&new(), "/a/nothing", "fr").expect_status(404).expect_words("Ce lien ne mène nulle part");
        // Nor by an address that is only kept for later.
        let row = AssessmentContact { email: None, ..contact(app, &company, &vetting, "fr") };
        app.tell(|tx| Ok(store::assessment_contact_put(tx, &row)?));
        asked_in(&new(), &link, "en").expect_words("Begin");
        // Sent in French: in French whatever the browser asks, until something else is chosen.
        mailed(app, &company, &vetting, "fr");
        let page = asked_in(&new(), &link, "en").expect_words("Commencer");
        assert!(page.body.contains("<html lang=\"fr\""));
        // Also for whoever posts without a word about the language.
        let browser = new();
        browser.submit_here(&link, &[]).expect_redirect("/answer");
        browser.visit("/answer").expect_words("A Gouvernance et responsabilité");
        browser.submit(
            "/answer",
            "/answer/language",
            &[("page_language", "en"), ("question_language", "fr")],
        );
        browser.visit("/answer").expect_words("A Governance and accountability");
        asked_in(&new(), &link, "fr").expect_words("Begin");
        // Only the questions: they stay in French on an English page.
        let both = [("page_language", "en"), ("question_language", "fr")];
        browser.submit("/answer", "/answer/language", &both).expect_redirect("/answer");
        let page =
            browser.visit("/answer/section/A").expect_words("Gouvernance").expect_words("Section 1 of 10");
        assert!(!page.words().contains("Governance and"));
    });
}

#[test]
fn every_page_of_a_respondent_who_reads_french_is_in_french() {
    let english = English::gather();
    each_database(|app| {
        let (company, vetting) = sent(app);
        let browser = begun(app, &vetting);
        let look = |path: &str| english.none_in(browser.visit(path));
        english.none_in(asked_in(&app.browser(), &link_of(&vetting), "fr"));
        let sections = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
        for section in sections {
            look(&format!("/answer/section/{section}")).expect_status(200);
        }
        let open = [
            "/answer",
            "/answer/submit",
            "/answer/load",
            "/answer/notices",
            "/answer/print",
            "/answer/print?copy=blank",
            "/answer/q/D2/evidence",
            "/answer/q/G1/list",
            "/answer/findings",
        ];
        for path in open {
            look(path).expect_status(200);
        }
        let made = english.none_in(browser.submit("/answer/section/D", "/answer/section/D/delegate", &[]));
        // A colleague is met in the language of whoever asked.
        let link = made.body.split("/a/").nth(1).unwrap().split('"').next().unwrap();
        asked_in(&app.browser(), &format!("/a/{link}"), "en").expect_words("Commencer");
        app.evidence(&vetting);
        look("/answer/q/D2/evidence").expect_words("log.csv");
        app.answer_only(&vetting);
        look("/answer/submit").expect_status(200);
        let page = browser.submit("/answer/submit", "/answer/submit", &[("name", "Inès Laurent")]);
        page.expect_redirect("/answer/receipt");
        for path in ["/answer", "/answer/receipt", "/answer/print", "/answer/section/D"] {
            look(path).expect_status(200);
        }
        // The receipt's document is in the language of the questions.
        let document = browser.visit("/answer/receipt.json").expect_status(200).body;
        assert!(document.contains("Les deux fonctions sont attribu"), "{document}");
        // What the manager asks back is theirs to word; the page around it is not.
        let manager = app.signed_in(company.member(Role::Manager));
        let page = format!("/assessments/{}", vetting.assessment);
        let fields = [("question", "D2"), ("remark", "Bonjour")];
        manager.submit(&page, &format!("{page}/remarks"), &fields).expect_status(303);
        look("/answer/section/D").expect_words("Bonjour");
    });
}

/// Refusals of pages and forms that a respondent can meet.
fn refused(browser: &Browser, english: &English) {
    let token = browser.visit("/answer/section/D").form_token("").unwrap();
    let csrf = ("csrf", token.as_str());
    let post = |path: &str, fields: &[(&str, &str)]| {
        english.none_in(browser.post_form(path, &[&[csrf], fields].concat()))
    };
    let get = |path: &str| english.none_in(browser.visit(path));
    for path in ["/answer/section/ZZ", "/answer/q/ZZ/evidence", "/answer/nowhere", "/answer/file/nothing"] {
        get(path).expect_status(404);
    }
    get("/answer/q/A1/list").expect_status(404);
    get("/answer/reopen").expect_status(405);
    let odd = get("/answer/receipt.json?n=many");
    assert!((400..500).contains(&odd.status), "{}", odd.status);
    // Forms that are stale, foreign, of another kind, broken off or too large.
    let bare = |path: &str, fields: &[(&str, &str)]| english.none_in(browser.post_form(path, fields));
    bare("/answer/section/D", &[("D1:comment", "Gardez ceci")])
        .expect_status(403)
        .expect_words("Gardez ceci");
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://evil.example")];
    english.none_in(browser.post_raw("/answer/submit", &headers, form(&[csrf]))).expect_status(403);
    let headers = [("content-type", "text/plain"), ("origin", browser.origin())];
    english.none_in(browser.post_raw("/answer/submit", &headers, "x")).expect_status(415);
    english.none_in(browser.post_raw("/answer/load", &headers, "x")).expect_status(415);
    let headers = [("content-type", "multipart/form-data; boundary=b"), ("origin", browser.origin())];
    let broken = english.none_in(browser.post_raw("/answer/load", &headers, "--b\r\nhalf"));
    assert!((400..500).contains(&broken.status));
    post("/answer/submit", &[("name", "a"), ("name", "b")]);
    // Answers that cannot be kept, one by one and by the page's script, and two tabs.
    let long = "x".repeat(20_000);
    for (field, value) in [("D1:comment", long.as_str()), ("D1:evidence", &long), ("D1:option", "nothing")] {
        post("/answer/section/D", &[(field, value), ("D1:revision", "0")]).expect_status(422);
    }
    post("/answer/section/D", &[("D1:option", "~na"), ("D1:revision", "0")]).expect_status(422);
    post("/answer/section/D", &[("D6:option", "~na"), ("D6:revision", "0")]).expect_status(422);
    post("/answer/section/D", &[("D1:option", "full"), ("D1:revision", "0")]).expect_status(303);
    post("/answer/section/D", &[("D1:option", "none"), ("D1:revision", "0")]).expect_status(409);
    for (fields, status) in [
        (vec![("option", "none"), ("revision", "0")], 409),
        (vec![("option", "nothing"), ("revision", "1")], 422),
        (vec![("comment", long.as_str()), ("revision", "1")], 422),
    ] {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", browser.origin()),
            ("accept", "application/json"),
        ];
        let body = form(&[&[csrf], fields.as_slice()].concat());
        let told = english.none_in(browser.post_raw("/answer/q/D1", &headers, body)).expect_status(status);
        assert!(!told.json()["detail"].as_str().unwrap().is_empty());
    }
    post("/answer/q/D1/remarks", &[("remark", " ")]);
    post("/answer/q/D1/remarks", &[("remark", &long)]);
    post("/answer/language", &[("page_language", "xx")]).expect_status(422);
    post("/answer/submit", &[("name", "Inès")]).expect_status(409);
    post("/answer/reopen", &[("reason", "Une erreur")]).expect_status(409);
}

/// Refusals about what stands beside the answers: links, documents, the chain, findings.
fn beside(browser: &Browser, english: &English) {
    let token = browser.visit("/answer/section/D").form_token("").unwrap();
    let post = |path: &str, fields: &[(&str, &str)]| {
        english.none_in(browser.post_form(path, &[&[("csrf", token.as_str())], fields].concat()))
    };
    post("/answer/links/nothing/revoke", &[]).expect_status(404);
    post("/answer/section/ZZ/delegate", &[]).expect_status(404);
    post("/answer/evidence/nothing/remove", &[]).expect_status(404);
    post("/answer/carried/nothing/keep", &[]);
    post("/answer/notices/nothing/outcome", &[("outcome", "kept")]);
    post("/answer/notices", &[("change", "add")]);
    post("/answer/notices", &[("change", "remove"), ("company", "nothing")]);
    post("/answer/q/G1/list", &[("name", ""), ("country", "XX"), ("website", "x"), ("since", "x")])
        .expect_status(422);
    post("/answer/findings/nothing", &[]);
}

/// Files that cannot be taken: documents and tables.
fn files(browser: &Browser, english: &English) {
    let evidence = "/answer/q/D2/evidence";
    let attach = |kind: &str, day: &str, expires: &str, file: &[u8]| {
        let fields = [("kind", kind), ("effective", day), ("expires", expires)];
        let page = english.none_in(browser.submit_file(evidence, evidence, &fields, file));
        assert!((400..500).contains(&page.status), "{}", page.status);
    };
    attach("policy", "2024-05-01", "", b"");
    attach("policy", "2024-05-01", "", b"MZ\x90\0\x03 a program");
    attach("", "soon", "never", b"some text");
    attach("policy", "2024-05-01", "2020-01-01", b"some text");
    attach("policy", "2024-05-01", "", &vec![b'a'; 10_000_001]);
    for table in [
        &b"name,mood\n"[..],
        b"name,purpose\n",
        b"",
        b"\xff\xfe",
        b"name,purpose,data,country,transfer\nA,,nothing,XX,what\nB,x\n",
        b"name,purpose,data,country,transfer\nA,x,aggregate,DE,not_needed\na,x,aggregate,DE,not_needed\n",
    ] {
        let page = browser.submit_file("/answer/q/G1/list", "/answer/q/G1/list/load", &[], table);
        let page = english.none_in(page);
        assert!((400..500).contains(&page.status), "{} {}", page.status, page.words());
    }
}

/// Answers in files that do not fit, every fault at its place.
fn loads(browser: &Browser, english: &English, blank: &[u8]) {
    let load = |file: &[u8]| {
        let page = english.none_in(browser.submit_file("/answer/load", "/answer/load", &[], file));
        page.expect_status(422)
    };
    for file in [
        &b""[..],
        b" \n",
        b"{",
        b"\xff",
        b"PK\x03\x04 no book",
        b"{\"sections\":[]}",
        b"{\"format\":\"entente-answers/1\",\"answers\":{\"D1\":7}}",
        b"{\"format\":\"entente-answers/9\",\"answers\":{}}",
        b"{\"format\":\"entente-answers/1\",\"questionnaire\":{\"id\":\"another\"},\"answers\":{}}",
        b"{\"D1_full\":\"perhaps\",\"D2_full\":\"checked\",\"D2_none\":\"checked\"}",
    ] {
        load(file);
    }
    let page = load(
        b"{\"format\":\"entente-answers/1\",\"answers\":{\"D1\":{\"option\":\"what\"},\"D2\":{\"na\":true},\"Z9\":{\"option\":\"full\"},
          \"D6\":{\"na\":true},\"D3\":{\"option\":\"full\",\"na\":true,\"reason\":\"x\"}}}",
    );
    page.expect_words("answers.D1.option : il n'y a pas d'option « what »");
    // What is left out is told on the page that shows what would change.
    let notes = b"{\"format\":\"entente-answers/1\",\"questionnaire\":{\"id\":\"marketing-data-partner\",\"version\":2},
        \"intake\":{},\"answers\":{\"D3\":{\"option\":\"full\",\"evidence\":\"E2\"}}}";
    let page =
        english.none_in(browser.submit_file("/answer/load", "/answer/load", &[], notes)).expect_status(200);
    page.expect_words("une autre version du questionnaire").expect_words("les valeurs d'un évaluateur");
    let unknown = b"{\"Z9_full\":\"checked\",\"D4_full\":\"checked\"}";
    let page =
        english.none_in(browser.submit_file("/answer/load", "/answer/load", &[], unknown)).expect_status(200);
    page.expect_words("sous ce nom");
    // Cells.
    let (first, answer) = (6, 5);
    let page =
        load(&changed(blank, &[(first, answer, "Peut-être"), (first + 1, answer, "Ne nous concerne pas")]));
    page.expect_words("Réponses!F7 : ce n'est aucune des réponses proposées");
    let page =
        load(&changed(blank, &[(first, 0, "Z9"), (first, answer, "full"), (first + 1, answer + 1, "x")]));
    page.expect_words("Réponses!A7 : il n'y a pas de question Z9");
    load(&changed(blank, &[(first + 1, 0, "A1"), (first, answer, "full"), (first + 1, answer, "full")]));
    load(&changed(blank, &[(first, answer, "full"), (first, answer + 2, &"x".repeat(20_000))]));
    load(&changed(blank, &[(first - 1, answer, "Autre chose")]));
}

/// The workbook with these cells of its first sheet changed.
fn changed(file: &[u8], cells: &[(u32, u16, &str)]) -> Vec<u8> {
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

/// The workbook as it is handed to this respondent.
fn workbook(app: &TestApp, vetting: &Vetting) -> Vec<u8> {
    let words = book_words(&Words::new(Lang::Fr));
    let mut made = Vec::new();
    app.tell(|tx| {
        let session = LinkToken::fresh("")?.hash();
        answering::begin(tx, &vetting.link.hash(), &session, app.now())?;
        let who = answering::respondent(tx, &session, app.now())?.unwrap();
        made = answering::answers_export(tx, &who, AnswerFormat::Workbook, &words, app.now())?.file;
        Ok(())
    });
    made
}

#[test]
fn whatever_is_refused_to_a_respondent_who_reads_french_is_refused_in_french() {
    let english = English::gather();
    each_database(|app| {
        let (_, vetting) = sent(app);
        let blank = workbook(app, &vetting);
        let sheet = &Workbook::open(&blank).unwrap().sheets[0];
        let heading = sheet.cell(5, 2).unwrap().text.as_str();
        let question = sheet.cell(6, 2).unwrap().text.as_str();
        assert_eq!((heading, &question[..24]), ("Question", "Qui, dans votre entrepri"));
        let browser = begun(app, &vetting);
        refused(&browser, &english);
        beside(&browser, &english);
        files(&browser, &english);
        loads(&browser, &english, &blank);
    });
}

#[test]
fn a_link_that_ended_says_so_in_the_language_of_whoever_had_it() {
    let english = English::gather();
    each_database(|app| {
        let (company, vetting) = sent(app);
        let (browser, link) = (begun(app, &vetting), link_of(&vetting));
        // Answers that are in cannot be changed any more.
        let token = browser.visit("/answer/section/D").form_token("").unwrap();
        let fields = [("csrf", token.as_str()), ("D1:option", "full"), ("D1:revision", "0")];
        let post = |path: &str, fields: &[(&str, &str)]| english.none_in(browser.post_form(path, fields));
        app.answer_all(&vetting);
        post("/answer/section/D", &fields).expect_status(409).expect_words("ont été envoyées");
        post("/answer/section/D/delegate", &fields[..1]).expect_status(409);
        post("/answer/submit", &[fields[0], ("name", "x")]).expect_status(409);
        post("/answer/reopen", &[fields[0], ("reason", " ")]).expect_status(422);
        post("/answer/reopen", &[fields[0], ("reason", "Une erreur en D2")]).expect_status(303);
        post("/answer/reopen", &[fields[0], ("reason", "Encore")]).expect_status(409);
        english.none_in(browser.visit("/answer")).expect_status(200);
        // Faster than a person.
        let mut status = 0;
        for _ in 0..130 {
            let page = browser.post_form("/answer/language", &[fields[0], ("page_language", "fr")]);
            status = page.status;
            if status == 429 {
                english.none_in(page).expect_words("Attendez");
                break;
            }
        }
        assert_eq!(status, 429);
        let manager = app.signed_in(company.member(Role::Manager));
        let send = format!("/assessments/{}/send", vetting.assessment);
        let revoke = format!("/respondent-links/{}/revoke", vetting.link_id.clone().unwrap());
        manager.submit(&send, &revoke, &[]).expect_status(303);
        english.none_in(browser.visit("/answer")).expect_status(410);
        english.none_in(app.browser().visit(&link)).expect_status(410).expect_words("l'a retiré");
        // Without any link: as the browser asks.
        english.none_in(asked_in(&app.browser(), "/answer", "fr")).expect_status(401);
        asked_in(&app.browser(), "/answer", "en")
            .expect_status(401)
            .expect_words("Please open your link again");
        english.none_in(asked_in(&app.browser(), "/a/x/y/z", "fr")).expect_status(404);
    });
}
