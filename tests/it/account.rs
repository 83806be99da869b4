//! Coming in: the first set-up, signing in and out, sessions and their ends, invitations.

use std::thread;

use entente::access::{LinkToken, ManagePartners, ManagePeople, Role};
use entente::config::Limits;
use entente::ids::{PartnerId, UserId};
use entente::services::access::{invite_member, invite_partner, setup_link};
use entente::store::{self, Partner};

use crate::helpers::{
    Browser, Company, PASSWORD, Page, Person, Setup, TestApp, each_database, each_database_with, form,
};

/// Whether the browser is signed in to its own organisation.
fn is_in(browser: &Browser, person: &Person) -> bool {
    let page = go_home(browser, person);
    assert!([303, 401].contains(&page.status), "{page:?}");
    page.status == 303
}

/// Switches to one's own organisation, which changes nothing and needs a session.
fn go_home(browser: &Browser, person: &Person) -> Page {
    let token = browser.visit("/sign-in").form_token("").unwrap();
    browser.post_form("/switch-organisation", &[("csrf", &token), ("org", person.org.as_str())])
}

fn sign_in(browser: &Browser, email: &str, password: &str) -> Page {
    browser.submit_here("/sign-in", &[("email", email), ("password", password)])
}

// --- set-up ---------------------------------------------------------------------------------------------------------

fn set_up(app: &TestApp) -> String {
    let token = LinkToken::fresh("").unwrap();
    assert!(app.store.write("test", |tx| setup_link(tx, &token, app.now())).unwrap());
    format!("/setup/{}", token.expose())
}

const FIRST: [(&str, &str); 4] = [
    ("organisation", "Northwind"),
    ("name", "Ada Osei"),
    ("email", "ada@northwind.example"),
    ("password", PASSWORD),
];

#[test]
fn the_set_up_link_makes_the_first_owner_once() {
    each_database(|app| {
        let link = set_up(app);
        for _ in 0..20 {
            app.browser().visit(&link).expect_status(200);
        }
        let browser = app.browser();
        let late = app.browser();
        let token = late.visit(&link).form_token(&link).unwrap();
        browser.submit_here(&link, &FIRST).expect_redirect("/");
        assert!(browser.cookies().contains_key("session"));
        late.post_form(&link, &[&FIRST[..], &[("csrf", &token)]].concat()).expect_status(410);
        app.browser().visit(&link).expect_status(410);
        assert_eq!(app.store.read(store::organisation_count).unwrap(), 1);
        let again = LinkToken::fresh("").unwrap();
        assert!(!app.store.write("test", |tx| setup_link(tx, &again, app.now())).unwrap());
        sign_in(&app.browser(), "ADA@northwind.example ", PASSWORD).expect_redirect("/");
    });
}

#[test]
fn a_newer_set_up_link_replaces_the_older() {
    each_database(|app| {
        let older = set_up(app);
        let newer = set_up(app);
        app.browser().visit(&older).expect_status(410);
        app.browser().visit(&newer).expect_status(200);
        app.wait_minutes(24 * 60 + 1);
        app.browser().visit(&newer).expect_status(410);
    });
}

#[test]
fn a_refused_set_up_keeps_what_was_typed() {
    each_database(|app| {
        let link = set_up(app);
        let typed = [
            ("organisation", "Northwind & Sons"),
            ("name", "Ada <Osei>"),
            ("email", "not an address"),
            ("password", "short"),
        ];
        let page = app.browser().submit_here(&link, &typed).expect_status(422);
        let fields = page.form_fields(&link);
        for (name, value) in &typed[..3] {
            assert!(fields.contains(&((*name).to_owned(), (*value).to_owned())), "{name}: {fields:?}");
        }
        assert!(!page.body.contains("short\""), "the password came back: {}", page.body);
        assert_eq!(app.store.read(store::organisation_count).unwrap(), 0);
        app.browser().visit(&link).expect_status(200);
    });
}

// --- sessions -------------------------------------------------------------------------------------------------------

