//! What comes with time in the inbox: entries put off with a reason, evidence that runs out, the next round.

use entente::access::Role;
use serde_json::{Value, json};

use crate::helpers::{Company, TestApp, Until, Vetting, day, each_database, review_all};

/// A partner decided about on documents, of which the one about D2 holds for `days` days more.
fn decided_on_documents(app: &TestApp, company: &Company, days: i64) -> Vetting {
    let partner = app.partner(company, "Otter");
    let vetting = app.vetting(company, &partner, Until::Sent);
    app.evidence_until(&vetting, &day(app.now(), days));
    app.answer_all(&vetting);
    review_all(app, company, &vetting.assessment);
    crate::vetting::decide(app, Role::Reviewer, company, &vetting.assessment, &[("decided", "approve")])
        .expect_status(303);
    vetting
}

/// What waits for the manager, who takes a fresh token: tokens of days ago have ended.
fn tasks(app: &TestApp, company: &Company) -> Vec<String> {
    let api = app.api(company.member(Role::Manager), false);
    let inbox = api.visit("/api/v1/inbox").expect_status(200).json();
    inbox["partners"]
        .as_array()
        .unwrap()
        .iter()
        .map(|task| task["task"].as_str().unwrap().to_owned())
        .collect()
}

fn digest(app: &TestApp, company: &Company, vetting: &Vetting) -> String {
    let who = company.member(Role::Manager).proof();
    let read =
        |tx: &mut entente::store::ReadTx| entente::services::vetting::dossier(tx, &who, &vetting.assessment);
    app.store.read(read).unwrap().digest().unwrap()
}

#[test]
fn evidence_that_runs_out_voids_the_decision_and_stops_the_room_exactly_once() {
    each_database(|app| {
        let company = app.company("Northwind");
        let vetting = decided_on_documents(app, &company, 40);
        let (partner, page) = (&vetting.partner, format!("/partners/{}", vetting.partner));
        let api = || app.api(company.member(Role::Manager), false);
        let triggers = || -> Value { api().visit(&format!("/api/v1{page}/triggers")).json() };
        let opens = || crate::vetting::room_opens(app, &company, partner);
        assert!(opens() && tasks(app, &company).is_empty());
        app.wait_days(30);
        assert_eq!(tasks(app, &company), ["evidence_ends"]);
        app.run_jobs();
        assert!(opens() && triggers() == json!([]), "it holds through its last day");

        app.wait_days(11);
        assert!(!opens(), "the room stops before the job has run");
        app.run_jobs();
        app.wait_minutes(11);
        app.run_jobs();
        let told = triggers();
        assert_eq!(told.as_array().map(Vec::len), Some(1), "once");
        let facts = (&told[0]["kind"], &told[0]["note"], &told[0]["by"], &told[0]["unanswered"]);
        assert_eq!(facts, (&json!("evidence_expired"), &json!("D2"), &Value::Null, &json!(true)));
        assert!(!opens() && tasks(app, &company) == ["evidence_expired"]);

        let manager = app.signed_in(company.member(Role::Manager));
        manager.visit("/").expect_words("Evidence has run out");
        let shown = manager.visit(&page).expect_words("Evidence has run out, noted on");
        shown.expect_words("Void: an input changed").expect_words("Evidence ran out, and the decision");
        manager.visit("/partners").expect_words("A decision: evidence ran out");
        manager.visit("/portfolio").expect_words("has no decision any more: evidence ran out");
        let log = "SELECT action AS line FROM audit_log WHERE action IN ('evidence.expire', 'partner.trigger') ORDER BY 1";
        assert_eq!(app.database.lines(log), ["evidence.expire", "partner.trigger"]);

        // Deciding again, on what is left, answers it; the score counts D2 as E1 now.
        let score = api().visit(&format!("/api/v1/assessments/{}/score", vetting.assessment)).json();
        assert_eq!(score["losses"][0]["question"], "D2", "{score}");
        let input = entente::services::vetting::DecisionInput {
            decided: score["decision"].as_str().unwrap().parse().unwrap(),
            reason: String::new(),
            until: None,
            conditions: vec![entente::services::vetting::ConditionInput {
                title: "A new log".to_owned(),
                question: "D2".to_owned(),
                owner: "Sam".to_owned(),
                due: Some(app.now().plus_days(30)),
            }],
            digest: digest(app, &company, &vetting),
        };
        let who = company.member(Role::Manager).proof();
        app.tell(|tx| {
            entente::services::vetting::decision_make(tx, &who, &vetting.assessment, &input, app.now())
        });
        assert_eq!(triggers()[0]["unanswered"], json!(false));
        app.wait_minutes(11);
        app.run_jobs();
        assert!(opens() && triggers().as_array().map(Vec::len) == Some(1), "the reviewer knew");
    });
}

