import { expect, test } from "vitest";
import { graphiqlLink } from "../data/document.ts";
import { articleTabs, linked, open } from "./tabs.ts";

test("each chart of the article has a tab with all variables of its query", () => {
  const tabs = articleTabs("ZH");
  expect(tabs).toHaveLength(9);
  for (const { query, variables } of tabs) {
    const [, head = ""] = /\(([^)]*)\)/.exec(query) ?? [];
    const names = [...head.matchAll(/\$(\w+)/g)].map((it) => it[1]);
    expect(Object.keys(JSON.parse(variables))).toEqual(names);
  }
});

test("a link's query is found again, and an address without one has none", () => {
  const link = graphiqlLink("{ a }", { locale: "EN" });
  expect(linked(new URL(link, "http://bole").hash)).toMatchObject({ query: "{ a }" });
  expect(linked("")).toBeUndefined();
  expect(linked("#top")).toBeUndefined();
});

test("the tab that was open is found, and what can't be read is none", () => {
  const kept = { activeTabIndex: 1, tabs: [{ query: "a" }, { query: "b", variables: null }] };
  expect(open(JSON.stringify(kept))).toEqual({ query: "b", variables: "" });
  for (const bad of [null, "", "{", "{}", '{"tabs":[],"activeTabIndex":0}']) {
    expect(open(bad)).toBeUndefined();
  }
});
