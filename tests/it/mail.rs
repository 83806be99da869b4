//! Mail, in real conversations with a mail server: the respondent's link, reminders, what an owner or a manager should know.

use entente::access::Role;
use entente::ids::PartnerId;
use entente::store::{self, MembershipStatus};
use serde_json::{Value, json};

use crate::helpers::{
    Company, MailAt, MailServer, Mood, Setup, TestApp, Until, Vetting, day, each_database_with, found,
};

pub fn with_mail(test: impl Fn(&TestApp, &MailServer)) {
    let server = MailServer::start();
    let setup = Setup { mail: Some(MailAt::plain(server.port)), ..Setup::default() };
    each_database_with(&setup, |app| test(app, &server));
}

/// Runs what is due twice: what is written in the first run is sent in the second at the latest.
pub fn deliver(app: &TestApp) {
    app.run_jobs();
    app.wait_minutes(1);
    app.run_jobs();
}

/// A partner whose questionnaire was sent from the page with these fields.
fn sent(app: &TestApp, company: &Company, fields: &[(&str, &str)]) -> (Vetting, String) {
    let partner = app.partner(company, "Otter");
    let vetting = app.vetting(company, &partner, Until::Intake);
    let manager = app.signed_in(company.member(Role::Manager));
    let page = format!("/assessments/{}/send", vetting.assessment);
    let shown = manager.visit(&page).form_as_shown(&page);
    let kept = shown.iter().filter(|(name, _)| fields.iter().all(|(other, _)| other != name));
    let all: Vec<(&str, &str)> =
        kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(fields.iter().copied()).collect();
    let sent = manager.post_form(&page, &all).expect_status(200);
    let link = sent.body.split(&format!("{}/a/", app.origin)).nth(1).unwrap();
    (vetting, link.split('"').next().unwrap().to_owned())
}

#[test]
fn the_link_arrives_by_mail_in_the_partners_language_and_rests_sealed() {
    with_mail(|app, server| {
        let company = app.company("Northwind");
        let due = day(app.now(), 21);
        let fields = [("email", "ines@otter.example"), ("language", "fr"), ("due", due.as_str())];
        let (vetting, token) = sent(app, &company, &fields);
        // A checkpoint of the log first: what is not in the file is not at rest.
        let at_rest = found(app.folder(), &[token.clone().into_bytes()]);
        assert!(at_rest.is_empty(), "{at_rest:?}");
        deliver(app);
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        let mail = &taken[0];
        assert_eq!(mail.to, "ines@otter.example");
        assert!(mail.text.contains(&format!("{}/a/{token}", app.origin)), "{}", mail.text);
        assert!(mail.text.contains("au plus tard le 5 février 2027"), "{}", mail.text);
        assert!(
            mail.head.contains("Auto-Submitted: auto-generated")
                && mail.head.contains("partners@server.example")
        );
        assert!(!mail.text.contains('⟦') && !mail.text.contains("{$"));
        let row =
            "SELECT state || ' ' || CASE WHEN sealed IS NULL THEN 'gone' ELSE 'there' END AS line FROM mails";
        assert_eq!(app.database.lines(row), ["sent gone"]);
        let manager = app.signed_in(company.member(Role::Manager));
        let page = format!("/assessments/{}/send", vetting.assessment);
        manager
            .visit(&page)
            .expect_words("Mailed to ines@otter.example")
            .expect_words("due by 5 February 2027");
        // Nothing that could be read as more than one address, and no day that is over.
        for (email, due, word) in [
            ("a@b.example\r\nBcc: c@d.example", due.as_str(), "address"),
            ("a@b.example, c@d.example", due.as_str(), "address"),
            ("a@b.example", "2020-01-01", "Choose a day from tomorrow on"),
            ("a@b.example", "soon", "Choose a day from tomorrow on"),
            ("a@b.example", &day(app.now(), 367), "Choose a day from tomorrow on"),
            ("a@b.example", &day(app.now(), 0), "Choose a day from tomorrow on"),
        ] {
            let fields = [("days", "30"), ("email", email), ("language", "en"), ("due", due)];
            manager.submit(&page, &page, &fields).expect_status(422).expect_words(word);
        }
        assert_eq!(app.database.lines("SELECT id AS line FROM mails").len(), 1);
        let links = "SELECT id AS line FROM respondent_links WHERE revoked_at IS NULL";
        assert_eq!(app.database.lines(links).len(), 1, "a refused form makes no link");
    });
}

