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

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;
    use crate::catalog::place;

    /// What an earlier build might have written: fewer fields, and one that there is no more.
    #[derive(Serialize)]
    struct EarlierSource {
        key: &'static str,
        shelf: u32,
        title: EarlierText,
        kind: &'static str,
    }

    #[derive(Serialize)]
    struct EarlierText {
        en: &'static str,
    }

    #[test]
    fn a_row_of_an_earlier_build_is_read_by_the_names_of_its_fields() {
        let title = EarlierText { en: "A source" };
        let earlier = EarlierSource { key: "s", shelf: 7, title, kind: "DATASET" };
        let bytes = [vec![FORMAT], rmp_serde::to_vec_named(&earlier).unwrap()].concat();
        let row = decode(place("Source"), &bytes).unwrap();
        assert_eq!(row.key().as_str(), "s");
        assert_eq!(decode(place("Source"), &encode(&row)).unwrap(), row);
    }

    #[test]
    fn bytes_that_are_no_row_are_an_error() {
        for bytes in [&[][..], &[FORMAT], &[FORMAT, 0xC1], &[FORMAT + 1, 0x80], &[FORMAT, 0x80]] {
            assert!(decode(place("Source"), bytes).is_err(), "{bytes:?}");
        }
    }
}
