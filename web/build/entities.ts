// What can be edited, and by which fields, from the schema in the repository: the forms follow it
// also where a server does not show its schema.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  buildSchema,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import type { Plugin } from "vite";

/** What a field holds, and so by which control it is edited. */
export type Kind =
  /** A text in English and Chinese. */
  | "local"
  | "text"
  /** Texts, in an order. */
  | "texts"
  /** Identifiers in other systems, such as `orcid:…`. */
  | "keys"
  /** A year, a month or a day. */
  | "date"
  | "country"
  | "currency"
  | "url"
  | "int"
  | "float"
  /** An amount of money. */
  | "decimal"
  | "enum"
  /** A row of one table. */
  | "reference"
  | "references"
  /** A row of any table. */
  | "any";

export interface Field {
  name: string;
  kind: Kind;
  /** Whether every row must have it. */
  required: boolean;
  /** The schema's own words, in English. */
  doc: string;
  /** Of an enum: its values. */
  values?: string[];
  /** Of references: the entity that they lead to. */
  target?: string;
}

export interface Entity {
  /** As the schema calls its type. */
  name: string;
  doc: string;
  fields: Field[];
}

const MODULE = "virtual:entities";

const SCALARS: Record<string, Kind> = {
  LocalTextInput: "local",
  PartialDate: "date",
  CountryCode: "country",
  CurrencyCode: "currency",
  URL: "url",
  Int: "int",
  Float: "float",
  Decimal: "decimal",
  ID: "any",
};

/** Everything that `applyChanges` can update, in the order of the schema. */
export function read(text: string): Entity[] {
  const schema = buildSchema(text, { assumeValid: true });
  const changes = fieldsOf(schema.getType("ChangeInput"));
  const updated = changes.filter((it) => it.name.startsWith("update"));
  return updated.map((it) => entity(schema, it.name.slice("update".length)));
}

function fieldsOf(type: GraphQLNamedType | undefined): GraphQLInputField[] {
  if (!isInputObjectType(type)) throw new Error("the schema has no such input");
  return Object.values(type.getFields());
}

function entity(schema: GraphQLSchema, name: string): Entity {
  const row = schema.getType(name) as GraphQLObjectType;
  const own = fieldsOf(schema.getType(`${name}Patch`));
  // Rows that refer to this one have pages of their own.
  const values = own.filter((it) => !getNamedType(it.type).name.endsWith("LinkInput"));
  return { name, doc: row.description ?? "", fields: values.map((it) => field(it, row)) };
}

function field(given: GraphQLInputField, row: GraphQLObjectType): Field {
  const type = getNamedType(given.type);
  const isList = isListType(given.type);
  const held = row.getFields()[given.name]?.type;
  const required = isNonNullType(held) && !isListType(held.ofType);
  const doc = (given.description ?? "").replace(/\s*Every row must have it\.$/, "");
  const common = { name: given.name, required, doc };
  const reference = /^(\w+)RefInput$/.exec(type.name)?.[1];
  if (reference) {
    return { ...common, kind: isList ? "references" : "reference", target: reference };
  }
  if (isEnumType(type)) {
    return { ...common, kind: "enum", values: type.getValues().map((it) => it.name) };
  }
  if (type.name === "String" && isList) {
    const isKeys = held && getNamedType(held).name === "ExternalKey";
    return { ...common, kind: isKeys ? "keys" : "texts" };
  }
  const kind = type.name === "String" ? "text" : SCALARS[type.name];
  if (!kind || isList) throw new Error(`no control edits ${row.name}.${given.name}`);
  return { ...common, kind };
}

/** Gives `virtual:entities` to the pages. */
export function entities(path: string): Plugin {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  return {
    name: "entities",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      this.addWatchFile(file);
      return `export default ${JSON.stringify(read(readFileSync(file, "utf8")))};`;
    },
  };
}
