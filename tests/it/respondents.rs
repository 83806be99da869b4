//! The respondent's own ways: the language, paper, asking to change what was submitted, documents of the last round, its own score.

use entente::access::Role;
use entente::ids::{AssessmentId, EvidenceId, PartnerId};
use entente::services::evidence::{self, EvidenceInput};
use entente::services::vetting::{answers_carry, assessment_start};
use entente::services::{ServiceError, answering, vetting as services};
use entente::store;
use entente::vetting::code::QuestionId;
use entente::vetting::evidence::MOST_FILES;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::evidence::POLICY;
use crate::helpers::{Browser, Company, Page, TestApp, Until, Vetting, each_database};

fn begun(app: &TestApp, vetting: &Vetting) -> Browser {
    let browser = app.browser();
    let link = format!("/a/{}", vetting.link.expose());
    browser.submit_here(&link, &[]).expect_redirect("/answer");
    browser
}

fn colleague(app: &TestApp, whole: &Browser, section: &str) -> Browser {
    let page = format!("/answer/section/{section}");
    let made = whole.submit(&page, &format!("{page}/delegate"), &[]).expect_status(200);
    let link = format!("/a/{}", made.body.split("/a/").nth(1).unwrap().split('"').next().unwrap());
    let browser = app.browser();
    browser.submit_here(&link, &[]).expect_redirect("/answer");
    browser
}

#[test]
fn the_language_is_chosen_by_a_form_kept_for_the_link_and_costs_no_input() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let link = format!("/a/{}", sent.link.expose());
        let browser = app.browser();
        browser.visit(&link).expect_words("Lire cette page en français").expect_words("Begin");
        let french = browser.visit(&format!("{link}?language=fr")).expect_words("Commencer");
        assert!(french.body.contains("<html lang=\"fr\""), "the page says its language");
        let token = french.form_token("").unwrap();
        browser.post_form(&link, &[("csrf", &token), ("language", "fr")]).expect_redirect("/answer");
        browser.visit("/answer").expect_words("Commencer par la première section");
        // Whoever comes in by the link later reads the same language; a strange one is refused.
        begun_in(app, &link, "en-x").visit("/answer").expect_words("Vos réponses");
        let token = browser.visit("/answer").form_token("").unwrap();
        let other = [("csrf", token.as_str()), ("page_language", "xx"), ("question_language", "")];
        browser.post_form("/answer/language", &other).expect_status(422);
        let other = [("csrf", token.as_str()), ("page_language", "fr"), ("question_language", "xx")];
        browser.post_form("/answer/language", &other).expect_status(422);
        // In a section, what was typed is saved with the choice.
        let token = browser.visit("/answer/section/D").form_token("").unwrap();
        let typed = [
            ("csrf", token.as_str()),
            ("D1:option", "full"),
            ("D1:comment", "By the portal"),
            ("D1:revision", "0"),
            ("page_language", "en"),
            ("go", "language"),
        ];
        browser.post_form("/answer/section/D", &typed).expect_redirect("/answer/section/D");
        let page = browser.visit("/answer/section/D").expect_words("Section 4 of");
        assert!(page.body.contains("By the portal"), "nothing that was typed is lost");
        colleague(app, &browser, "E").visit("/answer").expect_words("A colleague gave you this section");
    });
}

fn begun_in(app: &TestApp, link: &str, language: &str) -> Browser {
    let browser = app.browser();
    let token = browser.visit(link).form_token("").unwrap();
    browser.post_form(link, &[("csrf", &token), ("language", language)]).expect_redirect("/answer");
    browser
}

#[test]
fn paper_shows_answers_digests_and_the_fingerprint_and_to_a_colleague_its_section() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        app.evidence(&sent);
        let whole = begun(app, &sent);
        let blank = whole.visit("/answer/print?copy=blank").expect_status(200).expect_words("Answer:");
        assert!(!blank.words().contains("log.csv"), "a blank copy holds no answer");
        let other = colleague(app, &whole, "E");
        app.answer_all(&sent);
        let page = whole.visit("/answer/print").expect_words("log.csv").expect_words("Fingerprint");
        let receipt = whole.visit("/answer/receipt");
        let digest = receipt.body.split("fingerprint\">").nth(1).unwrap().split('<').next().unwrap();
        assert!(page.body.contains(digest), "the fingerprint of the submission");
        let document = "day;n\n2024-01-03;4\n";
        let sha = ring::digest::digest(&ring::digest::SHA256, document.as_bytes());
        assert!(page.body.contains(&entente::ids::hex(sha.as_ref())), "the document's digest");
        for address in ["/answer/print", "/answer/print?copy=blank"] {
            let own = other.visit(address).expect_status(200).expect_words("E ");
            assert!(!own.words().contains("D2 ") && !own.body.contains(digest), "{address}");
        }
    });
}

