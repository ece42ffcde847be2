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

/// The row of table number `table`; `Err` where the bytes are none.
pub(super) fn decode(table: usize, bytes: &[u8]) -> Result<Row, rmp_serde::decode::Error> {
    match bytes {
        [FORMAT, row @ ..] => Row::deserialize(table, &mut rmp_serde::Deserializer::new(row)),
        _ => Err(rmp_serde::decode::Error::Syntax("not a row of this format".to_owned())),
    }
}
