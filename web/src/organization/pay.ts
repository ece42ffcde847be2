// Pay at an organization by year and by title, from the 10th to the 90th percentile.
import type {
  GroundsFragment,
  OrganizationPayByTitleQuery,
  OrganizationPayByYearQuery,
  PayGroundsFragment,
  PaySpanFragment,
  SalaryRecordFilter,
} from "../../generated/graphql.ts";
import { heightOf } from "../charts/bars.ts";
import { type Span, spans } from "../charts/spans.ts";
import type { View, Viewer } from "../charts/view.ts";
import { shared } from "../shared/texts.ts";
import type { Locale } from "../texts/dictionary.ts";
import { amount, number } from "../texts/numbers.ts";
import type { Texts } from "./texts.ts";

/** The statements that are meant. */
export function payFilter(key: string, chosen: { year?: string; title?: string }) {
  const filter: SalaryRecordFilter = { organization: { key: { eq: key } } };
  if (chosen.year) filter.year = { eq: Number(chosen.year) };
  if (chosen.title) filter.title = { eq: chosen.title };
  return filter;
}

export const payByYear =
  (currency: string): Viewer<OrganizationPayByYearQuery, Texts> =>
  ({ salaryRecords }, t, locale) => {
    const rows = salaryRecords.groups.nodes.map((it) => ({
      name: it.key.year === null ? t.pay.noYear : String(it.key.year),
      pay: it.aggregate.pay,
    }));
    return payView(rows, { first: t.pay.year, currency, ...salaryRecords.aggregate }, t, locale);
  };

export const payByTitle =
  (currency: string): Viewer<OrganizationPayByTitleQuery, Texts> =>
  ({ salaryRecords }, t, locale) => {
    const { nodes, totalCount } = salaryRecords.groups;
    const rows = nodes.map((it) => ({
      // Pay that is not public has no row to be called by.
      name: it.rows.nodes[0]?.title ?? it.key.title ?? t.pay.noTitle,
      pay: it.aggregate.pay,
    }));
    const of = { first: t.pay.title, currency, ...salaryRecords.aggregate };
    const view = payView(rows, of, t, locale);
    if (totalCount <= nodes.length) return view;
    const more = t.pay.more(number(nodes.length, locale), number(totalCount, locale));
    return { ...view, says: `${view.says} ${more}` };
  };

interface Of extends PayGroundsFragment {
  /** The heading of what pay is told apart by. */
  first: string;
  currency: string;
}

function payView(
  rows: { name: string; pay: PaySpanFragment["pay"] }[],
  of: Of,
  t: Texts,
  locale: Locale,
): View {
  const { currency } = of;
  const written = (value: number) => amount(value, currency, locale);
  const known: (Span & { count: number })[] = rows.flatMap(({ name, pay }) => {
    const [low, mid, high] = pay.quantiles;
    if (low == null || mid == null || high == null) return [];
    return [
      {
        name,
        low,
        mid,
        high,
        count: pay.count,
        label: `${written(mid)} (${number(pay.count, locale)})`,
      },
    ];
  });
  return {
    says: says(of, t, locale),
    table: {
      columns: [
        of.first,
        t.pay.statements,
        t.pay.p10(currency),
        t.pay.p50(currency),
        t.pay.p90(currency),
      ],
      rows: known.map((it) => [it.name, it.count, it.low, it.mid, it.high]),
    },
    option: (look) => spans(look, known, written),
    height: heightOf(known.length),
    findings: [],
    sources: origins(of.evidence),
  };
}

/** How many statements there are, what could not be converted, and what is held back. */
function says({ pay, suppressed, currency }: Of, t: Texts, locale: Locale): string {
  const parts = [t.pay.says(number(pay.count, locale), currency)];
  for (const { reason, count } of pay.missingReasons) {
    parts.push(t.pay.missing(number(count, locale), reason));
  }
  const s = shared[locale];
  if (suppressed) {
    parts.push(suppressed.reason === "PAST" ? s.heldBackPast : s.heldBack(suppressed.k));
  }
  return parts.join(" ");
}

/** The documents that rows rest on, as charts name them. */
export const origins = (evidence: GroundsFragment) => evidence.sources.map((it) => it.source);
