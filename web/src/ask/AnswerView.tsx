// What the server answers, as a chart and a table, and all that can be taken along.
import type { ECharts } from "echarts/core";
import { useMemo, useRef, useState } from "react";
import { TypedDocumentString } from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { Chart } from "../charts/Chart.tsx";
import { DataTable, Sources } from "../charts/Notes.tsx";
import { charts as chartTexts } from "../charts/texts.ts";
import { exportLink, graphiqlLink } from "../data/document.ts";
import { csv, download } from "../data/table.ts";
import { token } from "../data/token.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { number } from "../texts/numbers.ts";
import { type Answer, answerOf, measureName, tableOf, valueText } from "./answer.ts";
import { type Drawing, drawingOf } from "./charts.ts";
import { HISTOGRAM } from "./measure.ts";
import type { Plan } from "./query.ts";
import type { Question } from "./question.ts";
import { askTexts } from "./texts.ts";

interface Props {
  question: Question;
  plan: Plan;
}

export function AnswerView({ question, plan }: Props) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const document = useMemo(
    () => new TypedDocumentString<unknown, object>(plan.query),
    [plan.query],
  );
  const answer = useAnswer(document, plan.variables);
  const data = answer.is === "ready" && !answer.old ? answer.data : undefined;
  const known = useMemo(
    () => (has(data, question.of) ? answerOf(plan, question.of, data, t, locale) : undefined),
    [plan, question.of, data, t, locale],
  );
  return (
    <section className="answer" aria-label={t.answer} aria-busy={!known && answer.is !== "error"}>
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is !== "error" && !known && <Loading height={380} lines={6} />}
      {known && <Known question={question} plan={plan} answer={known} />}
    </section>
  );
}

/** Until the answer to another question is there, the one that is there is of the question before. */
const has = (data: unknown, of: string) => typeof data === "object" && data !== null && of in data;

function Known({ question, plan, answer }: Props & { answer: Answer }) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const drawing = useMemo(
    () => drawingOf(plan, answer, question.chart, t, locale),
    [plan, answer, question.chart, t, locale],
  );
  const table = useMemo(() => tableOf(plan, answer, t, locale), [plan, answer, t, locale]);
  const chart = useRef<ECharts | null>(null);
  const says = saysOf();
  if (answer.rows.length === 0 || answer.of === 0) {
    return (
      <>
        <p className="notice" role="status">
          {t.empty}
        </p>
        <Tools plan={plan} answer={answer} table={undefined} drawing={undefined} chart={chart} />
      </>
    );
  }
  const isWhole =
    plan.root.is === "rows" && plan.keys.length === 0 && plan.measure.statistic !== HISTOGRAM;
  const [only] = answer.rows;
  return (
    <>
      <p className="says" role="status">
        {says}
      </p>
      {isWhole && only && (
        <p className="figure">
          <strong>{valueText(plan.measure, only.value, t, locale)}</strong>{" "}
          {measureName(plan.measure, t, locale)}
        </p>
      )}
      {drawing && (
        <Chart
          key={drawing.kind}
          label={says}
          height={drawing.height}
          option={drawing.option}
          chart={chart}
          more={drawing.kind === "map" ? loadMap : loadMore}
        />
      )}
      {drawing && drawing.drawn < drawing.all && (
        <p className="aside">{t.drawn(drawing.drawn, drawing.all)}</p>
      )}
      <Held answer={answer} />
      <DataTable table={table} title={t.answer} open />
      <Tools plan={plan} answer={answer} table={table} drawing={drawing} chart={chart} />
      <Sources sources={answer.sources} />
    </>
  );

  function saysOf(): string {
    const shown = answer.rows.length;
    if (plan.root.is === "flows") return t.flowsOf(shown, answer.groups);
    const rows = number(answer.of ?? 0, locale);
    const [first] = answer.rows;
    if (plan.keys.length === 0) {
      const known = first?.known === undefined ? "" : ` ${t.known(number(first.known, locale))}`;
      return `${t.whole(rows)}${known}`;
    }
    const counted = t.groups(shown, answer.groups, rows);
    if (!first) return counted;
    const value = valueText(plan.measure, first.value, t, locale);
    return `${counted} ${t.leads(first.names.join(", "), value)}`;
  }
}

const loadMore = () => import("./echarts.ts");
// ECharts takes maps once it knows what a map is.
const loadMap = () => loadMore().then(() => import("./world.ts"));

/** Why groups are held back, each reason once. */
function Held({ answer }: { answer: Answer }) {
  const why = [...new Set(answer.rows.flatMap((it) => it.held ?? []))];
  return why.map((it) => (
    <p key={it} className="notice" lang="en">
      {it}
    </p>
  ));
}

function Tools(props: {
  plan: Plan;
  answer: Answer;
  table: ReturnType<typeof tableOf> | undefined;
  drawing: Drawing | undefined;
  chart: { current: ECharts | null };
}) {
  const { plan, answer, table, drawing, chart } = props;
  const t = useTexts(askTexts);
  const own = useTexts(chartTexts);
  const [copied, setCopied] = useState(false);
  const picture = () => {
    const backgroundColor = getComputedStyle(window.document.documentElement).backgroundColor;
    const canvas = chart.current?.renderToCanvas({ pixelRatio: 2, backgroundColor });
    canvas?.toBlob((blob) => blob && download("bole-ask.png", blob));
  };
  const copy = async () => {
    await navigator.clipboard.writeText(window.location.href);
    setCopied(true);
  };
  // A link can't say who asks.
  const isMore = answer.rows.length < answer.groups && token() === "";
  return (
    <p className="tools">
      <a href={graphiqlLink(plan.query, plan.variables)}>{own.query}</a>
      {table && (
        <button
          type="button"
          aria-label={own.csvOf(t.answer)}
          onClick={() => download("bole-ask.csv", csv(table))}
        >
          {own.csv}
        </button>
      )}
      {isMore && plan.table && (
        <a href={exportLink(plan.table.query, plan.table.variables)} download="bole-ask-all.csv">
          {t.all(answer.groups)}
        </a>
      )}
      {drawing && (
        <button type="button" aria-label={own.pngOf(t.answer)} onClick={picture}>
          {own.png}
        </button>
      )}
      {/* Browsers have a clipboard for pages that came encrypted, or from this machine. */}
      {navigator.clipboard && (
        <button type="button" onClick={copy}>
          {copied ? t.copied : t.copy}
        </button>
      )}
    </p>
  );
}
