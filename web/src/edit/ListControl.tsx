import type { SearchType } from "../../generated/graphql.ts";
import { RowSearch } from "../shared/RowSearch.tsx";
import { RowLink } from "../shared/Value.tsx";
import { useTexts } from "../texts/language.tsx";
import type { Inner } from "./Control.tsx";
import { edit } from "./texts.ts";

/** Texts in an order: a box for each, and one more. */
export function ListControl({ name, entry, onChange, described, invalid }: Inner) {
  const t = useTexts(edit);
  const entries = entry as string[];
  return (
    <div className="entries">
      {entries.map((text, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry is nothing but its place.
        <div className="entry" key={place}>
          <input
            value={text}
            autoComplete="off"
            aria-label={t.entry(name, place + 1)}
            aria-describedby={described}
            aria-invalid={invalid || undefined}
            onChange={(event) => onChange(entries.with(place, event.target.value))}
          />
          <button
            type="button"
            aria-label={t.remove(t.entry(name, place + 1))}
            onClick={() => onChange(entries.toSpliced(place, 1))}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        className="small"
        aria-label={t.addTo(name)}
        onClick={() => onChange([...entries, ""])}
      >
        + {t.add}
      </button>
    </div>
  );
}

/** Rows that are referred to: one of them, or any number. */
export function ReferenceControl(props: Inner) {
  const { field, name, entry, onChange, label, described, invalid } = props;
  const t = useTexts(edit);
  const isList = Array.isArray(entry);
  const ids = isList ? entry : entry === "" ? [] : [entry as string];
  const types = field.target ? { types: [field.target.toUpperCase() as SearchType] } : {};
  const put = (id: string) => {
    if (!isList) onChange(id);
    else if (!entry.includes(id)) onChange([...entry, id]);
  };
  return (
    <div className="entries">
      {ids.map((id) => (
        <div className="entry chosen" key={id}>
          <span>
            <RowLink id={id} label={label} /> <small className="id">{id}</small>
          </span>
          <button
            type="button"
            aria-label={t.remove(label(id))}
            onClick={() => onChange(isList ? entry.filter((it) => it !== id) : "")}
          >
            ×
          </button>
        </div>
      ))}
      <RowSearch
        label={name}
        hidden
        {...types}
        placeholder={t.search}
        describedBy={described}
        invalid={invalid}
        onChoose={(row) => put(row.id)}
      />
    </div>
  );
}
