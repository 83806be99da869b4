//! Answering in depth: a section given to a colleague, remarks of both sides, and the answers of the last round.

use entente::access::Role;
use entente::ids::{AssessmentId, PartnerId};
use entente::services::vetting::{answers_carry, assessment_start};
use entente::store;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, Company, TestApp, Until, Vetting, each_database};

fn begun(app: &TestApp, link: &str) -> Browser {
    let browser = app.browser();
    browser.submit_here(link, &[]).expect_redirect("/answer");
    browser
}

fn path_of(vetting: &Vetting) -> String {
    format!("/a/{}", vetting.link.expose())
}

/// Makes a link for a section, as the respondent; where it leads.
fn delegated(browser: &Browser, section: &str) -> String {
    let page = browser.submit(
        &format!("/answer/section/{section}"),
        &format!("/answer/section/{section}/delegate"),
        &[],
    );
    let page = page.expect_status(200).expect_words("Submitting stays with you");
    format!("/a/{}", page.body.split("/a/").nth(1).unwrap().split('"').next().unwrap())
}

/// Answers one question as the page's script does.
fn answer(browser: &Browser, question: &str, option: &str, revision: &str) -> u16 {
    let token = browser.visit("/answer/section/D").form_token("").unwrap();
    let fields = [("csrf", token.as_str()), ("option", option), ("revision", revision)];
    browser.post_form(&format!("/answer/q/{question}"), &fields).status
}

#[test]
fn a_colleague_reaches_the_one_section_and_nothing_else() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let whole = begun(app, &path_of(&sent));
        let link = delegated(&whole, "D");
        app.browser().visit(&link).expect_status(200).expect_words("A colleague gave you section D");
        let colleague = begun(app, &link);
        let overview = colleague.visit("/answer").expect_status(200);
        let overview = overview.expect_words("D Consumer rights");
        assert!(!overview.words().contains("A Governance"), "no other section is told of");
        assert_eq!(answer(&colleague, "D1", "full", "0"), 200);
        assert_eq!(answer(&colleague, "A1", "full", "0"), 404);
        colleague.visit("/answer/section/A").expect_status(404);
        let token = colleague.visit("/answer/section/D").form_token("").unwrap();
        for (path, fields) in [
            ("/answer/section/A", vec![("A1:option", "full"), ("A1:revision", "0")]),
            ("/answer/q/A1/remarks", vec![("remark", "Hello")]),
        ] {
            let fields: Vec<_> = fields.into_iter().chain([("csrf", token.as_str())]).collect();
            colleague.post_form(path, &fields).expect_status(404);
        }
        let name = [("csrf", token.as_str()), ("name", "Ines")];
        colleague
            .post_form("/answer/submit", &name)
            .expect_status(409)
            .expect_words("This link is for one section");
        colleague.post_form("/answer/section/D/delegate", &name[..1]).expect_status(409);
        colleague.visit("/answer/submit").expect_redirect("/answer");
        let answers = app.store.read(|tx| store::answer_list(tx, &company.id, &sent.assessment)).unwrap();
        assert_eq!(answers.iter().map(|row| row.question_id.as_str()).collect::<Vec<_>>(), ["D1"]);
        assert_eq!((app.acts("answers.save").len(), app.acts("respondent.begin").len()), (1, 2));
        // Whoever gave it away sees the answer, and the sender sees the link.
        whole.visit("/answer/section/D").expect_words("Link made on");
        let manager = app.signed_in(company.member(Role::Manager));
        let page = manager.visit(&format!("/assessments/{}/send", sent.assessment));
        page.expect_words("section D, for a colleague of the partner");
    });
}

#[test]
fn the_receipt_is_not_for_a_colleague_of_one_section() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let link = delegated(&begun(app, &path_of(&sent)), "D");
        let colleague = begun(app, &link);
        app.answer_all(&sent);
        colleague.visit("/answer/receipt.json").expect_status(404);
        colleague.visit("/answer/receipt").expect_redirect("/answer");
        colleague.visit("/answer").expect_status(200);
    });
}

