//! Mail: written in the transaction of its cause, sealed until it is sent, sent by a job.
//!
//! Without a mail server in the settings nothing is written at all; the inbox shows the same things either way. A mail holds no more
//! than its purpose needs: what happened, with which company, a link to the inbox. The one secret that travels is the respondent's own
//! link, and only in the mail that delivers it: the database keeps of a link its hash alone, so that the mail is written at the moment
//! the link is made, sealed like everything secret at rest, and its text is gone once it was sent. A reminder cannot repeat the link. It
//! says on which day it came, and a fresh one is made by a person who asks for it, because a fresh one ends the earlier ones.

mod change_link;
mod contact;
mod remind;
mod send;
mod settings;
mod write;

use std::sync::Arc;

use crate::clock::Timestamp;
use crate::services::Message;
use crate::store::{MailFacts, Smtp};

pub(in crate::services) use change_link::change_link_mail;
pub use contact::{ContactInput, contact_due, contact_save, contact_state};
pub use remind::{reminders_write, submitted};
pub use send::{mail_server_check, mails_send};
pub use settings::{
    MailStatus, RulesInput, mail_choice, mail_choose, mail_status, mail_test, reminder_rules,
    reminder_rules_keep,
};

/// The languages that mail is written in.
pub const LANGUAGES: [&str; 2] = ["en", "fr"];

/// How the catalogue says things in a language, by its tag; the web has the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    /// A sentence.
    pub say: fn(&str, &Message) -> String,
    /// A day, in words.
    pub date: fn(&str, Timestamp) -> String,
}

/// What mail is written and sent with.
#[derive(Debug, Clone)]
pub struct Post {
    smtp: Option<Arc<Smtp>>,
    wording: Wording,
    origin: String,
}

impl Default for Post {
    /// No mail server.
    fn default() -> Self {
        let wording = Wording { say: |_, message| message.id.to_owned(), date: |_, at| at.in_words() };
        Self { smtp: None, wording, origin: String::new() }
    }
}

impl Post {
    /// Mail by this server, if there is one, with links that begin with `origin`.
    pub fn new(smtp: Option<Arc<Smtp>>, wording: Wording, origin: &str) -> Self {
        Self { smtp, wording, origin: origin.trim_end_matches('/').to_owned() }
    }

    /// Whether there is a mail server.
    pub fn is_open(&self) -> bool {
        self.smtp.is_some()
    }

    /// What can be shown of it.
    pub fn facts(&self) -> Option<&MailFacts> {
        self.smtp.as_ref().map(|smtp| smtp.facts())
    }

    fn smtp(&self) -> Option<&Smtp> {
        self.smtp.as_deref()
    }

    fn say(&self, language: &str, message: &Message) -> String {
        (self.wording.say)(language, message)
    }

    fn date(&self, language: &str, at: Timestamp) -> String {
        (self.wording.date)(language, at)
    }

    fn link(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// A language that mail is written in, whatever was asked for.
fn known(language: &str) -> &'static str {
    LANGUAGES.into_iter().find(|known| *known == language).unwrap_or("en")
}
