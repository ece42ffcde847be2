// What is told of each group.
import type { Told } from "../../build/manifest.ts";
import { type Key, keyOf } from "./keys.ts";
import {
  bare,
  fieldsOf,
  type Input,
  manifest,
  type Problem,
  type Root,
  valueFrom,
} from "./schema.ts";
import { type Term, term } from "./terms.ts";

/** What is told, understood. */
export interface Measure {
  is: "count" | "share" | "distinct" | "number";
  /** Of numbers and of `countDistinct` the field of the aggregate. */
  field: string;
  statistic: string;
  /** Variables that it needs: their types and their values. */
  variables: Record<string, { type: string; value: Input[string] }>;
  /** The currency of its amounts, where it has one. */
  currency?: string;
  /** Whether it is told how many amounts are not known. */
  hasMissing: boolean;
  /** Of `distinct` what is counted. */
  of?: Key;
}

/** The places of a spread: 10 %, a quarter, the middle, three quarters, 90 %. */
export const SPREAD = [0.1, 0.25, 0.5, 0.75, 0.9];

/** What is told of numbers, by these names in addresses; the spread is five quantiles. */
export const SPREADS = "spread";
export const HISTOGRAM = "histogram";
const DEFAULT = "median";

/** Bins of a histogram where nobody says how many. */
const BINS = 20;
const BINS_MAX = 1000;

/** All that can be told of the numbers of a field; a histogram of all rows only, since each group has
 * bins of its own. */
export function statisticsOf(aggregate: string, field: string, isGrouped: boolean): string[] {
  const told = manifest.told[manifest.told[aggregate]?.[field]?.type ?? ""] ?? {};
  const single = Object.entries(told).filter(([name, it]) => isSingle(name, it));
  return [...single.map((it) => it[0]), SPREADS, ...(isGrouped ? [] : [HISTOGRAM])];
}

const isSingle = (name: string, it: Told) =>
  (it.type === "Float" || it.type === "Int") && name !== "quantiles" && name !== "missing";

/** The numbers that are told of groups. */
export const numbersOf = (aggregate: string): string[] =>
  Object.entries(manifest.told[aggregate] ?? {})
    .filter(([, it]) => it.type.endsWith("Aggregate"))
    .map((it) => it[0]);

/** The arguments of a number, those of inputs by their own names. */
export function argumentsOf(aggregate: string, field: string): Record<string, string> {
  const takes = manifest.told[aggregate]?.[field]?.takes ?? {};
  const flat = Object.entries(takes).map(([name, type]) => {
    const inner = fieldsOf(bare(type));
    return Object.keys(inner).length > 0 ? inner : { [name]: type };
  });
  return Object.assign({}, ...flat) as Record<string, string>;
}

export const COUNT = term("count");

export function measureOf(
  root: Root,
  it: Term,
  isGrouped: boolean,
  found: Problem[],
): Measure | undefined {
  const [field = "", statistic = DEFAULT] = it.head;
  const plain = { field, statistic: "", variables: {}, hasMissing: false };
  if (field === "count" || field === "share") return { is: field, ...plain };
  if (field === "countDistinct") return distinctOf(root, it, found);
  const numbers = numbersOf(root.aggregate);
  if (!numbers.includes(field)) {
    const right = ["count", "share", "countDistinct", ...numbers];
    found.push({ is: "way", name: field, of: "measure", right });
    return undefined;
  }
  const statistics = statisticsOf(root.aggregate, field, isGrouped);
  if (!statistics.includes(statistic)) {
    found.push({ is: "way", name: statistic, of: field, right: statistics });
    return undefined;
  }
  const variables = variablesOf(root.aggregate, field, it, found);
  if (statistic === "quantile") {
    const p = probability(it, found);
    variables.p = { type: "Float!", value: p };
  }
  if (statistic === HISTOGRAM) variables.bins = { type: "Int", value: binsOf(it, found) };
  if (statistic === SPREADS) variables.p = { type: "[Float!]!", value: SPREAD };
  const told = manifest.told[root.aggregate]?.[field]?.type ?? "";
  const currency = argument(it, "currency");
  return {
    is: "number",
    field,
    statistic,
    variables,
    hasMissing: "missing" in (manifest.told[told] ?? {}),
    ...(currency && { currency }),
  };
}

