//! Members in French: whoever chose it, or whose browser asks for it, reads every page and refusal in it.

use entente::access::Role;
use entente::web::route::{Access, Verb};
use entente::web::routes;
use serde_json::json;
use ureq::http::Method;

use crate::helpers::{Browser, English, PASSWORD, Person, TestApp, World, each_database};

/// The pages of every member's route, as the owner sees them.
fn pages(world: &World) -> Vec<String> {
    let owner = world.company.member(Role::Owner);
    let pages = routes::table().filter(|route| {
        route.verb == Verb::Get
            && matches!(route.access, Access::Member(_, roles) if roles.contains(&Role::Owner))
    });
    pages.map(|route| world.path(route, Some(owner)).unwrap()).collect()
}

/// Somebody who has chosen French.
fn french(app: &TestApp, who: &Person) -> Browser {
    let browser = app.signed_in(who);
    let fields = [("language", "fr"), ("wanted", "yes")];
    browser.submit("/account", "/account/mail", &fields).expect_redirect("/account");
    browser
}

#[test]
fn every_page_of_a_member_who_chose_french_is_in_french() {
    let english = English::of_catalogue();
    each_database(|app| {
        let world = World::new(app, "Northwind");
        let browser = french(app, world.company.member(Role::Owner));
        let (mut seen, mut left) = (0, Vec::new());
        // The notice for the public is shown in both languages.
        for path in pages(&world).into_iter().filter(|path| !path.ends_with("/notice")) {
            let page = browser.visit(&path);
            let html = page.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
            if html && page.status == 200 {
                let found = english.found_in(&page);
                left.extend(found.into_iter().map(|piece| format!("{}: {piece}", page.request)));
                seen += 1;
            }
        }
        assert!(left.is_empty(), "{left:#?}");
        assert!(seen > 60, "{seen} pages");
        // What is refused, as a page and to a page's script; and what everybody may read.
        english.none_in(browser.visit("/partners/nothing")).expect_status(404);
        english.none_in(browser.visit("/nowhere")).expect_status(404);
        english.none_in(browser.visit("/words")).expect_status(200);
        let page = browser.submit("/partners/new", "/partners/new", &[("name", "")]);
        english.none_in(page).expect_status(422);
        let stale = browser.post_form("/partners/new", &[("name", "Heron")]);
        english.none_in(stale).expect_status(403);
        let accept = [("accept", "application/json")];
        let told = browser.send(Method::GET, "/partners/nothing", &accept, Vec::new()).expect_status(404);
        assert!(told.json()["detail"].as_str().unwrap().contains("adresse"), "{told:?}");
    });
}

#[test]
fn what_was_just_done_and_every_date_and_number_are_in_french() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = french(app, company.member(Role::Owner));
        browser.visit("/account").expect_words("Enregistré.");
        browser.submit("/partners/new", "/partners/new", &[("name", "Heron")]);
        let page = browser.visit("/partners");
        let partner = page.body.split("href=\"/partners/0").nth(1).unwrap().split('"').next().unwrap();
        browser.visit(&format!("/partners/0{partner}")).expect_words("15 janvier 2027");
        browser
            .visit("/settings/audit")
            .expect_words("15 janvier 2027")
            .expect_words("A choisi sa langue et ses courriels");
        let sizes = browser.visit("/questionnaires/import");
        sizes.expect_words("4,0 Mo au plus");
    });
}

#[test]
fn a_member_reads_the_language_of_the_browser_until_one_is_chosen_on_the_page_or_by_a_program() {
    each_database(|app| {
        let company = app.company("Northwind");
        let manager = company.member(Role::Manager);
        let browser = app.signed_in(manager);
        let asked = |language: &str| {
            browser.send(Method::GET, "/partners", &[("accept-language", language)], Vec::new())
        };
        asked("fr-CA, en;q=0.2").expect_words("Pas encore de partenaires");
        asked("de").expect_words("No partners yet");
        let api = app.api(manager, true);
        let choice = json!({ "wanted": true, "language": "fr" });
        api.call(Method::PUT, "/api/v1/me/mail", &choice).expect_status(204);
        assert_eq!(api.visit("/api/v1/me/mail").json(), choice);
        asked("en").expect_words("Pas encore de partenaires");
        browser.visit("/account").expect_words("Langue des pages et des courriels");
        // It is the person's: it outlives the session, and nobody else reads French for it.
        browser.submit("/account", "/sign-out", &[]).expect_redirect("/sign-in");
        browser.visit("/sign-in").expect_words("Sign in");
        let fields = [("email", manager.email.as_str()), ("password", PASSWORD)];
        browser.submit_here("/sign-in", &fields).expect_redirect("/");
        asked("en").expect_words("Pas encore de partenaires");
        app.signed_in(company.member(Role::Owner)).visit("/partners").expect_words("No partners yet");
        let fields = [("language", "en"), ("wanted", "yes")];
        browser.submit("/account", "/account/mail", &fields).expect_redirect("/account");
        asked("fr").expect_words("No partners yet");
        // Nobody is signed in yet, and programs are spoken to in English.
        let page = app.browser().send(Method::GET, "/sign-in", &[("accept-language", "fr")], Vec::new());
        page.expect_words("Se connecter");
        let path = "/api/v1/partners/nothing";
        let told = api.send(Method::GET, path, &[("accept-language", "fr")], Vec::new()).expect_status(404);
        assert!(told.json()["detail"].as_str().unwrap().starts_with("The address is wrong"));
        assert_eq!(app.acts("mail.choose").len(), 2, "both changes are in the log");
    });
}

