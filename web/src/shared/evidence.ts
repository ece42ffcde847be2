// The documents that all rows of a page are taken from.
import type { GroundsFragment, OriginFragment } from "../../generated/graphql.ts";
import type { shared } from "./texts.ts";

export type RowKind = keyof (typeof shared)["EN"]["kinds"];

export interface Part {
  kind: RowKind;
  evidence: GroundsFragment;
}

/** A document, and what was taken from it. */
export interface Ground {
  source: OriginFragment & { licence: string | null };
  /** How many rows were taken from it. */
  count: number;
  /** How many of each kind, the most first. */
  parts: { kind: RowKind; count: number }[];
}

type Connections = { [Kind in RowKind]?: { aggregate: { evidence: GroundsFragment } } };

/** The parts of an answer that asks for the evidence of each kind of rows by its name. */
export function partsOf(answer: Connections): Part[] {
  const kinds = Object.keys(answer) as RowKind[];
  return kinds.flatMap((kind) => {
    const rows = answer[kind];
    return rows ? [{ kind, evidence: rows.aggregate.evidence }] : [];
  });
}

/** Puts together what parts of a page rest on: each document once, that of most rows first. */
export function groundsOf(parts: Part[]): Ground[] {
  const documents = new Map<string, Ground>();
  for (const { kind, evidence } of parts) {
    for (const { source, count } of evidence.sources) {
      const known = documents.get(source.key) ?? { source, count: 0, parts: [] };
      known.count += count;
      const same = known.parts.find((it) => it.kind === kind);
      if (same) same.count += count;
      else known.parts.push({ kind, count });
      documents.set(source.key, known);
    }
  }
  const all = [...documents.values()].sort((a, b) => b.count - a.count);
  for (const it of all) it.parts.sort((a, b) => b.count - a.count);
  return all;
}
