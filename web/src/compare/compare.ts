// Two groups of pay, side by side: the question, its address, and its GraphQL.
import { filled, termsOf, written } from "../ask/address.ts";
import { filterOf } from "../ask/filter.ts";
import { type Key, keyOf, selectionOf } from "../ask/keys.ts";
import { SPREAD } from "../ask/measure.ts";
import { braced } from "../ask/query.ts";
import { bare, fieldsOf, type Input, manifest, type Problem, valueFrom } from "../ask/schema.ts";
import { type Term, term, write } from "../ask/terms.ts";
import type { Locale } from "../texts/dictionary.ts";

export const FILTER = "SalaryRecordFilter";

export interface Comparison {
  /** Who is compared, and with whom. */
  of: Term[];
  over: Term[];
  /** By what the groups are broken down. */
  by: Term[];
  /** In what pay is stated, such as `currency(CNY)`. */
  terms: Term[];
}

/** What pay can be stated in, and which amount of a range is meant. */
export const TAKES: Record<string, string> = { ...fieldsOf("PayIn"), end: "PayEnd" };

export const SIDES = ["of", "over"] as const;
export type Side = (typeof SIDES)[number];

export function addressOf({ of, over, by, terms }: Comparison): string {
  const parts: [string, string][] = [
    ["of", write(filled(of))],
    ["over", write(filled(over))],
    ["by", write(by)],
    ...terms.map((it): [string, string] => [it.head.join("."), it.values[0]?.trim() ?? ""]),
  ];
  return written(parts);
}

export function comparisonAt(search: string): [Comparison, Problem[]] {
  const given = new URLSearchParams(search);
  const found: Problem[] = [];
  const terms = (name: string) => termsOf(given, name, found);
  const known: string[] = [...SIDES, "by", ...Object.keys(TAKES)];
  for (const name of given.keys()) {
    if (!known.includes(name)) found.push({ is: "field", name, of: "/compare" });
  }
  const stated = Object.keys(TAKES).flatMap((name) => {
    const value = given.get(name);
    return value ? [term(name, [value])] : [];
  });
  return [{ of: terms("of"), over: terms("over"), by: terms("by"), terms: stated }, found];
}

/** How many groups are broken down into. */
const FIRST_MAX = 100;

/** What is asked; undefined while a group is not told from others. */
export interface Plan {
  /** By what it is broken down. */
  keys: Key[];
  query: string;
  variables: Input;
  currency: string | undefined;
}

/** The places at which a spread is told. */
export const PLACES = SPREAD;

const told = (name: Side, more: string[]) => [
  `${name} {`,
  ...[...more, "count", "missing", "missingReasons { reason count }", "method"].map(
    (it) => `  ${it}`,
  ),
  "}",
];

const NUMBERS = ["mean", "stddev", "min", "max", "quantiles(p: $p)"];

export function planOf(comparison: Comparison, locale: Locale): [Plan | undefined, Problem[]] {
  const found: Problem[] = [];
  const of = filterOf(FILTER, comparison.of, found);
  const over = filterOf(FILTER, comparison.over, found);
  const { groupBy = "", key = "" } = manifest.roots.salaryRecords ?? {};
  const keys = comparison.by.flatMap((it) => keyOf(groupBy, key, it, found) ?? []);
  const stated = statedIn(comparison.terms, found);
  if (!of || !over) return [undefined, found];
  const { end, ...pay } = stated;
  const body = [
    ...(keys.length > 0 ? [`key ${braced(selectionOf(keys))}`] : []),
    ...told("of", NUMBERS),
    ...told("over", NUMBERS),
    "medianDifference",
    "medianRatio",
    "meanDifference",
    "meanRatio",
    "suppressed { reason k message }",
  ];
  const isNamed = body.some((it) => it.includes("$locale"));
  const variables: Input = {
    of,
    over,
    in: pay,
    p: PLACES,
    ...(end !== undefined && { end }),
    ...(keys.length > 0 && { by: keys.map((it) => it.by), first: FIRST_MAX }),
    ...(isNamed && { locale }),
  };
  const query = asked("Compare", variables, body);
  const currency = typeof pay.currency === "string" ? pay.currency : undefined;
  return [{ keys, query, variables, currency }, found];
}

