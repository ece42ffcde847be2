//! The other ids of rows: of those that were merged into them, and those that files give to them.

use super::{
    RowId,
    entity::entity,
    value::{Key, Text},
};

entity! {
    /// An id that a row had before it was merged into another one, or that a file gives to it.
    /// Wherever that id is looked up, the other row is found. Merges and imports make redirects;
    /// nobody writes them by hand.
    Redirect as redirect in redirects kept by_bole {
        /// The id that was given up, such as `Person:i-sutskever`.
        old: Text,
        /// The row that it means now.
        into: RowId,
    }
}

/// Bytes of an id that is its redirect's key as it stands; longer ones are told apart by a hash.
const PLAIN_BYTES_MAX: usize = 119;

impl Redirect {
    pub fn new(old: &RowId, into: RowId) -> Self {
        let key = Redirect::key_of(old);
        let old = old.to_string().parse().expect("an id is a text that says something");
        Redirect { key, old, into }
    }

    /// The key of the redirect from an id: `person.i-sutskever`. Every id has its own, but for
    /// those of more than 119 bytes, of which two may share one if a 64-bit hash of them is equal.
    pub fn key_of(old: &RowId) -> Key {
        // Names of tables are letters: they end at the first dot, and the case is no loss.
        let mut key = format!("{}.{}", old.table().to_ascii_lowercase(), old.key());
        if key.len() > PLAIN_BYTES_MAX {
            let hash = format!(".{:016x}", fnv(key.as_bytes()));
            key.truncate(PLAIN_BYTES_MAX + 1 - hash.len());
            key += &hash;
        }
        key.parse().expect("a name of a table and a key make a key")
    }
}

/// The hash of Fowler, Noll and Vo, 1a, of 64 bits: it must be the same in every build.
fn fnv(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, mix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::TABLES;

    #[test]
    fn every_id_has_a_redirect_of_its_own() {
        let key = |it: &str| Redirect::key_of(&it.parse().unwrap()).to_string();
        assert_eq!(key("Person:a.b"), "person.a.b");
        let long = "a".repeat(119);
        assert_eq!(key(&format!("Person:{long}b")).len(), 120);
        assert_ne!(key(&format!("Person:{long}b")), key(&format!("Person:{long}c")));
        let mut names: Vec<String> = TABLES.iter().map(|it| it.name.to_lowercase()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLES.len(), "their names differ by more than case");
        assert!(names.iter().all(|it| it.bytes().all(|it| it.is_ascii_lowercase())));
    }
}
