//! CSV whose columns are known by their names.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::io::Cursor;

use bole::import::{Sheet, opened::unpacked};
use encoding_rs::GB18030;
use proptest::prelude::*;

fn open(bytes: impl Into<Vec<u8>>) -> Sheet {
    Sheet::open(unpacked(Cursor::new(bytes.into())).unwrap()).unwrap()
}

/// Each line below the header: its number and its values, or what is wrong with it.
fn lines(bytes: impl Into<Vec<u8>>) -> Vec<String> {
    let mut sheet = open(bytes);
    let mut lines = Vec::new();
    while let Some(line) = sheet.next_line() {
        lines.push(match line {
            Ok(line) => format!("{}: {}", line.number, line.values().collect::<Vec<_>>().join("/")),
            Err(wrong) => format!("{}: {}: {}", wrong.line, wrong.column, wrong.reason),
        });
    }
    lines
}

#[test]
fn lines_are_counted_as_an_editor_shows_them() {
    let text = "a,b\n1,\"x\ny\"\n\n \n3,4\n,\n5,6";
    let expected = ["2: 1/x\ny", "6: 3/4", "8: 5/6"];
    for end in ["\n", "\r\n", "\r"] {
        assert_eq!(lines(text.replace('\n', end)), expected, "{end:?}");
    }
    assert_eq!(lines("\n\r\na,b\r\n1,2\r3,4\n\r5,6"), ["4: 1/2", "5: 3/4", "7: 5/6"]);
}

#[test]
fn what_stands_between_columns_is_told_by_the_header() {
    assert_eq!(lines("a;\"b,c,d\"\n1;2,5\n"), ["2: 1/2,5"]);
    assert_eq!(lines("a\tb,c\td\n1\t2\t\"3\n4\"\n"), ["2: 1/2/3\n4"]);
    assert_eq!(lines("a,b;c\n1,2;3\n"), ["2: 1/2;3"]);
    assert_eq!(lines("a\n1;2\n"), ["2: 1;2"]);
    let ragged = "3: row: has 3 columns where the header has 2: a text with a semicolon must be \
                  quoted";
    assert_eq!(lines("a;b\n1;2\n1;2;3\n"), ["2: 1/2", ragged]);
}

#[test]
fn a_ragged_line_does_not_stop_the_others() {
    let ragged = |line: u64, has: &str| {
        format!("{line}: row: has {has} where the header has 3: a text with a comma must be quoted")
    };
    let expected = [
        "2: 1/2/3".to_owned(),
        ragged(3, "2 columns"),
        ragged(4, "1 column"),
        "5: 7/8/9".to_owned(),
    ];
    assert_eq!(lines("a,b,c\n1,2,3\n4,5\n6\n7,8,9\n"), expected);
}

#[test]
fn a_header_that_is_repeated_is_no_line() {
    assert_eq!(lines("a, b\n1,2\na,b\n3,4\n\"a\",b \n b,a\n"), ["2: 1/2", "4: 3/4", "6:  b/a"]);
}

#[test]
fn a_name_that_is_there_twice_is_told_to_who_asks() {
    assert_eq!(open("a,b,a\n").named_twice(), Some("a"));
    assert_eq!(open("a,,b,\n").named_twice(), None);
}

#[test]
fn quotes_that_do_not_pair_are_named_and_cost_their_line_alone() {
    let unclosed = "2: row: has a `\"` that is never closed";
    assert_eq!(lines("a,b\n1,\"2\n3,4\n5,6\n"), [unclosed, "3: 3/4", "4: 5/6"]);
    let within = "2: row: has a `\"` in a text that is not quoted: quote it, and write `\"\"` for \
                  each";
    assert_eq!(lines("a,b\n1,2\"\n3,4\n"), [within, "3: 3/4"]);
    let after = "2: row: goes on after the `\"` that ends a text: write `\"\"` for a quote within";
    assert_eq!(lines("a,b\n1,\"2\" \n3,4\n"), [after, "3: 3/4"]);
    assert_eq!(
        lines("a,b\n1,\"2\n3,\"4\n"),
        [
            "2: row: goes on after the `\"` that ends a text: write `\"\"` for a quote within",
            "3: row: has a `\"` that is never closed"
        ]
    );
    assert_eq!(lines("a,b\n\"\",\"\"\"\"\n"), ["2: /\""]);
}

