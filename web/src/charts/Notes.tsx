// What stands below a chart.

import type { OriginFragment } from "../../generated/graphql.ts";
import type { Table } from "../data/table.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { number } from "../texts/numbers.ts";
import { charts } from "./texts.ts";
import { type Finding, isNumeric } from "./view.ts";

/** What recomputing showed: contradictions as a warning, agreement as a quiet line. */
export function Findings({ findings }: { findings: Finding[] }) {
  const t = useTexts(charts);
  const contradicted = findings.filter((it) => it.verdict === "CONTRADICTED");
  const consistent = findings.filter((it) => it.verdict !== "CONTRADICTED");
  return (
    <>
      {contradicted.length > 0 && (
        <ul className="findings is-contradicted">
          {contradicted.map((it) => (
            <li key={it.explanation}>
              <strong>{t.contradicted}</strong> <Computation finding={it} />
            </li>
          ))}
        </ul>
      )}
      {consistent.length > 0 && (
        <details>
          <summary>{t.consistent(consistent.length)}</summary>
          <ul className="findings">
            {consistent.map((it) => (
              <li key={it.explanation}>
                <Computation finding={it} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Computation({ finding }: { finding: Finding }) {
  return (
    <>
      {finding.names.join(", ")}: {/* What stands first in it is the verdict. */}
      <span lang="en">{finding.explanation.replace(/^\w+: /, "")}</span>
    </>
  );
}

/** All that the chart shows, in words and numbers. */
export function DataTable({ table, title, open }: { table: Table; title: string; open?: boolean }) {
  const t = useTexts(charts);
  const { locale } = useLanguage();
  const numeric = table.columns.map((_, at) => isNumeric(table.rows, at));
  const kind = (at: number) => (numeric[at] ? "is-number" : undefined);
  return (
    <details open={open}>
      <summary>{t.table}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it. */}
      <section className="scrolls" tabIndex={0} aria-label={title}>
        <table>
          <caption className="only-heard">{title}</caption>
          <thead>
            <tr>
              {table.columns.map((name, at) => (
                <th key={name} scope="col" className={kind(at)}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.join("|")}>
                {row.map((cell, at) => (
                  <td key={table.columns[at]} className={kind(at)}>
                    {typeof cell === "number" ? number(cell, locale) : (cell ?? "–")}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** The documents that the numbers are taken from; `bare` where it goes without saying that they are. */
export function Sources({ sources, bare }: { sources: OriginFragment[]; bare?: boolean }) {
  const t = useTexts(charts);
  if (sources.length === 0) return null;
  return (
    <p className="sources">
      {!bare && t.sources}
      {sources.map(({ key, title, publisher, date, url }, at) => (
        <span key={key}>
          {at > 0 && "; "}
          {url ? <a href={url}>{title}</a> : <cite>{title}</cite>}
          {publisher && publisher !== title && `, ${publisher}`}
          {date && `, ${date}`}
        </span>
      ))}
    </p>
  );
}
