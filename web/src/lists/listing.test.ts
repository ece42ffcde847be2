import { expect, test } from "vitest";
import { among, type Facet, filterOf, variablesOf } from "./listing.ts";

const facets: Facet<object>[] = [
  { name: "country", filter: (values) => among(values, (it) => ({ country: it })) },
  { name: "role", filter: (values) => ({ employments: { some: { role: { in: values } } } }) },
];
const state = {
  text: " wang ",
  chosen: { country: ["CN", ""] },
  sort: "",
  descending: false,
  at: 0,
};
const country = { or: [{ country: { in: ["CN"] } }, { country: { isNull: true } }] };

test("a facet is counted as if nothing were chosen of it", () => {
  expect(filterOf(facets, state)).toEqual({ and: [{ search: "wang" }, country] });
  expect(variablesOf(facets, state, "EN")).toEqual({
    locale: "EN",
    all: { and: [{ search: "wang" }, country] },
    country: { and: [{ search: "wang" }] },
    countryChosen: ["CN"],
    role: { and: [{ search: "wang" }, country] },
    roleChosen: [],
  });
});

test("where nothing is chosen there is no filter", () => {
  expect(filterOf(facets, { ...state, text: " ", chosen: { role: [] } })).toBeUndefined();
});

test("no value is a choice like the others", () => {
  expect(among([""], (it) => ({ kind: it }))).toEqual({ kind: { isNull: true } });
  expect(among(["A"], (it) => ({ kind: it }))).toEqual({ kind: { in: ["A"] } });
});
