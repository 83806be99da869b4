//! Writing questionnaires, and sending them: through pages and the API, from a copy to an assessment that stays on its
//! version.

use entente::access::Role;
use entente::ids::QuestionnaireId;
use entente::store;
use entente::vetting::questionnaire::Questionnaire;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, Company, Page, TestApp, Until, each_database};

/// Fills the form for `action` on the page `at` in, over what it shows, and sends it as a browser does.
fn send(browser: &Browser, at: &str, action: &str, fields: &[(&str, &str)]) -> Page {
    let shown = browser.visit(at).form_as_shown(action);
    assert!(!shown.is_empty(), "{at} has no form for {action}");
    let kept = shown.iter().filter(|(name, _)| !fields.iter().any(|(own, _)| own == name));
    let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    browser.post_form(action, &kept.chain(fields.iter().copied()).collect::<Vec<_>>())
}

fn id_of(location: &str) -> QuestionnaireId {
    QuestionnaireId::from(location.trim_start_matches("/questionnaires/").split('/').next().unwrap())
}

fn row(app: &TestApp, company: &Company, id: &QuestionnaireId) -> store::QuestionnaireRow {
    app.store.read(|tx| store::questionnaire_fetch(tx, &company.id, id)).unwrap()
}

fn versions(app: &TestApp, company: &Company, id: &QuestionnaireId) -> Vec<store::QuestionnaireVersion> {
    app.store.read(|tx| store::questionnaire_version_list(tx, &company.id, id)).unwrap()
}

fn has_audited(app: &TestApp, company: &Company, action: &str) -> bool {
    let rows = app.store.read(|tx| store::audit_list(tx, &company.id, None, 500)).unwrap();
    rows.iter().any(|(_, row)| row.action == action)
}

#[test]
fn a_copy_is_changed_published_and_sent_and_the_next_version_leaves_it_alone() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.signed_in(company.member(Role::Manager));
        browser.visit("/questionnaires").expect_status(200).expect_words("Built in");
        let made = send(
            &browser,
            "/questionnaires/new",
            "/questionnaires/new",
            &[("title", "Ours"), ("from", "built-in")],
        );
        let id = id_of(&made.location());
        let draft = format!("/questionnaires/{id}/draft");
        browser.visit(&draft).expect_status(200).expect_words("Nothing is missing");
        let weights = format!("{draft}/weights");
        send(&browser, &draft, &weights, &[("weight.A", "20")]).expect_redirect(&draft);
        browser.visit(&draft).expect_words("sum to 112, and must sum to 100");
        send(&browser, &draft, &weights, &[("weight.A", "x")]).expect_status(422).expect_words("0 to 100");
        send(&browser, &draft, &weights, &[("weight.A", "8")]).expect_redirect(&draft);
        let question = format!("{draft}/question/A1");
        let saved =
            send(&browser, &question, &question, &[("text.en", "Who answers for data?"), ("weight", "5")]);
        saved.expect_redirect(&format!("{draft}#q-A1"));
        browser.visit(&format!("{draft}/preview")).expect_words("Who answers for data?");
        send(&browser, &draft, &format!("{draft}/publish"), &[])
            .expect_redirect(&format!("/questionnaires/{id}"));
        let first = versions(app, &company, &id);
        assert_eq!(first.len(), 1);

        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Intake).assessment;
        let page = format!("/assessments/{assessment}/send");
        browser.visit(&page).expect_words("Ours, version 1 (65 questions)").expect_words("28 questions");
        let chosen = format!("{id}:1");
        send(&browser, &page, &page, &[("questionnaire", &chosen), ("scope", "tier"), ("days", "30")])
            .expect_status(200);
        let frozen = app.store.read(|tx| store::assessment_fetch(tx, &company.id, &assessment)).unwrap();
        assert_eq!((frozen.questionnaire_id.as_str(), frozen.questionnaire_version), ("ours", 1));
        assert_eq!(frozen.tailoring.map(store::Tailoring::as_str), Some("T3"));
        let asked = Questionnaire::parse(&frozen.questionnaire).unwrap();
        assert_eq!(asked.scored_count(), 28);

        // The next version.
        send(&browser, &format!("/questionnaires/{id}"), &format!("{draft}/begin"), &[])
            .expect_redirect(&draft);
        send(&browser, &question, &question, &[("text.en", "Who?")])
            .expect_redirect(&format!("{draft}#q-A1"));
        let changes = browser.visit(&format!("/questionnaires/{id}/changes?to=draft")).expect_status(200);
        changes.expect_words("text reworded (en)").expect_words("none of which can change a score");
        send(&browser, &draft, &format!("{draft}/publish"), &[])
            .expect_redirect(&format!("/questionnaires/{id}"));
        let both = versions(app, &company, &id);
        assert_eq!(both.iter().map(|row| row.version).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(both[1].document, first[0].document, "a version never changes");
        let now = app.store.read(|tx| store::assessment_fetch(tx, &company.id, &assessment)).unwrap();
        assert_eq!(now.questionnaire, frozen.questionnaire, "what runs stays on its version");
        for act in
            ["questionnaire.create", "questionnaire.edit", "questionnaire.publish", "assessment.choose"]
        {
            assert!(has_audited(app, &company, act), "{act} is not in the log");
        }
    });
}

