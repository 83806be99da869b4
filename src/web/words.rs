//! The words on screen: a message catalogue (Project Fluent), one file per area and language, embedded in the binary.
//!
//! Templates and handlers name a message by its id and never hold prose. A missing message shows as `⟦id⟧`, so that it
//! is seen and not silently empty; the tests below find missing ids before a person does.
//!
//! ```
//! use entente::web::words::{Arg, Lang, Words};
//! let words = Words::new(Lang::En);
//! assert_eq!(words.t("nav-partners"), "Partners");
//! assert_eq!(words.with("count-partners", &[("n", Arg::Number(1200))]), "1,200 partners");
//! ```

use std::borrow::Cow;
use std::sync::LazyLock;

use actix_web::HttpRequest;
use actix_web::http::header;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::format;
use crate::clock::Timestamp;

#[cfg(test)]
mod scan;

/// A language that Entente speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English, with the spelling and dates of the United Kingdom.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// The language of that tag; English if it is none of ours.
    pub fn named(tag: &str) -> Self {
        if tag == Self::Fr.tag() { Self::Fr } else { Self::En }
    }

    /// The language of ours that a browser asks for first (RFC 9110, 12.5.4); none if it asks for none of them.
    pub fn accepted(header: &str) -> Option<Self> {
        let wish = |(place, one): (usize, &str)| {
            let mut parts = one.split(';').map(str::trim);
            let tag = parts.next()?.split('-').next()?.to_ascii_lowercase();
            let lang = [Self::En, Self::Fr].into_iter().find(|lang| lang.tag() == tag)?;
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f64>().ok()).unwrap_or(1.0);
            // NaN is no wish; of two alike the first counts.
            (weight > 0.0).then_some((weight, usize::MAX - place, lang))
        };
        let wishes = header.split(',').enumerate().filter_map(wish);
        let first = wishes.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        first.map(|(_, _, lang)| lang)
    }

    /// The language that a request's browser asks for; English if it asks for none of ours.
    pub fn of(request: &HttpRequest) -> Self {
        let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        header.and_then(Self::accepted).unwrap_or_default()
    }

    /// The language's tag, for the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Self::En => "en-GB".parse().unwrap_or_default(),
            Self::Fr => "fr-FR".parse().unwrap_or_default(),
        }
    }

    fn areas(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::En => EN,
            Self::Fr => FR,
        }
    }
}

/// Embeds the catalogue files of one language.
const EN: &[(&str, &str)] = &[
    ("common", include_str!("../../templates/words/en/common.ftl")),
    ("account", include_str!("../../templates/words/en/account.ftl")),
    ("authoring", include_str!("../../templates/words/en/authoring.ftl")),
    ("vetting", include_str!("../../templates/words/en/vetting.ftl")),
    ("findings", include_str!("../../templates/words/en/findings.ftl")),
    ("answering", include_str!("../../templates/words/en/answering.ftl")),
    ("rooms", include_str!("../../templates/words/en/rooms.ftl")),
    ("hashing", include_str!("../../templates/words/en/hashing.ftl")),
    ("portfolio", include_str!("../../templates/words/en/portfolio.ftl")),
    ("errors", include_str!("../../templates/words/en/errors.ftl")),
    ("notice", include_str!("../../templates/words/en/notice.ftl")),
    ("proof", include_str!("../../templates/words/en/proof.ftl")),
    ("chain", include_str!("../../templates/words/en/chain.ftl")),
    ("countries", include_str!("../../templates/words/en/countries.ftl")),
    ("time", include_str!("../../templates/words/en/time.ftl")),
    ("glossary", include_str!("../../templates/words/en/glossary.ftl")),
    ("files", include_str!("../../templates/words/en/files.ftl")),
    ("notes", include_str!("../../templates/words/en/notes.ftl")),
];

