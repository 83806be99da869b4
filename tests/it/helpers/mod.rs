//! What the integration tests share: a running server, people in it, and a browser to visit it with.
//!
//! ```ignore
//! each_database(|app| {
//!     let company = app.company("Northwind");
//!     let browser = app.signed_in(company.member(Role::Manager));
//!     browser.visit("/partners").expect_status(200);
//! });
//! ```

mod app;
mod authority;
pub mod bodies;
mod client;
mod database;
mod english;
mod gate;
mod later;
mod mail_server;
mod people;
mod room;
mod scenes;
mod schema;
mod search;
mod world;

pub use app::{MailAt, Setup, TestApp, each_database, each_database_with};
pub use authority::Authority;
pub use client::{Browser, Page, form};
pub use database::Database;
pub use english::English;
pub use gate::{Gate, until};
pub use later::day;
pub use mail_server::{Door, MailServer, Mood, Taken};
pub use people::{Company, PASSWORD, Person};
pub use room::{KCV, Pair, Room, terms};
pub use scenes::{Until, Vetting, best_answers, key_check_value, review_all, sub_processor, tokens};
pub use schema::{Column, tables};
pub use search::{every_form, found};
pub use world::World;
