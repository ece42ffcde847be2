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

const YEAR_MS = 365.25 * 86_400_000;

export const heightOf = (rows: number) => rows * ROW + AXIS;

/** The first and the last moment of all that is drawn, by whole years; nothing without dates. */
export function extentOf(spells: Spell[]): Stretch | undefined {
  const all = spells.flatMap(({ drawn }) =>
    drawn ? [...drawn.open, ...(drawn.certain ? [drawn.certain] : [])] : [],
  );
  if (all.length === 0) return undefined;
  const first = new Date(Math.min(...all.map((it) => it[0]))).getUTCFullYear();
  const last = new Date(Math.max(...all.map((it) => it[1])) - 1).getUTCFullYear() + 1;
  return [Date.UTC(first, 0, 1), Date.UTC(last, 0, 1)];
}

/** Years between the lines of the axis, so that there are some, and not too many. */
export function yearsApart([from, to]: Stretch, most: number): number {
  const years = (to - from) / YEAR_MS;
  return [1, 2, 5, 10, 20, 50, 100].find((it) => years / it <= most) ?? 200;
}

export function timeline(look: Look, spells: Spell[]): Option {
  const extent = extentOf(spells);
  const named = spells.map((it) => it.name);
  const [min, max] = extent ?? [0, YEAR_MS];
  return {
    tooltip: { show: false },
    grid: { ...around(look, { names: named, labels: [], top: AXIS - 8, bottom: 8 }) },
    xAxis: years(look, [min, max], extent !== undefined),
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

/** An axis of years, at the top. */
function years(look: Look, extent: Stretch, isKnown: boolean) {
  const apart = yearsApart(extent, look.narrow ? 4 : 9);
  const first = new Date(extent[0]).getUTCFullYear();
  const last = new Date(extent[1]).getUTCFullYear();
  const shown = [];
  for (let year = Math.ceil(first / apart) * apart; year <= last; year += apart) {
    shown.push(Date.UTC(year, 0, 1));
  }
  return {
    type: "value" as const,
    position: "top" as const,
    min: extent[0],
    max: extent[1],
    axisLabel: {
      color: look.soft,
      customValues: shown,
      formatter: (value: number) => (isKnown ? String(new Date(value).getUTCFullYear()) : ""),
    },
    axisTick: { show: false, customValues: shown },
    axisLine: { show: false },
    splitLine: { show: isKnown, lineStyle: { color: look.grid } },
    interval: apart * YEAR_MS,
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