#[test]
fn a_questionnaire_is_written_from_nothing_in_two_languages() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.signed_in(company.member(Role::Manager));
        let page = "/questionnaires/new";
        let shown = browser.visit(page).form_token(page).unwrap();
        let made = browser.post_form(
            page,
            &[
                ("csrf", &shown),
                ("title", "Deux"),
                ("from", "blank"),
                ("languages", "en"),
                ("languages", "fr"),
            ],
        );
        let draft = made.location();
        browser.visit(&draft).expect_words("There are no sections yet");
        let section = format!("{draft}/new-section");
        send(&browser, &section, &section, &[("title.en", "Access"), ("title.fr", "")])
            .expect_redirect(&draft);
        browser.visit(&draft).expect_words("title is missing in this language: fr");
        let section = format!("{draft}/section/A");
        send(&browser, &section, &section, &[("title.fr", "Accès")]).expect_redirect(&draft);
        let question = format!("{draft}/section/A/new-question");
        let fields = [
            ("text.en", "Who sees the data?"),
            ("text.fr", "Qui voit les données ?"),
            ("option.0.label.en", "Few"),
            ("option.0.label.fr", "Peu"),
            ("option.0.value", "100"),
            ("option.1.label.en", "All"),
            ("option.1.label.fr", "Tous"),
            ("option.1.value", "most"),
        ];
        let refused = send(&browser, &question, &question, &fields).expect_status(422);
        assert!(refused.body.contains("Qui voit les donn"), "what was typed is kept");
        let mut fields = fields;
        fields[7].1 = "0";
        send(&browser, &question, &question, &fields).expect_redirect(&format!("{draft}#q-A1"));
        send(&browser, &draft, &format!("{draft}/weights"), &[("weight.A", "100")]).expect_redirect(&draft);
        browser.visit(&format!("{draft}/preview?lang=fr")).expect_words("Qui voit les");
        let id = id_of(&draft);
        send(&browser, &draft, &format!("{draft}/publish"), &[])
            .expect_redirect(&format!("/questionnaires/{id}"));
        let file = browser.visit(&format!("/questionnaires/{id}/versions/1/file")).expect_status(200);
        let read = Questionnaire::parse(&file.body).unwrap();
        assert_eq!((read.id(), read.languages().len()), ("deux", 2));
    });
}

