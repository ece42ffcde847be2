// Spells on a line of time. What partial dates leave open is drawn pale; what has no dates has words only.
import type { Drawn, Stretch } from "../shared/dates.ts";
import type { Look } from "./look.ts";
import { around, names, type Option } from "./parts.ts";

export interface Spell {
  /** Stands at the left. */
  name: string;
  /** Stands above what is drawn. */
  words: string;
  /** Which of the colours of series it has. */
  colour: 0 | 1 | 2;
  /** Nothing where there are no dates. */
  drawn: Drawn | undefined;
}

/** Space for a spell, and for the axis, in CSS pixels. */
const ROW = 48;
const AXIS = 36;
/** How thick a spell is. */
const THICK = 12;

export const heightOf = (rows: number) => rows * ROW + AXIS;

/** Months between the lines of an axis: up to half a year, and whole years. */
const APART = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

const monthOf = (moment: number) => {
  const date = new Date(moment);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const momentOf = (month: number) => Date.UTC(Math.floor(month / 12), month % 12, 1);

export interface Axis {
  extent: Stretch;
  /** Where it has lines. */
  lines: number[];
  /** Whether lines are months, and not years. */
  byMonths: boolean;
}

/** An axis with room for all that is drawn, and with no more lines than `most`; nothing without dates. */
export function axisOf(spells: Spell[], most: number): Axis | undefined {
  const all = spells.flatMap(({ drawn }) =>
    drawn ? [...drawn.open, ...(drawn.certain ? [drawn.certain] : [])] : [],
  );
  if (all.length === 0) return undefined;
  const first = monthOf(Math.min(...all.map((it) => it[0])));
  const last = monthOf(Math.max(...all.map((it) => it[1])) - 1) + 1;
  const apart = APART.find((it) => (last - first) / it <= most) ?? 2400;
  const begin = Math.floor(first / apart) * apart;
  const end = Math.ceil(last / apart) * apart;
  const lines = [];
  for (let month = begin; month <= end; month += apart) lines.push(momentOf(month));
  return { extent: [momentOf(begin), momentOf(end)], lines, byMonths: apart < 12 };
}

export function timeline(look: Look, spells: Spell[]): Option {
  const axis = axisOf(spells, look.narrow ? 4 : 9);
  const named = spells.map((it) => it.name);
  // Without dates the axis is not seen, so it may be any.
  const [min, max] = axis?.extent ?? [0, 1];
  return {
    tooltip: { show: false },
    grid: { ...around(look, { names: named, labels: [], top: AXIS - 8, bottom: 8 }) },
    xAxis: dates(look, axis),
    yAxis: names(look, named),
    series: [
      {
        type: "custom",
        clip: false,
        encode: { x: [0, 1], y: 2 },
        data: spells.map((_, at) => [min, max, at]),
        renderItem: (params, api) => {
          const spell = spells[params.dataIndex];
          if (!spell) return null;
          const x = (moment: number) => (api.coord([moment, params.dataIndex]) as [number])[0];
          const [begin, y] = api.coord([min, params.dataIndex]) as [number, number];
          return {
            type: "group",
            children: [
              ...bars(look, spell, x, y),
              words(look, spell, { x, begin, end: x(max), y }),
            ],
          };
        },
      },
    ],
  };
}

/** An axis of years or months, at the top. */
function dates(look: Look, axis: Axis | undefined) {
  const { extent, lines, byMonths } = axis ?? { extent: [0, 1], lines: [], byMonths: false };
  return {
    type: "value" as const,
    position: "top" as const,
    min: extent[0],
    max: extent[1],
    axisLabel: {
      color: look.soft,
      customValues: lines,
      formatter: (moment: number) => new Date(moment).toISOString().slice(0, byMonths ? 7 : 4),
    },
    axisTick: { show: false, customValues: lines },
    axisLine: { show: false },
    splitLine: { show: axis !== undefined, lineStyle: { color: look.grid } },
  };
}

type Scale = (moment: number) => number;

/** What is certain in full colour, what is open pale, and an arrow where it goes on. */
function bars(look: Look, { drawn, colour }: Spell, x: Scale, y: number) {
  if (!drawn) return [];
  const fill = look.series[colour];
  const rect = ([from, to]: Stretch, opacity: number) => ({
    type: "rect" as const,
    shape: { x: x(from), y: y + 6, width: Math.max(3, x(to) - x(from)), height: THICK },
    style: { fill, opacity },
  });
  const parts = drawn.open.map((it) => rect(it, 0.35));
  if (drawn.certain) parts.push(rect(drawn.certain, 1));
  if (!drawn.goesOn) return parts;
  const end = x(Math.max(...drawn.open.map((it) => it[1]), drawn.certain?.[1] ?? 0));
  const arrow = {
    type: "polygon" as const,
    shape: {
      points: [
        [end, y + 6],
        [end + 8, y + 6 + THICK / 2],
        [end, y + 6 + THICK],
      ],
    },
    style: { fill, opacity: 0.6 },
  };
  return [...parts, arrow];
}

/** What the spell was, above it: from where it begins, but never over the right end. */
function words(
  look: Look,
  { words, drawn }: Spell,
  { x, begin, end, y }: { x: Scale; begin: number; end: number; y: number },
) {
  const from = drawn ? Math.min(...[...drawn.open, drawn.certain ?? drawn.open[0]].map(first)) : 0;
  const left = drawn ? x(from) : begin + 6;
  return {
    type: "text" as const,
    style: {
      x: Math.max(begin + 2, Math.min(left, end - look.width(words))),
      y: drawn ? y - 3 : y,
      text: words,
      width: end - begin,
      overflow: "truncate" as const,
      verticalAlign: drawn ? ("bottom" as const) : ("middle" as const),
      fill: drawn ? look.ink : look.soft,
      font: `13px ${look.font}`,
    },
  };
}

const first = (it: Stretch | undefined) => it?.[0] ?? Number.POSITIVE_INFINITY;
