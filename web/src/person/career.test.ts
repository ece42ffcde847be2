import { expect, test } from "vitest";
import type { CareerQuery } from "../../generated/graphql.ts";
import { career, stagesOf } from "./career.ts";
import { person as texts } from "./texts.ts";

const source = { key: "s", title: "S", publisher: null, date: null, url: null };
const work = (key: string, name: string, dates: object) => ({
  key,
  organization: { key: name, name },
  title: null,
  role: "RESEARCHER" as const,
  start: null,
  end: null,
  ending: null,
  asOf: null,
  source,
  ...dates,
});
const data: CareerQuery = {
  person: {
    educations: {
      nodes: [
        {
          key: "e",
          institution: { key: "mit", name: "MIT" },
          degree: "DOCTORATE",
          field: null,
          start: "2010",
          end: "2014-06",
          asOf: null,
          source,
        },
      ],
    },
    employments: {
      nodes: [
        work("none", "Google", { ending: "MOVED" }),
        work("late", "OpenAI", { start: "2016-07" }),
        work("early", "OpenAI", { start: "2014", end: "2015" }),
      ],
    },
    memberships: { nodes: [] },
  },
};

test("stages stand in the order of time, and those without dates last", () => {
  if (!data.person) throw new Error("there is a person");
  expect(stagesOf(data.person, "EN").map((it) => it.start)).toEqual([
    "2010",
    "2014",
    "2016-07",
    null,
  ]);
});

test("a career is said in numbers, and its table holds all of its dates", () => {
  const view = career(data, texts.EN, "EN");
  expect(view.says).toContain(
    "3 spells of work at 2 organizations, 1 study. Of 1, no dates were given. Red is",
  );
  expect(view.table.rows[0]).toEqual(["Study", "MIT", "Doctorate", "2010", "2014-06", null, "S"]);
  expect(view.table.rows[3]).toEqual(["Work", "Google", "Researcher", null, null, "moved on", "S"]);
  expect(view.sources).toEqual([source]);
});
