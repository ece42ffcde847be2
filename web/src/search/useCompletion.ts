// Names that complete what is typed, asked for when somebody pauses.
import { useEffect, useState } from "react";
import { CompleteDocument, type CompleteQuery } from "../../generated/graphql.ts";
import { ask } from "../data/ask.ts";
import type { Locale } from "../texts/dictionary.ts";

export type Completion = CompleteQuery["autocomplete"][number];

export interface Completions {
  /** What they complete; what is typed may be another text by now. */
  of: string;
  found: Completion[];
  failed: boolean;
}

/** A pause of somebody who types, in milliseconds. */
const PAUSE_MS = 120;

/** As many letters as the server takes. */
export const LETTERS_MAX = 200;

/** The completions of a text; those of the text before until they come. What is no longer asked for is
 * given up. */
export function useCompletion(text: string, locale: Locale): Completions | undefined {
  const [known, setKnown] = useState<Completions>();
  const typed = text.trim();
  useEffect(() => {
    // The server takes no text without a letter or digit.
    if (!/[\p{L}\p{N}]/u.test(typed)) {
      setKnown(undefined);
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      ask(CompleteDocument, { text: typed, locale }, abort.signal).then(
        ({ autocomplete }) => setKnown({ of: typed, found: autocomplete, failed: false }),
        () => abort.signal.aborted || setKnown({ of: typed, found: [], failed: true }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [typed, locale]);
  return known;
}
