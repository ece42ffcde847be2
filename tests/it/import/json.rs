//! Records of JSON, however they are laid out.

use std::io::{BufReader, Cursor, Read, repeat};

use bole::import::{JsonRecords, opened};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(text: &str) -> Vec<Result<(u64, Value), String>> {
    read_bytes(text.as_bytes().to_vec())
}

fn read_bytes(bytes: Vec<u8>) -> Vec<Result<(u64, Value), String>> {
    // A small buffer, so that what is read crosses its ends everywhere.
    let text = Box::new(BufReader::with_capacity(3, Cursor::new(bytes)));
    let records = JsonRecords::open(text, &["results", "entities"]);
    records.map(|it| it.map_err(|wrong| format!("{}: {}", wrong.line, wrong.reason))).collect()
}

/// The lines and the members `n` of records; what is wrong stands in the place of a record.
fn numbers(text: &str) -> Vec<String> {
    let told = |it: Result<(u64, Value), String>| match it {
        Ok((line, value)) => format!("{line}={}", value["n"]),
        Err(why) => why,
    };
    read(text).into_iter().map(told).collect()
}

#[test]
fn records_are_found_in_every_layout() {
    for (text, expected) in [
        ("", vec![]),
        (" \n\n", vec![]),
        ("[]", vec![]),
        ("{\"n\":1}\n{\"n\":2}", vec!["1=1", "2=2"]),
        ("{\"n\":1}\r\n\r\n{\"n\":2}\r\n", vec!["1=1", "3=2"]),
        ("{\"n\":1} {\"n\":2}\n{\"n\":3}", vec!["1=1", "1=2", "2=3"]),
        ("{\n \"n\": 1\n}\n{\n \"n\": 2\n}\n", vec!["1=1", "4=2"]),
        ("[{\"n\":1},{\"n\":2}]", vec!["1=1", "1=2"]),
        ("[\n{\"n\":1},\n{\"n\":2}\n]\n", vec!["2=1", "3=2"]),
        ("[{\"n\":1}]\n[{\"n\":2}]", vec!["1=1", "2=2"]),
        ("{\"meta\":{\"n\":9},\"results\":[{\"n\":1},{\"n\":2}],\"x\":[[3]]}", vec!["1=1", "1=2"]),
        (
            "{\"results\":[{\"n\":1}]}\n{\"results\":[],\"m\":1}{\"results\":[{\"n\":2}]}",
            vec!["1=1", "2=2"],
        ),
        ("[{\"results\":[{\"n\":1}]},{\"results\":[{\"n\":2}]}]", vec!["1=1", "1=2"]),
        (
            "{\"entities\":{\"Q1\":{\"n\":1},\n\"Q2\" : {\"n\":2}},\"success\":1}",
            vec!["1=1", "2=2"],
        ),
        ("{\"results\":null}", vec!["1=null"]),
    ] {
        assert_eq!(numbers(text), expected, "{text}");
    }
}

#[test]
fn brackets_and_quotes_within_texts_count_for_nothing() {
    let text = r#"[{"a": "}]\"{", "b\\": ["\\", {"c": "\\\""}], "n": 1}, {"n": 2}]"#;
    let expected = json!({"a": "}]\"{", "b\\": ["\\", {"c": "\\\""}], "n": 1});
    assert_eq!(read(text), [Ok((1, expected)), Ok((1, json!({"n": 2})))]);
}

#[test]
fn a_bad_line_does_not_stop_the_others() {
    let bad = [
        ("{\"n\": nope}", "is no JSON: expected ident, at byte 8 of the line"),
        ("{\"n\": 1", "is no JSON: EOF while parsing an object, at byte 7 of the line"),
        ("{\"n\": \"1}", "is no JSON: EOF while parsing a string, at byte 9 of the line"),
        ("n", "is no JSON: EOF while parsing a value, at byte 1 of the line"),
        ("{\"n\": 1} {\"n\": 2}", "is no JSON: trailing characters, at byte 10 of the line"),
        ("[1]", "is no object: a record begins with `{`"),
        ("]", "is no JSON: expected value, at byte 1 of the line"),
    ];
    for (line, why) in bad {
        let text = format!("{{\"n\":1}}\n{line}\n{{\"n\":3}}\n");
        let found = numbers(&text);
        assert_eq!(found.len(), 3, "{line}: {found:?}");
        assert_eq!((&*found[0], &*found[2]), ("1=1", "3=3"), "{line}");
        assert!(found[1].starts_with("2: "), "{line}: {found:?}");
        assert_eq!(&found[1][3..], why, "{line}");
    }
}

#[test]
fn a_first_line_that_is_bad_does_not_stop_the_others_either() {
    for line in
        ["{\"n\": nope}", "{\"n\": 1", "{\"n\": \"1}", "n", "{\"n\": [1}", "{\"n\" 1}", "{1}"]
    {
        let found = numbers(&format!("{line}\n{{\"n\":2}}\n{{\"n\":3}}\n"));
        assert_eq!(found.len(), 3, "{line}: {found:?}");
        assert_eq!(found[1..], ["2=2", "3=3"], "{line}");
        assert!(found[0].contains("is no JSON"), "{line}: {found:?}");
    }
}

