import { useId } from "react";
import { Link, useSearchParams } from "wouter";
import {
  DuplicatesDocument,
  type DuplicatesQuery,
  type DuplicateType,
} from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { labelOf } from "../shared/labels.ts";
import { Needs } from "../shared/Needs.tsx";
import { entityName, valueName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { number, percent } from "../texts/numbers.ts";
import { Comparison } from "./Comparison.tsx";
import { duplicates } from "./texts.ts";
import "../edit/edit.css";
import "../history/history.css";
import "./duplicates.css";

/** `/duplicates`, and `?one=…&other=…` for two rows side by side. */
export default function DuplicatesPage() {
  const t = useTexts(duplicates);
  const [asked] = useSearchParams();
  const [one, other] = [asked.get("one"), asked.get("other")];
  return (
    <div className="page duplicates">
      <h1>{t.title}</h1>
      <Needs access="ANALYST" what={t.needsAnalyst}>
        {one && other ? <Comparison key={`${one} ${other}`} one={one} other={other} /> : <List />}
      </Needs>
    </div>
  );
}

const LEAST = ["0.5", "0.6", "0.75", "0.9"];
const TYPES: DuplicateType[] = ["PERSON", "ORGANIZATION"];
/** Pairs that are shown. */
const SHOWN = 50;

function List() {
  const t = useTexts(duplicates);
  const { locale } = useLanguage();
  const [asked, setAsked] = useSearchParams();
  const [what, least] = [useId(), useId()];
  const type = TYPES.find((it) => it === asked.get("type"));
  const score = asked.get("least") ?? "0.6";
  const of = asked.get("of");
  const answer = useAnswer(DuplicatesDocument, {
    minScore: Number(score),
    first: SHOWN,
    ...(type && { type: [type] }),
    ...(of && { of }),
  });
  const put = (name: string, value: string) =>
    setAsked((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  return (
    <>
      <p className="lead">{t.lead}</p>
      <div className="filters">
        <p>
          <label htmlFor={what}>{t.what}</label>
          <select
            id={what}
            value={type ?? ""}
            onChange={(event) => put("type", event.target.value)}
          >
            <option value="">{t.types.all}</option>
            {TYPES.map((it) => (
              <option key={it} value={it}>
                {t.types[it]}
              </option>
            ))}
          </select>
        </p>
        <p>
          <label htmlFor={least}>{t.least}</label>
          <select id={least} value={score} onChange={(event) => put("least", event.target.value)}>
            {LEAST.map((it) => (
              <option key={it} value={it}>
                {percent(Number(it) * 100, locale)}
              </option>
            ))}
          </select>
        </p>
        <p className="hint">{t.scoreIs}</p>
      </div>
      {answer.is === "loading" && <Loading lines={6} />}
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is === "ready" && answer.data.duplicateCandidates.length === 0 && (
        <p className="notice">{t.none}</p>
      )}
      {answer.is === "ready" && (
        <ol className="pairs">
          {answer.data.duplicateCandidates.map((it) => (
            <Candidate key={`${it.one.id} ${it.other.id}`} pair={it} />
          ))}
        </ol>
      )}
    </>
  );
}

type Pair = DuplicatesQuery["duplicateCandidates"][number];

function Candidate({ pair }: { pair: Pair }) {
  const t = useTexts(duplicates);
  const { locale } = useLanguage();
  const name = (row: Pair["one"]) => labelOf(row.id, "values" in row ? row.values : {}, locale);
  const { one, other, score, reasons } = pair;
  const [entity = ""] = one.id.split(":");
  return (
    <li>
      <h2>
        {name(one)} <span aria-hidden="true">·</span> {name(other)}{" "}
        <small className="likely">
          {entityName(entity, locale)}, {t.score(percent(Math.round(score * 100), locale))}
        </small>
      </h2>
      <ul className="reasons">
        {reasons.map((it) => (
          <li key={it.kind + it.detail} className={it.weight < 0 ? "against" : ""}>
            <b>{valueName(it.kind, locale)}</b>{" "}
            <small className="bits">
              {t.bits(`${it.weight > 0 ? "+" : ""}${number(it.weight, locale, 1)}`)}
            </small>{" "}
            <span lang="en">{it.detail}</span>
          </li>
        ))}
      </ul>
      <Link
        href={`/duplicates?${new URLSearchParams({ one: one.id, other: other.id })}`}
        aria-label={t.comparing(name(one), name(other))}
      >
        {t.compare}
      </Link>
    </li>
  );
}
