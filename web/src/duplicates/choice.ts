// Two rows that may be one: which values differ, and what a merge is told. Pure.
import { isNothing } from "../edit/differences.ts";
import { type Image, same } from "../edit/draft.ts";
import type { Field } from "../edit/entities.ts";

export type Which = "one" | "other";

export interface Pair {
  field: Field;
  one: unknown;
  other: unknown;
  /** What a merge makes of it by itself: nothing to choose but where the two differ. */
  by: "same" | "united" | "filled" | "choice";
}

const LISTS = ["texts", "keys", "references"];

/** The fields in which at least one of two rows says something, in their order. */
export function pairs(fields: readonly Field[], one: Image, other: Image): Pair[] {
  const all = fields.map((field) => {
    const [a, b] = [one[field.name] ?? null, other[field.name] ?? null];
    const isOneSided = isNothing(a) || isNothing(b);
    const by = same(a, b)
      ? "same"
      : LISTS.includes(field.kind)
        ? "united"
        : isOneSided
          ? "filled"
          : "choice";
    return { field, one: a, other: b, by } satisfies Pair;
  });
  return all.filter((it) => !(isNothing(it.one) && isNothing(it.other)));
}

/** The fields whose values are taken from the row that goes. */
export function taken(
  all: readonly Pair[],
  stays: Which,
  chosen: Readonly<Record<string, Which>>,
): string[] {
  const choices = all.filter((it) => it.by === "choice");
  const names = choices.map((it) => it.field.name);
  return names.filter((it) => chosen[it] !== undefined && chosen[it] !== stays);
}
