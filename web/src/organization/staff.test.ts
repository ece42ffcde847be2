import { expect, test } from "vitest";
import type { OrganizationFlowsQuery } from "../../generated/graphql.ts";
import type { Look } from "../charts/look.ts";
import { flows } from "./staff.ts";
import { organization } from "./texts.ts";

const place = (name: string) => ({ organization: { key: name.toLowerCase(), name } });
const data: OrganizationFlowsQuery = {
  into: { totalCount: 7, nodes: [{ count: 4, from: place("Google") }] },
  out: { totalCount: 1, nodes: [{ count: 2, to: place("Google") }] },
  organization: { name: "OpenAI", employments: { aggregate: { evidence: { sources: [] } } } },
};
const look: Look = {
  ink: "",
  soft: "",
  paper: "",
  accent: "",
  mute: "",
  grid: "",
  raised: "",
  quiet: "",
  pale: "",
  series: ["", "", "", "", "", ""],
  font: "",
  width: (text) => text.length,
  room: 800,
  narrow: false,
};

test("who came and who went are rows of one table", () => {
  const view = flows(data, organization.EN, "EN");
  expect(view.table.rows).toEqual([
    ["In", "Google", 4],
    ["Out", "Google", 2],
  ]);
  expect(view.says).toContain("from 7 other places, and went to 1");
});

test("a place that people came from and went to stands at both sides", () => {
  const { series } = flows(data, organization.EN, "EN").option(look);
  const [river] = series as { data: { name: string }[]; links: object[] }[];
  expect(river?.data.map((it) => it.name)).toEqual(["into Google", "out Google", "own"]);
  expect(river?.links).toMatchObject([
    { source: "into Google", target: "own", value: 4 },
    { source: "own", target: "out Google", value: 2 },
  ]);
});
