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
fn the_opt_out_text_is_shown_in_the_readers_language_or_in_the_other_with_a_word_about_it() {
    each_database(|app| {
        let (host, guest) = (app.company("Northwind"), app.company("Harbour"));
        let (id, _) = app.counted_room(&host, &guest);
        let anybody = app.browser();
        let api = app.api(host.member(Role::Manager), false);
        let notice = |lang: &str| {
            let notice = api.visit(&format!("/api/v1/rooms/{id}/notice")).expect_status(200).json();
            notice[lang].as_str().unwrap().to_owned()
        };
        publish(app, &host, &FORM);
        anybody
            .visit("/t/northwind?lang=fr")
            .expect_words("Ceci n'est rédigé qu'en anglais :")
            .expect_words("or write to us.");
        assert!(notice("fr").contains("qu'en anglais :\n\nUse the link"), "{}", notice("fr"));
        assert!(!anybody.visit("/t/northwind").words().contains("only:"));
        let both = [FORM.as_slice(), &[("opt_out_fr", "Écrivez-nous.")]].concat();
        publish(app, &host, &both);
        let french = anybody.visit("/t/northwind?lang=fr").expect_words("Écrivez-nous.");
        assert!(!french.words().contains("write to us") && !french.words().contains("qu'en anglais"));
        assert!(notice("en").contains("or write to us.") && notice("fr").contains("Écrivez-nous."));
        let alone: Vec<(&str, &str)> =
            both.iter().map(|(name, value)| (*name, if *name == "opt_out" { "" } else { *value })).collect();
        publish(app, &host, &alone);
        let english = anybody.visit("/t/northwind").expect_words("This is written in French only:");
        assert!(english.body.contains("<p lang=\"fr\">Écrivez-nous.</p>"), "{}", english.body);
        // The page of the notice has a button for each language, which a script shows.
        let page = app.signed_in(host.member(Role::Manager)).visit(&format!("/rooms/{id}/notice"));
        for lang in ["en", "fr"] {
            let at = format!("notice-{lang}");
            assert!(
                page.body.contains(&format!("id=\"{at}\""))
                    && page.body.contains(&format!("data-copy=\"{at}\""))
            );
        }
        let none: Vec<(&str, &str)> =
            FORM.iter().map(|(name, value)| (*name, if *name == "opt_out" { "" } else { *value })).collect();
        app.signed_in(host.member(Role::Owner))
            .submit_here("/settings/transparency", &none)
            .expect_status(422)
            .expect_words("in at least one of the two languages");
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
