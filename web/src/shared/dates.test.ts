import { expect, test } from "vitest";
import { drawn, spell } from "./dates.ts";
import { shared } from "./texts.ts";

const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
const now = at("2026-01-01");

test("what partial dates leave open is open, and what lies between is certain", () => {
  expect(drawn({ start: "2016", end: "2019-07" }, now)).toEqual({
    certain: [at("2017-01-01"), at("2019-07-01")],
    open: [
      [at("2016-01-01"), at("2017-01-01")],
      [at("2019-07-01"), at("2019-08-01")],
    ],
    goesOn: false,
  });
});

test("a spell within one year is open throughout", () => {
  const spell = drawn({ start: "2016", end: "2016-03-05" }, now);
  expect(spell).toEqual({
    certain: undefined,
    open: [[at("2016-01-01"), at("2017-01-01")]],
    goesOn: false,
  });
});

test("what began and ended on one day is certain", () => {
  expect(drawn({ start: "2023-03-02", end: "2023-03-02" }, now)).toEqual({
    certain: [at("2023-03-02"), at("2023-03-03")],
    open: [],
    goesOn: false,
  });
});

test("a spell without an end is certain until it was looked at, and open from then to now", () => {
  const spell = drawn({ start: "2016-07", end: null, asOf: "2023-03" }, now);
  expect(spell).toEqual({
    certain: [at("2016-08-01"), at("2023-04-01")],
    open: [
      [at("2016-07-01"), at("2016-08-01")],
      [at("2023-04-01"), now],
    ],
    goesOn: true,
  });
});

test("a spell that is over, nobody said since when, is nowhere certain", () => {
  const spell = drawn({ start: "2016", end: null, over: true, asOf: "2018" }, now);
  expect(spell).toMatchObject({ certain: undefined, open: [[at("2016-01-01"), at("2019-01-01")]] });
});

test("without dates nothing can be drawn, and with the end only the end is", () => {
  expect(drawn({ start: null, end: null }, now)).toBeUndefined();
  expect(drawn({ start: null, end: "2018-02" }, now)?.open).toEqual([
    [at("2018-02-01"), at("2018-03-01")],
  ]);
});

test("spans are said with the dates there are", () => {
  const say = (it: Parameters<typeof spell>[0]) => spell(it, shared.EN);
  expect(say({ start: "2016", end: "2018-02" })).toBe("2016 – 2018-02");
  expect(say({ start: "2016", end: "2016" })).toBe("2016");
  expect(say({ start: "2016", end: null })).toBe("2016 – now");
  expect(say({ start: "2016", end: null, over: true })).toBe("since 2016");
  expect(say({ start: null, end: "2018" })).toBe("until 2018");
  expect(say({ start: null, end: null })).toBe("");
});
