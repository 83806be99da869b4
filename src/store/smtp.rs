//! The one place that speaks SMTP (RFC 5321), through lettre: settings that have been checked, and one mail at a time.
//!
//! A mail server's answer decides what happens to a mail: 5xx is for good, everything else is tried again (RFC 5321, 4.2.1), and so
//! is a refused sign-in, because that is the operator's to mend and not the mail's fault.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, SmtpTransport, Transport as _};
use serde::Deserialize;

use super::smtp_fault::told;
use crate::secret::Secret;

/// How long one step of the conversation may take. The thread of jobs waits meanwhile.
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_WHY: usize = 300;

/// How the conversation is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// TLS from the first byte; port 465 by default.
    Tls,
    /// Begun in the clear, and nothing said before TLS; port 587 by default.
    #[default]
    Starttls,
    /// In the clear; to a server on this machine only, port 25 by default.
    None,
}

impl MailSecurity {
    /// The word in the settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Starttls => "starttls",
            Self::None => "none",
        }
    }

    /// The security of that word.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Tls, Self::Starttls, Self::None].into_iter().find(|security| security.as_str() == word)
    }

    fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::Starttls => 587,
            Self::None => 25,
        }
    }
}

/// The mail server, as an operator writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// The mail server's name.
    pub host: String,
    /// Its port; by the security if left out.
    pub port: Option<u16>,
    /// How the conversation is protected.
    pub security: MailSecurity,
    /// The name to sign in with.
    pub username: Option<String>,
    /// The password to sign in with.
    pub password: Option<Secret<String>>,
    /// Or the file that holds it, so that it need not stand in the settings.
    pub password_file: Option<PathBuf>,
    /// The sender, such as `Entente <entente@example.com>`.
    pub from: String,
    /// Where answers go; to the sender if left out.
    pub reply_to: Option<String>,
    /// The certificate of an authority (PEM) to trust beside the public ones, such as the company's own.
    pub certificate: Option<PathBuf>,
}

/// What can be shown of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFacts {
    /// The mail server and its port.
    pub server: String,
    /// How the conversation is protected.
    pub security: MailSecurity,
    /// The sender.
    pub from: String,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// Whether this program signs in.
    pub signs_in: bool,
}

/// A mail, ready to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// Its id: a mail that is sent twice after a crash is recognised by it.
    pub id: &'a str,
    /// The address.
    pub to: &'a str,
    /// The subject, one line.
    pub subject: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Why a mail was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpError {
    /// The server answered, and the mail can be tried again.
    #[error("{0}")]
    Deferred(String),
    /// The server could not be spoken to, or not signed in to; other mails will fare no better now.
    #[error("{0}")]
    Unreachable(String),
    /// Trying again is useless.
    #[error("{0}")]
    Refused(String),
}

/// A mail server to send by.
pub struct Smtp {
    host: String,
    transport: SmtpTransport,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    facts: MailFacts,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.facts.fmt(f)
    }
}

