//! Backups that are not as they were written.

use std::fs;

use bole::store;

use super::{backup, checked, eventful};

/// Where each block of a backup begins, and what its content is about.
fn blocks(bytes: &[u8]) -> Vec<(usize, u8)> {
    let (mut at, mut blocks) = (12, Vec::new());
    while at < bytes.len() {
        blocks.push((at, bytes[at]));
        let length = u32::from_le_bytes(bytes[at + 12..at + 16].try_into().unwrap());
        at += 32 + usize::try_from(length).unwrap();
    }
    assert_eq!(at, bytes.len());
    blocks
}

#[test]
fn a_byte_that_is_changed_in_whatever_block_is_found_and_the_block_is_named() {
    let (bytes, _) = backup(eventful().path());
    let blocks = blocks(&bytes);
    let kinds: Vec<u8> = blocks.iter().map(|it| it.1).collect();
    assert_eq!(kinds, [1, 6, 2, 3, 4, 5, 7], "a block of each kind");
    let heads = blocks.iter().flat_map(|it| it.0..it.0 + 32);
    for at in (0..bytes.len()).step_by(53).chain(0..12).chain(heads) {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let why = checked(&changed).unwrap_err();
        assert!(why.starts_with("`memory` can't be used as a backup: "), "{at}: {why}");
        if at >= 12 {
            let block = blocks.iter().rposition(|it| it.0 <= at).unwrap();
            assert!(why.contains(&format!("block {block}")), "{at}: {why}");
        }
    }
    let mut rows = bytes;
    rows[blocks[2].0 + 40] ^= 1;
    let why = checked(&rows).unwrap_err();
    let at = blocks[2].0;
    assert!(
        why.contains(&format!("block 2 (rows), at byte {at}, is not as it was written")),
        "{why}"
    );
}

#[test]
fn a_backup_that_is_cut_short_or_goes_on_is_found() {
    let (bytes, _) = backup(eventful().path());
    for end in (0..bytes.len()).step_by(61).chain(blocks(&bytes).into_iter().map(|it| it.0)) {
        let why = checked(&bytes[..end]).unwrap_err();
        let is_said = ["too short", "cut short"].iter().any(|it| why.contains(it));
        assert!(is_said, "{end}: {why}");
    }
    let longer = [&bytes[..], b"x"].concat();
    assert!(checked(&longer).unwrap_err().contains("something comes after its end"));
}

#[test]
fn blocks_that_are_missing_twice_there_or_of_another_backup_are_found() {
    let (bytes, _) = backup(eventful().path());
    let blocks: Vec<usize> =
        blocks(&bytes).into_iter().map(|it| it.0).chain([bytes.len()]).collect();
    let block = |at: usize| &bytes[blocks[at]..blocks[at + 1]];
    for at in 0..blocks.len() - 1 {
        let without = [&bytes[..blocks[at]], &bytes[blocks[at + 1]..]].concat();
        checked(&without).unwrap_err();
        let twice = [&bytes[..blocks[at]], block(at), &bytes[blocks[at]..]].concat();
        checked(&twice).unwrap_err();
    }
    let swapped = [&bytes[..blocks[2]], block(3), block(2), &bytes[blocks[4]..]].concat();
    assert!(checked(&swapped).unwrap_err().contains("is not in its place"));
}

#[test]
fn what_is_no_backup_or_of_a_later_format_is_told_apart() {
    let (bytes, _) = backup(eventful().path());
    let mut later = bytes.clone();
    later[8] = 9;
    assert!(checked(&later).unwrap_err().contains("its format is 9, and this build reads 1"));
    assert!(checked(b"PK\x03\x04 something else").unwrap_err().contains("does not begin like a"));
    assert!(checked(b"").unwrap_err().contains("too short to be a backup of Bole"));
}

#[test]
fn nothing_is_left_of_a_restore_of_a_bad_backup() {
    let (mut bytes, _) = backup(eventful().path());
    let late = bytes.len() - 60;
    bytes[late] ^= 4;
    let place = tempfile::tempdir().unwrap();
    let (file, data) = (place.path().join("file"), place.path().join("data"));
    fs::write(&file, &bytes).unwrap();
    store::restore(&file, &data, &mut |_| ()).unwrap_err();
    assert!(!data.exists());
    fs::create_dir(&data).unwrap();
    store::restore(&file, &data, &mut |_| ()).unwrap_err();
    assert_eq!(fs::read_dir(&data).unwrap().count(), 0);
    let nowhere = place.path().join("nowhere");
    let why = store::restore(&nowhere, &data, &mut |_| ()).unwrap_err().to_string();
    assert!(why.contains("nowhere`"), "{why}");
}
