// JSON as somebody would write it: what is short stands on one line.

/** Characters of a line that is not broken. */
const LINE = 42;

export function compact(value: unknown, margin = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${margin}  `;
  const isList = Array.isArray(value);
  const entries = Object.entries(value).map(([name, it]) =>
    isList ? compact(it, inner) : `${JSON.stringify(name)}: ${compact(it, inner)}`,
  );
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const line = `${open}${isList ? "" : " "}${entries.join(", ")}${isList ? "" : " "}${close}`;
  if (entries.length === 0) return `${open}${close}`;
  if (line.length <= LINE && !line.includes("\n")) return line;
  return `${open}\n${inner}${entries.join(`,\n${inner}`)}\n${margin}${close}`;
}
