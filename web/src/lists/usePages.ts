// The rows of a list, page by page as they come into view.
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ask, NoAnswer } from "../data/ask.ts";
import type { Document } from "../data/document.ts";
import { onToken, token } from "../data/token.ts";
import { type Asked, askedFor, type Pages, pagesOf } from "./pages.ts";

export interface Question<Data, Row> {
  // biome-ignore lint/suspicious/noExplicitAny: what a page adds to the variables is not in their type.
  document: Document<Data, any>;
  /** What is asked for, without the page. */
  variables: object;
  /** Where the rows are in an answer. */
  page: (data: Data) => { rows: Row[]; end: string | null };
  /** Another one when the list may have changed; undefined until something of it is known. */
  turn: unknown;
}

export interface Answered<Row> {
  pages: Pages<Row>;
  error: NoAnswer | undefined;
  again: () => void;
}

interface Known<Row> {
  of: string;
  pages: Pages<Row>;
  error?: NoAnswer;
}

const NONE: Pages<never> = new Map();

/** Asks for the pages that hold the rows from `first` up to but without `end`. A page that goes out of
 * view before it came is no longer waited for. */
export function usePages<Data, Row>(
  question: Question<Data, Row>,
  first: number,
  end: number,
): Answered<Row> {
  const asked = JSON.stringify(question.variables);
  const who = useSyncExternalStore(onToken, token);
  const of = `${who} ${asked}`;
  const [state, setState] = useState<Known<Row>>({ of, pages: NONE });
  const [tries, setTries] = useState(0);
  const turn = useTurn(question.turn);
  const known: Known<Row> = state.of === of ? state : { of, pages: NONE };
  const latest = useRef({ question, known });
  latest.current = { question, known };
  const flying = useRef(new Map<string, AbortController>());
  const wanted = pagesOf(first, end).filter((it) => known.pages.get(it)?.turn !== turn);
  const list = wanted.join(" ");

  useEffect(() => {
    const load = async (at: number, signal: AbortSignal) => {
      const { question, known } = latest.current;
      const variables: Asked = { ...JSON.parse(asked), ...askedFor(at, known.pages, turn) };
      const data = await ask(question.document, variables, signal);
      const page = { ...question.page(data), turn };
      setState((before) => {
        const kept = before.of === of ? before.pages : NONE;
        return { of, pages: new Map([...kept, [at, page]]) };
      });
    };
    const failed = (why: unknown) => {
      const error = why instanceof NoAnswer ? why : new NoAnswer(String(why), "UNKNOWN");
      setState((before) => ({ of, pages: before.of === of ? before.pages : NONE, error }));
    };
    const names = new Map(
      list === "" ? [] : list.split(" ").map((at) => [`${turn} ${tries} ${at} ${of}`, Number(at)]),
    );
    for (const [name, abort] of flying.current) {
      if (names.has(name)) continue;
      abort.abort();
      flying.current.delete(name);
    }
    for (const [name, at] of names) {
      if (flying.current.has(name)) continue;
      const abort = new AbortController();
      flying.current.set(name, abort);
      load(at, abort.signal)
        .catch((why: unknown) => abort.signal.aborted || failed(why))
        .finally(() => {
          // Another one may be on its way by now.
          if (flying.current.get(name) === abort) flying.current.delete(name);
        });
    }
  }, [asked, of, list, turn, tries]);

  useEffect(() => {
    const all = flying.current;
    return () => {
      for (const abort of all.values()) abort.abort();
      all.clear();
    };
  }, []);

  return { pages: known.pages, error: known.error, again: () => setTries((it) => it + 1) };
}

/** Counts how often a value was another one, from the first that was known. */
function useTurn(value: unknown): number {
  const [state, setState] = useState({ value, turn: 0 });
  if (state.value === value) return state.turn;
  const turn = state.value === undefined ? state.turn : state.turn + 1;
  setState({ value, turn });
  return turn;
}
