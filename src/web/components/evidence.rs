//! Documents of evidence, as both sides list them.

use crate::services::evidence::Evidence;
use crate::vetting::evidence::{EvidenceKind, FileType};
use crate::web::format;
use crate::web::words::{Arg, Words};

/// A document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceView {
    /// Its id.
    pub id: String,
    /// The question that it is about.
    pub question: String,
    /// The file's name.
    pub name: String,
    /// Where the file is.
    pub href: String,
    /// What it is, how long it holds, how large it is.
    pub about: String,
    /// That it holds no longer, and since when; nothing if it does.
    pub expired: String,
    /// Whether it can be shown as a picture.
    pub picture: bool,
    /// Whether it was taken over from the last round.
    pub carried: bool,
    /// Where it can be looked at without downloading it.
    pub preview: String,
}

impl EvidenceView {
    /// A document that is at `href`.
    pub fn of(words: Words, one: &Evidence, href: String) -> Self {
        let day = |day: Option<chrono::NaiveDate>| {
            day.map(|day| format::day_in(words.lang(), day)).unwrap_or_default()
        };
        let (from, to) = (day(one.period.effective), day(one.period.expires));
        let args = [
            ("kind", Arg::from(words.t(kind_word(one.kind)))),
            ("from", Arg::from(from)),
            ("to", Arg::from(to.as_str())),
            ("size", Arg::from(format::size_in(words.lang(), one.size))),
        ];
        let about = match (one.period.expires, one.expired) {
            (Some(_), false) => "evidence-about-until",
            _ => "evidence-about",
        };
        Self {
            id: one.id.to_string(),
            question: one.question.clone(),
            name: one.name.clone(),
            preview: format!("{href}/preview"),
            href,
            about: words.with(about, &args),
            expired: if one.expired { words.ts("evidence-expired", &to) } else { String::new() },
            picture: FileType::is_picture(&one.media_type),
            carried: one.carried,
        }
    }

    /// One that holds, a picture, one that holds no longer.
    pub fn samples(words: Words) -> Vec<Self> {
        let view = |name: &str, about: &str, expired: &str| Self {
            id: "sample".to_owned(),
            question: "D2".to_owned(),
            name: name.to_owned(),
            href: "/assessments/sample/evidence/sample".to_owned(),
            about: about.to_owned(),
            expired: expired.to_owned(),
            picture: name.ends_with("png"),
            carried: name.ends_with("png"),
            preview: "/assessments/sample/evidence/sample/preview".to_owned(),
        };
        let old = words.ts("evidence-expired", "28 February 2027");
        vec![
            view(
                "Deletion policy v3.pdf",
                "Policy, in force since 1 May 2026, until 30 April 2028, 412.0 kB",
                "",
            ),
            view("Deletion log.png", "Record, in force since 3 January 2027, 88.2 kB", ""),
            view("ISO 27001.pdf", "Certificate, in force since 1 March 2024, 1.2 MB", &old),
        ]
    }
}

/// The word for a kind.
pub fn kind_word(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Policy => "evidence-kind-policy",
        EvidenceKind::Certificate => "evidence-kind-certificate",
        EvidenceKind::Report => "evidence-kind-report",
        EvidenceKind::Contract => "evidence-kind-contract",
        EvidenceKind::Record => "evidence-kind-record",
        EvidenceKind::Other => "evidence-kind-other",
    }
}
