//! See `bole_fuzz::document`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bole_fuzz::document::try_one(bytes));
