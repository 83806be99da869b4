//! Hashing passwords: argon2id, 19 MiB, two passes, one lane (security.md T1; OWASP's first recommendation).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

use crate::services::ServiceError;

/// A password's hash in PHC form.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The text to keep.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hashes a password; takes tens of milliseconds of a core, so never inside a transaction.
pub fn hash_password(password: &str) -> Result<PasswordHash, ServiceError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    let hash = hash.map_err(|e| ServiceError::Internal(format!("a password could not be hashed: {e}")))?;
    Ok(PasswordHash(hash.to_string()))
}

/// Whether the password is the one of `stored`. With no stored hash it does the same work and says no, so that an
/// unknown address takes as long as a wrong password (security.md T2).
pub fn verify_password(password: &str, stored: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$uHfB1H5m0jJb8nVqZ5l0o0m7Wm0yq8bq6Jk0eJ3p0pY";
    let Ok(hash) = Phc::new(stored.unwrap_or(NOBODY)) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_verifies() {
        let hash = hash_password("seven boats at anchor").unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
        assert!(verify_password("seven boats at anchor", Some(hash.as_str())));
        assert!(!verify_password("seven boats at ancho", Some(hash.as_str())));
    }

    #[test]
    fn an_unknown_person_costs_the_same_hash() {
        let begun = std::time::Instant::now();
        assert!(!verify_password("anything at all here", None));
        let unknown = begun.elapsed();
        let hash = hash_password("seven boats at anchor").unwrap();
        let begun = std::time::Instant::now();
        assert!(!verify_password("wrong password, this", Some(hash.as_str())));
        assert!(unknown * 4 > begun.elapsed(), "an unknown address is answered without hashing");
    }
}
