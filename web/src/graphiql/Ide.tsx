import { explorerPlugin } from "@graphiql/plugin-explorer";
import {
  createGraphiQLFetcher,
  type Fetcher,
  type FetcherOpts,
  type FetcherParams,
} from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { getOperationAST, parse } from "graphql";
import { createClient } from "graphql-ws";
import { useMemo, useState, useSyncExternalStore } from "react";
import { Choices } from "../app/Choices.tsx";
import { ENDPOINT } from "../data/ask.ts";
import { authorization, onToken, token } from "../data/token.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { useTheme } from "../theme/theme.ts";
import { EditorNames } from "./EditorNames.tsx";
import { examplesPlugin } from "./Examples.tsx";
import { articleTabs, KEPT, linked, open } from "./tabs.ts";
import { graphiql } from "./texts.ts";

const plugins = [explorerPlugin({ showAttribution: false }), examplesPlugin];

/** GraphiQL below a bar with what is chosen on all pages. */
export function Ide() {
  const t = useTexts(graphiql);
  const { locale } = useLanguage();
  const theme = useTheme();
  const given = useSyncExternalStore(onToken, token);
  const fetcher = useFetcher(given);
  const [{ tabs, tab }] = useState(() => begin(articleTabs(locale)));
  return (
    <div className="ide">
      <header className="bar">
        <a className="brand" href="/">
          Bole <span lang="zh-Hans">伯乐</span>
        </a>
        <h1>{t.title}</h1>
        <Choices />
      </header>
      <main>
        <GraphiQL
          fetcher={fetcher}
          defaultTabs={tabs}
          defaultQuery=""
          query={tab.query}
          variables={tab.variables}
          plugins={plugins}
          forcedTheme={theme}
          isHeadersEditorEnabled={false}
          showPersistHeadersSettings={false}
          defaultEditorToolsVisibility="variables"
        >
          <GraphiQL.Logo> </GraphiQL.Logo>
          <GraphiQL.Toolbar>
            {({ prettify, merge, copy }) => (
              <>
                {prettify}
                {merge}
                {copy}
                <EditorNames />
              </>
            )}
          </GraphiQL.Toolbar>
        </GraphiQL>
      </main>
    </div>
  );
}

/** The tabs of a first visit, and which tab to show: what a link brings before what was open. */
function begin(articles: ReturnType<typeof articleTabs>) {
  const link = linked(window.location.hash);
  const [first] = articles;
  const tab = link ?? open(localStorage.getItem(KEPT)) ?? first ?? { query: "", variables: "" };
  const others = articles.filter((it) => it.query !== link?.query);
  return { tabs: link ? [link, ...others] : articles, tab };
}

/** Asks by POST, and listens over a WebSocket, as whoever the token says. */
function useFetcher(given: string): Fetcher {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another token is another connection.
  return useMemo(() => {
    const url = new URL(ENDPOINT, window.location.href).href;
    const fetcher = createGraphiQLFetcher({
      url,
      headers: { ...authorization() },
      wsClient: createClient({
        url: url.replace(/^http/, "ws"),
        connectionParams: authorization,
        lazy: true,
      }),
    });
    // GraphiQL reads what is typed a moment later; who runs it at once would have a subscription sent
    // as a query.
    return (params, options) => fetcher(...read(params, options));
  }, [given]);
}

function read(params: FetcherParams, options: FetcherOpts = {}): [FetcherParams, FetcherOpts] {
  try {
    const documentAST = parse(params.query);
    const operation = getOperationAST(documentAST, params.operationName);
    return [
      { ...params, operationName: operation?.name?.value ?? null },
      { ...options, documentAST },
    ];
  } catch {
    // The server says what is wrong with it.
    return [params, options];
  }
}
