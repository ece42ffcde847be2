import { country } from "../texts/countries.ts";
import type { Locale } from "../texts/dictionary.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { names } from "../texts/names.ts";
import { marked } from "./marked.ts";
import { search } from "./texts.ts";
import type { Completion } from "./useCompletion.ts";

/** A name that fits, with what was typed of it marked, and what tells it from others. */
export function CompletionOption(props: { completion: Completion; typed: string }) {
  const { completion, typed } = props;
  const { text, type, match, row } = completion;
  const t = useTexts(search);
  const { locale } = useLanguage();
  const name = "name" in row ? row.name : text;
  const kind = type in t.types ? t.types[type as keyof typeof t.types] : "";
  const how = { PINYIN: t.byPinyin, TYPO: t.byTypo }[match as string];
  return (
    <>
      <span className="option-name">
        {marked(text, typed).map((part, at) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name, and do not move.
          part.typed ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>,
        )}
        {/* Found by another name than the one it goes by here. */}
        {name !== text && <span className="option-other"> {name}</span>}
      </span>
      <span className="option-kind">
        {kind}
        {how && ` · ${how}`}
      </span>
      <span className="option-hint">{hintOf(row, t, locale, kind)}</span>
    </>
  );
}

/** What a row is, in a few words in the language of the page, besides its `kind`. */
function hintOf(
  row: Completion["row"],
  t: (typeof search)["EN"],
  locale: Locale,
  kind: string,
): string {
  const called = names[locale];
  if ("headline" in row) {
    const [work] = row.employments.nodes;
    if (work?.title) return t.at(work.title, work.organization.name);
    return row.headline ?? work?.organization.name ?? "";
  }
  if ("organizationKind" in row) {
    const place = row.country ? country(row.country, locale) : undefined;
    const parts = [called.organization[row.organizationKind], place];
    return parts.filter((it) => it && it !== kind).join(", ");
  }
  if ("modelKind" in row) {
    const makers = row.developers.map((it) => it.name);
    return [called.model[row.modelKind], ...makers].join(", ");
  }
  return "";
}
