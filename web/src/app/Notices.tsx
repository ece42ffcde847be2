// What stands where data will be, or could not come.
import type { NoAnswer } from "../data/ask.ts";
import { useTexts } from "../texts/language.tsx";
import { shell } from "./texts.ts";

/** Grey lines in the place of what is on its way. */
export function Loading({ lines = 4, height }: { lines?: number; height?: number }) {
  const t = useTexts(shell);
  return (
    <div className="skeleton" role="status" style={height ? { minHeight: height } : undefined}>
      <span className="only-heard">{t.loading}</span>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same.
        <span key={at} className="skeleton-line" />
      ))}
    </div>
  );
}

/** Why there is no data, in the server's words, and a way to ask again. */
export function Failed({ error, again }: { error: NoAnswer; again: () => void }) {
  const t = useTexts(shell);
  return (
    <div className="notice" role="alert">
      <p>{error.code === "UNREACHABLE" ? t.unreachable : t.failed}</p>
      <p className="detail" lang="en">
        {error.message}
      </p>
      <button type="button" onClick={again}>
        {t.again}
      </button>
    </div>
  );
}