#[test]
fn a_mail_is_tried_until_the_server_takes_it_or_refuses_it_for_good() {
    with_mail(|app, server| {
        let company = app.company("Northwind");
        let owner = company.member(Role::Owner);
        let state =
            || app.database.lines("SELECT state || ' ' || attempts AS line FROM mails ORDER BY created_at");
        let test = || {
            app.signed_in(owner)
                .submit("/settings/mail", "/settings/mail/test", &[])
                .expect_redirect("/settings/mail");
        };
        server.next(&[Mood::Defer, Mood::Drop, Mood::Take]);
        test();
        app.run_jobs();
        assert_eq!(state(), ["waiting 1"]);
        let page = || app.signed_in(owner).visit("/settings/mail");
        page().expect_words("1 mail waits").expect_words("come back later");
        app.wait_minutes(2);
        app.run_jobs();
        assert_eq!(state(), ["waiting 2"]);
        app.wait_minutes(1);
        app.run_jobs();
        assert_eq!(state(), ["waiting 2"], "it waits longer each time");
        app.wait_minutes(2);
        app.run_jobs();
        assert_eq!(state(), ["sent 3"]);
        assert_eq!(server.taken().len(), 1);
        page().expect_words("Mail is set up.");
        assert_eq!(app.acts("mail.test").len(), 1);

        server.next(&[Mood::Refuse]);
        app.wait_minutes(1);
        test();
        app.run_jobs();
        assert_eq!(state(), ["sent 3", "failed 1"]);
        page().expect_words("Given up").expect_words("no such user here");
        let told: Value = app.api(owner, true).visit("/api/v1/mail").json();
        assert_eq!((&told["failed"][0]["kind"], &told["waiting"]), (&json!("test"), &json!(0)));

        // Nobody answers for three days: given up, and seen.
        server.next(&[Mood::Drop; 40]);
        app.wait_minutes(1);
        test();
        for _ in 0..5 {
            app.run_jobs();
            app.wait_days(1);
        }
        assert_eq!(state().last().unwrap(), "failed 4");

        // Not signed in: that is the operator's to mend. The mail waits, and the next is not even tried.
        server.next(&[Mood::SignIn]);
        app.wait_minutes(1);
        test();
        test();
        app.run_jobs();
        let mut last = state().split_off(3);
        last.sort();
        assert_eq!(last, ["waiting 0", "waiting 1"]);
    });
}

#[test]
fn reminders_come_before_on_and_after_the_day_each_once() {
    with_mail(|app, server| {
        let company = app.company("Northwind");
        let due = day(app.now(), 21);
        let fields =
            [("email", "ines@otter.example"), ("language", "en"), ("due", due.as_str()), ("days", "60")];
        let (_, token) = sent(app, &company, &fields);
        deliver(app);
        server.taken();
        let mut told = Vec::new();
        for passed in 1..=40 {
            app.wait_days(1);
            app.run_jobs();
            app.wait_minutes(1);
            app.run_jobs();
            app.wait_minutes(-1);
            for mail in server.taken().into_iter().filter(|mail| mail.to == "ines@otter.example") {
                assert!(
                    mail.text.contains("15 January 2027") && !mail.text.contains(&token),
                    "{}",
                    mail.text
                );
                told.push((passed, mail.text.contains("due today"), mail.text.contains("not submitted yet")));
            }
        }
        assert_eq!(told, [(14, false, false), (21, true, false), (28, false, true)]);

        // Turned off, none of them comes.
        let owner = app.api(company.member(Role::Owner), true);
        let off = json!({ "due_days": 10, "before_days": 0, "on_the_day": false, "after_days": 0 });
        owner.call(ureq::http::Method::PUT, "/api/v1/mail/reminders", &off).expect_status(204);
        let bad = json!({ "due_days": 0, "before_days": 61, "on_the_day": false, "after_days": -1 });
        assert_eq!(app.acts("reminder.rules").len(), 1);
        let refused = owner.call(ureq::http::Method::PUT, "/api/v1/mail/reminders", &bad).expect_status(422);
        assert!(["due_days", "before_days", "after_days"].iter().all(|field| refused.body.contains(field)));
    });
}

