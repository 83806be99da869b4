//! Keyed-hash matching, pure: values in, tokens out; token lists in, counts out.
//!
//! The path of a row (engine.md): [`records`] reads CSV, [`normalise`] makes one canonical spelling of each identifier,
//! [`token`] turns it into 16 keyed bytes, [`pipeline`] strings these together, [`client_file`] carries tokens between
//! companies and server, [`set`] keeps them sorted and checked, [`intersect`] counts what two sets share; [`engine`] is the
//! seam behind which other engines count the same.
//!
//! Nothing here opens a file, reads a clock or knows a database: callers own readers and writers. Everything but Parquet
//! and sets also builds for the browser (`--no-default-features --features browser`), so that a list hashed there and a list hashed
//! on the command line can never disagree.

pub mod client_file;
pub mod engine;
mod identifier;
#[cfg(feature = "native")]
pub mod intersect;
pub mod normalise;
pub mod pipeline;
pub mod records;
#[cfg(feature = "native")]
pub mod set;
pub mod token;

pub use identifier::{Country, CountryError, IdentifierType, Profile, UnknownName};
