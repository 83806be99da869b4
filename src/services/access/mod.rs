//! Accounts: signing in, invitations, people, tokens.

mod account;
mod invitation;
mod member;
mod operator;
mod password;
mod session;
mod setup;
mod token;

pub use account::*;
pub use invitation::*;
pub use member::*;
pub use operator::*;
pub use password::{PasswordHash, hash_password, verify_password};
pub use session::*;
pub use setup::*;
pub use token::*;
