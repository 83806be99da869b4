//! Rules at their edges: the last of a number, what is empty, another organisation's rows, what a row changed behind the
//! program's back.

use entente::access::Role;
use entente::ids::{AssessmentId, MailId, PartnerId};
use entente::services::chain::{self, NoticeInput};
use entente::store;
use entente::vetting::remediation::{FindingState, FindingStep};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, Company, Page, TestApp, Until, World, day, each_database, sub_processor};
use crate::vetting::room_opens;

const REASON: &str = "The documents were seen at a visit and follow by post within the month.";

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
        // Too little to close a room by itself.
        let seen = |from: &str, to: &str| {
            let of = format!("question_id = 'A1' AND assessment_id = '{made}'");
            let sql = format!(
                "UPDATE reviews SET evidence_level = '{to}' WHERE evidence_level = '{from}' AND {of}"
            );
            app.database.execute(&sql).unwrap();
        };
        let level = format!(
            "SELECT evidence_level AS line FROM reviews WHERE question_id = 'A1' AND assessment_id = '{made}'"
        );
        let level = app.database.lines(&level).remove(0);
        seen(&level, "E0");
        assert!(!room_opens(app, &company, &partner), "it was made on other evidence");
        seen("E0", &level);
        assert!(room_opens(app, &company, &partner));

        // Of an override that waits the same is true, and it does not outlive its own end.
        let other = app.partner(&company, "Heron");
        let waits = app.vetting(&company, &other, Until::Submitted).assessment;
        let body = json!({ "decided": "approve", "until": app.now().plus_days(30), "reason": REASON });
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

/// A partner that the score refuses, approved on a condition by somebody who needs a second person: the decision and the condition.
fn waiting(app: &TestApp, host: &Company, name: &str) -> (String, store::Finding) {
    let partner = app.partner(host, name);
    let id = app.vetting(host, &partner, Until::Submitted).assessment;
    let worst =
        format!("UPDATE answers SET option_id = 'none' WHERE question_id = 'D4' AND assessment_id = '{id}'");
    app.database.execute(&worst).unwrap();
    let condition = json!({ "title": "Bar it by contract", "owner": "Sam", "due": app.now().plus_days(20) });
    let body = json!({ "decided": "approve_with_conditions", "until": app.now().plus_days(30),
        "reason": REASON, "conditions": [condition] });
    let made = decided(app, (host, Role::Owner), &id, &body).expect_status(201).json();
    assert_eq!(made["status"], "awaiting_second");
    let condition = app.store.read(|tx| store::finding_list(tx, &host.id, &partner)).unwrap().remove(0);
    (made["id"].as_str().unwrap().to_owned(), condition)
}

#[test]
fn an_override_that_never_counted_takes_its_conditions_with_it() {
    each_database(|app| {
        let host = app.company("Host");
        let (decision, condition) = waiting(app, &host, "Otter");
        let api = app.api(host.member(Role::Reviewer), true);
        let one = format!("/api/v1/findings/{}", condition.id);
        assert_eq!(api.visit(&one).json()["finding"]["state"], "open");
        let decline = format!("/api/v1/decisions/{decision}/decline");
        api.post_json(&decline, &json!({})).expect_status(204);
        api.post_json(&decline, &json!({})).expect_status(409);
        let told = api.visit(&one).expect_status(200).json();
        assert_eq!(told["finding"]["state"], "closed");
        assert_eq!(told["history"][1]["event"], "withdrawn");
        // So does one in whose place another is made.
        let (_, condition) = waiting(app, &host, "Heron");
        let body = json!({ "decided": "approve", "until": app.now().plus_days(30), "reason": REASON });
        decided(app, (&host, Role::Owner), &condition.assessment_id, &body).expect_status(201);
        let now = app.store.read(|tx| store::finding_fetch(tx, &host.id, &condition.id)).unwrap();
        assert_eq!((condition.closed_at, now.closed_at), (None, Some(app.now())));
        app.wait_days(40);
        let inbox = app.api(host.member(Role::Manager), false).visit("/api/v1/inbox").json().to_string();
        assert!(!inbox.contains("\"overdue\""), "{inbox}");
        let acts = ["make", "decline", "make", "make"].map(|act| format!("decision.{act}"));
        assert_eq!(app.acts("decision.%"), acts);
    });
}

