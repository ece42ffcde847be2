import { expect, test } from "vitest";
import { offsetOf, spanOf } from "./span.ts";

test("only what is seen is drawn, and a little around it", () => {
  const span = spanOf({ scrolled: 50_000, view: 800, rows: 100_000, row: 50 });
  expect(span).toEqual({ height: 5_000_000, seen: 1000, first: 992, end: 1025, top: 992 * 50 });
});

test("before the list and behind its end the first and the last rows are drawn", () => {
  expect(spanOf({ scrolled: -300, view: 800, rows: 3, row: 50 })).toMatchObject({
    seen: 0,
    first: 0,
    end: 3,
    top: 0,
  });
  expect(spanOf({ scrolled: 9_000_000, view: 800, rows: 1000, row: 50 }).end).toBe(1000);
  expect(spanOf({ scrolled: 0, view: 800, rows: 0, row: 50 })).toMatchObject({ first: 0, end: 0 });
});

test("a list that is too tall to be drawn is scrolled through whole", () => {
  const list = { view: 800, rows: 2_000_000, row: 50 };
  const height = spanOf({ ...list, scrolled: 0 }).height;
  expect(height).toBeLessThan(16_000_000);
  const last = spanOf({ ...list, scrolled: height - list.view });
  expect(last.end).toBe(2_000_000);
  // Its last row ends where the list does.
  expect(last.top + (last.end - last.first) * list.row).toBeCloseTo(height, 3);
  for (const at of [0, 1, 777_777, 1_999_000]) {
    expect(spanOf({ ...list, scrolled: offsetOf(at, list) }).seen).toBe(at);
  }
});

test("a row is seen first where the list is scrolled to it", () => {
  const list = { view: 400, rows: 100_000, row: 52 };
  for (const at of [0, 1, 99_900]) {
    expect(spanOf({ ...list, scrolled: offsetOf(at, list) }).seen).toBe(at);
  }
});
