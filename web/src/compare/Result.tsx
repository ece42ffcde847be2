// What the comparison shows: the premium, the numbers of both groups, their pictures, and what is held
// back of them.
import type { ECharts } from "echarts/core";
import { useCallback, useMemo, useRef } from "react";
import { TypedDocumentString } from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { Chart } from "../charts/Chart.tsx";
import type { Look } from "../charts/look.ts";
import { DataTable } from "../charts/Notes.tsx";
import type { Table } from "../data/table.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { amount, number, percent } from "../texts/numbers.ts";
import { Breakdown } from "./Breakdown.tsx";
import { bins, boxes } from "./charts.ts";
import {
  binsOf,
  edgesOf,
  errorOf,
  PLACES,
  type Plan,
  type Premium,
  SIDES,
  type Told,
} from "./compare.ts";
import { Tools } from "./Tools.tsx";
import { compareTexts, type Texts } from "./texts.ts";

interface Answer<Node> {
  salaryRecords: { premium: { nodes: Node[] } };
}

export function Result({ plan }: { plan: Plan }) {
  const t = useTexts(compareTexts);
  const document = useMemo(
    () => new TypedDocumentString<Answer<Premium>, object>(plan.query),
    [plan.query],
  );
  const answer = useAnswer(document, plan.variables);
  const premiums =
    answer.is === "ready" && !answer.old ? answer.data.salaryRecords.premium.nodes : undefined;
  const [premium] = premiums ?? [];
  return (
    <section className="answer" aria-label={t.answer} aria-busy={answer.is === "loading"}>
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is !== "error" && !premiums && <Loading height={300} lines={5} />}
      {premiums && plan.keys.length > 0 && <Breakdown plan={plan} premiums={premiums} />}
      {premium && plan.keys.length === 0 && <Known plan={plan} premium={premium} />}
    </section>
  );
}

/** Records of a group below which it says little. */
const FEW = 5;

function Known({ plan, premium }: { plan: Plan; premium: Premium }) {
  const t = useTexts(compareTexts);
  const { locale } = useLanguage();
  const { currency } = plan;
  const written = useCallback(
    (value: number) => (currency ? amount(value, currency, locale) : number(value, locale)),
    [currency, locale],
  );
  const table = tableOf(premium, t);
  const missing = SIDES.filter((side) => premium[side].count === 0);
  const fewest = Math.min(...SIDES.map((side) => premium[side].count));
  return (
    <>
      {missing.map((side) => (
        <p key={side} className="notice" role="status">
          {t.none(t.names[side])}
        </p>
      ))}
      {premium.suppressed && (
        <p className="notice suppressed">
          {t.held} <span lang="en">{premium.suppressed.message}</span>
        </p>
      )}
      {missing.length === 0 && (
        <>
          <Headline premium={premium} written={written} />
          {fewest < FEW && <p className="aside">{t.few(fewest)}</p>}
          <Spreads premium={premium} written={written} />
          <Distributions plan={plan} premium={premium} written={written} />
        </>
      )}
      <DataTable table={table} title={t.answer} open />
      <NotKnown premium={premium} />
      <p className="aside">
        {t.method} <span lang="en">{premium.of.method}</span>
      </p>
      <Tools plan={plan} table={table} />
    </>
  );
}

function Headline({ premium, written }: { premium: Premium; written: (value: number) => string }) {
  const t = useTexts(compareTexts);
  const { locale } = useLanguage();
  const share = (ratio: number) => percent(Math.round(Math.abs(ratio - 1) * 10_000) / 100, locale);
  const signed = (ratio: number | null) =>
    ratio === null ? "–" : `${ratio >= 1 ? "+" : "−"}${share(ratio)}`;
  const { medianRatio: ratio, medianDifference: difference } = premium;
  const gap = written(Math.abs(difference ?? 0));
  const error = errorOf(premium);
  return (
    <>
      <p className="says" role="status">
        {ratio !== null &&
          (ratio === 1
            ? t.same
            : ratio > 1
              ? t.more(share(ratio), gap)
              : t.less(share(ratio), gap))}
      </p>
      <dl className="premiums">
        <div>
          <dt>
            {t.premium}, {t.premiums.median}
          </dt>
          <dd>{signed(ratio)}</dd>
        </div>
        <div>
          <dt>
            {t.premium}, {t.premiums.mean}
          </dt>
          <dd>{signed(premium.meanRatio)}</dd>
          <dd className="aside">
            {error === undefined
              ? t.noError
              : `${written(premium.meanDifference ?? 0)} ${t.error(written(error))}`}
          </dd>
        </div>
      </dl>
    </>
  );
}

