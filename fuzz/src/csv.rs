//! Files of CSV and JSON, however they are packed and encoded, under the names of tables and of data
//! sets.

use std::io::Cursor;

use bole::{
    catalog::TABLES,
    import::{
        IMPORTERS, Records,
        any::{self, Mapping},
        opened::unpacked,
    },
};

/// The first line names a table or a data set, and the rest is a file; a table's with `{` in front is
/// JSON. A line that names nothing stands for some of them.
pub fn try_one(bytes: &[u8]) {
    let at = bytes.iter().position(|it| *it == b'\n').unwrap_or(0);
    let (name, file) = (&bytes[..at], bytes.get(at + 1..).unwrap_or_default());
    let Ok(text) = unpacked(Cursor::new(file.to_vec())) else { return };
    let name = String::from_utf8_lossy(name);
    let (is_json, name) = (name.starts_with('{'), name.trim_start_matches('{'));
    let set = IMPORTERS.iter().find(|it| it.name == name);
    let some = name.bytes().fold(0, |sum, it| sum * 31 % 1_009 + usize::from(it));
    let records: Records = match (set, any::table(name)) {
        (Some(set), _) => (set.read)(text),
        (None, Err(_)) if some % 3 == 0 => (IMPORTERS[some / 3 % IMPORTERS.len()].read)(text),
        (None, found) => {
            let tables: Vec<_> = TABLES.iter().filter(|it| !it.is_kept_by_bole).collect();
            let table = found.map_or(tables[some / 3 % tables.len()].name, |it| it.name);
            let source = "source".parse().expect("it is a key");
            let mapping = Mapping::new(table, source, &[]).expect("there is such a table");
            if is_json { any::json_lines(mapping, text) } else { any::csv(mapping, text) }
        }
    };
    check(records, file.len());
}

/// Records come to an end, in the order of their lines; what is wrong is told in words.
fn check(records: Records, length: usize) {
    let mut is_over = false;
    for (count, record) in records.enumerate() {
        // What is packed is longer than it looks, by about a thousand times at most.
        assert!(count <= 1_100 * length + 1, "{count} records of {length} bytes");
        assert!(!is_over, "something follows what was the last");
        match record {
            Ok(record) => {
                assert!(record.line > 0);
                let told = record.left_out.iter();
                assert!(told.clone().all(|it| !it.reason.is_empty() && it.reason.len() < 2_000));
            }
            Err(wrong) => {
                assert!(wrong.line > 0 && !wrong.column.is_empty(), "{wrong:?}");
                assert!((1..2_000).contains(&wrong.reason.len()), "{wrong:?}");
                is_over = wrong.is_last;
            }
        }
    }
}
