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

/// Proof that its holder may announce changes of the partner's chain, and read what is said to them: by a link for that alone, or
/// by one to the whole questionnaire. A colleague who was given one section speaks for that section alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcer {
    link: RespondentLinkId,
    org: OrgId,
    assessment: AssessmentId,
    purpose: LinkPurpose,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// The questionnaire, and what goes with it.
    Answers,
    /// Announcing changes of the chain between two questionnaires, and nothing else.
    Changes,
}

impl LinkPurpose {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Changes => "changes",
        }
    }

    /// The purpose of that word.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Answers, Self::Changes].into_iter().find(|purpose| purpose.as_str() == word)
    }
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
    /// What it is for.
    pub purpose: LinkPurpose,
}

impl FoundLink {
    fn check(&self, now: Timestamp) -> Result<(), LinkFault> {
        if self.revoked_at.is_some() {
            return Err(LinkFault::Revoked);
        }
        if self.expires_at <= now {
            return Err(LinkFault::Expired);
        }
        Ok(())
    }
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
    /// It is good, and for something else.
    #[error("the link is for something else")]
    OtherPurpose,
    /// It is good, and for one section alone.
    #[error("the link is for one section")]
    OneSection,
}

impl Respondent {
    /// The proof, if the link is good at `now`.
    pub fn admit(found: FoundLink, now: Timestamp) -> Result<Self, LinkFault> {
        found.check(now)?;
        if found.purpose != LinkPurpose::Answers {
            return Err(LinkFault::OtherPurpose);
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

impl Announcer {
    /// The proof, if the link is good at `now` and not for one section alone.
    pub fn admit(found: FoundLink, now: Timestamp) -> Result<Self, LinkFault> {
        found.check(now)?;
        if found.section.is_some() {
            return Err(LinkFault::OneSection);
        }
        Ok(Self { link: found.link, org: found.org, assessment: found.assessment, purpose: found.purpose })
    }

    /// The link.
    pub fn link(&self) -> &RespondentLinkId {
        &self.link
    }

    /// The organisation that is told.
    pub fn org(&self) -> &OrgId {
        &self.org
    }

    /// The assessment that the link came with, or was made after.
    pub fn assessment(&self) -> &AssessmentId {
        &self.assessment
    }

    /// Whether the link reaches nothing but the changes.
    pub fn only_changes(&self) -> bool {
        self.purpose == LinkPurpose::Changes
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
            purpose: LinkPurpose::Answers,
        }
    }

    #[test]
    fn a_link_works_until_it_is_revoked_or_runs_out() {
        let at = Timestamp::from_micros;
        assert!(Respondent::admit(link(None), at(99)).is_ok());
        assert_eq!(Respondent::admit(link(None), at(100)), Err(LinkFault::Expired));
        assert_eq!(Respondent::admit(link(Some(at(1))), at(200)), Err(LinkFault::Revoked));
    }
    #[test]
    fn a_link_for_changes_opens_no_questionnaire_and_one_section_announces_nothing() {
        let at = Timestamp::from_micros;
        let changes = FoundLink { purpose: LinkPurpose::Changes, ..link(None) };
        assert_eq!(Respondent::admit(changes.clone(), at(1)), Err(LinkFault::OtherPurpose));
        assert!(Announcer::admit(changes.clone(), at(1)).is_ok_and(|who| who.only_changes()));
        assert_eq!(Announcer::admit(changes, at(100)), Err(LinkFault::Expired));
        assert!(Announcer::admit(link(None), at(1)).is_ok_and(|who| !who.only_changes()));
        let colleague = FoundLink { section: Some("A".to_owned()), ..link(None) };
        assert_eq!(Announcer::admit(colleague, at(1)), Err(LinkFault::OneSection));
    }
}
