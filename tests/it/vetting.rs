//! The members' side of vetting, through pages and the API: from a new partner to a decision that opens a room.

use entente::access::Role;
use entente::clock::Timestamp;
use entente::ids::{AssessmentId, PartnerId};
use entente::services::vetting::room_view;
use entente::store;
use entente::web::format;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, Company, Page, TestApp, Until, each_database};

const INTAKE: [(&str, &str); 5] = [
    ("data", "direct_identifiers"),
    ("people", "10k_100k"),
    ("purpose", "aggregate_measurement"),
    ("access", "clean_room"),
    ("geography", "scc_tia"),
];

/// Fills the form in on the page `at` and sends it with its hidden values, as a browser does.
pub fn send(browser: &Browser, at: &str, action: &str, fields: &[(&str, &str)]) -> Page {
    let shown = browser.visit(at).form_fields(action);
    assert!(!shown.is_empty(), "{at} has no form for {action}");
    let hidden = shown.iter().filter(|(name, _)| {
        ["csrf", "revision", "digest"].contains(&name.as_str()) || name.ends_with(":seen")
    });
    let hidden = hidden.map(|(name, value)| (name.as_str(), value.as_str()));
    browser.post_form(action, &hidden.chain(fields.iter().copied()).collect::<Vec<_>>())
}

fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

pub fn day(at: Timestamp) -> String {
    format::day(at)
}

pub fn room_opens(app: &TestApp, company: &Company, partner: &PartnerId) -> bool {
    let view = app.store.read(|tx| room_view(tx, &company.id, partner, app.now())).unwrap();
    view.limits.open
}

fn audited(app: &TestApp, company: &Company) -> Vec<String> {
    let rows = app.store.read(|tx| store::audit_list(tx, &company.id, None, 500)).unwrap();
    rows.into_iter().map(|(_, row)| row.action).collect()
}

pub fn has_audited(app: &TestApp, company: &Company, action: &str) -> bool {
    audited(app, company).iter().any(|known| known == action)
}

#[test]
fn a_manager_takes_a_partner_from_the_record_to_the_link() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.signed_in(company.member(Role::Manager));
        browser.visit("/partners").expect_status(200).expect_words("No partners yet");
        let added = browser.submit_here("/partners/new", &[("name", "Meridian Media")]);
        let partner = added.location();
        browser.visit(&partner).expect_status(200).expect_words("Start an assessment");
        let started = browser.submit(&partner, &format!("{partner}/assessments"), &[]);
        let assessment = started.location().replace("/intake", "");
        let intake = format!("{assessment}/intake");
        let link_page = format!("{assessment}/send");
        browser.visit(&link_page).expect_status(200).expect_words("Describe the sharing");
        send(&browser, &intake, &intake, &INTAKE).expect_redirect(&link_page);
        browser.visit(&link_page).expect_words("Inherent risk").expect_words("tier");
        let sent = send(&browser, &link_page, &link_page, &[("days", "30")]).expect_status(200);
        let link = sent.body.split("/a/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        app.browser().visit(&format!("/a/{link}")).expect_status(200).expect_words("Northwind");
        assert!(!browser.visit(&link_page).body.contains(&link), "the link is shown once");
        browser.visit("/partners").expect_words("Meridian Media").expect_words("Their answers");
        for act in ["partner.add", "assessment.start", "assessment.intake", "assessment.send"] {
            assert!(has_audited(app, &company, act), "{act} is not in the log");
        }
    });
}

#[test]
fn a_refused_form_keeps_what_was_typed_and_says_what_to_do() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.signed_in(company.member(Role::Manager));
        browser.submit_here("/partners/new", &[("name", "Meridian")]);
        let refused = browser.submit_here(
            "/partners/new",
            &[("name", "Meridian"), ("website", "javascript:alert(1)"), ("contact_name", "Ines Duarte")],
        );
        let refused = refused.expect_status(422).expect_words("There is a partner of this name already");
        let refused = refused.expect_words("starts with https://");
        assert!(refused.body.contains("Ines Duarte"), "what was typed is kept");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Intake).assessment;
        let intake = format!("/assessments/{assessment}/intake");
        send(&browser, &intake, &intake, &[("people", "many")])
            .expect_status(422)
            .expect_words("Choose one.");
    });
}

#[test]
fn a_stale_form_changes_nothing() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.signed_in(company.member(Role::Manager));
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Intake).assessment;
        let intake = format!("/assessments/{assessment}/intake");
        let token = browser.visit(&intake).form_token(&intake).unwrap();
        let stale = [&INTAKE[..], &[("csrf", token.as_str()), ("revision", "1")]].concat();
        browser.post_form(&intake, &stale).expect_status(409).expect_words("Somebody else changed this");
    });
}

