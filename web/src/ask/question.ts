// A question as somebody puts it together, and as an address has it.
import { filled, termsOf, written } from "./address.ts";
import { KEYS_MAX } from "./keys.ts";
import { COUNT } from "./measure.ts";
import { manifest, type Problem, type Root } from "./schema.ts";
import { type Term, term, write } from "./terms.ts";

/** How groups stand: the most first, the least first, or by their keys. */
export const ORDERS = ["most", "least", "key"] as const;
export type Order = (typeof ORDERS)[number];

export const CHARTS = ["bar", "line", "box", "heat", "flow", "map"] as const;
export type ChartKind = (typeof CHARTS)[number];

export interface Question {
  /** The field of the root that is asked, such as `people`. */
  of: string;
  where: Term[];
  by: Term[];
  measure: Term;
  /** Undefined: by the key where that is a time, else the most first. */
  order: Order | undefined;
  /** How many groups. */
  first: number;
  /** Arguments of flows that are no filters. */
  options: Term[];
  /** Undefined: as fits. */
  chart: ChartKind | undefined;
}

export const FIRST = 20;
export const FIRST_MAX = 1000;

export function questionOf(of: string): Question {
  return {
    of,
    where: [],
    by: [],
    measure: COUNT,
    order: undefined,
    first: FIRST,
    options: [],
    chart: undefined,
  };
}

export const rootOf = (of: string): Root | undefined => manifest.roots[of];

/** What stands behind the `?` of an address, readable: signs that need no escape have none. */
export function addressOf(it: Question): string {
  const parts: [string, string][] = [
    ["of", it.of],
    ["where", write(filled(it.where))],
    ["by", write(it.by)],
    ["measure", it.measure.head.join(".") === "count" ? "" : write([it.measure])],
    ["with", write(filled(it.options))],
    ["order", it.order ?? ""],
    ["first", it.first === FIRST ? "" : String(it.first)],
    ["chart", it.chart ?? ""],
  ];
  return written(parts);
}

/** The question of an address, and what could not be read of it. */
export function questionAt(search: string, otherwise: string): [Question, Problem[]] {
  const given = new URLSearchParams(search);
  const found: Problem[] = [];
  const name = given.get("of") ?? otherwise;
  const root = rootOf(name);
  if (!root) found.push({ is: "root", name });
  const terms = (part: string) => termsOf(given, part, found);
  const question = questionOf(root ? name : otherwise);
  const [measure = COUNT] = terms("measure");
  const all = { where: terms("where"), by: terms("by"), options: terms("with") };
  if (all.by.length > KEYS_MAX) {
    const value = String(all.by.length);
    found.push({ is: "range", name: "by", value, least: 0, most: KEYS_MAX });
    all.by = all.by.slice(0, KEYS_MAX);
  }
  const order = oneOf(given, "order", ORDERS, found);
  const chart = oneOf(given, "chart", CHARTS, found);
  return [{ ...question, ...all, measure, order, chart, first: firstOf(given, found) }, found];
}

function firstOf(given: URLSearchParams, found: Problem[]): number {
  const text = given.get("first") ?? String(FIRST);
  const first = Number(text);
  if (Number.isInteger(first) && first >= 1 && first <= FIRST_MAX) return first;
  found.push({ is: "range", name: "first", value: text, least: 1, most: FIRST_MAX });
  return FIRST;
}

function oneOf<Name extends string>(
  given: URLSearchParams,
  part: string,
  names: readonly Name[],
  found: Problem[],
): Name | undefined {
  const text = given.get(part);
  if (text === null) return undefined;
  const name = names.find((it) => it === text);
  if (!name) found.push({ is: "way", name: text, of: part, right: [...names] });
  return name;
}

/** Sets an argument among terms such as `currency(CNY)`; an empty one is taken away. */
export function withArgument(terms: readonly Term[], name: string, value: string): Term[] {
  const others = terms.filter((it) => it.head[0] !== name);
  return value === "" ? others : [...others, term(name, [value])];
}
