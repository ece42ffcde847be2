//! What the fuzzers try, as far as it takes no time: each file of their corpus, and some of what is
//! like it, the same each time. `fuzz/run` tries the rest.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use crate::faults::random;

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "it is a crate of its own, too")]
mod targets;

/// Inputs that are made of each file.
const LIKE_IT: u64 = 20;

/// The files of a corpus, in order.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|it| fs::read(it).unwrap()).collect()
}

/// The bytes with some changed, left out, or there twice.
fn like(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for step in 0..=random(seed, 4) {
        let number = |of: u64, below| random(seed * 31 + step * 7 + of, below);
        let place = |of| usize::try_from(number(of, bytes.len().max(1) as u64)).unwrap();
        let (from, to) = (place(1).min(place(2)), place(1).max(place(2)));
        match number(3, 4) {
            0 if !bytes.is_empty() => bytes[from] = number(4, 256).try_into().unwrap(),
            1 if !bytes.is_empty() => bytes[from] ^= 1 << number(4, 8),
            2 => drop(bytes.drain(from..to)),
            _ => {
                let piece = bytes[from..to].to_vec();
                bytes.splice(to..to, piece);
            }
        }
    }
    bytes
}

/// Tries the corpus of one fuzzer.
fn tried(name: &str) {
    let (_, try_one) = targets::ALL.iter().find(|it| it.0 == name).unwrap();
    let files = corpus(name);
    assert!(files.len() >= 5, "{name}: {} files", files.len());
    for (number, file) in files.iter().enumerate() {
        let made = (0..LIKE_IT).map(|it| like(file, number as u64 * 1_000 + it));
        for input in std::iter::once(file.clone()).chain(made) {
            let outcome = catch_unwind(AssertUnwindSafe(|| try_one(&input)));
            assert!(outcome.is_ok(), "{name}: {}", String::from_utf8_lossy(&input));
        }
    }
}

#[test]
fn files_of_csv_and_json_come_to_an_end_with_rows_or_what_is_wrong() {
    tried("csv");
}

#[test]
fn partial_dates_are_the_spans_of_days_that_a_calendar_gives_them() {
    tried("date");
}

#[test]
fn documents_that_are_let_through_are_within_the_limits() {
    tried("document");
}

#[test]
fn documents_that_fit_the_schema_are_answered() {
    tried("plan");
}

#[test]
fn rows_that_can_be_read_from_the_disk_are_rows_like_any_other() {
    tried("row");
}

#[test]
fn every_fuzzer_has_a_corpus_and_is_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let run = fs::read_to_string(root.join("run")).unwrap();
    for (name, _) in targets::ALL {
        assert!(!corpus(name).is_empty() && root.join(format!("targets/{name}.rs")).exists());
        let words = run.split(|it: char| !it.is_alphanumeric());
        assert!(words.into_iter().any(|it| it == *name), "{name} is not run");
    }
}
