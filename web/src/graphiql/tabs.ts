// What GraphiQL opens with: the queries of the article, what was open before, and what a link brings.

import {
  AlmaMatersDocument,
  DegreesDocument,
  FormerEmployersDocument,
  ModelsInTimeDocument,
  PaperRanksDocument,
  PayByFieldDocument,
  PlacesDocument,
  PostedRangesDocument,
  RequiredDegreesDocument,
} from "../../generated/graphql.ts";
import { type Document, textOf } from "../data/document.ts";
import type { Locale } from "../texts/dictionary.ts";

export interface Tab {
  query: string;
  variables: string;
}

/** Where GraphiQL keeps its tabs in the browser. */
export const KEPT = "graphiql:tabState";

const DOCUMENTS: Document<unknown, never>[] = [
  DegreesDocument,
  AlmaMatersDocument,
  FormerEmployersDocument,
  RequiredDegreesDocument,
  PayByFieldDocument,
  PostedRangesDocument,
  PaperRanksDocument,
  PlacesDocument,
  ModelsInTimeDocument,
] as Document<unknown, never>[];

/** A tab for each chart of the article. */
export function articleTabs(locale: Locale): Tab[] {
  return DOCUMENTS.map((document) => {
    const query = textOf(document);
    const variables = query.includes("$currency") ? { locale, currency: "CNY" } : { locale };
    return { query, variables: JSON.stringify(variables, null, 2) };
  });
}

/** The query in the fragment of an address, as `graphiqlLink` writes it. */
export function linked(hash: string): Tab | undefined {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const query = given.get("query");
  return query ? { query, variables: given.get("variables") ?? "" } : undefined;
}

/** The tab that was open last; undefined where there is none that can be read. */
export function open(kept: string | null): Tab | undefined {
  try {
    const { tabs, activeTabIndex } = JSON.parse(kept ?? "") as {
      tabs: { query: string | null; variables: string | null }[];
      activeTabIndex: number;
    };
    const tab = tabs[activeTabIndex];
    return tab ? { query: tab.query ?? "", variables: tab.variables ?? "" } : undefined;
  } catch {
    return undefined;
  }
}
