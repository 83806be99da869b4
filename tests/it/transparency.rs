//! What the public can read: nothing until an organisation says so, then exactly the rooms that it lists.

use entente::access::Role;
use serde_json::json;
use ureq::http::Method;

use crate::helpers::{Company, TestApp, each_database};

const FORM: [(&str, &str); 4] = [
    ("published", "yes"),
    ("slug", "northwind"),
    ("contact", "privacy@northwind.example"),
    ("opt_out", "Use the link at the foot of every e-mail,\nor write to us."),
];

fn publish(app: &TestApp, company: &Company, form: &[(&str, &str)]) {
    let browser = app.signed_in(company.member(Role::Owner));
    let path = "/settings/transparency";
    browser.submit_here(path, form).expect_redirect(path);
}

#[test]
fn a_room_is_public_only_where_its_side_lists_it() {
    each_database(|app| {
        let (host, guest) = (app.company("Northwind"), app.company("Harbour"));
        let (id, _) = app.counted_room(&host, &guest);
        let anybody = app.browser();
        let nothing = anybody.visit("/t/no-such-page").expect_status(404);
        assert_eq!(anybody.visit("/t/northwind").expect_status(404).words().len(), nothing.words().len());
        publish(app, &host, &FORM);
        let page = anybody.visit("/t/northwind").expect_status(200);
        let page =
            page.expect_words("no such partnership at present").expect_words("privacy@northwind.example");
        assert!(!page.words().contains("Harbour"));
        let manager = app.signed_in(host.member(Role::Manager));
        let path = format!("/rooms/{id}/notice");
        manager.submit_here(&path, &[("listed", "yes")]).expect_redirect(&path);
        let page = anybody.visit("/t/northwind").expect_status(200);
        for words in [
            "With Harbour",
            "How many people do we both reach?",
            "50 people",
            "e-mail addresses",
            "14 February 2027",
        ] {
            assert!(page.words().contains(words), "{words}: {}", page.words());
        }
        let french = anybody.visit("/t/northwind?lang=fr").expect_status(200);
        french.expect_words("Avec Harbour").expect_words("14 février 2027");
        // The other side's page does not say it, for the other side has not.
        let theirs: Vec<(&str, &str)> = FORM
            .iter()
            .map(|(name, value)| (*name, if *name == "slug" { "harbour" } else { value }))
            .collect();
        publish(app, &guest, &theirs);
        assert!(!anybody.visit("/t/harbour").expect_status(200).words().contains("With Northwind"));
        manager.submit_here(&path, &[("listed", "")]).expect_redirect(&path);
        assert!(!anybody.visit("/t/northwind").words().contains("Harbour"));
    });
}

#[test]
fn a_closed_room_and_an_unpublished_page_are_gone() {
    each_database(|app| {
        let (host, guest) = (app.company("Northwind"), app.company("Harbour"));
        let (id, _) = app.counted_room(&host, &guest);
        publish(app, &host, &FORM);
        let api = app.api(host.member(Role::Manager), true);
        let listing = format!("/api/v1/rooms/{id}/listing");
        api.call(Method::PUT, &listing, &json!({ "listed": true })).expect_status(204);
        let notice = api.visit(&format!("/api/v1/rooms/{id}/notice")).expect_status(200).json();
        assert_eq!(notice["listed"], true);
        assert!(notice["fr"].as_str().unwrap().contains("Northwind et Harbour"), "{notice}");
        assert!(notice["en"].as_str().unwrap().contains("or write to us."), "{notice}");
        let anybody = app.browser();
        anybody.visit("/t/northwind").expect_words("With Harbour");
        api.post_json(&format!("/api/v1/rooms/{id}/close"), &json!({ "reason": "Done." })).expect_status(204);
        assert!(!anybody.visit("/t/northwind").expect_status(200).words().contains("Harbour"));
        api.visit(&format!("/api/v1/rooms/{id}/notice")).expect_status(409);
        let owner = app.api(host.member(Role::Owner), true);
        let mut page = owner.visit("/api/v1/transparency").expect_status(200).json();
        page["published"] = json!(false);
        owner.call(Method::PUT, "/api/v1/transparency", &page).expect_status(204);
        anybody.visit("/t/northwind").expect_status(404);
    });
}

#[test]
fn an_address_belongs_to_one_organisation_and_faults_are_named() {
    each_database(|app| {
        let (first, second) = (app.company("First"), app.company("Second"));
        publish(app, &first, &FORM);
        publish(app, &first, &FORM);
        let browser = app.signed_in(second.member(Role::Owner));
        let path = "/settings/transparency";
        browser
            .submit_here(path, &FORM)
            .expect_status(422)
            .expect_words("Another organisation has this address");
        let faulty = [("slug", "North Wind"), ("contact", ""), ("opt_out", "")];
        let page = browser.submit_here(path, &faulty).expect_status(422);
        assert!(page.body.contains("North Wind"), "what was typed stays");
        page.expect_words("small letters, digits and hyphens").expect_words("Write one line of 1 to 200");
        let stranger = app.company("Stranger");
        let (id, _) = app.counted_room(&first, &second);
        app.signed_in(stranger.member(Role::Manager))
            .visit(&format!("/rooms/{id}/notice"))
            .expect_status(404);
    });
}