#[test]
fn a_second_send_and_a_second_assessment_are_conflicts() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let sent = app.vetting(&company, &partner, Until::Sent);
        let browser = app.signed_in(company.member(Role::Manager));
        let start = format!("/partners/{partner}/assessments");
        let token = browser.visit(&format!("/partners/{partner}")).form_token("").unwrap();
        browser
            .post_form(&start, &[("csrf", &token)])
            .expect_status(409)
            .expect_words("open assessment already");
        // Another link takes the place of the first.
        let page = format!("/assessments/{}/send", sent.assessment);
        send(&browser, &page, &page, &[("days", "7")]).expect_status(200);
        app.browser().visit(&format!("/a/{}", sent.link.expose())).expect_status(410);
    });
}

#[test]
fn a_reviewer_judges_answers_beside_the_partners_words() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Submitted).assessment;
        let browser = app.signed_in(company.member(Role::Reviewer));
        let section = format!("/assessments/{assessment}/review/section/D");
        browser.visit(&section).expect_status(200).expect_words("Evidence seen");
        let saved = send(&browser, &section, &section, &[("D1:level", "E2")]);
        assert_eq!(saved.location(), section);
        // A correction needs a reason; nothing of the section is kept, and all of it is given back.
        let typed =
            [("D1:level", "E1"), ("D1:corrected", "none"), ("D3:level", "E3"), ("D3:note", "By phone")];
        let refused = send(&browser, &section, &section, &typed).expect_status(422);
        let refused = refused.expect_words("Say in a sentence what you found");
        assert!(refused.body.contains("By phone"));
        let reviews = app.store.read(|tx| store::review_list(tx, &company.id, &assessment)).unwrap();
        assert_eq!(reviews.len(), 1);
        assert_eq!(reviews[0].evidence_level.as_deref(), Some("E2"));
        let answers = app.store.read(|tx| store::answer_list(tx, &company.id, &assessment)).unwrap();
        assert!(answers.iter().any(|row| row.question_id == "D1" && row.option_id.is_some()));
    });
}

#[test]
fn one_save_keeps_a_section_and_leaves_a_colleagues_review_alone() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Submitted).assessment;
        let section = format!("/assessments/{assessment}/review/section/D");
        let levels = || {
            let rows = app.store.read(|tx| store::review_list(tx, &company.id, &assessment)).unwrap();
            let level = |row: store::ReviewRow| (row.question_id, row.evidence_level.unwrap_or_default());
            rows.into_iter().map(level).collect::<std::collections::BTreeMap<_, _>>()
        };
        let (ours, theirs) =
            (app.signed_in(company.member(Role::Reviewer)), app.signed_in(company.member(Role::Owner)));
        // Both opened the page while nothing was reviewed.
        let shown = ours.visit(&section).form_fields(&section);
        let hidden: Vec<_> = shown
            .iter()
            .filter(|(name, _)| name == "csrf" || name.ends_with(":seen"))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        send(&theirs, &section, &section, &[("D1:level", "E2"), ("go", "next")])
            .expect_redirect(&format!("/assessments/{assessment}/review/section/E"));
        let post = |fields: &[(&str, &str)]| ours.post_form(&section, &[&hidden, fields].concat());
        let refused = post(&[("D1:level", "E3"), ("D2:level", "E3")]).expect_status(422);
        refused.expect_words("A colleague has reviewed this since you opened the page");
        assert_eq!(levels().len(), 1, "nothing was saved");
        post(&[("D2:level", "E3")]).expect_status(303);
        assert_eq!(levels(), [("D1".into(), "E2".into()), ("D2".into(), "E3".into())].into());
        send(&ours, &section, &section, &[("D1:level", "E2"), ("D2:level", "E3"), ("rest", "E1")])
            .expect_status(303);
        let all = levels();
        assert_eq!((all["D1"].as_str(), all["D2"].as_str(), all["D3"].as_str()), ("E2", "E3", "E1"));
        assert_eq!(app.acts("review.save").len(), all.len(), "one for each that was judged");
    });
}

pub fn decide(
    app: &TestApp,
    role: Role,
    company: &Company,
    id: &AssessmentId,
    fields: &[(&str, &str)],
) -> Page {
    let browser = app.signed_in(company.member(role));
    let page = format!("/assessments/{id}/decide");
    send(&browser, &page, &page, fields)
}

#[test]
fn a_decision_that_follows_the_score_opens_the_room_and_ends_by_itself() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Reviewed).assessment;
        assert!(!room_opens(app, &company, &partner), "no decision, no room");
        let made = decide(app, Role::Reviewer, &company, &assessment, &[("decided", "approve")]);
        made.expect_redirect(&format!("/partners/{partner}"));
        assert!(room_opens(app, &company, &partner));
        app.wait_minutes(800 * 24 * 60);
        assert!(!room_opens(app, &company, &partner), "an expired decision closes the room");
    });
}

