import entities from "virtual:entities";
import { expect, test } from "vitest";
import { entityName, fieldName, spelled, valueName } from "./words.ts";

const chinese = /\p{Script=Han}/u;

test("names of the schema are spelled as English words", () => {
  expect(spelled("birthDate")).toBe("Birth date");
  expect(spelled("apiOpened")).toBe("API opened");
  expect(spelled("CURRENCY_PER_YEAR")).toBe("Currency per year");
  expect(entityName("SALARY_RECORD", "EN")).toBe("Salary record");
});

test("every entity, field and value that can be edited has a name in Chinese", () => {
  const names = entities.flatMap(({ name, fields }) => [
    [name, entityName(name, "ZH")],
    ...fields.map((it) => [`${name}.${it.name}`, fieldName(name, it.name, "ZH")]),
    ...fields.flatMap((it) => (it.values ?? []).map((value) => [value, valueName(value, "ZH")])),
  ]);
  expect(names.length).toBeGreaterThan(300);
  expect(names.filter(([, name]) => !chinese.test(name ?? "")).map(([it]) => it)).toEqual([]);
});

test("a field is called otherwise where another entity means something else by it", () => {
  expect(fieldName("Person", "name", "ZH")).toBe("姓名");
  expect(fieldName("Model", "name", "ZH")).toBe("名称");
  expect(entityName("SALARY_RECORD", "ZH")).toBe("薪酬记录");
});
