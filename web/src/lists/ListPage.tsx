// A list with its facets. All that was chosen is in the address.
import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { Failed, Loading } from "../app/Notices.tsx";
import { listPath } from "../app/paths.ts";
import { Sources } from "../charts/Notes.tsx";
import { charts } from "../charts/texts.ts";
import { exportLink, graphiqlLink, textOf } from "../data/document.ts";
import { token } from "../data/token.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { useTitle } from "../shared/useTitle.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { number } from "../texts/numbers.ts";
import { Chosen, Controls } from "./Controls.tsx";
import { Facets } from "./Facets.tsx";
import { filterOf, type Listing, type Overview, variablesOf } from "./listing.ts";
import "../charts/charts.css";
import "./lists.css";
import { Rows } from "./Rows.tsx";
import { read, type State, write } from "./state.ts";
import { lists } from "./texts.ts";

/** Rows that there is room for before it is known how many there are. */
const AWAITED = 12;

interface Props<Filter, OverviewData, RowsData, Row> {
  listing: Listing<Filter, OverviewData, RowsData, Row>;
}

export function ListPage<Filter, OverviewData, RowsData, Row>({
  listing,
}: Props<Filter, OverviewData, RowsData, Row>) {
  const t = useTexts(lists);
  const { locale } = useLanguage();
  const { state, unknown, change } = useAddress(listing);
  const answer = useAnswer(listing.overviewDocument, variablesOf(listing.facets, state, locale));
  const data = answer.is === "ready" ? answer.data : undefined;
  const overview = useMemo(
    () => data && listing.overview(data, t, locale),
    [data, listing, t, locale],
  );
  useTitle(t.titles[listing.list]);
  const old = answer.is !== "ready" || answer.old;
  const variables = variablesOfRows(listing, state, locale);
  return (
    <div className="page list">
      <header className="list-head">
        <h1>{t.titles[listing.list]}</h1>
        <p className="list-lead">{t.leads[listing.list]}</p>
      </header>
      {unknown.length > 0 && <p className="notice">{t.unknown(unknown.join(", "))}</p>}
      <Controls listing={listing} state={state} change={change} />
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is !== "error" && (
        <div className="list-body" aria-busy={old} data-old={overview && old}>
          {overview ? (
            <Facets overview={overview} state={state} change={change} />
          ) : (
            <Loading lines={9} height={500} />
          )}
          <section className="list-rows" aria-label={t.titles[listing.list]}>
            <p className="list-count" role="status">
              {overview && t.count(number(overview.count, locale))}
            </p>
            {overview && <Chosen overview={overview} state={state} change={change} />}
            {overview?.count === 0 ? (
              <p className="notice">{t.nothing}</p>
            ) : (
              <Rows
                listing={listing}
                state={state}
                variables={variables}
                // The first rows need not wait for how many there are.
                count={overview?.count ?? AWAITED}
                turn={data}
                old={old}
                seen={(at) => change({ ...state, at }, { replace: true })}
              />
            )}
          </section>
        </div>
      )}
      {overview && <About listing={listing} overview={overview} variables={variables} />}
    </div>
  );
}

/** What the address says, and how to say something else in it. */
function useAddress<Filter, OverviewData, RowsData, Row>(
  listing: Listing<Filter, OverviewData, RowsData, Row>,
) {
  const [, navigate] = useLocation();
  const search = useSearch();
  const shape = useMemo(
    () => ({
      facets: listing.facets.map((it) => it.name),
      sorts: listing.sorts.map((it) => it.name),
    }),
    [listing],
  );
  const { state, unknown } = useMemo(() => read(search, shape), [search, shape]);
  const change = (next: State, options?: { replace: boolean }) =>
    navigate(listPath(listing.list) + write(next, shape), options);
  return { state, unknown, change };
}

function variablesOfRows<Filter, OverviewData, RowsData, Row>(
  { facets, sorts }: Listing<Filter, OverviewData, RowsData, Row>,
  state: State,
  locale: string,
) {
  const field = sorts.find((it) => it.name === state.sort)?.field ?? "ID";
  const direction = state.descending ? "DESC" : "ASC";
  return { locale, where: filterOf(facets, state), orderBy: [{ field, direction }] };
}

/** What the rows rest on, and other ways to have them. */
function About<Filter, OverviewData, RowsData, Row>(props: {
  listing: Listing<Filter, OverviewData, RowsData, Row>;
  overview: Overview;
  variables: object;
}) {
  const { listing, overview, variables } = props;
  const t = useTexts(lists);
  const tools = useTexts(charts);
  const query = textOf(listing.rowsDocument);
  return (
    <section className="list-about" aria-label={t.toolsOf}>
      <p className="tools">
        <a href={graphiqlLink(query, variables)}>{tools.query}</a>
        {/* A link can't say who asks. */}
        {token() === "" && (
          <a href={exportLink(query, variables)} download={`bole-${listing.list}.csv`}>
            {t.csvAll}
          </a>
        )}
      </p>
      <Sources sources={overview.sources.map((it) => it.source)} />
    </section>
  );
}
