// A document's answer in a component: asked once, then kept up to date.
import { useEffect, useState } from "react";
import { ask, NoAnswer } from "./ask.ts";
import type { Document } from "./document.ts";
import { onToken } from "./token.ts";

export type State<Data> =
  | { is: "loading" }
  | { is: "error"; error: NoAnswer; again: () => void }
  /** `old` while an answer to other variables is on its way. */
  | { is: "ready"; data: Data; old: boolean };

type Known<Data> =
  | { is: "data"; data: Data; of: string }
  | { is: "error"; error: NoAnswer; of: string }
  | undefined;

/** Asks `document`, and again when the variables or the token change. */
export function useAnswer<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
): State<Data> {
  const [known, setKnown] = useState<Known<Data>>();
  const [turn, setTurn] = useState(0);
  // Variables are new objects each time a component is drawn; their text is not.
  const asked = JSON.stringify(variables);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks again.
  useEffect(() => {
    const abort = new AbortController();
    const given = JSON.parse(asked) as Variables;
    const keep = (data: Data) => {
      if (abort.signal.aborted) return;
      // The first answer of a live query is most often the one that is there.
      setKnown((before) =>
        before?.is === "data" &&
        before.of === asked &&
        JSON.stringify(before.data) === JSON.stringify(data)
          ? before
          : { is: "data", data, of: asked },
      );
    };
    let stop: (() => void) | undefined;
    ask(document, given, abort.signal).then(
      async (data) => {
        keep(data);
        // Not before there is something to see: it is a connection, and code, more.
        const { listen } = await import("./live.ts");
        if (!abort.signal.aborted) stop = listen(document, given, keep);
      },
      (why: unknown) => {
        if (abort.signal.aborted) return;
        const error = why instanceof NoAnswer ? why : new NoAnswer(String(why), "UNKNOWN");
        setKnown({ is: "error", error, of: asked });
      },
    );
    return () => {
      abort.abort();
      stop?.();
    };
  }, [document, asked, turn]);

  useEffect(() => onToken(() => setTurn((it) => it + 1)), []);

  if (known?.is === "data") return { is: "ready", data: known.data, old: known.of !== asked };
  if (known?.is === "error" && known.of === asked) {
    const again = () => {
      setKnown(undefined);
      setTurn((it) => it + 1);
    };
    return { is: "error", error: known.error, again };
  }
  return { is: "loading" };
}
