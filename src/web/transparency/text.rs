//! The notice of a room as paragraphs, in any language of the catalogue.

use crate::matching::IdentifierType;
use crate::rooms::terms::{LegalBasis, NoiseKind};
use crate::services::transparency::Partnership;
use crate::store::TransparencyPage;
use crate::web::format::date_in;
use crate::web::words::{Arg, Lang, Words};

/// What kind of data an identifier is, for the public.
pub(super) fn category(kind: IdentifierType) -> &'static str {
    match kind {
        IdentifierType::Email => "notice-email",
        IdentifierType::Phone => "notice-phone",
        IdentifierType::Maid => "notice-maid",
        IdentifierType::Custom => "notice-custom",
    }
}

/// A ground in law, for the public.
pub(super) fn basis(basis: LegalBasis) -> &'static str {
    match basis {
        LegalBasis::Consent => "notice-basis-consent",
        LegalBasis::Contract => "notice-basis-contract",
        LegalBasis::LegalObligation => "notice-basis-legal-obligation",
        LegalBasis::VitalInterest => "notice-basis-vital-interest",
        LegalBasis::PublicTask => "notice-basis-public-task",
        LegalBasis::LegitimateInterest => "notice-basis-legitimate-interest",
    }
}

/// What comes out, for the public.
fn out_word(noise: NoiseKind) -> &'static str {
    match noise {
        NoiseKind::DiscreteLaplace => "notice-out",
        NoiseKind::Exact => "notice-out-exact",
    }
}

/// The kinds of data, one after the other.
pub(super) fn categories(words: &Words, partnership: &Partnership) -> String {
    let kinds = partnership.identifiers.iter().map(|kind| words.t(category(*kind)));
    kinds.collect::<Vec<_>>().join(", ")
}

/// A paragraph, in the language that it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text.
    pub text: String,
    /// The language's tag.
    pub lang: &'static str,
}

/// How people opt out, in that language if the organisation wrote it, else in the other, with a word that says so before it.
pub(super) fn opt_out(words: &Words, page: &TransparencyPage) -> Vec<Paragraph> {
    let here = words.lang();
    let (own, other, there) = match here {
        Lang::En => (&page.opt_out, &page.opt_out_fr, Lang::Fr),
        Lang::Fr => (&page.opt_out_fr, &page.opt_out, Lang::En),
    };
    let paragraph = |text: &str, lang: Lang| Paragraph { text: text.to_owned(), lang: lang.tag() };
    if own.is_empty() {
        vec![paragraph(&words.t("public-opt-out-other"), here), paragraph(other, there)]
    } else {
        vec![paragraph(own, here)]
    }
}

/// The paragraphs of a notice, heading first.
pub(super) fn paragraphs(
    words: &Words,
    partnership: &Partnership,
    page: Option<&TransparencyPage>,
) -> Vec<Paragraph> {
    let own = |text: String| Paragraph { text, lang: words.lang().tag() };
    let org = ("org", Arg::from(&partnership.organisation));
    let both = [org.clone(), ("partner", Arg::from(&partnership.partner))];
    let of = |word: &str, name: &str, value: String| words.with(word, &[(name, Arg::from(value))]);
    let out = vec![
        words.with("notice-heading", &both),
        words.with("notice-who", &both),
        of("notice-why", "purpose", partnership.purpose.clone()),
        of("notice-how", "identifiers", categories(words, partnership)),
        of(out_word(partnership.noise), "k", words.tn("notice-people", u64::from(partnership.k))),
        words.with("notice-basis", &[org.clone(), ("basis", Arg::from(words.t(basis(partnership.basis))))]),
        of("notice-until", "date", date_in(words.lang(), partnership.until)),
    ];
    let mut out: Vec<Paragraph> = out.into_iter().map(own).collect();
    match page {
        Some(page) => {
            out.push(own(words.t("notice-choice")));
            out.extend(opt_out(words, page));
            out.push(own(of("notice-contact", "contact", page.contact.clone())));
        }
        None => out.push(own(words.with("notice-choice-none", &[org]))),
    }
    out
}

/// The notice as plain text.
pub(in crate::web) fn notice_text(
    words: &Words,
    partnership: &Partnership,
    page: Option<&TransparencyPage>,
) -> String {
    let texts: Vec<String> = paragraphs(words, partnership, page).into_iter().map(|one| one.text).collect();
    texts.join("\n\n") + "\n"
}
