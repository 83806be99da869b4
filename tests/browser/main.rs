//! Tests in a real browser: headless Chromium, driven through chromedriver, its traffic recorded.
//!
//! With `ENTENTE_SHOTS=folder` the pages that the tests pass are also photographed there: at 1280 and 390 pixels, in
//! both themes.

#[cfg(test)]
#[allow(dead_code, unused_imports, reason = "shared with tests/it, which uses all of it")]
#[path = "../it/helpers/mod.rs"]
mod helpers;

#[cfg(test)]
mod chromium;
#[cfg(test)]
mod recorder;
#[cfg(test)]
mod stage;

#[cfg(test)]
mod pages;