#[test]
fn the_condition_is_checked_while_it_is_written_and_stands_in_the_way_of_a_version() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.signed_in(company.member(Role::Manager));
        let id = app.questionnaire(&company);
        let draft = format!("/questionnaires/{id}/draft");
        let check = |when: &str| {
            let query = url(&[("question", "A1"), ("when_by", "text"), ("when", when)]);
            let answer = browser.visit(&format!("{draft}/condition?{query}")).expect_status(200);
            let said: Value = serde_json::from_str(&answer.body).unwrap();
            (said["ok"].as_bool().unwrap(), said["says"].as_str().unwrap().to_owned())
        };
        assert!(check("A2 == 'full'").0);
        for (when, says) in [
            ("Z9 == 'x'", "asks about Z9, which is not there"),
            ("A2 == 'maybe'", "no such answer"),
            ("A1 == 'full'", "leads in a circle: A1"),
            ("A2 == 'full' && A2 == 'none'", "No way of answering"),
            ("A2 = 'full'", "cannot be read at character"),
        ] {
            let (fine, said) = check(when);
            assert!(!fine && said.contains(says), "{when}: {said}");
        }
        let question = format!("{draft}/question/A1");
        send(&browser, &question, &question, &[("when_by", "text"), ("when", "Z9 == 'x'")])
            .expect_redirect(&format!("{draft}#q-A1"));
        browser.visit(&draft).expect_words("asks about Z9");
        // The page has no such button then; a hand-made request is refused too.
        let shown = browser.visit(&question).form_fields(&question);
        let hidden = shown.iter().filter(|(name, _)| ["csrf", "revision"].contains(&name.as_str()));
        let hidden: Vec<_> = hidden.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post_form(&format!("{draft}/publish"), &hidden).expect_status(422);
        assert_eq!(versions(app, &company, &id).len(), 1);
        send(
            &browser,
            &question,
            &question,
            &[("when_by", "rules"), ("rule.0", "A2=full"), ("rule.0.is", "not")],
        )
        .expect_redirect(&format!("{draft}#q-A1"));
        browser.visit(&draft).expect_words("Nothing is missing");
    });
}

fn url(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[test]
fn a_stale_form_changes_nothing() {
    each_database(|app| {
        let company = app.company("Northwind");
        let id = app.questionnaire(&company);
        let draft = format!("/questionnaires/{id}/draft");
        let (ours, theirs) =
            (app.signed_in(company.member(Role::Manager)), app.signed_in(company.member(Role::Owner)));
        let question = format!("{draft}/question/A1");
        let shown = ours.visit(&question).form_as_shown(&question);
        send(&theirs, &question, &question, &[("text.en", "Theirs")])
            .expect_redirect(&format!("{draft}#q-A1"));
        let before = row(app, &company, &id);
        let fields: Vec<_> = shown.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        ours.post_form(&question, &fields).expect_status(409).expect_words("Somebody else changed this");
        assert_eq!(row(app, &company, &id).draft, before.draft);
    });
}

const VSAQ: &str = r#"{"questionnaire":[{"type":"block","text":"Security","items":[
    {"type":"block","text":"Basics","items":[
        {"type":"radiogroup","text":"Do you encrypt?","choices":[{"enc_yes":"Yes"},{"enc_no":"No"}]},
        {"type":"tip","text":"Encrypt it.","warn":"yes","severity":"critical","cond":"enc_no"},
        {"type":"line","id":"contact","text":"Whom do we write to?"}]}]}]}"#;

