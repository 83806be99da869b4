//! The start page and the leadership page.

use entente::access::{ManagePartners, Role};
use entente::services::vetting::{PartnerInput, partner_add};

use crate::helpers::each_database;

#[test]
fn an_empty_inbox_says_what_to_do_first() {
    each_database(|app| {
        let company = app.company("Northwind");
        let manager = app.signed_in(company.member(Role::Manager));
        manager.visit("/").expect_status(200).expect_words("Begin with a partner");
        let leader = app.signed_in(company.member(Role::Leader));
        leader.visit("/").expect_status(200).expect_words("Nothing waits for you");
    });
}

#[test]
fn the_portfolio_counts_partners_and_not_those_of_others() {
    each_database(|app| {
        let (company, other) = (app.company("Northwind"), app.company("Harbour"));
        for (company, name) in [(&company, "Meridian"), (&other, "Lumen")] {
            let proof = company.member(Role::Manager).proof::<ManagePartners>();
            let input = PartnerInput { name: name.to_owned(), ..PartnerInput::default() };
            app.store.write("test", |tx| partner_add(tx, &proof, &input, app.now())).unwrap();
        }
        let leader = app.signed_in(company.member(Role::Leader));
        let page = leader.visit("/portfolio").expect_status(200).expect_words("1 of 1 partners needs you");
        assert!(page.words().contains("Meridian") && !page.words().contains("Lumen"));
        let manager = app.signed_in(company.member(Role::Manager));
        manager.visit("/").expect_status(200).expect_words("Partners without an assessment");
        let api =
            app.api(company.member(Role::Leader), false).visit("/api/v1/portfolio").expect_status(200).json();
        assert_eq!((&api["partners"], &api["need_us"]), (&1.into(), &1.into()));
        assert_eq!(api["standings"][0]["name"], "Meridian");
    });
}

#[test]
fn an_analyst_has_no_portfolio() {
    each_database(|app| {
        let company = app.company("Northwind");
        let analyst = app.signed_in(company.member(Role::Analyst));
        analyst.visit("/portfolio").expect_status(403);
        analyst.visit("/").expect_status(200);
    });
}
