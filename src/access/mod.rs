//! Who may do what. Pure: roles, permissions, and the proof that a check was made.
//!
//! A service that needs a permission takes `&Allowed<P>`; only [`Allowed::authorize`] makes one. Leaving the check out
//! does not compile, and neither does passing the wrong permission:
//!
//! ```compile_fail
//! # use entente::access::{Allowed, ManagePeople, ViewRooms};
//! fn invite(who: &Allowed<ManagePeople>) {}
//! fn page(who: &Allowed<ViewRooms>) { invite(who) }
//! ```

mod actor;
mod link;
mod password;
mod permission;
mod respondent;
mod role;

pub use actor::{Actor, ActorKind, Allowed, Denied};
pub use link::{LinkToken, TokenHash};
pub use password::{PasswordFault, check_new_password};
pub use permission::*;
pub use respondent::{Announcer, FoundLink, LinkFault, LinkPurpose, Respondent};
pub use role::{Role, UnknownRole};
