// Spans of numbers that lie: from a lower to an upper end, with the middle marked.
import type { Look } from "./look.ts";
import { around, names, numbers, type Option } from "./parts.ts";

export interface Span {
  name: string;
  low: number;
  /** Marked with a dot; null where there is no middle to speak of. */
  mid: number | null;
  high: number;
  /** What stands behind the upper end. */
  label: string;
}

/** How thick a span and how large a dot is, in CSS pixels. */
const THICK = 14;
const DOT = 5;

/** A chart of one span in a row, the first at the top. */
export function spans(look: Look, rows: Span[], written: (value: number) => string): Option {
  const named = rows.map((it) => it.name);
  return {
    tooltip: { show: false },
    grid: around(look, { names: named, labels: look.narrow ? [] : rows.map((it) => it.label) }),
    xAxis: numbers(look, written),
    yAxis: names(look, named),
    series: [
      {
        type: "custom",
        clip: false,
        encode: { x: [0, 1, 2], y: 3 },
        data: rows.map((it, at) => [it.low, it.mid ?? it.low, it.high, at]),
        renderItem: (params, api) => {
          const row = rows[params.dataIndex];
          if (!row) return null;
          const place = (dimension: number) =>
            api.coord([api.value(dimension), api.value(3)]) as [number, number];
          const [left, y] = place(0);
          const [right] = place(2);
          const middle = row.mid === null ? [] : [dot(look, place(1)[0], y)];
          const text = words(look, row, { left, right, y });
          return { type: "group", children: [bar(look, left, right, y), ...middle, text] };
        },
      },
    ],
  };
}

const bar = (look: Look, left: number, right: number, y: number) => ({
  type: "rect" as const,
  // One number is drawn as a line.
  shape: { x: left, y: y - THICK / 2, width: Math.max(4, right - left), height: THICK, r: 3 },
  style: { fill: look.series[1], opacity: 0.45 },
});

const dot = (look: Look, x: number, y: number) => ({
  type: "circle" as const,
  shape: { cx: x, cy: y, r: DOT },
  style: { fill: look.series[0] },
});

/** The label: behind the span, or above it where there is no room beside. */
function words(look: Look, row: Span, place: { left: number; right: number; y: number }) {
  const { left, right, y } = place;
  const style = { text: row.label, fill: look.ink, font: `13px ${look.font}` };
  if (!look.narrow) {
    const at = { x: right + 8, y, verticalAlign: "middle" as const };
    return { type: "text" as const, style: { ...style, ...at } };
  }
  const at = { y: y - THICK / 2 - 3, verticalAlign: "bottom" as const };
  // What begins far right would end outside.
  const side = left > 220 ? { x: right, align: "right" as const } : { x: left };
  return { type: "text" as const, style: { ...style, ...at, ...side } };
}