/// The catalogue files of French. The words that a partner's respondent sees on every page are in `frame`.
const FR: &[(&str, &str)] = &[
    ("frame", include_str!("../../templates/words/fr/frame.ftl")),
    ("common", include_str!("../../templates/words/fr/common.ftl")),
    ("account", include_str!("../../templates/words/fr/account.ftl")),
    ("authoring", include_str!("../../templates/words/fr/authoring.ftl")),
    ("vetting", include_str!("../../templates/words/fr/vetting.ftl")),
    ("findings", include_str!("../../templates/words/fr/findings.ftl")),
    ("answering", include_str!("../../templates/words/fr/answering.ftl")),
    ("rooms", include_str!("../../templates/words/fr/rooms.ftl")),
    ("hashing", include_str!("../../templates/words/fr/hashing.ftl")),
    ("portfolio", include_str!("../../templates/words/fr/portfolio.ftl")),
    ("errors", include_str!("../../templates/words/fr/errors.ftl")),
    ("notice", include_str!("../../templates/words/fr/notice.ftl")),
    ("proof", include_str!("../../templates/words/fr/proof.ftl")),
    ("chain", include_str!("../../templates/words/fr/chain.ftl")),
    ("countries", include_str!("../../templates/words/fr/countries.ftl")),
    ("time", include_str!("../../templates/words/fr/time.ftl")),
    ("glossary", include_str!("../../templates/words/fr/glossary.ftl")),
    ("files", include_str!("../../templates/words/fr/files.ftl")),
    ("notes", include_str!("../../templates/words/fr/notes.ftl")),
];

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En));
static FRENCH: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Fr));

/// What a message's placeholder is filled with.
#[derive(Debug, Clone)]
pub enum Arg<'a> {
    /// Text, shown as it is (the template escapes the whole sentence).
    Text(Cow<'a, str>),
    /// A whole number: it gets the language's thousands separators and chooses the plural.
    Number(u64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text.as_str()))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<u64> for Arg<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Self::Number(u64::from(number))
    }
}

impl<'a> From<&'a Arg<'a>> for FluentValue<'a> {
    fn from(arg: &'a Arg<'a>) -> Self {
        match arg {
            Arg::Text(text) => Self::String(Cow::Borrowed(text)),
            Arg::Number(number) => Self::from(*number),
        }
    }
}

/// The catalogue in one language; costs nothing to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Words {
    lang: Lang,
}

impl Words {
    /// The catalogue of `lang`.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The language it speaks.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The message `id`, which takes no arguments.
    pub fn t(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// The message `id` about the number `n` (its only argument, `$n`).
    pub fn tn(&self, id: &str, n: u64) -> String {
        self.with(id, &[("n", Arg::Number(n))])
    }

    /// The message `id` about `name` (its only argument, `$name`).
    pub fn ts(&self, id: &str, name: &str) -> String {
        self.with(id, &[("name", Arg::from(name))])
    }

    /// The message `id` with its placeholders filled.
    pub fn with(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        // English words are better than none.
        let spoken = [self.bundle(), &*ENGLISH]
            .into_iter()
            .find_map(|bundle| Some((bundle, bundle.get_message(id).and_then(|message| message.value())?)));
        let Some((bundle, pattern)) = spoken else { return format!("⟦{id}⟧") };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(*name, FluentValue::from(arg));
        }
        // A placeholder without a value shows as {$name}: visible, like a missing message.
        let mut faults = Vec::new();
        bundle.format_pattern(pattern, Some(&values), &mut faults).into_owned()
    }

    /// A day, "12 March 2027" or "12 mars 2027".
    pub fn date(&self, at: Timestamp) -> String {
        format::date_in(self.lang, at)
    }

    /// A moment, "12 March 2027, 10:32 UTC" or "12 mars 2027, 10:32 UTC".
    pub fn moment(&self, at: Timestamp) -> String {
        format::moment_in(self.lang, at)
    }

    /// A whole number with the language's sign between its groups of digits.
    pub fn number(&self, n: u64) -> String {
        format::number_in(self.lang, n)
    }

    /// Hundredths with one decimal: "60.9", or "60,9".
    pub fn tenths(&self, hundredths: u32) -> String {
        format::decimal_in(self.lang, &format::tenths(hundredths))
    }

    /// Whether the catalogue has `id`.
    pub fn has(&self, id: &str) -> bool {
        self.bundle().has_message(id) || ENGLISH.has_message(id)
    }

    fn bundle(&self) -> &'static Bundle {
        match self.lang {
            Lang::En => &ENGLISH,
            Lang::Fr => &FRENCH,
        }
    }
}