#[test]
fn signing_in_gives_a_new_session_and_signing_out_ends_it() {
    each_database(|app| {
        let company = app.company("Northwind");
        let ada = company.member(Role::Manager);
        let browser = app.browser();
        browser.set_cookie("session", "chosen-by-somebody-else");
        sign_in(&browser, &ada.email, PASSWORD).expect_redirect("/");
        let first = browser.cookies()["session"].clone();
        assert_ne!(first, "chosen-by-somebody-else");
        assert!(is_in(&browser, ada));
        sign_in(&browser, &ada.email, PASSWORD).expect_redirect("/");
        let second = browser.cookies()["session"].clone();
        assert_ne!(first, second);

        let stored = format!("{:?}", app.database.contents(&[]));
        assert!(!stored.contains(&second), "the database holds a usable session");

        let token = browser.visit("/sign-in").form_token("").unwrap();
        let out = browser.post_form("/sign-out", &[("csrf", &token)]).expect_redirect("/sign-in");
        assert!(out.header("clear-site-data").is_some());
        assert!(!browser.cookies().contains_key("session"));
        browser.set_cookie("session", &second);
        assert!(!is_in(&browser, ada), "a session works after signing out");
    });
}

#[test]
fn a_session_ends_after_half_an_hour_without_use() {
    each_database(|app| {
        let company = app.company("Northwind");
        let ada = company.member(Role::Analyst);
        let browser = app.signed_in(ada);
        for _ in 0..3 {
            app.wait_minutes(29);
            assert!(is_in(&browser, ada));
        }
        app.wait_minutes(31);
        assert!(!is_in(&browser, ada));
    });
}

#[test]
fn a_session_ends_after_twelve_hours_whatever_happens() {
    each_database(|app| {
        let company = app.company("Northwind");
        let ada = company.member(Role::Leader);
        let browser = app.signed_in(ada);
        for _ in 0..35 {
            app.wait_minutes(20);
            assert!(is_in(&browser, ada));
        }
        app.wait_minutes(19);
        assert!(is_in(&browser, ada));
        app.wait_minutes(2);
        assert!(!is_in(&browser, ada));
    });
}

#[test]
fn a_clock_that_goes_back_revives_nothing() {
    each_database(|app| {
        let company = app.company("Northwind");
        let ada = company.member(Role::Leader);
        app.wait_minutes(60);
        let browser = app.signed_in(ada);
        app.wait_minutes(-30);
        assert!(!is_in(&browser, ada));
    });
}

