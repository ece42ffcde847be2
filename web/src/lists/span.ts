// Which rows of a long list are drawn, and where: only those that are seen, and some around them.

/** Browsers draw nothing that is much taller; in CSS pixels. */
const HEIGHT_MAX = 15_000_000;

/** Rows drawn above and below what is seen, so that nothing is white while it moves. */
const AROUND = 8;

export interface Seen {
  /** How far the top of the list is above the top of what is seen, in CSS pixels. */
  scrolled: number;
  /** How tall what is seen is, in CSS pixels. */
  view: number;
  rows: number;
  /** How tall a row is, in CSS pixels. */
  row: number;
}

export interface Span {
  /** How tall the list is, in CSS pixels. */
  height: number;
  /** The first row that is seen, from 0. */
  seen: number;
  /** The rows that are drawn: from `first`, up to but without `end`. */
  first: number;
  end: number;
  /** Where the first of these stands, from the top of the list, in CSS pixels. */
  top: number;
}

/** How far a list must be scrolled for each row to be seen first; less than its height where the list
 * is too tall to be drawn whole. */
const step = ({ rows, row, view }: Omit<Seen, "scrolled">) => {
  const whole = rows * row;
  return whole <= HEIGHT_MAX ? row : ((HEIGHT_MAX - view) / (whole - view)) * row;
};

export function spanOf(list: Seen): Span {
  const { scrolled, view, rows, row } = list;
  const height = Math.min(rows * row, HEIGHT_MAX);
  const far = Math.min(Math.max(0, scrolled), Math.max(0, height - view));
  const exact = far / step(list);
  const seen = Math.min(Math.floor(exact), Math.max(0, rows - 1));
  const first = Math.max(0, seen - AROUND);
  const end = Math.min(rows, seen + Math.ceil(view / row) + 1 + AROUND);
  // The row that is seen first stands where the list is scrolled to, less what is above of it.
  return { height, seen, first, end, top: far - (exact - first) * row };
}

/** How far to scroll for `at` to be the first row that is seen. */
export function offsetOf(at: number, list: Omit<Seen, "scrolled">): number {
  return Math.ceil(Math.min(at, Math.max(0, list.rows - 1)) * step(list));
}
