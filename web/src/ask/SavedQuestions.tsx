// Questions that somebody named: opened by all, kept by those who may write.
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import {
  DeleteQuestionDocument,
  RenameQuestionDocument,
  SavedQuestionsDocument,
  type SavedQuestionsQuery,
} from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { ask, NoAnswer } from "../data/ask.ts";
import { graphiqlLink } from "../data/document.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { useViewerMay } from "../shared/useViewer.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { NameFields, nameOf } from "./NameFields.tsx";
import { askTexts } from "./texts.ts";

type Saved = SavedQuestionsQuery["savedQuestions"]["nodes"][number];

export function SavedQuestions() {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const mayWrite = useViewerMay("EDITOR");
  // A commit comes to this list as to any answer: also the one that this page asks for.
  const answer = useAnswer(SavedQuestionsDocument, { locale });
  return (
    <section className="saved" aria-labelledby="saved-questions">
      <h2 id="saved-questions">{t.saved}</h2>
      {answer.is === "loading" && <Loading lines={2} />}
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is === "ready" && answer.data.savedQuestions.nodes.length === 0 && (
        <p className="aside">{t.savedNone}</p>
      )}
      {answer.is === "ready" && (
        <ul>
          {answer.data.savedQuestions.nodes.map((it) => (
            <li key={it.id}>
              <One it={it} mayWrite={mayWrite} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function variablesOf(it: Saved): unknown {
  try {
    return JSON.parse(it.variables ?? "{}");
  } catch {
    return {};
  }
}

function One({ it, mayWrite }: { it: Saved; mayWrite: boolean }) {
  const t = useTexts(askTexts);
  const [doing, setDoing] = useState<"rename" | "delete">();
  return (
    <>
      {it.view === null ? (
        <a href={graphiqlLink(it.document, variablesOf(it))} title={t.inGraphiql}>
          {it.name}
        </a>
      ) : (
        <Link href={`/ask?${it.view}`}>{it.name}</Link>
      )}
      {it.description && <span className="aside"> {it.description}</span>}
      {mayWrite && (
        <span className="tools">
          <button type="button" aria-label={t.renameOf(it.name)} onClick={() => setDoing("rename")}>
            {t.rename}
          </button>
          <button type="button" aria-label={t.deleteOf(it.name)} onClick={() => setDoing("delete")}>
            {t.delete}
          </button>
        </span>
      )}
      {doing === "rename" && <Rename it={it} close={() => setDoing(undefined)} />}
      {doing === "delete" && <Delete it={it} close={() => setDoing(undefined)} />}
    </>
  );
}

interface Doing {
  it: Saved;
  close: () => void;
}

/** Carries out a change; gives what the server has against it. */
export async function changed(
  asked: Promise<Record<string, { userErrors: { message: string }[] }>>,
): Promise<string | undefined> {
  try {
    const payloads = Object.values(await asked);
    const errors = payloads.flatMap((it) => it.userErrors.map((error) => error.message));
    return errors.length > 0 ? errors.join("\n") : undefined;
  } catch (why) {
    return why instanceof NoAnswer ? why.message : String(why);
  }
}

function Rename({ it, close }: Doing) {
  const t = useTexts(askTexts);
  // Where there is one form only, it stands for both.
  const [name, setName] = useState({ en: it.en, zh: it.zh === it.en ? "" : it.zh });
  const [wrong, setWrong] = useState<string>();
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    const given = nameOf(name);
    if (!given) return setWrong(t.nameMissing);
    const { id, version } = it;
    const why = await changed(ask(RenameQuestionDocument, { id, version, name: given }));
    return why === undefined ? close() : setWrong(why);
  };
  return (
    <form className="save" onSubmit={rename}>
      <NameFields name={name} onChange={setName} />
      <button type="submit">{t.rename}</button>
      <button type="button" onClick={close}>
        {t.cancel}
      </button>
      {wrong && (
        <p className="notice" role="alert">
          {wrong}
        </p>
      )}
    </form>
  );
}

function Delete({ it, close }: Doing) {
  const t = useTexts(askTexts);
  const [wrong, setWrong] = useState<string>();
  const remove = async () => {
    const { id, version } = it;
    setWrong(await changed(ask(DeleteQuestionDocument, { id, version })));
  };
  return (
    <p className="save" role="alert">
      {t.deleteSure(it.name)}{" "}
      <button type="button" onClick={remove}>
        {t.delete}
      </button>{" "}
      <button type="button" onClick={close}>
        {t.cancel}
      </button>
      {wrong && <span className="detail"> {wrong}</span>}
    </p>
  );
}
