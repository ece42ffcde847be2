// A question with its answer as a chart, and all that belongs to one: what it says, whether it adds up,
// the table, the query, the sources, the files.
import type { ECharts } from "echarts/core";
import { type ReactNode, useId, useMemo, useRef } from "react";
import { Failed, Loading } from "../app/Notices.tsx";
import { type Document, exportLink, graphiqlLink, textOf } from "../data/document.ts";
import { csv, download } from "../data/table.ts";
import { token } from "../data/token.ts";
import { useAnswer } from "../data/useAnswer.ts";
import type { Dictionary } from "../texts/dictionary.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { Chart } from "./Chart.tsx";
import { DataTable, Findings, Sources } from "./Notes.tsx";
import "./charts.css";
import { charts } from "./texts.ts";
import type { View, Viewer } from "./view.ts";

export interface Block<Data, Variables, Texts> {
  /** Names the chart in the address, and its files. */
  id: string;
  title: string;
  document: Document<Data, Variables>;
  variables: Variables;
  texts: Dictionary<Texts>;
  view: Viewer<Data, Dictionary<Texts>["EN"]>;
  /** Whether the query is of one list or of groups, so that the server can write its table. */
  exportable: boolean;
  /** What is said where there is nothing to show; that the graph holds nothing, where left out. */
  none?: string;
  /** What stands below all of it. */
  note?: ReactNode;
  /** What can be chosen, such as a currency. */
  children?: ReactNode;
}

/** Asks, and shows what is answered. */
export function ChartBlock<Data, Variables, Texts>(block: Block<Data, Variables, Texts>) {
  const { id, title, document, variables, children, texts, view } = block;
  const { locale } = useLanguage();
  const own = useTexts(texts);
  const answer = useAnswer(document, variables);
  const data = answer.is === "ready" ? answer.data : undefined;
  const shown = useMemo(() => data && view(data, own, locale), [data, own, locale, view]);
  const heading = useId();
  return (
    <section
      className="block"
      id={id}
      aria-labelledby={heading}
      aria-busy={answer.is === "loading"}
    >
      <h2 id={heading}>{title}</h2>
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is === "loading" && <Loading height={340} lines={6} />}
      {shown && (
        <>
          {shown.table.rows.length > 0 && (
            <>
              <p className="says">{shown.says}</p>
              {children}
            </>
          )}
          <Shown block={block} shown={shown} />
        </>
      )}
      {block.note}
    </section>
  );
}

function Shown<Data, Variables, Texts>(props: {
  block: Block<Data, Variables, Texts>;
  shown: View;
}) {
  const { block, shown } = props;
  const t = useTexts(charts);
  const chart = useRef<ECharts | null>(null);
  if (shown.table.rows.length === 0) {
    return (
      <>
        <p className="notice">{block.none ?? t.empty}</p>
        <Tools block={block} />
      </>
    );
  }
  return (
    <>
      <Chart label={shown.says} height={shown.height} option={shown.option} chart={chart} />
      <Findings findings={shown.findings} />
      <DataTable table={shown.table} title={block.title} />
      <Tools block={block} shown={shown} chart={chart} />
      <Sources sources={shown.sources} />
    </>
  );
}

function Tools<Data, Variables, Texts>(props: {
  block: Block<Data, Variables, Texts>;
  shown?: View;
  chart?: { current: ECharts | null };
}) {
  const { shown, chart } = props;
  const { id, title, document, variables, exportable } = props.block;
  const t = useTexts(charts);
  const query = textOf(document);
  const picture = () => {
    // ECharts draws it anew: twice as fine, and on the colour of the page.
    const backgroundColor = getComputedStyle(window.document.documentElement).backgroundColor;
    const canvas = chart?.current?.renderToCanvas({ pixelRatio: 2, backgroundColor });
    canvas?.toBlob((blob) => blob && download(`bole-${id}.png`, blob));
  };
  return (
    <p className="tools">
      <a href={graphiqlLink(query, variables)}>{t.query}</a>
      {/* A link can't say who asks. */}
      {exportable && token() === "" ? (
        <a
          href={exportLink(query, variables)}
          download={`bole-${id}.csv`}
          aria-label={t.csvOf(title)}
        >
          {t.csv}
        </a>
      ) : (
        shown && (
          <button
            type="button"
            aria-label={t.csvOf(title)}
            onClick={() => download(`bole-${id}.csv`, csv(shown.table))}
          >
            {t.csv}
          </button>
        )
      )}
      {shown && (
        <button type="button" aria-label={t.pngOf(title)} onClick={picture}>
          {t.png}
        </button>
      )}
    </p>
  );
}
