// The premium in each part of both groups: in each country, say.
import type { ECharts } from "echarts/core";
import { useMemo, useRef } from "react";
import { keyName, nameOf } from "../ask/answer.ts";
import { readKey } from "../ask/keys.ts";
import { askTexts } from "../ask/texts.ts";
import { bars, heightOf } from "../charts/bars.ts";
import { Chart } from "../charts/Chart.tsx";
import type { Look } from "../charts/look.ts";
import { DataTable } from "../charts/Notes.tsx";
import { charts } from "../charts/texts.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { percent } from "../texts/numbers.ts";
import { type Plan, type Premium, SIDES } from "./compare.ts";
import { Tools } from "./Tools.tsx";
import { compareTexts } from "./texts.ts";

/** The place of the median among the quantiles. */
const MEDIAN = 2;

export function Breakdown({ plan, premiums }: { plan: Plan; premiums: Premium[] }) {
  const t = useTexts(compareTexts);
  const own = useTexts(askTexts);
  const { empty } = useTexts(charts);
  const { locale } = useLanguage();
  const chart = useRef<ECharts | null>(null);
  const rows = useMemo(
    () =>
      premiums.map((it) => ({
        names: plan.keys.map((key) => nameOf(key, readKey(key, it.key), own, locale)),
        percent: it.medianRatio === null ? null : Math.round((it.medianRatio - 1) * 1e4) / 100,
        premium: it,
      })),
    [plan, premiums, own, locale],
  );
  const known = useMemo(() => rows.filter((it) => it.percent !== null), [rows]);
  const option = useMemo(() => {
    const written = (value: number) => percent(value, locale);
    const drawn = known.map((it) => ({
      name: it.names.join(" · "),
      value: it.percent,
      label: written(it.percent ?? 0),
    }));
    return (look: Look) => bars(look, drawn, written);
  }, [known, locale]);
  if (rows.length === 0) return <p className="notice">{empty}</p>;
  const table = {
    columns: [
      ...plan.keys.map((it) => keyName(it, own, locale)),
      ...SIDES.flatMap((side) => [t.countOf(t.names[side]), t.medianOf(t.names[side])]),
      t.premiumOf,
    ],
    rows: rows.map(({ names, premium, percent: share }) => [
      ...names,
      ...SIDES.flatMap((side) => [premium[side].count, premium[side].quantiles[MEDIAN] ?? null]),
      share,
    ]),
  };
  const held = [...new Set(premiums.flatMap((it) => it.suppressed?.message ?? []))];
  const says = t.brokenSays(known.length, rows.length);
  return (
    <>
      <p className="says" role="status">
        {says}
      </p>
      {held.map((it) => (
        <p key={it} className="notice suppressed">
          {t.held} <span lang="en">{it}</span>
        </p>
      ))}
      {known.length > 0 && (
        <Chart label={says} height={heightOf(known.length)} option={option} chart={chart} />
      )}
      <DataTable table={table} title={t.answer} open />
      <Tools plan={plan} table={table} />
    </>
  );
}
