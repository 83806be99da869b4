//! What comes with time: entries put off, documents that run out.

use entente::access::Role;
use entente::clock::Timestamp;
use entente::ids::SnoozeId;
use entente::services::reports::{self, SnoozeInput};

use super::app::TestApp;
use super::people::Company;

impl TestApp {
    /// The entry of a new partner's first assessment, put off for a week.
    pub fn snoozed(&self, company: &Company) -> SnoozeId {
        let partner = self.partner(company, "Later");
        let who = company.member(Role::Manager).proof();
        let input = SnoozeInput {
            task: "start".to_owned(),
            about: String::new(),
            reason: "They move house.".to_owned(),
            until: Some(self.now().plus_days(7)),
        };
        self.tell(|tx| reports::snooze(tx, &who, (&partner, &input), self.now()))
    }

    /// What the audit log says was done, as far as it reads like this pattern, oldest first.
    pub fn acts(&self, like: &str) -> Vec<String> {
        let sql = format!(
            "SELECT action AS line FROM audit_log WHERE action LIKE '{like}' AND outcome = 'done' ORDER BY seq"
        );
        self.database.lines(&sql)
    }

    /// Lets whole days pass.
    pub fn wait_days(&self, days: i64) {
        self.wait_minutes(days * 24 * 60);
    }
}

/// The moment so many days after another, as a date field writes it.
pub fn day(at: Timestamp, days: i64) -> String {
    at.plus_days(days).to_utc().format("%Y-%m-%d").to_string()
}