#[test]
fn cookies_are_bound_to_the_host_where_the_address_is_https() {
    let setup = Setup { public_url: Some("https://entente.example.com".to_owned()), ..Setup::default() };
    each_database_with(&setup, |app| {
        let company = app.company("Northwind");
        let browser = app.browser();
        let page = browser.visit("/sign-in").expect_status(200);
        assert_eq!(
            page.header("strict-transport-security").as_deref(),
            Some("max-age=31536000; includeSubDomains")
        );
        let signed = sign_in(&browser, &company.member(Role::Owner).email, PASSWORD).expect_redirect("/");
        let cookies = [page.all("set-cookie"), signed.all("set-cookie")].concat();
        assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-session=")), "{cookies:?}");
        for cookie in cookies {
            assert!(cookie.starts_with("__Host-"), "{cookie}");
            for attribute in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
                assert!(cookie.contains(attribute), "{attribute}: {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
    });
}

#[test]
fn signing_in_goes_on_to_local_addresses_only() {
    each_database(|app| {
        let company = app.company("Northwind");
        let email = company.member(Role::Owner).email.as_str();
        for (next, goes) in [
            ("/partners?x=1", "/partners?x=1"),
            ("//evil.example", "/"),
            ("https://evil.example/", "/"),
            ("/\\evil", "/"),
        ] {
            let fields = [("email", email), ("password", PASSWORD), ("next", next)];
            app.browser().submit_here("/sign-in", &fields).expect_redirect(goes);
        }
    });
}

// --- wrong passwords ------------------------------------------------------------------------------------------------

#[test]
fn an_unknown_person_is_answered_like_a_wrong_password() {
    each_database(|app| {
        let company = app.company("Northwind");
        let known = company.member(Role::Owner).email.clone();
        let unknown = "0wner@northwind.example";
        assert_eq!(known.len(), unknown.len());
        let answer = |email: &str| {
            let browser = app.browser();
            let page = sign_in(&browser, email, "not the password, no").expect_status(422);
            let token = page.form_token("/sign-in").unwrap();
            page.body.replace(email, "EMAIL").replace(&token, "TOKEN")
        };
        assert_eq!(answer(&known), answer(unknown));
    });
}

#[test]
fn guessing_is_slowed_down_and_says_how_long_to_wait() {
    let limits = Limits { sign_in_burst: 10, sign_in_refill_seconds: 600, ..Limits::default() };
    each_database_with(&Setup { limits, ..Setup::default() }, |app| {
        let company = app.company("Northwind");
        let email = company.member(Role::Owner).email.as_str();
        let browser = app.browser();
        for _ in 0..10 {
            sign_in(&browser, email, "not the password, no").expect_status(422);
        }
        let page = sign_in(&browser, email, PASSWORD).expect_status(429);
        assert_eq!(page.header("retry-after").as_deref(), Some("600"));
        assert!(!browser.cookies().contains_key("session"));
    });
}

#[test]
fn a_disabled_or_suspended_person_stays_out() {
    each_database(|app| {
        let company = app.company("Northwind");
        let status = entente::store::MembershipStatus::Suspended;
        let gone = app.join(&company, "gone", Role::Owner, status);
        let browser = app.signed_in(&gone);
        assert!(!is_in(&browser, &gone));
        let off = company.member(Role::Analyst);
        let signed_in = app.signed_in(off);
        app.database.execute(&format!("UPDATE users SET disabled_at = 1 WHERE id = '{}'", off.id)).unwrap();
        assert!(!is_in(&signed_in, off));
        sign_in(&app.browser(), &off.email, PASSWORD).expect_status(422);
    });
}

// --- invitations ----------------------------------------------------------------------------------------------------

fn invite(app: &TestApp, company: &Company, email: &str, role: Role) -> String {
    let token = LinkToken::fresh("").unwrap();
    let who = company.member(Role::Owner).proof::<ManagePeople>();
    app.store.write("test", |tx| invite_member(tx, &who, (email, role), &token, app.now())).unwrap();
    format!("/invite/{}", token.expose())
}

const NEWCOMER: [(&str, &str); 2] = [("name", "Grace Mbeki"), ("password", PASSWORD)];

#[test]
fn an_invitation_is_used_once_and_never_by_looking() {
    each_database(|app| {
        let company = app.company("Northwind");
        let link = invite(app, &company, "grace@northwind.example", Role::Analyst);
        for _ in 0..20 {
            app.browser().visit(&link).expect_status(200).expect_words("Northwind");
        }
        let late = app.browser();
        let token = late.visit(&link).form_token(&link).unwrap();
        let browser = app.browser();
        browser.submit_here(&link, &NEWCOMER).expect_redirect("/");
        late.post_form(&link, &[&NEWCOMER[..], &[("csrf", &token)]].concat()).expect_status(410);
        app.browser().visit(&link).expect_status(410);
        let member =
            app.store.read(|tx| store::user_find_by_email(tx, "grace@northwind.example")).unwrap().unwrap();
        let found =
            app.store.read(|tx| store::membership_find(tx, &company.id, &member.id)).unwrap().unwrap();
        assert_eq!(found.role, Role::Analyst);
    });
}

#[test]
fn of_fifty_people_with_one_link_one_comes_in() {
    each_database(|app| {
        let company = app.company("Northwind");
        let link = invite(app, &company, "grace@northwind.example", Role::Manager);
        let forms: Vec<(Browser, String)> = (0..50)
            .map(|_| {
                let browser = app.browser();
                let token = browser.visit(&link).form_token(&link).unwrap();
                (browser, token)
            })
            .collect();
        let statuses: Vec<u16> = thread::scope(|scope| {
            let post = |(browser, token): (Browser, String)| {
                let link = &link;
                scope.spawn(move || {
                    browser.post_form(link, &[&NEWCOMER[..], &[("csrf", &token)]].concat()).status
                })
            };
            let threads: Vec<_> = forms.into_iter().map(post).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let accepted = statuses.iter().filter(|status| **status == 303).count();
        assert_eq!(accepted, 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [303, 409, 410, 422, 429].contains(status)), "{statuses:?}");
        let joined =
            "SELECT CAST(count(*) AS TEXT) AS line FROM users WHERE email = 'grace@northwind.example'";
        assert_eq!(app.database.lines(joined), ["1"]);
    });
}

#[test]
fn a_dead_link_says_so() {
    each_database(|app| {
        let company = app.company("Northwind");
        let link = invite(app, &company, "grace@northwind.example", Role::Leader);
        app.browser().visit("/invite/of-nobody").expect_status(404);
        app.wait_minutes(7 * 24 * 60 - 1);
        app.browser().visit(&link).expect_status(200);
        app.wait_minutes(1);
        let page = app.browser().visit(&link).expect_status(410);
        assert!(!page.body.contains('⟦'), "{}", page.words());
    });
}

#[test]
fn a_known_person_accepts_with_their_own_password() {
    each_database(|app| {
        let northwind = app.company("Northwind");
        let tidewater = app.company("Tidewater");
        let email = tidewater.member(Role::Manager).email.as_str();
        let link = invite(app, &northwind, email, Role::Reviewer);
        let browser = app.browser();
        browser.submit_here(&link, &[("password", "not the password, no")]).expect_status(422);
        browser.submit_here(&link, &[("password", PASSWORD)]).expect_redirect("/");
        let user = app.store.read(|tx| store::user_find_by_email(tx, email)).unwrap().unwrap();
        let orgs = app.store.read(|tx| store::membership_list_of_user(tx, &user.id)).unwrap();
        assert_eq!(orgs.len(), 2);
    });
}

#[test]
fn a_partner_starts_an_organisation_that_is_linked() {
    each_database(|app| {
        let northwind = app.company("Northwind");
        let manager = northwind.member(Role::Manager);
        let partner = add_partner(app, manager, "Tidewater");
        let token = LinkToken::fresh("").unwrap();
        let who = manager.proof::<ManagePartners>();
        app.store.write("test", |tx| invite_partner(tx, &who, &partner, &token, app.now())).unwrap();
        let link = format!("/invite/{}", token.expose());
        let page = app.browser().visit(&link).expect_status(200).expect_words("Northwind");
        assert!(page.form_fields(&link).contains(&("organisation".to_owned(), "Tidewater".to_owned())));
        let fields = [
            ("organisation", "Tidewater"),
            ("name", "Sam Bakker"),
            ("email", "sam@tidewater.example"),
            ("password", PASSWORD),
        ];
        app.browser().submit_here(&link, &fields).expect_redirect("/");
        let linked = app.store.read(|tx| store::partner_fetch(tx, &northwind.id, &partner)).unwrap();
        assert!(linked.linked_org_id.is_some_and(|org| org != northwind.id));
    });
}

fn add_partner(app: &TestApp, manager: &Person, name: &str) -> PartnerId {
    let row = Partner {
        id: PartnerId::fresh(),
        org_id: manager.org.clone(),
        name: name.to_owned(),
        website: String::new(),
        contact_name: String::new(),
        contact_email: String::new(),
        notes: String::new(),
        linked_org_id: None,
        created_by: UserId::from(manager.id.as_str()),
        created_at: app.now(),
        archived_at: None,
    };
    app.store.write("test", |tx| store::partner_insert(tx, &row)).unwrap();
    row.id
}

// --- forms ----------------------------------------------------------------------------------------------------------

#[test]
fn a_form_that_is_not_ours_is_refused() {
    each_database(|app| {
        let company = app.company("Northwind");
        let browser = app.browser();
        let token = browser.visit("/sign-in").form_token("/sign-in").unwrap();
        let email = company.member(Role::Owner).email.as_str();
        let body = form(&[("csrf", token.as_str()), ("email", email), ("password", PASSWORD)]);
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let origin = ("origin", app.origin.as_str());
        let send = |headers: &[(&str, &str)]| browser.post_raw("/sign-in", headers, body.clone()).status;
        assert_eq!(send(&[kind]), 403, "no word about where it comes from");
        assert_eq!(send(&[kind, ("origin", "https://evil.example")]), 403);
        assert_eq!(send(&[kind, ("origin", "null")]), 403);
        assert_eq!(send(&[kind, origin, ("sec-fetch-site", "cross-site")]), 403);
        assert_eq!(send(&[kind, origin, ("sec-fetch-site", "same-site")]), 403);
        assert_eq!(send(&[origin, ("content-type", "text/plain")]), 415);
        assert_eq!(send(&[origin, ("content-type", "application/json")]), 415);
        let another = app.browser();
        another.visit("/sign-in");
        let stale = another.post_raw("/sign-in", &[kind, origin], body.clone()).expect_status(403);
        assert!(stale.words().contains(email), "what was typed is lost: {}", stale.words());
        assert!(!stale.body.contains(PASSWORD));
        assert_eq!(send(&[kind, origin]), 303);
    });
}
