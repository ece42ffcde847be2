// Conditions as terms, and the filter they are in GraphQL.
import {
  bare,
  countsOf,
  fieldsOf,
  filterBehind,
  type Input,
  isList,
  isModifier,
  type Problem,
  sortOf,
  type Value,
  valueFrom,
  waysOf,
} from "./schema.ts";
import type { Term } from "./terms.ts";

/** What all of some terms say together; undefined while they say nothing yet. */
export function filterOf(
  filter: string,
  terms: readonly Term[],
  found: Problem[],
): Input | undefined {
  const parts = terms.map((it) => partOf(filter, it, found)).filter((it) => it !== undefined);
  if (parts.length === 0) return undefined;
  const all: Input = {};
  const others: Input[] = [];
  for (const part of parts) if (!joined(all, part)) others.push(part);
  if (others.length === 0) return all;
  return "and" in all ? { and: [all, ...others] } : { ...all, and: others };
}

/** Puts what a part says to what is said, where both can stand in one object. */
function joined(all: Input, part: Input): boolean {
  const [field] = Object.keys(part);
  if (field === undefined) return true;
  const [known, more] = [all[field], part[field]];
  if (known === undefined) {
    all[field] = more as Value;
    return true;
  }
  // Bounds of one value stand in one object: `{ gte: 2012, lte: 2021 }`.
  if (!isBound(known) || !isBound(more)) return false;
  if (Object.keys(more).some((it) => it in known)) return false;
  all[field] = { ...known, ...more };
  return true;
}

const isBound = (it: Value | undefined): it is { [name: string]: Value } =>
  typeof it === "object" &&
  it !== null &&
  !Array.isArray(it) &&
  Object.keys(it).every((way) => /^[lg]te?$/.test(way));

function partOf(filter: string, it: Term, found: Problem[]): Input | undefined {
  const [field = ""] = it.head;
  switch (sortOf(filter, field)) {
    case "group":
      return groupOf(filter, it, found);
    case "among": {
      const inner = filterOf(filterBehind(filter, field), it.of, found);
      return inner && { [field]: inner };
    }
    case "list":
      return listOf(filter, it, found);
    case "leaf":
      return leafOf(filter, it, found);
    case "plain": {
      const type = fieldsOf(filter)[field] ?? "";
      const value = given(type, it.values, `${field}`, found);
      return value === undefined ? undefined : { [field]: value };
    }
    case undefined:
      found.push({ is: "field", name: field, of: filter });
      return undefined;
  }
}

function groupOf(filter: string, it: Term, found: Problem[]): Input | undefined {
  const [field = ""] = it.head;
  if (field === "not") {
    const inner = filterOf(filter, it.of, found);
    return inner && { not: inner };
  }
  const each = it.of.flatMap((one) => filterOf(filter, [one], found) ?? []);
  return each.length === 0 ? undefined : { [field]: each };
}

function listOf(filter: string, it: Term, found: Problem[]): Input | undefined {
  const [field = "", quantifier = "", way = ""] = it.head;
  const quantifiers = Object.keys(fieldsOf(bare(fieldsOf(filter)[field] ?? "")));
  if (!quantifiers.includes(quantifier)) {
    found.push({ is: "way", name: quantifier, of: field, right: quantifiers });
    return undefined;
  }
  const inner = filterOf(filterBehind(filter, field), it.of, found);
  if (quantifier !== "count") return inner && { [field]: { [quantifier]: inner } };
  const ways = countsOf(filter, field);
  if (!ways.includes(way)) {
    found.push({ is: "way", name: way, of: `${field}.count`, right: ways });
    return undefined;
  }
  const value = given("Int", it.values, field, found);
  if (value === undefined) return undefined;
  return { [field]: { count: { [way]: value, ...(inner && { where: inner }) } } };
}

function leafOf(filter: string, it: Term, found: Problem[]): Input | undefined {
  const [field = "", way = "", modifier] = it.head;
  const leaf = fieldsOf(bare(fieldsOf(filter)[field] ?? ""));
  const type = leaf[way];
  if (type === undefined || isModifier(way, type)) {
    found.push({ is: "way", name: way, of: field, right: Object.keys(waysOf(filter, field)) });
    return undefined;
  }
  if (modifier !== undefined && !isModifier(modifier, leaf[modifier] ?? "")) {
    const right = Object.keys(leaf).filter((name) => isModifier(name, leaf[name] ?? ""));
    found.push({ is: "way", name: modifier, of: `${field}.${way}`, right });
    return undefined;
  }
  const value = given(type, it.values, field, found);
  if (value === undefined) return undefined;
  return { [field]: { [way]: value, ...(modifier && { [modifier]: true }) } };
}

/** The values that were given; undefined while there is none yet. */
function given(type: string, texts: string[], of: string, found: Problem[]): Value | undefined {
  const filled = texts.map((it) => it.trim()).filter((it) => it !== "");
  const values: Value[] = [];
  for (const text of filled) {
    const value = valueFrom(type, text);
    if (value === undefined) found.push({ is: "value", value: text, of, type: bare(type) });
    else values.push(value);
  }
  if (values.length === 0 || values.length < filled.length) return undefined;
  return isList(type) ? values : values[0];
}
