//! Findings from a weak answer to a re-test that passed, accepted risks, and what conditions do to a room.

use entente::access::Role;
use entente::ids::{FindingId, PartnerId};
use entente::rooms::Side;
use entente::rooms::release::Ask;
use entente::services::rooms;
use entente::store;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Company, Page, TestApp, Until, each_database};
use crate::vetting::{day, decide, has_audited, room_opens, send};

const REASON: &str = "A short campaign with few people, and the fix is under way.";

fn findings(app: &TestApp, company: &Company, partner: &PartnerId) -> Vec<store::Finding> {
    app.store.read(|tx| store::finding_list(tx, &company.id, partner)).unwrap()
}

/// Sends a step of a finding from its page.
fn step(app: &TestApp, company: &Company, id: &FindingId, (name, fields): (&str, &[(&str, &str)])) -> Page {
    let page = format!("/findings/{id}");
    app.signed_in(company.member(Role::Reviewer)).submit(&page, &format!("{page}/{name}"), fields)
}

#[test]
fn a_reviewer_makes_a_finding_of_an_answer_and_follows_it_to_the_end() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Submitted).assessment;
        let browser = app.signed_in(company.member(Role::Reviewer));
        let list = format!("/partners/{partner}/findings");
        browser.visit(&list).expect_words("No findings yet");
        let form = format!("{list}/new?assessment={assessment}&question=D2&section=D");
        let shown = browser.visit(&form).expect_status(200).form_fields(&list);
        let filled = |name: &str| shown.iter().find(|(known, _)| known == name).unwrap().1.clone();
        assert!(filled("title").starts_with("D2"), "{}", filled("title"));
        assert_eq!((filled("owner").as_str(), filled("question").as_str()), ("Otter", "D2"));
        assert!(!filled("due").is_empty());
        let all: Vec<(&str, &str)> = shown
            .iter()
            .filter(|(name, _)| !["severity", "owner"].contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        // Half a finding is refused whole and keeps what was typed.
        let half = browser.post_form(&list, &[&all[..], &[("severity", "high"), ("owner", "")]].concat());
        half.expect_status(422).expect_words("Say who sees to it.");
        assert!(findings(app, &company, &partner).is_empty());
        let whole = [&all[..], &[("severity", "high"), ("owner", "Ines Duarte")]].concat();
        let back = format!("/assessments/{assessment}/review/section/D#q-D2");
        browser.post_form(&list, &whole).expect_redirect(&back);

        let id = findings(app, &company, &partner)[0].id.clone();
        let page = format!("/findings/{id}");
        browser.visit(&page).expect_words("Ines Duarte").expect_words("From review, D2").expect_words("Open");
        step(app, &company, &id, ("report", &[("note", " ")])).expect_status(422);
        step(app, &company, &id, ("report", &[("note", "The log is attached.")])).expect_redirect(&page);
        browser.visit("/").expect_words("Reported as mended: test again");
        let failed = [("passed", "no"), ("note", "Two confirmations are missing.")];
        step(app, &company, &id, ("retest", &failed)).expect_redirect(&page);
        browser.visit(&page).expect_words("Re-test failed").expect_words("Two confirmations are missing.");
        step(app, &company, &id, ("report", &[("note", "All eleven now.")])).expect_redirect(&page);
        step(app, &company, &id, ("retest", &[("passed", "yes"), ("note", "Seen all.")]))
            .expect_redirect(&page);
        let closed = browser.visit(&page).expect_words("Closed on").expect_words("Re-test passed: closed");
        assert!(!closed.body.contains(&format!("{page}/report")), "nothing is left to report");
        browser.visit(&format!("{list}?state=closed")).expect_words("1 of 1 finding");
        browser.visit(&format!("{list}?state=overdue")).expect_words("No finding matches");
        browser.visit(&format!("{list}?severity=medium")).expect_words("No finding matches");
        step(app, &company, &id, ("reopen", &[("note", "It broke again.")])).expect_redirect(&page);
        browser.visit(&page).expect_words("It broke again.");
        for act in ["finding.open", "finding.report", "finding.retest", "finding.reopen"] {
            assert!(has_audited(app, &company, act), "{act} is not in the log");
        }
        // A reader reads; only who reviews acts.
        let leader = app.signed_in(company.member(Role::Leader)).visit(&page).expect_status(200);
        assert!(!leader.body.contains(&format!("{page}/report")));
    });
}

