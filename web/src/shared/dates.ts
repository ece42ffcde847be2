// Spans of time whose dates may be partial or missing, in words and in milliseconds since 1970.
import { span } from "../texts/numbers.ts";
import type { shared } from "./texts.ts";

export interface Dated {
  start: string | null;
  end: string | null;
  /** Whether it is over, where its end is not known. */
  over?: boolean;
  /** The date at which it was so by its source. */
  asOf?: string | null;
}

/** As it is said: `2016 – 2019-07`, `since 2016`, `until 2019`. Empty where there are no dates. */
export function spell(it: Dated, t: (typeof shared)["EN"]): string {
  if (it.start !== null && it.end !== null) {
    return it.start === it.end ? it.start : `${it.start} – ${it.end}`;
  }
  if (it.start !== null) return it.over ? t.since(it.start) : `${it.start} – ${t.ongoing}`;
  return it.end === null ? "" : t.until(it.end);
}

/** From one moment to a later one. */
export type Stretch = [from: number, to: number];

export interface Drawn {
  /** The time in which it was so, for certain. */
  certain: Stretch | undefined;
  /** The times in which dates leave it open. */
  open: Stretch[];
  /** Whether it goes on, as far as is known. */
  goesOn: boolean;
}

const DAY_MS = 86_400_000;

/** What can be drawn of a span of time; nothing where it has no dates. */
export function drawn(it: Dated, now: number): Drawn | undefined {
  if (it.start === null && it.end === null) return undefined;
  // Without a start, only the end is known.
  if (it.start === null) return { certain: undefined, open: [span(it.end ?? "")], goesOn: false };
  const start = span(it.start);
  if (it.end !== null) return between(start, span(it.end));
  const seen = it.asOf ? span(it.asOf)[1] : now;
  // It ended at some time before it was looked at.
  if (it.over)
    return { certain: undefined, open: [[start[0], Math.max(start[1], seen)]], goesOn: false };
  const until = Math.max(start[1], Math.min(seen, now));
  const open: Stretch[] = [start];
  if (now > until) open.push([until, now]);
  return { certain: until > start[1] ? [start[1], until] : undefined, open, goesOn: true };
}

function between(start: Stretch, end: Stretch): Drawn {
  // What began and ended on one day was on that day.
  const isDay = start[1] - start[0] === DAY_MS && start[0] === end[0] && start[1] === end[1];
  if (isDay) return { certain: start, open: [], goesOn: false };
  if (end[0] <= start[1]) {
    return { certain: undefined, open: [[start[0], Math.max(start[1], end[1])]], goesOn: false };
  }
  return { certain: [start[1], end[0]], open: [start, end], goesOn: false };
}