#[test]
fn an_entry_is_put_off_with_a_reason_and_comes_back_by_itself() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Submitted).assessment;
        let reviewer = app.signed_in(company.member(Role::Reviewer));
        let path = format!("/partners/{partner}/snoozes");
        let form = format!("{path}/new?task=review&about={assessment}");
        reviewer.visit("/").expect_words("Answers to review").expect_words("Put off");
        let until = day(app.now(), 20);
        let put = |until: &str, reason: &str| {
            let (task, about) = (("task", "review"), ("about", assessment.as_str()));
            reviewer.submit(&form, &path, &[task, about, ("until", until), ("reason", reason)])
        };
        put(&until, "  ").expect_status(422).expect_words("Say why it can wait");
        put(&until, &"x".repeat(501)).expect_status(422).expect_words("Say why it can wait");
        for bad in ["", "soon", &day(app.now(), 0), &day(app.now(), 92)] {
            put(bad, "Their audit ends soon.").expect_status(422).expect_words("Choose a day after today");
        }
        put(&until, "Their audit ends soon.").expect_redirect("/");
        let api = app.api(company.member(Role::Manager), true);
        assert!(tasks(app, &company).is_empty());
        let manager = app.signed_in(company.member(Role::Manager));
        manager.visit("/").expect_words("put off by").expect_words("Their audit ends soon.");
        // Everybody can bring it back.
        let id = api.visit("/api/v1/inbox").json()["put_off"][0]["id"].as_str().unwrap().to_owned();
        manager.submit("/", &format!("/snoozes/{id}/undo"), &[]).expect_redirect("/");
        assert_eq!(tasks(app, &company), ["review"]);
        let body =
            json!({ "task": "review", "about": assessment.as_str(), "until": until, "reason": "Wait." });
        api.post_json(&format!("/api/v1{path}"), &body).expect_status(201);
        assert!(tasks(app, &company).is_empty());
        app.wait_days(20);
        assert_eq!(tasks(app, &company), ["review"]);
        // What was put off was that round's review; another one's shows.
        let row = entente::store::SnoozeRow {
            id: entente::ids::SnoozeId::fresh(),
            org_id: company.id.clone(),
            partner_id: partner.clone(),
            task: "review".to_owned(),
            about: "another-round".to_owned(),
            reason: "Wait.".to_owned(),
            until_at: app.now().plus_days(9),
            snoozed_by: company.member(Role::Manager).id.clone(),
            snoozed_at: app.now(),
        };
        app.tell(|tx| Ok(entente::store::snooze_put(tx, &row)?));
        assert_eq!(tasks(app, &company), ["review"]);
        let log = "SELECT action AS line FROM audit_log WHERE action LIKE 'inbox.%' ORDER BY seq";
        assert_eq!(app.database.lines(log), ["inbox.snooze", "inbox.unsnooze", "inbox.snooze"]);
    });
}

