// What a chart, its table, its file and its notes are made of: plain data, made from an answer.

import type { OriginFragment, Verdict } from "../../generated/graphql.ts";
import type { Cell, Table } from "../data/table.ts";
import type { Locale } from "../texts/dictionary.ts";
import type { Look } from "./look.ts";
import type { Option } from "./parts.ts";

/** What recomputing figures showed: one explanation, and all figures that it is of. */
export interface Finding {
  verdict: Verdict;
  /** The server's sentence, in English. */
  explanation: string;
  /** The figures it is of, in the language of the page. */
  names: string[];
}

/** An answer, ready to be shown. */
export interface View {
  /** What is to be seen, in a sentence computed from the answer. */
  says: string;
  table: Table;
  option: (look: Look) => Option;
  /** In CSS pixels. */
  height: number;
  findings: Finding[];
  sources: OriginFragment[];
}

/** Makes a view of an answer. */
export type Viewer<Data, Texts> = (data: Data, t: Texts, locale: Locale) => View;

interface Audited {
  audit: { verdict: Verdict; explanation: string };
}

/** The findings of figures: each explanation once, those that can't be checked left out. */
export function findings<Row extends Audited>(rows: Row[], name: (row: Row) => string): Finding[] {
  const found = new Map<string, Finding>();
  for (const row of rows) {
    const { verdict, explanation } = row.audit;
    if (verdict === "NOT_CHECKABLE") continue;
    const known = found.get(explanation);
    if (known) known.names.push(name(row));
    else found.set(explanation, { verdict, explanation, names: [name(row)] });
  }
  // What does not add up is what a reader must know first.
  return [...found.values()].sort((a, b) => rank(a) - rank(b));
}

const rank = (it: Finding) => (it.verdict === "CONTRADICTED" ? 0 : 1);

/** The documents that rows are taken from, each once, the one that most rows name first. */
export function sources(rows: { source: OriginFragment }[]): OriginFragment[] {
  const counted = new Map<string, { source: OriginFragment; count: number }>();
  for (const { source } of rows) {
    const known = counted.get(source.key);
    if (known) known.count += 1;
    else counted.set(source.key, { source, count: 1 });
  }
  return [...counted.values()].sort((a, b) => b.count - a.count).map((it) => it.source);
}

/** Whether a column holds numbers, which stand at the right. */
export function isNumeric(rows: Cell[][], column: number): boolean {
  const cells = rows.map((row) => row[column]).filter((it) => it !== null && it !== undefined);
  return cells.length > 0 && cells.every((it) => typeof it === "number");
}
