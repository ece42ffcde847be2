import { useState } from "react";
import { Link, useParams } from "wouter";
import {
  GoneDocument,
  type PastFragment,
  RowDocument,
  RowPastDocument,
} from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { editPath, pathOfId } from "../app/paths.ts";
import { graphiqlLink } from "../data/document.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { DiffTable } from "../edit/DiffTable.tsx";
import { differences } from "../edit/differences.ts";
import type { Image } from "../edit/draft.ts";
import { entityOf } from "../edit/entities.ts";
import { labelOf } from "../shared/labels.ts";
import { Needs } from "../shared/Needs.tsx";
import { moment } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { Revert } from "./Revert.tsx";
import { past } from "./texts.ts";
import "../edit/edit.css";
import "./history.css";

/** What one commit did to the row. */
type Entry = Omit<PastFragment, "fields">;

/** `/history/:entity/:key`: who changed a row, when, why, and how it was before. */
export default function HistoryPage() {
  const t = useTexts(past);
  const { entity: named = "", key = "" } = useParams<{ entity: string; key: string }>();
  // Bole keeps redirects itself: they have a history, and no form.
  const entity = named === "redirect" ? "Redirect" : entityOf(named)?.name;
  if (!entity) {
    return (
      <div className="page">
        <h1>{t.noEntity(named)}</h1>
      </div>
    );
  }
  return (
    <div className="page history">
      <Needs access="ANALYST" what={t.needsAnalyst}>
        <OfRow key={`${entity}:${key}`} id={`${entity}:${key}`} />
      </Needs>
    </div>
  );
}

function OfRow({ id }: { id: string }) {
  const t = useTexts(past);
  const { locale } = useLanguage();
  const answer = useAnswer(RowDocument, { id });
  if (answer.is === "loading") return <Loading lines={8} />;
  const isMissing = answer.is === "error" && answer.error.code === "NOT_FOUND";
  if (isMissing || (answer.is === "ready" && !answer.data.node)) return <Gone id={id} />;
  if (answer.is === "error") return <Failed error={answer.error} again={answer.again} />;
  const { node } = answer.data;
  const values = node && "values" in node ? (node.values as Image) : {};
  const read = pathOfId(node?.id ?? id);
  const canEdit = entityOf(id.split(":")[0]) !== undefined;
  return (
    <>
      <h1>{t.title(labelOf(id, values, locale))}</h1>
      <p className="links">
        <code>{node?.id ?? id}</code>
        {canEdit && <Link href={editPath(node?.id ?? id)}>{t.edit}</Link>}
        {read && <Link href={read}>{t.read}</Link>}
      </p>
      <Entries id={node?.id ?? id} />
    </>
  );
}

/** Some entries, the newest first; older ones when asked for. */
function Entries({ id, before }: { id: string; before?: number }) {
  const t = useTexts(past);
  const [hasMore, setMore] = useState(false);
  const answer = useAnswer(RowPastDocument, { id, ...(before !== undefined && { before }) });
  if (answer.is === "loading") return <Loading lines={6} />;
  if (answer.is === "error") return <Failed error={answer.error} again={answer.again} />;
  const { node } = answer.data;
  const entries = (node && "history" in node && node.history) || [];
  const last = entries.at(-1);
  return (
    <>
      {entries.length === 0 && before === undefined && <p>{t.none}</p>}
      <ol className="commits">
        {entries.map((it) => (
          <Happened key={it.version} id={id} entry={it} />
        ))}
      </ol>
      {last && last.action !== "CREATED" && !hasMore && (
        <button type="button" onClick={() => setMore(true)}>
          {t.older}
        </button>
      )}
      {last && hasMore && <Entries id={id} before={last.version} />}
    </>
  );
}

/** What the history still knows of a row that is no more. */
function Gone({ id }: { id: string }) {
  const t = useTexts(past);
  const { locale } = useLanguage();
  const answer = useAnswer(GoneDocument, { id });
  if (answer.is === "loading") return <Loading lines={6} />;
  if (answer.is === "error") return <Failed error={answer.error} again={answer.again} />;
  const entries = answer.data.changes.commits.toReversed().flatMap(({ changes, ...commit }) => {
    const change = changes.find((it) => it.id === id);
    return change ? [{ ...commit, ...change }] : [];
  });
  const [newest] = entries;
  return (
    <>
      <h1>{t.title(labelOf(id, newest?.before ?? newest?.after, locale))}</h1>
      <p className="notice">{newest ? t.gone : t.never}</p>
      <ol className="commits">
        {entries.map((it) => (
          <Happened key={it.version} id={id} entry={it} />
        ))}
      </ol>
    </>
  );
}

function Happened({ id, entry }: { id: string; entry: Entry }) {
  const t = useTexts(past);
  const { locale } = useLanguage();
  const { version, at, by, why, action, before, after } = entry;
  const [entity = ""] = id.split(":");
  const changes = differences(before as Image | null, after as Image | null);
  const query = `{
  node(id: ${JSON.stringify(id)}, asOf: ${version}) {
    id
    ... on ${entity} {
      values
    }
  }
}`;
  return (
    <li>
      <h2>
        {t.version(version)}{" "}
        <small>
          <time dateTime={at}>{moment(at, locale)}</time>
        </small>
      </h2>
      <p>
        <b>{by}</b>
        {t.did(t.actions[action])}
        {why ? t.why(why) : t.noWhy}
      </p>
      {action === "UPDATED" ? (
        <DiffTable entity={entity} changes={changes} />
      ) : (
        <details>
          <summary>{t.after}</summary>
          <DiffTable entity={entity} changes={changes} isNew={action === "CREATED"} />
        </details>
      )}
      <div className="links">
        <a href={graphiqlLink(query, {})}>{t.asOf}</a>
        {/* The first one made the graph. */}
        {version > 1 && <Revert version={version} />}
      </div>
    </li>
  );
}
