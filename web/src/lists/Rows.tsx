// The rows of a list, of which only those in view are drawn: a table, or cards on a phone.
// biome-ignore-all lint/a11y/useSemanticElements: elements of tables lose their meaning when they are laid
// out as anything else, and rows stand where they are put here.
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and cells are read, their links are used.
import { useEffect, useRef } from "react";
import { Link } from "wouter";
import { Failed } from "../app/Notices.tsx";
import { useNarrow } from "../shared/useNarrow.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import type { Listing } from "./listing.ts";
import { rowAt } from "./pages.ts";
import type { Span } from "./span.ts";
import type { State } from "./state.ts";
import { lists } from "./texts.ts";
import { usePages } from "./usePages.ts";
import { useSpan } from "./useSpan.ts";

/** How tall a row and a card are, in CSS pixels, as `lists.css` has it. */
const ROW = 48;
const CARD = 108;

/** How tall the head of the table is, which stays in view. */
const HEAD = 49;

/** How long the list rests before the address says where, in milliseconds. */
const REST_MS = 250;

interface Props<Filter, OverviewData, RowsData, Row> {
  listing: Listing<Filter, OverviewData, RowsData, Row>;
  state: State;
  variables: object;
  count: number;
  /** Another one when the list may have changed. */
  turn: unknown;
  /** Whether the number of rows is still that of what was asked before. */
  old: boolean;
  /** Is told which row is seen first, when the list comes to rest. */
  seen: (at: number) => void;
}

export function Rows<Filter, OverviewData, RowsData, Row>(
  props: Props<Filter, OverviewData, RowsData, Row>,
) {
  const { listing, state, variables, count, turn } = props;
  const t = useTexts(lists);
  const narrow = useNarrow();
  const row = narrow ? CARD : ROW;
  const body = useRef<HTMLDivElement>(null);
  const { span, go } = useSpan(body, { rows: count, row, covered: narrow ? 0 : HEAD });
  usePlace(props, span, go);
  const { rowsDocument: document, page } = listing;
  const answered = usePages({ document, variables, page, turn }, span.first, span.end);
  const { columns } = listing;
  return (
    <>
      {answered.error && <Failed error={answered.error} again={answered.again} />}
      <div
        role="table"
        className="rows"
        data-list={listing.list}
        aria-label={t.titles[listing.list]}
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
      >
        <div role="rowgroup" className="rows-head">
          <div role="row" aria-rowindex={1}>
            {columns.map(({ name, sort }) => (
              <span role="columnheader" key={name} aria-sort={sortOf(state, sort)}>
                {t.columns[name]}
                {sort === state.sort && (state.descending ? " ↓" : " ↑")}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={body} className="rows-body" style={{ height: span.height }}>
          {Array.from({ length: span.end - span.first }, (_, at) => span.first + at).map((at) => (
            <OneRow
              key={at}
              at={at}
              top={span.top + (at - span.first) * row}
              row={rowAt(answered.pages, at)}
              listing={listing}
            />
          ))}
        </div>
      </div>
    </>
  );
}

function sortOf(state: State, sort: string | undefined) {
  if (sort !== state.sort) return undefined;
  return state.descending ? "descending" : "ascending";
}

function OneRow<Filter, OverviewData, RowsData, Row>(props: {
  at: number;
  top: number;
  row: Row | undefined;
  listing: Listing<Filter, OverviewData, RowsData, Row>;
}) {
  const { at, top, row, listing } = props;
  const t = useTexts(lists);
  const { locale } = useLanguage();
  const place = { transform: `translateY(${top}px)` };
  if (row === undefined) {
    return (
      <div role="row" className="row is-awaited" aria-rowindex={at + 2} style={place}>
        <span role="cell">
          <span className="only-heard">{t.loadingRow}</span>
          <span className="skeleton-line" />
        </span>
      </div>
    );
  }
  return (
    <div role="row" className="row" aria-rowindex={at + 2} style={place}>
      {listing.columns.map(({ name, cell }, column) => (
        <span role="cell" key={name} className={`cell cell-${name}`}>
          {column === 0 ? (
            <Link href={listing.path(row)} className="row-link">
              {cell(row, t, locale)}
            </Link>
          ) : (
            <Labelled label={t.columns[name]}>{cell(row, t, locale)}</Labelled>
          )}
        </span>
      ))}
    </div>
  );
}

/** A value with the heading of its column, which is seen where there are no columns. */
function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  if (children === null || children === undefined || children === "") return null;
  return (
    <>
      <span className="cell-label" aria-hidden="true">
        {label}
      </span>
      {children}
    </>
  );
}

/** Goes to the row that the address names, and has the address name the row that is seen first. */
function usePlace<Filter, OverviewData, RowsData, Row>(
  props: Props<Filter, OverviewData, RowsData, Row>,
  span: Span,
  go: (at: number) => void,
) {
  const { state, variables, old } = props;
  const asked = JSON.stringify(variables);
  const latest = useRef(props);
  latest.current = props;
  const arrived = useRef<string>(undefined);

  useEffect(() => {
    // How tall the list is is known with its number of rows.
    if (old || arrived.current === asked) return;
    const isFirst = arrived.current === undefined;
    arrived.current = asked;
    const { at } = latest.current.state;
    if (at > 0 || (!isFirst && window.scrollY > 0)) goUp(at, isFirst);
    function goUp(at: number, isFirst: boolean) {
      // Another list begins with its head in view, if it begins at its beginning.
      if (at > 0) go(at);
      else if (!isFirst) window.scrollTo(0, 0);
    }
  }, [asked, old, go]);

  useEffect(() => {
    if (arrived.current !== asked || span.seen === state.at) return undefined;
    const timer = setTimeout(() => latest.current.seen(span.seen), REST_MS);
    return () => clearTimeout(timer);
  }, [asked, span.seen, state.at]);
}
