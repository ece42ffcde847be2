import { readFileSync } from "node:fs";
import fc from "fast-check";
import { buildSchema, coerceInputValue, parse, typeFromAST, validate } from "graphql";
import { expect, test } from "vitest";
import { argumentsOf, numbersOf, statisticsOf } from "./measure.ts";
import { planOf } from "./query.ts";
import { addressOf, CHARTS, ORDERS, type Question, questionAt, questionOf } from "./question.ts";
import {
  bare,
  countsOf,
  fieldsOf,
  filterBehind,
  isList,
  manifest,
  sortOf,
  waysOf,
} from "./schema.ts";
import { read, type Term, term, write } from "./terms.ts";

const schema = buildSchema(readFileSync("../schema.graphql", "utf8"));

/** A good value of a type. */
function valueFor(type: string): fc.Arbitrary<string> {
  const values = manifest.enums[bare(type)];
  if (values) return fc.constantFrom(...values);
  switch (bare(type)) {
    case "Boolean":
      return fc.constantFrom("true", "false");
    case "Int":
      return fc.integer({ min: -2000, max: 2100 }).map(String);
    case "Float":
      return fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String);
    case "Decimal":
      return fc.integer({ min: 0, max: 1e6 }).map((it) => String(it / 4));
    case "CountryCode":
      return fc.constantFrom("CN", "US", "SG");
    case "CurrencyCode":
      return fc.constantFrom("CNY", "USD");
    case "PartialDate":
      return fc.constantFrom("2016", "2016-07", "2016-07-25");
    default:
      // Also texts that no address can hold as they are.
      return fc
        .oneof(
          fc.string({ minLength: 1 }),
          fc.constantFrom('a "b", (c)', "王海峰", "a.b(c)", "&=+#"),
        )
        .filter((it) => it.trim() === it && it !== "");
  }
}

const valuesFor = (type: string) =>
  isList(type)
    ? fc.array(valueFor(type), { minLength: 1, maxLength: 3 })
    : valueFor(type).map((it) => [it]);

/** Conditions on the rows of a filter that hold together. */
function conditions(filter: string, depth: number): fc.Arbitrary<Term[]> {
  const fields = Object.keys(fieldsOf(filter)).filter(
    (it) => depth > 0 || ["leaf", "plain"].includes(sortOf(filter, it) ?? ""),
  );
  const one = fc.constantFrom(...fields).chain((field) => condition(filter, field, depth));
  return fc.array(one, { minLength: 1, maxLength: 3 });
}

function condition(filter: string, field: string, depth: number): fc.Arbitrary<Term> {
  const inner = () => conditions(filterBehind(filter, field), depth - 1);
  switch (sortOf(filter, field)) {
    case "group":
      return conditions(filter, depth - 1).map((of) => term(field, [], of));
    case "among":
      return inner().map((of) => term(field, [], of));
    case "list":
      return fc.oneof(
        fc
          .constantFrom("some", "none", "every")
          .chain((way) => inner().map((of) => term(`${field}.${way}`, [], of))),
        fc
          .constantFrom(...countsOf(filter, field))
          .chain((way) => inner().map((of) => term(`${field}.count.${way}`, ["3"], of))),
      );
    case "plain":
      return valuesFor(fieldsOf(filter)[field] ?? "").map((it) => term(field, it));
    default:
      return fc
        .constantFrom(...Object.entries(waysOf(filter, field)))
        .chain(([way, type]) => valuesFor(type).map((it) => term(`${field}.${way}`, it)));
  }
}

function keys(groupBy: string, path: string[] = []): Term[] {
  return Object.entries(fieldsOf(groupBy)).flatMap(([name, type]) => {
    const head = [...path, name].join(".");
    const cuts = manifest.enums[type];
    if (type === "Boolean") return [term(head)];
    if (cuts) return cuts.map((it) => term(head, [it]));
    if (type === "NumberBins") {
      return [term(`${head}.width`, ["10"]), term(`${head}.edges`, ["0", "5", "20"])];
    }
    return path.length < 1 ? keys(type, [...path, name]) : [];
  });
}

function measures(aggregate: string, groupBy: string, isGrouped: boolean): Term[] {
  const distinct = keys(groupBy)
    .slice(0, 3)
    .map((it) => term("countDistinct", [], [{ ...it }]));
  const numbers = numbersOf(aggregate).flatMap((field) =>
    statisticsOf(aggregate, field, isGrouped).map((it) => {
      const known = argumentsOf(aggregate, field);
      const given = ["currency", "on", "end"].filter((name) => name in known);
      const values: Record<string, string> = { currency: "CNY", on: "2023", end: "HIGH" };
      return term(
        `${field}.${it}`,
        [],
        given.map((name) => term(name, [values[name] ?? ""])),
      );
    }),
  );
  return [term("count"), term("share"), ...distinct, ...numbers];
}

const common = {
  order: fc.constantFrom(undefined, ...ORDERS),
  first: fc.integer({ min: 1, max: 1000 }),
  chart: fc.constantFrom(undefined, ...CHARTS),
};

