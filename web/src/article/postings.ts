// What postings ask for, and what they pay.

import type { PayByFieldQuery, RequiredDegreesQuery } from "../../generated/graphql.ts";
import { type Bar, bars, heightOf } from "../charts/bars.ts";
import { around, label, names, numbers } from "../charts/parts.ts";
import { findings, sources, type Viewer } from "../charts/view.ts";
import { amount, percent } from "../texts/numbers.ts";
import type { Texts } from "./texts.ts";

/** The field of a topic such as `AIGC: postings in China`. */
export const fieldOf = (topic: string) => topic.split(/[:\uff1a]/)[0]?.trim() ?? topic;

export const requiredDegrees: Viewer<RequiredDegreesQuery, Texts> = (data, t, locale) => {
  const figures = data.figures.nodes;
  const fields = [...new Set(figures.map((it) => fieldOf(it.topic)))];
  const degrees = [...new Set(figures.map((it) => it.category ?? ""))];
  const share = (field: string, degree: string) =>
    figures.find((it) => fieldOf(it.topic) === field && it.category === degree)?.value ?? null;
  const least = degrees[0] ?? "";
  const sorted = fields.toSorted((a, b) => (share(b, least) ?? 0) - (share(a, least) ?? 0));
  const [top] = sorted;
  return {
    says: t.required.says(
      top ?? "–",
      percent(share(top ?? "", least) ?? 0, locale),
      percent(Math.max(...sorted.map((it) => share(it, degrees[1] ?? "") ?? 0)), locale),
    ),
    table: {
      columns: [t.field, ...degrees.map((it) => t.required.share(it))],
      rows: sorted.map((field) => [field, ...degrees.map((it) => share(field, it))]),
    },
    option: (look) => ({
      legend: { top: 0, left: 0, textStyle: { color: look.ink, fontSize: 13 }, itemGap: 20 },
      grid: around(look, { names: sorted, labels: [percent(100, locale)], top: 40 }),
      xAxis: { ...numbers(look, (value) => percent(value, locale)), max: 100 },
      yAxis: names(look, sorted),
      series: degrees.map((degree, at) => ({
        type: "bar",
        name: degree,
        barMaxWidth: 20,
        color: look.series[at % look.series.length] ?? look.accent,
        label: label(look, (row) => percent(share(sorted[row] ?? "", degree) ?? 0, locale)),
        data: sorted.map((field) => share(field, degree) ?? "-"),
      })),
    }),
    height: heightOf(sorted.length * 1.5) + 30,
    findings: findings(figures, (it) => `${fieldOf(it.topic)} ${it.category ?? ""}`),
    sources: sources(figures),
  };
};

export const payByField: Viewer<PayByFieldQuery, Texts> = (data, t, locale) => {
  const figures = data.figures.nodes;
  const value = (measure: string) => figures.find((it) => it.measure === measure);
  const [mean, difference, premium] = [
    value("MEAN_PAY"),
    value("PAY_DIFFERENCE"),
    value("PAY_PREMIUM"),
  ];
  const rows: Bar[] = data.salaryRecords.nodes.map((it) => ({
    name: it.field ?? "",
    value: it.pay.mid,
    label: amount(it.pay.mid ?? 0, "CNY", locale),
  }));
  if (rows.length > 0 && mean?.value && difference?.value) {
    // Published only as a difference; the chart says so.
    const other = mean.value - difference.value;
    rows.push({
      name: difference.comparedWith ?? "",
      value: other,
      label: `${amount(other, "CNY", locale)}  ${t.pay.derived}`,
      quiet: true,
    });
  }
  return {
    says: t.pay.says(
      amount(difference?.value ?? 0, "CNY", locale),
      percent(premium?.value ?? 0, locale),
      rows[0]?.name ?? "–",
    ),
    table: { columns: [t.field, t.pay.yuan], rows: rows.map((it) => [it.name, it.value]) },
    option: (look) => bars(look, rows, (it) => amount(it, "CNY", locale)),
    height: heightOf(rows.length),
    findings: findings(figures, (it) => `${t.pay.premium} ${percent(it.value ?? 0, locale)}`),
    sources: sources([...data.salaryRecords.nodes, ...figures]),
  };
};
