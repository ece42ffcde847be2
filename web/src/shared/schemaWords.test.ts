import { expect, test } from "vitest";
import { manifest } from "../ask/schema.ts";
import { isTranslated, wordsOf } from "./schemaWords.ts";

test("each name of the schema that can be chosen has Chinese words", () => {
  const { roots, inputs, keys, told, enums } = manifest;
  const fields = [inputs, keys, told, ...Object.values(roots).map((it) => [it.options])];
  const names = fields.flatMap((it) => Object.values(it).flatMap((inner) => Object.keys(inner)));
  // A number in steps is called by the number.
  const called = names.filter((it) => !it.endsWith("Bins"));
  const all = new Set([...Object.keys(roots), ...called, ...Object.values(enums).flat()]);
  expect([...all].filter((it) => !isTranslated(it))).toEqual([]);
  expect(all.size).toBeGreaterThan(300);
});

test("English words are those of the name, where no better ones are known", () => {
  expect(wordsOf("employmentType", "EN")).toBe("employment type");
  expect(wordsOf("FULL_TIME", "EN")).toBe("full time");
  expect(wordsOf("salaryRecords", "EN")).toBe("pay");
  expect(wordsOf("FULL_TIME", "ZH")).toBe("全职");
});
