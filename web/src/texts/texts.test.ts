import { expect, test } from "vitest";
import { first } from "./language.tsx";
import { amount, number, percent, span } from "./numbers.ts";

test("the language is the one that was chosen, or the browser's first that there is", () => {
  expect(first("ZH", ["en"])).toBe("ZH");
  expect(first(null, ["de", "zh-TW", "en"])).toBe("ZH");
  expect(first(null, ["fr-FR", "en-GB", "zh"])).toBe("EN");
  expect(first("klingon", ["fr"])).toBe("EN");
});

test("numbers are written as readers of each language write them", () => {
  expect(number(1234567.891, "EN")).toBe("1,234,567.89");
  expect(percent(14.78, "ZH")).toBe("14.78%");
  expect(amount(390800, "CNY", "EN")).toBe("CN¥390.8K");
  expect(amount(390800, "CNY", "ZH")).toBe("¥39.08万");
});

test("a date spans all that it leaves open", () => {
  const day = 86_400_000;
  expect(span("1970-01-02")).toEqual([day, 2 * day]);
  expect(span("1970-02")).toEqual([31 * day, 59 * day]);
  expect(span("1970")).toEqual([0, 365 * day]);
});
