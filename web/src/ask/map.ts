// Countries on a map of the world.
import { LABEL, type Look } from "../charts/look.ts";
import type { Option } from "../charts/parts.ts";
import { country } from "../texts/countries.ts";
import type { Drawn } from "./charts.ts";
import { scale } from "./grid.ts";

export const MAP = "world";

/** The outlines are so many times as wide as high. */
const WIDE = 2.2;
/** Space for the scale below the map, in CSS pixels. */
const SCALE = 48;

/** As high as the map is on a screen of this width, at most so many CSS pixels. */
export const heightFor = (screen: number) => Math.min(360, Math.round(screen / WIDE) + SCALE);

/** More names would hide the countries. */
const LABELS_MAX = 12;

/** Where countries are that are too small to have an outline; filled when the map is loaded. */
export const POINTS = new Map<string, [number, number]>();

export function map(look: Look, { rows, written, locale }: Drawn): Option {
  const known = rows.filter((it) => typeof it.raw[0] === "string");
  const values = known.map((it) => it.value ?? 0);
  const tooltip = {
    formatter: (it: unknown) => {
      const { name, value } = it as { name: string; value: number | number[] | null };
      const told = Array.isArray(value) ? value[2] : value;
      const text = typeof told === "number" && !Number.isNaN(told) ? `: ${written(told)}` : "";
      return name === "" ? "" : `${country(name, locale)}${text}`;
    },
  };
  const label = {
    show: !look.narrow && known.length <= LABELS_MAX,
    color: look.ink,
    fontSize: LABEL - 1,
    textBorderColor: look.paper,
    textBorderWidth: 2,
    formatter: ({ name }: { name?: string }) => country(name ?? "", locale),
  };
  const quiet = { areaColor: look.quiet, borderColor: look.paper, borderWidth: 0.6 };
  return {
    geo: {
      map: MAP,
      aspectScale: 1,
      roam: false,
      layoutCenter: ["50%", (heightFor(window.innerWidth) - SCALE) / 2],
      layoutSize: Math.min(look.room, (heightFor(window.innerWidth) - SCALE) * WIDE),
      label: { show: false },
      itemStyle: quiet,
      regions: known.map((it) => ({ name: String(it.raw[0]), label })),
      emphasis: { label: { show: false }, itemStyle: { areaColor: look.mute } },
    },
    visualMap: values.length > 0 ? scale(look, values, written) : [],
    series: [
      {
        type: "map",
        map: MAP,
        geoIndex: 0,
        data: known.map((it) => ({ name: String(it.raw[0]), value: it.value ?? 0 })),
        tooltip,
      },
      {
        type: "scatter",
        coordinateSystem: "geo",
        symbolSize: 12,
        itemStyle: { borderColor: look.ink, borderWidth: 1 },
        label: { ...label, position: "right" },
        labelLayout: { hideOverlap: true },
        data: known.flatMap((it) => {
          const at = POINTS.get(String(it.raw[0]));
          return at ? [{ name: String(it.raw[0]), value: [...at, it.value ?? 0] }] : [];
        }),
        tooltip,
      },
    ],
  };
}
