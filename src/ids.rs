//! One type per kind of id, so that a room's id cannot stand where a partner's is meant.
//!
//! An id is a UUIDv7 in its text form, made here and never by a database: the same on both backends, sortable by age.

use std::fmt;

/// Makes the text newtype of one kind of id.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A fresh id, later than every one made before by this process.
            pub fn fresh() -> Self {
                Self(fresh_uuid())
            }

            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        /// Any text is taken: an id that names nothing is simply not found.
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                self.0.as_str().to_sql(out)
            }
        }

        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                String::from_sql(bytes).map(Self)
            }
        }
    )*};
}

ids! {
    /// An organisation: a tenant of this server.
    OrgId
    /// A person who can sign in.
    UserId
    /// A user's place in one organisation.
    MembershipId
    /// A signed-in session.
    SessionId
    /// An invitation link: to join an organisation, or to start one as a partner.
    InvitationId
    /// An API token.
    ApiTokenId
    /// One organisation's record of another company.
    PartnerId
    /// A questionnaire that an organisation wrote.
    QuestionnaireId
    /// One round of a questionnaire for one partner.
    AssessmentId
    /// A link by which a partner's respondent answers without an account.
    RespondentLinkId
    /// Something that one side said about a question.
    RemarkId
    /// A document that proves an answer.
    EvidenceId
    /// A partner's request to change what it submitted.
    ReopenRequestId
    /// A decision about a partner.
    DecisionId
    /// What was learned about a partner that ended a decision early.
    TriggerId
    /// Something to be mended, with an owner and a date.
    FindingId
    /// Something that happened with a finding.
    FindingEventId
    /// A counting room of two organisations.
    RoomId
    /// One version of a room's terms.
    TermsId
    /// One upload of keyed-hash tokens by one side of a room.
    AudienceId
    /// One upload while it arrives.
    UploadId
    /// One agreement on a room's key through this server.
    KeyExchangeId
    /// One request to count the overlap.
    RunId
    /// One released answer.
    ReleaseId
    /// One record of the audit log.
    AuditId
    /// One entry of a room's ledger.
    LedgerEntryId
    /// A piece of work that the server does by itself.
    JobId
}

/// Bytes as lower-case hex, the text form of every digest.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// UUIDv7 (RFC 9562), in lower-case text.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
fn fresh_uuid() -> String {
    uuid::Uuid::now_v7().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_age() {
        let ids: Vec<RoomId> = (0..100).map(|_| RoomId::fresh()).collect();
        assert!(ids.is_sorted());
    }
}
