import { expect, test } from "vitest";
import { read, toggled, write } from "./state.ts";

const shape = { facets: ["country", "employer"], sorts: ["name", "born"] };

test("a state is read as it was written", () => {
  const address = "?q=wang+hai&country=CN&country=&employer=a.b&sort=-born&at=1200";
  const { state, unknown } = read(address, shape);
  expect(state).toEqual({
    text: "wang hai",
    chosen: { country: ["CN", ""], employer: ["a.b"] },
    sort: "born",
    descending: true,
    at: 1200,
  });
  expect(unknown).toEqual([]);
  expect(write(state, shape)).toBe(address);
});

test("what goes without saying is not in the address", () => {
  const { state } = read("", shape);
  expect(state).toEqual({ text: "", chosen: {}, sort: "name", descending: false, at: 0 });
  expect(write(state, shape)).toBe("");
  expect(write({ ...state, descending: true }, shape)).toBe("?sort=-name");
});

test("what the list does not have is named, and the rest is taken", () => {
  const { state, unknown } = read("?sort=age&colour=red&at=-4&country=US&country=US", shape);
  expect(unknown).toEqual(["sort=age", "colour=red", "at=-4"]);
  expect(state.chosen).toEqual({ country: ["US"] });
});

test("a value is chosen, and chosen no longer, from the first row on", () => {
  const { state } = read("?country=CN&at=40", shape);
  const both = toggled(state, "country", "US");
  expect(write(both, shape)).toBe("?country=CN&country=US");
  expect(write(toggled(both, "country", "CN"), shape)).toBe("?country=US");
});
