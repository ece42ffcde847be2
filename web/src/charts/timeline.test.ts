import { expect, test } from "vitest";
import { axisOf, type Spell } from "./timeline.ts";

const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
const spell = (drawn: Spell["drawn"]): Spell => ({ name: "", words: "", colour: 0, drawn });
const from = (begin: string, end: string) =>
  spell({ certain: undefined, open: [[at(begin), at(end)]], goesOn: false });
const lines = (spells: Spell[], most: number) =>
  axisOf(spells, most)?.lines.map((it) => new Date(it).toISOString().slice(0, 7));

test("a line of time has room for all that is drawn", () => {
  const spells = [
    spell(undefined),
    spell({ certain: [at("2011-01-01"), at("2015-06-01")], open: [], goesOn: false }),
    from("2009-07-01", "2010-01-01"),
  ];
  expect(axisOf(spells, 9)?.extent).toEqual([at("2009-01-01"), at("2016-01-01")]);
  expect(axisOf([spell(undefined)], 9)).toBeUndefined();
});

test("lines are months where there are few, and never too many", () => {
  expect(lines([from("2023-02-05", "2023-03-02")], 4)).toEqual(["2023-02", "2023-03", "2023-04"]);
  expect(lines([from("2021-02-01", "2023-02-01")], 4)).toEqual([
    "2021-01",
    "2021-07",
    "2022-01",
    "2022-07",
    "2023-01",
    "2023-07",
  ]);
  expect(lines([from("1961-05-01", "2024-01-01")], 9)).toEqual(
    ["1960", "1970", "1980", "1990", "2000", "2010", "2020", "2030"].map((it) => `${it}-01`),
  );
});
