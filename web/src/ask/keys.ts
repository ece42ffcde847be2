// What groups are made by: the key in a query, what is asked of it, and how it is read.
import { fieldsOf, type Input, manifest, type Problem, valueFrom } from "./schema.ts";
import type { Term } from "./terms.ts";

/** A key, understood. */
export interface Key {
  /** The names that lead to it, such as `organization`, `country`. */
  path: string[];
  /** What it is: a scalar, an enum, `CutDate`, `NumberBin`, or a type of rows. */
  type: string;
  /** An entry of `by`. */
  by: Input;
  /** How much of a date; of a `CutDate` only. */
  cut?: string;
}

/** Ways of references and links that the server follows. */
export const STEPS_MAX = 3;

/** Keys that it takes. */
export const KEYS_MAX = 8;

/** Whether a field leads to other rows, by whose values groups can be made. */
export const leads = (type: string) => "row" in fieldsOf(type);

export function keyOf(
  groupBy: string,
  keyType: string,
  it: Term,
  found: Problem[],
): Key | undefined {
  let [by, keys] = [groupBy, keyType];
  const path: string[] = [];
  for (const [at, name] of it.head.entries()) {
    const type = fieldsOf(by)[name];
    if (type === undefined) {
      found.push({ is: "field", name, of: by });
      return undefined;
    }
    path.push(name);
    const out = manifest.keys[keys]?.[name] ?? "";
    if (leads(type)) {
      if (at === STEPS_MAX) {
        const steps = String(at + 1);
        found.push({
          is: "range",
          name: it.head.join("."),
          value: steps,
          least: 0,
          most: STEPS_MAX,
        });
        return undefined;
      }
      [by, keys] = [type, out];
      continue;
    }
    const leaf = leafOf(type, it, it.head.slice(at + 1), found);
    return (
      leaf && { path, type: out, by: nested(path, leaf.by), ...(leaf.cut && { cut: leaf.cut }) }
    );
  }
  // It leads somewhere, and nothing is chosen there yet.
  return undefined;
}

const nested = (path: string[], leaf: Input[string]): Input =>
  path.reduceRight<Input[string]>((inner, name) => ({ [name]: inner }), leaf) as Input;

type Leaf = { by: Input[string]; cut?: string } | undefined;

function leafOf(type: string, it: Term, rest: string[], found: Problem[]): Leaf {
  const name = it.head.join(".");
  if (type === "Boolean") {
    if (rest.length === 0) return { by: true };
    found.push({ is: "field", name: rest[0] ?? "", of: name });
    return undefined;
  }
  const cuts = manifest.enums[type];
  if (cuts) {
    const [cut = cuts[0] ?? ""] = it.values;
    if (cuts.includes(cut)) return { by: cut, cut };
    found.push({ is: "way", name: cut, of: name, right: cuts });
    return undefined;
  }
  return binsOf(type, it, rest, found);
}

/** Numbers in steps: `width(10000)`, or `edges(0,10,20)`. */
function binsOf(type: string, it: Term, [way = "width"]: string[], found: Problem[]): Leaf {
  const ways = Object.keys(fieldsOf(type));
  if (!ways.includes(way)) {
    found.push({ is: "way", name: way, of: it.head.join("."), right: ways });
    return undefined;
  }
  const numbers = it.values
    .filter((value) => value.trim() !== "")
    .map((value) => {
      const number = valueFrom("Float", value.trim());
      if (number === undefined) {
        found.push({ is: "value", value, of: it.head.join("."), type: "Float" });
      }
      return number ?? 0;
    });
  if (numbers.length === 0) return undefined;
  return { by: { [way]: way === "width" ? (numbers[0] ?? 0) : numbers } };
}

/** A selection: what is asked of an object, by name. */
export interface Selection {
  [name: string]: Selection | string | true;
}

/** What is asked of the keys of groups; `true` is a value, a text stands as it is. */
export function selectionOf(keys: readonly Key[]): Selection {
  const all: Selection = {};
  for (const key of keys) {
    let at = all;
    for (const name of key.path.slice(0, -1)) {
      const known = at[name];
      const inner = typeof known === "object" ? known : {};
      at[name] = inner;
      at = inner;
    }
    at[key.path.at(-1) ?? ""] = askedOf(key);
  }
  return all;
}

function askedOf(key: Key): string | true {
  if (key.type === "CutDate") {
    const parts = { YEAR: "year", QUARTER: "year quarter", MONTH: "year month" };
    return `{ ${parts[key.cut as keyof typeof parts] ?? "year"} }`;
  }
  if (key.type === "NumberBin") return "{ from to }";
  if (key.type === "Node") return `{ id ${anyName()} }`;
  const label = manifest.names[key.type];
  if (label) return `{ id ${label}(locale: $locale) }`;
  return key.path.at(-1) === "row" ? "{ id }" : true;
}

/** What rows of whatever type are called; the types of an interface are asked through it. */
function anyName(): string {
  const types = Object.entries(manifest.names).filter(([type]) => type !== "Organization");
  return types.map(([type, label]) => `... on ${type} { ${label}(locale: $locale) }`).join(" ");
}

/** The value of a key in the key of a group. */
export function readKey(key: Key, from: unknown): unknown {
  return key.path.reduce<unknown>(
    (at, name) => (at && typeof at === "object" ? (at as Record<string, unknown>)[name] : null),
    from,
  );
}

/** Whether a key has the order of time. */
export const isTime = (key: Key) => key.type === "CutDate" || key.path.at(-1) === "year";

/** Whether it is a country. */
export const isCountry = (key: Key) => key.type === "CountryCode";
