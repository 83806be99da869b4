//! Findings from a weak answer to a re-test that passed, accepted risks, and what conditions do to a room.

use entente::access::Role;
use entente::ids::{AssessmentId, FindingId, PartnerId, RoomId};
use entente::rooms::Side;
use entente::rooms::release::Ask;
use entente::services::rooms;
use entente::store;
use entente::vetting::questionnaire::Questionnaire;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::evidence::{PDF, begun, multipart, post};
use crate::helpers::{Browser, Company, Page, TestApp, Until, each_database, key_check_value, tokens};
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

/// Changes what a finding says, on its page.
fn edited(app: &TestApp, company: &Company, id: &FindingId, fields: &[(&str, &str)]) -> Page {
    let page = format!("/findings/{id}/edit");
    send(&app.signed_in(company.member(Role::Manager)), &page, &page, fields)
}

/// Brings a list into a room; what the answer's status is.
fn bring(app: &TestApp, company: &Company, room: &RoomId) -> u16 {
    let who = app.api(company.member(Role::Analyst), true);
    who.upload(room.as_str(), &key_check_value(room), tokens(0..20).as_bytes()).status
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
        let moved =
            [("title", "Name the new contact"), ("severity", "high"), ("owner", "Ines"), ("due", &later)];
        edited(app, &host, &id, &moved).expect_status(422).expect_words("can only be moved nearer");
        let other = [("title", "Name anybody"), ("severity", "high"), ("owner", "Ines"), ("due", &due)];
        edited(app, &host, &id, &other).expect_status(422).expect_words("words of a condition stay");
        assert_eq!(bring(app, &host, &room), 409, "no list is taken either");
        let day_of = |n| day(app.now().plus_days(n));
        let (short, far, good) = (day_of(10), day_of(300), day_of(10));
        step(app, &host, &id, ("accept", &[("reason", "Fine."), ("until", &short)])).expect_status(422);
        step(app, &host, &id, ("accept", &[("reason", REASON), ("until", &far)])).expect_status(422);
        assert!(!room_opens(app, &host, &partner));

        step(app, &host, &id, ("accept", &[("reason", REASON), ("until", &good)])).expect_redirect(&page);
        assert!(room_opens(app, &host, &partner) && !says() && run(), "an accepted risk is not overdue");
        assert_eq!(bring(app, &host, &room), 201);
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
            (json!({ "title": "x", "severity": "high", "owner": "I", "due": "2099-01-01T00:00:00Z" }), "due"),
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
        // What is closed says what it said.
        let revision = api.visit(&one).json()["finding"]["revision"].clone();
        let late = json!({ "revision": revision, "finding": { "title": "Another", "severity": "high", "owner": "Ines" } });
        api.call(Method::PUT, &one, &late).expect_status(409);
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
        archived(app, &company, &partner);
        app.api(company.member(Role::Reviewer), true).post_json(&list, &body).expect_status(409);
        let acts =
            ["open", "change", "report", "retest", "reopen", "accept"].map(|act| format!("finding.{act}"));
        assert_eq!(app.acts("finding.%"), acts);
    });
}

fn archived(app: &TestApp, company: &Company, partner: &PartnerId) {
    let path = format!("/api/v1/partners/{partner}/archive");
    app.api(company.member(Role::Manager), true).post_json(&path, &json!({})).expect_status(204);
}

/// Opens a finding about question D2 through the API.
fn opened(app: &TestApp, company: &Company, partner: &PartnerId, shared: bool) -> FindingId {
    let api = app.api(company.member(Role::Reviewer), true);
    let body = json!({ "title": "Deletion reaches every recipient", "severity": "high", "owner": "Secret Owner",
        "question": "D2", "shared": shared });
    let made = api.post_json(&format!("/api/v1/partners/{partner}/findings"), &body).expect_status(201);
    FindingId::from(made.json()["id"].as_str().unwrap())
}

/// A colleague of the respondent, who was given section D.
pub fn colleague(app: &TestApp, whole: &Browser) -> Browser {
    let made = whole.submit("/answer/section/D", "/answer/section/D/delegate", &[]).expect_status(200);
    let link = format!("/a/{}", made.body.split("/a/").nth(1).unwrap().split('"').next().unwrap());
    let browser = app.browser();
    browser.submit_here(&link, &[]).expect_redirect("/answer");
    browser
}

