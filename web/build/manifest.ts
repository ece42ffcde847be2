// What can be asked, taken from the schema when the pages are built: so the pages know it also where a
// server shows its schema to nobody, and no list of it is kept by hand.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  buildSchema,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { Plugin } from "vite";

/** Types of fields as the schema writes them, such as `[String!]`. */
export type Fields = Record<string, string>;

/** A field of the root that gives many rows, or flows between places. */
export interface Root {
  is: "rows" | "flows";
  /** What one row is, such as `Person`. */
  type: string;
  /** The input that says which rows are meant; of flows, one that the schema does not have, whose
   * fields are the filters among the arguments. */
  filter: string;
  /** By what its rows can be grouped; none for flows. */
  groupBy: string;
  /** What the groups' keys are. */
  key: string;
  /** How groups can be ordered. */
  order: string;
  /** What can be told of a group. */
  aggregate: string;
  /** Whether groups can be held back. */
  veiled: boolean;
  /** Whether it is told what the rows rest on. */
  evident: boolean;
  /** Arguments of flows that are no filters. */
  options: Fields;
}

/** Something that is told of a group, such as `low`: its type, and the arguments it takes. */
export interface Told {
  type: string;
  takes: Fields;
}

export interface Manifest {
  roots: Record<string, Root>;
  /** Inputs for filters, keys and arguments. */
  inputs: Record<string, Fields>;
  /** Keys of groups, as they are answered. */
  keys: Record<string, Fields>;
  /** Numbers and what is told of them. */
  told: Record<string, Record<string, Told>>;
  enums: Record<string, string[]>;
  /** The field with what a row of a type is called, for those that are always called something. */
  names: Fields;
}

const MODULE = "virtual:manifest";
const LABELS = ["name", "title", "topic"];
/** Rows of these follow from what is done to others, and nobody asks about them. */
const NOT_ASKED = ["redirects"];
const PLACE = "FlowPlace";

/** The manifest of a schema. */
export function manifestOf(sdl: string): Manifest {
  const schema = buildSchema(sdl);
  const manifest: Manifest = { roots: {}, inputs: {}, keys: {}, told: {}, enums: {}, names: {} };
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const root = rowsOf(field) ?? flowsOf(schema, field, manifest);
    if (root && !NOT_ASKED.includes(field.name)) manifest.roots[field.name] = root;
  }
  for (const root of Object.values(manifest.roots)) {
    for (const name of [root.filter, root.groupBy]) input(schema, name, manifest);
    for (const type of Object.values(root.options)) named(schema, bare(type), manifest);
    keys(schema, root.key, manifest);
    told(schema, root.aggregate, manifest);
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const label = LABELS.find((it) => type.getFields()[it] !== undefined);
    const isNode = type.name === "Node" || type.getInterfaces().some((it) => it.name === "Node");
    if (label && isNode && isNonNullType(type.getFields()[label]?.type)) {
      manifest.names[type.name] = label;
    }
  }
  return manifest;
}

const bare = (type: string) => type.replaceAll(/[[\]!]/g, "");

function rowsOf(field: GraphQLField<unknown, unknown>): Root | undefined {
  const connection = getNamedType(field.type);
  if (!isObjectType(connection)) return undefined;
  const { nodes, groups, aggregate } = connection.getFields();
  const filter = field.args.find((it) => it.name === "where");
  if (!nodes || !groups || !aggregate || !filter) return undefined;
  const by = groups.args.find((it) => it.name === "by");
  const order = groups.args.find((it) => it.name === "orderBy");
  const connected = getNamedType(groups.type);
  const group = isObjectType(connected) ? connected.getFields().nodes : undefined;
  const of = group && getNamedType(group.type);
  const told = getNamedType(aggregate.type);
  if (!by || !order || !isObjectType(of) || !isObjectType(told)) return undefined;
  return {
    is: "rows",
    type: getNamedType(nodes.type).name,
    filter: getNamedType(filter.type).name,
    groupBy: getNamedType(by.type).name,
    key: getNamedType(of.getFields().key?.type)?.name ?? "",
    order: getNamedType(order.type).name,
    aggregate: told.name,
    veiled: of.getFields().suppressed !== undefined,
    evident: told.getFields().evidence !== undefined,
    options: {},
  };
}

