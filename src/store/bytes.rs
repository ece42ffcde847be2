//! Rows as bytes: a byte for the format, the version of the commit that put the row (8 bytes, the
//! highest first), then `MessagePack` with the names of fields, so that a later build reads what an
//! earlier one wrote. Rows of format 1 have no version: theirs is 1.

use crate::catalog::Row;

const FORMAT: u8 = 2;
const WITHOUT_VERSION: u8 = 1;

/// The bytes of a row that the commit of a version put.
pub fn encode(row: &Row, version: u64) -> Vec<u8> {
    let mut bytes = vec![FORMAT];
    bytes.extend(version.to_be_bytes());
    let mut serializer = rmp_serde::Serializer::new(&mut bytes).with_struct_map();
    serde::Serialize::serialize(row, &mut serializer).expect("every row can be written to memory");
    bytes
}

/// The version of a row, and its fields.
///
/// # Errors
///
/// What is wrong with the bytes, a part of a sentence.
fn split(bytes: &[u8]) -> Result<(u64, &[u8]), String> {
    match bytes {
        [WITHOUT_VERSION, fields @ ..] => Ok((1, fields)),
        [FORMAT, rest @ ..] => match rest.split_first_chunk() {
            Some((version, fields)) => Ok((u64::from_be_bytes(*version), fields)),
            None => Err("it ends in its version".to_owned()),
        },
        [format, ..] => Err(format!("its format is {format}, not {FORMAT}")),
        [] => Err("it is empty".to_owned()),
    }
}

/// The version of the commit that put a row. For the errors, see [`decode`].
pub(super) fn version_of(bytes: &[u8]) -> Result<u64, String> {
    split(bytes).map(|it| it.0)
}

/// The row of table number `table` whose key is `key`, and its version.
///
/// # Errors
///
/// What is wrong with the bytes, a part of a sentence.
pub fn decode(table: usize, key: &[u8], bytes: &[u8]) -> Result<(Row, u64), String> {
    let (version, fields) = split(bytes)?;
    let row = Row::deserialize(table, &mut rmp_serde::Deserializer::from_read_ref(fields));
    match row.map_err(|why| why.to_string())? {
        row if row.key().as_str().as_bytes() == key => Ok((row, version)),
        row => Err(format!("it says that its key is `{}`", row.key())),
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use crate::{
        catalog::{Row, TABLES, Texts, place},
        store::{Record, Store, StoreError, keys, table_byte},
    };

    fn source(key: &str) -> Row {
        let columns = ["key", "title", "kind"].map(str::to_owned);
        Row::read(place("Source"), &Texts::new(&columns, [key, "A source", "DATASET"])).unwrap()
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let row = source("a");
        assert_eq!(decode(place("Source"), b"a", &encode(&row, 300)), Ok((row, 300)));
    }

    #[test]
    fn bytes_that_are_not_the_row_are_told_apart() {
        let bytes = encode(&source("a"), 5);
        let why = |key: &[u8], bytes: &[u8]| decode(place("Source"), key, bytes).unwrap_err();
        assert_eq!(why(b"a", &[]), "it is empty");
        assert_eq!(why(b"a", &[&[9], &bytes[1..]].concat()), "its format is 9, not 2");
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
        assert_eq!(decode(place("Source"), b"a", &bytes), Ok((source("a"), 1)));
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
                let mut bytes = encode(&source(key), 1);
                if key == bad {
                    bytes[0] = 9;
                }
                record.tables[at].add(key.as_bytes(), &bytes);
                store
                    .state()
                    .entries
                    .tree
                    .insert(keys::row(table_byte(at), key.as_bytes()), bytes)
                    .unwrap();
            }
            store.state().entries.tree.insert(keys::RECORD, record.to_text().as_bytes()).unwrap();
            store.state().staged = record.clone();
            store.state().record = record;
            match store.read(|_, _| ()) {
                Err(StoreError::Unreadable { table: "Source", key, .. }) => assert_eq!(key, bad),
                other => panic!("{other:?}"),
            }
        }
    }
}