/// Asks to change what was submitted, whether or not a page offers it.
fn asked_again(browser: &Browser) -> Page {
    let token = browser.visit("/answer").form_token("").unwrap();
    browser.post_form("/answer/reopen", &[("csrf", token.as_str()), ("reason", "Once more.")])
}

#[test]
fn submitted_answers_are_opened_on_request_and_the_first_receipt_stays() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Decided);
        let respondent = begun(app, &sent);
        let first = respondent.visit("/answer/receipt.json").expect_status(200).body;
        let ask =
            |reason: &str| respondent.submit("/answer/receipt", "/answer/reopen", &[("reason", reason)]);
        ask(" ").expect_status(422).expect_words("Say what you want to change");
        ask("The period in C5 is <13> months.").expect_redirect("/answer/receipt");
        respondent.visit("/answer").expect_words("has not answered yet");
        asked_again(&respondent).expect_status(409);
        let manager = app.signed_in(company.member(Role::Manager));
        manager.visit("/").expect_words("Partners that ask to change their answers");
        let own = format!("/assessments/{}", sent.assessment);
        let page = manager.visit(&own).expect_words("The period in C5 is <13> months.");
        let action = format!("{own}/reopen-requests/");
        let id = page.body.split(&action).nth(1).unwrap().split('"').next().unwrap().to_owned();
        let answer = |verdict: &str, word: &str| {
            manager.submit(&own, &format!("{action}{id}"), &[("verdict", verdict), ("word", word)])
        };
        answer("declined", " ").expect_status(422).expect_words("Say why you decline");
        answer("declined", "Next round.").expect_redirect(&own);
        respondent.visit("/answer").expect_words("Next round.");
        // Asked again, and granted through the API: the decision is void, the answers are open.
        ask("It is also in the contract.").expect_redirect("/answer/receipt");
        let api = app.api(company.member(Role::Manager), true);
        let list: Value = api.visit(format!("/api/v1{action}").trim_end_matches('/')).json();
        assert_eq!((&list[0]["verdict"], &list[1]["verdict"]), (&json!("declined"), &Value::Null));
        let second = format!("/api/v1{action}{}", list[1]["id"].as_str().unwrap());
        let granted = json!({ "verdict": "granted", "word": "Go ahead." });
        api.call(Method::POST, &second, &granted).expect_status(204);
        api.call(Method::POST, &second, &granted).expect_status(409);
        respondent.visit("/answer").expect_words("Go ahead.");
        let decisions: Value = api.visit(&format!("/api/v1/partners/{partner}/decisions")).json();
        assert_eq!(decisions[0]["status"], "void");
        let token = respondent.visit("/answer/section/D").form_token("").unwrap();
        let change = [("csrf", token.as_str()), ("option", "none"), ("revision", "1")];
        respondent.post_form("/answer/q/D1", &change).expect_status(200);
        app.wait_minutes(1);
        respondent
            .submit("/answer/submit", "/answer/submit", &[("name", "Ines")])
            .expect_redirect("/answer/receipt");
        respondent.visit("/answer/receipt").expect_words("Earlier submissions");
        assert_eq!(respondent.visit("/answer/receipt.json?n=1").body, first, "the first receipt stays true");
        assert_ne!(respondent.visit("/answer/receipt.json").body, first);
        respondent.visit("/answer/receipt.json?n=3").expect_status(404);
        let made: Value = api.visit(&format!("/api/v1{own}/submissions")).json();
        assert_eq!(made.as_array().unwrap().len(), 2);
        assert_eq!(manager.visit(&format!("{own}/submissions/1")).body, first);
        // Opened by a manager who was not led there by the request: that answers it too.
        ask("A name.").expect_redirect("/answer/receipt");
        let revision = api.visit(&format!("/api/v1{own}")).json()["revision"].clone();
        api.post_json(&format!("/api/v1{own}/reopen"), &json!({ "revision": revision })).expect_status(204);
        let list: Value = api.visit(format!("/api/v1{action}").trim_end_matches('/')).json();
        assert_eq!(list[2]["verdict"], "granted");
        assert!(!manager.visit("/").body.contains("Partners that ask to change their answers"));
        let acts = ["reopen.ask", "reopen.decline", "reopen.ask", "reopen.grant", "reopen.ask"];
        assert_eq!(app.acts("reopen.%"), acts);
        assert_eq!((app.acts("assessment.reopen").len(), app.acts("assessment.submit").len()), (2, 2));
    });
}

