import { useId, useState } from "react";
import { type Entity, entityOf } from "../edit/entities.ts";
import { RowSearch } from "../shared/RowSearch.tsx";
import { fieldName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { fieldOfColumn, SCHEMES, targets, unfilled } from "./columns.ts";
import type { How } from "./send.ts";
import { imports } from "./texts.ts";

interface Props {
  how: How;
  /** Those of the file; undefined while there is none, null where it is packed. */
  columns: string[] | null | undefined;
  put: (part: Partial<How>) => void;
}

/** `Birth date` of `birth_date`, and `name (中文)` of `name_zh`. */
function useTarget(entity: Entity) {
  const { locale } = useLanguage();
  return (target: string) => {
    const scheme = SCHEMES.get(target);
    if (scheme) return scheme;
    const name = target
      .replace(/_zh$/, "")
      .replaceAll(/_(\w)/g, (_, it: string) => it.toUpperCase());
    const called = fieldName(entity.name, name, locale);
    return target.endsWith("_zh") ? `${called} (中文)` : called;
  };
}

/** Which column is which field, and what the file does not say. */
export function Mapping({ how, columns, put }: Props) {
  const t = useTexts(imports);
  const { locale } = useLanguage();
  const entity = entityOf(how.entity);
  if (!entity) return null;
  const missing = columns ? unfilled(columns, entity, how.map, how.set) : [];
  return (
    <>
      {columns === null && <p className="hint">{t.packed}</p>}
      {columns && columns.length > 0 && (
        <Columns entity={entity} columns={columns} how={how} put={put} />
      )}
      {missing.length > 0 && <Missing entity={entity} fields={missing} />}
      <Values entity={entity} how={how} put={put} />
      <div className="option">
        <RowSearch
          label={t.rests}
          types={["SOURCE"]}
          placeholder={t.search}
          onChoose={(row) => put({ rests: row.id.slice(row.id.indexOf(":") + 1) })}
        />
        {how.rests ? (
          <p>
            <code>{how.rests}</code>{" "}
            <button type="button" className="small" onClick={() => put({ rests: "" })}>
              {t.remove(fieldName("Source", "source", locale))}
            </button>
          </p>
        ) : (
          <p className="hint">{t.restsHint}</p>
        )}
      </div>
    </>
  );
}

function Missing({ entity, fields }: { entity: Entity; fields: string[] }) {
  const t = useTexts(imports);
  const target = useTarget(entity);
  return <p className="notice">{t.missing(fields.map(target).join(", "))}</p>;
}

function Columns({ entity, columns, how, put }: Props & { entity: Entity; columns: string[] }) {
  const t = useTexts(imports);
  const target = useTarget(entity);
  const mapped = (column: string) => Object.keys(how.map).find((it) => how.map[it] === column);
  const choose = (column: string, field: string) => {
    const others = Object.entries(how.map).filter(([it, of]) => of !== column && it !== field);
    put({ map: Object.fromEntries(field ? [...others, [field, column]] : others) });
  };
  return (
    <table className="mapping">
      <caption>{t.columns}</caption>
      <thead>
        <tr>
          <th scope="col">{t.column}</th>
          <th scope="col">{t.field}</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => {
          const own = fieldOfColumn(column, entity);
          return (
            <tr key={column}>
              <th scope="row">
                <code>{column}</code>
              </th>
              <td>
                {own ? (
                  <>
                    {target(own)} <small>({t.taken})</small>
                  </>
                ) : (
                  <select
                    aria-label={`${t.field}: ${column}`}
                    value={mapped(column) ?? ""}
                    onChange={(event) => choose(column, event.target.value)}
                  >
                    <option value="">{t.leaveOut}</option>
                    {targets(entity).map((it) => (
                      <option key={it} value={it}>
                        {target(it)}
                      </option>
                    ))}
                  </select>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Values({ entity, how, put }: Omit<Props, "columns"> & { entity: Entity }) {
  const t = useTexts(imports);
  const target = useTarget(entity);
  const field = useId();
  const [chosen, setChosen] = useState("");
  const free = targets(entity).filter((it) => !(it in how.set) && it !== "key");
  const without = (name: string) =>
    Object.fromEntries(Object.entries(how.set).filter(([it]) => it !== name));
  return (
    <fieldset className="option">
      <legend>{t.set}</legend>
      <p className="hint">{t.setHint}</p>
      {Object.entries(how.set).map(([name, value]) => (
        <div className="entry" key={name}>
          <span>{target(name)}</span>
          <input
            value={value}
            aria-label={`${t.value}: ${target(name)}`}
            onChange={(event) => put({ set: { ...how.set, [name]: event.target.value } })}
          />
          <button
            type="button"
            aria-label={t.remove(target(name))}
            onClick={() => put({ set: without(name) })}
          >
            ×
          </button>
        </div>
      ))}
      <div className="entry">
        <label htmlFor={field} className="only-heard">
          {t.field}
        </label>
        <select id={field} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t.choose}</option>
          {free.map((it) => (
            <option key={it} value={it}>
              {target(it)}
            </option>
          ))}
        </select>
        <button
          type="button"
          disabled={chosen === ""}
          onClick={() => {
            put({ set: { ...how.set, [chosen]: "" } });
            setChosen("");
          }}
        >
          {t.addSet}
        </button>
      </div>
    </fieldset>
  );
}
