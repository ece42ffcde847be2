import { type FormEvent, useEffect, useId, useState, useSyncExternalStore } from "react";
import { WhoDocument, type WhoQuery } from "../../generated/graphql.ts";
import { ask, NoAnswer } from "../data/ask.ts";
import { onToken, setToken, token } from "../data/token.ts";
import { useTexts } from "../texts/language.tsx";
import { shell } from "./texts.ts";

type Known = { viewer: WhoQuery["viewer"] } | { wrong: string } | undefined;

/** Where a token is given, and what the server makes of it. */
export function TokenField() {
  const t = useTexts(shell);
  const given = useSyncExternalStore(onToken, token);
  const known = useViewer(given);
  return (
    <details className="token">
      <summary>{known && "viewer" in known && given ? known.viewer.role : t.token}</summary>
      <TokenForm given={given} known={known} />
    </details>
  );
}

/** The same within a page that shows nothing without a token. */
export function TokenHere() {
  const given = useSyncExternalStore(onToken, token);
  return <TokenForm given={given} known={useViewer(given)} />;
}

function TokenForm({ given, known }: { given: string; known: Known }) {
  const t = useTexts(shell);
  const help = useId();
  const [text, setText] = useState(given);
  const use = (event: FormEvent) => {
    event.preventDefault();
    setToken(text.trim());
  };
  const forget = () => {
    setText("");
    setToken("");
  };
  return (
    <form className="token-form" onSubmit={use}>
      <p id={help}>{t.tokenHelp}</p>
      <label>
        <span className="only-heard">{t.token}</span>
        <input
          type="password"
          autoComplete="off"
          spellCheck={false}
          aria-describedby={help}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit">{t.tokenUse}</button>
      <button type="button" onClick={forget}>
        {t.tokenForget}
      </button>
      <p role="status">
        {known && "viewer" in known && t.tokenIs(known.viewer.name, known.viewer.role)}
        {known && "wrong" in known && `${t.tokenWrong} ${known.wrong}`}
      </p>
    </form>
  );
}

/** Who the server takes one to be; unasked where there is no token. */
function useViewer(given: string): Known {
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    setKnown(undefined);
    if (given === "") return undefined;
    const abort = new AbortController();
    ask(WhoDocument, {}, abort.signal).then(
      (answer) => setKnown({ viewer: answer.viewer }),
      (why: unknown) => {
        if (!abort.signal.aborted) setKnown({ wrong: why instanceof NoAnswer ? why.message : "" });
      },
    );
    return () => abort.abort();
  }, [given]);
  return known;
}
