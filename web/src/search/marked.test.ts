import { expect, test } from "vitest";
import { marked } from "./marked.ts";

const shown = (name: string, typed: string) =>
  marked(name, typed)
    .map((it) => (it.typed ? `[${it.text}]` : it.text))
    .join("");

test("words are marked where words of the name begin so, in any case and order", () => {
  expect(shown("Wang Haifeng", "hai wang")).toBe("[Wang] [Hai]feng");
  expect(shown("Meta Metaphor", "ta")).toBe("Meta Metaphor");
  expect(shown("Microsoft Research", "micro soft")).toBe("[Micro]soft Research");
});

test("accents are no difference, and move nothing", () => {
  expect(shown("Jürgen Ångström", "jurg ang")).toBe("[Jürg]en [Ång]ström");
  expect(shown("İstanbul", "stan")).toBe("İstanbul");
});

test("Chinese is marked within words, and pinyin marks nothing", () => {
  expect(shown("清华大学计算机系", "大学")).toBe("清华[大学]计算机系");
  expect(shown("清华大学", "qinghua")).toBe("清华大学");
  expect(shown("清华大学", " ")).toBe("清华大学");
});
