import { expect, test } from "vitest";
import { askedFor, type Pages, pagesOf, rowAt } from "./pages.ts";

const page = (end: string, turn = 1) => ({ rows: ["a", "b"], end, turn });
const known: Pages<string> = new Map([
  [0, page("zero")],
  [3, page("three")],
  [4, page("four", 0)],
]);

test("a page begins behind the nearest page before it", () => {
  expect(askedFor(0, new Map(), 1)).toEqual({ first: 100, after: null, offset: 0 });
  expect(askedFor(1, known, 1)).toEqual({ first: 100, after: "zero", offset: 0 });
  expect(askedFor(2, known, 1)).toEqual({ first: 100, after: "zero", offset: 100 });
  expect(askedFor(900, new Map(), 1)).toEqual({ first: 100, after: null, offset: 90_000 });
});

test("a cursor of a turn before is not begun from", () => {
  expect(askedFor(5, known, 1)).toEqual({ first: 100, after: "three", offset: 100 });
});

test("rows lie on pages of a hundred", () => {
  expect(pagesOf(0, 100)).toEqual([0]);
  expect(pagesOf(95, 301)).toEqual([0, 1, 2, 3]);
  expect(pagesOf(5, 5)).toEqual([]);
  expect([rowAt(known, 1), rowAt(known, 301), rowAt(known, 100)]).toEqual(["b", "b", undefined]);
});