#[test]
fn a_colleagues_link_ends_when_it_is_taken_back_and_with_the_link_it_came_from() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let whole = begun(app, &path_of(&sent));
        let (first, second) = (delegated(&whole, "D"), delegated(&whole, "E"));
        let colleague = begun(app, &first);
        let page = whole.visit("/answer/section/D");
        let action =
            page.body.split("action=\"/answer/links/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        // The colleague of E cannot take the link of D back.
        let other = begun(app, &second);
        let token = other.visit("/answer/section/E").form_token("").unwrap();
        other.post_form(&format!("/answer/links/{action}"), &[("csrf", &token)]).expect_status(409);
        whole
            .submit("/answer/section/D", &format!("/answer/links/{action}"), &[])
            .expect_redirect("/answer/section/D");
        colleague.visit("/answer").expect_status(410);
        app.browser().visit(&first).expect_status(410);
        other.visit("/answer").expect_status(200);
        let manager = app.signed_in(company.member(Role::Manager));
        let send = format!("/assessments/{}/send", sent.assessment);
        let revoke = format!("/respondent-links/{}/revoke", sent.link_id.unwrap());
        manager.submit(&send, &revoke, &[]).expect_redirect(&send);
        other.visit("/answer").expect_status(410);
    });
}

#[test]
fn both_sides_speak_about_a_question_and_a_colleague_hears_its_own_section() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let own = format!("/assessments/{}", sent.assessment);
        let reviewer = app.signed_in(company.member(Role::Reviewer));
        let action = format!("{own}/remarks");
        let say = |question: &str, remark: &str| {
            reviewer.submit(&own, &action, &[("question", question), ("remark", remark)])
        };
        say("D2", "Which recipients?").expect_redirect(&format!("{own}#remarks"));
        say("A1", "Who is it now?").expect_redirect(&format!("{own}#remarks"));
        say("D2", " ").expect_status(422);
        say("Z9", "Nothing").expect_status(404);
        let whole = begun(app, &path_of(&sent));
        whole.visit("/answer/section/D").expect_words("Which recipients?");
        let reply = "/answer/q/D2/remarks";
        whole
            .submit("/answer/section/D", reply, &[("remark", "The <two> mail houses")])
            .expect_redirect("/answer/section/D#q-D2");
        let page = reviewer.visit(&own).expect_words("The <two> mail houses");
        assert!(!page.body.contains("<two>"), "what a stranger writes is text");
        let colleague = begun(app, &delegated(&whole, "D"));
        colleague.visit("/answer/section/D").expect_words("Which recipients?");
        let heard = store_remarks(app, &company, &sent.assessment);
        assert_eq!(heard, ["D2", "A1", "D2"]);
        let api = app.api(company.member(Role::Reviewer), true);
        let path = format!("/api/v1/assessments/{}/remarks", sent.assessment);
        api.call(Method::POST, &path, &json!({ "question": "D3", "remark": "By program" }))
            .expect_status(204);
        let list: Value = api.visit(&path).json();
        assert_eq!(list.as_array().unwrap().len(), 4);
        assert_eq!((&list[2]["member"], &list[3]["question"]), (&Value::Null, &json!("D3")));
    });
}

fn store_remarks(app: &TestApp, company: &Company, assessment: &AssessmentId) -> Vec<String> {
    let rows = app.store.read(|tx| store::remark_list(tx, &company.id, assessment)).unwrap();
    rows.into_iter().map(|row| row.question_id).collect()
}

fn second_round(app: &TestApp, company: &Company, partner: &PartnerId) -> AssessmentId {
    let who = company.member(Role::Manager).proof();
    app.tell(|tx| assessment_start(tx, &who, partner, app.now()))
}

