import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { read } from "./examples.ts";
import { withoutFonts } from "./fontless.ts";
import { manifestOf } from "./manifest.ts";
import { worldOf } from "./world.ts";

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

test("what can be asked is what the schema has: rows by their groups, and flows", () => {
  const { roots, inputs, keys, names } = manifestOf(readFileSync("../schema.graphql", "utf8"));
  const of = (is: string) => Object.keys(roots).filter((it) => roots[it]?.is === is);
  expect(of("flows")).toEqual(["talentFlows", "educationFlows"]);
  expect(of("rows")).toContain("salaryRecords");
  expect(of("rows")).not.toContain("redirects");
  expect(roots.salaryRecords).toMatchObject({ type: "SalaryRecord", veiled: true, evident: true });
  expect(roots.companies?.filter).toBe("OrganizationFilter");
  expect(inputs["educationFlows.where"]).toEqual({
    studies: "EducationFilter",
    employments: "EmploymentFilter",
  });
  for (const root of Object.values(roots)) {
    expect(Object.keys(inputs[root.filter] ?? {}).length).toBeGreaterThan(0);
    if (root.is === "rows") expect(Object.keys(keys[root.key] ?? {})).toContain("row");
  }
  expect(names).toMatchObject({ Person: "name", Source: "title", Figure: "topic" });
  expect(names.SalaryRecord).toBeUndefined();
});

test("the world has each country once, flat and within its frame", () => {
  const { shapes, points } = worldOf();
  const drawn = shapes.map((it) => it[0]).filter((it) => it !== "");
  expect(new Set(drawn).size).toBe(drawn.length);
  for (const code of ["CN", "US", "GB", "TW", "LS"]) expect(drawn).toContain(code);
  const small = points.map((it) => it[0]);
  expect(new Set(small).size).toBe(small.length);
  for (const code of ["HK", "MO", "SG"]) expect(small).toContain(code);
  // What lies within another is drawn after it.
  expect(drawn.indexOf("LS")).toBeGreaterThan(drawn.indexOf("ZA"));
  for (const [, rings] of shapes) {
    for (const ring of rings) {
      expect(ring.length % 2).toBe(0);
      expect(ring.every((it) => it >= 0 && it <= 2000)).toBe(true);
    }
  }
});
