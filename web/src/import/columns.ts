// The columns of a file that is about to be sent, and the fields they are. Pure.
import type { Entity } from "../../build/entities.ts";

/** How much of a file is looked at for its columns. */
export const HEAD = 65_536;

/** The text of the beginning of a file; undefined where it is packed. */
export function textOfHead(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isPacked = (first === 0x1f && second === 0x8b) || (first === 0x50 && second === 0x4b);
  if (isPacked) return undefined;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    // As a stream, since a character may be cut at the end.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** The names in the header of a CSV file, or of the members of the first object of JSON. */
export function columnsOf(text: string, source: string): string[] {
  return source === "jsonl" ? membersOf(text) : headerOf(text);
}

function headerOf(text: string): string[] {
  const line = text.trimStart().split(/\r\n|\r|\n/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((it) => [it, line.split(it).length] as const);
  const [delimiter] = counts.reduce((most, it) => (it[1] > most[1] ? it : most));
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (char === '"' && isQuoted && line[at + 1] === '"') {
      cell += char;
      at += 1;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (char === delimiter && !isQuoted) {
      cells.push(cell);
      cell = "";
    } else cell += char;
  }
  return [...cells, cell].map((it) => it.trim()).filter(Boolean);
}

function membersOf(text: string): string[] {
  const begin = text.indexOf("{");
  for (let end = text.indexOf("}", begin); end >= 0; end = text.indexOf("}", end + 1)) {
    try {
      return Object.keys(JSON.parse(text.slice(begin, end + 1)) as object);
    } catch {
      // The brace was one within the object.
    }
  }
  return [];
}

/** Systems whose identifiers may have columns of their own, and what they are called. */
export const SCHEMES: ReadonlyMap<string, string> = new Map(
  [
    "ROR",
    "ORCID",
    "Wikidata",
    "OpenAlex",
    "DBLP",
    "Scholar",
    "GitHub",
    "DOI",
    "arXiv",
    "LEI",
    "ISNI",
  ].map((it) => [it.toLowerCase(), it]),
);

const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_-]/g, "");

/** As files and the API name fields: `birth_date`. */
export const snake = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (it) => `_${it.toLowerCase()}`);

/** What a column may be: the fields as the API names them in files. */
export function targets(entity: Entity): string[] {
  const fields = entity.fields.flatMap((it) => {
    const name = snake(it.name);
    if (it.kind === "local") return [name, `${name}_zh`];
    return it.kind === "keys" ? [name, ...SCHEMES.keys()] : [name];
  });
  return ["key", ...fields];
}

/** The field that the API takes a column for by itself. */
export const fieldOfColumn = (column: string, entity: Entity): string | undefined =>
  targets(entity).find((it) => plain(it) === plain(column));

/** Fields that every row must have, and that nothing fills yet. */
export function unfilled(
  columns: readonly string[],
  entity: Entity,
  map: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
): string[] {
  const filled = new Set([
    ...columns.flatMap((it) => fieldOfColumn(it, entity) ?? []),
    ...Object.keys(map),
    ...Object.keys(set).filter((it) => set[it]?.trim()),
  ]);
  const needed = entity.fields.filter((it) => it.required && it.name !== "source");
  const names = needed.map((it) => snake(it.name));
  return names.filter((it) => !filled.has(it) && !filled.has(`${it}_zh`));
}