#[test]
fn an_overdue_condition_stops_the_room_until_it_is_mended_or_its_risk_accepted() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (room, _) = app.counted_room(&host, &guest);
        let partner = {
            let room = app.store.read(|tx| store::room_fetch(tx, &host.id, &room)).unwrap();
            app.store.read(|tx| store::room_partner(tx, &host.id, room.org(Side::Guest))).unwrap().unwrap()
        };
        let assessment = app.latest_assessment(&host, partner.as_str());
        let (until, due) = (day(app.now().plus_days(60)), day(app.now().plus_days(2)));
        app.wait_minutes(1);
        let fields = [
            ("decided", "approve_with_conditions"),
            ("reason", "Stricter than the score says: the contact has just changed, so we watch it."),
            ("until", until.as_str()),
            ("condition-1-title", "Name the new contact"),
            ("condition-1-owner", "Ines Duarte"),
            ("condition-1-due", due.as_str()),
        ];
        decide(app, Role::Manager, &host, &assessment, &fields).expect_status(303);
        let run = || {
            let who = host.member(Role::Analyst).proof();
            rooms::overlap_run(&app.store, &who, app.state.kit(), (&room, Ask::Overlap), app.now()).is_ok()
        };
        let says = || {
            let page = app.signed_in(host.member(Role::Manager)).visit(&format!("/rooms/{room}"));
            page.expect_status(200).words().contains("is past its date")
        };
        assert!(room_opens(app, &host, &partner) && !says());
        app.wait_minutes(3 * 24 * 60);
        assert!(!room_opens(app, &host, &partner) && says() && !run(), "it is overdue");
        let id = findings(app, &host, &partner).into_iter().next().unwrap().id;
        let page = format!("/findings/{id}");
        app.signed_in(host.member(Role::Reviewer))
            .visit(&page)
            .expect_words("rooms with this partner are closed");

        // Saying that it is mended is not enough, nor is moving its day, nor a short reason.
        step(app, &host, &id, ("report", &[("note", "Ines is named.")])).expect_redirect(&page);
        assert!(!run(), "reported is not mended");
        let later = day(app.now().plus_days(20));
        let manager = app.signed_in(host.member(Role::Manager));
        let edit = format!("{page}/edit");
        let moved =
            [("title", "Name the new contact"), ("severity", "high"), ("owner", "Ines"), ("due", &later)];
        send(&manager, &edit, &edit, &moved).expect_status(422).expect_words("can only be moved nearer");
        let day_of = |n| day(app.now().plus_days(n));
        let (short, far, good) = (day_of(10), day_of(300), day_of(10));
        step(app, &host, &id, ("accept", &[("reason", "Fine."), ("until", &short)])).expect_status(422);
        step(app, &host, &id, ("accept", &[("reason", REASON), ("until", &far)])).expect_status(422);
        assert!(!room_opens(app, &host, &partner));

        step(app, &host, &id, ("accept", &[("reason", REASON), ("until", &good)])).expect_redirect(&page);
        assert!(room_opens(app, &host, &partner) && !says() && run(), "an accepted risk is not overdue");
        app.wait_minutes(11 * 24 * 60);
        assert!(!room_opens(app, &host, &partner) && says() && !run(), "the acceptance has run out");
        app.signed_in(host.member(Role::Reviewer)).visit(&page).expect_words("Overdue");

        step(app, &host, &id, ("report", &[("note", "Ines is named.")])).expect_redirect(&page);
        assert!(!room_opens(app, &host, &partner));
        step(app, &host, &id, ("retest", &[("passed", "yes"), ("note", "Seen.")])).expect_redirect(&page);
        assert!(room_opens(app, &host, &partner) && !says());
    });
}

#[test]
fn the_api_opens_changes_and_closes_findings() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let api = app.api(company.member(Role::Reviewer), true);
        let list = format!("/api/v1/partners/{partner}/findings");
        let body = json!({ "title": "Name a contact", "severity": "critical", "owner": "Ines" });
        api.post_json(&list, &body).expect_status(409);
        app.vetting(&company, &partner, Until::Submitted);
        for (wrong, field) in [
            (json!({ "title": " ", "severity": "high", "owner": "Ines" }), "title"),
            (json!({ "title": "x", "severity": "bad", "owner": "Ines" }), "severity"),
            (json!({ "title": "x", "severity": "high", "member": "nobody" }), "owner"),
            (json!({ "title": "x", "severity": "high", "owner": "I", "question": "Z99" }), "question"),
            (json!({ "title": "x", "severity": "high", "owner": "I", "due": "2001-01-01T00:00:00Z" }), "due"),
        ] {
            let refused = api.post_json(&list, &wrong).expect_status(422);
            assert!(refused.body.contains(&format!("\"{field}\"")), "{}", refused.body);
        }
        let made = api.post_json(&list, &body).expect_status(201).json();
        let one = format!("/api/v1/findings/{}", made["id"].as_str().unwrap());
        let whole: Value = api.visit(&one).expect_status(200).json();
        assert_eq!(
            (&whole["finding"]["state"], &whole["history"][0]["event"]),
            (&json!("open"), &json!("opened"))
        );
        let change = json!({ "revision": 1, "finding": {
            "title": "Name a contact", "severity": "high", "owner": "Ines", "shared": true } });
        api.call(Method::PUT, &one, &change).expect_status(204);
        api.call(Method::PUT, &one, &change).expect_status(409);
        api.post_json(&format!("{one}/retest"), &json!({ "passed": true, "note": "Seen." }))
            .expect_status(409);
        let report = json!({ "note": "Named.", "evidence": "none-such" });
        api.post_json(&format!("{one}/report"), &report).expect_status(422);
        api.post_json(&format!("{one}/report"), &json!({ "note": "Named." })).expect_status(204);
        api.post_json(&format!("{one}/retest"), &json!({ "passed": true, "note": "Seen." }))
            .expect_status(204);
        let until = app.now().plus_days(20);
        let accept = json!({ "reason": REASON, "until": until });
        api.post_json(&format!("{one}/accept"), &accept).expect_status(409);
        api.post_json(&format!("{one}/reopen"), &json!({ "note": "Gone again." })).expect_status(204);
        api.post_json(&format!("{one}/accept"), &accept).expect_status(204);
        let listed: Value = api.visit(&format!("{list}?state=accepted")).json();
        assert_eq!((&listed[0]["state"], &listed[0]["overdue"]), (&json!("accepted"), &json!(false)));
        app.wait_minutes(21 * 24 * 60);
        let later = app.api(company.member(Role::Leader), false);
        let listed: Value = later.visit(&format!("{list}?state=overdue")).json();
        assert_eq!((&listed[0]["state"], &listed[0]["overdue"]), (&json!("open"), &json!(true)));
        let stranger = app.api(app.company("Stranger").member(Role::Manager), true);
        stranger.visit(&one).expect_status(404);
        stranger.post_json(&format!("{one}/report"), &json!({ "note": "x" })).expect_status(404);
    });
}
