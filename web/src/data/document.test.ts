import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import * as generated from "../../generated/graphql.ts";
import { exportLink, graphiqlLink, liveOf, textOf } from "./document.ts";

const schema = buildSchema(readFileSync("../schema.graphql", "utf8"));
const documents = Object.entries(generated)
  .filter(([name]) => name.endsWith("Document"))
  .map(([name, document]) => [name, textOf(document as { toString(): string })] as const);

test.each(documents)("%s is a document of the schema", (_, text) => {
  expect(text).toMatch(/^(query|mutation|subscription) \w+/);
  expect(validate(schema, parse(text))).toEqual([]);
});

const queries = documents.filter(([, text]) => text.startsWith("query"));

test.each(queries)("the live form of %s is one of the schema", (_, text) => {
  const live = parse(liveOf(text));
  expect(validate(schema, live)).toEqual([]);
  const [operation] = live.definitions;
  expect(operation?.kind === "OperationDefinition" && operation.operation).toBe("subscription");
});

test("a live form keeps variables, and braces within texts", () => {
  const query =
    'query A($in: In = { a: "}" }) { people(where: { name: { eq: "}{" } }) { totalCount } }';
  expect(liveOf(query)).toBe(
    'subscription A($in: In = { a: "}" }) { live { people(where: { name: { eq: "}{" } }) { totalCount } } }',
  );
  expect(() => liveOf("mutation { x }")).toThrow("only a query can be live");
});

test("definitions begin at the margin, with a line between them", () => {
  const text = "\n    query A {\n  a {\n    ...B\n  }\n}\n    fragment B on C {\n  fragments\n}";
  expect(textOf(text)).toBe(
    "query A {\n  a {\n    ...B\n  }\n}\n\nfragment B on C {\n  fragments\n}",
  );
});

test("links hold the query and its variables", () => {
  const query = '{ a(b: "&#=+") }';
  const link = new URL(graphiqlLink(query, { locale: "ZH" }), "http://bole");
  expect(link.pathname + link.search).toBe("/graphiql");
  const fragment = new URLSearchParams(link.hash.slice(1));
  expect(fragment.get("query")).toBe(query);
  expect(JSON.parse(fragment.get("variables") ?? "")).toEqual({ locale: "ZH" });
  expect(graphiqlLink(query, {})).not.toContain("variables");
  const table = new URL(exportLink(query, { locale: "ZH" }), "http://bole").searchParams;
  expect([table.get("query"), table.get("format")]).toEqual([query, "csv"]);
});
