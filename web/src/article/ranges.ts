// What postings offer, as ranges in a currency of choice.

import type { PostedRangesQuery } from "../../generated/graphql.ts";
import { heightOf } from "../charts/bars.ts";
import { around, names, numbers } from "../charts/parts.ts";
import { findings, sources, type Viewer } from "../charts/view.ts";
import { amount, number } from "../texts/numbers.ts";
import type { Texts } from "./texts.ts";

/** Currencies to choose from: those of the article, and the largest others that the rates have. */
export const CURRENCIES = ["CNY", "USD", "EUR", "GBP", "JPY"];

type Posting = PostedRangesQuery["salaryRecords"]["nodes"][number];

export const postedRanges: Viewer<PostedRangesQuery, Texts> = (data, t, locale) => {
  const name = (it: Posting) =>
    [it.organization?.name, it.title ?? it.field].filter(Boolean).join(": ");
  const postings = data.salaryRecords.nodes;
  // That of the answer: another may have been chosen while it was on its way.
  const currency = postings.find((it) => it.pay.currency)?.pay.currency ?? "";
  const printed = (it: Posting) => {
    const ends = it.high === null ? [it.low] : [it.low, it.high];
    const range = ends.map((end) => number(end, locale)).join("–");
    return `${it.currency} ${range} ${t.periods[it.period]}`;
  };
  const rows = postings.map((it) => {
    const { low, high } = it.pay;
    // What is called by its maker alone where there is little room; the table has all of it.
    const short = it.organization?.name ?? it.field ?? name(it);
    return { name: name(it), short, low, high: high ?? low, printed: printed(it) };
  });
  const written = (value: number) => amount(value, currency, locale);
  const range = ({ low, high }: { low: number | null; high: number | null }) => {
    if (low === null || high === null) return t.ranges.noRate;
    return low === high ? written(low) : `${written(low)} – ${written(high)}`;
  };
  return {
    says: t.ranges.says(rows.length, currency),
    table: {
      columns: [
        t.ranges.posting,
        t.ranges.printed,
        t.ranges.low(currency),
        t.ranges.high(currency),
      ],
      rows: rows.map((it) => [it.name, it.printed, it.low, it.high]),
    },
    option: (look) => ({
      grid: around(look, {
        names: rows.map((it) => (look.narrow ? it.short : it.name)),
        labels: look.narrow ? [] : rows.map(range),
      }),
      xAxis: numbers(look, written),
      yAxis: names(
        look,
        rows.map((it) => (look.narrow ? it.short : it.name)),
      ),
      series: [
        // What lies below a range is room, and not seen.
        {
          type: "bar",
          stack: "range",
          silent: true,
          itemStyle: { color: "transparent" },
          data: rows.map((it) => it.low ?? "-"),
        },
        {
          type: "bar",
          stack: "range",
          barMaxWidth: 20,
          // A single number is drawn as a line.
          barMinHeight: 4,
          color: look.series[0],
          tooltip: { show: false },
          label: {
            show: !look.narrow,
            position: "right",
            color: look.ink,
            fontSize: 13,
            formatter: ({ dataIndex }) => {
              const row = rows[dataIndex];
              return row ? range(row) : "";
            },
          },
          data: rows.map((it) => (it.low === null || it.high === null ? "-" : it.high - it.low)),
        },
      ],
    }),
    height: heightOf(rows.length * 1.5),
    findings: findings(
      postings.flatMap((it) =>
        it.figures.nodes.map((figure) => ({ ...figure, posting: name(it) })),
      ),
      (it) => it.posting,
    ),
    sources: sources(postings),
  };
};
