// An answer as rows that can be drawn and read.
import type { OriginFragment } from "../../generated/graphql.ts";
import type { Table } from "../data/table.ts";
import { wordsOf } from "../shared/schemaWords.ts";
import { country } from "../texts/countries.ts";
import type { Locale } from "../texts/dictionary.ts";
import { amount, number } from "../texts/numbers.ts";
import { type Key, readKey } from "./keys.ts";
import { HISTOGRAM, type Measure, SPREAD, SPREADS } from "./measure.ts";
import type { Plan } from "./query.ts";
import { manifest } from "./schema.ts";
import type { Texts } from "./texts.ts";

/** One group, or one way that people went. */
export interface Row {
  /** Its keys as readers read them. */
  names: string[];
  /** Its keys as they were answered. */
  raw: unknown[];
  /** What is told of it; null where nothing is known. Of a spread, the one in the middle. */
  value: number | null;
  /** The five numbers of a spread. */
  spread?: number[];
  count: number;
  share: number | null;
  /** How many rows have the number, and of how many it is not known. */
  known?: number;
  missing?: number;
  /** Why not all of it is summed up. */
  held?: string;
}

export interface Answer {
  /** Groups; one row without keys where nothing is grouped. */
  rows: Row[];
  /** How many groups there are, of which these are the first. */
  groups: number;
  /** How many rows all groups are of; null of flows. */
  of: number | null;
  sources: OriginFragment[];
}

interface Told {
  count?: number;
  share?: number;
  key?: unknown;
  from?: unknown;
  to?: unknown;
  aggregate?: Record<string, unknown>;
  suppressed?: { message: string } | null;
}

interface Answered {
  totalCount: number;
  nodes?: Told[];
  groups?: { totalCount: number; nodes: Told[] };
  aggregate?: Record<string, unknown> & {
    suppressed?: { message: string } | null;
    evidence?: { sources: { source: OriginFragment }[] };
  };
}

export function answerOf(plan: Plan, of: string, data: unknown, t: Texts, locale: Locale): Answer {
  const answered = (data as Record<string, Answered>)[of];
  if (!answered) throw new Error(`the answer has no ${of}`);
  const sources = answered.aggregate?.evidence?.sources.map((it) => it.source) ?? [];
  if (plan.root.is === "flows") {
    const rows = (answered.nodes ?? []).map((it) => flowOf(it, t, locale));
    return { rows, groups: answered.totalCount, of: null, sources };
  }
  if (!answered.groups) {
    const { aggregate = {} } = answered;
    const whole: Told = { count: answered.totalCount, aggregate };
    if (aggregate.suppressed) whole.suppressed = aggregate.suppressed;
    if (plan.measure.statistic === HISTOGRAM) return binsOf(answered, plan, t, locale);
    const row = rowOf(whole, [], plan.measure, t, locale);
    return { rows: [row], groups: 1, of: answered.totalCount, sources };
  }
  const rows = answered.groups.nodes.map((it) => rowOf(it, plan.keys, plan.measure, t, locale));
  return { rows, groups: answered.groups.totalCount, of: answered.totalCount, sources };
}

/** Each bin of a histogram as a group: how many rows are in it. */
function binsOf(answered: Answered, plan: Plan, t: Texts, locale: Locale): Answer {
  const { field, currency } = plan.measure;
  const told = answered.aggregate?.[field] as {
    histogram: { from: number | null; to: number | null; count: number }[];
  };
  const held = answered.aggregate?.suppressed?.message;
  const edge = (it: number | null) =>
    it === null ? t.unknown : currency ? amount(it, currency, locale) : number(it, locale);
  const rows = told.histogram.map((it) => ({
    names: [`${edge(it.from)}–${edge(it.to)}`],
    raw: [it],
    value: it.count,
    count: it.count,
    share: null,
    ...(held && { held }),
  }));
  const sources = answered.aggregate?.evidence?.sources.map((it) => it.source) ?? [];
  return { rows, groups: rows.length, of: answered.totalCount, sources };
}

function flowOf(told: Told, t: Texts, locale: Locale): Row {
  const place = (it: unknown) => {
    const { country: code, organization } = it as {
      country: string | null;
      organization: { id: string; name: string } | null;
    };
    const name = organization?.name ?? (code === null ? t.unknown : country(code, locale));
    return { name, raw: organization?.id ?? code };
  };
  const [from, to] = [place(told.from), place(told.to)];
  const count = told.count ?? 0;
  return {
    names: [from.name, to.name],
    raw: [from.raw, to.raw],
    value: count,
    count,
    share: percent(told.share),
  };
}

/** Shares are of one; readers read percents. */
const percent = (share: number | undefined) =>
  share === undefined ? null : Math.round(share * 1e8) / 1e6;

function rowOf(told: Told, keys: Key[], measure: Measure, t: Texts, locale: Locale): Row {
  const raw = keys.map((it) => readKey(it, told.key));
  const names = keys.map((key, at) => nameOf(key, raw[at], t, locale));
  const row: Row = { names, raw, value: null, count: told.count ?? 0, share: percent(told.share) };
  if (told.suppressed) row.held = told.suppressed.message;
  if (measure.is === "count") return { ...row, value: row.count };
  if (measure.is === "share") return { ...row, value: row.share };
  const of = told.aggregate?.[measure.field];
  if (measure.is === "distinct") return { ...row, value: typeof of === "number" ? of : null };
  return { ...row, ...numbersOf(of, measure) };
}