impl Smtp {
    /// The mail server of these settings; an error names the setting and says what to do.
    pub fn new(settings: MailSettings) -> Result<Self, (&'static str, String)> {
        let host = settings.host.trim().to_owned();
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/') {
            return Err(("mail.host", "needs the mail server's name, such as mail.example.com".to_owned()));
        }
        if settings.security == MailSecurity::None && !is_loopback(&host) {
            let message = format!(
                "`none` sends mail in the clear, so {host} must be this machine; set `tls` or `starttls`"
            );
            return Err(("mail.security", message));
        }
        let from = mailbox("mail.from", &settings.from)?;
        let reply_to = settings.reply_to.as_deref().map(|text| mailbox("mail.reply_to", text)).transpose()?;
        let port = settings.port.unwrap_or_else(|| settings.security.port());
        if port == 0 {
            return Err(("mail.port", "must be 1 to 65535".to_owned()));
        }
        let tls = || -> Result<TlsParameters, (&'static str, String)> {
            let mut tls = TlsParameters::builder(host.clone());
            if let Some(path) = &settings.certificate {
                let unusable =
                    |e: &dyn std::fmt::Display| ("mail.certificate", format!("{}: {e}", path.display()));
                let pem = std::fs::read(path).map_err(|e| unusable(&e))?;
                tls = tls.add_root_certificate(Certificate::from_pem(&pem).map_err(|e| unusable(&e))?);
            }
            tls.build().map_err(|e| ("mail.host", format!("{host}: {e}")))
        };
        let tls = match settings.security {
            MailSecurity::Tls => Tls::Wrapper(tls()?),
            MailSecurity::Starttls => Tls::Required(tls()?),
            MailSecurity::None => Tls::None,
        };
        let credentials = credentials(&settings)?;
        let facts = MailFacts {
            server: format!("{host}:{port}"),
            security: settings.security,
            from: from.to_string(),
            reply_to: reply_to.as_ref().map(ToString::to_string),
            signs_in: credentials.is_some(),
        };
        let mut transport = SmtpTransport::builder_dangerous(host.clone())
            .port(port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()));
        if let Some(credentials) = credentials {
            transport = transport.credentials(credentials);
        }
        Ok(Self { host, transport: transport.build(), from, reply_to, facts })
    }

    /// What can be shown of it.
    pub fn facts(&self) -> &MailFacts {
        &self.facts
    }

    /// Ok if the server can be spoken and signed in to.
    pub fn check(&self) -> Result<(), SmtpError> {
        match self.transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err(SmtpError::Unreachable("the server does not answer".to_owned())),
            Err(error) => Err(told(&self.host, &error)),
        }
    }

    /// Sends one mail.
    pub fn send(&self, letter: &Letter<'_>) -> Result<(), SmtpError> {
        let message = self.message(letter)?;
        self.transport.send(&message).map(|_response| ()).map_err(|error| told(&self.host, &error))
    }

    fn message(&self, letter: &Letter<'_>) -> Result<Message, SmtpError> {
        let unfit = |e: &dyn std::fmt::Display| SmtpError::Refused(short(&e.to_string()));
        let to: Address = letter.to.parse().map_err(|e| unfit(&e))?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(one_line(letter.subject))
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            // RFC 3834: nobody's holiday notice answers this.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        if let Some(reply_to) = &self.reply_to {
            message = message.reply_to(reply_to.clone());
        }
        message.body(letter.text.to_owned()).map_err(|e| unfit(&e))
    }
}

/// Whether text is one mail address and nothing else.
pub fn mail_address_fits(text: &str) -> bool {
    text.len() <= 254 && text.is_ascii() && text.parse::<Address>().is_ok()
}

/// A subject is one line, whatever a partner calls itself: the rest of it would be read as headers.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn mailbox(name: &'static str, text: &str) -> Result<Mailbox, (&'static str, String)> {
    let fault = || (name, format!("`{text}` must be an address, such as Entente <entente@example.com>"));
    if text.contains(char::is_control) {
        return Err(fault());
    }
    text.trim().parse().map_err(|_cause| fault())
}

fn credentials(settings: &MailSettings) -> Result<Option<Credentials>, (&'static str, String)> {
    let password = match (&settings.password, &settings.password_file) {
        (Some(_), Some(_)) => {
            return Err(("mail.password_file", "set this or `password`, not both".to_owned()));
        }
        (Some(password), None) => Some(password.expose().clone()),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(path)
                .map_err(|e| ("mail.password_file", format!("{}: {e}", path.display())))?;
            Some(text.trim_end_matches(['\r', '\n']).to_owned())
        }
        (None, None) => None,
    };
    match (settings.username.as_deref().filter(|name| !name.is_empty()), password) {
        (Some(name), Some(password)) if !password.is_empty() => {
            Ok(Some(Credentials::new(name.to_owned(), password)))
        }
        (None, None) => Ok(None),
        (Some(_), _) => {
            Err(("mail.password", "is missing; a `username` needs one, or a `password_file`".to_owned()))
        }
        (None, Some(_)) => Err(("mail.username", "is missing; a password needs one".to_owned())),
    }
}

/// What a server said, fit to be kept and shown.
pub(super) fn short(text: &str) -> String {
    one_line(text).chars().take(LONGEST_WHY).collect()
}

#[cfg(test)]
#[path = "smtp_tests.rs"]
mod tests;
