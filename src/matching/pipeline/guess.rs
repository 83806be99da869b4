//! A first guess at what each column is, from its name and a few values; a person confirms it.

use crate::matching::IdentifierType;

/// One guess per column; each kind is guessed at most once, for the first column that fits best.
pub fn guess(names: &[String], rows: &[Vec<String>]) -> Vec<Option<IdentifierType>> {
    let mut guesses = vec![None; names.len()];
    for kind in IdentifierType::ALL {
        let scores = names.iter().enumerate().map(|(at, name)| {
            let values = rows.iter().filter_map(|row| row.get(at)).map(|value| value.trim());
            (at, score(kind, &name.trim().to_lowercase(), values))
        });
        let best = scores.rev().max_by_key(|(_, score)| *score).filter(|(_, score)| *score > 0);
        if let Some(guess) = best.and_then(|(at, _)| guesses.get_mut(at)) {
            guess.get_or_insert(kind);
        }
    }
    guesses
}

/// How well a column fits a kind: values count more than the name.
fn score<'a>(kind: IdentifierType, name: &str, values: impl Iterator<Item = &'a str>) -> usize {
    let named = words(kind).iter().any(|word| name.contains(word));
    let fitting = values.filter(|value| fits(kind, value)).count();
    match kind {
        // Many columns hold digits, so a phone column must also be called one.
        IdentifierType::Phone | IdentifierType::Custom => usize::from(named) * fitting.saturating_add(1),
        IdentifierType::Email | IdentifierType::Maid => usize::from(named).saturating_add(fitting * 2),
    }
}

fn words(kind: IdentifierType) -> &'static [&'static str] {
    match kind {
        IdentifierType::Email => &["mail", "courriel"],
        IdentifierType::Phone => &["phone", "tel", "tél", "mobile", "portable", "gsm", "msisdn", "handy"],
        IdentifierType::Maid => &["maid", "idfa", "gaid", "adid", "advertising", "device"],
        IdentifierType::Custom => &["custom", "loyalty", "customer", "member", "client"],
    }
}

fn fits(kind: IdentifierType, value: &str) -> bool {
    match kind {
        IdentifierType::Email => value.contains('@'),
        IdentifierType::Phone => value.bytes().filter(u8::is_ascii_digit).count() >= 7,
        IdentifierType::Maid => value.len() == 36 && value.bytes().filter(|b| *b == b'-').count() == 4,
        IdentifierType::Custom => !value.is_empty() && !value.contains('@'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(names: &[&str], rows: &[&[&str]]) -> Vec<Option<IdentifierType>> {
        let owned = |row: &[&str]| row.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        guess(&owned(names), &rows.iter().map(|row| owned(row)).collect::<Vec<_>>())
    }

    #[test]
    fn names_and_values_tell_columns_apart() {
        use IdentifierType::{Email, Maid, Phone};
        assert_eq!(guessed(&["id", "E-Mail", "Téléphone"], &[]), [None, Some(Email), Some(Phone)]);
        assert_eq!(guessed(&["contact", "order"], &[&["a@b.c", "1234567890"]]), [Some(Email), None]);
        let id = "cdda802e-fb9c-47ad-9866-0794d394c912";
        assert_eq!(guessed(&["x", "y"], &[&["1", id]]), [None, Some(Maid)]);
        assert_eq!(guessed(&["email opt-in", "email"], &[&["yes", "a@b.c"]]), [None, Some(Email)]);
    }
}
