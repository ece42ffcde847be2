//! Rows as bytes on the disk: those that can be read are rows like any other.

use bole::{
    catalog::{Row, TABLES},
    store::{decode_row, encode_row},
};

/// The first byte is the table, the second says how long the key is that follows, and the rest is the
/// row.
pub fn try_one(bytes: &[u8]) {
    let [table, length, rest @ ..] = bytes else { return };
    let table = usize::from(*table) % TABLES.len();
    let Some((key, bytes)) = rest.split_at_checked((*length).into()) else { return };
    let Ok((row, version)) = decode_row(table, key, bytes) else { return };
    assert_eq!((row.table(), row.key().as_str().as_bytes()), (table, key));
    assert_eq!(decode_row(table, key, &encode_row(&row, version)), Ok((row.clone(), version)));
    // As text it is the same again, in whatever form it is exported.
    let again = Row::read(table, &row.texts());
    assert_eq!(again.as_ref(), Ok(&row), "{:?}", row.texts());
    for field in 0..TABLES[table].fields.len() {
        for other in row.references(field) {
            assert!(row.needs(&other) || row.without(&other).is_some(), "{row:?} {other}");
        }
    }
}
