//! The web surface: pages and the API over `services`. Holds no rules and no SQL.
//!
//! [`routes`] is the whole table. A handler is five steps: extract (a [`visitor::Who`] proves the permission, a
//! [`csrf::Csrf`] the form), build the input, call one service through [`app::App`], build the page, respond.

pub mod account;
pub mod answer_file;
pub mod answering;
pub mod api;
pub mod app;
pub mod assets;
pub mod authoring;
pub mod book_words;
pub mod chain;
pub mod components;
pub mod cookies;
pub mod csrf;
pub mod error;
pub mod file_form;
pub mod format;
pub mod glossary;
pub mod hashing;
pub mod headers;
pub mod inbox_count;
mod mail_words;
pub mod page;
pub mod pages;
pub mod portfolio;
pub mod respond;
pub mod rooms;
pub mod route;
pub mod routes;
pub mod server;
pub mod settings;
pub mod transparency;
pub mod uploads;
pub mod vetting;
pub mod visitor;
pub mod words;

pub use mail_words::WORDING;
