// What is typed and chosen of a list, above it.
import { useEffect, useId, useRef, useState } from "react";
import { useTexts } from "../texts/language.tsx";
import type { FacetName, Listing, Overview } from "./listing.ts";
import { type State, toggled } from "./state.ts";
import { lists } from "./texts.ts";

export type Change = (next: State, options?: { replace: boolean }) => void;

/** How long somebody types on before the list is asked again, in milliseconds. */
const TYPING_MS = 250;

export function Controls<Filter, OverviewData, RowsData, Row>(props: {
  listing: Listing<Filter, OverviewData, RowsData, Row>;
  state: State;
  change: Change;
}) {
  const { listing, state, change } = props;
  const t = useTexts(lists);
  return (
    <div className="controls">
      <TextField state={state} change={change} />
      <label>
        {t.sort}{" "}
        <select
          value={state.sort}
          onChange={(event) => change({ ...state, sort: event.target.value, at: 0 })}
        >
          {listing.sorts.map(({ name }) => (
            <option key={name} value={name}>
              {t.sorts[name]}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        aria-label={state.descending ? t.descending : t.ascending}
        title={state.descending ? t.descending : t.ascending}
        onClick={() => change({ ...state, descending: !state.descending, at: 0 })}
      >
        {state.descending ? "↓" : "↑"}
      </button>
    </div>
  );
}

function TextField({ state, change }: { state: State; change: Change }) {
  const t = useTexts(lists);
  const id = useId();
  const [text, setText] = useState(state.text);
  const latest = useRef({ state, change });
  latest.current = { state, change };
  // What somebody goes back to is what was typed then.
  useEffect(() => setText(state.text), [state.text]);
  useEffect(() => {
    const { state, change } = latest.current;
    if (text === state.text) return undefined;
    // The first letter is a step to go back from, the others are not.
    const replace = state.text !== "";
    const timer = setTimeout(() => {
      change({ ...latest.current.state, text, at: 0 }, { replace });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="controls-text">
      <label htmlFor={id} className="only-heard">
        {t.text}
      </label>
      <input
        id={id}
        type="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder={t.textHint}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}

/** What is chosen of facets, each with a way to choose it no longer. */
export function Chosen(props: { overview: Overview; state: State; change: Change }) {
  const { overview, state, change } = props;
  const t = useTexts(lists);
  const chosen = Object.entries(state.chosen).flatMap(([facet, values]) =>
    values.map((value) => ({ facet: facet as FacetName, value })),
  );
  if (chosen.length === 0) return null;
  return (
    <ul className="chosen">
      {chosen.map(({ facet, value }) => {
        const label = labelOf(overview, facet, value) ?? (value === "" ? t.none : value);
        return (
          <li key={`${facet} ${value}`}>
            <button
              type="button"
              aria-label={t.remove(t.facets[facet], label)}
              onClick={() => change(toggled(state, facet, value))}
            >
              {label} <span aria-hidden="true">×</span>
            </button>
          </li>
        );
      })}
      <li>
        <button
          type="button"
          className="is-quiet"
          onClick={() => change({ ...state, chosen: {}, at: 0 })}
        >
          {t.clear}
        </button>
      </li>
    </ul>
  );
}

/** What a value is called, as far as the answer says so. */
export function labelOf(overview: Overview, facet: FacetName, value: string): string | undefined {
  const known = overview.facets[facet];
  const all = [...(known?.choices ?? []), ...(known?.named ?? [])];
  return all.find((it) => it.value === value)?.label;
}
