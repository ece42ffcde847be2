// The question of a page: in its address, and as it is while somebody types.
import { useCallback, useEffect, useState } from "react";
import { useAddress } from "../shared/useAddress.ts";
import { addressOf, type Question, questionAt } from "./question.ts";
import type { Problem } from "./schema.ts";

interface State {
  question: Question;
  /** What could not be read of the address. */
  unread: Problem[];
  /** The address that it was read from, or written to. */
  address: string;
}

const read = (address: string, first: string): State => {
  const of = new URLSearchParams(first).get("of") ?? "";
  const [question, unread] = questionAt(address || first, of);
  return { question, unread, address };
};

/** The question, what of its address could not be read, and what puts another one. Where the address
 * says nothing, it is that of the address `first`. */
export function useQuestion(first: string): [Question, Problem[], (next: Question) => void] {
  const [address, put] = useAddress();
  const [state, setState] = useState<State>(() => read(address, first));
  useEffect(() => {
    // Written by this page, or by a link that was followed.
    setState((before) => (before.address === address ? before : read(address, first)));
  }, [address, first]);
  const set = useCallback(
    (question: Question) => {
      const written = addressOf(question);
      setState({ question, unread: [], address: written });
      put(written);
    },
    [put],
  );
  return [state.question, state.unread, set];
}
