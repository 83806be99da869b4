//! The audit log: what is in it stays in it.

use entente::access::Role;
use entente::store::audit_list;

use crate::helpers::{PASSWORD, TestApp, each_database};

fn records(app: &TestApp, org: &entente::ids::OrgId) -> Vec<(String, String)> {
    let rows = app.store.read(|tx| audit_list(tx, org, None, 1000)).unwrap();
    rows.into_iter().map(|(_, row)| (row.action, row.outcome)).collect()
}

#[test]
fn no_record_can_be_changed_or_removed() {
    each_database(|app| {
        app.company("Northwind");
        let all = "SELECT CAST(seq AS TEXT) || id || action AS line FROM audit_log ORDER BY seq";
        let before = app.database.lines(all);
        assert!(!before.is_empty());
        let mut tries = vec![
            "UPDATE audit_log SET action = 'nothing'",
            "UPDATE audit_log SET at = at + 1000",
            "DELETE FROM audit_log",
            "DELETE FROM audit_log WHERE seq = (SELECT max(seq) FROM audit_log)",
        ];
        let replace = "INSERT OR REPLACE INTO audit_log SELECT seq, id, org_id, at, actor_kind, 'x', action, outcome, \
                       object_kind, object_id, detail FROM audit_log";
        tries.push(if app.database.is_postgres() { "TRUNCATE audit_log" } else { replace });
        for sql in tries {
            let refused = app.database.execute(sql).expect_err(sql);
            assert!(refused.contains("append-only"), "{sql}: {refused}");
        }
        assert_eq!(app.database.lines(all), before);
    });
}

#[test]
fn coming_in_and_being_turned_away_are_recorded() {
    each_database(|app| {
        let company = app.company("Northwind");
        let email = company.member(Role::Owner).email.as_str();
        let browser = app.browser();
        browser
            .submit_here("/sign-in", &[("email", email), ("password", "not the password, no")])
            .expect_status(422);
        browser.submit_here("/sign-in", &[("email", email), ("password", PASSWORD)]).expect_redirect("/");
        let found = records(app, &company.id);
        assert!(found.contains(&("session.start".to_owned(), "denied".to_owned())), "{found:?}");
        assert!(found.contains(&("session.start".to_owned(), "done".to_owned())), "{found:?}");
        let text = format!("{:?}", app.database.lines("SELECT detail || object_id AS line FROM audit_log"));
        assert!(!text.contains("not the password"), "{text}");
    });
}

#[test]
fn an_unknown_address_is_not_recorded() {
    each_database(|app| {
        app.company("Northwind");
        let fields = [("email", "nobody@elsewhere.example"), ("password", "not the password, no")];
        app.browser().submit_here("/sign-in", &fields).expect_status(422);
        let text = format!("{:?}", app.database.contents(&[]));
        assert!(!text.contains("elsewhere.example"), "an address of somebody unknown was kept");
    });
}
