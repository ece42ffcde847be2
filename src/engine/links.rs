//! The way back along references: for each row, the rows that refer to it.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use super::{chunked::CHUNK_ROWS, sorted::Sorted};

/// For each row of the target, the rows of the source that refer to it, in order of their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    chunks: Vec<Arc<Chunk>>,
    /// Rows of the target to which more than [`CHUNK_ROWS`] rows refer are kept here, so that one
    /// more reference does not copy all of them.
    large: BTreeMap<u32, Sorted>,
    targets: usize,
}

/// The links of [`CHUNK_ROWS`] rows of the target.
#[derive(Clone, Debug, Default)]
struct Chunk {
    /// By row of the target: where its rows end in `rows`.
    ends: Vec<u32>,
    rows: Vec<u32>,
}

/// Rows that refer to one row, in order of their keys.
#[derive(Clone, Copy, Debug)]
pub enum Rows<'s> {
    Few(&'s [u32]),
    Many(&'s Sorted),
}

impl<'s> Rows<'s> {
    pub fn len(self) -> usize {
        match self {
            Rows::Few(rows) => rows.len(),
            Rows::Many(rows) => rows.len(),
        }
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    pub fn iter(self) -> impl Iterator<Item = u32> + 's {
        let (few, many) = match self {
            Rows::Few(rows) => (rows, None),
            Rows::Many(rows) => (&[][..], Some(rows)),
        };
        few.iter().copied().chain(many.into_iter().flat_map(Sorted::iter))
    }
}

impl Links {
    /// Takes all references at once: pairs of target and source, by source in order of keys.
    pub(super) fn of(targets: usize, references: &[(u32, u32)]) -> Self {
        let mut counts = vec![0u32; targets];
        for (target, _) in references {
            counts[*target as usize] += 1;
        }
        let mut starts = Vec::with_capacity(targets + 1);
        let mut end = 0usize;
        for count in &counts {
            starts.push(end);
            end += *count as usize;
        }
        starts.push(end);
        let mut rows = vec![0u32; end];
        let mut next = starts.clone();
        for (target, source) in references {
            rows[next[*target as usize]] = *source;
            next[*target as usize] += 1;
        }
        let mut links = Links { targets, ..Links::default() };
        for first in (0..targets).step_by(CHUNK_ROWS) {
            let mut chunk = Chunk::default();
            for target in first..targets.min(first + CHUNK_ROWS) {
                let found = &rows[starts[target]..starts[target + 1]];
                if found.len() > CHUNK_ROWS {
                    links.large.insert(super::row_number(target), Sorted::of(found));
                } else {
                    chunk.rows.extend_from_slice(found);
                }
                chunk.ends.push(super::row_number(chunk.rows.len()));
            }
            chunk.rows.shrink_to_fit();
            links.chunks.push(Arc::new(chunk));
        }
        links
    }

    pub(super) fn get(&self, target: u32) -> Rows<'_> {
        match self.large.get(&target).filter(|_| !self.large.is_empty()) {
            Some(rows) => Rows::Many(rows),
            None => {
                let chunk = &self.chunks[target as usize / CHUNK_ROWS];
                Rows::Few(&chunk.rows[chunk.span(target as usize % CHUNK_ROWS)])
            }
        }
    }

    /// Makes room for one more row of the target.
    pub(super) fn push_target(&mut self) {
        if self.targets.is_multiple_of(CHUNK_ROWS) {
            self.chunks.push(Arc::default());
        }
        let last = self.chunks.last_mut().expect("a chunk was just made where there was none");
        let chunk = Arc::make_mut(last);
        chunk.ends.push(super::row_number(chunk.rows.len()));
        self.targets += 1;
    }

    /// Adds a reference; `compare` tells how a row of the source stands to `source`.
    pub(super) fn insert(
        &mut self,
        target: u32,
        source: u32,
        compare: impl FnMut(u32) -> Ordering,
    ) {
        if let Some(rows) = self.large.get_mut(&target) {
            rows.insert(source, compare);
            return;
        }
        let chunk = Arc::make_mut(&mut self.chunks[target as usize / CHUNK_ROWS]);
        let position = target as usize % CHUNK_ROWS;
        let span = chunk.span(position);
        if span.len() < CHUNK_ROWS {
            let mut compare = compare;
            let before =
                chunk.rows[span.clone()].partition_point(|it| compare(*it) == Ordering::Less);
            chunk.rows.insert(span.start + before, source);
            chunk.ends[position..].iter_mut().for_each(|it| *it += 1);
        } else {
            let mut rows = Sorted::of(&chunk.rows[span.clone()]);
            rows.insert(source, compare);
            let count = super::row_number(span.len());
            chunk.rows.drain(span);
            chunk.ends[position..].iter_mut().for_each(|it| *it -= count);
            self.large.insert(target, rows);
        }
    }

    /// Takes a reference away; `compare` tells how a row of the source stands to `source`.
    pub(super) fn remove(
        &mut self,
        target: u32,
        source: u32,
        compare: impl FnMut(u32) -> Ordering,
    ) {
        if let Some(rows) = self.large.get_mut(&target) {
            rows.remove(source, compare);
            return;
        }
        let chunk = Arc::make_mut(&mut self.chunks[target as usize / CHUNK_ROWS]);
        let position = target as usize % CHUNK_ROWS;
        let span = chunk.span(position);
        if let Some(found) = chunk.rows[span.clone()].iter().position(|it| *it == source) {
            chunk.rows.remove(span.start + found);
            chunk.ends[position..].iter_mut().for_each(|it| *it -= 1);
        }
    }
}

impl Chunk {
    fn span(&self, position: usize) -> std::ops::Range<usize> {
        let start = position.checked_sub(1).map_or(0, |it| self.ends[it] as usize);
        start..self.ends[position] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(links: &Links, target: u32) -> Vec<u32> {
        links.get(target).iter().collect()
    }

    #[test]
    fn links_built_at_once_equal_links_put_one_by_one() {
        let references = (0..30_000u32).map(|it| (if it % 2 == 0 { 3 } else { it % 5000 }, it));
        let at_once = Links::of(5000, &references.clone().collect::<Vec<_>>());
        let mut one_by_one = Links::default();
        (0..5000).for_each(|_| one_by_one.push_target());
        for (target, source) in references.rev() {
            one_by_one.insert(target, source, |it| it.cmp(&source));
        }
        assert!((0..5000).all(|it| rows(&at_once, it) == rows(&one_by_one, it)));
        assert_eq!(at_once.get(3).len(), 15_006);
        one_by_one.remove(3, 4, |it| it.cmp(&4));
        one_by_one.remove(7, 5007, |it| it.cmp(&5007));
        assert_eq!(one_by_one.get(3).len(), 15_005);
        assert!(!rows(&one_by_one, 7).contains(&5007));
    }
}
