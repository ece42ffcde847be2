import { expect, test } from "vitest";
import { editPath, historyPath, pathOf, pathOfId } from "./paths.ts";

test("rows of types with pages have one, whatever their kind of organization", () => {
  expect(pathOf({ __typename: "Person", key: "ada" })).toBe("/people/ada");
  expect(pathOf({ __typename: "Institution", key: "thunlp" })).toBe("/organizations/thunlp");
  expect(pathOfId("Organization:a.b")).toBe("/organizations/a.b");
  expect(pathOf({ __typename: "Rate", key: "usd" })).toBeUndefined();
  expect(pathOfId("no id")).toBeUndefined();
});

test("what is done with a row is below its entity, whatever signs its key has", () => {
  expect(editPath("Person:a/b")).toBe("/edit/person/a%2Fb");
  expect(historyPath("SalaryRecord:x:y")).toBe("/history/salaryRecord/x%3Ay");
});
