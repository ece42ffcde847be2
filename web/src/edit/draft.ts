// What stands in a form, made of the values of a row, and changes made of what stands in it. Pure.
import type { Field } from "./entities.ts";

/** The values of a row, as `values` and its history have them. */
export type Image = Readonly<Record<string, unknown>>;

/** What stands in the control of a field; an empty text is nothing. */
export type Entry = string | string[] | Local;

export interface Local {
  en: string;
  zh: string;
}

export type Draft = Readonly<Record<string, Entry>>;

/** Why what stands in a control is no value; the control says it in words. */
export type Fault = "number" | "whole";

export type Input = { value: unknown } | { fault: Fault };

const isLocal = (entry: Entry): entry is Local =>
  typeof entry === "object" && !Array.isArray(entry);

const isList = (field: Field) => ["texts", "keys", "references"].includes(field.kind);

/** A control with nothing in it. */
export function emptyOf(field: Field): Entry {
  if (field.kind === "local") return { en: "", zh: "" };
  return isList(field) ? [] : "";
}

/** What stands in the control of a field that has this value. */
export function entryOf(field: Field, value: unknown): Entry {
  if (value === null || value === undefined) return emptyOf(field);
  if (field.kind === "local") {
    const { en, zh } = value as { en?: string | null; zh?: string | null };
    return { en: en ?? "", zh: zh ?? "" };
  }
  if (isList(field)) return Array.isArray(value) ? value.map(String) : [String(value)];
  return String(value);
}

/** A form of the values of a row; of a new one where there are none. */
export function draftOf(fields: readonly Field[], image: Image = {}): Draft {
  return Object.fromEntries(fields.map((it) => [it.name, entryOf(it, image[it.name])]));
}

/** The value that what stands in a control is to be. */
export function heldBy(field: Field, entry: Entry): Input {
  if (isLocal(entry)) {
    const en = entry.en.trim() || null;
    const zh = entry.zh.trim() || null;
    return { value: en === null && zh === null ? null : { en, zh } };
  }
  if (Array.isArray(entry)) return { value: entry.map((it) => it.trim()).filter(Boolean) };
  const text = entry.trim();
  if (text === "") return { value: null };
  if (!["int", "float", "decimal"].includes(field.kind)) return { value: text };
  // As people write them; the API takes plain numbers.
  const number = Number(text.replaceAll(/[,\s_]/g, ""));
  if (!Number.isFinite(number)) return { fault: "number" };
  if (field.kind === "int" && !Number.isInteger(number)) return { fault: "whole" };
  return { value: number };
}

/** The value as inputs of mutations have it: a reference is an object. */
export function inputOf(field: Field, entry: Entry): Input {
  const made = heldBy(field, entry);
  if ("fault" in made || made.value === null) return made;
  if (field.kind === "reference") return { value: { id: made.value } };
  if (field.kind === "references") {
    return { value: (made.value as string[]).map((id) => ({ id })) };
  }
  return made;
}

/** Whether two values of a field are the same. */
export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(normal(one)) === JSON.stringify(normal(other));

/** The same text for the same value, whatever the order of members and what is left out. */
function normal(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value;
  if (typeof value !== "object") return value;
  const { en = null, zh = null } = value as { en?: unknown; zh?: unknown };
  return { en, zh };
}

/** The fields in which a form differs from the one that it began as. */
export function changed(fields: readonly Field[], base: Draft, now: Draft): Field[] {
  return fields.filter((it) => {
    const [before, after] = [base, now].map((draft) => draft[it.name] ?? emptyOf(it));
    const made = [before, after].map((entry) => heldBy(it, entry as Entry));
    return JSON.stringify(made[0]) !== JSON.stringify(made[1]);
  });
}

export interface Change {
  /** What the API is sent: changed fields, null for those that were cleared. */
  input: Record<string, unknown>;
  /** By field: why it can't be sent. */
  faults: Record<string, Fault>;
}

/** What is to be sent of a form. */
export function changeOf(fields: readonly Field[], base: Draft, now: Draft): Change {
  const change: Change = { input: {}, faults: {} };
  for (const field of changed(fields, base, now)) {
    const made = inputOf(field, now[field.name] ?? emptyOf(field));
    if ("fault" in made) change.faults[field.name] = made.fault;
    else change.input[field.name] = made.value;
  }
  return change;
}

/** The values that a form would make of a row, as `values` has them; faulty ones as they stand. */
export function imageOf(fields: readonly Field[], draft: Draft): Image {
  const values = fields.map((it) => {
    const entry = draft[it.name] ?? emptyOf(it);
    const made = heldBy(it, entry);
    return [it.name, "fault" in made ? entry : made.value];
  });
  return Object.fromEntries(values);
}
