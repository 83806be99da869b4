//! Members in French: whoever chose it, or whose browser asks for it, reads every page and refusal in it.

use entente::access::Role;
use entente::web::route::{Access, Verb};
use entente::web::routes;
use serde_json::json;
use ureq::http::Method;

use crate::helpers::{English, TestApp, World, each_database};

/// The pages of every member's route, as the owner sees them.
fn pages(app: &TestApp, world: &World) -> Vec<String> {
    let owner = world.company.member(Role::Owner);
    let pages = routes::table().filter(|route| {
        route.verb == Verb::Get
            && matches!(route.access, Access::Member(_, roles) if roles.contains(&Role::Owner))
            && !route.path.ends_with("/load")
    });
    let _ = app;
    pages.map(|route| world.path(route, Some(owner)).unwrap()).collect()
}

#[test]
fn every_page_of_a_member_who_chose_french_is_in_french() {
    let english = English::of_catalogue();
    each_database(|app| {
        let world = World::new(app, "Northwind");
        let browser = app.signed_in(world.company.member(Role::Owner));
        browser.submit("/account", "/account/mail", &[("language", "fr")]).expect_redirect("/account");
        let mut seen = 0;
        for path in pages(app, &world) {
            let page = browser.visit(&path);
            let html = page.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
            if html && page.status == 200 {
                english.none_in(page);
                seen += 1;
            }
        }
        assert!(seen > 60, "{seen} pages");
        // What is refused, as a page and to a page's script.
        english.none_in(browser.visit("/partners/nothing")).expect_status(404);
        english.none_in(browser.visit("/nowhere")).expect_status(404);
        let page = browser.submit("/partners/new", "/partners/new", &[("name", "")]);
        english.none_in(page).expect_status(422);
        let stale = browser.post_form("/partners/new", &[("name", "Heron")]);
        english.none_in(stale).expect_status(403);
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
        asked("en").expect_words("Pas encore de partenaires");
        browser.visit("/account").expect_words("Langue des pages et des courriels");
        let fields = [("language", "en"), ("wanted", "yes")];
        browser.submit("/account", "/account/mail", &fields).expect_redirect("/account");
        asked("fr").expect_words("No partners yet");
        // Nobody is signed in yet, and programs are spoken to in English.
        let page = app.browser().send(Method::GET, "/sign-in", &[("accept-language", "fr")], Vec::new());
        page.expect_words("Se connecter");
        let path = "/api/v1/partners/nothing";
        let told = api.send(Method::GET, path, &[("accept-language", "fr")], Vec::new()).expect_status(404);
        assert!(told.json()["detail"].as_str().unwrap().starts_with("The address is wrong"));
    });
}