#[test]
fn a_changed_input_voids_the_decision() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Decided).assessment;
        assert!(room_opens(app, &company, &partner));
        let browser = app.signed_in(company.member(Role::Reviewer));
        let section = format!("/assessments/{assessment}/review/section/D");
        send(&browser, &section, &section, &[("D1:level", "E1")]).expect_status(303);
        assert!(!room_opens(app, &company, &partner));
        assert!(has_audited(app, &company, "decision.void"));
        browser.visit(&format!("/partners/{partner}")).expect_words("Void: an input changed");
    });
}

#[test]
fn an_override_needs_a_reason_an_end_and_a_second_person() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        // Nothing is reviewed, so the score is not sure enough for a plain approval.
        let assessment = app.vetting(&company, &partner, Until::Submitted).assessment;
        let until = day(app.now().plus_days(60));
        let short = [("decided", "approve"), ("reason", "Because."), ("until", until.as_str())];
        let refused = decide(app, Role::Manager, &company, &assessment, &short).expect_status(422);
        assert!(refused.body.contains("Because."), "the reason is kept");
        let reason = "The documents were seen at a visit and follow by post within the month.";
        let far = day(app.now().plus_days(400));
        let late = [("decided", "approve"), ("reason", reason), ("until", far.as_str())];
        decide(app, Role::Manager, &company, &assessment, &late).expect_status(422);
        let good = [("decided", "approve"), ("reason", reason), ("until", until.as_str())];
        decide(app, Role::Manager, &company, &assessment, &good).expect_status(303);
        assert!(!room_opens(app, &company, &partner), "it does not count before the second person");
        let page = format!("/assessments/{assessment}/decide");
        let waiting = app.store.read(|tx| store::decision_list(tx, &company.id, &partner)).unwrap();
        let second = format!("/decisions/{}/second", waiting[0].id);
        let own = app.signed_in(company.member(Role::Manager));
        let token = own.visit(&page).form_token("").unwrap();
        own.post_form(&second, &[("csrf", &token)]).expect_status(409).expect_words("somebody else");
        let other = app.signed_in(company.member(Role::Reviewer));
        other.submit(&page, &second, &[]).expect_redirect(&format!("/partners/{partner}"));
        let rows = app.store.read(|tx| store::decision_list(tx, &company.id, &partner)).unwrap();
        assert_eq!(rows[0].status, store::DecisionStatus::Current);
        assert!(room_opens(app, &company, &partner));
        assert!(has_audited(app, &company, "decision.second"));
    });
}

#[test]
fn an_approval_with_conditions_needs_them_complete_and_overdue_ones_close_the_room() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Reviewed).assessment;
        let until = day(app.now().plus_days(90));
        let due = day(app.now().plus_days(30));
        let reason = "Stricter than the score says: the contact has just changed, so we watch it.";
        let bare = [("decided", "approve_with_conditions"), ("reason", reason), ("until", until.as_str())];
        decide(app, Role::Manager, &company, &assessment, &bare).expect_status(422);
        for wrong in [-1, 95] {
            let due = day(app.now().plus_days(wrong));
            let condition = [
                ("condition-1-title", "Name the new contact"),
                ("condition-1-owner", "Ines Duarte"),
                ("condition-1-due", due.as_str()),
            ];
            let full = [&bare[..], &condition[..]].concat();
            decide(app, Role::Manager, &company, &assessment, &full).expect_status(422);
        }
        let condition = [
            ("condition-1-title", "Name the new contact"),
            ("condition-1-owner", "Ines Duarte"),
            ("condition-1-due", due.as_str()),
        ];
        let full = [&bare[..], &condition[..]].concat();
        decide(app, Role::Manager, &company, &assessment, &full).expect_status(303);
        assert!(room_opens(app, &company, &partner));
        app.wait_minutes(31 * 24 * 60);
        assert!(!room_opens(app, &company, &partner), "an overdue condition closes the room");
        // What only says that it is mended opens nothing; a re-test that passes does.
        let browser = app.signed_in(company.member(Role::Reviewer));
        let findings = app.store.read(|tx| store::finding_list(tx, &company.id, &partner)).unwrap();
        let page = format!("/findings/{}", findings[0].id);
        let note = ("note", "Ines is named in the contract.");
        browser.submit(&page, &format!("{page}/report"), &[note]).expect_redirect(&page);
        assert!(!room_opens(app, &company, &partner));
        browser.submit(&page, &format!("{page}/retest"), &[note, ("passed", "yes")]).expect_redirect(&page);
        assert!(room_opens(app, &company, &partner));
    });
}

