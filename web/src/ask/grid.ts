// Charts on axes: bars, lines, boxes, heat.
import { bars } from "../charts/bars.ts";
import { LABEL, type Look } from "../charts/look.ts";
import { around, names, numbers, type Option } from "../charts/parts.ts";
import type { Row } from "./answer.ts";
import type { Drawn } from "./charts.ts";

const BETWEEN = " · ";

export const bar = (look: Look, { rows, written }: Drawn): Option =>
  bars(
    look,
    rows.map(({ names: keys, value }) => ({
      name: keys.join(BETWEEN),
      value,
      label: written(value),
    })),
    written,
  );

/** Bars that stand, without space between them: the bins of a histogram. */
export function columns(look: Look, { rows, written }: Drawn): Option {
  return {
    grid: { left: 56, right: 16, top: 16, bottom: 84 },
    xAxis: {
      type: "category",
      data: rows.map((it) => it.names[0] ?? ""),
      axisLabel: { color: look.soft, rotate: 40, hideOverlap: true },
      axisLine: { lineStyle: { color: look.mute } },
    },
    yAxis: { ...numbers(look, written), minInterval: 1 },
    tooltip: { trigger: "axis" },
    series: [
      {
        type: "bar",
        barCategoryGap: "4%",
        color: look.series[0],
        data: rows.map((it) => it.value ?? 0),
      },
    ],
  };
}

export function box(look: Look, { rows, written }: Drawn): Option {
  const called = rows.map((it) => it.names.join(BETWEEN) || " ");
  const numbersOf = (it: Row) => it.spread ?? [];
  return {
    grid: around(look, { names: called, labels: [] }),
    xAxis: { ...numbers(look, written), scale: true },
    yAxis: names(look, called),
    tooltip: { show: true },
    series: [
      {
        type: "boxplot",
        layout: "horizontal",
        boxWidth: [10, 22],
        data: rows.map((it) => ({ value: numbersOf(it) })),
        itemStyle: { color: look.raised, borderColor: look.series[0], borderWidth: 2 },
        tooltip: {
          formatter: (it) => {
            const row = rows[(it as { dataIndex: number }).dataIndex];
            return row
              ? `${row.names.join(BETWEEN)}\n${numbersOf(row).map(written).join("  ")}`
              : "";
          },
        },
      },
    ],
  };
}

/** Lines that are drawn of one another's colours. */
const LINES_MAX = 6;

/** What stands for a key in the order of time. */
function moment(raw: unknown): number {
  if (typeof raw === "number") return raw;
  if (!raw || typeof raw !== "object") return Number.POSITIVE_INFINITY;
  const { year = 0, quarter, month } = raw as { year?: number; quarter?: number; month?: number };
  return year * 12 + (quarter ? (quarter - 1) * 3 : (month ?? 1) - 1);
}

export function line(look: Look, { plan, rows, written }: Drawn): Option {
  // What has no date has no place in time; the table has it.
  const dated = rows.filter((it) => it.raw[0] !== null && it.raw[0] !== undefined);
  const inTime = [...dated].sort((a, b) => moment(a.raw[0]) - moment(b.raw[0]));
  const moments = [...new Set(inTime.map((it) => it.names[0] ?? ""))];
  const isOne = plan.keys.length < 2;
  const lines = [...new Set(dated.map((it) => it.names[1] ?? ""))].slice(0, LINES_MAX);
  const valueAt = (name: string, at: string) =>
    inTime.find((it) => it.names[0] === at && (it.names[1] ?? "") === name)?.value ?? null;
  return {
    ...(!isOne && { legend: { top: 0, textStyle: { color: look.ink, fontSize: LABEL } } }),
    grid: { left: 64, right: 24, top: isOne ? 24 : 64, bottom: 36 },
    xAxis: {
      type: "category",
      data: moments,
      axisLabel: { color: look.soft, hideOverlap: true },
      axisLine: { lineStyle: { color: look.mute } },
    },
    yAxis: numbers(look, written),
    tooltip: {
      trigger: "axis",
      valueFormatter: (it) => written(typeof it === "number" ? it : null),
    },
    series: lines.map((name, at) => ({
      type: "line" as const,
      name,
      data: moments.map((it) => valueAt(name, it)),
      connectNulls: true,
      showSymbol: true,
      symbolSize: 7,
      lineStyle: { width: 2 },
      color: look.series[at] ?? look.ink,
    })),
  };
}

export function heat(look: Look, { rows, written }: Drawn): Option {
  const called = (key: number) => [...new Set(rows.map((it) => it.names[key] ?? ""))];
  const [down, across] = [called(0), called(1)];
  const values = rows.map((it) => it.value ?? 0);
  const cells = rows.map((it) => ({
    value: [across.indexOf(it.names[1] ?? ""), down.indexOf(it.names[0] ?? ""), it.value ?? 0],
  }));
  const room = look.narrow ? 4 : 12;
  const isSteep = across.length > (look.narrow ? 3 : 5);
  return {
    grid: { ...around(look, { names: down, labels: [] }), bottom: isSteep ? 116 : 76 },
    xAxis: {
      type: "category",
      data: across,
      axisLabel: {
        color: look.ink,
        rotate: isSteep ? 40 : 0,
        width: 110,
        overflow: "truncate",
        interval: 0,
      },
      axisTick: { show: false },
      axisLine: { show: false },
    },
    yAxis: { ...names(look, down), axisLine: { show: false } },
    visualMap: scale(look, values, written),
    series: [
      {
        type: "heatmap",
        data: cells,
        itemStyle: { borderColor: look.paper, borderWidth: 2 },
        label: {
          show: across.length <= room,
          formatter: (it) => written((it.value as number[])[2] ?? null),
          color: look.ink,
          textBorderColor: look.paper,
          textBorderWidth: 2,
        },
        tooltip: {
          formatter: (it) => {
            const [x = 0, y = 0, value] = (it as { value: number[] }).value;
            return `${down[y]}${BETWEEN}${across[x]}: ${written(value ?? null)}`;
          },
        },
      },
    ],
  };
}

/** From pale to the colour of the first series, as the values go. */
export function scale(look: Look, values: number[], written: (value: number) => string) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return {
    type: "continuous" as const,
    // A scale has two ends, also where all values are the same.
    min: least === most ? Math.min(0, least) : least,
    max: most,
    calculable: false,
    orient: "horizontal" as const,
    left: "center",
    bottom: 0,
    itemWidth: 12,
    itemHeight: 160,
    text: [written(most), written(least === most ? Math.min(0, least) : least)],
    textStyle: { color: look.ink, fontSize: LABEL },
    inRange: { color: [look.pale, look.series[0]] },
  };
}