#[test]
fn nobody_asks_to_open_what_is_open_or_for_one_section() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let whole = begun(app, &sent);
        let token = whole.visit("/answer").form_token("").unwrap();
        let ask = [("csrf", token.as_str()), ("reason", "A date")];
        whole.post_form("/answer/reopen", &ask).expect_status(409);
        let other = colleague(app, &whole, "E");
        app.answer_all(&sent);
        let token = other.visit("/answer/section/E").form_token("").unwrap_or(token);
        other
            .post_form("/answer/reopen", &[("csrf", token.as_str()), ("reason", "A date")])
            .expect_status(409);
    });
}

/// Attaches a document to question D2.
fn attach(app: &TestApp, vetting: &Vetting, (name, expires, words): (&str, &str, &str)) {
    let input = EvidenceInput {
        kind: "policy".to_owned(),
        effective: "2024-05-01".to_owned(),
        expires: expires.to_owned(),
        name: name.to_owned(),
        bytes: words.as_bytes().to_vec(),
    };
    let session = entente::access::LinkToken::fresh("").unwrap().hash();
    app.tell(|tx| {
        answering::begin(tx, &vetting.link.hash(), &session, app.now())?;
        let who = answering::respondent(tx, &session, app.now())?.ok_or(ServiceError::NotFound)?;
        let question = QuestionId::new("D2").unwrap();
        evidence::evidence_add(tx, &who, app.state.kit().master(), (&question, &input), app.now())
    });
}

/// A second round whose answers came along; it is sent.
fn second_round(app: &TestApp, company: &Company, partner: &PartnerId) -> (AssessmentId, Vetting) {
    let who = company.member(Role::Manager).proof();
    let link = entente::access::LinkToken::fresh("").unwrap();
    let id = app.tell(|tx| assessment_start(tx, &who, partner, app.now()));
    let link_id = app.tell(|tx| {
        let at = store::assessment_fetch(tx, &company.id, &id)?.revision;
        let link_id = services::assessment_send(tx, &who, (&id, at), (&link, 30), app.now())?;
        answers_carry(tx, &who, &id, app.now())?;
        Ok(link_id)
    });
    let vetting = Vetting { partner: partner.clone(), assessment: id.clone(), link, link_id: Some(link_id) };
    (id, vetting)
}

/// The round is over, before the next one can start.
fn ended(app: &TestApp, company: &Company, round: &Vetting) {
    app.tell(|tx| {
        let row = store::assessment_fetch(tx, &company.id, &round.assessment)?;
        let revision = row.revision + 1;
        Ok(store::assessment_put(
            tx,
            &store::Assessment { state: store::AssessmentState::Decided, revision, ..row },
        )?)
    });
}

#[test]
fn a_document_comes_along_with_its_answer_only() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let first = app.vetting(&company, &partner, Until::Sent);
        attach(app, &first, ("policy.txt", "2099-12-31", "we delete everywhere"));
        app.answer_all(&first);
        ended(app, &company, &first);
        app.database.execute("DELETE FROM answers WHERE question_id = 'D2'").unwrap();
        app.wait_minutes(1);
        second_round(app, &company, &partner);
        assert!(app.database.lines("SELECT evidence_id AS line FROM carried_evidence").is_empty());
    });
}

/// As many documents as an assessment holds, each like one that is there.
fn filled(app: &TestApp, company: &Company, (id, like): (&AssessmentId, &EvidenceId)) {
    app.tell(|tx| {
        let row = store::evidence_find(tx, &company.id, like)?;
        (0..MOST_FILES).try_for_each(|n| {
            let (own, name) = (EvidenceId::fresh(), format!("full {n}"));
            let row = store::EvidenceRow { id: own, name, assessment_id: id.clone(), ..row.clone() };
            Ok(store::evidence_insert(tx, &row, b"sealed")?)
        })
    });
}

