//! See `readers::sub_processors`.
#![no_main]

#[path = "../readers.rs"]
#[expect(dead_code, reason = "each target uses a part")]
mod readers;

libfuzzer_sys::fuzz_target!(|data: &[u8]| readers::sub_processors(data));
