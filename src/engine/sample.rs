//! Rows chosen at random.

use super::{Frame, request::Sample};

/// Those of `rows` that a seed chooses, in an order that the seed makes too. A row is chosen by its
/// key: the same seed chooses the same rows in every copy of the graph, and one row more or less
/// among many changes one chosen row at most.
pub fn choose(frame: &Frame, rows: &[u32], sample: Sample) -> Vec<u32> {
    let drawn = |row: &u32| (mixed(frame.key(*row), sample.seed), *row);
    let mut lots: Vec<(u64, u32)> = rows.iter().map(drawn).collect();
    // Keys with equal lots, should there ever be, stand by their keys.
    let compare = |one: &(u64, u32), other: &(u64, u32)| {
        one.0.cmp(&other.0).then_with(|| frame.key(one.1).cmp(frame.key(other.1)))
    };
    if sample.size < lots.len() {
        lots.select_nth_unstable_by(sample.size, compare);
        lots.truncate(sample.size);
    }
    lots.sort_unstable_by(compare);
    lots.into_iter().map(|it| it.1).collect()
}

/// A number that follows from a key and a seed and looks like any other: FNV-1a, then the last
/// steps of `SplitMix64`.
fn mixed(key: &str, seed: i64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let mut mixed = key.bytes().fold(start, hash);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
