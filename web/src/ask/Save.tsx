// Gives a question a name, for those who may write.
import { type FormEvent, useState } from "react";
import { SaveQuestionDocument } from "../../generated/graphql.ts";
import { ask } from "../data/ask.ts";
import { useViewerMay } from "../shared/useViewer.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { NameFields, nameOf } from "./NameFields.tsx";
import type { Plan } from "./query.ts";
import { addressOf, type Question } from "./question.ts";
import { changed } from "./SavedQuestions.tsx";
import { askTexts } from "./texts.ts";

const NOTHING = { en: "", zh: "" };

export function Save({ question, plan }: { question: Question; plan: Plan }) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const mayWrite = useViewerMay("EDITOR");
  const [name, setName] = useState(NOTHING);
  const [description, setDescription] = useState("");
  const [told, setTold] = useState<{ wrong?: string; saved?: string }>({});
  if (!mayWrite) return <p className="aside">{t.saveHelp}</p>;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const given = nameOf(name);
    if (!given) return setTold({ wrong: t.nameMissing });
    const form = locale === "ZH" ? "zh" : "en";
    const saved = {
      name: given,
      ...(description.trim() !== "" && { description: { [form]: description.trim() } }),
      document: plan.query,
      variables: JSON.stringify(plan.variables),
      view: addressOf(question),
    };
    const wrong = await changed(ask(SaveQuestionDocument, { question: saved }));
    if (wrong !== undefined) return setTold({ wrong });
    setName(NOTHING);
    setDescription("");
    return setTold({ saved: given.en ?? given.zh ?? "" });
  };
  return (
    <details className="saving">
      <summary>{t.save}</summary>
      <form className="save" onSubmit={save}>
        <NameFields name={name} onChange={setName} />
        <label className="is-wide">
          {t.describe}
          <input value={description} onChange={(event) => setDescription(event.target.value)} />
        </label>
        <button type="submit">{t.saveNow}</button>
        {told.wrong && (
          <p className="notice" role="alert">
            {told.wrong}
          </p>
        )}
        {told.saved && <p role="status">{t.savedAs(told.saved)}</p>}
      </form>
    </details>
  );
}
