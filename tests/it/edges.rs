//! Rules at their edges: the last of a number, what is empty, what a row changed behind the program's back.

use entente::access::Role;
use entente::ids::{AssessmentId, PartnerId};
use entente::services::chain::{self, NoticeInput};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, Company, Page, TestApp, Until, day, each_database, sub_processor};
use crate::vetting::room_opens;

/// Decides through the API, on the digest that stands.
fn decided(app: &TestApp, (company, role): (&Company, Role), id: &AssessmentId, body: &Value) -> Page {
    let api = app.api(company.member(role), true);
    let path = format!("/api/v1/assessments/{id}");
    let mut body = body.clone();
    body["digest"] = api.visit(&path).expect_status(200).json()["digest"].clone();
    api.post_json(&format!("{path}/decisions"), &body)
}

#[test]
fn a_decision_stands_on_its_inputs_whoever_changed_them() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let made = app.vetting(&company, &partner, Until::Decided).assessment;
        let answer = |id: &AssessmentId, option: &str| {
            let sql = format!(
                "UPDATE answers SET option_id = '{option}' WHERE question_id = 'D1' AND assessment_id = '{id}'"
            );
            app.database.execute(&sql).unwrap();
        };
        let best = format!(
            "SELECT option_id AS line FROM answers WHERE question_id = 'D1' AND assessment_id = '{made}'"
        );
        let best = app.database.lines(&best).remove(0);
        assert!(room_opens(app, &company, &partner));
        answer(&made, "none");
        assert!(!room_opens(app, &company, &partner), "it was made on another answer");
        answer(&made, &best);
        assert!(room_opens(app, &company, &partner));

        // Of an override that waits the same is true, and it does not outlive its own end.
        let other = app.partner(&company, "Heron");
        let waits = app.vetting(&company, &other, Until::Submitted).assessment;
        let body = json!({ "decided": "approve", "until": app.now().plus_days(30),
            "reason": "The documents were seen at a visit and follow by post within the month." });
        let waiting = decided(app, (&company, Role::Manager), &waits, &body).expect_status(201).json();
        assert_eq!(waiting["status"], "awaiting_second");
        let second = || {
            let path = format!("/api/v1/decisions/{}/second", waiting["id"].as_str().unwrap());
            app.api(company.member(Role::Reviewer), true).post_json(&path, &json!({})).status
        };
        answer(&waits, "none");
        assert_eq!(second(), 409, "what the second person agrees to is not what was looked at");
        answer(&waits, &best);
        app.wait_days(31);
        assert_eq!(second(), 409, "it has ended before it began");
        assert!(!room_opens(app, &company, &other));

        // Where an answer is missing there is nothing to decide on yet.
        let open = app.partner(&company, "Plover");
        let open = app.vetting(&company, &open, Until::Submitted).assessment;
        let gone = format!("DELETE FROM answers WHERE question_id = 'D1' AND assessment_id = '{open}'");
        app.database.execute(&gone).unwrap();
        let body = json!({ "decided": "reject", "until": app.now().plus_days(30), "reason": "x".repeat(60) });
        decided(app, (&company, Role::Manager), &open, &body).expect_status(409);
    });
}