/// A number with the language's sign between its groups of digits; anything else is not ours to format.
fn grouped(value: &FluentValue<'_>, sign: &str) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::group_digits(&number.as_string()).replace(',', sign)),
        _ => None,
    }
}

/// Every file of a language in one bundle. What does not parse is left out here and fails the tests.
fn bundle(lang: Lang) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![lang.id()]);
    // Isolating marks guard mixed right-to-left text; in English and French they only end up in copied text.
    bundle.set_use_isolating(false);
    match lang {
        Lang::En => bundle.set_formatter(Some(|value, _| grouped(value, ","))),
        // A narrow space that does not break.
        Lang::Fr => bundle.set_formatter(Some(|value, _| grouped(value, "\u{202f}"))),
    }
    for (_, text) in lang.areas() {
        let parsed = FluentResource::try_new((*text).to_owned());
        let resource = parsed.unwrap_or_else(|(partial, _)| partial);
        drop(bundle.add_resource(resource));
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const EVERY: &[Lang] = &[Lang::En, Lang::Fr];

    #[test]
    fn every_file_parses_and_no_id_is_defined_twice() {
        for lang in EVERY {
            let mut bundle = Bundle::new_concurrent(vec![lang.id()]);
            for (area, text) in lang.areas() {
                let resource = FluentResource::try_new((*text).to_owned())
                    .map_err(|(_, faults)| format!("{area}: {faults:?}"))
                    .unwrap();
                let added = bundle.add_resource(resource);
                assert!(added.is_ok(), "{area}: {added:?}");
            }
        }
    }

    /// The messages of a language, each with the names of its placeholders.
    fn messages(lang: Lang) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut last = "";
        let lines = lang.areas().iter().flat_map(|(_, text)| text.lines());
        for line in lines.filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                last = line.split_once(" =").unwrap().0;
            }
            let names = line.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next());
            found.entry(last).or_default().extend(names);
        }
        found.remove("");
        found
    }

    /// Messages whose details are only known in English, so that French leaves them out.
    const WITHOUT_DETAIL: [&str; 8] = [
        "file-answers-unreadable",
        "file-book-damaged-so",
        "file-book-unreadable",
        "file-json-data",
        "file-json-syntax",
        "note-yaml",
        "unusable-form-field",
        "unusable-query",
    ];

    #[test]
    fn every_message_is_there_in_every_language_with_the_same_placeholders() {
        let (english, french) = (messages(Lang::En), messages(Lang::Fr));
        assert!(english.len() > 2_900);
        let missing: Vec<_> = english.keys().filter(|id| !french.contains_key(*id)).collect();
        assert!(missing.is_empty(), "not in French: {missing:?}");
        let unknown: Vec<_> = french.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(unknown.is_empty(), "only in French: {unknown:?}");
        for (id, names) in english.iter().filter(|(id, _)| !WITHOUT_DETAIL.contains(*id)) {
            assert_eq!(Some(names), french.get(id), "{id}");
        }
        assert_eq!(Words::new(Lang::Fr).tn("notice-people", 1_200), "1\u{202f}200 personnes");
        for code in crate::vetting::chain::CODES {
            assert!(Words::default().has(&format!("country-{}", code.to_ascii_lowercase())), "{code}");
        }
    }

    #[test]
    fn the_first_language_of_ours_that_a_browser_asks_for_is_taken() {
        for (header, lang) in [
            ("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5", Some(Lang::Fr)),
            ("de, en;q=0.3, fr;q=0.7", Some(Lang::Fr)),
            ("en,fr", Some(Lang::En)),
            ("FR;q=0, en;q=0.1", Some(Lang::En)),
            ("de, *", None),
            ("fr;q=NaN, ;;,", None),
            ("", None),
        ] {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }

    #[test]
    fn a_missing_message_is_visible() {
        assert_eq!(Words::default().t("no-such-message"), "⟦no-such-message⟧");
    }

    #[test]
    fn numbers_choose_the_plural_and_are_grouped() {
        let words = Words::default();
        assert_eq!(words.tn("count-partners", 1), "1 partner");
        assert_eq!(words.tn("count-partners", 1_234_567), "1,234,567 partners");
    }

    #[test]
    fn text_carries_no_invisible_marks() {
        let text = Words::default().ts("greeting-person", "Ada");
        assert!(text.is_ascii(), "{text:?}");
    }
}
