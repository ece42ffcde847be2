//! The rules of this code base that no compiler checks.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Each room, the rooms it may use, and the crates that are its: no room that does not list them
/// names them.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    (
        "telemetry",
        &[],
        &[
            "aws_lc_rs",
            "opentelemetry",
            "opentelemetry_http",
            "opentelemetry_otlp",
            "opentelemetry_sdk",
            "prometheus_client",
            "rustls",
            "tracing_opentelemetry",
            "tracing_subscriber",
            "ureq",
        ],
    ),
    ("catalog", &[], &["async_graphql_parser", "celes", "iso_currency", "serde_json"]),
    ("store", &["catalog"], &["sled", "lz4_flex", "rmp_serde", "rustix", "twox_hash", "zstd"]),
    (
        "engine",
        &["catalog"],
        &[
            "rayon",
            "roaring",
            "base64",
            "fst",
            "levenshtein_automata",
            "jieba_rs",
            "pinyin",
            "unicode_normalization",
        ],
    ),
    ("live", &["store", "engine", "catalog", "telemetry"], &["arc_swap"]),
    ("auth", &["live", "catalog"], &["aws_lc_rs", "jsonwebtoken", "rustls", "ureq", "serde_json"]),
    (
        "import",
        &["live", "engine", "catalog"],
        &[
            "csv",
            "encoding_rs",
            "flate2",
            "html_escape",
            "roaring",
            "serde_json",
            "twox_hash",
            "unicode_normalization",
            "zip",
        ],
    ),
    ("export", &["catalog"], &["csv", "serde_json", "parquet"]),
    (
        "graphql",
        &["export", "import", "auth", "live", "engine", "catalog", "telemetry"],
        &["async_graphql", "async_graphql_value", "quick_cache", "serde_json"],
    ),
    (
        "http",
        &["graphql", "export", "import", "auth", "live", "catalog", "telemetry"],
        &[
            "axum",
            "async_graphql_axum",
            "brotli",
            "flate2",
            "hyper",
            "hyper_util",
            "quick_cache",
            "rustls",
            "tokio_rustls",
            "tokio_stream",
            "tower_http",
            "tower_service",
            "zstd",
        ],
    ),
    ("generate", &["catalog", "engine"], &[]),
    (
        "cli",
        &[
            "http",
            "graphql",
            "generate",
            "export",
            "import",
            "auth",
            "live",
            "engine",
            "store",
            "catalog",
            "telemetry",
        ],
        &[
            "clap",
            "anyhow",
            "indicatif",
            "rustix",
            "sd_notify",
            "serde_json",
            "toml",
            "tracing_subscriber",
        ],
    ),
];

/// What only some files may name: the word, and the start of their paths.
const ALONE: &[(&str, &str)] = &[("async_graphql::registry", "src/graphql/meta")];

/// What unfinished code is known by. Put together here, so that this file does not name it.
const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X ")];

const LINES_MAX: usize = 400;

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let mut untidy = Vec::new();
    for (path, text) in files("src") {
        let room = path.iter().nth(1).unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if room == "lib" || room == "main" {
            continue;
        }
        let entry = ROOMS.iter().find(|it| it.0 == room);
        let Some((_, below, own)) = entry else {
            untidy.push(format!("{}: is in no room", path.display()));
            continue;
        };
        for (other, _, crates) in ROOMS.iter().filter(|it| it.0 != room) {
            if !below.contains(other) && uses_room(&text, other) {
                untidy.push(format!("{}: uses {other}", path.display()));
            }
            let others = crates.iter().filter(|it| !own.contains(it));
            for name in others.filter(|it| mentions(&text, &format!("{it}::"))) {
                untidy.push(format!("{}: {name} belongs to {other}", path.display()));
            }
        }
    }
    assert!(untidy.is_empty(), "{untidy:#?}");
}

#[test]
fn what_may_change_under_us_is_named_in_one_place() {
    for (path, text) in files("src") {
        for (word, place) in ALONE {
            let may = path.to_str().unwrap().starts_with(place);
            assert!(may || !mentions(&text, word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    for (path, text) in ["src", "tests", "benches", "fuzz"].into_iter().flat_map(files) {
        assert!(text.starts_with("//!"), "{} has no opening line", path.display());
        assert!(text.lines().count() <= LINES_MAX, "{} is too long", path.display());
        for word in UNFINISHED {
            assert!(!text.contains(word), "{} is unfinished: {word}", path.display());
        }
    }
}

#[test]
fn no_test_is_left_out() {
    let ignored = concat!("#[ig", "nore");
    for (path, text) in files("src").into_iter().chain(files("tests")) {
        assert!(!text.contains(ignored), "{} leaves out a test", path.display());
    }
}

/// Whether code, not a comment, names `name`.
fn mentions(text: &str, name: &str) -> bool {
    let code = text.lines().filter(|it| !it.trim_start().starts_with("//"));
    let mut code = code.filter(|it| it.contains(name));
    // `json::` is no mention of `n::`: what stands before must not be a part of the name.
    code.any(|line| {
        line.match_indices(name).any(|(at, _)| {
            !line[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == ':')
        })
    })
}

/// Whether code names a room: on its own, or in the list of one `use`.
fn uses_room(text: &str, room: &str) -> bool {
    if text.contains(&format!("crate::{room}")) {
        return mentions(text, &format!("crate::{room}"));
    }
    let uses = text.split("use crate::{").skip(1);
    uses.filter_map(|it| it.split("};").next()).any(|list| {
        list.lines().any(|it| it.strip_prefix("    ").is_some_and(|it| starts(it, room)))
            || starts(list.trim_start(), room)
    })
}

fn starts(text: &str, room: &str) -> bool {
    text.strip_prefix(room)
        .is_some_and(|it| it.starts_with(["::", ",", " "].map(|it| it.chars().next().unwrap())))
}

/// Every source file below a folder: its path and its text.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.extension() == Some(Path::new("rs").as_os_str()) {
                files.push((path, fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    files
}
