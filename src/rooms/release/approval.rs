//! Letting a result go, where the terms ask both sides (cleanroom.md, release rule, step 9).
//!
//! The answer is drawn, charged and kept; what the other pages and the ledger see of it is a commitment, until a manager or an
//! owner of *each* side has let it go. One denial ends it for good, and the epsilon stays spent: whoever could ask again for
//! the same people after a "no" would only have to ask often enough.

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::rooms::canonical::{self, CanonicalError, Digest};
use crate::rooms::sides::{Side, Sides};

/// What a side says about a held answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It may be shown to both.
    Approve,
    /// It may not be shown to anybody.
    Deny,
}

impl Verdict {
    /// The word that databases and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Deny => "deny",
        }
    }

    /// The verdict of that name, if it names one.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Approve, Self::Deny].into_iter().find(|verdict| verdict.as_str() == name)
    }
}

/// Where an answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Both sides may read it.
    Released,
    /// It waits for at least one side.
    Held,
    /// A side said no; nobody reads it.
    Denied,
}

impl Standing {
    /// Where an answer stands on which each side has said so much.
    pub fn of(verdicts: &Sides<Option<Verdict>>) -> Self {
        if verdicts.each().iter().any(|(_, verdict)| **verdict == Some(Verdict::Deny)) {
            Self::Denied
        } else if verdicts.both(|verdict| *verdict == Some(Verdict::Approve)) {
            Self::Released
        } else {
            Self::Held
        }
    }

    /// The word that databases and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Held => "held",
            Self::Denied => "denied",
        }
    }

    /// The standing of that name; an unknown one reads as held, which shows nothing.
    pub fn named(name: &str) -> Self {
        match name {
            "released" => Self::Released,
            "denied" => Self::Denied,
            _ => Self::Held,
        }
    }
}

/// The side that denied, if one did.
pub fn denied_by(verdicts: &Sides<Option<Verdict>>) -> Option<Side> {
    Side::BOTH.into_iter().find(|side| *verdicts.get(*side) == Some(Verdict::Deny))
}

/// What binds a held answer before it is shown: SHA-256 of a secret salt and its canonical JSON. Answers are few, so without
/// the salt the commitment could be tried out.
pub fn commitment(salt: &Digest, answer: &Answer) -> Result<Digest, CanonicalError> {
    Ok(Digest::of(&[salt.as_bytes(), &canonical::bytes(answer)?]))
}

#[cfg(test)]
mod tests {
    use super::super::Released;
    use super::*;

    #[test]
    fn it_takes_both_to_release_and_one_to_deny() {
        let (yes, no) = (Some(Verdict::Approve), Some(Verdict::Deny));
        let standing = |host, guest| Standing::of(&Sides { host, guest });
        assert_eq!(standing(None, None), Standing::Held);
        assert_eq!(standing(yes, None), Standing::Held);
        assert_eq!(standing(None, yes), Standing::Held);
        assert_eq!(standing(yes, yes), Standing::Released);
        assert_eq!(standing(no, None), Standing::Denied);
        assert_eq!(standing(yes, no), Standing::Denied);
        assert_eq!(denied_by(&Sides { host: yes, guest: no }), Some(Side::Guest));
    }

    #[test]
    fn the_commitment_needs_the_salt() {
        let answer = Answer::Count(Released::Below { lt: 50 });
        let other = Answer::Count(Released::Value { n: 50, pm95: 15 });
        let (a, b) = (Digest::of(&[b"a"]), Digest::of(&[b"b"]));
        assert_ne!(commitment(&a, &answer).unwrap(), commitment(&b, &answer).unwrap());
        assert_ne!(commitment(&a, &answer).unwrap(), commitment(&a, &other).unwrap());
    }

    #[test]
    fn an_unknown_standing_shows_nothing() {
        assert_eq!(Standing::named("shown"), Standing::Held);
    }
}
