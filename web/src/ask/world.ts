// The outlines of the world, loaded with the first map.
import world from "virtual:world";
import { registerMap } from "echarts/core";
import { MAP, POINTS } from "./map.ts";

/** A ring as GeoJSON has it, with y upwards. */
function ring(flat: number[]): [number, number][] {
  const points: [number, number][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2)
    points.push([flat[at] ?? 0, -(flat[at + 1] ?? 0)]);
  const [first] = points;
  return first ? [...points, first] : points;
}

for (const [code, x, y] of world.points) POINTS.set(code, [x, -y]);

registerMap(MAP, {
  type: "FeatureCollection",
  features: world.shapes.map(([code, rings]) => ({
    type: "Feature" as const,
    properties: { name: code },
    geometry: { type: "MultiPolygon" as const, coordinates: rings.map((it) => [ring(it)]) },
  })),
} as unknown as Parameters<typeof registerMap>[1]);
