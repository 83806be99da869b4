//! A release as a file: over the API what the page hands out, byte for byte.

use entente::access::Role;

use crate::helpers::{TestApp, each_database};

#[test]
fn the_api_hands_out_the_files_that_the_page_does() {
    each_database(|app: &TestApp| {
        let (host, guest) = (app.company("Northwind"), app.company("Harbour"));
        let (id, release) = app.counted_room(&host, &guest);
        let at = format!("/rooms/{id}/releases/{release}");
        for (form, kind) in [("csv", "text/csv"), ("xlsx", "spreadsheetml")] {
            for company in [&host, &guest] {
                let page = app.signed_in(company.member(Role::Leader)).visit(&format!("{at}/{form}"));
                let api = app.api(company.member(Role::Leader), false).visit(&format!("/api/v1{at}/{form}"));
                let (page, api) = (page.expect_status(200), api.expect_status(200));
                assert_eq!(page.body, api.body, "{form}");
                for header in ["content-type", "content-disposition"] {
                    assert_eq!(page.header(header), api.header(header), "{form}");
                }
                assert!(api.header("content-type").unwrap().contains(kind));
            }
            let stranger = app.company(&format!("Stranger {form}"));
            app.api(stranger.member(Role::Owner), false)
                .visit(&format!("/api/v1{at}/{form}"))
                .expect_status(404);
        }
    });
}
