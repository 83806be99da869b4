//! Secrets that travel in links, cookies and headers: 256 random bits, kept only as a hash (security.md T4, T6, T15).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::secret::{NoRandomness, Secret, random_bytes};

/// A fresh or received secret. Its text is shown once, to its holder.
#[derive(Debug)]
pub struct LinkToken(Secret<String>);

/// What the database keeps of a [`LinkToken`]: SHA-256 in hex. A 256-bit secret needs no slow hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenHash(String);

impl LinkToken {
    /// 256 random bits; `prefix` tells kinds apart when one turns up in a log or a scanner.
    pub fn fresh(prefix: &str) -> Result<Self, NoRandomness> {
        let bytes: [u8; 32] = random_bytes()?;
        Ok(Self(Secret::new(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))))
    }

    /// A token that somebody presents.
    pub fn presented(text: &str) -> Self {
        Self(Secret::new(text.to_owned()))
    }

    /// The text to hand to its holder.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// What is stored and looked up.
    pub fn hash(&self) -> TokenHash {
        let digest = ring::digest::digest(&ring::digest::SHA256, self.expose().as_bytes());
        TokenHash(crate::ids::hex(digest.as_ref()))
    }
}

impl TokenHash {
    /// Lower-case hex.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
