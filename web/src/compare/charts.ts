// Both groups in one picture: their spreads, and how many earn how much.
import { LABEL, type Look } from "../charts/look.ts";
import { around, names, numbers, type Option } from "../charts/parts.ts";

export interface Spread {
  name: string;
  /** Five quantiles. */
  places: number[];
}

/** Boxes below each other, each in the colour of its group. */
export function boxes(look: Look, groups: Spread[], written: (value: number) => string): Option {
  const called = groups.map((it) => it.name);
  return {
    grid: around(look, { names: called, labels: [] }),
    xAxis: { ...numbers(look, written), scale: true },
    yAxis: names(look, called),
    series: [
      {
        type: "boxplot",
        layout: "horizontal",
        boxWidth: [14, 30],
        data: groups.map((it, at) => ({
          value: it.places,
          itemStyle: {
            color: look.raised,
            borderColor: look.series[at] ?? look.ink,
            borderWidth: 2,
          },
        })),
        tooltip: {
          formatter: (it) => {
            const group = groups[(it as { dataIndex: number }).dataIndex];
            return group ? `${group.name}\n${group.places.map(written).join("  ")}` : "";
          },
        },
      },
    ],
  };
}

export interface Bin {
  name: string;
  counts: number[];
}

/** Bars side by side: how many of each group lie in each bin. */
export function bins(look: Look, groups: string[], all: Bin[]): Option {
  return {
    legend: { top: 0, textStyle: { color: look.ink, fontSize: LABEL } },
    grid: { left: 48, right: 16, top: 40, bottom: 72 },
    xAxis: {
      type: "category",
      data: all.map((it) => it.name),
      axisLabel: { color: look.soft, rotate: 40, hideOverlap: true },
      axisLine: { lineStyle: { color: look.mute } },
    },
    yAxis: { ...numbers(look, String), minInterval: 1 },
    tooltip: { trigger: "axis" },
    series: groups.map((name, at) => ({
      type: "bar" as const,
      name,
      data: all.map((it) => it.counts[at] ?? 0),
      color: look.series[at] ?? look.ink,
      barMaxWidth: 36,
    })),
  };
}