/** The types of all variables that are asked with. */
const TYPES: Record<string, string> = {
  of: `${FILTER}!`,
  over: `${FILTER}!`,
  in: "PayIn!",
  p: "[Float!]!",
  edges: "[Float!]!",
  end: "PayEnd",
  by: "[SalaryRecordGroupBy!]",
  first: "Int",
  locale: "Locale!",
};

/** Variables that are arguments of the premium itself. */
const ARGUMENTS = ["of", "over", "by", "first", "in", "end"];

function asked(name: string, variables: Input, body: string[]): string {
  const names = Object.keys(variables);
  const given = ARGUMENTS.filter((it) => names.includes(it)).map((it) => `${it}: $${it}`);
  return [
    `query ${name}(`,
    ...names.map((it) => `  $${it}: ${TYPES[it]}`),
    ") {",
    "  salaryRecords {",
    `    premium(${given.join(", ")}) {`,
    "      nodes {",
    ...body.map((it) => `        ${it}`),
    "      }",
    "    }",
    "  }",
    "}",
  ].join("\n");
}

function statedIn(terms: Term[], found: Problem[]): Input {
  const stated: Input = {};
  for (const { head, values } of terms) {
    const [name = ""] = head;
    const type = TAKES[name] ?? "";
    const text = values[0]?.trim() ?? "";
    if (text === "") continue;
    const value = valueFrom(type, text);
    if (value !== undefined) stated[name] = value;
    else found.push({ is: "value", value: text, of: name, type: bare(type) });
  }
  // Which enum has it is said by the schema; that REAL takes a year is said by the server.
  return stated;
}

/** The query by which the distributions are told in the same bins. */
export function binsOf(plan: Plan, edges: number[]): { query: string; variables: Input } {
  const { p: _, ...given } = plan.variables;
  const variables = { ...given, edges };
  const body = SIDES.map((side) => `${side} { histogram(edges: $edges) { from to count } }`);
  return { query: asked("Distributions", variables, body), variables };
}

/** How many bins there are, roughly. */
const BINS = 12;

/** Round edges of bins that hold all numbers from `least` to `most`. */
export function edgesOf(least: number, most: number): number[] {
  if (least === most)
    return [least - Math.max(1, Math.abs(least) / 10), most + Math.max(1, Math.abs(most) / 10)];
  const rough = (most - least) / BINS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((it) => it * power).find((it) => it >= rough) ?? rough;
  const begin = Math.floor(least / step);
  const end = Math.max(begin + 1, Math.ceil(most / step));
  return Array.from({ length: end - begin + 1 }, (_, at) => (begin + at) * step);
}

/** What the server tells of one side. */
export interface Told {
  count: number;
  missing: number;
  missingReasons: { reason: string; count: number }[];
  method: string;
  mean: number | null;
  stddev: number | null;
  min: number | null;
  max: number | null;
  quantiles: (number | null)[];
}

export interface Premium {
  /** What it is broken down by. */
  key?: unknown;
  of: Told;
  over: Told;
  medianDifference: number | null;
  medianRatio: number | null;
  meanDifference: number | null;
  meanRatio: number | null;
  suppressed: { reason: string; k: number; message: string } | null;
}

/** The standard error of the difference of the means, as of two samples that have nothing to do with
 * each other; undefined where one of them is too small to tell a deviation. */
export function errorOf({ of, over }: Premium): number | undefined {
  if (of.stddev === null || over.stddev === null || of.count < 2 || over.count < 2)
    return undefined;
  return Math.sqrt(of.stddev ** 2 / of.count + over.stddev ** 2 / over.count);
}