#[test]
fn owners_and_managers_are_told_once_and_nobody_who_does_not_want_it() {
    with_mail(|app, server| {
        let company = app.company("Northwind");
        app.join(&company, "gone", Role::Owner, MembershipStatus::Suspended);
        let owner = app.signed_in(company.member(Role::Owner));
        owner.submit("/account", "/account/mail", &[("language", "fr")]).expect_redirect("/account");
        let partner = app.partner(&company, "Otter");
        let vetting = app.vetting(&company, &partner, Until::Sent);
        app.evidence_until(&vetting, &day(app.now(), 40));
        let browser = app.browser();
        browser.submit_here(&format!("/a/{}", vetting.link.expose()), &[]).expect_status(303);
        app.answer_only(&vetting);
        browser.submit_here("/answer/submit", &[("name", "Sam Bakker")]).expect_status(303);
        assert_eq!(app.acts("mail.%"), ["mail.choose"]);
        let written = "SELECT kind AS line FROM mails";
        assert_eq!(app.database.lines(written), ["notices"], "with the submission itself");
        deliver(app);
        let taken = server.taken();
        assert_eq!(taken.len(), 1, "{taken:?}");
        assert!(
            taken[0].text.contains("Otter submitted its answers on 15 January 2027."),
            "{}",
            taken[0].text
        );
        assert!(taken[0].to.starts_with("manager"), "{}", taken[0].to);
        crate::helpers::review_all(app, &company, &vetting.assessment);
        crate::vetting::decide(app, Role::Reviewer, &company, &vetting.assessment, &[("decided", "approve")])
            .expect_status(303);
        deliver(app);
        assert!(server.taken().is_empty(), "told already");
        let after = |days: i64, words: &str| {
            app.wait_days(days);
            deliver(app);
            app.wait_minutes(11);
            deliver(app);
            let taken = server.taken();
            assert_eq!(taken.len(), 1, "{words}: {taken:?}");
            assert!(taken[0].text.contains(words), "{words}: {}", taken[0].text);
        };
        after(27, "the evidence for question D2 runs out after 24 February 2027");
        after(15, "evidence ran out, so the decision is void");
        // A sample company has no mailboxes, and a reader who wants mail again gets what still stands.
        let owner = app.signed_in(company.member(Role::Owner));
        let fields = [("language", "fr"), ("wanted", "yes")];
        owner.submit("/account", "/account/mail", &fields).expect_redirect("/account");
        app.wait_minutes(11);
        deliver(app);
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        assert!(taken[0].text.contains("une preuve est échue"), "{}", taken[0].text);
    });
}

#[test]
fn without_a_mail_server_nothing_is_written_and_the_page_says_so() {
    crate::helpers::each_database(|app| {
        let company = app.company("Northwind");
        let fields = [("email", "ines@otter.example"), ("language", "en"), ("due", "")];
        sent(app, &company, &fields);
        app.run_jobs();
        assert!(app.database.lines("SELECT id AS line FROM mails").is_empty());
        let owner = app.signed_in(company.member(Role::Owner));
        owner.visit("/settings/mail").expect_words("No mail server is set up");
        app.api(company.member(Role::Owner), true)
            .post_json("/api/v1/mail/test", &json!({}))
            .expect_status(409);
        app.signed_in(company.member(Role::Manager)).visit("/settings/mail").expect_status(403);
    });
}

/// What the manager is told by mail once so many days have passed; the owner is told the same, and nobody else.
fn told(app: &TestApp, server: &MailServer, days: i64) -> Vec<String> {
    app.wait_days(days);
    app.wait_minutes(11);
    deliver(app);
    let taken = server.taken();
    let readers = ["manager", "owner"];
    assert!(taken.iter().all(|mail| readers.iter().any(|who| mail.to.starts_with(who))), "{taken:?}");
    let ours = taken.into_iter().filter(|mail| mail.to.starts_with("manager"));
    let lines =
        |text: String| text.lines().filter_map(|line| line.strip_prefix("- ")).map(str::to_owned).collect();
    let mails: Vec<Vec<String>> = ours.map(|mail| lines(mail.text)).collect();
    assert!(mails.len() < 2, "several at once are one mail: {mails:?}");
    mails.concat()
}

/// The one thing that is told begins so.
fn told_once(app: &TestApp, server: &MailServer, (days, words): (i64, &str)) {
    let lines = told(app, server, days);
    assert!(lines.len() == 1 && lines[0].starts_with(words), "{words}: {lines:?}");
}

/// A partner approved until day 60, on a condition that is due on day 20.
fn conditional(app: &TestApp, company: &Company) -> PartnerId {
    let partner = app.partner(company, "Heron");
    let vetting = app.vetting(company, &partner, Until::Reviewed);
    let (until, due) = (day(app.now(), 60), day(app.now(), 20));
    let fields = [
        ("decided", "approve_with_conditions"),
        ("reason", "Stricter than the score says: the contact has just changed, so we watch it."),
        ("until", until.as_str()),
        ("condition-1-title", "Name the new contact"),
        ("condition-1-owner", "Ines Duarte"),
        ("condition-1-due", due.as_str()),
    ];
    crate::vetting::decide(app, Role::Reviewer, company, &vetting.assessment, &fields).expect_status(303);
    partner
}

