//! Tests in a real browser: headless Chromium, driven through chromedriver, its traffic recorded.
//!
//! With `ENTENTE_SHOTS=folder` the pages that the tests pass are also photographed there: at 1280 and 390 pixels, in
//! both themes.

#[cfg(test)]
#[allow(dead_code, unused_imports, reason = "shared with tests/it; each binary uses a part")]
#[path = "../it/helpers/mod.rs"]
mod helpers;

#[cfg(test)]
#[allow(dead_code, reason = "what a browser test may want")]
mod chromium;
#[cfg(test)]
#[allow(dead_code, reason = "what a browser test may want")]
mod recorder;
#[cfg(test)]
#[allow(dead_code, reason = "what a browser test may want")]
mod stage;

#[cfg(test)]
mod answering;
#[cfg(test)]
mod hashing;
#[cfg(test)]
mod keyboard;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod life;
#[cfg(test)]
mod newcomer;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod walk;
