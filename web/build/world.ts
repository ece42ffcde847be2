// The outlines of countries, drawn flat when the pages are built: Natural Earth's, which are in the
// public domain, in the Equal Earth projection, each by the code that rows have, ISO 3166-1 alpha-2.
// Those that are too small to be seen are points.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import codes from "i18n-iso-countries";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Plugin } from "vite";

export interface World {
  /** Outlines by code; those whose code is empty are drawn, and belong to no row. Rings are lists of
   * `x, y, x, y, …`, with y downwards. */
  shapes: [code: string, rings: number[][]][];
  /** Where countries are that the outlines leave out: `[x, y]`. */
  points: [code: string, x: number, y: number][];
}

const MODULE = "virtual:world";

/** The width of the world, in the units of its coordinates. */
const WIDTH = 2000;

const require = createRequire(import.meta.url);

function countries(detail: "50m" | "110m") {
  const path = require.resolve(`world-atlas/countries-${detail}.json`);
  const topology = JSON.parse(readFileSync(path, "utf8")) as Topology;
  return feature(topology, topology.objects.countries as GeometryCollection).features;
}

const codeOf = (id: string | number | undefined) =>
  (id !== undefined && codes.numericToAlpha2(id)) || "";

/** Antarctica is as wide as the world, and nobody works there who is in a row. */
const LEFT_OUT = "AQ";

/** The share of a sphere, in steradians, below which a country can't be seen. */
const AREA_MIN = 0.000_02;

export function worldOf(): World {
  const projection = geoEqualEarth().fitWidth(WIDTH, { type: "Sphere" });
  const path = geoPath(projection);
  const shapes: World["shapes"] = [];
  for (const country of countries("110m")) {
    const code = codeOf(country.id);
    if (code !== LEFT_OUT) shapes.push([code, ringsOf(path(country) ?? "")]);
  }
  // Rings are drawn filled, so a country that lies within another must come after it.
  shapes.sort((a, b) => widthOf(b[1]) - widthOf(a[1]));
  const drawn = new Set(shapes.map((it) => it[0]));
  const small = new Map<string, { area: number; at: [number, number] | null }>();
  for (const country of countries("50m")) {
    const [code, area] = [codeOf(country.id), geoArea(country)];
    // Of a country in several parts the largest says where it is.
    if (!code || code === LEFT_OUT || area < (small.get(code)?.area ?? 0)) continue;
    small.set(code, { area, at: projection(geoCentroid(country)) });
  }
  const points: World["points"] = [];
  for (const [code, { area, at }] of small) {
    if (at && !(drawn.has(code) && area > AREA_MIN)) {
      points.push([code, Math.round(at[0]), Math.round(at[1])]);
    }
  }
  return { shapes, points };
}

/** From the westernmost point to the easternmost. */
function widthOf(rings: number[][]): number {
  const xs = rings.flatMap((ring) => ring.filter((_, at) => at % 2 === 0));
  return Math.max(...xs) - Math.min(...xs);
}

/** The rings of a path of SVG: `M1,2L3,4Z…`. */
function ringsOf(path: string): number[][] {
  const rings = path.split("M").filter((it) => it !== "");
  return rings.map((ring) =>
    ring
      .replace("Z", "")
      .split("L")
      .flatMap((it) => it.split(",").map((number) => Math.round(Number(number)))),
  );
}

/** Gives `virtual:world` to the pages. */
export function world(): Plugin {
  return {
    name: "world",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(worldOf()))});`;
    },
  };
}
