// The head of a page of one row: what it is called, what is known of it, and by which document.
import { type ReactNode, useEffect } from "react";
import { useLocation } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import type { OriginFragment } from "../../generated/graphql.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { percent } from "../texts/numbers.ts";
import { RowActions } from "./RowActions.tsx";
import "./shared.css";
import { shared } from "./texts.ts";
import { useTitle } from "./useTitle.ts";

interface Row {
  key: string;
  name: string;
  /** The name in the other language. */
  otherName: string;
  aliases: string[];
  source: OriginFragment;
  asOf: string | null;
  confidence: number | null;
  note: string | null;
}

interface Props {
  row: Row;
  /** As ids have it. */
  entity: "Person" | "Organization" | "Model";
  /** The key in the address; another one where the row was merged into this one. */
  asked: string;
  path: (key: string) => string;
  /** What sort of row it is. */
  kicker: ReactNode;
  lead: ReactNode;
  /** What is known of it; what is not is left out. */
  facts: [title: string, value: ReactNode][];
}

export function RowHead({ row, entity, asked, path, kicker, lead, facts }: Props) {
  const t = useTexts(shared);
  useTitle(row.name);
  const merged = useMerged(asked, row.key, path);
  const others = [row.otherName, ...row.aliases].filter((it) => it !== row.name);
  const known = facts.filter(([, value]) => !isNothing(value));
  return (
    <header className="row-head">
      <p className="kicker">{kicker}</p>
      <h1>{row.name}</h1>
      {others.length > 0 && (
        <p className="row-aliases">
          <span>{t.also}</span> {[...new Set(others)].join(" · ")}
        </p>
      )}
      {lead && <p className="lead">{lead}</p>}
      {merged && <p className="notice">{t.merged(merged)}</p>}
      <dl className="row-facts">
        {known.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Origin row={row} />
      <RowActions id={`${entity}:${row.key}`} />
    </header>
  );
}

const isNothing = (value: ReactNode) =>
  value === null || value === undefined || value === "" || value === false;

/** By which document the row is known, and how sure it is. */
function Origin({ row }: { row: Row }) {
  const t = useTexts(shared);
  const { locale } = useLanguage();
  const { title, url, publisher } = row.source;
  return (
    <p className="sources">
      {t.source}
      {": "}
      {url ? <a href={url}>{title}</a> : <cite>{title}</cite>}
      {publisher && publisher !== title && `, ${publisher}`}
      {row.asOf && `, ${t.asOf(row.asOf)}`}
      {row.confidence !== null && `, ${t.confidence(percent(row.confidence * 100, locale))}`}
      {row.note && <span className="row-note"> {row.note}</span>}
    </p>
  );
}

/** The key by which somebody came, where the row goes by another one since; the address is put right. */
function useMerged(asked: string, key: string, path: (key: string) => string) {
  const [, navigate] = useLocation();
  const state = useHistoryState<{ merged?: string } | null>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `path` and `navigate` are always the same.
  useEffect(() => {
    if (asked !== key) navigate(path(key), { replace: true, state: { merged: asked } });
  }, [asked, key]);
  return state?.merged;
}
