import { Link, useLocation } from "wouter";
import {
  DuplicatesDocument,
  ImportJobsDocument,
  LastCommitsDocument,
  type LastCommitsQuery,
} from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { editPath, slug } from "../app/paths.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { Revert } from "../history/Revert.tsx";
import { past } from "../history/texts.ts";
import { JobLine } from "../import/Job.tsx";
import { labelOf, useLabels } from "../shared/labels.ts";
import { Needs, useMay } from "../shared/Needs.tsx";
import { RowSearch } from "../shared/RowSearch.tsx";
import { RowLink } from "../shared/Value.tsx";
import { entityName, moment, valueName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { entities } from "./entities.ts";
import { edit } from "./texts.ts";
import "./edit.css";
import "../history/history.css";
import "./desk.css";

/** `/edit`: where those begin who look after the graph. */
export default function DeskPage() {
  const t = useTexts(edit).desk;
  return (
    <div className="page desk">
      <h1>{t.title}</h1>
      <p className="lead">{t.lead}</p>
      <Needs access="ANALYST" what={`${t.needsAnalyst} ${t.read}`}>
        <Begin />
        <div className="desk-columns">
          <LastCommits />
          <div>
            <LikelyDuplicates />
            <ForEditors />
          </div>
        </div>
      </Needs>
    </div>
  );
}

/** A row to edit, or a new one. */
function Begin() {
  const t = useTexts(edit);
  const { locale } = useLanguage();
  const [, navigate] = useLocation();
  return (
    <section className="begin">
      <RowSearch
        label={t.desk.find}
        placeholder={t.search}
        onChoose={(row) => navigate(editPath(row.id))}
      />
      <div>
        <label htmlFor="create">{t.desk.create}</label>
        <select
          id="create"
          value=""
          onChange={(event) => navigate(`/edit/${slug(event.target.value)}/new`)}
        >
          <option value="">{t.choose}</option>
          {entities.map(({ name }) => (
            <option key={name} value={name}>
              {entityName(name, locale)}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}

function LastCommits() {
  const t = useTexts(edit).desk;
  const answer = useAnswer(LastCommitsDocument, { first: 12 });
  const commits = answer.is === "ready" ? answer.data.commits : [];
  const label = useLabels(commits.flatMap((it) => it.changes.slice(0, SHOWN).map(({ id }) => id)));
  return (
    <section aria-labelledby="changes" aria-live="polite">
      <h2 id="changes">{t.changes}</h2>
      {answer.is === "loading" && <Loading lines={8} />}
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is === "ready" && commits.length === 0 && <p>{t.noChanges}</p>}
      <ol className="commits">
        {commits.map((it) => (
          <Committed key={it.version} commit={it} label={label} />
        ))}
      </ol>
    </section>
  );
}

/** Rows of a commit that are shown. */
const SHOWN = 4;

interface Props {
  commit: LastCommitsQuery["commits"][number];
  label: (id: string) => string;
}

function Committed({ commit, label }: Props) {
  const t = useTexts(edit).desk;
  const words = useTexts(past);
  const { locale } = useLanguage();
  const { version, at, by, why, changes, hasMore } = commit;
  return (
    <li>
      <h3>
        {words.version(version)}{" "}
        <small>
          <time dateTime={at}>{moment(at, locale)}</time> · {by}
        </small>
      </h3>
      {why && <p>{why}</p>}
      <ul className="touched">
        {changes.slice(0, SHOWN).map(({ id, entity, action }) => (
          <li key={id}>
            <RowLink id={id} label={label} />{" "}
            <small>
              {entityName(entity, locale)}, {valueName(action, locale).toLowerCase()}
            </small>
          </li>
        ))}
        {(hasMore || changes.length > SHOWN) && <li>… {t.more}</li>}
      </ul>
      {version > 1 && <Revert version={version} />}
    </li>
  );
}

function LikelyDuplicates() {
  const t = useTexts(edit).desk;
  const { locale } = useLanguage();
  const answer = useAnswer(DuplicatesDocument, { minScore: 0.6, first: 5 });
  const pairs = answer.is === "ready" ? answer.data.duplicateCandidates : [];
  const name = (row: { id: string } & object) =>
    labelOf(row.id, "values" in row ? row.values : {}, locale);
  return (
    <section aria-labelledby="twice">
      <h2 id="twice">{t.duplicates}</h2>
      {answer.is === "loading" && <Loading lines={3} />}
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is === "ready" && pairs.length === 0 && <p>{t.noDuplicates}</p>}
      <ul className="touched">
        {pairs.map(({ one, other, score }) => (
          <li key={`${one.id} ${other.id}`}>
            <Link
              href={`/duplicates?${new URLSearchParams({ one: one.id, other: other.id })}`}
              aria-label={`${t.compare}: ${name(one)}, ${name(other)}`}
            >
              {name(one)} · {name(other)}
            </Link>{" "}
            <small>{Math.round(score * 100)}%</small>
          </li>
        ))}
      </ul>
      <p>
        <Link href="/duplicates">{t.all}</Link>
      </p>
    </section>
  );
}

/** Imports are told to those alone who may import. */
function ForEditors() {
  return useMay("EDITOR") && <Imports />;
}

function Imports() {
  const t = useTexts(edit).desk;
  const answer = useAnswer(ImportJobsDocument, {});
  const jobs = answer.is === "ready" ? answer.data.importJobs.slice(0, 5) : [];
  return (
    <section aria-labelledby="imports">
      <h2 id="imports">{t.imports}</h2>
      {answer.is === "ready" && jobs.length === 0 && <p>{t.noImports}</p>}
      <ul className="touched">
        {jobs.map((it) => (
          <li key={it.id}>
            <JobLine first={it} />
          </li>
        ))}
      </ul>
      <p>
        <Link href="/import">{t.importFile}</Link>
      </p>
    </section>
  );
}