#[test]
fn documents_of_the_last_round_come_along_only_when_the_respondent_says_so() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let first = app.vetting(&company, &partner, Until::Sent);
        attach(app, &first, ("policy.txt", "2099-12-31", "we delete everywhere"));
        attach(app, &first, ("old.txt", "2027-02-01", "we deleted once"));
        app.answer_all(&first);
        app.wait_minutes(60 * 24 * 40);
        ended(app, &company, &first);
        let (id, second) = second_round(app, &company, &partner);
        let list = || app.store.read(|tx| store::evidence_list(tx, &company.id, &id)).unwrap();
        assert!(list().is_empty(), "nothing is copied by itself");
        let respondent = begun(app, &second);
        respondent.visit("/answer/section/D").expect_words("1 document of your last round to confirm");
        let page = respondent.visit("/answer/q/D2/evidence");
        let page = page.expect_words("policy.txt").expect_words("Expired on 1 February 2027");
        let offers: Vec<&str> = page.body.split("/answer/carried/").skip(1).map(|rest| &rest[..36]).collect();
        let offer = offers[0].to_owned();
        assert!(offers.iter().all(|one| *one == offer), "the expired one cannot be taken over");
        let press = |verb: &str| {
            let page = "/answer/q/D2/evidence";
            respondent.submit(page, &format!("/answer/carried/{offer}/{verb}"), &[])
        };
        press("drop").expect_redirect("/answer/q/D2/evidence");
        press("keep").expect_redirect("/answer/q/D2/evidence");
        let kept = list();
        assert_eq!(kept.len(), 1);
        let dates = (kept[0].effective_on.as_str(), kept[0].expires_on.as_deref());
        assert_eq!(dates, ("2024-05-01", Some("2099-12-31")), "the dates stay the document's own");
        let read = respondent.visit(&format!("/answer/evidence/{}", kept[0].id)).expect_status(200);
        assert_eq!(read.body, "we delete everywhere", "sealed anew, and opened");
        let manager = app.signed_in(company.member(Role::Manager));
        manager.visit(&format!("/assessments/{id}")).expect_words("From the last round");
        // The expired one is refused, and a removed one can be taken over again.
        let old = app.store.read(|tx| store::evidence_list(tx, &company.id, &first.assessment)).unwrap();
        let expired = old.iter().find(|row| row.name == "old.txt").unwrap();
        let token = respondent.visit("/answer/q/D2/evidence").form_token("").unwrap();
        let refused =
            respondent.post_form(&format!("/answer/carried/{}/keep", expired.id), &[("csrf", &token)]);
        refused.expect_status(409).expect_words("holds no longer");
        let remove = format!("/answer/evidence/{}/remove", kept[0].id);
        respondent.submit("/answer/q/D2/evidence", &remove, &[]).expect_redirect("/answer/q/D2/evidence");
        respondent.visit("/answer/q/D2/evidence").expect_words("Not used this time");
        let other = colleague(app, &respondent, "E");
        let token = other.visit("/answer/section/E").form_token("").unwrap();
        other.post_form(&format!("/answer/carried/{offer}/keep"), &[("csrf", &token)]).expect_status(404);
        filled(app, &company, (&id, &expired.id));
        press("keep").expect_status(409).expect_words("200");
        let more = crate::evidence::attach(&respondent, POLICY, ("more.pdf", b"%PDF-1.4 more"));
        more.expect_status(409).expect_words("200");
        app.database.execute("DELETE FROM evidence_files WHERE name = 'full 7'").unwrap();
        press("keep").expect_redirect("/answer/q/D2/evidence");
        let acts = ["add", "add", "drop", "keep", "remove", "keep"].map(|act| format!("evidence.{act}"));
        assert_eq!(app.acts("evidence.%"), acts);
        assert_eq!(app.acts("assessment.carry").len(), 1);
    });
}

#[test]
fn a_partner_sees_its_score_only_where_the_sender_lets_it() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let respondent = begun(app, &sent);
        let other = colleague(app, &respondent, "E");
        app.answer_all(&sent);
        respondent.visit("/answer/score").expect_status(404);
        let own = format!("/assessments/{}", sent.assessment);
        let manager = app.signed_in(company.member(Role::Manager));
        manager.submit(&own, &format!("{own}/score/show"), &[]).expect_redirect(&own);
        respondent.visit("/answer").expect_words("See your score");
        other.visit("/answer/score").expect_status(404);
        let page = respondent.visit("/answer/score").expect_status(200);
        assert!(page.body.contains("score-why"), "the sentence why stands under the number");
        let fix = page.body.split("name=\"fix\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        respondent
            .visit(&format!("/answer/score?fix={fix}"))
            .expect_words(&format!("With {fix} met and proven"));
        respondent.visit("/answer/score?fix=Z99&fix=%00").expect_status(200);
        let api = app.api(company.member(Role::Manager), true);
        let shown = format!("/api/v1{own}/score/shown");
        assert_eq!(api.visit(&shown).json(), json!({ "shown": true }));
        api.call(Method::PUT, &shown, &json!({ "shown": false })).expect_status(204);
        respondent.visit("/answer/score").expect_status(404);
        assert_eq!(app.acts("score.%"), ["score.show", "score.hide"]);
    });
}
