import { expect, test } from "vitest";
import { plain, rows } from "./choices.ts";

const groups: { totalCount: number; nodes: { count: number; key: { country: string | null } }[] } =
  {
    totalCount: 9,
    nodes: [
      { count: 5, key: { country: "CN" } },
      { count: 2, key: { country: null } },
    ],
  };

test("rows without a value are a choice where they are named", () => {
  const named = plain(
    groups,
    (it) => it.country,
    (it) => it.toLowerCase(),
    "unknown",
  );
  expect(named).toEqual({
    choices: [
      { value: "CN", label: "cn", count: 5 },
      { value: "", label: "unknown", count: 2 },
    ],
    total: 9,
  });
  const given = plain(
    groups,
    (it) => it.country,
    (it) => it,
  );
  expect(given.choices.map((it) => it.value)).toEqual(["CN"]);
  expect(given.total).toBe(8);
});

test("rows are chosen by their keys and called by their names", () => {
  const of = (row: { key: string; name: string } | null) => ({ count: 1, key: { row } });
  const openai = { key: "openai", name: "OpenAI" };
  const found = rows({ totalCount: 2, nodes: [of(openai), of(null)] }, (it) => it.row, [openai]);
  expect(found).toEqual({
    choices: [{ value: "openai", label: "OpenAI", count: 1 }],
    named: [{ value: "openai", label: "OpenAI" }],
    total: 1,
  });
});
