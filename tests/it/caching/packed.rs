//! Answers as clients take them packed.

use bole::http::Caching;

use super::{HITS, address, body, get, got, header, keeping};
use crate::server::{Server, unpacked};

/// A question with an answer of some kilobytes.
const FIGURES: &str = "{ figures(first: 50) { nodes { key topic category value note } } }";

fn posted(server: &Server, query: &str, accepting: &str) -> (Option<String>, Vec<u8>) {
    let body = body(query);
    let (head, bytes) = got(
        server,
        &format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: \
             application/json\r\nAccept-Encoding: {accepting}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    );
    assert_eq!(header(&head, "content-length"), Some(&*bytes.len().to_string()), "{head}");
    (header(&head, "content-encoding").map(str::to_owned), bytes)
}

const ACCEPTING: [(&str, Option<&str>); 9] = [
    ("gzip, deflate, br, zstd", Some("zstd")),
    ("gzip, br", Some("br")),
    ("gzip", Some("gzip")),
    ("gzip;q=0.5, br;q=0.1", Some("gzip")),
    ("*", Some("zstd")),
    ("identity", None),
    ("deflate", None),
    ("", None),
    ("gzip;q=0, identity;q=0.1", None),
];

#[test]
fn whatever_a_client_takes_is_the_same_answer() {
    let server = keeping(Caching::default());
    let (_, _, plain) = server.post(&body(FIGURES));
    for kept in [0, 1_000_000] {
        let server = keeping(Caching { bytes_max: kept, ..Caching::default() });
        // Made, then given again and packed, then given again as it was packed.
        for round in 0..3 {
            for (accepting, coding) in ACCEPTING {
                let (came, bytes) = posted(&server, FIGURES, accepting);
                assert_eq!(came.as_deref(), coding, "{accepting}");
                let unpacked = unpacked(coding, &bytes);
                assert_eq!(String::from_utf8(unpacked).unwrap(), plain, "{accepting}, {round}");
                assert!(coding.is_none() || 2 * bytes.len() < plain.len(), "{accepting}");
            }
        }
        let figures = server.figures();
        let all = 3 * ACCEPTING.len();
        let hits = if kept == 0 { 0.0 } else { f64::from(u32::try_from(all - 1).unwrap()) };
        assert_eq!(figures.of(HITS), hits);
        // As it is, and in three forms.
        let entries = if kept == 0 { 0.0 } else { 4.0 };
        assert_eq!(figures.of("bole_answer_cache_entries"), entries);
    }
}

#[test]
fn small_answers_are_sent_as_they_are_unless_that_is_refused() {
    let server = keeping(Caching::default());
    let small = "{ people { totalCount } }";
    for _ in 0..2 {
        assert_eq!(posted(&server, small, "gzip, br").0, None);
        let (coding, bytes) = posted(&server, small, "gzip, identity;q=0");
        assert_eq!(coding.as_deref(), Some("gzip"));
        assert!(unpacked(Some("gzip"), &bytes).starts_with(b"{\"data\""));
        // Who takes nothing is answered all the same: it may have been carried out.
        assert_eq!(posted(&server, FIGURES, "*;q=0").0, None);
    }
}

#[test]
fn a_tag_is_of_the_answer_in_whatever_form_it_is() {
    let server = keeping(Caching::default());
    let path = address(&[("query", FIGURES)]);
    let tags = ["", "Accept-Encoding: gzip\r\n", "Accept-Encoding: br\r\n"].map(|lines| {
        let (head, _) = get(&server, &path, lines);
        assert_eq!(header(&head, "content-encoding").is_some(), !lines.is_empty());
        header(&head, "etag").unwrap().replace("w/", "W/")
    });
    assert!(tags[0] == tags[1] && tags[1] == tags[2]);
    let lines = format!("Accept-Encoding: zstd\r\nIf-None-Match: {}\r\n", tags[0]);
    let (head, bytes) = get(&server, &path, &lines);
    assert!(head.starts_with("http/1.1 304") && bytes.is_empty(), "{head}");
    assert_eq!(header(&head, "content-encoding"), None);
}