/** Arguments that no question of these pages gives. */
const ARGUMENTS_LEFT = ["first", "offset", "asOf"];

function flowsOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  manifest: Manifest,
): Root | undefined {
  const flows = getNamedType(field.type);
  const nodes = isObjectType(flows) ? flows.getFields().nodes : undefined;
  const flow = nodes && getNamedType(nodes.type);
  if (!isObjectType(flow)) return undefined;
  const { from, to } = flow.getFields();
  if (![from, to].every((it) => it && getNamedType(it.type).name === PLACE)) return undefined;
  const filters: Fields = {};
  const options: Fields = {};
  for (const argument of field.args) {
    const type = getNamedType(argument.type);
    if (isInputObjectType(type)) filters[argument.name] = type.name;
    else if (!ARGUMENTS_LEFT.includes(argument.name)) options[argument.name] = type.name;
  }
  const filter = `${field.name}.where`;
  manifest.inputs[filter] = filters;
  for (const type of Object.values(filters)) input(schema, type, manifest);
  return {
    is: "flows",
    type: flow.name,
    filter,
    groupBy: "",
    key: "",
    order: "",
    aggregate: "",
    veiled: false,
    evident: false,
    options,
  };
}

/** An input, and all that its fields are of. */
function input(schema: GraphQLSchema, name: string, manifest: Manifest): void {
  const type = schema.getType(name);
  if (!isInputObjectType(type) || manifest.inputs[name]) return;
  manifest.inputs[name] = fieldsOf(type);
  for (const inner of Object.values(type.getFields())) {
    named(schema, getNamedType(inner.type).name, manifest);
  }
}

function named(schema: GraphQLSchema, name: string, manifest: Manifest): void {
  const type = schema.getType(name);
  if (isEnumType(type)) manifest.enums[name] = type.getValues().map((it) => it.name);
  else input(schema, name, manifest);
}

function fieldsOf(type: GraphQLInputObjectType): Fields {
  return Object.fromEntries(
    Object.values(type.getFields()).map((it) => [it.name, String(it.type)]),
  );
}

function keys(schema: GraphQLSchema, name: string, manifest: Manifest): void {
  const type = schema.getType(name);
  if (!isObjectType(type) || manifest.keys[name]) return;
  const fields = Object.values(type.getFields());
  manifest.keys[name] = Object.fromEntries(
    fields.map((it) => [it.name, getNamedType(it.type).name]),
  );
  for (const field of fields) {
    const inner = getNamedType(field.type).name;
    if (inner.endsWith("GroupKey")) keys(schema, inner, manifest);
    else if (isEnumType(schema.getType(inner))) named(schema, inner, manifest);
  }
}

function told(schema: GraphQLSchema, name: string, manifest: Manifest): void {
  const type = schema.getType(name);
  if (!isObjectType(type) || manifest.told[name]) return;
  const entries: Record<string, Told> = {};
  manifest.told[name] = entries;
  for (const field of Object.values(type.getFields())) {
    const of = getNamedType(field.type).name;
    const isNumbers = /^(Number|Pay)Aggregate$/.test(of);
    if (!isNumbers && !/^(Int|Float|HistogramBin)$/.test(of)) continue;
    entries[field.name] = {
      type: of,
      takes: Object.fromEntries(field.args.map((it) => [it.name, String(it.type)])),
    };
    for (const argument of field.args) named(schema, getNamedType(argument.type).name, manifest);
    if (isNumbers) told(schema, of, manifest);
  }
}

/** Gives `virtual:manifest` to the pages. */
export function manifest(path: string): Plugin {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  return {
    name: "manifest",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      this.addWatchFile(file);
      // As a text that is parsed: browsers do that sooner than to read a program of the same size.
      const text = JSON.stringify(manifestOf(readFileSync(file, "utf8")));
      return `export default JSON.parse(${JSON.stringify(text)});`;
    },
  };
}
