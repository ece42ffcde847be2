import { useId, useState } from "react";
import { RevertDocument, type RevertMutation } from "../../generated/graphql.ts";
import { ask, NoAnswer } from "../data/ask.ts";
import { useLabels } from "../shared/labels.ts";
import { useMay } from "../shared/Needs.tsx";
import { RowLink } from "../shared/Value.tsx";
import { useTexts } from "../texts/language.tsx";
import "../edit/edit.css";
import { past } from "./texts.ts";

type Told = RevertMutation["revert"];

type Stage =
  | { is: "asked" }
  | { is: "waiting" }
  | { is: "tried"; told: Told }
  | { is: "done"; version: number | null }
  | { is: "failed"; message: string };

/** Undoes a commit: what would come of it is shown first. Only for those who may. */
export function Revert({ version }: { version: number }) {
  const t = useTexts(past);
  const isAllowed = useMay("EDITOR");
  const [stage, setStage] = useState<Stage>({ is: "asked" });
  if (!isAllowed) return null;
  const send = async (dryRun: boolean, why: string) => {
    setStage({ is: "waiting" });
    try {
      const input = { version, dryRun, why: why.trim() || null };
      const { revert: told } = await ask(RevertDocument, { input });
      const isDone = !dryRun && told.userErrors.length === 0;
      setStage(isDone ? { is: "done", version: told.version } : { is: "tried", told });
    } catch (reason) {
      const message = reason instanceof NoAnswer ? reason.message : String(reason);
      setStage({ is: "failed", message });
    }
  };
  return (
    <div className="revert">
      {(stage.is === "asked" || stage.is === "waiting") && (
        <button
          type="button"
          className="small"
          disabled={stage.is === "waiting"}
          aria-label={t.undoOf(version)}
          onClick={() => send(true, "")}
        >
          {t.undo}
        </button>
      )}
      {stage.is === "tried" && (
        <Tried
          version={version}
          told={stage.told}
          cancel={() => setStage({ is: "asked" })}
          confirm={(why) => send(false, why)}
        />
      )}
      <p role="status" className={stage.is === "done" ? "good" : "only-heard"}>
        {stage.is === "done" && (stage.version === null ? t.undoneBefore : t.undone(stage.version))}
      </p>
      {stage.is === "failed" && (
        <p className="fault" role="alert" lang="en">
          {stage.message}
        </p>
      )}
    </div>
  );
}

interface Props {
  version: number;
  told: Told;
  cancel: () => void;
  confirm: (why: string) => void;
}

/** What a dry run told: how many rows it is about, or why it can't be. */
function Tried({ version, told, cancel, confirm }: Props) {
  const t = useTexts(past);
  const id = useId();
  const [why, setWhy] = useState("");
  const label = useLabels(told.conflicts);
  const cannot = told.userErrors.length > 0;
  return (
    <section className="panel" aria-label={t.undoOf(version)}>
      <p role="status">{cannot ? t.cannot(version) : t.undoSays(told.reverted, version)}</p>
      {told.userErrors.map((it) => (
        <p key={it.message} className="fault" lang="en">
          {it.message}
        </p>
      ))}
      {told.conflicts.length > 0 && (
        <>
          <p>{t.conflicts}</p>
          <ul>
            {told.conflicts.map((it) => (
              <li key={it}>
                <RowLink id={it} label={label} /> <small className="id">{it}</small>
              </li>
            ))}
          </ul>
        </>
      )}
      {!cannot && (
        <p className="why">
          <label htmlFor={id}>{t.why2}</label>
          <input id={id} value={why} onChange={(event) => setWhy(event.target.value)} />
        </p>
      )}
      <p className="buttons">
        {!cannot && (
          <button type="button" className="primary" onClick={() => confirm(why)}>
            {t.confirm}
          </button>
        )}
        <button type="button" onClick={cancel}>
          {t.cancel}
        </button>
      </p>
    </section>
  );
}