#[test]
fn lists_and_notices_have_an_end_and_an_empty_list_says_nothing() {
    each_database(|app| {
        let company = app.company("Northwind");
        let who = company.member(Role::Manager).proof();
        let (otter, heron) = (app.partner(&company, "Otter"), app.partner(&company, "Heron"));
        let api = app.api(company.member(Role::Manager), true);
        // An empty list of a round does not mean that nobody is left.
        let entry =
            app.tell(|tx| chain::entry_add(tx, &who, &otter, &sub_processor("Old Host", "DE"), app.now()));
        app.vetting(&company, &otter, Until::Submitted);
        let list = |partner: &PartnerId| -> Vec<String> {
            let path = format!("/api/v1/partners/{partner}/sub-processors");
            let list = api.visit(&path).expect_status(200).json();
            let names = list["list"].as_array().unwrap().iter();
            names.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(list(&otter), ["Old Host"]);
        // It is that partner's, not another's of the same organisation.
        let path = format!("/api/v1/partners/{heron}/sub-processors/{entry}");
        api.call(Method::DELETE, &path, &json!({})).expect_status(404);

        let companies: Vec<_> = (0..501).map(|n| sub_processor(&format!("Company {n}"), "DE")).collect();
        let replace = |companies: &[_]| {
            app.store.write("test", |tx| chain::list_replace(tx, &who, (&heron, companies), app.now()))
        };
        assert!(replace(&companies).is_err() && list(&heron).is_empty());
        assert_eq!(replace(&companies[..500]).unwrap(), 500);
        let more = json!({ "name": "One more", "purpose": "x", "data": ["aggregate"], "country": "DE",
            "transfer": "not_needed" });
        let path = format!("/api/v1/partners/{heron}/sub-processors");
        api.post_json(&path, &more).expect_status(409);
        assert_eq!(list(&heron).len(), 500);

        let announce = |n: i64| NoticeInput {
            change: "add".to_owned(),
            company: sub_processor(&format!("Newcomer {n}"), "GB"),
            starts: day(app.now(), 40),
            ..NoticeInput::default()
        };
        app.tell(|tx| {
            (0..100).try_for_each(|n| {
                chain::notice_record(tx, &who, &otter, (&announce(n), 30), app.now()).map(|_id| ())
            })
        });
        let late = app
            .store
            .write("test", |tx| chain::notice_record(tx, &who, &otter, (&announce(100), 30), app.now()));
        assert!(late.is_err(), "who announces so many changes means another list");

        // Who depends on whom leaves out partners that were put away.
        let found = || api.visit("/api/v1/portfolio/sub-processors").expect_status(200).json();
        assert_eq!(
            (&found()["partners"], &found()["companies"][0]["name"]),
            (&json!(2), &json!("Company 0"))
        );
        api.post_json(&format!("/api/v1/partners/{heron}/archive"), &json!({})).expect_status(204);
        assert_eq!(found()["partners"], 1);
        assert_eq!(found()["companies"].as_array().unwrap().len(), 1);
        let path = format!("/api/v1/partners/{otter}/sub-processors/{entry}");
        let change = json!({ "revision": 1, "company": more });
        api.call(Method::PUT, &path, &change).expect_status(204);
        api.call(Method::DELETE, &path, &json!({})).expect_status(204);
        let merge = json!({ "name": "Old Host", "same_as": "One more" });
        api.post_json("/api/v1/portfolio/sub-processors/merge", &merge).expect_status(422);
        let acts = ["add", "load", "change", "remove"].map(|act| format!("sub_processor.{act}"));
        assert_eq!(app.acts("sub_processor.%"), acts);
    });
}

#[test]
fn a_link_that_changes_too_much_at_once_is_slowed_down_and_others_are_not() {
    each_database(|app| {
        let company = app.company("Northwind");
        let begun = |name: &str| {
            let sent = app.vetting(&company, &app.partner(&company, name), Until::Sent);
            let browser = app.browser();
            browser.submit_here(&format!("/a/{}", sent.link.expose()), &[]).expect_redirect("/answer");
            browser
        };
        let (fast, other) = (begun("Otter"), begun("Heron"));
        let save = |browser: &Browser, token: &str| {
            let fields = [("csrf", token), ("option", "full"), ("revision", "0")];
            browser.post_form("/answer/q/D1", &fields)
        };
        let token = fast.visit("/answer/section/D").form_token("").unwrap();
        let slowed = (0..400).find_map(|_| {
            let page = save(&fast, &token);
            (page.status == 429).then_some(page)
        });
        assert!(slowed.unwrap().header("retry-after").is_some());
        fast.visit("/answer").expect_status(200);
        let token = other.visit("/answer/section/D").form_token("").unwrap();
        save(&other, &token).expect_status(200);
    });
}