#[test]
fn the_answers_of_the_last_round_come_along_marked_until_they_are_changed() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let first = app.vetting(&company, &partner, Until::Decided);
        app.wait_minutes(1);
        let second = second_round(app, &company, &partner);
        let manager = app.signed_in(company.member(Role::Manager));
        let send = format!("/assessments/{second}/send");
        let page = manager.visit(&send).expect_words("Bring the partner's answers of");
        let shown = page.form_as_shown(&send);
        let fields: Vec<_> = shown.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let sent = manager.post_form(&send, &fields).expect_status(200);
        let link = format!("/a/{}", sent.body.split("/a/").nth(1).unwrap().split('"').next().unwrap());
        let rows = || app.store.read(|tx| store::answer_list(tx, &company.id, &second)).unwrap();
        let before = rows();
        assert!(before.len() >= 25 && before.iter().all(|row| row.carried_over));
        let reviews = app.store.read(|tx| store::review_list(tx, &company.id, &second)).unwrap();
        assert!(reviews.is_empty(), "no review comes along");
        let partner_side = begun(app, &link);
        partner_side.visit("/answer/section/D").expect_words("From your last round");
        assert_eq!(answer(&partner_side, "D1", "none", "1"), 200);
        let changed: Vec<_> = rows().into_iter().filter(|row| !row.carried_over).collect();
        assert_eq!(changed.len(), 1);
        assert_eq!((changed[0].question_id.as_str(), changed[0].revision), ("D1", 2));
        // What was answered is not written over.
        let who = company.member(Role::Manager).proof();
        let again = app.store.write("test", |tx| answers_carry(tx, &who, &second, app.now()));
        assert!(again.is_err());
        let old = app.store.read(|tx| store::answer_list(tx, &company.id, &first.assessment)).unwrap();
        assert!(
            old.iter().all(|row| !row.carried_over && row.revision == 1),
            "the last round stays as it was"
        );
    });
}

#[test]
fn a_question_that_reads_otherwise_is_asked_anew() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        app.vetting(&company, &partner, Until::Submitted);
        // The first round ends, and the next one asks D1 in other words.
        let api = app.api(company.member(Role::Manager), true);
        let body = json!({ "title": "Ours", "from": "built-in" });
        let made: Value = api.call(Method::POST, "/api/v1/questionnaires", &body).json();
        let own = made["id"].as_str().unwrap();
        let path = format!("/api/v1/questionnaires/{own}");
        let mut draft: Value = api.visit(&format!("{path}/draft")).json();
        draft["sections"][3]["questions"][0]["text"]["en"] = json!("Can people get their data?");
        for option in draft["sections"][3]["questions"][2]["options"].as_array_mut().unwrap() {
            let label = format!("{}, we think", option["label"]["en"].as_str().unwrap());
            option["label"]["en"] = json!(label);
        }
        api.call(Method::PUT, &format!("{path}/draft?revision=1"), &draft).expect_status(200);
        api.call(Method::POST, &format!("{path}/versions"), &json!({ "revision": 2 })).expect_status(201);
        let other = app.partner(&company, "Lumen");
        app.vetting(&company, &other, Until::Decided);
        app.wait_minutes(1);
        let second = second_round(app, &company, &other);
        let revision = |id: &AssessmentId| {
            app.store.read(|tx| store::assessment_fetch(tx, &company.id, id)).unwrap().revision
        };
        let choose =
            json!({ "revision": revision(&second), "questionnaire": own, "version": 1, "by_tier": false });
        api.call(Method::PUT, &format!("/api/v1/assessments/{second}/questionnaire"), &choose)
            .expect_status(200);
        let send = json!({ "revision": revision(&second), "carry_over": true });
        api.call(Method::POST, &format!("/api/v1/assessments/{second}/links"), &send).expect_status(201);
        let rows = app.store.read(|tx| store::answer_list(tx, &company.id, &second)).unwrap();
        assert!(!rows.iter().any(|row| row.question_id == "D1"));
        assert!(!rows.iter().any(|row| row.question_id == "D3"), "nor is an answer that reads otherwise");
        assert!(rows.iter().any(|row| row.question_id == "D2"));
    });
}
