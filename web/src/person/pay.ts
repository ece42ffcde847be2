// What was stated about a person's pay, made comparable.
import type { PersonPayQuery } from "../../generated/graphql.ts";
import { heightOf } from "../charts/bars.ts";
import { spans } from "../charts/spans.ts";
import { findings, sources, type Viewer } from "../charts/view.ts";
import { names } from "../texts/names.ts";
import { amount, number } from "../texts/numbers.ts";
import type { Texts } from "./texts.ts";

export const personPay: Viewer<PersonPayQuery, Texts> = (data, t, locale) => {
  const records = data.salaryRecords.nodes;
  const currency = records[0]?.pay.currency ?? "";
  const called = names[locale];
  const written = (value: number) => amount(value, currency, locale);
  const rows = records.map((it) => {
    const ends = it.high === null ? [it.low] : [it.low, it.high];
    const range = ends.map((end) => number(end, locale)).join("–");
    const printed = `${called.precision[it.precision]}${it.currency} ${range} ${called.period[it.period]}`;
    const { low, high, missing, method } = it.pay;
    return {
      name: [it.organization?.name, it.year].filter(Boolean).join(", ") || called.basis[it.basis],
      printed,
      basis: called.basis[it.basis],
      low,
      high: high ?? low,
      missing,
      method,
      year: it.year,
    };
  });
  const comparable = rows.flatMap((it) =>
    it.low === null || it.high === null
      ? []
      : [
          {
            name: it.name,
            low: it.low,
            mid: null,
            high: it.high,
            label:
              it.low === it.high ? written(it.low) : `${written(it.low)} – ${written(it.high)}`,
          },
        ],
  );
  const p = t.pay;
  return {
    says: p.says(rows.length, currency),
    table: {
      columns: [
        p.statement,
        p.year,
        p.printed,
        p.basis,
        p.low(currency),
        p.high(currency),
        p.method,
        p.why,
      ],
      rows: rows.map((it) => [
        it.name,
        // A year is a name, not an amount.
        it.year === null ? null : String(it.year),
        it.printed,
        it.basis,
        it.low,
        it.high,
        it.method,
        it.missing,
      ]),
    },
    option: (look) => spans(look, comparable, written),
    height: heightOf(comparable.length),
    findings: findings(
      records.flatMap((it) => it.figures.nodes),
      (it) => it.category ?? it.measure,
    ),
    sources: sources(records),
  };
};
