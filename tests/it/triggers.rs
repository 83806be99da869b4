//! Early triggers: what is learned about a partner ends the decision and the rooms that stood on it, at once.

use entente::access::Role;
use entente::rooms::Side;
use entente::rooms::lifecycle::CloseReason;
use entente::store;
use serde_json::{Value, json};

use crate::helpers::each_database;

#[test]
fn a_reported_breach_voids_the_decision_and_closes_the_room_with_the_reason_on_screen() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (room, _) = app.counted_room(&host, &guest);
        let partner = {
            let room = app.store.read(|tx| store::room_fetch(tx, &host.id, &room)).unwrap();
            app.store.read(|tx| store::room_partner(tx, &host.id, room.org(Side::Guest))).unwrap().unwrap()
        };
        let manager = app.signed_in(host.member(Role::Manager));
        let page = format!("/partners/{partner}");
        let form = format!("{page}/triggers/new");
        manager.visit(&page).expect_words("Report a change");
        // Half a report changes nothing and loses nothing.
        let half = manager.submit(&form, &format!("{page}/triggers"), &[("note", "Their mail of today.")]);
        half.expect_status(422).expect_words("Choose what changed.").expect_words("Their mail of today.");
        let open = |app: &crate::helpers::TestApp| {
            app.store.read(|tx| store::room_fetch(tx, &host.id, &room)).unwrap().closed()
        };
        assert_eq!(open(app), None);

        let fields = [("kind", "breach"), ("note", "A supplier lost 4,000 addresses.")];
        manager.submit(&form, &format!("{page}/triggers"), &fields).expect_redirect(&page);
        assert_eq!(open(app), Some(CloseReason::EarlyTrigger));
        let shown = manager.visit(&page).expect_words("Reported since the last decision");
        shown.expect_words("A supplier lost 4,000 addresses.").expect_words("Void: an input changed");
        let words = "one side learned something about the other that ended its decision early";
        manager.visit(&format!("/rooms/{room}")).expect_words(words);
        // The other side reads why, and not what.
        let theirs = app.signed_in(guest.member(Role::Manager)).visit(&format!("/rooms/{room}"));
        assert!(!theirs.expect_words(words).body.contains("4,000"));
        let view = |app: &crate::helpers::TestApp| {
            let api = app.api(host.member(Role::Leader), false);
            api.visit(&format!("/api/v1/partners/{partner}/triggers")).expect_status(200).json()
        };
        let listed: Value = view(app);
        assert_eq!((&listed[0]["kind"], &listed[0]["unanswered"]), (&json!("breach"), &json!(true)));
        // Deciding again answers it.
        app.wait_minutes(1);
        let assessment = app.latest_assessment(&host, partner.as_str());
        crate::vetting::decide(app, Role::Reviewer, &host, &assessment, &[("decided", "approve")])
            .expect_redirect(&page);
        let listed: Value = view(app);
        assert_eq!(listed[0]["unanswered"], json!(false));
        assert!(!manager.visit(&page).body.contains("Reported since the last decision"));
    });
}

#[test]
fn a_trigger_through_the_api_needs_a_kind_a_note_and_a_partner_of_ones_own() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let api = app.api(company.member(Role::Manager), true);
        let path = format!("/api/v1/partners/{partner}/triggers");
        for (body, field) in [
            (json!({ "kind": "mood", "note": "It rains." }), "kind"),
            (json!({ "kind": "evidence_expired", "note": "The program sees that itself." }), "kind"),
            (json!({ "kind": "breach", "note": "  " }), "note"),
            (json!({ "kind": "breach", "note": "x".repeat(2_001) }), "note"),
        ] {
            let refused = api.post_json(&path, &body).expect_status(422);
            assert!(refused.body.contains(&format!("\"{field}\"")), "{}", refused.body);
        }
        api.post_json(&path, &json!({ "kind": "new_sub_processor", "note": "Their notice." }))
            .expect_status(201);
        let stranger = app.api(app.company("Stranger").member(Role::Manager), true);
        stranger.post_json(&path, &json!({ "kind": "breach", "note": "Theirs." })).expect_status(404);
        let listed: Value = api.visit(&path).json();
        assert_eq!(listed.as_array().map(Vec::len), Some(1));
    });
}
