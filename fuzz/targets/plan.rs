//! See `bole_fuzz::plan`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bole_fuzz::plan::try_one(bytes));
