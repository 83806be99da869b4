//! What owners and managers are told by mail about decisions and findings: each thing once, nobody who was suspended, nobody who
//! wants no mail.

use entente::access::Role;
use entente::store::{self, MembershipStatus};
use serde_json::json;

use crate::helpers::{Company, MailServer, TestApp, Until};
use crate::mail::{deliver, with_mail};

/// A company with a suspended owner, an owner who wants no mail, and a manager who does.
fn company(app: &TestApp) -> Company {
    let company = app.company("Northwind");
    app.join(&company, "gone", Role::Owner, MembershipStatus::Suspended);
    let owner = app.signed_in(company.member(Role::Owner));
    owner.submit("/account", "/account/mail", &[("language", "en")]).expect_redirect("/account");
    company
}

/// Delivers what is due, twice and a while apart; the one line that was told, to the manager alone.
fn told(app: &TestApp, server: &MailServer) -> Option<String> {
    deliver(app);
    app.wait_minutes(11);
    deliver(app);
    let mut taken = server.taken();
    assert!(taken.iter().all(|mail| mail.to.starts_with("manager")), "{taken:?}");
    assert!(taken.len() <= 1, "each once: {taken:?}");
    taken.pop().map(|mail| mail.text.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn a_decision_that_ends_is_told_before_and_after_once_each() {
    with_mail(|app, server| {
        let company = company(app);
        let partner = app.partner(&company, "Otter");
        let round = app.vetting(&company, &partner, Until::Submitted).assessment;
        crate::helpers::review_all(app, &company, &round);
        crate::vetting::decide(app, Role::Reviewer, &company, &round, &[("decided", "approve")])
            .expect_status(303);
        told(app, server);
        let decision =
            app.store.read(|tx| store::decision_list(tx, &company.id, &partner)).unwrap().remove(0);
        let days = |to: i64| to.saturating_sub(app.now().micros()) / 86_400_000_000;
        app.wait_days(days(decision.expires_at.micros()) - 16);
        assert_eq!(told(app, server), None, "too early");
        app.wait_days(3);
        let line = told(app, server).unwrap();
        assert!(line.contains("The decision about Otter ends on"), "{line}");
        app.wait_days(7);
        assert_eq!(told(app, server), None, "told already");
        app.wait_days(8);
        let line = told(app, server).unwrap();
        assert!(line.contains("The decision about Otter ended on"), "{line}");
        app.wait_days(7);
        assert_eq!(told(app, server), None, "told already");
    });
}

#[test]
fn a_finding_is_told_before_its_day_and_after_it_once_each() {
    with_mail(|app, server| {
        let company = company(app);
        let partner = app.partner(&company, "Otter");
        app.vetting(&company, &partner, Until::Submitted);
        told(app, server);
        let finding = json!({
            "title": "Deletion reaches every recipient", "severity": "high", "owner": "Ines Duarte",
            "due": app.now().plus_days(20),
        });
        let api = app.api(company.member(Role::Reviewer), true);
        api.post_json(&format!("/api/v1/partners/{partner}/findings"), &finding).expect_status(201);
        assert_eq!(told(app, server), None, "too early");
        app.wait_days(14);
        let line = told(app, server).unwrap();
        assert!(line.contains("Otter: \"Deletion reaches every recipient\" is due by"), "{line}");
        app.wait_days(1);
        assert_eq!(told(app, server), None, "told already");
        app.wait_days(7);
        let line = told(app, server).unwrap();
        assert!(line.contains("\"Deletion reaches every recipient\" was due by"), "{line}");
        app.wait_days(9);
        assert_eq!(told(app, server), None, "told already");
        // One who wants mail again is told what still stands.
        let owner = app.signed_in(company.member(Role::Owner));
        let fields = [("language", "en"), ("wanted", "yes")];
        owner.submit("/account", "/account/mail", &fields).expect_redirect("/account");
        app.wait_minutes(11);
        deliver(app);
        let taken = server.taken();
        assert!(taken.len() == 1 && taken[0].to.starts_with("owner"), "{taken:?}");
        assert!(taken[0].text.contains("is still open"), "{}", taken[0].text);
    });
}
