// Which degrees the team's members have, and what does not add up in it.

import type { DegreesQuery } from "../../generated/graphql.ts";
import { bars, heightOf } from "../charts/bars.ts";
import { findings, sources, type Viewer } from "../charts/view.ts";
import { number, percent } from "../texts/numbers.ts";
import type { Texts } from "./texts.ts";

export const degrees: Viewer<DegreesQuery, Texts> = (data, t, locale) => {
  const figures = data.figures.nodes;
  const counts = figures.filter((it) => it.measure === "COUNT");
  const shares = new Map(
    figures.filter((it) => it.measure === "SHARE").map((it) => [it.category, it]),
  );
  const sum = counts.reduce((all, it) => all + (it.value ?? 0), 0);
  const rows = counts.map((count) => {
    const share = shares.get(count.category);
    const printed = share?.value ?? null;
    return {
      name: count.category ?? "",
      value: count.value,
      share: printed,
      label: [
        number(count.value ?? 0, locale),
        printed === null ? "" : t.degrees.printed(percent(printed, locale)),
      ].join("  "),
      doubted: share?.audit.verdict === "CONTRADICTED",
    };
  });
  return {
    says: t.degrees.says(
      sum,
      rows.some((it) => it.doubted),
    ),
    table: {
      columns: [t.degrees.degree, t.people, t.degrees.share],
      rows: rows.map((it) => [it.name, it.value, it.share]),
    },
    option: (look) => bars(look, rows, (value) => number(value, locale)),
    height: heightOf(rows.length),
    findings: findings(figures, (it) => {
      const unit =
        it.measure === "SHARE" ? percent(it.value ?? 0, locale) : number(it.value ?? 0, locale);
      return `${it.category ?? ""} ${unit}`;
    }),
    sources: sources(figures),
  };
};