#[test]
fn a_file_becomes_a_draft_with_a_list_of_what_needs_a_look() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.signed_in(company.member(Role::Manager));
        let page = "/questionnaires/import";
        let asked = [("format", "vsaq"), ("title", "Security")];
        let made = browser.submit_file(page, page, &asked, VSAQ.as_bytes());
        let draft = made.location();
        browser.visit(&draft).expect_status(200).expect_words("contact");
        send(&browser, &draft, &format!("{draft}/notes"), &[]).expect_redirect(&draft);
        assert_eq!(row(app, &company, &id_of(&draft)).draft_notes, "[]");
        // Our own format comes back as it went out.
        let id = app.questionnaire(&company);
        let file = browser.visit(&format!("/questionnaires/{id}/versions/1/file")).body;
        let made = browser.submit_file(page, page, &[("format", "own"), ("title", "")], file.as_bytes());
        let copy = row(app, &company, &id_of(&made.location()));
        let (copied, original) = (copy.draft.unwrap(), versions(app, &company, &id)[0].document.clone());
        let sections = |text: &str| serde_json::from_str::<Value>(text).unwrap()["sections"].clone();
        assert_eq!(sections(&copied), sections(&original));
        assert_ne!(copy.code, row(app, &company, &id).code);
        for (bad, says) in [
            ("", "Choose a file"),
            ("{\"format\":\"entente-questionnaire/1\",\"format\":\"x\"}", "cannot be read"),
            (&"[".repeat(100_000), "cannot be read"),
        ] {
            let refused = browser.submit_file(page, page, &[("format", "own")], bad.as_bytes());
            refused.expect_status(422).expect_words(says);
        }
    });
}

#[test]
fn the_api_writes_publishes_compares_and_chooses() {
    each_database(|app| {
        let company = app.company("Northwind");
        let api = app.api(company.member(Role::Manager), true);
        let body = json!({ "title": "By program", "from": "built-in" });
        let made: Value = api.call(Method::POST, "/api/v1/questionnaires", &body).expect_status(201).json();
        let path = format!("/api/v1/questionnaires/{}", made["id"].as_str().unwrap());
        let mut draft: Value = api.visit(&format!("{path}/draft")).json();
        draft["sections"][0]["weight"] = json!(9);
        let saved: Value =
            api.call(Method::PUT, &format!("{path}/draft?revision=1"), &draft).expect_status(200).json();
        assert_eq!(saved["revision"], 2);
        let told: Value = api.visit(&path).json();
        assert_eq!(told["problems"][0]["stops"], true);
        assert_eq!(told["shares"].as_array().unwrap().len(), 65);
        let publish = format!("{path}/versions");
        api.call(Method::POST, &publish, &json!({ "revision": 2 })).expect_status(422);
        draft["sections"][1]["weight"] = json!(12);
        api.call(Method::PUT, &format!("{path}/draft?revision=1"), &draft).expect_status(409);
        api.call(Method::PUT, &format!("{path}/draft?revision=2"), &draft).expect_status(200);
        api.call(Method::POST, &publish, &json!({ "revision": 3 })).expect_status(201);
        let document: Value = api.visit(&format!("{path}/versions/1")).json();
        assert_eq!(document["id"], "by-program");
        assert_eq!(api.visit(&format!("{path}/changes")).json(), json!([]));

        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Intake).assessment;
        let row = || app.store.read(|tx| store::assessment_fetch(tx, &company.id, &assessment)).unwrap();
        let choose = format!("/api/v1/assessments/{assessment}/questionnaire");
        let own = made["id"].as_str().unwrap();
        for (id, version) in [(own, 2), ("no-such", 1)] {
            let body = json!({ "revision": row().revision, "questionnaire": id, "version": version });
            api.call(Method::PUT, &choose, &body).expect_status(422);
        }
        let body =
            json!({ "revision": row().revision, "questionnaire": own, "version": 1, "by_tier": false });
        api.call(Method::PUT, &choose, &body).expect_status(200);
        assert_eq!((row().questionnaire_id.as_str(), row().tailoring), ("by-program", None));
    });
}

