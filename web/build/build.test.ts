import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { read } from "./examples.ts";
import { withoutFonts } from "./fontless.ts";

test("all queries of the README that stand below the article's sections are examples", () => {
  const examples = read(readFileSync("../README.md", "utf8"));
  const sections = new Set(examples.map((it) => it.section));
  expect([...sections]).toEqual(["Ten questions", "The article as queries"]);
  const schema = buildSchema(readFileSync("../schema.graphql", "utf8"));
  for (const { heading, query } of examples) {
    expect(heading).not.toBe("");
    expect(validate(schema, parse(query))).toEqual([]);
  }
});

test("a style sheet loses its fonts and nothing else", () => {
  const css = "a{b:c}@font-face{font-family:X;src:url(data:x)}@media print{d{e:f}}";
  expect(withoutFonts(css)).toBe("a{b:c}@media print{d{e:f}}");
});