/// Another partner reads nothing of these, and a colleague with one section none at all, not those of its own partner either.
fn nobody_else_reads(app: &TestApp, company: &Company, pages: [&str; 2]) {
    let other = app.vetting(company, &app.partner(company, "Mole"), Until::Sent);
    let whole = begun(app, &other);
    for page in pages {
        whole.visit(page).expect_status(404);
    }
    let own = format!("/answer/findings/{}", opened(app, company, &other.partner, true));
    whole.visit(&own).expect_status(200);
    let colleague = colleague(app, &whole);
    colleague.visit(&own).expect_status(404);
    assert!(!colleague.visit("/answer/findings").expect_status(200).body.contains(&own));
}

#[test]
fn the_partner_reads_what_was_shared_and_reports_with_a_document() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let vetting = app.vetting(&company, &partner, Until::Submitted);
        let (shared, kept) = (opened(app, &company, &partner, true), opened(app, &company, &partner, false));
        let theirs = begun(app, &vetting);
        theirs.visit("/answer").expect_words("1 finding waits for you");
        let page = format!("/answer/findings/{shared}");
        let list = theirs.visit("/answer/findings").expect_status(200);
        assert!(list.body.contains(&page) && !list.body.contains(kept.as_str()));
        theirs.visit(&format!("/answer/findings/{kept}")).expect_status(404);
        let shown = theirs.visit(&page).expect_status(200);
        assert!(
            !shown.body.contains("Secret Owner") && !shown.body.contains("High"),
            "that stays on our side"
        );
        let token = shown.form_token(&page).unwrap();
        let send = |note: &str, file: (&str, &[u8])| {
            let fields =
                [("csrf", token.as_str()), ("note", note), ("kind", "record"), ("effective", "2024-05-01")];
            post(&theirs, &page, multipart(&fields, file))
        };
        // Nothing is kept of half a report: neither the words nor the file.
        send(" ", ("log.pdf", PDF)).expect_status(422);
        send("All eleven confirm.", ("log.exe", b"MZ"))
            .expect_status(422)
            .expect_words("All eleven confirm.");
        let documents = "SELECT id AS line FROM evidence_files";
        assert!(app.database.lines(documents).is_empty());
        send("All eleven confirm.", ("log.pdf", PDF)).expect_redirect(&page);
        send("Twice.", ("", b"")).expect_status(409);
        let shown = theirs.visit(&page).expect_words("Waits for a re-test").expect_words("log.pdf");
        let document = shown.body.split(&format!("{page}/evidence/")).nth(1).unwrap();
        let document = document.split('"').next().unwrap().to_owned();
        assert_eq!(
            theirs.visit(&format!("{page}/evidence/{document}")).expect_status(200).body.as_bytes(),
            PDF
        );
        let preview = format!("{page}/evidence/{document}/preview");
        theirs.visit(&preview).expect_status(200).expect_words("seems to be damaged");

        let ours = app.signed_in(company.member(Role::Reviewer));
        let own = ours.visit(&format!("/findings/{shared}")).expect_words("All eleven confirm.");
        assert!(own.body.contains(&document), "the document is there to look at");
        ours.visit(&format!("/assessments/{}/evidence/{document}", vetting.assessment)).expect_status(200);
        ours.visit(&format!("/assessments/{}/evidence/{document}/preview", vetting.assessment))
            .expect_status(200)
            .expect_words("Back to the finding");
        // It proves a finding, not an answer: the receipt and the review of what was submitted do not move.
        let proofs = format!("/api/v1/assessments/{}/evidence", vetting.assessment);
        let listed: Value = app.api(company.member(Role::Leader), false).visit(&proofs).json();
        assert_eq!(listed, json!([]));
        step(app, &company, &shared, ("retest", &[("passed", "no"), ("note", "One is missing.")]));
        theirs.visit(&page).expect_words("One is missing.").expect_words("Report what was done");
        // What we think of living with a risk is ours.
        let until = day(app.now().plus_days(10));
        step(app, &company, &shared, ("accept", &[("reason", REASON), ("until", &until)])).expect_status(303);
        assert!(!theirs.visit(&page).expect_status(200).body.contains(REASON));
        nobody_else_reads(app, &company, [&page, &preview]);
    });
}

