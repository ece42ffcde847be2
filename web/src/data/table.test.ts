import { expect, test } from "vitest";
import { csv } from "./table.ts";

test("cells with commas, quotes and breaks are quoted, and what is missing is empty", () => {
  const table = {
    columns: ["name", "value"],
    rows: [
      ['a "b", c', 1.5],
      ["d\ne", null],
    ],
  };
  expect(csv(table)).toBe('\uFEFFname,value\r\n"a ""b"", c",1.5\r\n"d\ne",\r\n');
});
