//! A page: a template with the frame around it. Holds display-ready values only, no rules.
//!
//! A handler builds a page struct that embeds [`Chrome`] as `c` and returns `Page(struct)`; the template then says
//! `{{ c.t("partners-title") }}`.

use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use askama::Template;

use super::assets;
use super::words::{Arg, Words};
use crate::clock::Timestamp;

/// The entry of the rail that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nav {
    /// What waits for this person.
    Inbox,
    /// Partners and their assessments.
    Partners,
    /// Counting rooms.
    Rooms,
    /// The leadership page.
    Portfolio,
    /// People, tokens and policy.
    Settings,
    /// A page outside the rail.
    #[default]
    Nowhere,
}

/// One line of the rail.
#[derive(Debug, Clone, Copy)]
pub struct NavItem {
    /// The message that names it.
    pub word: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Its drawing in `icons.svg`.
    pub icon: &'static str,
    /// The page it stands for.
    pub nav: Nav,
}

/// The rail, from top to bottom.
pub const RAIL: &[NavItem] = &[
    NavItem { word: "nav-inbox", href: "/", icon: "inbox", nav: Nav::Inbox },
    NavItem { word: "nav-partners", href: "/partners", icon: "partners", nav: Nav::Partners },
    NavItem { word: "nav-rooms", href: "/rooms", icon: "rooms", nav: Nav::Rooms },
    NavItem { word: "nav-portfolio", href: "/portfolio", icon: "portfolio", nav: Nav::Portfolio },
    NavItem { word: "nav-settings", href: "/settings", icon: "settings", nav: Nav::Settings },
];

/// Who is signed in, as the frame shows it.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// The person's name.
    pub name: String,
    /// The organisation they act for now.
    pub org: String,
    /// Their role there, in words.
    pub role: String,
    /// The other organisations they can switch to: id and name.
    pub orgs: Vec<(String, String)>,
}

/// How a flash message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlashKind {
    /// Something was done.
    Done,
    /// Something needs care.
    Warning,
    /// Something was refused.
    Problem,
}

impl FlashKind {
    /// The class that draws it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "good",
            Self::Warning => "warn",
            Self::Problem => "bad",
        }
    }
}

/// One sentence about what just happened.
#[derive(Debug, Clone)]
pub struct Flash {
    /// How it is meant.
    pub kind: FlashKind,
    /// The sentence.
    pub text: String,
}

/// One step of the way back up.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// The colours a person asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device says.
    #[default]
    Device,
    /// Light, whatever the device says.
    Light,
    /// Dark, whatever the device says.
    Dark,
}

impl Theme {
    /// The cookie that remembers it; not secret, set by `app.js`.
    pub const COOKIE: &'static str = "theme";

    /// The theme a cookie's value names.
    pub fn from_cookie(value: &str) -> Self {
        match value {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Device,
        }
    }

    /// The value of the `data-theme` attribute.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The frame around a page; templates know it as `c`.
#[derive(Debug, Clone, Default)]
pub struct Chrome {
    /// The catalogue in this person's language.
    pub words: Words,
    /// The page's heading and title.
    pub title: String,
    /// The entry of the rail to mark.
    pub active: Nav,
    /// Who is signed in, if anybody is.
    pub person: Option<Person>,
    /// The token that every form carries.
    pub csrf: String,
    /// What just happened.
    pub flash: Option<Flash>,
    /// The way back up, outermost first, without this page.
    pub breadcrumbs: Vec<Crumb>,
    /// Entries of the rail that this person's role does not reach.
    pub hidden: Vec<Nav>,
    /// Whether this server shows made-up sample data.
    pub sample_data: bool,
    /// How many things wait for this person.
    pub inbox_count: u32,
    /// The colours asked for.
    pub theme: Theme,
}

impl Chrome {
    /// The frame for somebody who is not signed in.
    pub fn bare(words: Words, title_word: &str) -> Self {
        Self { words, title: words.t(title_word), ..Self::default() }
    }

    /// The same frame with another title, already in words.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The same frame with `nav` marked in the rail.
    #[must_use]
    pub fn at(mut self, nav: Nav) -> Self {
        self.active = nav;
        self
    }

    /// The same frame with one more step of the way back up.
    #[must_use]
    pub fn under(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.breadcrumbs.push(Crumb { label: label.into(), href: href.into() });
        self
    }

    /// The same frame with a sentence about what just happened.
    #[must_use]
    pub fn saying(mut self, kind: FlashKind, text: impl Into<String>) -> Self {
        self.flash = Some(Flash { kind, text: text.into() });
        self
    }

    /// The message `id`.
    pub fn t(&self, id: &str) -> String {
        self.words.t(id)
    }

    /// The message `id` about the number `n`.
    pub fn tn(&self, id: &str, n: impl Count) -> String {
        self.words.tn(id, n.count())
    }

    /// The message `id` about `name`.
    pub fn ts(&self, id: &str, name: impl AsRef<str>) -> String {
        self.words.ts(id, name.as_ref())
    }

