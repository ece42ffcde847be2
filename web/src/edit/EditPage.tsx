import { useEffect, useState } from "react";
import { Link, useLocation, useParams, useSearchParams } from "wouter";
import { RowDocument } from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { editPath, historyPath, pathOfId, slug } from "../app/paths.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { Revert } from "../history/Revert.tsx";
import { labelOf } from "../shared/labels.ts";
import { Needs } from "../shared/Needs.tsx";
import { entityName, fieldName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { DeleteRow } from "./DeleteRow.tsx";
import { type Draft, draftOf, type Image } from "./draft.ts";
import { type Entity, entities, entityOf } from "./entities.ts";
import { RowForm } from "./RowForm.tsx";
import { edit } from "./texts.ts";
import { type Base, useForm } from "./useForm.ts";
import "./edit.css";

/** `/edit/:entity/:key`, and `new` in the place of the key. */
export default function EditPage() {
  const t = useTexts(edit);
  const { entity: named = "", key = "" } = useParams<{ entity: string; key: string }>();
  const entity = entityOf(named);
  if (!entity) {
    return (
      <div className="page">
        <h1>{t.noEntity(named)}</h1>
      </div>
    );
  }
  const id = `${entity.name}:${key}`;
  return (
    <div className="page edit">
      <Needs access="EDITOR" what={t.needsEditor}>
        {key === "new" ? (
          <NewRow key={entity.name} entity={entity} />
        ) : (
          <LookedAt key={id} entity={entity} id={id} />
        )}
      </Needs>
    </div>
  );
}

/** What the address says a new row begins with: `?person=Person:ada-example`. */
function filledBy(entity: Entity, parameters: URLSearchParams): Draft {
  const given = Object.fromEntries(parameters);
  const known = entity.fields.filter((it) => it.name in given);
  return draftOf(known, given);
}

function NewRow({ entity }: { entity: Entity }) {
  const t = useTexts(edit);
  const { locale } = useLanguage();
  const [, navigate] = useLocation();
  const [parameters] = useSearchParams();
  const onSaved = (id: string, saved: number) => navigate(editPath(id), { state: { saved } });
  const filled = filledBy(entity, parameters);
  const form = useForm({ entity, start: { image: {} }, filled, onSaved });
  return (
    <>
      <h1>{t.creating(entityName(entity.name, locale))}</h1>
      <RowForm form={form} theirs={undefined} />
    </>
  );
}

/** The row as it is now, kept up to date. */
function LookedAt({ entity, id }: { entity: Entity; id: string }) {
  const t = useTexts(edit);
  const answer = useAnswer(RowDocument, { id });
  const [known, setKnown] = useState<{ id: string; base: Base }>();
  const node = answer.is === "ready" ? answer.data.node : undefined;
  useEffect(() => {
    if (!node || !("values" in node)) return;
    setKnown({ id: node.id, base: { version: node.version, image: node.values as Image } });
  }, [node]);
  if (answer.is === "error" && !known) {
    return (
      <>
        <Failed error={answer.error} again={answer.again} />
        <p>
          <Link href={historyPath(id)}>{t.past}</Link>
        </p>
      </>
    );
  }
  if (!known) return <Loading lines={10} />;
  return (
    <>
      {known.id !== id && <p className="notice">{t.moved(id, known.id)}</p>}
      <OldRow
        key={known.id}
        entity={entity}
        id={known.id}
        now={node === null ? null : known.base}
      />
    </>
  );
}

interface Row {
  entity: Entity;
  id: string;
  /** The row as it is now; null when it was deleted. */
  now: Base | null;
}

function OldRow({ entity, id, now }: Row) {
  const t = useTexts(edit);
  const { locale } = useLanguage();
  const [saved, setSaved] = useState<number | undefined>(
    (window.history.state as { saved?: number } | null)?.saved,
  );
  const [deleted, setDeleted] = useState<number>();
  const [start] = useState(() => now ?? { image: {} });
  const form = useForm({ entity, id, start, onSaved: (_, version) => setSaved(version) });
  const { base, isDirty, begin, stage } = form;
  const isOld = now !== null && (now.version ?? 0) > (base.version ?? 0);
  // Who changed nothing sees the row as it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `begin` is another each time.
  useEffect(() => {
    if (now && isOld && !isDirty) begin(now);
  }, [now, isOld, isDirty]);
  const name = labelOf(id, base.image, locale);
  return (
    <>
      <h1>{t.editing(entityName(entity.name, locale), name)}</h1>
      {deleted !== undefined && <Done says={t.deleted(deleted)} version={deleted} />}
      {saved !== undefined && deleted === undefined && (
        <Done key={saved} says={t.saved(saved)} version={saved} />
      )}
      {now === null && deleted === undefined && <p className="notice">{t.gone}</p>}
      {isOld && isDirty && stage.is !== "conflict" && (
        <p className="notice meanwhile" role="status">
          {t.changedMeanwhile(now.version ?? 0)}{" "}
          <button type="button" onClick={() => form.setStage({ is: "conflict", theirs: now })}>
            {t.compare}
          </button>
        </p>
      )}
      {deleted === undefined && (
        <div className="beside">
          <RowForm form={form} theirs={now ?? undefined} />
          <Aside entity={entity} id={id} base={base} onDeleted={setDeleted} />
        </div>
      )}
    </>
  );
}

function Done({ says, version }: { says: string; version: number }) {
  return (
    <div className="notice good">
      <p role="status">{says}</p>
      <Revert version={version} />
    </div>
  );
}

interface Beside {
  entity: Entity;
  id: string;
  base: Base;
  onDeleted: (version: number) => void;
}

/** What there is to know and to do besides the form. */
function Aside({ entity, id, base, onDeleted }: Beside) {
  const t = useTexts(edit);
  const { locale } = useLanguage();
  const read = pathOfId(id);
  const belonging = entities.flatMap((other) =>
    other.fields
      .filter((it) => it.name !== "source" && it.kind === "reference" && it.target === entity.name)
      .map((it) => ({ other: other.name, field: it.name })),
  );
  return (
    <aside>
      <h2>{t.row}</h2>
      <p>
        <code>{id}</code>
        <br />
        {t.version} {base.version}
      </p>
      <ul>
        {read && (
          <li>
            <Link href={read}>{t.read}</Link>
          </li>
        )}
        <li>
          <Link href={historyPath(id)}>{t.past}</Link>
        </li>
      </ul>
      {belonging.length > 0 && <h3>{t.belongs}</h3>}
      <ul>
        {belonging.map(({ other, field }) => (
          <li key={`${other}.${field}`}>
            <Link href={`/edit/${slug(other)}/new?${new URLSearchParams({ [field]: id })}`}>
              {t.belongsTo(entityName(other, locale), fieldName(other, field, locale))}
            </Link>
          </li>
        ))}
      </ul>
      <DeleteRow entity={entity.name} id={id} base={base} onDeleted={onDeleted} />
    </aside>
  );
}
