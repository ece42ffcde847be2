// The GraphQL that a question is.
import type { Locale } from "../texts/dictionary.ts";
import { filterOf } from "./filter.ts";
import { isTime, type Key, keyOf, type Selection, selectionOf } from "./keys.ts";
import { asked, type Measure, measureOf, orderBy } from "./measure.ts";
import { type Order, type Question, rootOf } from "./question.ts";
import { bare, fieldsOf, type Input, type Problem, type Root, valueFrom } from "./schema.ts";
import { type Term, term } from "./terms.ts";

/** A question, understood. */
export interface Plan {
  root: Root;
  keys: Key[];
  measure: Measure;
  order: Order;
  query: string;
  variables: Input;
  /** The same, of nothing but all groups, for the table that the server writes. */
  table?: { query: string; variables: Input };
}

/** What is asked, and all that can't be asked so. */
export function planOf(question: Question, locale: Locale): [Plan | undefined, Problem[]] {
  const found: Problem[] = [];
  const root = rootOf(question.of);
  if (!root) return [undefined, [{ is: "root", name: question.of }]];
  const plan =
    root.is === "flows"
      ? flowsOf(question, root, locale, found)
      : rowsOf(question, root, locale, found);
  return [plan, found];
}

const COUNTED: Measure = {
  is: "count",
  field: "count",
  statistic: "",
  variables: {},
  hasMissing: false,
};

function rowsOf(question: Question, root: Root, locale: Locale, found: Problem[]): Plan {
  const keys = question.by.flatMap((it) => keyOf(root.groupBy, root.key, it, found) ?? []);
  const measure = measureOf(root, question.measure, keys.length > 0, found) ?? COUNTED;
  const where = filterOf(root.filter, question.where, found);
  const order = question.order ?? (keys[0] && isTime(keys[0]) ? "key" : "most");
  const types: Record<string, string> = {};
  const variables: Input = {};
  const declare = (name: string, type: string, value: Input[string]) => {
    types[name] = type;
    variables[name] = value;
  };
  if (where) declare("where", root.filter, where);
  for (const [name, { type, value }] of Object.entries(measure.variables)) {
    declare(name, type, value);
  }
  if (keys.length > 0) {
    declare(
      "by",
      `[${root.groupBy}!]!`,
      keys.map((it) => it.by),
    );
    declare("orderBy", `[${root.order}!]`, ordered(order, measure));
    declare("first", "Int", question.first);
  }
  const body = keys.length > 0 ? groups(root, keys, measure) : whole(root, measure);
  // Rows are called something in each language; where none is asked for, the language is no matter.
  if (body.some((it) => it.includes("$locale"))) declare("locale", "Locale!", locale);
  const list = where ? `${question.of}(where: $where)` : question.of;
  const query = `query Ask${declared(types)} {\n  ${list} {\n${indented(body, 4)}\n  }\n}`;
  const plan = { root, keys, measure, order, query, variables };
  return keys.length === 0 ? plan : { ...plan, table: tableOf(list, types, variables, plan) };
}

function tableOf(
  list: string,
  types: Record<string, string>,
  variables: Input,
  { keys, measure }: Pick<Plan, "keys" | "measure">,
): NonNullable<Plan["table"]> {
  const body = nodesOf(keys, measure, []);
  const isUsed = (name: string) =>
    name !== "first" && (name !== "locale" || body.some((it) => it.includes("$locale")));
  const kept = <Value>(all: Record<string, Value>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => isUsed(name)));
  const lines = indented(["groups(by: $by, orderBy: $orderBy) {", ...body, "}"], 4);
  const query = `query Ask${declared(kept(types))} {\n  ${list} {\n${lines}\n  }\n}`;
  return { query, variables: kept(variables) };
}

/** Equal groups stand by their keys, so that an answer is always in the same order. */
function ordered(order: Order, measure: Measure): Input[] {
  const byKey = { field: "KEY" };
  return order === "key" ? [byKey] : [orderBy(measure, order === "most" ? "DESC" : "ASC"), byKey];
}

/** Characters that fit beside the answer. */
const LINE = 36;

