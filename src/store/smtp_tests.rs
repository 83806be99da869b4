//! Settings of mail that cannot be used, and what cannot be smuggled into a mail.

use super::*;

fn settings(host: &str, security: MailSecurity) -> MailSettings {
    MailSettings {
        host: host.to_owned(),
        security,
        from: "Entente <entente@example.com>".to_owned(),
        ..MailSettings::default()
    }
}

#[test]
fn mail_in_the_clear_stays_on_this_machine() {
    for host in ["localhost", "127.0.0.1", "::1", "[::1]"] {
        assert!(Smtp::new(settings(host, MailSecurity::None)).is_ok(), "{host}");
    }
    let (name, message) = Smtp::new(settings("mail.example.com", MailSecurity::None)).unwrap_err();
    assert!(name == "mail.security" && message.contains("in the clear"), "{message}");
    let facts = Smtp::new(settings("mail.example.com", MailSecurity::Tls)).unwrap().facts().clone();
    assert_eq!((facts.server.as_str(), facts.signs_in), ("mail.example.com:465", false));
}

#[test]
fn each_faulty_setting_is_named() {
    type Change = fn(&mut MailSettings);
    let password = || Some(Secret::new("x".to_owned()));
    let cases: [(&str, Change); 10] = [
        ("mail.host", |s| s.host = String::new()),
        ("mail.host", |s| s.host = "smtp://mail".to_owned()),
        ("mail.from", |s| s.from = "nobody".to_owned()),
        ("mail.from", |s| s.from = "a@example.com\r\nBcc: b@example.com".to_owned()),
        ("mail.reply_to", |s| s.reply_to = Some(String::new())),
        ("mail.password", |s| s.username = Some("entente".to_owned())),
        ("mail.password_file", |s| s.password_file = Some("/no/such/file".into())),
        ("mail.password_file", |s| {
            s.password = Some(Secret::new("x".to_owned()));
            s.password_file = Some("/no/such/file".into());
            s.username = Some("entente".to_owned());
        }),
        ("mail.port", |s| s.port = Some(0)),
        ("mail.certificate", |s| s.certificate = Some("/no/such/file".into())),
    ];
    for (name, change) in cases {
        let mut all = settings("mail.example.com", MailSecurity::Starttls);
        change(&mut all);
        assert_eq!(Smtp::new(all).unwrap_err().0, name);
    }
    let lone = MailSettings { password: password(), ..settings("mail.example.com", MailSecurity::Tls) };
    assert_eq!(Smtp::new(lone).unwrap_err().0, "mail.username");
}

#[test]
fn a_name_cannot_smuggle_headers_in() {
    let smtp = Smtp::new(settings("localhost", MailSecurity::None)).unwrap();
    let letter = Letter {
        id: "m1",
        to: "ines@meridian.example",
        subject: "About Meridian\r\nBcc: everybody@example.com\n\nHello",
        text: "Good day.\r\n.\r\nMAIL FROM:<x@example.com>",
    };
    let sent = String::from_utf8(smtp.message(&letter).unwrap().formatted()).unwrap();
    let (head, _) = sent.split_once("\r\n\r\n").unwrap();
    assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
    assert!(head.contains("Auto-Submitted: auto-generated"));
    assert!(head.contains("Subject: About Meridian Bcc: everybody@example.com Hello"), "one line: {head}");
    for to in ["a@example.com\r\nBcc: b@example.com", "a@example.com, b@example.com", "", "a b@example.com"] {
        assert!(matches!(smtp.message(&Letter { to, ..letter }), Err(SmtpError::Refused(_))), "{to:?}");
        assert!(!mail_address_fits(to));
    }
}
