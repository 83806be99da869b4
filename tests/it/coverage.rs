//! Coverage by law, on the pages and over the API.

use entente::access::Role;
use serde_json::{Value, json};

use crate::helpers::{Until, each_database};

#[test]
fn answers_are_read_by_the_law_they_are_about_for_one_partner_and_for_all() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let reviewed = app.vetting(&company, &partner, Until::Decided);
        app.vetting(&company, &app.partner(&company, "Heron"), Until::Sent);
        let leader = app.api(company.member(Role::Leader), false);
        let own = format!("/assessments/{}/coverage", reviewed.assessment);
        let lines = leader.visit(&format!("/api/v1{own}")).expect_status(200).json();
        let line = |reference: &str| {
            let found = lines
                .as_array()
                .unwrap()
                .iter()
                .find(|line| line["framework"] == "GDPR" && line["reference"] == reference);
            found.unwrap().clone()
        };
        // The best answer everywhere, with the evidence that can be expected; a low tier is not asked everything.
        assert_eq!(line("7(3)")["cover"], json!("met"), "{}", line("7(3)"));
        let covers: Vec<&Value> = lines.as_array().unwrap().iter().map(|line| &line["cover"]).collect();
        assert!(covers.contains(&&json!("unasked")), "a tier asks fewer questions");
        assert!(!covers.contains(&&json!("weak")));
        let all = leader.visit("/api/v1/portfolio/coverage").expect_status(200).json();
        let met = all.as_array().unwrap().iter().find(|line| line["reference"] == "7(3)").unwrap();
        assert_eq!(
            met["partners"],
            json!({ "met": [partner.to_string()] }),
            "whoever has not answered is not in it"
        );

        let browser = app.signed_in(company.member(Role::Leader));
        browser.visit(&own).expect_status(200).expect_words("Coverage by law").expect_words("GDPR");
        browser.visit("/portfolio/coverage").expect_status(200).expect_words("GDPR");
        // A round that was called off, and a partner that is put away, are not in it.
        let off = app.vetting(&company, &partner, Until::Sent).assessment;
        let manager = app.api(company.member(Role::Manager), true);
        let path = format!("/api/v1/assessments/{off}");
        let revision = manager.visit(&path).json()["revision"].clone();
        let met = || {
            let all = leader.visit("/api/v1/portfolio/coverage").expect_status(200).json();
            let line = all.as_array().unwrap().iter().find(|line| line["reference"] == "7(3)").cloned();
            line.map(|line| line["partners"]["met"].clone())
        };
        let stands = "the next round is under way, and the answers of the last one stand";
        assert_eq!(met(), Some(json!([partner.to_string()])), "{stands}");
        manager.post_json(&format!("{path}/cancel"), &json!({ "revision": revision })).expect_status(204);
        assert_eq!(met(), Some(json!([partner.to_string()])));
        manager.post_json(&format!("/api/v1/partners/{partner}/archive"), &json!({})).expect_status(204);
        assert_eq!(met(), None);
        let other = app.company("Tidewater");
        app.signed_in(other.member(Role::Owner)).visit(&own).expect_status(404);
        let empty = app.signed_in(other.member(Role::Leader)).visit("/portfolio/coverage");
        empty.expect_words("No partner has sent answers yet");
    });
}

#[test]
fn a_round_that_is_under_way_does_not_hide_the_answers_of_the_one_before() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        app.vetting(&company, &partner, Until::Decided);
        let leader = app.api(company.member(Role::Leader), false);
        let all = || leader.visit("/api/v1/portfolio/coverage").expect_status(200).json();
        let before = all();
        assert!(before.as_array().unwrap().len() > 50);
        app.wait_minutes(1);
        app.vetting(&company, &partner, Until::Sent);
        assert_eq!(all(), before);
    });
}
