//! Integration tests: the real server, in this process, spoken to over HTTP, on both databases.
//!
//! `tests/run` starts the PostgreSQL that these need and names it in `ENTENTE_TEST_POSTGRES_URL`. Without that variable
//! a test fails, unless `ENTENTE_TEST_SQLITE_ONLY=1` says that this run is not meant to be complete.

#[cfg(test)]
#[allow(dead_code, unused_imports, reason = "shared with tests/browser; each binary uses a part")]
mod helpers;

#[cfg(test)]
mod account;
#[cfg(test)]
mod answering;
#[cfg(test)]
mod answering_depth;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod authoring;
#[cfg(test)]
mod bombs;
#[cfg(test)]
mod chain;
#[cfg(test)]
mod change_links;
#[cfg(test)]
mod clients;
#[cfg(test)]
mod counting;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod exchange;
#[cfg(test)]
mod export;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod french;
#[cfg(test)]
mod hashing;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod later;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod list_files;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod mail_tls;
#[cfg(test)]
mod mail_told;
#[cfg(test)]
mod members_french;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod permissions;
#[cfg(test)]
mod portfolio;
#[cfg(test)]
mod previews;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod real_input;
#[cfg(test)]
mod respondents;
#[cfg(test)]
mod restore;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod runs;
#[cfg(test)]
#[cfg(feature = "spark")]
#[cfg(test)]
mod spark;
#[cfg(test)]
mod stored_sets;
#[cfg(test)]
mod strangers;
#[cfg(test)]
mod tie;
#[cfg(test)]
mod transparency;
#[cfg(test)]
mod triggers;
#[cfg(test)]
mod uploads;
#[cfg(test)]
mod versions;
#[cfg(test)]
mod vetting;
#[cfg(test)]
mod workbooks;