#[test]
fn what_is_not_closed_is_not_held_to_the_end_of_the_file() {
    let rows = "3,4\n".repeat(600_000);
    let lines = lines(format!("a,b\n1,\"2\n{rows}"));
    assert_eq!(lines[0], "2: row: has a `\"` that is never closed");
    assert_eq!(lines.len(), 600_001);
    assert_eq!(lines[600_000], "600002: 3/4");
}

#[test]
fn a_line_without_end_is_not_held() {
    let long = "x".repeat(3 << 20);
    let why = "2: row: is longer than 1048576 bytes: is it CSV?";
    assert_eq!(lines(format!("a,b\n{long}\n1,2\n")), [why, "3: 1/2"]);
}

#[test]
fn bytes_that_are_no_text_cost_their_line_alone() {
    let bytes = [b"a,b\n1,\xE7\x8E\x8B\n2,\xFF\xFF\n3,\xE7\x8E\x8B\n".as_slice()].concat();
    let why = "3: row: is not UTF-8: save the file as UTF-8";
    assert_eq!(lines(bytes), ["2: 1/王", why, "4: 3/王"]);
}

#[test]
fn a_file_without_a_header_is_refused() {
    for text in ["", "\n\r\n \n"] {
        let text = unpacked(Cursor::new(text)).unwrap();
        let wrong = Sheet::open(text).err().unwrap();
        assert_eq!((wrong.line, wrong.column.as_str()), (1, "row"));
        assert!(wrong.reason.starts_with("the file is empty"), "{}", wrong.reason);
    }
}

#[test]
fn values_are_got_by_the_first_name_that_the_file_has() {
    let mut sheet = open("a,b\n 1 ,\n");
    let line = sheet.next_line().unwrap().unwrap();
    assert_eq!(line.get(&["x", "a"]), Some("1"));
    assert_eq!((line.get(&["b", "a"]), line.get(&["x"]), line.at(9)), (None, None, None));
}

/// Rows of a table with `columns` columns, of whatever texts.
fn tables() -> impl Strategy<Value = (Vec<Vec<String>>, char, usize)> {
    let text = r#"[a-c王海é𠮷“ ,;"\n\t'|]{0,6}"#;
    let rows = (1..5_usize).prop_flat_map(move |columns| {
        prop::collection::vec(prop::collection::vec(text, columns), 0..8)
    });
    (rows, prop::sample::select(vec![',', ';', '\t']), 0..6_usize)
}

/// The text in one of the encodings.
fn encoded(text: &str, encoding: usize) -> Vec<u8> {
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
    let marked = |mark: &[u8], text: Vec<u8>| [mark.to_vec(), text].concat();
    match encoding {
        0 => text.as_bytes().to_vec(),
        1 => marked(b"\xEF\xBB\xBF", text.as_bytes().to_vec()),
        2 => marked(b"\xFF\xFE", utf_16(u16::to_le_bytes)),
        3 => marked(b"\xFE\xFF", utf_16(u16::to_be_bytes)),
        4 => utf_16(u16::to_le_bytes),
        // So much Chinese in its header that nothing else fits.
        _ => GB18030.encode(text).0.into_owned(),
    }
}

proptest! {
    #[test]
    fn a_sheet_holds_what_the_csv_crate_reads((rows, delimiter, encoding) in tables()) {
        let columns = rows.first().map_or(1, Vec::len);
        let header: Vec<String> = (0..columns).map(|it| format!("列{it}名称")).collect();
        // In a header of one column, nothing tells the delimiter.
        let delimiter = if columns == 1 { b',' } else { delimiter as u8 };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(&header).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();

        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let read = reader.records().map(|it| it.unwrap());
        let holds = |it: &csv::StringRecord| it.iter().any(|it| !it.trim().is_empty());
        // A line of nothing but what stands between columns is blank, quoted or not.
        let expected: Vec<csv::StringRecord> = read.filter(holds).collect();

        let mut sheet = open(encoded(&text, encoding));
        prop_assert_eq!(sheet.header(), header);
        let mut found = Vec::new();
        while let Some(line) = sheet.next_line() {
            let record: csv::StringRecord = line.unwrap().values().collect();
            if holds(&record) {
                found.push(record);
            }
        }
        prop_assert_eq!(found, expected);
    }
}
