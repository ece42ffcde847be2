// What the schema says of filters, keys and measures, in the words of these pages.
import manifest from "virtual:manifest";
import type { Fields, Root, Told } from "../../build/manifest.ts";

export type { Root, Told };
export { manifest };

/** Something in a link or a form that the schema does not know. */
export type Problem =
  /** No such thing to ask of. */
  | { is: "root"; name: string }
  /** No field of this name there. */
  | { is: "field"; name: string; of: string }
  /** No such way to compare, to count, or to cut. */
  | { is: "way"; name: string; of: string; right: string[] }
  /** No value of this type. */
  | { is: "value"; value: string; of: string; type: string }
  /** A number outside of what is allowed. */
  | { is: "range"; name: string; value: string; least: number; most: number }
  /** A text that breaks off, or is none. */
  | { is: "text"; name: string; rest: string };

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };
export type Input = { [name: string]: Value };

/** `[String!]` to `String`. */
export const bare = (type: string) => type.replaceAll(/[[\]!]/g, "");
export const isList = (type: string) => type.startsWith("[");

/** What a field of a filter is. */
export type Sort =
  /** `and`, `or`, `not`. */
  | "group"
  /** A reference: conditions on the row it leads to. */
  | "among"
  /** A link: conditions on the rows it leads to. */
  | "list"
  /** A value, compared in some way. */
  | "leaf"
  /** A value that stands alone, such as `search`. */
  | "plain";

const GROUPS = ["and", "or", "not"];

export const fieldsOf = (input: string): Fields => manifest.inputs[input] ?? {};

export function sortOf(filter: string, field: string): Sort | undefined {
  const type = fieldsOf(filter)[field];
  if (type === undefined) return undefined;
  if (GROUPS.includes(field)) return "group";
  const inner = manifest.inputs[bare(type)];
  if (!inner) return "plain";
  if ("and" in inner) return "among";
  return "some" in inner ? "list" : "leaf";
}

/** The filter that the rows behind a reference or a link have. */
export function filterBehind(filter: string, field: string): string {
  const inner = bare(fieldsOf(filter)[field] ?? "");
  return sortOf(filter, field) === "list" ? bare(fieldsOf(inner).some ?? "") : inner;
}

/** What changes how others compare, such as `ignoreCase`. */
export const isModifier = (name: string, type: string) => type === "Boolean" && name !== "isNull";

/** The ways to compare a value, without what only changes others. */
export function waysOf(filter: string, field: string): Fields {
  const ways = Object.entries(fieldsOf(bare(fieldsOf(filter)[field] ?? "")));
  return Object.fromEntries(ways.filter(([name, type]) => !isModifier(name, type)));
}

/** The ways to compare how many rows a link leads to. */
export function countsOf(filter: string, field: string): string[] {
  const count = fieldsOf(bare(fieldsOf(filter)[field] ?? "")).count ?? "";
  return Object.keys(fieldsOf(bare(count))).filter((it) => it !== "where");
}

const NUMBERS: Record<string, RegExp> = {
  Int: /^-?\d{1,10}$/,
  Float: /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/,
  Decimal: /^-?\d+(\.\d{1,4})?$/,
};
const TEXTS: Record<string, RegExp> = {
  CountryCode: /^[A-Z]{2}$/,
  CurrencyCode: /^[A-Z]{3}$/,
  PartialDate: /^\d{4}(-\d{2}(-\d{2})?)?$/,
};

/** A value of a type from what was typed; undefined where it is none. */
export function valueFrom(type: string, text: string): Value | undefined {
  const name = bare(type);
  const values = manifest.enums[name];
  if (values) return values.includes(text) ? text : undefined;
  if (name === "Boolean") return text === "true" ? true : text === "false" ? false : undefined;
  const number = NUMBERS[name];
  if (number) return number.test(text) ? Number(text) : undefined;
  const shape = TEXTS[name];
  return !shape || shape.test(text) ? text : undefined;
}
