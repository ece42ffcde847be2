// Groups of answers as the choices of facets.
import type { Choice, Choices } from "./listing.ts";

interface Groups<Key> {
  totalCount: number;
  nodes: { count: number; key: Key }[];
}

interface Row {
  key: string;
  name: string;
}

/** The choices of a facet of plain values. `known` gives the value of a key; null for rows without
 * one, which `none` names. */
export function plain<Key>(
  groups: Groups<Key>,
  known: (key: Key) => string | number | null | undefined,
  called: (value: string) => string,
  none?: string,
): Choices {
  const choices = groups.nodes.flatMap<Choice>(({ count, key }) => {
    const value = known(key) ?? null;
    if (value !== null) {
      const text = String(value);
      return [{ value: text, label: called(text), count }];
    }
    return none === undefined ? [] : [{ value: "", label: none, count }];
  });
  return { choices, total: groups.totalCount - (groups.nodes.length - choices.length) };
}

/** The choices of a facet of rows, and what the chosen ones are called. */
export function rows<Key>(
  groups: Groups<Key>,
  known: (key: Key) => Row | null | undefined,
  chosen: Row[],
): Choices {
  const choices = groups.nodes.flatMap<Choice>(({ count, key }) => {
    const row = known(key);
    return row ? [{ value: row.key, label: row.name, count }] : [];
  });
  const named = chosen.map((it) => ({ value: it.key, label: it.name }));
  return { choices, named, total: groups.totalCount - (groups.nodes.length - choices.length) };
}
