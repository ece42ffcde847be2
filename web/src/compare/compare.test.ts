import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { read, term } from "../ask/terms.ts";
import {
  addressOf,
  binsOf,
  type Comparison,
  comparisonAt,
  edgesOf,
  errorOf,
  planOf,
  type Told,
} from "./compare.ts";
import { PRESETS } from "./presets.ts";

const schema = buildSchema(readFileSync("../schema.graphql", "utf8"));

test.each(Object.values(PRESETS))("%s is understood, and is itself again", (address) => {
  const [comparison, unread] = comparisonAt(address);
  const [plan, wrong] = planOf(comparison, "EN");
  expect([...unread, ...wrong]).toEqual([]);
  expect(addressOf(comparison)).toBe(address);
  expect(validate(schema, parse(plan?.query ?? ""))).toEqual([]);
  const bins = plan && binsOf(plan, [0, 1]);
  expect(validate(schema, parse(bins?.query ?? ""))).toEqual([]);
});

test("all that pay can be stated in goes to the query and comes back", () => {
  const comparison: Comparison = {
    of: read("country.eq(CN)"),
    over: read('title.contains("a, b")'),
    by: read("organization.row,year"),
    terms: [
      term("currency", ["USD"]),
      term("adjust", ["REAL"]),
      term("priceYear", ["2023"]),
      term("end", ["HIGH"]),
    ],
  };
  expect(comparisonAt(addressOf(comparison))).toEqual([comparison, []]);
  const [plan, wrong] = planOf(comparison, "EN");
  expect(wrong).toEqual([]);
  expect(validate(schema, parse(plan?.query ?? ""))).toEqual([]);
  expect(plan?.variables).toMatchObject({
    over: { title: { contains: "a, b" } },
    in: { currency: "USD", adjust: "REAL", priceYear: 2023 },
    end: "HIGH",
    by: [{ organization: { row: true } }, { year: true }],
    locale: "EN",
  });
});

test("what can't be compared is told", () => {
  expect(comparisonAt("of=country.eq(CN)&with=x")[1]).toEqual([
    { is: "field", name: "with", of: "/compare" },
  ]);
  expect(comparisonAt("of=country.eq(CN")[1]).toMatchObject([{ is: "text", name: "of" }]);
  const [comparison] = comparisonAt("of=country.eq(CN)&over=shoe.eq(1)&adjust=SOME");
  const [plan, wrong] = planOf(comparison, "EN");
  expect(plan).toBeUndefined();
  expect(wrong.map((it) => it.is)).toEqual(["field", "value"]);
});

test("bins have round edges, and hold the least and the most", () => {
  expect(edgesOf(42_367.5, 225_000)[0]).toBe(40_000);
  for (const [least, most] of [
    [0, 1],
    [331_500, 390_800],
    [-3, 7.5],
    [5, 5],
    [0, 0],
  ] as const) {
    const edges = edgesOf(least, most);
    expect(edges[0]).toBeLessThanOrEqual(least);
    expect(edges.at(-1)).toBeGreaterThanOrEqual(most);
    expect(edges.length).toBeGreaterThan(1);
    expect(edges.length).toBeLessThan(20);
    expect([...edges].sort((a, b) => a - b)).toEqual(edges);
  }
});

test("the standard error is that of two samples, and takes two records of each", () => {
  const told = (count: number, stddev: number | null) => ({ count, stddev }) as Told;
  const premium = (of: Told, over: Told) => ({ of, over }) as Parameters<typeof errorOf>[0];
  expect(errorOf(premium(told(4, 6), told(16, 16)))).toBe(5);
  expect(errorOf(premium(told(1, null), told(9, 9)))).toBeUndefined();
});
