import type { ReactNode } from "react";
import { Link } from "wouter";
import type { JobFragment } from "../../generated/graphql.ts";
import { download } from "../data/table.ts";
import { Revert } from "../history/Revert.tsx";
import { useTexts } from "../texts/language.tsx";
import { isOver } from "./Job.tsx";
import { imports } from "./texts.ts";

interface Listed<T> {
  count: number;
  first: T[];
}

interface Wrong {
  line: number;
  column: string;
  reason: string;
}

/** The report of an import, as the API writes it. */
interface Report {
  records: number;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  matched: number;
  fault: Wrong | null;
  skipped: Listed<Wrong>;
  leftOut: { column: string; count: number; line: number; reason: string }[];
  ambiguous: Listed<{ line: number; row: string; candidates: string[]; reason: string }>;
  versionBefore: number;
  versionAfter: number;
}

/** What has become of an import so far, and in the end. */
export function JobReport({ job }: { job: JobFragment }) {
  const t = useTexts(imports);
  const report = job.report as Report;
  const counts = Object.entries(t.counts) as [keyof typeof t.counts, string][];
  const number = (name: keyof typeof t.counts) => {
    const value = report[name];
    return typeof value === "number" ? value : value.count;
  };
  const hasWritten = isOver(job) && !job.dryRun && report.versionAfter > report.versionBefore;
  return (
    <section className="report" aria-busy={!isOver(job)}>
      <Outcome job={job} />
      <dl className="counts">
        {counts.map(([name, says]) => (
          <div key={name}>
            <dd>{number(name)}</dd>
            <dt>{says}</dt>
          </div>
        ))}
      </dl>
      {isOver(job) && (
        <p>
          {job.dryRun
            ? t.wouldBe(report.versionAfter)
            : t.versions(report.versionBefore, report.versionAfter)}
        </p>
      )}
      {hasWritten && report.versionAfter === report.versionBefore + 1 && (
        <Revert version={report.versionAfter} />
      )}
      <Lists report={report} file={job.file} />
      {isOver(job) && (
        <button
          type="button"
          onClick={() =>
            download(
              `${job.file}.report.json`,
              new Blob([JSON.stringify(job.report, null, 2)], { type: "application/json" }),
            )
          }
        >
          {t.report}
        </button>
      )}
    </section>
  );
}

function Outcome({ job }: { job: JobFragment }) {
  const t = useTexts(imports);
  if (job.state === "FAILED") {
    return (
      <div className="notice" role="alert">
        <p>{t.failed}</p>
        <p className="detail" lang="en">
          {job.failure}
        </p>
      </div>
    );
  }
  return (
    <p role="status" className="outcome">
      {job.state === "DONE" ? (job.dryRun ? t.tried : t.done) : t.waiting}
    </p>
  );
}

function Lists({ report, file }: { report: Report; file: string }) {
  const t = useTexts(imports);
  const { skipped, ambiguous, leftOut } = report;
  return (
    <>
      <Rows
        title={t.skippedTitle}
        shown={skipped.first.length}
        count={skipped.count}
        head={[t.line, t.column, t.reason]}
        rows={skipped.first.map((it) => [it.line, it.column, <En key="why">{it.reason}</En>])}
        file={file}
      />
      <Rows
        title={t.ambiguousTitle}
        shown={ambiguous.first.length}
        count={ambiguous.count}
        head={[t.line, t.row, t.reason]}
        rows={ambiguous.first.map((it) => [
          it.line,
          <Both key="row" row={it.row} candidates={it.candidates} />,
          <En key="why">{it.reason}</En>,
        ])}
        file={file}
      />
      <Rows
        title={t.leftOutTitle}
        shown={leftOut.length}
        count={leftOut.length}
        head={[t.line, t.column, t.times, t.reason]}
        rows={leftOut.map((it) => [it.line, it.column, it.count, <En key="why">{it.reason}</En>])}
        file={file}
      />
    </>
  );
}

const En = ({ children }: { children: ReactNode }) => <span lang="en">{children}</span>;

/** A row that was kept apart, to be compared with what it may be one with. */
function Both({ row, candidates }: { row: string; candidates: string[] }) {
  const t = useTexts(imports);
  return (
    <>
      {row}{" "}
      {candidates.map((it) => (
        <Link key={it} href={`/duplicates?${new URLSearchParams({ one: row, other: it })}`}>
          {t.compare}: {it}{" "}
        </Link>
      ))}
    </>
  );
}

interface Table {
  title: string;
  shown: number;
  count: number;
  head: string[];
  rows: ReactNode[][];
  file: string;
}

function Rows({ title, shown, count, head, rows, file }: Table) {
  const t = useTexts(imports);
  if (shown === 0) return null;
  return (
    <div className="report-list">
      <h3>{title}</h3>
      <table>
        <thead>
          <tr>
            {head.map((it) => (
              <th key={it} scope="col">
                {it}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list of one import does not move.
            <tr key={`${file} ${at}`}>
              {cells.map((it, column) => (
                <td key={head[column]}>{it}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown < count && <p className="hint">{t.firstOf(shown, count)}</p>}
    </div>
  );
}