#[test]
fn much_accepted_as_not_applicable_is_said_on_every_page_and_needs_a_second_person() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Reviewed).assessment;
        // The one question of section D that may not apply weighs less than the default lets pass.
        let owner = &company.member(Role::Owner).id;
        let with = [
            // Who judged another section is not the first person of this one.
            format!(
                "UPDATE reviews SET na_accepted = TRUE, reviewed_by = '{owner}' WHERE question_id = 'A1' AND assessment_id = '{assessment}'"
            ),
            format!(
                "UPDATE answers SET not_applicable = TRUE, option_id = NULL, reason = 'No accounts' WHERE question_id = 'D6' AND assessment_id = '{assessment}'"
            ),
            format!(
                "UPDATE assessments SET policy = replace(policy, '\"na_second_reviewer_above\":25', '\"na_second_reviewer_above\":5') WHERE id = '{assessment}'"
            ),
        ];
        for sql in with {
            app.database.execute(&sql).unwrap();
        }
        let browser = app.signed_in(company.member(Role::Reviewer));
        let section = format!("/assessments/{assessment}/review/section/D");
        let pages = [
            &section,
            &format!("/assessments/{assessment}/score"),
            &format!("/assessments/{assessment}/decide"),
        ]
        .map(String::clone);
        let says = |page: &str| {
            browser.visit(page).expect_status(200).words().contains("A second person must agree")
        };
        assert!(!pages.iter().any(|page| says(page)), "not accepted yet");
        let reviewer = app.api(company.member(Role::Reviewer), true);
        let accept = json!({ "evidence": "E1", "na_accepted": true });
        reviewer
            .call(Method::PUT, &format!("/api/v1/assessments/{assessment}/reviews/D6"), &accept)
            .expect_status(204);
        assert!(pages.iter().all(|page| says(page)));
        let score: Value = app
            .api(company.member(Role::Manager), false)
            .visit(&format!("/api/v1/assessments/{assessment}/score"))
            .json();
        let decided = score["decision"].as_str().unwrap().to_owned();
        assert_eq!(decided, "approve");
        decide(app, Role::Manager, &company, &assessment, &[("decided", &decided)]).expect_status(303);
        assert!(!room_opens(app, &company, &partner), "one person is not enough");
        let waiting = app.store.read(|tx| store::decision_list(tx, &company.id, &partner)).unwrap();
        let second = format!("/decisions/{}/second", waiting[0].id);
        // Whoever accepted these N/As has looked at them once already.
        let own = browser.submit(&pages[2], &second, &[]).expect_status(409);
        own.expect_words("You accepted \"not applicable\" for much of a section yourself");
        assert!(!room_opens(app, &company, &partner));
        let owner = app.signed_in(company.member(Role::Owner));
        owner.submit(&pages[2], &second, &[]).expect_status(303);
        assert!(room_opens(app, &company, &partner));
    });
}

/// A round that is sent and called off again.
fn called_off(app: &TestApp, company: &Company, partner: &PartnerId) {
    let path = format!("/api/v1/assessments/{}", app.vetting(company, partner, Until::Sent).assessment);
    let api = app.api(company.member(Role::Manager), true);
    let revision = api.visit(&path).json()["revision"].clone();
    api.post_json(&format!("{path}/cancel"), &json!({ "revision": revision })).expect_status(204);
    app.wait_minutes(1);
}

/// Gives an answer other words in one of its columns.
fn altered(app: &TestApp, id: &AssessmentId, (question, column): (&str, &str)) {
    let of = format!("question_id = '{question}' AND assessment_id = '{id}'");
    app.database.execute(&format!("UPDATE answers SET {column} = 'Since May.' WHERE {of}")).unwrap();
}

