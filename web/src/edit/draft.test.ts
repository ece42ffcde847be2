import { expect, test } from "vitest";
import { differences, listed } from "./differences.ts";
import { changed, changeOf, draftOf, heldBy, imageOf, inputOf } from "./draft.ts";
import { entityOf, entityOfId } from "./entities.ts";
import { isConflict, placed } from "./faults.ts";
import { chosenAtFirst, decided, isDecided, three } from "./threeWay.ts";

const fieldsOf = (name: string) => {
  const entity = entityOf(name);
  if (!entity) throw new Error(name);
  return entity.fields;
};
const person = fieldsOf("person");
const pay = fieldsOf("salaryRecord");
const named = (name: string, of = person) => {
  const field = of.find((it) => it.name === name);
  if (!field) throw new Error(name);
  return field;
};

const ADA = {
  key: "ada",
  name: { en: "Ada", zh: null },
  aliases: ["A. Example"],
  birthDate: "1990-05",
  country: "GB",
  externalKeys: ["orcid:0000-0002-1825-0097"],
  source: "Source:list",
  confidence: 0.5,
};

test("the manifest has every entity, and a control for each kind of field", () => {
  const kinds = ["Source", "Person", "Figure", "SalaryRecord", "Event"].map((it) => entityOf(it));
  expect(kinds.every(Boolean)).toBe(true);
  expect(named("externalKeys").kind).toBe("keys");
  expect(named("source")).toMatchObject({ kind: "reference", target: "Source", required: true });
  expect(named("people", fieldsOf("event"))).toMatchObject({
    kind: "references",
    target: "Person",
  });
  expect(named("about", fieldsOf("figure")).kind).toBe("any");
  expect(named("low", pay)).toMatchObject({ kind: "decimal", required: true });
  expect(named("currency", pay).kind).toBe("currency");
  expect(named("basis", pay).values).toContain("DISCLOSED");
  expect(named("name").doc).not.toContain("must have");
  expect(person.some((it) => it.name === "employments")).toBe(false);
});

test("a form that nobody touched changes nothing, and makes the values it was made of", () => {
  const draft = draftOf(person, ADA);
  expect(changeOf(person, draft, draft)).toEqual({ input: {}, faults: {} });
  expect(differences(ADA, imageOf(person, draft))).toEqual([]);
});

test("only what was changed is sent: null where it was cleared, objects for references", () => {
  const base = draftOf(person, ADA);
  const now = {
    ...base,
    name: { en: " Ada ", zh: "艾达" },
    country: "",
    aliases: ["A. Example", "", " Ada M. "],
    source: "Source:other",
    confidence: "0.75",
  };
  expect(changeOf(person, base, now).input).toEqual({
    name: { en: "Ada", zh: "艾达" },
    country: null,
    aliases: ["A. Example", "Ada M."],
    source: { id: "Source:other" },
    confidence: 0.75,
  });
  expect(changed(person, base, { ...base, birthDate: " 1990-05 " })).toEqual([]);
  const event = named("people", fieldsOf("event"));
  expect(inputOf(event, ["Person:a", "Person:b"])).toEqual({
    value: [{ id: "Person:a" }, { id: "Person:b" }],
  });
  expect(inputOf(named("name"), { en: " ", zh: "" })).toEqual({ value: null });
});

test("numbers are taken as people write them, and others are faults of their fields", () => {
  expect(heldBy(named("low", pay), "1,250,000.50")).toEqual({ value: 1250000.5 });
  expect(heldBy(named("year", pay), "2 016")).toEqual({ value: 2016 });
  const base = draftOf(pay);
  const { input, faults } = changeOf(pay, base, { ...base, low: "much", months: "9.5" });
  expect(input).toEqual({});
  expect(faults).toEqual({ low: "number", months: "whole" });
});

test("differences are those that say something, in the order of the row", () => {
  const after = { ...ADA, country: "US", headline: null, aliases: [], city: { en: "X", zh: null } };
  expect(differences(ADA, after).map((it) => it.field)).toEqual(["aliases", "country", "city"]);
  expect(differences({ ...ADA, aliases: [] }, { ...ADA, aliases: null })).toEqual([]);
  expect(differences(null, ADA).map((it) => it.field)).not.toContain("key");
  expect(differences(ADA, null).find((it) => it.field === "country")).toEqual({
    field: "country",
    before: "GB",
    after: null,
  });
  expect(listed(["a", "b"], ["b", "c"])).toEqual({ gone: ["a"], stays: ["b"], comes: ["c"] });
});

test("of three sides, what one alone changed is chosen, and what both did is asked", () => {
  const theirs = { ...ADA, country: "FR", birthDate: "1991" };
  const mine = draftOf(person, { ...ADA, country: "US", confidence: 0.9 });
  const all = three(person, ADA, theirs, imageOf(person, mine));
  expect(all.map((it) => [it.field.name, it.by])).toEqual([
    ["birthDate", "theirs"],
    ["country", "both"],
    ["confidence", "mine"],
  ]);
  const chosen = chosenAtFirst(all);
  expect(isDecided(all, chosen)).toBe(false);
  const own = decided(person, theirs, mine, { ...chosen, country: "mine" });
  expect(changeOf(person, draftOf(person, theirs), own).input).toEqual({
    country: "US",
    confidence: 0.9,
  });
  const other = decided(person, theirs, mine, { ...chosen, country: "theirs" });
  expect(changeOf(person, draftOf(person, theirs), other).input).toEqual({ confidence: 0.9 });
});

test("both who change to the same do not contradict each other", () => {
  const theirs = { ...ADA, country: "FR" };
  expect(three(person, ADA, theirs, { ...theirs })).toEqual([]);
});

test("errors stand at the fields that the API names, of changes and of new rows", () => {
  const told = (...field: string[]) => ({ code: "INVALID" as const, field, message: "no" });
  const errors = [
    told("input", "changes", "0", "updatePerson", "patch", "birthDate"),
    told("input", "changes", "0", "createPerson", "externalKeys", "0"),
    told("input", "changes", "0", "createPerson", "key"),
    told("input", "why"),
  ];
  const faults = placed(errors, [...person, { name: "key" }]);
  expect(Object.keys(faults.at)).toEqual(["birthDate", "externalKeys", "key"]);
  expect(faults.others).toEqual([errors[3]]);
  const conflict = {
    code: "CONFLICT" as const,
    field: ["input", "changes", "0", "updatePerson", "expectedVersion"],
    message: "",
  };
  expect([isConflict([conflict]), isConflict(errors)]).toEqual([true, false]);
});

test("ids lead to their entities and to the pages of those that have some", () => {
  expect(entityOfId("SalaryRecord:x:y")?.name).toBe("SalaryRecord");
  expect(entityOf("salaryrecord")?.name).toBe("SalaryRecord");
  expect(entityOf("nothing")).toBeUndefined();
});
