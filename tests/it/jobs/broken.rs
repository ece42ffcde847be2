//! Files that do not come whole.

use std::{fmt::Write as _, io::Write};

use bole::catalog::enums::AccessRole::Editor;

use super::{
    client::{Desk, begin},
    server,
};
use crate::import::opened::gzip;

/// People, more than two batches.
const ROWS: u64 = 5_000;

#[test]
fn of_a_file_that_breaks_off_whole_records_stay_and_sending_it_again_goes_on() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    let mut file = "key,name\n".to_owned();
    for row in 0..ROWS {
        writeln!(file, "row-{row},Somebody number {row}").unwrap();
    }
    let path = "/import/csv?entity=Person&file=many.csv";
    let mut stream = begin(&server, &desk, path, file.len());
    // In the middle of the last row's name.
    stream.write_all(&file.as_bytes()[..file.len() - 3]).unwrap();
    let id = desk.newest();
    drop(stream);
    let last = desk.watch(&id).pop().unwrap();
    assert_eq!(last["state"], "FAILED");
    let failure = last["failure"].as_str().unwrap();
    assert!(failure.contains("did not come whole") && failure.contains("goes on"), "{failure}");
    let count = || {
        let query = r#"{ people(where: {source: {key: {eq: "file-many"}}}) { totalCount } }"#;
        desk.ask(query)["data"]["people"]["totalCount"].as_u64().unwrap()
    };
    let kept = count();
    assert!(kept < ROWS, "the row that was cut is not there: {kept}");
    let cut = format!("{{ person(by: {{key: \"row-{}\"}}) {{ name }} }}", ROWS - 1);
    assert!(desk.ask(&cut)["data"]["person"].is_null());
    let id = desk.accepted(path, file.as_bytes());
    let last = desk.watch(&id).pop().unwrap();
    assert_eq!((&last["state"], count()), (&"DONE".into(), ROWS));
    assert_eq!(last["created"].as_u64().unwrap() + kept, ROWS, "what was there stayed: {last}");
}

#[test]
fn a_file_that_can_not_be_read_fails_with_what_would_be_right() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    let (zip, parquet) = (&b"PK\x03\x04zip"[..], &b"PAR1"[..]);
    let cut = &gzip(b"key,name\nann,Ann Lee\n")[..25];
    for (file, why) in
        [(zip, "is a zip"), (parquet, "is a Parquet file"), (cut, ":1: row: "), (b"", "is empty")]
    {
        let id = desk.accepted("/import/csv?entity=Person", file);
        let last = desk.watch(&id).pop().unwrap();
        let failure = last["failure"].as_str().unwrap();
        assert!(last["state"] == "FAILED" && failure.contains(why), "{last}");
    }
}
