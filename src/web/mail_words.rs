//! How mail is worded: the catalogue, for services that write without a page.

use super::error::say;
use super::format;
use super::words::{Lang, Words};
use crate::services::mail::Wording;

/// The catalogue's sentences and days, by a language's tag.
pub const WORDING: Wording = Wording {
    say: |language, message| say(&Words::new(lang(language)), message),
    date: |language, at| format::date_in(lang(language), at),
};

/// The language of that tag; English for any other.
pub fn lang(tag: &str) -> Lang {
    if tag == Lang::Fr.tag() { Lang::Fr } else { Lang::En }
}
