import type { HappeningFragment, StatisticFragment } from "../../generated/graphql.ts";
import { Sources } from "../charts/Notes.tsx";
import { sources } from "../charts/view.ts";
import type { Locale } from "../texts/dictionary.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { names } from "../texts/names.ts";
import { number, percent } from "../texts/numbers.ts";
import { RowSection, RowTable, Section } from "./Section.tsx";
import { shared } from "./texts.ts";

/** Published statistics, and whether they add up; nothing where there are none. */
export function Statistics({ rows }: { rows: StatisticFragment[] }) {
  const t = useTexts(shared);
  if (rows.length === 0) return null;
  return (
    <Section id="figures" title={t.figures.title}>
      <StatisticTable rows={rows} title={t.figures.title} />
    </Section>
  );
}

export function StatisticTable({ rows, title }: { rows: StatisticFragment[]; title: string }) {
  const t = useTexts(shared);
  const { locale } = useLanguage();
  if (rows.length === 0) return null;
  return (
    <>
      <RowTable
        title={title}
        rows={rows}
        name={(it) => it.key}
        columns={[
          {
            title: t.figures.what,
            cell: (it) => [it.topic, it.category].filter(Boolean).join(": "),
          },
          { title: t.figures.value, cell: (it) => published(it, locale) },
          { title: t.figures.audit, cell: ({ audit }) => <Audited audit={audit} /> },
        ]}
      />
      <Sources sources={sources(rows)} />
    </>
  );
}

function Audited({ audit }: { audit: StatisticFragment["audit"] }) {
  const t = useTexts(shared);
  const verdict = t.figures.verdicts[audit.verdict];
  if (audit.verdict === "NOT_CHECKABLE") return verdict;
  return (
    <>
      <strong>{verdict}</strong>: {/* What stands first in it is the verdict. */}
      <span lang="en">{audit.explanation.replace(/^\w+: /, "")}</span>
    </>
  );
}

/** A statistic as it was published, in numbers or in words. */
function published(it: StatisticFragment, locale: Locale): string {
  const written = (value: number) => {
    if (it.unit === "PERCENT") return percent(value, locale);
    // Prices of single words are small.
    const text = number(value, locale, 6);
    return it.currency ? `${it.currency} ${text}` : text;
  };
  const parts = [];
  if (it.rank !== null) parts.push(`#${it.rank}`);
  if (it.value !== null) {
    const ends = it.high === null ? [it.value] : [it.value, it.high];
    const precision = it.precision ? names[locale].precision[it.precision] : "";
    parts.push(precision + ends.map(written).join("–"));
  }
  if (it.statement !== null) parts.push(it.statement);
  return parts.join("; ") || "–";
}

/** What happened, in the order of the answer. */
export function Happenings({ rows }: { rows: HappeningFragment[] }) {
  const t = useTexts(shared);
  const { locale } = useLanguage();
  return (
    <RowSection
      id="events"
      title={t.events.title}
      rows={rows}
      name={(it) => it.key}
      columns={[
        { title: t.events.date, cell: (it) => it.date },
        {
          title: t.events.what,
          cell: (it) => (
            <>
              {it.name}
              {it.description && <span className="cell-more">{it.description}</span>}
            </>
          ),
        },
        { title: t.events.kind, cell: (it) => names[locale].event[it.kind] },
      ]}
    />
  );
}