#[test]
fn what_is_late_and_what_a_second_person_is_asked_cannot_be_put_off() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (_, finding) = app.overridden(&host, &guest);
        let partner = app.partner(&host, "Otter");
        let vetting = app.vetting(&host, &partner, Until::Submitted);
        let until = day(app.now(), 60);
        let fields = [
            ("decided", "approve"),
            ("reason", "The documents were seen at a visit and follow by post within the month."),
            ("until", until.as_str()),
        ];
        crate::vetting::decide(app, Role::Owner, &host, &vetting.assessment, &fields).expect_status(303);
        let api = || app.api(host.member(Role::Reviewer), true);
        let try_it = |task: &str, about: &str, partner: &str| {
            let until = day(app.now(), 5);
            let body = json!({ "task": task, "about": about, "until": until, "reason": "Later." });
            api().post_json(&format!("/api/v1/partners/{partner}/snoozes"), &body)
        };
        let waiting = api().visit("/api/v1/inbox").expect_status(200).json()["partners"][0].clone();
        assert_eq!((&waiting["task"], &waiting["can_wait"]), (&json!("second_person"), &json!(false)));
        let own = app.api(host.member(Role::Owner), false).visit("/api/v1/inbox").json().to_string();
        assert!(!own.contains("second_person"), "nobody is asked to be the second to themselves");
        let about = waiting["about"].as_str().unwrap();
        try_it("second_person", about, partner.as_str()).expect_status(409).expect_words("cannot be put off");
        try_it("review", "no-such-thing", partner.as_str()).expect_status(409);
        app.wait_days(40);
        let late = api().visit("/api/v1/inbox").json();
        let late =
            late["partners"].as_array().unwrap().iter().find(|task| task["task"] == "overdue").unwrap();
        assert_eq!(late["about"], finding.as_str());
        try_it("overdue", finding.as_str(), late["partner_id"].as_str().unwrap()).expect_status(409);
        let rows = "SELECT id AS line FROM snoozes";
        assert!(app.database.lines(rows).is_empty());
    });
}

#[test]
fn the_next_round_starts_with_one_click_and_carries_the_answers() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        app.vetting(&company, &partner, Until::Decided);
        // This partner is of the third tier: 18 months (vetting.md, "Model", 10).
        app.wait_days(540);
        assert_eq!(tasks(app, &company), ["ends_soon"]);
        app.wait_days(30);
        assert_eq!(tasks(app, &company), ["reassess"]);
        let manager = app.signed_in(company.member(Role::Manager));
        let start = format!("/partners/{partner}/assessments");
        let at = manager.submit("/", &start, &[]).expect_status(303).location();
        let assessment = app.latest_assessment(&company, partner.as_str());
        assert_eq!(at, format!("/assessments/{assessment}/send"), "the intake is the last one's");
        let sent = manager.visit(&at);
        let fields = sent.form_as_shown(&at);
        assert!(fields.iter().any(|(name, value)| (name.as_str(), value.as_str()) == ("carry", "yes")));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        manager.post_form(&at, &fields).expect_status(200);
        let carried = format!(
            "SELECT question_id AS line FROM answers WHERE assessment_id = '{assessment}' AND carried_over"
        );
        assert!(app.database.lines(&carried).len() > 20);
        assert!(tasks(app, &company).is_empty());
    });
}

#[test]
fn documents_of_an_earlier_round_or_of_no_decision_end_nothing() {
    each_database(|app| {
        let company = app.company("Northwind");
        let first = decided_on_documents(app, &company, 40);
        app.wait_days(1);
        let partner = &first.partner;
        app.vetting(&company, partner, Until::Decided);
        // Reviewed, and not decided about: the level falls, and no decision is void.
        let other = app.partner(&company, "Heron");
        let waits = app.vetting(&company, &other, Until::Sent);
        app.evidence_until(&waits, &day(app.now(), 39));
        app.answer_all(&waits);
        review_all(app, &company, &waits.assessment);
        let before = digest(app, &company, &first);
        app.wait_days(45);
        app.run_jobs();
        assert!(crate::vetting::room_opens(app, &company, partner));
        assert_eq!(digest(app, &company, &first), before, "what was is not judged again");
        assert_eq!(app.acts("evidence.expire").len(), 1, "that of the round that waits");
        assert!(app.acts("partner.trigger").is_empty() && app.acts("decision.void").is_empty());
    });
}