    /// The message `id` with its placeholders filled.
    pub fn with(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.with(id, args)
    }

    /// A day in the reader's language.
    pub fn date(&self, at: Timestamp) -> String {
        self.words.date(at)
    }

    /// A moment in the reader's language.
    pub fn moment(&self, at: Timestamp) -> String {
        self.words.moment(at)
    }

    /// The page's language.
    pub fn lang(&self) -> &'static str {
        self.words.lang().tag()
    }

    /// The address of an embedded file.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::asset(name)
    }

    /// The digest that an embedded file must have for a browser to take it.
    pub fn integrity(&self, name: &str) -> String {
        assets::integrity(name)
    }

    /// Every script that an embedded one imports.
    pub fn imports(&self, name: &str) -> Vec<&'static str> {
        assets::imports(name)
    }

    /// The rail, as far as this person's role reaches.
    pub fn rail(&self) -> Vec<&'static NavItem> {
        RAIL.iter().filter(|item| !self.hidden.contains(&item.nav)).collect()
    }

    /// A signed-in frame with believable values; for the pages' `samples()`.
    pub fn sample(title_word: &str) -> Self {
        let mut c = Self::bare(Words::default(), title_word);
        c.csrf = "sample-csrf".to_owned();
        c.inbox_count = 3;
        c.sample_data = true;
        c.person = Some(Person {
            name: "Maya Okafor".to_owned(),
            org: "Northwind Retail".to_owned(),
            role: c.t("role-manager"),
            orgs: vec![("org-2".to_owned(), "Harbour & Pine".to_owned())],
        });
        c
    }
}

/// A whole number of any width, by value or by reference: templates pass both.
pub trait Count {
    /// The number.
    fn count(&self) -> u64;
}

impl Count for u64 {
    fn count(&self) -> u64 {
        *self
    }
}

impl Count for u32 {
    fn count(&self) -> u64 {
        u64::from(*self)
    }
}

impl Count for usize {
    fn count(&self) -> u64 {
        u64::try_from(*self).unwrap_or(u64::MAX)
    }
}

impl<C: Count + ?Sized> Count for &C {
    fn count(&self) -> u64 {
        (**self).count()
    }
}

/// A rendered page: HTML in UTF-8 that no cache keeps.
#[derive(Debug)]
pub struct Page<T: Template>(pub T);

impl<T: Template> Page<T> {
    /// The page as a response with `status`.
    pub fn with_status(self, status: StatusCode) -> HttpResponse {
        match self.0.render() {
            Ok(html) => HttpResponse::build(status)
                .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .body(html),
            Err(cause) => {
                tracing::error!(error = %cause, "a page could not be rendered");
                HttpResponse::InternalServerError().finish()
            }
        }
    }
}

impl<T: Template> Responder for Page<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.with_status(StatusCode::OK)
    }
}

/// Writes a page and its assets where `ENTENTE_GALLERY` says, for a person or a browser to look at.
#[cfg(test)]
pub fn show(name: &str, html: &str) {
    let Some(folder) = std::env::var_os("ENTENTE_GALLERY").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    let html = html.replace("href=\"/assets/", "href=\"assets/").replace("src=\"/assets/", "src=\"assets/");
    std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
    for (file, _, bytes) in assets::embedded() {
        std::fs::write(folder.join("assets").join(file), bytes).unwrap();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Template)]
    #[template(
        source = "{% extends \"base.html\" %}{% block content %}<p>{{ text }}</p>{% endblock %}",
        ext = "html"
    )]
    struct Framed {
        c: Chrome,
        text: String,
    }

    #[derive(Template)]
    #[template(
        source = "{% extends \"bare.html\" %}{% block content %}<p>{{ text }}</p>{% endblock %}",
        ext = "html"
    )]
    struct Bare {
        c: Chrome,
        text: String,
    }

    #[test]
    fn text_is_escaped_and_the_rail_marks_the_page() {
        let c = Chrome::sample("nav-partners").at(Nav::Partners).under("Partners", "/partners");
        let html = Framed { c, text: "<script>alert(1)</script>".to_owned() }.render().unwrap();
        assert!(html.contains("&#60;script&#62;"), "{html}");
        assert_eq!(html.matches("aria-current=\"page\"").count(), 3, "rail twice, breadcrumb once");
        assert!(!html.contains('⟦'), "{html}");
    }

    #[test]
    fn a_bare_page_has_no_rail() {
        let c = Chrome::bare(Words::default(), "nav-partners").saying(FlashKind::Done, "Saved");
        let html = Bare { c, text: String::new() }.render().unwrap();
        assert!(!html.contains("rail-list") && html.contains("Saved"), "{html}");
    }

    #[test]
    fn no_page_is_kept_by_a_cache() {
        let c = Chrome::bare(Words::default(), "nav-partners");
        let answer = Page(Bare { c, text: String::new() }).with_status(StatusCode::NOT_FOUND);
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(answer.headers().get(header::CACHE_CONTROL).unwrap(), "no-store");
    }
}
