import { useId, useState } from "react";
import { NoAnswer } from "../data/ask.ts";
import { useLabels } from "../shared/labels.ts";
import { useMay } from "../shared/Needs.tsx";
import { RowLink } from "../shared/Value.tsx";
import { useTexts } from "../texts/language.tsx";
import { edit } from "./texts.ts";
import { type Applied, apply, type Base } from "./useForm.ts";

interface Props {
  entity: string;
  id: string;
  base: Base;
  onDeleted: (version: number) => void;
}

/** The end of a row, and what goes along with it: shown before it is done. */
export function DeleteRow({ entity, id, base, onDeleted }: Props) {
  const t = useTexts(edit);
  const mayCascade = useMay("ADMIN");
  const [cascade, setCascade] = useState(false);
  const [tried, setTried] = useState<Applied>();
  const [error, setError] = useState("");
  const send = async (dryRun: boolean, why = "") => {
    setError("");
    const asked = { id, expectedVersion: base.version, ...(cascade && { cascade }) };
    try {
      const applied = await apply({ [`delete${entity}`]: asked }, { why, dryRun });
      const isDone = !dryRun && applied.version !== null;
      if (isDone && applied.version !== null) onDeleted(applied.version);
      else setTried(applied);
    } catch (reason) {
      setTried(undefined);
      setError(reason instanceof NoAnswer ? reason.message : String(reason));
    }
  };
  return (
    <details className="delete">
      <summary>{t.delete}</summary>
      <p>{t.deleteSays}</p>
      <p>
        <label>
          <input
            type="checkbox"
            checked={cascade}
            disabled={!mayCascade}
            onChange={(event) => {
              setCascade(event.target.checked);
              setTried(undefined);
            }}
          />
          {t.cascade}
        </label>
      </p>
      {tried === undefined || tried.userErrors.length > 0 ? (
        <button type="button" onClick={() => send(true)}>
          {t.tryDelete}
        </button>
      ) : (
        <Consequences
          applied={tried}
          cancel={() => setTried(undefined)}
          confirm={(why) => send(false, why)}
        />
      )}
      {[...(tried?.userErrors ?? []).map((it) => it.message), error].filter(Boolean).map((it) => (
        <p key={it} className="fault" role="alert" lang="en">
          {it}
        </p>
      ))}
    </details>
  );
}

interface Told {
  applied: Applied;
  cancel: () => void;
  confirm: (why: string) => void;
}

function Consequences({ applied, cancel, confirm }: Told) {
  const t = useTexts(edit);
  const id = useId();
  const [why, setWhy] = useState("");
  const { deleted, cleared } = applied;
  const label = useLabels([...deleted, ...cleared]);
  const lists = [
    [t.deletes(deleted.length), deleted],
    [t.clears, cleared],
  ] as const;
  return (
    <div className="panel">
      {lists.map(
        ([says, ids]) =>
          ids.length > 0 && (
            <div key={says}>
              <p>{says}</p>
              <ul className="ids">
                {ids.map((it) => (
                  <li key={it}>
                    <RowLink id={it} label={label} /> <small className="id">{it}</small>
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
      <p className="why">
        <label htmlFor={id}>{t.why}</label>
        <input id={id} value={why} onChange={(event) => setWhy(event.target.value)} />
      </p>
      <p className="buttons">
        <button type="button" className="danger" onClick={() => confirm(why)}>
          {t.doDelete}
        </button>
        <button type="button" onClick={cancel}>
          {t.cancel}
        </button>
      </p>
    </div>
  );
}
