// A row that two changed: what one started from, what is there now, and what one wants. Pure.
import { type Draft, emptyOf, entryOf, heldBy, type Image, same } from "./draft.ts";
import type { Field } from "./entities.ts";

export type Side = "theirs" | "mine";

export interface Three {
  field: Field;
  base: unknown;
  theirs: unknown;
  mine: unknown;
  /** Who changed it: one alone, or both, and not to the same. */
  by: Side | "both";
}

/** The fields that somebody changed, but for those that both changed to the same. */
export function three(fields: readonly Field[], base: Image, theirs: Image, mine: Image): Three[] {
  const all = fields.map((field): Three | undefined => {
    const [was, is, wanted] = [base, theirs, mine].map((it) => it[field.name] ?? null);
    if (same(is, wanted)) return undefined;
    const by = same(was, is) ? "mine" : same(was, wanted) ? "theirs" : "both";
    return { field, base: was, theirs: is, mine: wanted, by };
  });
  return all.filter((it) => it !== undefined);
}

/** What is chosen by itself: what only one of the two changed. */
export function chosenAtFirst(all: readonly Three[]): Record<string, Side> {
  const clear = all.flatMap((it) => (it.by === "both" ? [] : [[it.field.name, it.by] as const]));
  return Object.fromEntries(clear);
}

/** Whether there is nothing more to choose. */
export const isDecided = (all: readonly Three[], chosen: Record<string, Side>): boolean =>
  all.every((it) => chosen[it.field.name] !== undefined);

/** The form that the choices make of one's own, over the row as it is now. */
export function decided(
  fields: readonly Field[],
  theirs: Image,
  mine: Draft,
  chosen: Record<string, Side>,
): Draft {
  const entries = fields.map((it) => {
    const own = mine[it.name] ?? emptyOf(it);
    const made = heldBy(it, own);
    const isSame = !("fault" in made) && same(made.value, theirs[it.name] ?? null);
    const keeps = chosen[it.name] === "mine" || isSame;
    return [it.name, keeps ? own : entryOf(it, theirs[it.name])];
  });
  return Object.fromEntries(entries);
}
