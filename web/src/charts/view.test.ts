import { expect, test } from "vitest";
import { findings, isNumeric, sources } from "./view.ts";

const row = (
  key: string,
  verdict: "CONSISTENT" | "CONTRADICTED" | "NOT_CHECKABLE",
  why: string,
) => ({
  key,
  audit: { verdict, explanation: why },
});

test("an explanation stands once, with all it is of, and contradictions come first", () => {
  const rows = [
    row("a", "CONSISTENT", "x"),
    row("b", "CONTRADICTED", "y"),
    row("c", "CONTRADICTED", "y"),
    row("d", "NOT_CHECKABLE", "z"),
  ];
  expect(findings(rows, (it) => it.key)).toEqual([
    { verdict: "CONTRADICTED", explanation: "y", names: ["b", "c"] },
    { verdict: "CONSISTENT", explanation: "x", names: ["a"] },
  ]);
});

test("a source stands once, the one of most rows first", () => {
  const source = (key: string) => ({ key, title: key, publisher: null, date: null, url: null });
  const rows = ["a", "b", "b"].map((key) => ({ source: source(key) }));
  expect(sources(rows).map((it) => it.key)).toEqual(["b", "a"]);
});

test("a column is of numbers where all that it has are", () => {
  const cells = [
    ["a", 1, null],
    ["b", null, null],
  ];
  expect([0, 1, 2].map((at) => isNumeric(cells, at))).toEqual([false, true, false]);
});