#[test]
fn what_time_brings_is_told_once_to_whoever_is_there_to_read_it() {
    with_mail(|app, server| {
        let company = app.company("Northwind");
        let left = app.join(&company, "left", Role::Manager, MembershipStatus::Active);
        let left = format!("UPDATE users SET disabled_at = 1 WHERE id = '{}'", left.id);
        app.database.execute(&left).unwrap();
        let partner = conditional(app, &company);
        let api = || app.api(company.member(Role::Manager), true);
        // With an accepted risk there is nothing to be told, until that runs out.
        let accept = json!({ "reason": "A short campaign with few people, and the fix is under way.",
            "until": app.now().plus_days(17) });
        let findings = app.store.read(|tx| store::finding_list(tx, &company.id, &partner)).unwrap();
        api().post_json(&format!("/api/v1/findings/{}/accept", findings[0].id), &accept).expect_status(204);
        assert_eq!(told(app, server, 14), [""; 0]);
        told_once(app, server, (4, "Heron: \"Name the new contact\" was due by"));
        let other = json!({ "title": "Show the log", "severity": "high", "owner": "Ines",
            "due": app.now().plus_days(5) });
        let made = api().post_json(&format!("/api/v1/partners/{partner}/findings"), &other).json();
        told_once(app, server, (0, "Heron: \"Show the log\" is due by"));
        let report = format!("/api/v1/findings/{}/report", made["id"].as_str().unwrap());
        api().post_json(&report, &json!({ "note": "It is attached." })).expect_status(204);
        // What was put off in the inbox is not brought up by mail; another decision's being put off says nothing of this.
        app.wait_days(29);
        let decision =
            app.store.read(|tx| store::decision_list(tx, &company.id, &partner)).unwrap().remove(0);
        let off = json!({ "task": "ends_soon", "about": decision.id.as_str(), "until": day(app.now(), 3),
            "reason": "They move house." });
        api().post_json(&format!("/api/v1/partners/{partner}/snoozes"), &off).expect_status(201);
        assert_eq!(told(app, server, 1), [""; 0]);
        let other = "UPDATE snoozes SET about = 'another', until_at = until_at + 864000000000";
        app.database.execute(other).unwrap();
        told_once(app, server, (1, "The decision about Heron ends on"));
        // Nobody of a sample company is written to, and nobody about a partner that is put away.
        let sample = |is: &str| {
            app.database.execute(&format!("UPDATE organisations SET sample = {is}")).unwrap();
        };
        let put = |verb: &str| {
            api().post_json(&format!("/api/v1/partners/{partner}/{verb}"), &json!({})).expect_status(204);
        };
        sample("TRUE");
        assert_eq!(told(app, server, 14), [""; 0]);
        sample("FALSE");
        put("archive");
        assert_eq!(told(app, server, 0), [""; 0]);
        put("restore");
        told_once(app, server, (0, "The decision about Heron ended on"));
        // To whom mail went is forgotten.
        app.wait_days(95);
        deliver(app);
        assert!(app.database.lines("SELECT id AS line FROM mails").is_empty());
    });
}

#[test]
fn nobody_is_reminded_of_a_link_that_is_over_or_was_taken_back() {
    with_mail(|app, server| {
        let company = app.company("Northwind");
        let fields = |days: &'static str, due: &'static str| {
            [("email", "ines@otter.example"), ("language", "en"), ("due", due), ("days", days)]
        };
        // The link is over on day 7, and the first reminder would be due on day 23.
        let (waits, _) = sent(app, &company, &fields("7", "2027-02-14"));
        deliver(app);
        assert_eq!(server.taken().len(), 1);
        assert_eq!(told(app, server, 24), [""; 0]);
        told_once(app, server, (7, "Otter has not submitted its answers; they were due by"));
        // A fresh link, which is taken back before the day.
        let page = format!("/assessments/{}/send", waits.assessment);
        let manager = app.signed_in(company.member(Role::Manager));
        crate::vetting::send(&manager, &page, &page, &fields("60", "2027-02-20")).expect_status(200);
        deliver(app);
        assert_eq!(server.taken().len(), 1);
        let link = "SELECT id AS line FROM respondent_links WHERE revoked_at IS NULL";
        let link = app.database.lines(link).remove(0);
        manager.submit(&page, &format!("/respondent-links/{link}/revoke"), &[]).expect_redirect(&page);
        assert_eq!(told(app, server, 5), [""; 0], "the day itself");
        assert_eq!(app.acts("assessment.contact").len(), 2);
    });
}

#[test]
fn nothing_is_said_to_a_server_that_does_not_offer_tls() {
    let server = MailServer::start();
    let smtp = |security| {
        store::Smtp::new(store::MailSettings {
            host: "127.0.0.1".to_owned(),
            port: Some(server.port),
            security,
            from: "partners@server.example".to_owned(),
            ..store::MailSettings::default()
        })
        .unwrap()
    };
    let letter = store::Letter { id: "m1", to: "ines@otter.example", subject: "A link", text: "A secret." };
    let said = smtp(store::MailSecurity::Starttls).send(&letter);
    assert!(matches!(said, Err(store::SmtpError::Unreachable(_))), "{said:?}");
    assert!(server.taken().is_empty());
    assert_eq!(smtp(store::MailSecurity::None).send(&letter), Ok(()));
    assert_eq!(server.taken().len(), 1);
}
