import { expect, test } from "vitest";
import { groundsOf } from "./evidence.ts";

const source = (key: string) => ({
  key,
  title: key,
  publisher: null,
  date: null,
  url: null,
  licence: null,
});

test("a document stands once, with all that was taken from it, and the one of most rows first", () => {
  const documents = groundsOf([
    { kind: "self", evidence: { sources: [{ source: source("a"), count: 1 }] } },
    {
      kind: "employments",
      evidence: {
        sources: [
          { source: source("b"), count: 2 },
          { source: source("a"), count: 3 },
        ],
      },
    },
    { kind: "honors", evidence: { sources: [] } },
    { kind: "employments", evidence: { sources: [{ source: source("b"), count: 1 }] } },
  ]);
  expect(documents.map((it) => [it.source.key, it.count])).toEqual([
    ["a", 4],
    ["b", 3],
  ]);
  expect(documents[1]?.parts).toEqual([{ kind: "employments", count: 3 }]);
  expect(documents[0]?.parts).toEqual([
    { kind: "employments", count: 3 },
    { kind: "self", count: 1 },
  ]);
});
