import { Failed, Loading } from "../app/Notices.tsx";
import type { State } from "../data/useAnswer.ts";
import { useTexts } from "../texts/language.tsx";
import { shared } from "./texts.ts";
import { useTitle } from "./useTitle.ts";

type Kind = keyof (typeof shared)["EN"]["missing"];

/** What stands where a row will be, or could not be found. */
export function RowState(props: {
  answer: Exclude<State<unknown>, { is: "ready" }>;
  kind: Kind;
  asked: string;
}) {
  const { answer, kind, asked } = props;
  const t = useTexts(shared);
  const isMissing = answer.is === "error" && answer.error.code === "NOT_FOUND";
  useTitle(isMissing ? t.missing[kind] : undefined);
  if (answer.is === "loading") {
    return (
      <div className="page">
        <Loading lines={8} height={500} />
      </div>
    );
  }
  return (
    <div className="page">
      <h1>{isMissing ? t.missing[kind] : asked}</h1>
      {isMissing ? (
        <p>{t.missingKey(asked)}</p>
      ) : (
        <Failed error={answer.error} again={answer.again} />
      )}
    </div>
  );
}
