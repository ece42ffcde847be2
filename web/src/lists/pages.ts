// Pages of a list that were answered, and what to ask for the next. A page begins behind the cursor of
// the nearest page before it; what lies between is passed over.

/** Rows on a page: some screens full, and an answer of a few milliseconds. */
export const PAGE_ROWS = 100;

export interface Page<Row> {
  rows: Row[];
  /** The cursor of its last row. */
  end: string | null;
  /** The turn in which it was asked: others may have changed the list since. */
  turn: number;
}

export type Pages<Row> = ReadonlyMap<number, Page<Row>>;

/** What a page is asked with. */
export interface Asked {
  first: number;
  after: string | null;
  offset: number;
}

/** The pages on which rows lie, from `first` up to but without `end`. */
export function pagesOf(first: number, end: number): number[] {
  if (end <= first) return [];
  const from = Math.floor(first / PAGE_ROWS);
  const to = Math.floor((end - 1) / PAGE_ROWS);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** What to ask for a page. Cursors of earlier turns are not trusted to be where they were. */
export function askedFor<Row>(page: number, known: Pages<Row>, turn: number): Asked {
  let before = -1;
  for (const [at, it] of known) {
    if (at < page && at > before && it.turn === turn && it.end !== null) before = at;
  }
  const after = known.get(before)?.end ?? null;
  return { first: PAGE_ROWS, after, offset: (page - before - 1) * PAGE_ROWS };
}

/** The row at a place, where its page is known. */
export function rowAt<Row>(known: Pages<Row>, at: number): Row | undefined {
  return known.get(Math.floor(at / PAGE_ROWS))?.rows[at % PAGE_ROWS];
}
