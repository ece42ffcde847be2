// What stands behind the `?` of an address: names, and texts that are readable.
import type { Problem } from "./schema.ts";
import { read, type Term, Unread } from "./terms.ts";

/** The parts that say something, each by its name; signs that need no escape have none. */
export function written(parts: [name: string, text: string][]): string {
  const given = parts.filter(([, text]) => text !== "");
  return given.map(([name, text]) => `${name}=${escaped(text)}`).join("&");
}

const escaped = (text: string) =>
  encodeURIComponent(text)
    .replaceAll("%2C", ",")
    .replaceAll("%3A", ":")
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+")
    // As browsers write it.
    .replaceAll("'", "%27");

/** Terms without values that are not typed yet. */
export function filled(terms: readonly Term[]): Term[] {
  return terms.map((it) => ({
    ...it,
    values: it.values.map((value) => value.trim()).filter((value) => value !== ""),
    of: filled(it.of),
  }));
}

/** The terms of a part; none where they can't be read, which is told. */
export function termsOf(given: URLSearchParams, name: string, found: Problem[]): Term[] {
  try {
    return read(given.get(name) ?? "");
  } catch (why) {
    if (!(why instanceof Unread)) throw why;
    found.push({ is: "text", name, rest: why.message });
    return [];
  }
}
