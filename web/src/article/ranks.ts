// Places in orders: of organizations by papers, of regions by talent.

import type { PaperRanksQuery, PlacesQuery } from "../../generated/graphql.ts";
import { heightOf } from "../charts/bars.ts";
import type { Look } from "../charts/look.ts";
import { around, names, type Option } from "../charts/parts.ts";
import { findings, sources, type Viewer } from "../charts/view.ts";
import type { Texts } from "./texts.ts";

interface Place {
  name: string;
  series: string;
  rank: number | null;
}

export const paperRanks: Viewer<PaperRanksQuery, Texts> = (data, t) => {
  const figures = data.figures.nodes;
  const rows: Place[] = figures.map((it) => ({
    name: it.about && "name" in it.about ? it.about.name : (it.category ?? ""),
    series: it.comparedWith ?? "",
    rank: it.rank,
  }));
  const [first] = figures;
  const years = [first?.start, first?.end].filter(Boolean).join("–");
  return {
    says: t.papers.says(years),
    table: {
      columns: [t.papers.organization, t.papers.among, t.rank],
      rows: rows.map((it) => [it.name, it.series, it.rank]),
    },
    option: (look) => dots(look, rows, t.ranked),
    height: heightOf(new Set(rows.map((it) => it.name)).size) + 36,
    findings: findings(figures, (it) => it.category ?? ""),
    sources: sources(figures),
  };
};

export const places: Viewer<PlacesQuery, Texts> = (data, t) => {
  const figures = data.figures.nodes;
  // A list of places without an order is one row, which can't be drawn as one.
  const single = figures.filter((it) => it.category !== null);
  const [listed] = figures.filter((it) => it.category === null);
  const rows: Place[] = single.map((it) => ({
    name: it.category ?? "",
    series: it.topic,
    rank: it.rank,
  }));
  return {
    says: t.places.says(listed?.statement ?? "–"),
    table: {
      columns: [t.places.place, t.rank, t.places.words],
      rows: figures.map((it) => [it.category ?? it.topic, it.rank, it.statement]),
    },
    option: (look) =>
      dots(look, rows, t.ranked, (it) =>
        it.rank === null
          ? (single.find((figure) => figure.category === it.name)?.statement ?? t.notPublished)
          : t.ranked(it.rank),
      ),
    height: heightOf(rows.length),
    findings: findings(figures, (it) => it.category ?? ""),
    sources: sources(figures),
  };
};

/** Places that there is room for at least, so that the second is not far behind the first. */
const SPREAD = 6;

/** A dot for each place, the first at the left; what has none has words only. */
function dots(
  look: Look,
  rows: Place[],
  ranked: (rank: number) => string,
  written = (it: Place) => (it.rank === null ? "" : ranked(it.rank)),
): Option {
  const series = [...new Set(rows.map((it) => it.series))];
  const last = Math.max(1, ...rows.map((it) => it.rank ?? 1));
  return {
    ...(series.length > 1 && {
      legend: {
        top: 0,
        left: 0,
        itemWidth: 14,
        itemHeight: 14,
        itemGap: 20,
        textStyle: { color: look.ink, fontSize: 13 },
      },
    }),
    tooltip: { show: false },
    grid: around(look, {
      names: rows.map((it) => it.name),
      labels: rows.filter((it) => it.rank === last).map(written),
      top: series.length > 1 ? 40 : 8,
      bottom: 8,
    }),
    xAxis: {
      type: "value",
      min: 0.4,
      max: Math.max(last, SPREAD) + 0.5,
      interval: 1,
      axisLabel: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
    },
    yAxis: {
      ...names(look, [...new Set(rows.map((it) => it.name))]),
      splitLine: { show: true, lineStyle: { color: look.grid } },
    },
    series: series.map((name, at) => {
      const own = rows.filter((it) => it.series === name);
      return {
        type: "scatter",
        name,
        symbol: at === 0 ? "circle" : "diamond",
        symbolSize: 15,
        itemStyle: { opacity: 1 },
        color: look.series[at % look.series.length] ?? look.accent,
        label: {
          show: true,
          position: "right",
          color: look.ink,
          fontSize: 13,
          width: look.narrow ? 150 : 330,
          overflow: "break",
          formatter: ({ dataIndex }) => {
            const row = own[dataIndex];
            return row ? written(row) : "";
          },
        },
        data: own.map((it) => ({
          value: [it.rank ?? 1, it.name],
          // Without a place there is no dot, only what is said.
          ...(it.rank === null && { itemStyle: { color: "transparent" } }),
        })),
      };
    }),
  };
}
