import { expect, test } from "vitest";
import { entityOf } from "../edit/entities.ts";
import { columnsOf, fieldOfColumn, textOfHead, unfilled } from "./columns.ts";
import { address, type How } from "./send.ts";

const person = entityOf("person");
if (!person) throw new Error("there is no person");

test("headers are read as files have them", () => {
  expect(columnsOf('full_name,"Birth, date","a ""b"""\r\n1,2,3', "csv")).toEqual([
    "full_name",
    "Birth, date",
    'a "b"',
  ]);
  expect(columnsOf("name;country;city\n", "csv")).toEqual(["name", "country", "city"]);
  expect(columnsOf("name\tcountry, city\tx", "csv")).toEqual(["name", "country, city", "x"]);
  expect(columnsOf('{"a": {"b": "}"}, "c": 1}\n{"d": 2}', "jsonl")).toEqual(["a", "c"]);
  expect(columnsOf('[{"a": 1}]', "jsonl")).toEqual(["a"]);
  expect(columnsOf("{", "jsonl")).toEqual([]);
});

test("text is told by its first bytes, and packed files are left to the server", () => {
  expect(textOfHead(new TextEncoder().encode("姓名").slice(0, 5))).toBe("姓");
  expect(textOfHead(Uint8Array.of(0xd0, 0xd5, 0xc3, 0xfb))).toBe("姓名");
  expect(textOfHead(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toContain("a");
  expect(textOfHead(Uint8Array.of(0x1f, 0x8b, 8))).toBeUndefined();
});

test("columns are fields however they are written, also in Chinese and of schemes", () => {
  const found = ["birthDate", "birth_date", "Birth date", "name_zh", "ORCID", "key", "shoe size"];
  expect(found.map((it) => fieldOfColumn(it, person))).toEqual([
    "birth_date",
    "birth_date",
    "birth_date",
    "name_zh",
    "orcid",
    "key",
    undefined,
  ]);
});

test("what every row must have is missed until a column or a value gives it", () => {
  expect(unfilled(["full_name"], person, {}, {})).toEqual(["name"]);
  expect(unfilled(["full_name"], person, { name: "full_name" }, {})).toEqual([]);
  expect(unfilled([], person, {}, { name: "Somebody" })).toEqual([]);
  expect(unfilled(["name_zh"], person, {}, { name: " " })).toEqual([]);
});

test("the address says what is asked, and of data sets only what they take", () => {
  const how: How = {
    source: "csv",
    file: "my people.csv",
    dryRun: true,
    strict: false,
    asOf: " 2023-02 ",
    entity: "Person",
    map: { name: "full name" },
    set: { country: "GB", city: "" },
    rests: "list",
  };
  const { pathname, searchParams } = new URL(address(how), "http://bole");
  expect(pathname).toBe("/import/csv");
  expect([...searchParams]).toEqual([
    ["file", "my people.csv"],
    ["dryRun", "true"],
    ["asOf", "2023-02"],
    ["entity", "Person"],
    ["map", "name=full name"],
    ["set", "country=GB"],
    ["source", "list"],
  ]);
  expect(address({ ...how, source: "ror", dryRun: false, asOf: "" })).toBe(
    "/import/ror?file=my+people.csv",
  );
});