#[test]
fn an_array_goes_on_behind_a_fault_where_a_line_begins_with_a_record() {
    let lines = "[\n{\"n\":1},\n{\"n\":\"2},\n{\"n\":3},\n{\"n\":4}\n]\n";
    let expected = [
        "2=1",
        "3: is no JSON: a text is not closed on its line, at byte 10 of the line; what follows is \
         read from the next line that begins with `{`",
        "4=3",
        "5=4",
    ];
    assert_eq!(numbers(lines), expected);
    let one_line = "[{\"n\":1},{\"n\" 2},{\"n\":3}]";
    let found = numbers(one_line);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].contains("expected `:` behind a name, at byte 15 of the line"), "{found:?}");
}

#[test]
fn a_value_that_is_wrong_within_its_brackets_costs_one_record() {
    let found = numbers("[{\"n\":1},{\"n\":01},\n {\"n\":3}]");
    assert_eq!(found, ["1=1", "1: is no JSON: invalid number, at byte 16 of the line", "2=3"]);
}

#[test]
fn the_next_page_is_read_behind_one_with_a_fault() {
    let text = "{\"results\":[{\"n\":1},{\"n\" 2}]}\n{\"results\":[{\"n\":3}]}\n";
    let found = numbers(text);
    assert_eq!((found.len(), &*found[0], &*found[2]), (3, "1=1", "2=3"), "{found:?}");
}

#[test]
fn a_file_that_was_cut_off_is_told_of() {
    for text in ["[{\"n\":1},", "[{\"n\":1}", "{\"results\":[{\"n\":1}],", "[{\"n\":1},{\"n\":\"x"]
    {
        let found = numbers(text);
        assert_eq!((found.len(), &*found[0]), (2, "1=1"), "{text}: {found:?}");
        assert!(found[1].contains("is all of it there?"), "{text}: {found:?}");
    }
}

#[test]
fn what_is_no_json_at_all_is_one_fault() {
    let found = numbers("name,age\nA,1\nB,2\n");
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("a record is an object and begins with `{`"), "{found:?}");
}

#[test]
fn bytes_that_are_no_text_are_one_bad_record() {
    let found = read_bytes(b"{\"n\":1}\n{\"n\":\"\xff\"}\n{\"n\":3}\n".to_vec());
    assert_eq!(found.len(), 3);
    assert!(found[1].as_ref().is_err_and(|it| it.starts_with("2: is no JSON")), "{found:?}");
}

#[test]
fn lines_that_are_no_text_are_passed_over_to_the_next_record() {
    for (text, lines) in [
        ("[\n{\"n\":\"\u{1}\"},\n\u{1}{\"n\":2},\n{\"n\":3}\n]\n", vec![4]),
        ("{\"n\":\"\u{1}\"}\n\u{1}\n{\"n\":3}\n{\"n\":4}\n", vec![3, 4]),
        ("{\"n\":1}\n\u{1}\n\u{1}\n{\"n\":4}\n", vec![1, 4]),
    ] {
        let bytes = text.bytes().map(|it| if it == 1 { 0xff } else { it }).collect::<Vec<u8>>();
        let text = opened::unpacked(Cursor::new(bytes)).unwrap();
        let records: Vec<_> = JsonRecords::open(text, &[]).collect();
        let read: Vec<u64> = records.iter().flatten().map(|it| it.0).collect();
        assert_eq!(read, lines, "{records:?}");
        assert!(records.len() > lines.len(), "{records:?}");
    }
}

/// A text of `bytes` bytes that is longer than a record may be, without being in memory.
fn endless(before: &'static str, bytes: u64, after: &'static str) -> Vec<Result<u64, String>> {
    let text = before.as_bytes().chain(repeat(b'x').take(bytes)).chain(after.as_bytes());
    let records = JsonRecords::open(Box::new(BufReader::new(text)), &[]);
    let told = records.map(|it| it.map(|it| it.0).map_err(|wrong| wrong.reason));
    told.collect()
}

#[test]
fn a_record_that_is_too_long_is_passed_over() {
    let too_long = Err("the record is longer than 32 MiB".to_owned());
    let lines = endless("{\"n\":1}\n{\"n\":\"", 33 << 20, "\"}\n{\"n\":3}\n");
    assert_eq!(lines, [Ok(1), too_long.clone(), Ok(3)]);
    let array = endless("[{\"n\":1},\n{\"n\":\"", 33 << 20, "\"},\n{\"n\":3}]\n");
    assert_eq!(array, [Ok(1), too_long, Ok(3)]);
}

/// Any value, a few levels deep.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\\[\\]{},:\"\\\\ \n]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..4)
                .prop_map(|it| it.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_was_written_is_read_in_every_layout(values in prop::collection::vec(value(), 0..6)) {
        let records: Vec<Value> = values.into_iter().map(|it| json!({"n": it})).collect();
        let compact: Vec<String> = records.iter().map(Value::to_string).collect();
        let pretty: Vec<String> = records.iter().map(|it| format!("{it:#}")).collect();
        let all = Value::from(records.clone());
        let page = json!({"meta": {"results": [1]}, "results": all, "more": all});
        let layouts = [
            compact.join("\n"),
            pretty.join("\n"),
            compact.concat(),
            all.to_string(),
            format!("{all:#}"),
            page.to_string(),
            format!("{page:#}"),
        ];
        for layout in layouts {
            let read: Result<Vec<Value>, _> = read(&layout).into_iter().map(|it| it.map(|it| it.1)).collect();
            prop_assert_eq!(read.as_ref(), Ok(&records), "{}", layout);
        }
    }

    #[test]
    fn no_text_makes_the_reader_stop_or_go_round(text in "[\\[\\]{},:\"\\\\ \nr1-]{0,60}") {
        prop_assert!(read(&text).len() <= text.len() + 1);
    }
}
