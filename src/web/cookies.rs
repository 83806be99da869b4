//! The cookies: a session, a respondent's session, a visitor without one, and a flash.
//!
//! With https they are `__Host-` and Secure (security.md T4, ASVS 3.3.1); plain http, on loopback only, cannot have that
//! prefix.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use super::app::App;

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jar {
    /// A member's session.
    Session,
    /// A respondent's session for one questionnaire.
    Respondent,
    /// Somebody who is not signed in; binds the token of public forms.
    Visitor,
    /// The catalogue id of a sentence to show on the next page.
    Flash,
}

impl Jar {
    fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Respondent, true) => "__Host-respondent",
            (Self::Respondent, false) => "respondent",
            (Self::Visitor, true) => "__Host-visitor",
            (Self::Visitor, false) => "visitor",
            (Self::Flash, true) => "__Host-flash",
            (Self::Flash, false) => "flash",
        }
    }

    /// The value the request brings.
    pub fn read(self, app: &App, request: &HttpRequest) -> Option<String> {
        request.cookie(self.name(app.https())).map(|cookie| cookie.value().to_owned())
    }

    /// The cookie that sets `value`; it goes with the browser, or after `seconds`.
    pub fn set(self, app: &App, value: &str, seconds: Option<i64>) -> Cookie<'static> {
        let mut cookie = Cookie::new(self.name(app.https()), value.to_owned());
        cookie.set_path("/");
        cookie.set_http_only(true);
        cookie.set_secure(app.https());
        cookie.set_same_site(SameSite::Lax);
        if let Some(seconds) = seconds {
            cookie.set_max_age(Duration::seconds(seconds));
        }
        cookie
    }

    /// The cookie that removes it.
    pub fn remove(self, app: &App) -> Cookie<'static> {
        self.set(app, "", Some(0))
    }
}
