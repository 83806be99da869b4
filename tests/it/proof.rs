//! What can be proved: ledgers and audit logs as files, against the server's key and saved checkpoints.

use entente::access::Role;
use entente::ids::RoomId;
use entente::rooms::proof::VerifyingKey;
use entente::rooms::proof::file::{Fault, Trust, Verified, verify};

use crate::helpers::{Browser, Company, TestApp, each_database};

fn key(app: &TestApp) -> VerifyingKey {
    let page = app.browser().visit("/verify-key").expect_status(200);
    VerifyingKey::parse(&page.body).unwrap()
}

fn check(app: &TestApp, file: &str, saved: Option<&str>) -> Result<Verified, Fault> {
    verify(file, &Trust { key: Some(key(app)), saved })
}

fn ledger(browser: &Browser, room: &RoomId) -> (String, String) {
    let get = |rest: &str| browser.visit(&format!("/rooms/{room}/ledger/{rest}")).expect_status(200).body;
    (get("file"), get("checkpoint"))
}

#[test]
fn both_sides_download_one_ledger_and_it_verifies() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        let ours = app.signed_in(host.member(Role::Analyst));
        let theirs = app.signed_in(guest.member(Role::Leader));
        let (file, checkpoint) = ledger(&ours, &id);
        assert_eq!((file.clone(), checkpoint.clone()), ledger(&theirs, &id));
        let api = app.api(guest.member(Role::Reviewer), false);
        assert_eq!(api.visit(&format!("/api/v1/rooms/{id}/ledger/file")).expect_status(200).body, file);
        let api = api.visit(&format!("/api/v1/rooms/{id}/ledger/checkpoint")).expect_status(200);
        assert_eq!(api.body, checkpoint);
        let followed = check(app, &file, Some(&checkpoint)).unwrap().followed.unwrap();
        assert_eq!((followed.releases, followed.epsilon_micro, followed.closed), (1, 200_000, false));
        // What is written later continues it.
        let who = guest.member(Role::Analyst).proof();
        entente::services::rooms::overlap_run(
            &app.store,
            &who,
            app.state.kit(),
            (&id, entente::rooms::release::Ask::Overlap),
            app.now(),
        )
        .unwrap();
        let browser = app.signed_in(host.member(Role::Manager));
        let close = format!("/rooms/{id}/close");
        browser.submit_here(&close, &[("reason", "Done.")]).expect_redirect(&format!("/rooms/{id}"));
        let (later, _) = ledger(&theirs, &id);
        let verified = check(app, &later, Some(&checkpoint)).unwrap();
        let followed = verified.followed.unwrap();
        assert_eq!((followed.releases, followed.repeats), (1, 1));
        assert!(followed.closed && followed.destroyed);
        assert_eq!(check(app, &file, Some(&ledger(&ours, &id).1)), Err(Fault::Cut { saved: 12, found: 8 }));
    });
}

#[test]
fn the_bounds_on_a_guess_follow_what_was_spent() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        let api = app.api(guest.member(Role::Leader), false);
        let figures = api.visit(&format!("/api/v1/rooms/{id}/learn")).expect_status(200).json();
        assert_eq!((&figures["answers"], &figures["destroyed"]), (&1.into(), &false.into()));
        assert_eq!(figures["exposure"]["spent_micro"], 200_000);
        let page =
            app.signed_in(host.member(Role::Analyst)).visit(&format!("/rooms/{id}/learn")).expect_status(200);
        page.expect_words("55.0 % at most, for 0.2 of epsilon")
            .expect_words("88.1 % at most, for 2 of epsilon")
            .expect_words("Both lists as random-looking tokens");
    });
}

/// Somebody with the database's own password can lift the triggers; the proof does not rest on them.
fn unlock(app: &TestApp) {
    let sql = if app.database.is_postgres() {
        "ALTER TABLE ledger_entries DISABLE TRIGGER ALL; ALTER TABLE audit_log DISABLE TRIGGER ALL"
    } else {
        "DROP TRIGGER ledger_keeps_values; DROP TRIGGER audit_log_keeps_values"
    };
    app.database.execute(sql).unwrap();
}