const questions: fc.Arbitrary<Question> = fc
  .constantFrom(...Object.keys(manifest.roots))
  .chain((of): fc.Arbitrary<Question> => {
    const root = manifest.roots[of];
    if (!root) throw new Error(of);
    const none: Term[] = [];
    const where = fc.oneof(fc.constant(none), conditions(root.filter, root.is === "flows" ? 3 : 2));
    if (root.is === "flows") {
      const options = fc
        .constantFrom(...Object.entries(root.options))
        .chain(([name, type]) => valueFor(type).map((it) => [term(name, [it])]));
      return fc.record({
        of: fc.constant(of),
        where,
        by: fc.constant(none),
        measure: fc.constant(term("count")),
        options,
        ...common,
      });
    }
    return fc.subarray(keys(root.groupBy), { maxLength: 3 }).chain((by) =>
      fc.record({
        of: fc.constant(of),
        where,
        by: fc.constant(by),
        measure: fc.constantFrom(...measures(root.aggregate, root.groupBy, by.length > 0)),
        options: fc.constant(none),
        ...common,
      }),
    );
  });

test("a question in an address is the same question again", () => {
  fc.assert(
    fc.property(questions, (question) => {
      const [again, found] = questionAt(addressOf(question), "people");
      expect(found).toEqual([]);
      expect(again).toEqual(question);
    }),
  );
});

test("each question is a query that fits the schema, with variables that fit it", () => {
  fc.assert(
    fc.property(questions, (question) => {
      const [plan, found] = planOf(question, "EN");
      expect(found).toEqual([]);
      if (!plan) throw new Error("there is no plan");
      const document = parse(plan.query);
      expect(validate(schema, document)).toEqual([]);
      const [operation] = document.definitions;
      if (operation?.kind !== "OperationDefinition") throw new Error(plan.query);
      const declared = operation.variableDefinitions ?? [];
      expect(declared.map((it) => it.variable.name.value)).toEqual(Object.keys(plan.variables));
      for (const { variable, type } of declared) {
        // biome-ignore lint/suspicious/noExplicitAny: any node of a type.
        const of = typeFromAST(schema, type as any) as Parameters<typeof coerceInputValue>[1];
        coerceInputValue(plan.variables[variable.name.value], of);
      }
    }),
    { numRuns: 300 },
  );
});

test("addresses are short, and readable", () => {
  const question = {
    ...questionOf("people"),
    where: read('country.eq(CN),employments.some(organization(name.contains("Open AI")))'),
    by: read("educations.institution.country,birthDate(YEAR)"),
  };
  expect(addressOf(question)).toBe(
    "of=people&where=country.eq(CN),employments.some(organization(name.contains(%22Open+AI%22)))" +
      "&by=educations.institution.country,birthDate(YEAR)",
  );
  expect(addressOf(questionOf("people"))).toBe("of=people");
});

test("conditions on one value are bounds of it, and what can't stand together is joined by and", () => {
  const where = read("year.gte(2012),year.lte(2021),year.ne(2015),title.contains.ignoreCase(x)");
  const [plan] = planOf({ ...questionOf("salaryRecords"), where }, "EN");
  expect(plan?.variables.where).toEqual({
    year: { gte: 2012, lte: 2021 },
    title: { contains: "x", ignoreCase: true },
    and: [{ year: { ne: 2015 } }],
  });
});

test("what is not typed yet is no condition, and no error", () => {
  const where = read("country.eq(),employments.some(),or(),name.contains()");
  const [plan, found] = planOf({ ...questionOf("people"), where }, "EN");
  expect(found).toEqual([]);
  expect(plan?.variables).toEqual({ locale: "EN" });
});

test.each([
  ["of=persons", { is: "root", name: "persons" }],
  ["of=people&chart=pie", { is: "way", name: "pie", of: "chart" }],
  ["of=people&first=5000", { is: "range", name: "first", value: "5000" }],
  ["of=people&where=country.eq(CN", { is: "text", name: "where" }],
  ["of=people&where=shoe.eq(1)", { is: "field", name: "shoe", of: "PersonFilter" }],
  ["of=people&where=country.like(CN)", { is: "way", name: "like", of: "country" }],
  ["of=people&where=country.eq(China)", { is: "value", value: "China", type: "CountryCode" }],
  ["of=people&where=employments.many(role.eq(LEAD))", { is: "way", name: "many" }],
  ["of=people&where=employments.some(role.eq(KING))", { is: "value", value: "KING", type: "Role" }],
  ["of=people&by=shoe", { is: "field", name: "shoe", of: "PersonGroupBy" }],
  ["of=people&by=birthDate(WEEK)", { is: "way", name: "WEEK", of: "birthDate" }],
  ["of=people&by=educations.institution.parent.parent.country", { is: "range", most: 3 }],
  ["of=people&measure=height.median", { is: "way", name: "height", of: "measure" }],
  ["of=people&measure=age.mode", { is: "way", name: "mode", of: "age" }],
  ["of=people&by=country&measure=age.histogram", { is: "way", name: "histogram", of: "age" }],
  ["of=people&measure=age.histogram(bins(0))", { is: "range", name: "bins", value: "0" }],
  ["of=people&measure=age.quantile(p(2))", { is: "range", name: "p", value: "2" }],
  ["of=talentFlows&with=speed(2)", { is: "field", name: "speed", of: "talentFlows" }],
])("%s is told to be wrong", (address, expected) => {
  const [question, unread] = questionAt(address, "people");
  const [, wrong] = planOf(question, "EN");
  expect([...unread, ...wrong]).toEqual([expect.objectContaining(expected)]);
});

test("terms that never end, and terms within terms without end, are refused", () => {
  expect(() => read("a(".repeat(50))).toThrow();
  expect(() => read("a(b")).toThrow();
  expect(write(read('a.b("x, y",c(1),d())'))).toBe('a.b("x, y",c(1),d())');
});
