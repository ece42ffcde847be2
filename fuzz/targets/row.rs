//! See `bole_fuzz::row`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bole_fuzz::row::try_one(bytes));