#[test]
fn an_operator_who_edits_the_database_gets_no_signature_for_it() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        app.wait_minutes(2);
        app.run_jobs();
        unlock(app);
        let sql = "UPDATE ledger_entries SET body = replace(body, '200000', '100000') WHERE kind = 'release'; \
                   UPDATE audit_log SET outcome = 'denied' WHERE action = 'room.open'";
        app.database.execute(sql).unwrap();
        let browser = app.signed_in(host.member(Role::Owner));
        let (file, _) = ledger(&browser, &id);
        assert_eq!(check(app, &file, None), Err(Fault::Root));
        browser.visit(&format!("/rooms/{id}/ledger")).expect_words("The tree is broken at entry 7");
        let audit = browser.visit("/settings/audit/file").expect_status(200).body;
        assert_eq!(check(app, &audit, None), Err(Fault::Root));
    });
}

fn audit(app: &TestApp, company: &Company) -> (String, String) {
    let browser = app.signed_in(company.member(Role::Owner));
    let get = |rest: &str| browser.visit(&format!("/settings/audit/{rest}")).expect_status(200).body;
    (get("file"), get("checkpoint"))
}

#[test]
fn an_audit_log_verifies_and_continues_its_past() {
    each_database(|app| {
        let (company, other) = (app.company("Northwind"), app.company("Other"));
        app.wait_minutes(2);
        app.run_jobs();
        let (file, checkpoint) = audit(app, &company);
        let before = check(app, &file, Some(&checkpoint)).unwrap();
        assert!(before.checkpoint.size > 0 && before.followed.is_none());
        app.partner(&company, "Bright\r\nside");
        app.partner(&other, "Elsewhere");
        app.wait_minutes(2);
        app.run_jobs();
        let (later, _) = audit(app, &company);
        let after = check(app, &later, Some(&checkpoint)).unwrap();
        assert!(after.checkpoint.size > before.checkpoint.size);
        assert!(!later.contains("Elsewhere"), "another organisation's records are not in it");
        // A line break in what somebody typed makes no second record (security.md, T16).
        let lines = u64::try_from(later.lines().count()).unwrap();
        assert_eq!(lines, after.checkpoint.size + 1);
        let (foreign, _) = audit(app, &other);
        assert!(matches!(check(app, &foreign, Some(&checkpoint)), Err(Fault::OtherLog { .. })));
        let api = app.api(company.member(Role::Owner), false);
        assert_eq!(
            check(app, &api.visit("/api/v1/audit/file").body, Some(&checkpoint)).unwrap().continues,
            before.continues
        );
    });
}

#[test]
fn no_entry_and_no_leaf_can_be_changed_or_removed() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        app.counted_room(&host, &guest);
        app.run_jobs();
        let tables = [
            ("ledger_entries", "id", "id || body || leaf_hash || root_hash", "leaf_hash"),
            ("audit_leaves", "seq", "org_id || leaf_hash", "leaf_hash"),
        ];
        for (table, id, all, column) in tables {
            let rows = format!("SELECT {all} AS line FROM {table} ORDER BY {id}");
            let before = app.database.lines(&rows);
            assert!(!before.is_empty());
            let mut tries = vec![
                format!("UPDATE {table} SET {column} = 'x'"),
                format!("DELETE FROM {table}"),
                format!("DELETE FROM {table} WHERE {id} = (SELECT max({id}) FROM {table})"),
            ];
            tries.push(if app.database.is_postgres() {
                format!("TRUNCATE {table}")
            } else {
                format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
            });
            for sql in tries {
                let refused = app.database.execute(&sql).expect_err(&sql);
                assert!(refused.contains("append-only"), "{sql}: {refused}");
            }
            assert_eq!(app.database.lines(&rows), before);
        }
    });
}