#[test]
fn a_language_that_is_not_spoken_is_refused_in_words_and_changes_nothing() {
    each_database(|app| {
        let company = app.company("Northwind");
        // Whoever may sign in may choose: the matrix of permissions walks the same route in every role.
        for person in company.people() {
            let browser = french(app, person);
            let acts = app.acts("mail.choose").len();
            for language in ["xx", "", "FR", "fr-FR", "en,fr", "\u{0}", "🦀"] {
                let page = browser.submit("/account", "/account/mail", &[("language", language)]);
                let page = page.expect_status(422).expect_words("Choisissez");
                assert!(page.body.contains("<html lang=\"fr\""), "{page:?}");
            }
            let body = json!({ "wanted": false, "language": "xx" });
            let told = app.api(person, true).call(Method::PUT, "/api/v1/me/mail", &body).expect_status(422);
            assert_eq!(told.json()["errors"][0]["field"], "language");
            let kept = app.api(person, false).visit("/api/v1/me/mail").json();
            assert_eq!(kept, json!({ "wanted": true, "language": "fr" }));
            assert_eq!(app.acts("mail.choose").len(), acts);
        }
    });
}

/// A questionnaire of VSAQ's with most of what has no place here.
const VSAQ: &str = r#"{"questionnaire":[{"type":"block","text":"Safety","items":[
    {"type":"radiogroup","id":"g","text":"How?","defaultChoice":true,"choices":[{"a":"So"},{"b":"Else"}]},
    {"type":"yesno","id":"y","text":"Really?","cond":"contains(w, 'x')"},
    {"type":"line","id":"w","text":"Say"},{"type":"tip","id":"t","warn":"yes","cond":"a && b","text":"Hm"},
    {"type":"yesno","id":"h","text":"Hidden?","auth":"admin"}]}]}"#;

#[test]
fn what_an_import_left_why_a_file_is_refused_and_what_changed_are_told_in_french() {
    let english = English::of_catalogue();
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = french(app, company.member(Role::Owner));
        let at = "/questionnaires/import";
        let send = |format: &str, file: &str| {
            let fields = [("format", format), ("language", "en"), ("title", "Safety")];
            browser.submit_file(at, at, &fields, file.as_bytes())
        };
        let draft = send("vsaq", VSAQ).expect_status(303).location();
        let page = english.none_in(browser.visit(&draft));
        for told in ["VSAQ n'a pas de poids", "caché aux répondants", "qui regarde dans du texte libre"] {
            assert!(page.words().contains(told), "{told}: {}", page.words());
        }
        for (format, file, told) in [
            ("vsaq", r#"{"questionnaire":[]}"#, "exactement un bloc à sa racine"),
            ("vsaq", "{", "le JSON n'est pas bien formé"),
            ("ciso-assistant", "objects: {}", "pas de référentiel"),
            ("ciso-assistant", "a: [", "le YAML n'est pas bien formé"),
            ("hecvat", r#"{"responses":{"A-1":{"value":"Yes"}}}"#, "sans les questions"),
            ("caiq", "no book", "ce n'est pas un classeur"),
            (
                "own",
                r#"{"format":"x","id":"x","version":1,"title":{},"languages":["en"],"sections":[]}"#,
                "n'est pas entente",
            ),
        ] {
            let page = english.none_in(send(format, file)).expect_status(422);
            assert!(page.words().contains(told), "{format} {told}: {}", page.words());
        }
    });
}
