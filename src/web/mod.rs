//! The web surface: pages and the API over `services`. Holds no rules and no SQL.

pub mod assets;
pub mod format;
pub mod page;
pub mod words;
