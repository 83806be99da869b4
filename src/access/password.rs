//! What a new password must be (ASVS 6.2: length over composition, no common or context words).

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer than 15 characters.
    #[error("the password is shorter than 15 characters")]
    TooShort,
    /// More than 256 characters.
    #[error("the password is longer than 256 characters")]
    TooLong,
    /// One character or a short piece over and over, or a run along the keyboard.
    #[error("the password is too easy to guess")]
    TooSimple,
    /// It holds the person's name, address or the product's name.
    #[error("the password contains a name that others know")]
    Known,
}

/// ASVS 6.2.1, for accounts without a second factor.
pub const SHORTEST: usize = 15;
/// Enough for any sentence, and a bound on the work of hashing it.
pub const LONGEST: usize = 256;

const COMMON: [&str; 12] = [
    "password",
    "passwort",
    "motdepasse",
    "qwerty",
    "azerty",
    "qwertz",
    "letmein",
    "welcome",
    "iloveyou",
    "admin",
    "123456",
    "abcdef",
];

/// Checks a new password; `context` holds words others know: the person's name and address.
pub fn check_new_password(password: &str, context: &[&str]) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordFault::TooShort);
    }
    if length > LONGEST {
        return Err(PasswordFault::TooLong);
    }
    let lower = password.to_lowercase();
    if is_simple(&lower) {
        return Err(PasswordFault::TooSimple);
    }
    let words = context.iter().flat_map(|text| text.split(['@', '.', ' ', '-']));
    let known = words.map(str::to_lowercase).filter(|word| word.chars().count() >= 4);
    if known.chain(["entente".to_owned()]).any(|word| mostly(&lower, &word)) {
        return Err(PasswordFault::Known);
    }
    Ok(())
}

/// Few different characters, or a common password with padding.
fn is_simple(lower: &str) -> bool {
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    different.len() < 6 || COMMON.iter().any(|word| mostly(lower, word))
}

/// Whether what remains of `text` without `word` is too short to matter.
fn mostly(text: &str, word: &str) -> bool {
    text.contains(word) && text.replace(word, "").chars().count() < 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_unknown_passes() {
        assert_eq!(check_new_password("seven boats at anchor", &["ada@example.com"]), Ok(()));
    }

    #[test]
    fn short_simple_and_known_are_refused() {
        assert_eq!(check_new_password("short", &[]), Err(PasswordFault::TooShort));
        assert_eq!(check_new_password("aaaaaaaaaaaaaaaaaa", &[]), Err(PasswordFault::TooSimple));
        assert_eq!(check_new_password("passwordpassword1", &[]), Err(PasswordFault::TooSimple));
        assert_eq!(
            check_new_password("lovelace-lovelace1", &["ada.lovelace@example.com"]),
            Err(PasswordFault::Known)
        );
    }
}
