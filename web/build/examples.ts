// The queries that the README asks, for GraphiQL: said once, and tried there by the tests of the
// server.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** A query of the README: the heading it stands below, and what is said right before it. */
export interface Example {
  section: string;
  heading: string;
  query: string;
}

const SECTIONS = ["Ten questions", "The article as queries"];
const MODULE = "virtual:examples";

/** The queries below the sections of the article, in their order. */
export function read(markdown: string): Example[] {
  const found: Example[] = [];
  let section = "";
  let heading = "";
  let query: string[] | undefined;
  for (const line of markdown.split("\n")) {
    if (query) {
      if (line !== "```") query.push(line);
      else {
        found.push({ section, heading, query: query.join("\n") });
        query = undefined;
      }
    } else if (line.startsWith("## ")) {
      section = line.slice(3);
      heading = "";
    } else if (line.startsWith("### ")) heading = line.slice(4);
    else if (line === "```graphql" && SECTIONS.includes(section)) query = [];
  }
  return found;
}

/** Gives `virtual:examples` to the pages. */
export function examples(path: string): Plugin {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  return {
    name: "examples",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      this.addWatchFile(file);
      return `export default ${JSON.stringify(read(readFileSync(file, "utf8")))};`;
    },
  };
}
