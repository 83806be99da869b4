//! Mail in TLS: real handshakes with a mail server that has a certificate of an authority of our own, by STARTTLS and in TLS from
//! the first byte; and what happens where the certificate does not hold or somebody takes STARTTLS away.

use entente::access::Role;
use entente::store::MailSecurity;
use serde_json::Value;

use crate::helpers::{
    Authority, Company, Door, MailAt, MailServer, Setup, Taken, TestApp, each_database_with,
};

const ACCOUNT: (&str, &str) = ("entente", "correct horse");

/// Each test's own folder for the certificate of its authority.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("entente-authority-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn send_test_mail(app: &TestApp) -> Company {
    let company = app.company("Northwind");
    let owner = app.signed_in(company.member(Role::Owner));
    owner.submit("/settings/mail", "/settings/mail/test", &[]).expect_redirect("/settings/mail");
    app.run_jobs();
    company
}

/// What arrived of one test mail, and what the owner reads where nothing did.
fn outcome(at: MailAt, server: &MailServer) -> (Vec<Taken>, Vec<String>) {
    let read = std::sync::Mutex::new(Vec::new());
    each_database_with(&Setup { mail: Some(at), ..Setup::default() }, |app| {
        let company = send_test_mail(app);
        let owner = company.member(Role::Owner);
        // A token that only reads is enough to see how mail fares.
        let told: Value = app.api(owner, false).visit("/api/v1/mail").expect_status(200).json();
        if let Some(why) = told["stuck"].as_str() {
            app.signed_in(owner).visit("/settings/mail").expect_words("1 mail waits").expect_words(why);
            read.lock().unwrap().push(why.to_owned());
        }
    });
    (server.taken(), read.into_inner().unwrap())
}

fn at(server: &MailServer, security: MailSecurity) -> MailAt {
    MailAt { host: "localhost", security, account: Some(ACCOUNT), ..MailAt::plain(server.port) }
}

#[test]
fn mail_arrives_in_tls_with_a_companys_own_authority() {
    let (folder, authority) = (Folder::new("own"), Authority::new());
    let pem = authority.file(&folder.0, "own.pem");
    let doors = [
        (Door::Tls(authority.server("localhost")), MailSecurity::Tls),
        (Door::Starttls(authority.server("localhost")), MailSecurity::Starttls),
    ];
    for (door, security) in doors {
        let server = MailServer::start_behind(door, Some(ACCOUNT));
        let (taken, told) =
            outcome(MailAt { certificate: Some(pem.clone()), ..at(&server, security) }, &server);
        assert!(told.is_empty(), "{security:?}: {told:?}");
        assert!(!taken.is_empty(), "{security:?}");
        for mail in &taken {
            assert!(mail.in_tls && mail.by.as_deref() == Some("entente"), "{security:?}: {mail:?}");
            assert!(mail.text.contains("/settings/mail"), "{}", mail.text);
        }
        let clear = server.said_in_the_clear();
        let only_the_offer = clear.iter().all(|verb| verb == "EHLO" || verb == "STARTTLS");
        assert!(only_the_offer && (security == MailSecurity::Starttls) != clear.is_empty(), "{clear:?}");
    }
}

#[test]
fn a_certificate_that_does_not_hold_stops_the_mail_and_says_why() {
    let (folder, authority, stranger) = (Folder::new("other"), Authority::new(), Authority::new());
    let pem = authority.file(&folder.0, "own.pem");
    let strangers = stranger.file(&folder.0, "stranger.pem");
    let cases = [
        // The public authorities do not know ours, and neither does another one of a company.
        (authority.server("localhost"), None, "an authority that is not known here"),
        (authority.server("localhost"), Some(strangers), "an authority that is not known here"),
        (authority.server("mail.other.example"), Some(pem), "for another name than localhost"),
    ];
    for (config, certificate, why) in cases {
        for (door, security) in [
            (Door::Tls(config.clone()), MailSecurity::Tls),
            (Door::Starttls(config.clone()), MailSecurity::Starttls),
        ] {
            let server = MailServer::start_behind(door, Some(ACCOUNT));
            let set = MailAt { certificate: certificate.clone(), ..at(&server, security) };
            let (taken, told) = outcome(set, &server);
            assert!(taken.is_empty() && !told.is_empty(), "{why}, {security:?}");
            assert!(told.iter().all(|text| text.contains(why)), "{why}: {told:?}");
            let clear = server.said_in_the_clear();
            assert!(clear.iter().all(|verb| verb == "EHLO" || verb == "STARTTLS"), "{clear:?}");
        }
    }
}

#[test]
fn starttls_that_somebody_takes_away_is_no_reason_to_go_on_in_the_clear() {
    let server = MailServer::start_behind(Door::Stripped, None);
    // Without an account nothing but the missing offer stands in the way.
    let set = MailAt { account: None, ..at(&server, MailSecurity::Starttls) };
    let (taken, told) = outcome(set, &server);
    assert!(taken.is_empty());
    let says = |text: &String| text.contains("does not offer STARTTLS") && text.contains("in the clear");
    assert!(!told.is_empty() && told.iter().all(says), "{told:?}");
    let clear = server.said_in_the_clear();
    assert!(clear.iter().all(|verb| verb == "EHLO" || verb == "QUIT"), "{clear:?}");
}

#[test]
fn a_wrong_password_keeps_the_mail_and_is_told() {
    let (folder, authority) = (Folder::new("password"), Authority::new());
    let pem = authority.file(&folder.0, "own.pem");
    let server = MailServer::start_behind(Door::Tls(authority.server("localhost")), Some(ACCOUNT));
    let set = MailAt {
        account: Some(("entente", "wrong")),
        certificate: Some(pem),
        ..at(&server, MailSecurity::Tls)
    };
    let (taken, told) = outcome(set, &server);
    assert!(taken.is_empty());
    assert!(!told.is_empty() && told.iter().all(|text| text.contains("not the password")), "{told:?}");
}