#[test]
fn an_archived_partner_starts_nothing() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        app.vetting(&company, &partner, Until::Decided);
        let browser = app.signed_in(company.member(Role::Manager));
        let page = format!("/partners/{partner}");
        browser.submit(&page, &format!("{page}/archive"), &[]).expect_redirect(&page);
        assert!(!room_opens(app, &company, &partner));
        browser.visit("/partners?show=archived").expect_words("Otter");
        browser.submit(&page, &format!("{page}/restore"), &[]).expect_redirect(&page);
        assert!(room_opens(app, &company, &partner));
        assert!(["partner.archive", "partner.restore"].iter().all(|act| has_audited(app, &company, act)));
    });
}

#[test]
fn what_the_web_can_do_the_api_can_do() {
    each_database(|app| {
        let company = app.company("Northwind");
        let api = app.api(company.member(Role::Manager), true);
        let made = api.post_json("/api/v1/partners", &json!({"name": "Otter"})).expect_status(201).json();
        let partner = made["id"].as_str().unwrap().to_owned();
        let one = format!("/api/v1/partners/{partner}");
        let started = api.post_json(&format!("{one}/assessments"), &json!({})).expect_status(201).json();
        let assessment = format!("/api/v1/assessments/{}", started["id"].as_str().unwrap());
        let intake = json!({"revision": 1, "intake": {"data": ["aggregate"], "people": "lt_10k",
            "purpose": "first_party", "access": "clean_room", "geography": "adequate"}});
        api.call(Method::PUT, &format!("{assessment}/intake"), &intake).expect_status(204);
        let wrong = json!({"revision": 2, "intake": {"data": ["aggregat"]}});
        api.call(Method::PUT, &format!("{assessment}/intake"), &wrong).expect_status(422);
        let link = api.post_json(&format!("{assessment}/links"), &json!({"revision": 2})).expect_status(201);
        assert!(link.json()["link"].as_str().unwrap().contains("/a/"));
        let links = || api.visit(&format!("{assessment}/links")).expect_status(200).json();
        let first = links()[0].clone();
        assert_eq!((&first["id"], &first["opened_at"]), (&link.json()["id"], &Value::Null));
        let extend = format!("/api/v1/respondent-links/{}/extend", first["id"].as_str().unwrap());
        api.post_json(&extend, &json!({ "days": 91 })).expect_status(422);
        api.post_json(&extend, &json!({ "days": 60 })).expect_status(204);
        let (was, is) = (first["expires_at"].as_str().unwrap().to_owned(), links()[0]["expires_at"].clone());
        assert!(is.as_str().unwrap() > was.as_str(), "{was} {is}");
        let revoke = format!("/api/v1/respondent-links/{}", first["id"].as_str().unwrap());
        api.call(Method::DELETE, &revoke, &json!({})).expect_status(204);
        assert!(links()[0]["revoked_at"].is_string());
        api.post_json(&extend, &json!({})).expect_status(404);
        let owner = app.api(company.member(Role::Owner), true);
        owner.call(Method::PUT, "/api/v1/organisation", &json!({ "name": " " })).expect_status(422);
        owner.call(Method::PUT, "/api/v1/organisation", &json!({ "name": "Southwind" })).expect_status(204);
        assert_eq!(owner.visit("/api/v1/me").json()["organisation"], "Southwind");
        let dossier = api.visit(&assessment).expect_status(200).json();
        assert_eq!((&dossier["state"], &dossier["revision"]), (&json!("sent"), &json!(3)));
        let score = api.visit(&format!("{assessment}/score")).expect_status(200).json();
        assert_eq!(score["model"], "entente-score/1");
        assert_eq!(score["provisional"], true);
        let list = api.visit("/api/v1/partners").expect_status(200).json();
        assert_eq!(list[0]["awaits"], "answers");
        assert_eq!(last(&one), partner);
    });
}

#[test]
fn the_api_decides_on_the_digest_that_was_looked_at() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let id = app.vetting(&company, &partner, Until::Reviewed).assessment;
        let api = app.api(company.member(Role::Reviewer), true);
        let assessment = format!("/api/v1/assessments/{id}");
        let decisions = format!("{assessment}/decisions");
        let stale = json!({"decided": "approve", "digest": "0".repeat(64)});
        api.post_json(&decisions, &stale).expect_status(409);
        let digest = api.visit(&assessment).json()["digest"].clone();
        let made =
            api.post_json(&decisions, &json!({"decided": "approve", "digest": digest})).expect_status(201);
        assert_eq!(made.json()["status"], "current");
        let listed = api.visit(&format!("/api/v1/partners/{partner}/decisions")).json();
        assert_eq!(listed[0]["decided"], "approve");
        let without: Value = api.visit(&format!("/api/v1/partners/{partner}/findings")).json();
        assert_eq!(without, json!([]));
    });
}
