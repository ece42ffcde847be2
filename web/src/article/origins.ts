// Where the team's members studied, and where they worked before.

import type { AlmaMatersQuery, FormerEmployersQuery } from "../../generated/graphql.ts";
import { bars, heightOf } from "../charts/bars.ts";
import type { Look } from "../charts/look.ts";
import type { Option } from "../charts/parts.ts";
import { findings, sources, type Viewer } from "../charts/view.ts";
import { number } from "../texts/numbers.ts";
import type { Texts } from "./texts.ts";

/** The name of a row that a figure is about or counts; its own words where it is of another type. */
function nameOf(row: object | null | undefined, words: string | null): string {
  return row && "name" in row ? String(row.name) : (words ?? "");
}

export const almaMaters: Viewer<AlmaMatersQuery, Texts> = (data, t, locale) => {
  const figures = data.figures.nodes;
  const rows = figures.map((it) => ({
    name: nameOf(it.counted, it.category),
    country: it.counted && "country" in it.counted ? it.counted.country : null,
    value: it.value,
    label: number(it.value ?? 0, locale),
  }));
  const american = rows.filter((it) => it.country === "US").length;
  const sum = rows.reduce((all, it) => all + (it.value ?? 0), 0);
  return {
    says: t.almaMaters.says(sum, rows.length, american),
    table: {
      columns: [t.almaMaters.university, t.country, t.people],
      rows: rows.map((it) => [it.name, it.country, it.value]),
    },
    option: (look) => bars(look, rows, (value) => number(value, locale)),
    height: heightOf(rows.length),
    findings: findings(figures, (it) => nameOf(it.counted, it.category)),
    sources: sources(figures),
  };
};

/** How wide a flow is drawn of which nobody published how wide it is. */
const UNKNOWN = 0.3;

export const formerEmployers: Viewer<FormerEmployersQuery, Texts> = (data, t, locale) => {
  const figures = data.figures.nodes;
  const team = nameOf(figures[0]?.about, t.employers.team);
  const rows = figures.map((it) => ({ from: nameOf(it.counted, it.category), value: it.value }));
  const counted = rows.filter((it) => it.value !== null);
  const [most] = counted;
  return {
    says: t.employers.says(most?.from ?? "–", most?.value ?? 0, rows.length - counted.length),
    table: {
      columns: [t.employers.from, t.employers.to, t.people],
      rows: rows.map((it) => [it.from, team, it.value]),
    },
    option: (look) => flow(look, rows, team, (it) => written(it)),
    height: heightOf(rows.length),
    findings: findings(figures, (it) => nameOf(it.counted, it.category)),
    sources: sources(figures),
  };

  function written({ from, value }: Flow): string {
    return `${from}  ${value === null ? t.notPublished : number(value, locale)}`;
  }
};

interface Flow {
  from: string;
  value: number | null;
}

function flow(look: Look, rows: Flow[], team: string, written: (row: Flow) => string): Option {
  const known = new Map(rows.map((it) => [it.from, it]));
  return {
    tooltip: { show: false },
    series: [
      {
        type: "sankey",
        left: 8,
        right: 8,
        top: 8,
        bottom: 8,
        nodeGap: 18,
        nodeWidth: 10,
        draggable: false,
        emphasis: { focus: "none" },
        // In the order of the answer, which is that of the numbers.
        layoutIterations: 0,
        data: [
          ...rows.map((it) => ({
            name: it.from,
            itemStyle: { color: it.value === null ? look.mute : look.series[0] },
            label: { position: "right" as const },
          })),
          {
            name: team,
            itemStyle: { color: look.series[1] },
            label: { position: "left" as const },
          },
        ],
        label: {
          color: look.ink,
          fontSize: 13,
          formatter: ({ name }) => {
            const row = known.get(name ?? "");
            return row ? written(row) : (name ?? "");
          },
        },
        links: rows.map((it) => ({
          source: it.from,
          target: team,
          value: it.value ?? UNKNOWN,
          lineStyle: {
            color: it.value === null ? look.mute : look.series[0],
            opacity: it.value === null ? 0.25 : 0.4,
          },
        })),
      },
    ],
  };
}