#[test]
fn these_steps_of_a_finding_can_be_taken_and_no_others() {
    use FindingState::{Accepted, Closed, Open, Reported};
    use FindingStep::{Accept, Fail, Pass, Reopen, Report};
    let allowed = [
        (Open, Report, Reported),
        (Open, Accept, Accepted),
        (Reported, Pass, Closed),
        (Reported, Fail, Open),
        (Reported, Accept, Accepted),
        (Accepted, Reopen, Open),
        (Closed, Reopen, Open),
    ];
    for state in FindingState::ALL {
        for step in [Report, Pass, Fail, Accept, Reopen] {
            let next = allowed.iter().find(|(from, by, _)| (*from, *by) == (state, step));
            assert_eq!(state.after(step), next.map(|(_, _, to)| *to), "{state:?} {step:?}");
        }
    }
}

#[test]
fn a_risk_is_accepted_for_forty_letters_and_six_months_at_most_and_its_end_is_the_due_day_then() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        app.vetting(&company, &partner, Until::Submitted);
        let api = || app.api(company.member(Role::Reviewer), true);
        let list = format!("/api/v1/partners/{partner}/findings");
        let body = json!({ "title": "Name a contact", "severity": "medium", "owner": "Ines" });
        let made = api().post_json(&list, &body).expect_status(201).json();
        let one = format!("/api/v1/findings/{}", made["id"].as_str().unwrap());
        let accept = |letters: usize, until| {
            let body = json!({ "reason": "x".repeat(letters), "until": until });
            api().post_json(&format!("{one}/accept"), &body).status
        };
        let last = app.now().plus_months(6).end_of_day();
        let soon = app.now().plus_days(20);
        for (letters, until) in [(39, soon), (40, app.now()), (40, last.plus_seconds(1))] {
            assert_eq!(accept(letters, until), 422, "{letters} {until:?}");
        }
        assert_eq!(accept(40, last), 204);
        let word = json!({ "note": "Not for so long." });
        api().post_json(&format!("{one}/reopen"), &word).expect_status(204);
        assert_eq!(accept(40, soon), 204);
        // Due on day 90 first, and accepted until day 20: reported after that, it is late.
        app.wait_days(21);
        api().post_json(&format!("{one}/report"), &word).expect_status(204);
        let told: Value = api().visit(&list).expect_status(200).json();
        assert_eq!((&told[0]["state"], &told[0]["overdue"]), (&json!("reported"), &json!(true)));
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
fn another_organisation_is_told_nothing_of_this_one() {
    each_database(|app| {
        let world = World::new(app, "Northwind");
        let mail = store::MailRow {
            id: MailId::fresh(),
            org_id: world.company.id.clone(),
            kind: "test".to_owned(),
            recipient: "ines@otter.example".to_owned(),
            assessment_id: None,
            sealed: None,
            state: store::MailState::Failed.as_str().to_owned(),
            attempts: 1,
            run_after: app.now(),
            last_error: "no such user here".to_owned(),
            created_at: app.now(),
            ended_at: Some(app.now()),
        };
        app.tell(|tx| Ok(store::mail_insert(tx, &mail)?));
        app.wait_days(31);
        let failed = |company: &Company| {
            let told: Value = app.api(company.member(Role::Owner), true).visit("/api/v1/mail").json();
            told["failed"].as_array().unwrap().len()
        };
        assert_eq!((failed(&world.company), failed(&world.other)), (1, 0));
        let inbox = |company: &Company| -> Value {
            // Only who may open answers is asked to.
            app.api(company.member(Role::Manager), true).visit("/api/v1/inbox").expect_status(200).json()
        };
        let ours = inbox(&world.company).to_string();
        for task in ["\"notice\"", "\"overdue\""] {
            assert!(ours.contains(task), "{task}: {ours}");
        }
        assert!(!ours.contains("\"reopen\""), "its answers are open already");
        // Who only reads is asked nothing.
        let reads = app.api(world.company.member(Role::Leader), false).visit("/api/v1/inbox").json();
        assert_eq!(reads["partners"], json!([]));
        let theirs = inbox(&world.other);
        assert_eq!((&theirs["partners"], &theirs["put_off"]), (&json!([]), &json!([])));
        // With a partner of their own too.
        app.partner(&world.other, "Otter");
        let theirs = inbox(&world.other);
        assert_eq!(theirs["partners"].as_array().unwrap().len(), 1, "{theirs}");
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