export const argument = (it: Term, name: string): string | undefined =>
  it.of.find((of) => of.head[0] === name)?.values[0]?.trim() || undefined;

function probability(it: Term, found: Problem[]): number {
  const text = argument(it, "p") ?? "0.9";
  const p = Number(text);
  if (p >= 0 && p <= 1) return p;
  found.push({ is: "range", name: "p", value: text, least: 0, most: 1 });
  return 0.9;
}

function binsOf(it: Term, found: Problem[]): number {
  const text = argument(it, "bins") ?? String(BINS);
  const bins = Number(text);
  if (Number.isInteger(bins) && bins >= 1 && bins <= BINS_MAX) return bins;
  found.push({ is: "range", name: "bins", value: text, least: 1, most: BINS_MAX });
  return BINS;
}

function distinctOf(root: Root, it: Term, found: Problem[]): Measure | undefined {
  const [inner] = [...it.of, ...it.values.map((value) => term(value))];
  const of = inner && keyOf(root.groupBy, root.key, inner, found);
  if (!of) return undefined;
  const variables = { of: { type: `[${root.groupBy}!]!`, value: [of.by] } };
  return {
    is: "distinct",
    field: "countDistinct",
    statistic: "",
    variables,
    hasMissing: false,
    of,
  };
}

/** What statistics take, not the number that they are of. */
const OWN = ["p", "bins"];

/** The variables for what the field takes; what must be given is given, be it empty. */
function variablesOf(aggregate: string, field: string, it: Term, found: Problem[]) {
  const variables: Measure["variables"] = {};
  const known = argumentsOf(aggregate, field);
  for (const { head } of it.of) {
    const [name = ""] = head;
    if (!(name in known) && !OWN.includes(name)) found.push({ is: "field", name, of: field });
  }
  for (const [name, type] of Object.entries(manifest.told[aggregate]?.[field]?.takes ?? {})) {
    const inner = Object.entries(fieldsOf(bare(type)));
    const value = inner.length === 0 ? given(type, name) : {};
    for (const [part, of] of inner) {
      const text = given(of, part);
      if (text !== undefined) (value as Input)[part] = text;
    }
    if (value !== undefined && (type.endsWith("!") || JSON.stringify(value) !== "{}")) {
      variables[name] = { type, value };
    }
  }
  return variables;

  function given(type: string, name: string) {
    const text = argument(it, name);
    if (text === undefined) return undefined;
    const value = valueFrom(type, text);
    if (value === undefined) found.push({ is: "value", value: text, of: name, type: bare(type) });
    return value;
  }
}

/** The order of groups by it, the most first. */
export function orderBy(it: Measure, direction: "ASC" | "DESC"): Input {
  const screaming = it.field.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  const order: Input = { field: screaming, direction };
  if (it.is === "distinct") return { ...order, of: it.variables.of?.value ?? [] };
  if (it.is !== "number") return order;
  order.statistic = it.statistic === SPREADS ? "MEDIAN" : it.statistic.toUpperCase();
  if (it.statistic === "quantile") order.p = it.variables.p?.value ?? 0.5;
  // What pay is stated in; of other arguments the order knows nothing.
  for (const name of ["in", "end"]) {
    const value = it.variables[name]?.value;
    if (value !== undefined) order[name] = value;
  }
  return order;
}

/** What is asked of an aggregate. */
export function asked(it: Measure): string | undefined {
  if (it.is === "count" || it.is === "share") return undefined;
  if (it.is === "distinct") return "countDistinct(of: $of)";
  const own = Object.keys(it.variables).filter((name) => !OWN.includes(name));
  const given = own.length > 0 ? `(${own.map((name) => `${name}: $${name}`).join(", ")})` : "";
  const statistics: Record<string, string> = {
    quantile: "quantile(p: $p)",
    [SPREADS]: "quantiles(p: $p)",
    [HISTOGRAM]: "histogram(bins: $bins) { from to count }",
    count: "",
  };
  const parts = ["count", statistics[it.statistic] ?? it.statistic, it.hasMissing ? "missing" : ""];
  return `${it.field}${given} { ${parts.filter((part) => part !== "").join(" ")} }`;
}
