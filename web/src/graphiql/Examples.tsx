// The queries of the README, beside the editor.

import examples from "virtual:examples";
import { type GraphiQLPlugin, useEditorContext } from "@graphiql/react";
import { useEffect, useState } from "react";
import { SavedQuestionsDocument } from "../../generated/graphql.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { graphiql } from "./texts.ts";

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <path d="M5 4h11l3 3v13H5zM8 10h8M8 13.5h8M8 17h5" />
    </svg>
  );
}

function Content() {
  const t = useTexts(graphiql);
  const { addTab, activeTabIndex, queryEditor, variableEditor } = useEditorContext({
    nonNull: true,
  });
  const [wanted, setWanted] = useState<Wanted>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: GraphiQL empties the editors with the new tab.
  useEffect(() => {
    if (wanted === undefined) return;
    queryEditor?.setValue(wanted.query);
    variableEditor?.setValue(wanted.variables);
    setWanted(undefined);
  }, [wanted, activeTabIndex, queryEditor, variableEditor]);
  const show = (query: string, variables = "") => {
    addTab();
    setWanted({ query, variables });
  };
  const headings = [...new Set(examples.map((it) => it.heading))];
  return (
    <section aria-label={t.examples}>
      <div className="graphiql-doc-explorer-title">{t.examples}</div>
      <SavedQuestions show={show} />
      <p>{t.examplesHelp}</p>
      {headings.map((heading) => (
        <div key={heading} className="example">
          <h3 lang="en">{heading}</h3>
          <ul>
            {examples
              .filter((it) => it.heading === heading)
              .map(({ query }) => (
                <li key={query}>
                  <button type="button" onClick={() => show(query)}>
                    {beginning(query)}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

interface Wanted {
  query: string;
  variables: string;
}

/** What somebody saved under a name; nothing where that is nothing. */
function SavedQuestions({ show }: { show: (query: string, variables: string) => void }) {
  const t = useTexts(graphiql);
  const { locale } = useLanguage();
  const answer = useAnswer(SavedQuestionsDocument, { locale });
  const saved = answer.is === "ready" ? answer.data.savedQuestions.nodes : [];
  if (saved.length === 0) return null;
  return (
    <div className="example">
      <h3>{t.saved}</h3>
      <ul>
        {saved.map(({ id, name, document, variables }) => (
          <li key={id}>
            <button type="button" onClick={() => show(document, variables ?? "")}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What a query asks for: the fields right below its root. */
export function beginning(query: string): string {
  const fields = query.split("\n").flatMap((line) => /^ {2}(?:\w+: )?(\w+)/.exec(line)?.[1] ?? []);
  return [...new Set(fields)].join(", ");
}

/** A pane with all examples; each opens in a tab of its own. */
export const examplesPlugin: GraphiQLPlugin = {
  title: "Examples",
  icon: Icon,
  content: Content,
};
