// Texts of GraphQL documents: as they are sent, shown, linked to, and listened to.
import type { TypedDocumentString } from "../../generated/graphql.ts";

export type Document<Data, Variables> = TypedDocumentString<Data, Variables>;

/** The text of a document without the margins that its generator leaves. */
export function textOf(document: { toString(): string }): string {
  const lines = document.toString().split("\n");
  const head = /^\s*(?=(query|fragment|subscription|mutation)\b)/;
  const text = lines.map((line) => line.replace(head, "\n")).join("\n");
  return text.replaceAll(/\n{3,}/g, "\n\n").trim();
}

/** Where the braces that open at `from` close. */
function closing(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === "\\") at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{") depth += 1;
    else if (char === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw new Error("the document has an open brace");
}

/** The subscription that gives the answer of a query again whenever it changes. */
export function liveOf(query: string): string {
  // The variables of the operation may have braces of their own, as defaults, within parentheses.
  const head = /query\b[^({]*(\([^)]*\))?[^{]*/.exec(query);
  if (!head) throw new Error("only a query can be live");
  const open = head.index + head[0].length;
  const close = closing(query, open);
  const before = query.slice(0, head.index);
  const operation = head[0].replace("query", "subscription");
  const body = query.slice(open, close + 1);
  return `${before}${operation}{ live ${body} }${query.slice(close + 1)}`;
}

/** The address at which GraphiQL opens with a query. In the fragment, so that no log keeps it. */
export function graphiqlLink(query: string, variables: unknown): string {
  const fragment = new URLSearchParams({ query });
  if (variables && Object.keys(variables).length > 0) {
    fragment.set("variables", JSON.stringify(variables, null, 2));
  }
  return `/graphiql#${fragment}`;
}

/** The address of the table of a query that asks for one list, or for groups. */
export function exportLink(query: string, variables: unknown): string {
  const asked = new URLSearchParams({ format: "csv", bom: "true", query });
  asked.set("variables", JSON.stringify(variables ?? {}));
  return `/export?${asked}`;
}
