import { expect, test } from "vitest";
import { entityOf } from "../edit/entities.ts";
import { pairs, taken } from "./choice.ts";

const fields = entityOf("person")?.fields ?? [];
const ONE = {
  name: { en: "Ada", zh: null },
  aliases: ["A."],
  country: "GB",
  birthDate: "1990",
  source: "Source:a",
};
const OTHER = {
  name: { en: "Ada M.", zh: null },
  aliases: ["Ada"],
  country: "GB",
  city: { en: "London", zh: null },
  birthDate: "1991",
  source: "Source:a",
};

test("only values that contradict each other are chosen: others are filled or united", () => {
  const all = pairs(fields, ONE, OTHER);
  expect(all.map((it) => [it.field.name, it.by])).toEqual([
    ["name", "choice"],
    ["aliases", "united"],
    ["birthDate", "choice"],
    ["country", "same"],
    ["city", "filled"],
    ["source", "same"],
  ]);
});

test("what is taken is what was chosen of the row that goes, whichever that is", () => {
  const all = pairs(fields, ONE, OTHER);
  const chosen = { birthDate: "other", name: "one", city: "other" } as const;
  expect(taken(all, "one", chosen)).toEqual(["birthDate"]);
  expect(taken(all, "other", chosen)).toEqual(["name"]);
  expect(taken(all, "one", {})).toEqual([]);
});
