import { useEffect, useId, useState } from "react";
import {
  ImportersDocument,
  type ImportersQuery,
  ImportJobsDocument,
  type JobFragment,
} from "../../generated/graphql.ts";
import { Failed } from "../app/Notices.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { entities } from "../edit/entities.ts";
import { Needs } from "../shared/Needs.tsx";
import { entityName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { percent } from "../texts/numbers.ts";
import { columnsOf, HEAD, textOfHead } from "./columns.ts";
import { FileBox } from "./FileBox.tsx";
import { isOver, JobLine } from "./Job.tsx";
import { JobReport } from "./JobReport.tsx";
import { Mapping } from "./Mapping.tsx";
import { type How, isTable } from "./send.ts";
import { imports } from "./texts.ts";
import { useImport } from "./useImport.ts";
import "../edit/edit.css";
import "../edit/desk.css";
import "./import.css";

/** `/import`: a file, what it is, and what became of it. */
export default function ImportPage() {
  const t = useTexts(imports);
  return (
    <div className="page importing">
      <h1>{t.title}</h1>
      <Needs access="EDITOR" what={t.needsEditor}>
        <p className="lead">{t.lead}</p>
        <Import />
      </Needs>
    </div>
  );
}

const NOTHING: How = {
  source: "",
  file: "",
  dryRun: true,
  strict: false,
  asOf: "",
  map: {},
  set: {},
  rests: "",
};

/** The columns of a file, as far as its beginning tells; null where it is packed. */
function useColumns(file: File | undefined, source: string): string[] | null | undefined {
  const [columns, setColumns] = useState<string[] | null>();
  useEffect(() => {
    let isGone = false;
    setColumns(undefined);
    if (!file || !isTable(source)) return undefined;
    file
      .slice(0, HEAD)
      .arrayBuffer()
      .then((bytes) => {
        const text = textOfHead(new Uint8Array(bytes));
        if (!isGone) setColumns(text === undefined ? null : columnsOf(text, source));
      });
    return () => {
      isGone = true;
    };
  }, [file, source]);
  return columns;
}

function Import() {
  const [how, setHow] = useState(NOTHING);
  const [file, setFile] = useState<File>();
  const columns = useColumns(file, how.source);
  const { progress, job, isStopping, start, stop, reset } = useImport();
  const put = (part: Partial<How>) => {
    setHow({ ...how, ...part });
    reset();
  };
  const take = (file: File) => {
    setFile(file);
    put({ file: file.name, map: {} });
  };
  const isBusy = progress.is === "sending" || (job !== undefined && !isOver(job));
  const isReady = file !== undefined && how.source !== "" && (!isTable(how.source) || how.entity);
  const wasTried = job?.dryRun === true && job.state === "DONE";
  const go = (dryRun: boolean) => file && start({ ...how, dryRun }, file);
  return (
    <>
      <fieldset className="import-form" disabled={isBusy}>
        <SourceChoice how={how} put={put} />
        <FileBox file={file} onFile={take} />
        {isTable(how.source) && <Mapping how={how} columns={columns} put={put} />}
        <Options how={how} put={put} />
      </fieldset>
      <Buttons
        isReady={Boolean(isReady) && !isBusy}
        wasTried={wasTried}
        go={go}
        stop={isBusy && !isStopping ? stop : undefined}
      />
      <Sent progress={progress} isStopping={isStopping && isBusy} />
      {job && <JobReport job={job} />}
      {/* Another list when there is another job, or when it is over. */}
      <Earlier key={`${job?.id} ${job?.state}`} />
    </>
  );
}

interface Part {
  how: How;
  put: (part: Partial<How>) => void;
}

function SourceChoice({ how, put }: Part) {
  const t = useTexts(imports);
  const { locale } = useLanguage();
  const source = useId();
  const rows = useId();
  const answer = useAnswer(ImportersDocument, {});
  const sets = answer.is === "ready" ? answer.data.importers : [];
  const chosen = sets.find((it) => it.name === how.source);
  return (
    <div className="option">
      <label htmlFor={source}>{t.what}</label>
      <select
        id={source}
        value={how.source}
        onChange={(event) => put({ source: event.target.value, map: {}, set: {} })}
      >
        <option value="">{t.choose}</option>
        <optgroup label={t.any}>
          <option value="csv">{t.csv}</option>
          <option value="jsonl">{t.jsonl}</option>
        </optgroup>
        <optgroup label={t.sets}>
          {sets.map(({ name, doc }) => (
            <option key={name} value={name}>
              {name} – {doc}
            </option>
          ))}
        </optgroup>
      </select>
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {chosen && <About set={chosen} />}
      {isTable(how.source) && (
        <p className="rows-are">
          <label htmlFor={rows}>{t.rows}</label>
          <select
            id={rows}
            value={how.entity ?? ""}
            onChange={(event) => put({ entity: event.target.value, map: {}, set: {} })}
          >
            <option value="">{t.choose}</option>
            {entities.map(({ name }) => (
              <option key={name} value={name}>
                {entityName(name, locale)}
              </option>
            ))}
          </select>
        </p>
      )}
    </div>
  );
}

/** What is known of an open data set, in the importer's own words. */
function About({ set }: { set: ImportersQuery["importers"][number] }) {
  const t = useTexts(imports);
  const parts = [
    [t.download, set.download],
    [t.licence, set.licence],
    [t.mapped, set.mapped],
    [t.leftOut, set.leftOut],
  ] as const;
  return (
    <dl className="about">
      {parts.map(([name, says]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd lang="en">{says}</dd>
        </div>
      ))}
    </dl>
  );
}

function Options({ how, put }: Part) {
  const t = useTexts(imports);
  const asOf = useId();
  return (
    <div className="option">
      <label htmlFor={asOf}>{t.asOf}</label>
      <input
        id={asOf}
        value={how.asOf}
        aria-describedby={`${asOf}-hint`}
        onChange={(event) => put({ asOf: event.target.value })}
      />
      <p className="hint" id={`${asOf}-hint`}>
        {t.asOfHint}
      </p>
      <p>
        <label>
          <input
            type="checkbox"
            checked={how.strict}
            onChange={(event) => put({ strict: event.target.checked })}
          />
          {t.strict}
        </label>
      </p>
    </div>
  );
}

interface ButtonProps {
  isReady: boolean;
  wasTried: boolean;
  go: (dryRun: boolean) => void;
  stop: (() => void) | undefined;
}

function Buttons({ isReady, wasTried, go, stop }: ButtonProps) {
  const t = useTexts(imports);
  return (
    <p className="buttons">
      <button
        type="button"
        className={wasTried ? "" : "primary"}
        disabled={!isReady}
        onClick={() => go(true)}
      >
        {t.tryIt}
      </button>
      <button
        type="button"
        className={wasTried ? "primary" : ""}
        disabled={!isReady}
        onClick={() => go(false)}
      >
        {t.importIt}
      </button>
      {stop && (
        <button type="button" className="danger" onClick={stop}>
          {t.stop}
        </button>
      )}
    </p>
  );
}

function Sent({
  progress,
  isStopping,
}: {
  progress: ReturnType<typeof useImport>["progress"];
  isStopping: boolean;
}) {
  const t = useTexts(imports);
  const { locale } = useLanguage();
  if (progress.is === "refused") {
    return (
      <div className="notice" role="alert">
        <p>{t.refused}</p>
        <p className="detail" lang="en">
          {progress.error.message}
        </p>
      </div>
    );
  }
  return (
    <div role="status">
      {progress.is === "stopped" && <p>{t.stopped}</p>}
      {isStopping && <p>{t.stopping}</p>}
      {progress.is === "sending" && (
        <p>
          <progress value={progress.share} aria-label={t.sending("")} />{" "}
          {t.sending(percent(Math.round(progress.share * 100), locale))}
        </p>
      )}
    </div>
  );
}

function Earlier() {
  const t = useTexts(imports);
  const answer = useAnswer(ImportJobsDocument, {});
  const jobs = answer.is === "ready" ? answer.data.importJobs : [];
  return (
    <section className="earlier" aria-labelledby="earlier">
      <h2 id="earlier">{t.earlier}</h2>
      {answer.is === "ready" && jobs.length === 0 && <p>{t.none}</p>}
      <ul className="touched">
        {jobs.map((it) => (
          <EarlierJob key={it.id} job={it} />
        ))}
      </ul>
    </section>
  );
}

/** One of the last imports, and its report when somebody wants it. */
function EarlierJob({ job }: { job: JobFragment }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <JobLine first={job} />
        </summary>
        {isOpen && <JobReport job={job} />}
      </details>
    </li>
  );
}
