// Values that rows have, offered where one is typed: those of most rows first.
import { useEffect, useState } from "react";
import { TypedDocumentString } from "../../generated/graphql.ts";
import { ask } from "../data/ask.ts";
import { country } from "../texts/countries.ts";
import { useLanguage } from "../texts/language.tsx";
import { fieldsOf, manifest } from "./schema.ts";

export interface Suggestion {
  value: string;
  /** What it means, where it is a code. */
  label?: string;
}

const SUGGESTED = 50;

type Groups = Record<string, { groups: { nodes: { key: Record<string, unknown> }[] } }>;

/** What the rows of a filter have as `field`; nothing before `wanted`, or where groups can't tell. */
export function useSuggestions(filter: string, field: string, wanted: boolean): Suggestion[] {
  const { locale } = useLanguage();
  const [values, setValues] = useState<string[]>([]);
  const [name, root] = Object.entries(manifest.roots).find(([, it]) => it.filter === filter) ?? [];
  const can = root !== undefined && fieldsOf(root.groupBy)[field] === "Boolean";
  const type = root ? manifest.keys[root.key]?.[field] : undefined;
  useEffect(() => {
    setValues([]);
    if (!wanted || !can || name === undefined) return undefined;
    const abort = new AbortController();
    const text = `query Suggest { ${name} { groups(by: [{ ${field}: true }],
      orderBy: [{ field: COUNT, direction: DESC }], first: ${SUGGESTED}) { nodes { key { ${field} } } } } }`;
    ask(new TypedDocumentString<Groups, object>(text), {}, abort.signal).then(
      (answer) => {
        const found = answer[name]?.groups.nodes.map((it) => it.key[field]) ?? [];
        setValues(found.filter((it) => it !== null).map(String));
      },
      // What is typed is taken without suggestions, too.
      () => undefined,
    );
    return () => abort.abort();
  }, [name, field, can, wanted]);
  if (type !== "CountryCode") return values.map((value) => ({ value }));
  return values.map((value) => ({ value, label: country(value, locale) }));
}
