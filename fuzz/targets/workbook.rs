//! See `readers::workbook`.
#![no_main]

#[path = "../readers.rs"]
#[expect(dead_code, reason = "each target uses a part")]
mod readers;

use std::panic::{catch_unwind, set_hook};
use std::sync::Once;

static QUIET: Once = Once::new();

// The reader of cells panics on some damage, and ours makes an error of it: that is no finding. What comes out is.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    QUIET.call_once(|| set_hook(Box::new(|_| {})));
    if catch_unwind(|| readers::workbook(data)).is_err() {
        std::process::abort();
    }
});
