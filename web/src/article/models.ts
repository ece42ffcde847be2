// Which models there are, who makes them, and when they came.

import type { ModelsInTimeQuery } from "../../generated/graphql.ts";
import type { Look } from "../charts/look.ts";
import { around, names, type Option } from "../charts/parts.ts";
import { sources, type Viewer } from "../charts/view.ts";
import type { Locale } from "../texts/dictionary.ts";
import { span } from "../texts/numbers.ts";
import type { Texts } from "./texts.ts";

interface Row {
  name: string;
  makers: string;
  country: string | null;
  /** What happened first of what has a date. */
  event: string | null;
  date: string | null;
}

/** A row's height, in CSS pixels. */
const ROW = 34;
const DAY_MS = 86_400_000;

export const modelsInTime: Viewer<ModelsInTimeQuery, Texts> = (data, t, locale) => {
  const models = data.models.nodes;
  const rows: Row[] = models.map((it) => {
    const dates = [
      [t.models.announced, it.announced],
      [t.models.released, it.released],
      [t.models.apiOpened, it.apiOpened],
    ] as const;
    const [event, date] = dates.find((known) => known[1] !== null) ?? [null, null];
    return {
      name: it.name,
      makers: it.developers.map((maker) => maker.name).join(", ") || t.models.noMaker,
      country: it.developers[0]?.country ?? null,
      event,
      date,
    };
  });
  const at = (it: Row) => (it.date === null ? Number.POSITIVE_INFINITY : span(it.date)[0]);
  // Those without a date last, by their makers.
  rows.sort((a, b) => (at(a) === at(b) ? a.makers.localeCompare(b.makers) : at(a) - at(b)));
  const dated = rows.filter((it) => it.date !== null).length;
  return {
    says: t.models.says(rows.length, dated),
    table: {
      columns: [t.models.model, t.models.maker, t.country, t.models.event, t.models.date],
      rows: rows.map((it) => [it.name, it.makers, it.country, it.event, it.date]),
    },
    option: (look) => timeline(look, rows, t, locale),
    height: rows.length * ROW + 44,
    findings: [],
    sources: sources(models),
  };
};

/** A bar from the first to the last moment that a date leaves open; words where there is no date. */
function timeline(look: Look, rows: Row[], t: Texts, locale: Locale): Option {
  const spans = rows.flatMap((it) => (it.date === null ? [] : [span(it.date)]));
  // Without any date the axis has no numbers, so it may begin anywhere.
  const begin = spans.length > 0 ? Math.min(...spans.map((it) => it[0])) : 0;
  const end = spans.length > 0 ? Math.max(...spans.map((it) => it[1])) : DAY_MS;
  return {
    tooltip: { show: false },
    grid: {
      ...around(look, { names: rows.map((it) => it.name), labels: [], top: 28, bottom: 8 }),
      right: look.narrow ? 60 : 220,
    },
    xAxis: days(look, begin, end, spans.length > 0 ? locale : undefined),
    yAxis: names(
      look,
      rows.map((it) => it.name),
    ),
    series: [
      {
        type: "custom",
        data: rows.map((it, row) => [...(it.date === null ? [begin, begin] : span(it.date)), row]),
        clip: false,
        renderItem: (params, api) => {
          const row = rows[params.dataIndex];
          if (!row) return null;
          const [left, y] = api.coord([api.value(0), api.value(2)]) as [number, number];
          const [right] = api.coord([api.value(1), api.value(2)]) as [number];
          return { type: "group", children: drawn(look, row, t, { left, right, y }) };
        },
      },
    ],
  };
}

/** An axis of days; without a language it has no labels. */
function days(look: Look, min: number, max: number, locale: Locale | undefined) {
  const written = (value: number, year?: "numeric") =>
    new Intl.DateTimeFormat(locale === "ZH" ? "zh-Hans" : "en", {
      year,
      month: "short",
      day: "numeric",
      timeZone: "UTC",
    }).format(value);
  return {
    type: "value" as const,
    position: "top" as const,
    min,
    max,
    interval: 7 * DAY_MS,
    axisLabel: {
      color: look.soft,
      showMaxLabel: false,
      hideOverlap: true,
      formatter: (value: number) =>
        locale ? written(value, value === min ? "numeric" : undefined) : "",
    },
    splitLine: { lineStyle: { color: look.grid } },
  };
}

interface Place {
  left: number;
  right: number;
  y: number;
}

/** The bar of a row, if it has one, and its words. */
function drawn(look: Look, row: Row, t: Texts, { left, right, y }: Place) {
  const fill = { US: look.series[1], CN: look.series[0] }[row.country ?? ""] ?? look.mute;
  const words = `${row.makers} · ${row.date === null ? t.models.noDate : row.event}`;
  const text = {
    type: "text" as const,
    style: {
      ...textAt(row, left, right, look.narrow),
      y,
      text: look.narrow ? row.makers : words,
      verticalAlign: "middle" as const,
      fill: row.date === null ? look.soft : look.ink,
      font: `13px ${look.font}`,
    },
  };
  if (row.date === null) return [text];
  const bar = {
    type: "rect" as const,
    shape: { x: left, y: y - 7, width: Math.max(6, right - left), height: 14, r: 3 },
    // A month is not a day that lasts long.
    style: { fill, opacity: row.date.length > "2023-02".length ? 1 : 0.55 },
  };
  return [bar, text];
}

/** Behind the bar; on a phone, where there is no room there, before a bar that ends far right. */
function textAt(row: Row, left: number, right: number, narrow: boolean) {
  if (row.date === null) return { x: left + 8, align: "left" as const };
  if (narrow && left > 200) return { x: left - 6, align: "right" as const };
  return { x: right + 8, align: "left" as const };
}
