// Bars that lie, with their names at the left and their numbers at the right.
import type { Look } from "./look.ts";
import { around, doubtful, label, names, numbers, type Option } from "./parts.ts";

export interface Bar {
  name: string;
  /** Null where it was not published. */
  value: number | null;
  /** What stands at the end of the bar: the number, and behind two spaces what is said besides. */
  label: string;
  /** Whether a computation contradicts the number. */
  doubted?: boolean;
  /** Whether it is not what the chart is about, but what that is compared with. */
  quiet?: boolean;
}

/** Space for a bar, and for the axis, in CSS pixels. */
const ROW = 44;
const AXIS = 40;

export const heightOf = (rows: number) => rows * ROW + AXIS;

/** A chart of one series. */
export function bars(look: Look, rows: Bar[], written: (value: number) => string): Option {
  const named = rows.map((it) => it.name);
  // What is said besides the number goes below it where there is no room.
  const labels = rows.map((it) => (look.narrow ? it.label.replace("  ", "\n") : it.label));
  return {
    grid: around(look, { names: named, labels }),
    xAxis: numbers(look, written),
    yAxis: names(look, named),
    series: [
      {
        type: "bar",
        barMaxWidth: 24,
        label: label(look, (at) => labels[at] ?? ""),
        tooltip: { valueFormatter: (value) => (typeof value === "number" ? written(value) : "–") },
        data: rows.map(({ value, doubted, quiet }) => {
          const colour = quiet ? look.mute : look.series[0];
          return {
            value: value ?? "-",
            itemStyle: doubted ? doubtful(look, colour) : { color: colour },
          };
        }),
      },
    ],
  };
}
