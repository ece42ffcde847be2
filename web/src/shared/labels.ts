// What rows are called, for ids that stand in other rows.
import { useEffect, useState } from "react";
import { RowsByIdDocument } from "../../generated/graphql.ts";
import { askPartly } from "../data/ask.ts";
import { onToken } from "../data/token.ts";
import type { Locale } from "../texts/dictionary.ts";
import { useLanguage } from "../texts/language.tsx";

type Values = Record<string, unknown>;

/** A text of `values` in a language, or in the other one. */
export function textIn(value: unknown, locale: Locale): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const { en, zh } = value as { en?: string | null; zh?: string | null };
  return (locale === "ZH" ? (zh ?? en) : (en ?? zh)) ?? undefined;
}

/** What a row is called: by its name or title, else by its key. */
export function labelOf(id: string, values: unknown, locale: Locale): string {
  const { name, title } = (values ?? {}) as Values;
  const isSource = id.startsWith("Source:");
  return textIn(name ?? (isSource ? title : undefined), locale) ?? id.slice(id.indexOf(":") + 1);
}

/** At most so many are looked up at once, as the API has it. */
const IDS_MAX = 1000;

/** Gives what ids are called; the ids themselves until that is known. */
export function useLabels(ids: readonly string[]): (id: string) => string {
  const { locale } = useLanguage();
  const [known, setKnown] = useState<ReadonlyMap<string, unknown>>(new Map());
  const [turn, setTurn] = useState(0);
  const wanted = [...new Set(ids)].sort().slice(0, IDS_MAX).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks again.
  useEffect(() => {
    if (wanted === "") return undefined;
    const abort = new AbortController();
    askPartly(RowsByIdDocument, { ids: wanted.split("\n") }, abort.signal).then(
      (answer) => {
        const rows = (answer?.nodes ?? []).filter((it) => it !== null);
        const found = rows.map((it) => [it.id, "values" in it ? it.values : {}] as const);
        if (!abort.signal.aborted) setKnown(new Map(found));
      },
      // Ids stay as they are: they tell enough.
      () => undefined,
    );
    return () => abort.abort();
  }, [wanted, turn]);
  useEffect(() => onToken(() => setTurn((it) => it + 1)), []);
  return (id) => labelOf(id, known.get(id), locale);
}
