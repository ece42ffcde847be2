//! See `bole_fuzz::date`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bole_fuzz::date::try_one(bytes));