#[test]
fn another_organisations_questionnaire_cannot_be_sent_or_copied() {
    each_database(|app| {
        let (ours, theirs) = (app.company("Northwind"), app.company("Contoso"));
        let id = app.questionnaire(&theirs);
        let api = app.api(ours.member(Role::Owner), true);
        let partner = app.partner(&ours, "Otter");
        let assessment = app.vetting(&ours, &partner, Until::Intake).assessment;
        let revision =
            app.store.read(|tx| store::assessment_fetch(tx, &ours.id, &assessment)).unwrap().revision;
        let body = json!({ "revision": revision, "questionnaire": id.as_str(), "version": 1 });
        api.call(Method::PUT, &format!("/api/v1/assessments/{assessment}/questionnaire"), &body)
            .expect_status(422);
        let copy = json!({ "title": "Theirs", "from": id.as_str() });
        api.call(Method::POST, "/api/v1/questionnaires", &copy).expect_status(404);
    });
}

#[test]
fn a_partner_of_a_lower_tier_is_asked_less_and_a_riskier_sharing_needs_the_rest() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.signed_in(company.member(Role::Manager));
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Intake).assessment;
        let page = format!("/assessments/{assessment}/send");
        send(&browser, &page, &page, &[("questionnaire", "built-in"), ("scope", "tier")]).expect_status(200);
        let intake = format!("/assessments/{assessment}/intake");
        let riskier = [
            ("data", "sensitive"),
            ("people", "ge_1m"),
            ("purpose", "enrichment"),
            ("access", "raw_copy"),
            ("geography", "none"),
        ];
        let refused = send(&browser, &intake, &intake, &riskier);
        refused.expect_status(409).expect_words("higher tier, whose questions were not asked");
        let row = app.store.read(|tx| store::assessment_fetch(tx, &company.id, &assessment)).unwrap();
        assert!(!row.intake.unwrap().contains("sensitive"));
        // Another sharing of the same tier is taken.
        let same = [("data", "contextual_id"), ("people", "lt_10k"), ("access", "clean_room")];
        let rest = [("purpose", "aggregate_measurement"), ("geography", "adequate")];
        send(&browser, &intake, &intake, &[&same[..], &rest[..]].concat()).expect_redirect(&page);
    });
}

#[test]
fn an_archived_questionnaire_is_not_offered_and_a_draft_that_is_thrown_away_leaves_the_version() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.signed_in(company.member(Role::Manager));
        let id = app.questionnaire(&company);
        let own = format!("/questionnaires/{id}");
        let draft = format!("{own}/draft");
        send(&browser, &draft, &format!("{draft}/discard"), &[]).expect_redirect("/questionnaires");
        assert!(row(app, &company, &id).draft.is_none());
        assert_eq!(versions(app, &company, &id).len(), 1);
        browser.visit(&draft).expect_status(404);
        let partner = app.partner(&company, "Otter");
        let assessment = app.vetting(&company, &partner, Until::Intake).assessment;
        let page = format!("/assessments/{assessment}/send");
        browser.visit(&page).expect_words("Our questions");
        send(&browser, &own, &format!("{own}/archive"), &[]).expect_redirect("/questionnaires");
        assert!(!browser.visit(&page).body.contains("Our questions"));
        let api = app.api(company.member(Role::Manager), true);
        let path = format!("/api/v1/questionnaires/{id}/draft");
        let begin = json!({ "revision": row(app, &company, &id).revision });
        api.post_json(&path, &begin).expect_status(409);
        send(&browser, &own, &format!("{own}/restore"), &[]).expect_redirect(&own);
        browser.visit(&page).expect_words("Our questions");
    });
}

/// SQLite keeps a zero character and PostgreSQL does not: either way it is no fault of ours.
#[test]
fn a_zero_character_is_kept_or_refused_and_breaks_nothing() {
    each_database(|app| {
        let company = app.company("Northwind");
        let api = app.api(company.member(Role::Manager), true);
        let body = json!({ "title": "By\0program", "from": "built-in" });
        let made = api.call(Method::POST, "/api/v1/questionnaires", &body);
        assert!(made.status == 201 || made.status == 422, "{}: {}", made.status, made.body);
        let path = api.visit("/api/v1/partners/a%00b");
        assert!(path.status == 404 || path.status == 422, "{}: {}", path.status, path.body);
    });
}
