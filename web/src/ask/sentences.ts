// What is wrong with a link or a choice, in a sentence.
import { manifest, type Problem } from "./schema.ts";
import type { Texts } from "./texts.ts";

/** Named one by one up to here. */
const NAMED_MAX = 12;

const listed = (names: string[]) =>
  names.length > NAMED_MAX ? `${names.slice(0, NAMED_MAX).join(", ")} …` : names.join(", ");

export function sentenceOf(it: Problem, t: Texts): string {
  switch (it.is) {
    case "root":
      return t.problem.root(it.name);
    case "field":
      return t.problem.field(it.name, it.of);
    case "way":
      return t.problem.way(it.name, it.of, listed(it.right));
    case "value":
      return t.problem.value(it.value, it.of, rightFor(it.type, t));
    case "range":
      return t.problem.range(it.name, it.value, it.least, it.most);
    case "text":
      return t.problem.text(it.name, it.rest);
  }
}

function rightFor(type: string, t: Texts): string {
  const values = manifest.enums[type];
  if (values) return t.right.other(listed(values));
  const { other: _, ...right } = t.right;
  return right[type as keyof typeof right] ?? type;
}
