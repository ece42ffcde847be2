// The queries of the README, beside the editor.

import examples from "virtual:examples";
import { type GraphiQLPlugin, useEditorContext } from "@graphiql/react";
import { useEffect, useState } from "react";
import { useTexts } from "../texts/language.tsx";
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
  const { addTab, activeTabIndex, queryEditor } = useEditorContext({ nonNull: true });
  const [wanted, setWanted] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: GraphiQL empties the editors with the new tab.
  useEffect(() => {
    if (wanted === undefined) return;
    queryEditor?.setValue(wanted);
    setWanted(undefined);
  }, [wanted, activeTabIndex, queryEditor]);
  const show = (query: string) => {
    addTab();
    setWanted(query);
  };
  const headings = [...new Set(examples.map((it) => it.heading))];
  return (
    <section aria-label={t.examples}>
      <div className="graphiql-doc-explorer-title">{t.examples}</div>
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
