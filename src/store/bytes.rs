//! Rows as bytes: a byte for the format, then `MessagePack` with the names of fields, so that a
//! later build reads what an earlier one wrote.

use crate::catalog::Row;

const FORMAT: u8 = 1;

pub(super) fn encode(row: &Row) -> Vec<u8> {
    let mut bytes = vec![FORMAT];
    let mut serializer = rmp_serde::Serializer::new(&mut bytes).with_struct_map();
    serde::Serialize::serialize(row, &mut serializer).expect("every row can be written to memory");
    bytes
}

/// The row of table number `table` whose key is `key`.
///
/// # Errors
///
/// What is wrong with the bytes, a part of a sentence.
pub(super) fn decode(table: usize, key: &[u8], bytes: &[u8]) -> Result<Row, String> {
    let row = match bytes {
        [FORMAT, row @ ..] => Row::deserialize(table, &mut rmp_serde::Deserializer::new(row)),
        [format, ..] => return Err(format!("its format is {format}, not {FORMAT}")),
        [] => return Err("it is empty".to_owned()),
    };
    match row.map_err(|why| why.to_string())? {
        row if row.key().as_str().as_bytes() == key => Ok(row),
        row => Err(format!("it says that its key is `{}`", row.key())),
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use crate::{
        catalog::{Row, TABLES, Texts, place},
        store::{RECORD_KEY, ROWS, Record, Store, StoreError, table_byte},
    };

    fn source(key: &str) -> Row {
        let columns = ["key", "title", "kind"].map(str::to_owned);
        Row::read(place("Source"), &Texts::new(&columns, [key, "A source", "DATASET"])).unwrap()
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let row = source("a");
        assert_eq!(decode(place("Source"), b"a", &encode(&row)), Ok(row));
    }

    #[test]
    fn bytes_that_are_not_the_row_are_told_apart() {
        let bytes = encode(&source("a"));
        let why = |key: &[u8], bytes: &[u8]| decode(place("Source"), key, bytes).unwrap_err();
        assert_eq!(why(b"a", &[]), "it is empty");
        assert_eq!(why(b"a", &[&[9], &bytes[1..]].concat()), "its format is 9, not 1");
        assert_eq!(why(b"b", &bytes), "it says that its key is `a`");
        for end in 1..bytes.len() {
            assert!(decode(place("Source"), b"a", &bytes[..end]).is_err(), "at {end}");
        }
    }

    /// What an earlier build might have written: fewer fields, and one that there is no more.
    #[derive(serde::Serialize)]
    struct EarlierSource {
        key: &'static str,
        shelf: u32,
        title: EarlierText,
        kind: &'static str,
    }

    #[derive(serde::Serialize)]
    struct EarlierText {
        en: &'static str,
    }

    #[test]
    fn a_row_of_an_earlier_build_is_read_by_the_names_of_its_fields() {
        let title = EarlierText { en: "A source" };
        let earlier = EarlierSource { key: "a", shelf: 7, title, kind: "DATASET" };
        let bytes = [vec![1], rmp_serde::to_vec_named(&earlier).unwrap()].concat();
        assert_eq!(decode(place("Source"), b"a", &bytes), Ok(source("a")));
    }

    #[test]
    #[expect(clippy::used_underscore_binding, reason = "the store itself only holds it")]
    fn a_child_that_still_has_the_files_does_not_keep_a_directory_in_use() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let _child = store._lock.0.try_clone().unwrap();
        drop(store);
        drop(Store::open(dir.path()).unwrap());
    }

    /// The last row is the one that no later row betrays.
    #[test]
    fn a_row_of_a_later_format_is_named_and_never_passed_over() {
        for bad in ["a", "z"] {
            let dir = tempfile::tempdir().unwrap();
            let store = Store::open(dir.path()).unwrap();
            let mut record = Record { version: 1, ..Record::default() };
            let at = record.place_of(TABLES[place("Source")].name);
            for key in ["a", "m", "z"] {
                let mut bytes = encode(&source(key));
                if key == bad {
                    bytes[0] = 9;
                }
                record.tables[at].add(key.as_bytes(), &bytes);
                let id = [&[ROWS, table_byte(at)], key.as_bytes()].concat();
                store.tree.insert(id, bytes).unwrap();
            }
            store.tree.insert(RECORD_KEY, record.to_text().as_bytes()).unwrap();
            store.state().record = record;
            match store.read(drop) {
                Err(StoreError::Unreadable { table: "Source", key, .. }) => assert_eq!(key, bad),
                other => panic!("{other:?}"),
            }
        }
    }
}
