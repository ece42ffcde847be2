// Which charts an answer can be, and which one it is where nobody chose.
import type { Look } from "../charts/look.ts";
import type { Option } from "../charts/parts.ts";
import type { Locale } from "../texts/dictionary.ts";
import { type Answer, type Row, valueText } from "./answer.ts";
import { flow } from "./flow.ts";
import { bar, box, columns, heat, line } from "./grid.ts";
import { isCountry, isTime } from "./keys.ts";
import { heightFor, map } from "./map.ts";
import { HISTOGRAM, SPREADS } from "./measure.ts";
import type { Plan } from "./query.ts";
import type { ChartKind } from "./question.ts";
import type { Texts } from "./texts.ts";

/** Rows of an answer that one chart shows. */
export interface Drawing {
  kind: ChartKind;
  /** In CSS pixels. */
  height: number;
  option: (look: Look) => Option;
  /** How many rows of how many it shows. */
  drawn: number;
  all: number;
}

/** The charts that fit, the best first; none for a single number. */
export function chartsOf(plan: Plan): ChartKind[] {
  const { root, keys, measure } = plan;
  if (root.is === "flows") return ["flow", "heat", "bar"];
  if (measure.statistic === SPREADS) return ["box"];
  if (measure.statistic === HISTOGRAM) return ["bar"];
  const [first, second] = keys;
  if (!first) return [];
  const fits: ChartKind[] = [];
  if (keys.length > 2) return ["bar"];
  if (isTime(first)) fits.push("line");
  if (!second && isCountry(first)) fits.push("map");
  if (second && !isTime(first)) fits.push("heat");
  // What flows adds up.
  if (second && (measure.is === "count" || measure.statistic === "sum")) fits.push("flow");
  if (second && isTime(first)) fits.push("heat");
  return [...fits, "bar"];
}

/** In CSS pixels. */
const HISTOGRAM_HEIGHT = 380;

/** The most rows that a chart shows: more can't be read. */
const DRAWN_MAX: Record<ChartKind, number> = {
  bar: 40,
  line: 1000,
  box: 40,
  heat: 1000,
  flow: 60,
  map: 1000,
};

/** A chart of an answer; undefined where nothing can be drawn. */
export function drawingOf(
  plan: Plan,
  answer: Answer,
  chosen: ChartKind | undefined,
  t: Texts,
  locale: Locale,
): Drawing | undefined {
  const fits = chartsOf(plan);
  const kind = chosen && fits.includes(chosen) ? chosen : fits[0];
  const isHistogram = plan.measure.statistic === HISTOGRAM;
  const known = answer.rows.filter((it) => it.value !== null);
  if (!kind || known.length === 0) return undefined;
  const shown = isHistogram ? known : known.slice(0, DRAWN_MAX[kind]);
  const draw = isHistogram ? columns : DRAWN[kind];
  const written = (value: number | null) => valueText(plan.measure, value, t, locale);
  return {
    kind,
    height: isHistogram ? HISTOGRAM_HEIGHT : heightOf(kind, shown),
    option: (look) => draw(look, { plan, rows: shown, written, t, locale }),
    drawn: shown.length,
    all: answer.rows.length,
  };
}

/** What all charts are drawn of. */
export interface Drawn {
  plan: Plan;
  rows: Row[];
  written: (value: number | null) => string;
  t: Texts;
  locale: Locale;
}

const DRAWN: Record<ChartKind, (look: Look, drawn: Drawn) => Option> = {
  bar,
  line,
  box,
  heat,
  flow,
  map,
};

const count = (rows: Row[], key: number) => new Set(rows.map((it) => it.names[key])).size;

function heightOf(kind: ChartKind, rows: Row[]): number {
  switch (kind) {
    case "bar":
    case "box":
      return Math.max(160, rows.length * 38 + 60);
    case "line":
      return 360;
    case "heat":
      return Math.min(1400, count(rows, 0) * 34 + 130);
    case "flow":
      return Math.max(220, Math.max(count(rows, 0), count(rows, 1)) * 42 + 20);
    case "map":
      return heightFor(window.innerWidth);
  }
}