#[test]
fn the_api_returns_what_the_result_suggests_to_mend() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Reviewed).assessment;
        let reviewer = app.api(company.member(Role::Reviewer), true);
        let question = app.store.read(|tx| store::assessment_fetch(tx, &company.id, &assessment)).unwrap();
        let questionnaire = Questionnaire::parse(&question.questionnaire).unwrap();
        let d1 = questionnaire.questions().find(|(_, question)| question.id.as_str() == "D1").unwrap().1;
        let worst = d1.options.iter().min_by_key(|option| option.points()).unwrap().id.to_string();
        let correct = json!({ "evidence": "E1", "corrected": worst, "note": "The log shows none." });
        let path = format!("/api/v1/assessments/{assessment}/reviews/D1");
        reviewer.call(Method::PUT, &path, &correct).expect_status(204);
        let list = format!("/api/v1/assessments/{assessment}/suggested-findings");
        let reads = app.api(company.member(Role::Leader), false);
        let found: Value = reads.visit(&list).expect_status(200).json();
        let first = found[0].clone();
        assert_eq!(
            (&first["question"], &first["cause"], &first["severity"]),
            (&json!("D1"), &json!("not_met"), &json!("critical"))
        );
        assert!(first["title"].as_str().unwrap().starts_with("D1"), "{first}");
        assert!(first["due"].as_str().unwrap().starts_with("2027-02-"), "{first}");
        assert_eq!(first["open_finding"], Value::Null);
        let body = json!({ "title": first["title"], "severity": first["severity"], "question": "D1", "owner": "Ines" });
        let made =
            reviewer.post_json(&format!("/api/v1/partners/{partner}/findings"), &body).expect_status(201);
        let found: Value = reads.visit(&list).json();
        assert_eq!(found[0]["open_finding"], made.json()["id"]);
        app.database.execute("UPDATE findings SET closed_at = created_at, state = 'closed'").unwrap();
        let found: Value = reads.visit(&list).json();
        assert_eq!(found[0]["open_finding"], Value::Null, "what is mended is open no longer");
    });
}

#[test]
fn a_second_round_stands_beside_the_first_and_shows_what_changed() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let first = app.vetting(&company, &partner, Until::Reviewed).assessment;
        let review = |fields: &[(&str, &str)]| {
            let browser = app.signed_in(company.member(Role::Reviewer));
            let section = format!("/assessments/{first}/review/section/D");
            send(&browser, &section, &section, fields).expect_status(303);
        };
        review(&[("D2:level", "E2"), ("D2:corrected", "none"), ("D2:note", "The log shows gaps.")]);
        let digest = app.api(company.member(Role::Manager), false);
        let score: Value = digest.visit(&format!("/api/v1/assessments/{first}/score")).json();
        let decided = score["decision"].as_str().unwrap().to_owned();
        decide(app, Role::Manager, &company, &first, &[("decided", &decided)]).expect_status(303);
        app.wait_minutes(1);
        // A round that was called off is none.
        called_off(app, &company, &partner);
        let second = app.vetting(&company, &partner, Until::Submitted).assessment;
        let changes = |id: &entente::ids::AssessmentId| -> Value {
            let api = app.api(company.member(Role::Leader), false);
            api.visit(&format!("/api/v1/assessments/{id}/changes")).expect_status(200).json()
        };
        assert_eq!(changes(&first)["before"], Value::Null);
        assert_eq!(changes(&second)["before"], json!(first.as_str()));
        altered(app, &second, ("D3", "comment"));
        altered(app, &second, ("E4", "evidence_note"));
        let of = |json: &Value, question: &str| {
            json["questions"]
                .as_array()
                .unwrap()
                .iter()
                .find(|line| line["question"] == question)
                .unwrap()
                .clone()
        };
        let now = changes(&second);
        assert_eq!(
            (&of(&now, "D3")["change"], &of(&now, "D1")["change"]),
            (&json!("changed"), &json!("unchanged"))
        );
        assert_eq!(of(&now, "D2")["before"]["note"], json!("The log shows gaps."));
        assert_eq!(of(&now, "E4")["change"], json!("changed"), "what would show it counts too");
        let browser = app.signed_in(company.member(Role::Reviewer));
        let section = format!("/assessments/{second}/review/section/D");
        let all =
            browser.visit(&section).expect_words("Unchanged since last round").expect_words("1 changed");
        all.expect_words("Corrected to").expect_words("The log shows gaps.");
        let only = browser.visit(&format!("{section}?show=changed")).expect_status(200);
        assert!(only.body.contains("id=\"q-D3\"") && !only.body.contains("id=\"q-D1\""));
        // What is not shown is not touched by a save, and the filter stays.
        let narrow = format!("{section}?show=changed");
        send(&browser, &narrow, &section, &[("D3:level", "E2"), ("show", "changed"), ("rest", "E1")])
            .expect_redirect(&narrow);
        let reviews = app.store.read(|tx| store::review_list(tx, &company.id, &second)).unwrap();
        assert_eq!(reviews.len(), 1);
        // From the answer to the finding, with the section saved on the way.
        let to = format!("/partners/{partner}/findings/new?assessment={second}&question=D3&section=D");
        send(&browser, &section, &section, &[("D3:level", "E1"), ("go", "finding:D3")]).expect_redirect(&to);
        assert!(
            browser.visit(&to).expect_status(200).body.contains("value=\"D3"),
            "filled in from the answer"
        );
    });
}
