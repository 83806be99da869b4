//! The permissions, each a type, and the roles that hold them. This table is the authorization policy (ASVS 8.1.1);
//! `tests/it/permissions.rs` tries every role on every route against it.

use super::role::Role;
use Role::{Analyst, Leader, Manager, Owner, Reviewer};

/// Something a member may be allowed to do.
pub trait Permission: Send + Sync + 'static {
    /// The permission's name in the audit log and in the API's errors.
    const NAME: &'static str;
    /// The roles that hold it.
    const ROLES: &'static [Role];
    /// Whether it changes anything; a read-only API token never holds such a permission.
    const WRITES: bool;
}

/// Declares permissions: `Name "name" (reads|writes) [roles]`.
macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $text:literal $writes:literal [$($role:ident),*])*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;
        impl Permission for $name {
            const NAME: &'static str = $text;
            const ROLES: &'static [Role] = &[$($role),*];
            const WRITES: bool = $writes;
        }
    )*};
}

permissions! {
    /// Being signed in: the inbox and one's own account.
    UseAccount "use_account" false [Owner, Manager, Reviewer, Analyst, Leader]
    /// Changing one's own account: password, API tokens, sessions.
    ChangeAccount "change_account" true [Owner, Manager, Reviewer, Analyst, Leader]
    /// Reading partners, assessments, scores and decisions.
    ViewPartners "view_partners" false [Owner, Manager, Reviewer, Leader]
    /// Adding, changing and archiving partners; inviting their people.
    ManagePartners "manage_partners" true [Owner, Manager]
    /// Writing questionnaires: drafts, versions, archiving.
    AuthorQuestionnaires "author_questionnaires" true [Owner, Manager]
    /// Intake, sending, respondent links, reopening.
    ManageAssessments "manage_assessments" true [Owner, Manager]
    /// Evidence levels, N/A, corrected answers.
    ReviewAnswers "review_answers" true [Owner, Manager, Reviewer]
    /// Deciding, overriding, approving as the second person, closing findings.
    Decide "decide" true [Owner, Manager, Reviewer]
    /// Reading rooms, their releases and ledgers.
    ViewRooms "view_rooms" false [Owner, Manager, Reviewer, Analyst, Leader]
    /// Opening rooms, proposing and signing terms, creating and checking keys, closing rooms.
    ManageRooms "manage_rooms" true [Owner, Manager]
    /// Uploading audiences.
    UploadAudience "upload_audience" true [Owner, Manager, Analyst]
    /// Running the overlap and releasing its count.
    RunOverlap "run_overlap" true [Owner, Manager, Analyst]
    /// Letting a held answer of a room go, or refusing it. Only who may sign terms may do it; who merely runs may not.
    ApproveRelease "approve_release" true [Owner, Manager]
    /// The leadership page.
    ViewPortfolio "view_portfolio" false [Owner, Manager, Reviewer, Leader]
    /// Inviting, changing and suspending members; settings of the organisation.
    ManagePeople "manage_people" true [Owner]
    /// Reading whether the organisation's mail goes out.
    ViewMail "view_mail" false [Owner]
    /// Reading the organisation's audit log.
    ViewAudit "view_audit" false [Owner]
}
