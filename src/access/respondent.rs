//! Somebody who answers for a partner by link, without an account: the proof of that.

use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, RespondentLinkId};

/// Proof that its holder came in by a link that is good: it covers one assessment of one organisation, or one section of it,
/// nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respondent {
    link: RespondentLinkId,
    org: OrgId,
    assessment: AssessmentId,
    section: Option<String>,
}

/// A respondent's link as it was found.
#[derive(Debug, Clone)]
pub struct FoundLink {
    /// The link.
    pub link: RespondentLinkId,
    /// Who asks.
    pub org: OrgId,
    /// What it answers.
    pub assessment: AssessmentId,
    /// The one section that it reaches; none for all.
    pub section: Option<String>,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
}

/// Why a link does not let anybody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkFault {
    /// Whoever asks has withdrawn it.
    #[error("the link was revoked")]
    Revoked,
    /// Its time is over.
    #[error("the link has run out")]
    Expired,
}

impl Respondent {
    /// The proof, if the link is good at `now`.
    pub fn admit(found: FoundLink, now: Timestamp) -> Result<Self, LinkFault> {
        if found.revoked_at.is_some() {
            return Err(LinkFault::Revoked);
        }
        if found.expires_at <= now {
            return Err(LinkFault::Expired);
        }
        Ok(Self { link: found.link, org: found.org, assessment: found.assessment, section: found.section })
    }

    /// The link.
    pub fn link(&self) -> &RespondentLinkId {
        &self.link
    }

    /// The one section that the proof covers; none for all of them.
    pub fn section(&self) -> Option<&str> {
        self.section.as_deref()
    }

    /// The organisation that asks.
    pub fn org(&self) -> &OrgId {
        &self.org
    }

    /// The assessment that the proof covers.
    pub fn assessment(&self) -> &AssessmentId {
        &self.assessment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(revoked_at: Option<Timestamp>) -> FoundLink {
        FoundLink {
            link: RespondentLinkId::from("l"),
            org: OrgId::from("o"),
            assessment: AssessmentId::from("a"),
            section: None,
            expires_at: Timestamp::from_micros(100),
            revoked_at,
        }
    }

    #[test]
    fn a_link_works_until_it_is_revoked_or_runs_out() {
        let at = Timestamp::from_micros;
        assert!(Respondent::admit(link(None), at(99)).is_ok());
        assert_eq!(Respondent::admit(link(None), at(100)), Err(LinkFault::Expired));
        assert_eq!(Respondent::admit(link(Some(at(1))), at(200)), Err(LinkFault::Revoked));
    }
}