function numbersOf(of: unknown, measure: Measure): Partial<Row> & { value: number | null } {
  const told = (of ?? {}) as Record<string, number | (number | null)[] | null>;
  const known = typeof told.count === "number" ? { known: told.count } : {};
  const missing = typeof told.missing === "number" ? { missing: told.missing } : {};
  if (measure.statistic !== SPREADS) {
    const value = told[measure.statistic];
    return { value: typeof value === "number" ? value : null, ...known, ...missing };
  }
  const quantiles = Array.isArray(told.quantiles) ? told.quantiles : [];
  const spread = quantiles.filter((it) => it !== null);
  const middle = spread[2] ?? null;
  // Of no number there are no quantiles.
  if (spread.length < SPREAD.length) return { value: null, ...known, ...missing };
  return { value: middle, spread, ...known, ...missing };
}

/** A key as readers read it. */
export function nameOf(key: Key, value: unknown, t: Texts, locale: Locale): string {
  if (value === null || value === undefined) return t.unknown;
  if (key.type === "CountryCode") return country(String(value), locale);
  if (manifest.enums[key.type]) return wordsOf(String(value), locale);
  if (typeof value !== "object") return String(value);
  const of = value as Record<string, unknown>;
  if (key.type === "CutDate") {
    if (typeof of.quarter === "number") return `${of.year} Q${of.quarter}`;
    return typeof of.month === "number" ? `${of.year}-${pad(of.month)}` : String(of.year);
  }
  if (key.type === "NumberBin") {
    const edge = (it: unknown) => (typeof it === "number" ? number(it, locale) : undefined);
    const [from, to] = [edge(of.from), edge(of.to)];
    if (from === undefined) return to === undefined ? t.unknown : t.below(to);
    return to === undefined ? t.above(from) : `${from}–${to}`;
  }
  const label = ["name", "title", "topic"].map((it) => of[it]).find((it) => typeof it === "string");
  return String(label ?? of.id ?? "");
}

const pad = (month: number) => String(month).padStart(2, "0");

/** What a key is called: `organization, country`. */
export const keyName = (key: Key, t: Texts, locale: Locale): string =>
  key.path
    .map((it) =>
      it.endsWith("Bins") ? t.inSteps(wordsOf(it.slice(0, -4), locale)) : wordsOf(it, locale),
    )
    .join(locale === "ZH" ? "·" : ", ");

/** What is told, in words: `median, pay, CNY`. */
export function measureName(measure: Measure, t: Texts, locale: Locale): string {
  if (measure.is === "count") return t.rowsCount;
  if (measure.is === "share") return t.share;
  const comma = locale === "ZH" ? "，" : ", ";
  if (measure.is === "distinct") {
    const of = measure.of ? keyName(measure.of, t, locale) : "";
    return `${wordsOf("countDistinct", locale)}${comma}${of}`;
  }
  const quantile = measure.statistic === "quantile" ? ` ${measure.variables.p?.value}` : "";
  const parts = [
    wordsOf(measure.field, locale),
    `${wordsOf(measure.statistic, locale)}${quantile}`,
  ];
  return [...parts, ...(measure.currency ? [measure.currency] : [])].join(comma);
}

/** A value as it is written at what is drawn. */
export function valueText(
  measure: Measure,
  value: number | null,
  t: Texts,
  locale: Locale,
): string {
  if (value === null) return t.unknown;
  if (measure.is === "share") return `${number(value, locale)}%`;
  const isAmount = measure.currency && !["count", HISTOGRAM].includes(measure.statistic);
  return isAmount && measure.currency
    ? amount(value, measure.currency, locale)
    : number(value, locale);
}

/** All of an answer in words and numbers. */
export function tableOf(plan: Plan, answer: Answer, t: Texts, locale: Locale): Table {
  const { measure, root, keys } = plan;
  if (measure.statistic === HISTOGRAM) {
    const { field, currency } = measure;
    const name = [wordsOf(field, locale), ...(currency ? [currency] : [])].join(", ");
    return { columns: [name, t.rowsCount], rows: answer.rows.map((it) => [...it.names, it.count]) };
  }
  if (root.is === "flows") {
    return {
      columns: [t.from, t.to, t.people, t.share],
      rows: answer.rows.map((it) => [...it.names, it.count, it.share]),
    };
  }
  const isNumber = measure.is === "number";
  const isSpread = isNumber && measure.statistic === SPREADS;
  const name = measureName(measure, t, locale);
  const told = isSpread
    ? SPREAD.map((it) => `${it * 100} %`)
    : measure.is === "count" || measure.is === "share"
      ? []
      : [name];
  const isHeld = answer.rows.some((it) => it.held);
  // Where each row has the number, nothing is to be said of it.
  const isPartly = isNumber && answer.rows.some((it) => it.known !== it.count);
  const known = isPartly ? [t.knownCount] : [];
  const isMissing = answer.rows.some((it) => (it.missing ?? 0) > 0);
  const missing = isMissing ? [t.missingCount] : [];
  const share = keys.length > 0 ? [t.share] : [];
  return {
    columns: [
      ...keys.map((it) => keyName(it, t, locale)),
      ...told,
      t.rowsCount,
      ...share,
      ...known,
      ...missing,
      ...(isHeld ? [t.held] : []),
    ],
    rows: answer.rows.map((it) => [
      ...it.names,
      ...(isSpread
        ? SPREAD.map((_, at) => it.spread?.[at] ?? null)
        : told.length > 0
          ? [it.value]
          : []),
      it.count,
      ...(share.length > 0 ? [it.share] : []),
      ...(isPartly ? [it.known ?? null] : []),
      ...(isMissing ? [it.missing ?? null] : []),
      ...(isHeld ? [it.held ?? null] : []),
    ]),
  };
}
