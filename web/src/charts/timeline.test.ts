import { expect, test } from "vitest";
import { extentOf, type Spell, yearsApart } from "./timeline.ts";

const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
const spell = (drawn: Spell["drawn"]): Spell => ({ name: "", words: "", colour: 0, drawn });

test("a line of time has room for all that is drawn, by whole years", () => {
  const spells = [
    spell(undefined),
    spell({ certain: [at("2011-01-01"), at("2015-06-01")], open: [], goesOn: false }),
    spell({ certain: undefined, open: [[at("2009-07-01"), at("2010-01-01")]], goesOn: false }),
  ];
  expect(extentOf(spells)).toEqual([at("2009-01-01"), at("2016-01-01")]);
  expect(extentOf([spell(undefined)])).toBeUndefined();
});

test("years stand so far apart that there are not too many", () => {
  const span = (years: number): [number, number] => [at("1900-01-01"), at(`${1900 + years}-01-01`)];
  expect([4, 9, 30, 120].map((it) => yearsApart(span(it), 9))).toEqual([1, 1, 5, 20]);
});