const placesOf = (told: Told) => told.quantiles.filter((it) => it !== null);

const loadMore = () => import("../ask/echarts.ts");

function Spreads({ premium, written }: { premium: Premium; written: (value: number) => string }) {
  const t = useTexts(compareTexts);
  const chart = useRef<ECharts | null>(null);
  const option = useMemo(() => {
    const groups = SIDES.map((it) => ({ name: t.names[it], places: placesOf(premium[it]) }));
    return (look: Look) => boxes(look, groups, written);
  }, [premium, t, written]);
  const [low = 0, high = 1] = [PLACES[0], PLACES.at(-1)];
  const says = t.spreadSays(low * 100, high * 100);
  return (
    <>
      <h2>{t.spread}</h2>
      <Chart label={says} height={190} option={option} chart={chart} more={loadMore} />
      <p className="aside">{says}</p>
    </>
  );
}

interface Counted {
  of: { histogram: { from: number; to: number; count: number }[] };
  over: { histogram: { from: number; to: number; count: number }[] };
}

function Distributions(props: {
  plan: Plan;
  premium: Premium;
  written: (value: number) => string;
}) {
  const { plan, premium, written } = props;
  const t = useTexts(compareTexts);
  const chart = useRef<ECharts | null>(null);
  const ends = SIDES.flatMap((side) => [premium[side].min ?? 0, premium[side].max ?? 0]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const asked = useMemo(() => binsOf(plan, edgesOf(least, most)), [plan, least, most]);
  const document = useMemo(
    () => new TypedDocumentString<Answer<Counted>, object>(asked.query),
    [asked.query],
  );
  const answer = useAnswer(document, asked.variables);
  const counted = answer.is === "ready" ? answer.data.salaryRecords.premium.nodes[0] : undefined;
  const option = useMemo(() => {
    const all = (counted?.of.histogram ?? []).map(({ from, to, count }, at) => ({
      name: t.bin(written(from), written(to)),
      counts: [count, counted?.over.histogram[at]?.count ?? 0],
    }));
    return (look: Look) =>
      bins(
        look,
        SIDES.map((side) => t.names[side]),
        all,
      );
  }, [counted, t, written]);
  return (
    <>
      <h2>{t.distribution}</h2>
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is === "loading" && <Loading height={320} lines={5} />}
      {counted && (
        <Chart label={t.distribution} height={320} option={option} chart={chart} more={loadMore} />
      )}
    </>
  );
}

function tableOf(premium: Premium, t: Texts): Table {
  const both = (name: string, of: (told: Told) => number | null | undefined) => [
    name,
    ...SIDES.map((side) => of(premium[side]) ?? null),
  ];
  return {
    columns: [t.measure, ...SIDES.map((side) => t.names[side])],
    rows: [
      both(t.rows.count, (it) => it.count),
      both(t.rows.missing, (it) => it.missing),
      both(t.rows.min, (it) => it.min),
      ...PLACES.map((place, at) => both(t.rows.place(place * 100), (it) => it.quantiles[at])),
      both(t.rows.max, (it) => it.max),
      both(t.rows.mean, (it) => it.mean),
      both(t.rows.stddev, (it) => it.stddev),
    ],
  };
}

/** Why pay of some records is not known so, in the server's words. */
function NotKnown({ premium }: { premium: Premium }) {
  const t = useTexts(compareTexts);
  return SIDES.filter((side) => premium[side].missing > 0).map((side) => (
    <div key={side} className="aside">
      {t.notKnown(t.names[side])}:
      <ul lang="en">
        {premium[side].missingReasons.map(({ reason, count }) => (
          <li key={reason}>
            {count}: {reason}
          </li>
        ))}
      </ul>
    </div>
  ));
}
