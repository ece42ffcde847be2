// In which fields two states of a row differ. Pure.
import { type Image, same } from "./draft.ts";

export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

/** Whether a value says nothing. */
export const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** The fields that differ, in the order of the row; all that say something where one is missing. */
export function differences(before: Image | null, after: Image | null): Difference[] {
  const names = Object.keys(after ?? before ?? {}).filter((it) => it !== "key");
  const all = names.map((field) => ({
    field,
    before: before?.[field] ?? null,
    after: after?.[field] ?? null,
  }));
  const differing = all.filter((it) => !same(it.before, it.after));
  return differing.filter((it) => !(isNothing(it.before) && isNothing(it.after)));
}

/** Of two lists: what is only in the one, and only in the other. */
export function listed(before: readonly string[], after: readonly string[]) {
  return {
    gone: before.filter((it) => !after.includes(it)),
    stays: after.filter((it) => before.includes(it)),
    comes: after.filter((it) => !before.includes(it)),
  };
}
