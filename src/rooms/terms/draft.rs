//! Terms before they are checked: what a form or an API client sends.

use serde::{Deserialize, Serialize};

use super::check::{self, FLOORS};
use super::{
    Approval, Breakdowns, Ending, FieldError, Identifier, LegalBasis, Mode, NoiseKind, Rules, Terms,
    TermsBody, TermsError, VERSION, Wrong,
};
use crate::clock::Timestamp;
use crate::matching::IdentifierType;
use crate::rooms::Sides;

/// How long a room lives unless somebody says otherwise (cleanroom.md, policy).
const DEFAULT_DAYS: u32 = 30;

/// Proposed terms. Every field left out has the policy's default, except the purpose and the legal bases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TermsDraft {
    /// What the count is for.
    pub purpose: String,
    /// Each side's ground in law, once chosen.
    pub legal_basis: Sides<Option<LegalBasis>>,
    /// The identifiers by which people are matched, in the order in which they are tried.
    pub identifiers: Vec<Identifier>,
    /// The figures of the release rule.
    pub rules: Rules,
    /// What is added to a count.
    pub noise: NoiseKind,
    /// Where the matching happens.
    pub mode: Mode,
    /// Who lets a result go.
    pub approval: Approval,
    /// Which breakdowns may be asked for.
    pub breakdowns: Breakdowns,
    /// What ends the room.
    pub ending: Ending,
    /// How many days after the proposal the room expires.
    pub days: u32,
}

impl Default for TermsDraft {
    fn default() -> Self {
        Self {
            purpose: String::new(),
            legal_basis: Sides { host: None, guest: None },
            identifiers: vec![Identifier::entente(IdentifierType::Email)],
            rules: Rules::default(),
            noise: NoiseKind::DiscreteLaplace,
            mode: Mode::Standard,
            approval: Approval::Automatic,
            breakdowns: Breakdowns::default(),
            ending: Ending::default(),
            days: DEFAULT_DAYS,
        }
    }
}

impl TermsDraft {
    /// The terms that this draft proposes at `now`, or everything that is wrong with it.
    pub fn check(self, now: Timestamp) -> Result<Terms, TermsError> {
        let mut wrong = Vec::new();
        for (side, basis) in self.legal_basis.each() {
            if basis.is_none() {
                wrong.push(FieldError::new(format!("legal_basis.{side}"), Wrong::Missing));
            }
        }
        check::within("days", self.days, 1, FLOORS.days, &mut wrong);
        check::purpose(&self.purpose, &mut wrong);
        check::identifiers(&self.identifiers, &mut wrong);
        let shape = check::Shape {
            rules: &self.rules,
            noise: self.noise,
            identifiers: self.identifiers.len(),
            breakdowns: self.breakdowns,
        };
        check::figures(&shape, &mut wrong);
        check::mode(self.mode, &mut wrong);
        match (self.legal_basis.host, self.legal_basis.guest) {
            (Some(host), Some(guest)) if wrong.is_empty() => Terms::try_from(TermsBody {
                version: VERSION,
                purpose: self.purpose.trim().to_owned(),
                legal_basis: Sides { host, guest },
                identifiers: self.identifiers,
                rules: self.rules,
                noise: self.noise,
                mode: self.mode,
                approval: self.approval,
                breakdowns: self.breakdowns,
                ending: self.ending,
                expires_at: now.plus_days(i64::from(self.days)),
            }),
            _ => Err(TermsError(wrong)),
        }
    }
}
