import { useId, useState } from "react";
import { useLabels } from "../shared/labels.ts";
import { RowLink } from "../shared/Value.tsx";
import { fieldName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import type { Merged } from "./Comparison.tsx";
import { duplicates } from "./texts.ts";

interface Props {
  entity: string;
  told: Merged;
  cancel: () => void;
  confirm: (why: string) => void;
}

/** What a merge would come to, or why it can't be. */
export function MergeTold({ entity, told, cancel, confirm }: Props) {
  const t = useTexts(duplicates);
  const { locale } = useLanguage();
  const id = useId();
  const [why, setWhy] = useState("");
  const label = useLabels(told.repeated);
  const cannot = told.userErrors.length > 0;
  const hasChanged = told.userErrors.some((it) => it.code === "CONFLICT");
  const filled = told.filled.map((it) => fieldName(entity, it, locale));
  return (
    <section className="panel" aria-labelledby="would">
      <h2 id="would">{t.would}</h2>
      {cannot && <p role="alert">{hasChanged ? t.changed : t.wrong}</p>}
      {told.userErrors.map((it) => (
        <p key={it.message} className="fault" lang="en">
          {it.message}
        </p>
      ))}
      {!cannot && (
        <>
          <p role="status">{t.moved(told.moved)}</p>
          {filled.length > 0 && (
            <p>
              <b>{t.filled}:</b> {filled.join(locale === "ZH" ? "、" : ", ")}
            </p>
          )}
          {told.kept.length > 0 && (
            <>
              <p>
                <b>{t.kept}:</b>
              </p>
              <ul>
                {told.kept.map((it) => (
                  <li key={it}>{it}</li>
                ))}
              </ul>
            </>
          )}
          {told.repeated.length > 0 && (
            <>
              <p>
                <b>{t.repeated}:</b>
              </p>
              <ul className="ids">
                {told.repeated.map((it) => (
                  <li key={it}>
                    <RowLink id={it} label={label} />
                  </li>
                ))}
              </ul>
            </>
          )}
          <p className="why">
            <label htmlFor={id}>{t.why}</label>
            <input id={id} value={why} onChange={(event) => setWhy(event.target.value)} />
          </p>
        </>
      )}
      <p className="buttons">
        {!cannot && (
          <button type="button" className="primary" onClick={() => confirm(why)}>
            {t.merge}
          </button>
        )}
        <button type="button" onClick={cancel}>
          {t.cancel}
        </button>
      </p>
    </section>
  );
}
