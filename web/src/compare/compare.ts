// Two groups of pay, side by side: the question, its address, and its GraphQL.
import { filterOf } from "../ask/filter.ts";
import { SPREAD } from "../ask/measure.ts";
import { bare, fieldsOf, type Input, type Problem, valueFrom } from "../ask/schema.ts";
import { read, type Term, term, Unread, write } from "../ask/terms.ts";

export const FILTER = "SalaryRecordFilter";

export interface Comparison {
  /** Who is compared, and with whom. */
  of: Term[];
  over: Term[];
  /** In what pay is stated, such as `currency(CNY)`. */
  terms: Term[];
}

/** What pay can be stated in, and which amount of a range is meant. */
export const TAKES: Record<string, string> = { ...fieldsOf("PayIn"), end: "PayEnd" };

export const SIDES = ["of", "over"] as const;
export type Side = (typeof SIDES)[number];

const escaped = (text: string) =>
  encodeURIComponent(text)
    .replaceAll("%2C", ",")
    .replaceAll("%3A", ":")
    .replaceAll("%20", "+")
    .replaceAll("'", "%27");

export function addressOf({ of, over, terms }: Comparison): string {
  const parts: [string, string][] = [
    ["of", write(of)],
    ["over", write(over)],
    ...terms.map((it): [string, string] => [it.head.join("."), it.values[0]?.trim() ?? ""]),
  ];
  const given = parts.filter(([, text]) => text !== "");
  return given.map(([name, text]) => `${name}=${escaped(text)}`).join("&");
}

export function comparisonAt(search: string): [Comparison, Problem[]] {
  const given = new URLSearchParams(search);
  const found: Problem[] = [];
  const terms = (name: string): Term[] => {
    try {
      return read(given.get(name) ?? "");
    } catch (why) {
      if (!(why instanceof Unread)) throw why;
      found.push({ is: "text", name, rest: why.message });
      return [];
    }
  };
  const known: string[] = [...SIDES, ...Object.keys(TAKES)];
  for (const name of given.keys()) {
    if (!known.includes(name)) found.push({ is: "field", name, of: "/compare" });
  }
  const stated = Object.keys(TAKES).flatMap((name) => {
    const value = given.get(name);
    return value ? [term(name, [value])] : [];
  });
  return [{ of: terms("of"), over: terms("over"), terms: stated }, found];
}

/** What is asked; undefined while a group is not told from others. */
export interface Plan {
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

export function planOf(comparison: Comparison): [Plan | undefined, Problem[]] {
  const found: Problem[] = [];
  const of = filterOf(FILTER, comparison.of, found);
  const over = filterOf(FILTER, comparison.over, found);
  const stated = statedIn(comparison.terms, found);
  if (!of || !over) return [undefined, found];
  const { end, ...pay } = stated;
  const variables: Input = { of, over, in: pay, p: PLACES, ...(end !== undefined && { end }) };
  const body = [
    ...told("of", NUMBERS),
    ...told("over", NUMBERS),
    "medianDifference",
    "medianRatio",
    "meanDifference",
    "meanRatio",
    "suppressed { reason k message }",
  ];
  const query = [
    "query Compare(",
    `  $of: ${FILTER}!`,
    `  $over: ${FILTER}!`,
    "  $in: PayIn!",
    "  $p: [Float!]!",
    ...(end === undefined ? [] : ["  $end: PayEnd"]),
    ") {",
    "  salaryRecords {",
    `    premium(of: $of, over: $over, in: $in${end === undefined ? "" : ", end: $end"}) {`,
    "      nodes {",
    ...body.map((it) => `        ${it}`),
    "      }",
    "    }",
    "  }",
    "}",
  ].join("\n");
  const currency = typeof pay.currency === "string" ? pay.currency : undefined;
  return [{ query, variables, currency }, found];
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
  const { p: _, ...variables } = plan.variables;
  const ends = "end" in variables;
  const query = [
    "query Distributions(",
    `  $of: ${FILTER}!`,
    `  $over: ${FILTER}!`,
    "  $in: PayIn!",
    "  $edges: [Float!]!",
    ...(ends ? ["  $end: PayEnd"] : []),
    ") {",
    "  salaryRecords {",
    `    premium(of: $of, over: $over, in: $in${ends ? ", end: $end" : ""}) {`,
    "      nodes {",
    "        of { histogram(edges: $edges) { from to count } }",
    "        over { histogram(edges: $edges) { from to count } }",
    "      }",
    "    }",
    "  }",
    "}",
  ].join("\n");
  return { query, variables: { ...variables, edges } };
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
