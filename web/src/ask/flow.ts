// Flows from the places of the first key to those of the second.
import { LABEL, type Look } from "../charts/look.ts";
import type { Option } from "../charts/parts.ts";
import type { Drawn } from "./charts.ts";

export function flow(look: Look, { rows, written }: Drawn): Option {
  // A place may stand on both sides, so the sides are told apart.
  const sideOf = (key: number) => [...new Set(rows.map((it) => it.names[key] ?? ""))];
  const [left, right] = [sideOf(0), sideOf(1)];
  const sum = (key: number, name: string) =>
    rows.reduce((all, it) => all + (it.names[key] === name ? (it.value ?? 0) : 0), 0);
  const called = (it: string) => it.slice(2);
  const colourOf = (name: string) => look.series[left.indexOf(name) % look.series.length];
  return {
    tooltip: {
      formatter: (it) => {
        const { data, name } = it as {
          data: { source?: string; target?: string; value?: number };
          name: string;
        };
        if (!data.source || !data.target) return called(name);
        return `${called(data.source)} → ${called(data.target)}: ${written(data.value ?? null)}`;
      },
    },
    series: [
      {
        type: "sankey",
        left: 8,
        right: 8,
        top: 8,
        bottom: 8,
        nodeGap: 16,
        nodeWidth: 10,
        draggable: false,
        layoutIterations: 32,
        emphasis: { focus: "adjacency" },
        data: [
          ...left.map((name) => ({
            name: `l:${name}`,
            value: sum(0, name),
            itemStyle: { color: colourOf(name) ?? look.ink },
            label: { position: "right" as const },
          })),
          ...right.map((name) => ({
            name: `r:${name}`,
            value: sum(1, name),
            itemStyle: { color: look.mute },
            label: { position: "left" as const },
          })),
        ],
        label: {
          color: look.ink,
          fontSize: LABEL,
          width: look.narrow ? 120 : 320,
          overflow: "truncate",
          formatter: ({ name, value }) => `${called(name ?? "")}  ${written(value as number)}`,
        },
        links: rows.map((it) => ({
          source: `l:${it.names[0]}`,
          target: `r:${it.names[1]}`,
          value: it.value ?? 0,
          lineStyle: { color: colourOf(it.names[0] ?? "") ?? look.mute, opacity: 0.4 },
        })),
      },
    ],
  };
}
