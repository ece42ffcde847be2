import { expect, test } from "vitest";
import type { OrganizationPayByYearQuery } from "../../generated/graphql.ts";
import { payByYear, payFilter } from "./pay.ts";
import { organization } from "./texts.ts";

const year = (year: number | null, quantiles: (number | null)[]) => ({
  key: { year },
  aggregate: { pay: { count: quantiles[0] === null ? 0 : 5, quantiles } },
});
const data: OrganizationPayByYearQuery = {
  salaryRecords: {
    aggregate: {
      pay: { count: 10, missingReasons: [{ reason: "no rate of 1990", count: 2 }] },
      suppressed: { reason: "FEW_CONTRIBUTORS", k: 5 },
      evidence: { sources: [] },
    },
    groups: {
      totalCount: 3,
      nodes: [year(2024, [10, 20, 30]), year(null, [1, 2, 3]), year(2020, [null, null, null])],
    },
  },
};

test("pay is shown from the 10th to the 90th percentile, and years that tell nothing are left out", () => {
  const view = payByYear("USD")(data, organization.EN, "EN");
  expect(view.table.rows).toEqual([
    ["2024", 5, 10, 20, 30],
    ["no year", 5, 1, 2, 3],
  ]);
});

test("what is held back, and what could not be converted, is said", () => {
  const { says } = payByYear("USD")(data, organization.EN, "EN");
  expect(says).toContain("10 statements");
  expect(says).toContain("2 could not be converted: no rate of 1990");
  expect(says).toContain("only where at least 5 of them stand together");
});

test("pay of a title or of a year is asked for by itself", () => {
  expect(payFilter("openai", {})).toEqual({ organization: { key: { eq: "openai" } } });
  expect(payFilter("openai", { year: "2016", title: "Engineer" })).toEqual({
    organization: { key: { eq: "openai" } },
    year: { eq: 2016 },
    title: { eq: "Engineer" },
  });
});
