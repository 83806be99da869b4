//! Signing in and out, invitations, one's own account, the organisation's people.

pub mod pages;

use super::route::Route;

/// The routes of this area.
pub const ROUTES: &[Route] = &[];
