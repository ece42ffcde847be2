//! Rows as they are, wherever they stand: in an entry of their own, or in a pack with others.
//!
//! The entry of its own counts: a row that was changed after it was packed has one, and one that was
//! taken away has one without bytes. A row is in one pack at most: that with the last first key up to
//! its own.

use std::{ops::Bound, path::Path};

use sled::{IVec, Tree};

use super::{
    StoreError,
    entries::{Entries, range},
    guard::guarded,
    keys,
    pack::Pack,
};

/// The pack in which a row with a key is, if it is in any.
pub(super) struct Span {
    pub table: u8,
    /// The key of the pack's first row, and the pack; `None` before the first pack of the table.
    pub pack: Option<(Vec<u8>, Pack)>,
    /// The key of the next pack's first row.
    pub next: Option<Vec<u8>>,
}

impl Span {
    /// Whether a row that comes after the one that this was asked for is in this pack, if in any.
    pub(super) fn reaches(&self, table: u8, key: &[u8]) -> bool {
        let begins = self.pack.as_ref().is_none_or(|it| *it.0 <= *key);
        self.table == table && begins && self.next.as_ref().is_none_or(|it| *key < **it)
    }

    pub(super) fn find(&self, key: &[u8]) -> Option<&[u8]> {
        self.pack.as_ref()?.1.find(key)
    }
}

impl Entries {
    /// The bytes of a row; `None` where it is not there.
    pub(super) fn row(&self, table: u8, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        match self.get(&keys::row(table, key))? {
            Some(single) => Ok(Some(single).filter(|it| !it.is_empty())),
            None => self.packed(table, key),
        }
    }

    /// The bytes of a row in its pack, whatever became of it since.
    pub(super) fn packed(&self, table: u8, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        Ok(self.pack_of(table, key)?.and_then(|it| it.1.find(key).map(IVec::from)))
    }

    pub(super) fn span(&self, table: u8, key: &[u8]) -> Result<Span, StoreError> {
        let after = (Bound::Excluded(keys::pack(table, key)), Bound::Excluded(end(table)));
        let next = self.first(after, 1)?.pop().map(|it| it.0[2..].to_vec());
        Ok(Span { table, pack: self.pack_of(table, key)?, next })
    }

    fn pack_of(&self, table: u8, key: &[u8]) -> Result<Option<(Vec<u8>, Pack)>, StoreError> {
        let up_to =
            (Bound::Included(keys::pack(table, &[])), Bound::Included(keys::pack(table, key)));
        let Some((first, bytes)) = self.last(up_to, 1)?.pop() else { return Ok(None) };
        let pack = Pack::read(&bytes).map_err(|why| damaged(self.rows(), why))?;
        Ok(Some((first[2..].to_vec(), pack)))
    }

    /// Whether any row from `first` to `last` has an entry of its own.
    pub(super) fn has_singles(
        &self,
        table: u8,
        first: &[u8],
        last: &[u8],
    ) -> Result<bool, StoreError> {
        // No key holds a zero byte, so this comes right after the last.
        let end = [&keys::row(table, last)[..], &[0]].concat();
        Ok(!self.first(range(keys::row(table, first), end), 1)?.is_empty())
    }
}

/// Gives the key and the bytes of each row of a table in sled to `visit`, by key.
pub(super) fn each(
    (tree, path): (&Tree, &Path),
    table: u8,
    mut visit: impl FnMut(&[u8], &[u8]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    guarded(path, || {
        let mut singles = tree.scan_prefix(keys::rows(table));
        let mut single = singles.next().transpose()?;
        for pack in tree.scan_prefix(keys::packs(table)) {
            let pack = match Pack::read(&pack?.1) {
                Ok(pack) => pack,
                Err(why) => return Ok(Err(damaged(path, why))),
            };
            for (key, row) in pack.rows() {
                let mut is_replaced = false;
                while let Some((at, bytes)) = single.take_if(|it| it.0[2..] <= *key) {
                    is_replaced |= at[2..] == *key;
                    if let Err(why) = visit_single(&mut visit, &at, &bytes) {
                        return Ok(Err(why));
                    }
                    single = singles.next().transpose()?;
                }
                if !is_replaced && let Err(why) = visit(key, row) {
                    return Ok(Err(why));
                }
            }
        }
        while let Some((at, bytes)) = single {
            if let Err(why) = visit_single(&mut visit, &at, &bytes) {
                return Ok(Err(why));
            }
            single = singles.next().transpose()?;
        }
        Ok(Ok(()))
    })?
}

fn visit_single(
    visit: &mut impl FnMut(&[u8], &[u8]) -> Result<(), StoreError>,
    at: &[u8],
    bytes: &[u8],
) -> Result<(), StoreError> {
    if bytes.is_empty() { Ok(()) } else { visit(&at[2..], bytes) }
}

fn end(table: u8) -> Vec<u8> {
    // No key begins with such a byte.
    keys::pack(table, &[u8::MAX])
}

fn damaged(path: &Path, why: String) -> StoreError {
    StoreError::Damaged { path: path.to_owned(), why }
}
