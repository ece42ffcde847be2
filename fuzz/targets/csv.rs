//! See `bole_fuzz::csv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bole_fuzz::csv::try_one(bytes));