const declared = (types: Record<string, string>) => {
  const all = Object.entries(types).map(([name, type]) => `$${name}: ${type}`);
  const line = all.join(", ");
  if (all.length === 0) return "";
  return line.length <= LINE ? `(${line})` : `(\n  ${all.join("\n  ")}\n)`;
};

const EVIDENCE = [
  "evidence {",
  "  sources {",
  "    source {",
  "      key",
  "      title(locale: $locale)",
  "      publisher(locale: $locale)",
  "      date",
  "      url",
  "    }",
  "  }",
  "}",
];

function nodesOf(keys: Key[], measure: Measure, more: string[]): string[] {
  const told = asked(measure);
  const nodes = [
    `key ${braced(selectionOf(keys))}`,
    "count",
    "share",
    ...(told ? [`aggregate { ${told} }`] : []),
    ...more,
  ];
  return ["  nodes {", ...nodes.map((it) => `    ${it}`), "  }"];
}

function groups(root: Root, keys: Key[], measure: Measure): string[] {
  return [
    "totalCount",
    "groups(by: $by, orderBy: $orderBy, first: $first) {",
    "  totalCount",
    ...nodesOf(keys, measure, root.veiled ? ["suppressed { message }"] : []),
    "}",
    ...(root.evident ? aggregate(EVIDENCE) : []),
  ];
}

function whole(root: Root, measure: Measure): string[] {
  const told = asked(measure);
  return [
    "totalCount",
    ...aggregate([
      "count",
      ...(told ? [told] : []),
      ...(root.veiled ? ["suppressed { message }"] : []),
      ...(root.evident ? EVIDENCE : []),
    ]),
  ];
}

const aggregate = (lines: string[]) => ["aggregate {", ...lines.map((it) => `  ${it}`), "}"];

const indented = (lines: string[], by: number) =>
  lines.map((it) => `${" ".repeat(by)}${it}`).join("\n");

/** A selection as GraphQL writes it. */
export function braced(selection: Selection): string {
  const fields = Object.entries(selection).map(([name, it]) => {
    if (it === true) return name;
    return `${name} ${typeof it === "string" ? it : braced(it)}`;
  });
  return `{ ${fields.join(" ")} }`;
}

function flowsOf(question: Question, root: Root, locale: Locale, found: Problem[]): Plan {
  const types: Record<string, string> = {};
  const variables: Input = {};
  const given: string[] = [];
  const declare = (name: string, type: string, value: Input[string]) => {
    types[name] = type;
    variables[name] = value;
    if (name !== "locale") given.push(`${name}: $${name}`);
  };
  const where = filterOf(root.filter, together(question.where), found) ?? {};
  for (const [name, value] of Object.entries(where)) {
    const type = fieldsOf(root.filter)[name];
    if (type) declare(name, type, value);
  }
  for (const option of question.options) {
    const [name = ""] = option.head;
    const type = root.options[name];
    const [text = ""] = option.values.map((it) => it.trim());
    if (type === undefined) found.push({ is: "field", name, of: question.of });
    else if (text !== "") {
      const value = valueFrom(type, text);
      if (value === undefined) found.push({ is: "value", value: text, of: name, type: bare(type) });
      else declare(name, type, value);
    }
  }
  declare("first", "Int", question.first);
  declare("locale", "Locale!", locale);
  const place = "{ country organization { id name(locale: $locale) } }";
  const body = [
    "totalCount",
    "nodes {",
    `  from ${place}`,
    `  to ${place}`,
    "  count",
    "  share",
    "}",
  ];
  const field = `${question.of}(${given.join(", ")})`;
  const query = `query Ask${declared(types)} {\n  ${field} {\n${indented(body, 4)}\n  }\n}`;
  return { root, keys: [], measure: COUNTED, order: "most", query, variables };
}

/** Each argument is given once: what several terms say of it holds together. */
function together(terms: readonly Term[]): Term[] {
  const names = [...new Set(terms.map((it) => it.head.join(".")))];
  return names.map((name) =>
    term(
      name,
      [],
      terms.filter((it) => it.head.join(".") === name).flatMap((it) => it.of),
    ),
  );
}
