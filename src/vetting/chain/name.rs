//! When two names are the same company's: the same letters and digits in the same order, whatever their case, accents and
//! signs. Legal forms stay, for "Acme GmbH" and "Acme Inc." are two companies; a person may say that they are one.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What a name is matched by; empty for a name without a letter or digit.
pub fn name_key(name: &str) -> String {
    let plain = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let spaced: String = plain.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    // "S.A." and "SA", "AT & T" and "AT&T" read alike: single letters that stand side by side are one word.
    let mut key = String::new();
    let mut after_single = false;
    for word in spaced.split_whitespace() {
        let single = word.chars().count() == 1;
        let joined = single && after_single;
        if !joined && !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
        after_single = single;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_read_alike_match() {
        for (a, b) in [
            ("Müller Data GmbH", "MULLER  DATA, GmbH"),
            ("Société Générale S.A.", "societe generale SA"),
            ("Ｃｌｏｕｄ-Nine", "Cloud Nine"),
        ] {
            assert_eq!(name_key(a), name_key(b), "{a} {b}");
        }
    }

    #[test]
    fn other_companies_do_not() {
        assert_ne!(name_key("Acme GmbH"), name_key("Acme Inc."));
        assert_ne!(name_key("Cloud 9"), name_key("Cloud"));
        assert_eq!(name_key(" -- "), "");
    }
}
