// Conditions on rows, and on the rows they lead to, put together by choices.
import { useEffect, useRef } from "react";
import { wordsOf } from "../shared/schemaWords.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { bare, countsOf, fieldsOf, filterBehind, isModifier, sortOf, waysOf } from "./schema.ts";
import { type Term, term } from "./terms.ts";
import { askTexts } from "./texts.ts";
import { ValueInput } from "./ValueInput.tsx";

interface Props {
  /** The input that the conditions make, such as `PersonFilter`. */
  filter: string;
  terms: Term[];
  onChange: (terms: Term[]) => void;
  isInner?: boolean;
}

export function FilterEditor({ filter, terms, onChange, isInner = false }: Props) {
  const t = useTexts(askTexts);
  const frame = useRef<HTMLDivElement>(null);
  const before = useRef(terms.length);
  // Where a condition is added, its field is what is chosen next.
  useEffect(() => {
    if (terms.length === before.current + 1 && frame.current?.contains(document.activeElement)) {
      const all = frame.current.querySelectorAll<HTMLSelectElement>(":scope > ul > li");
      all[all.length - 1]?.querySelector("select")?.focus();
    }
    before.current = terms.length;
  }, [terms.length]);
  const put = (at: number, it: Term | undefined) =>
    onChange(it ? terms.with(at, it) : terms.filter((_, other) => other !== at));
  return (
    <div ref={frame} className={isInner ? "conditions is-inner" : "conditions"}>
      <ul>
        {terms.map((it, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: all that a condition holds is given to it.
          <li key={at}>
            <Condition filter={filter} it={it} at={at} onChange={(next) => put(at, next)} />
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => onChange([...terms, firstOf(filter)])}>
        {isInner ? t.addInner : t.add}
      </button>
    </div>
  );
}

/** What a new condition begins as: it says nothing yet. */
function firstOf(filter: string): Term {
  const fields = Object.keys(fieldsOf(filter));
  const field = ["country", "name", "title", "kind"].find((it) => fields.includes(it));
  return termOf(filter, field ?? fields[0] ?? "");
}

/** The ways that most who compare mean. */
const USUAL = ["contains", "eq", "gte"];

/** A condition on a field, with nothing to compare it with yet. */
function termOf(filter: string, field: string): Term {
  switch (sortOf(filter, field)) {
    case "list":
      return term(`${field}.some`);
    case "leaf": {
      const ways = Object.keys(waysOf(filter, field));
      const usual = USUAL.find((it) => ways.includes(it)) ?? ways[0] ?? "";
      return withWay(filter, term(field), usual);
    }
    default:
      return term(field);
  }
}

function withWay(filter: string, it: Term, way: string): Term {
  const [field = ""] = it.head;
  const isText = ["contains", "startsWith", "endsWith"].includes(way);
  const [modifier] = isText ? modifiersOf(filter, field) : [];
  const type = waysOf(filter, field)[way] ?? "";
  const values = type === bare(type) && it.values.length > 1 ? it.values.slice(0, 1) : it.values;
  return { ...it, head: [field, way, ...(modifier ? [modifier] : [])], values };
}

function modifiersOf(filter: string, field: string): string[] {
  const leaf = fieldsOf(bare(fieldsOf(filter)[field] ?? ""));
  return Object.keys(leaf).filter((it) => isModifier(it, leaf[it] ?? ""));
}

interface One {
  filter: string;
  it: Term;
  at: number;
  onChange: (it: Term | undefined) => void;
}

function Condition({ filter, it, at, onChange }: One) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const [field = ""] = it.head;
  const sort = sortOf(filter, field);
  const name = `${t.condition(at + 1)}: ${wordsOf(field, locale)}`;
  return (
    <fieldset className="condition">
      <legend className="only-heard">{name}</legend>
      <FieldChoice
        filter={filter}
        field={field}
        onChange={(next) => onChange(termOf(filter, next))}
      />
      {sort === "leaf" && <Leaf filter={filter} it={it} at={at} onChange={onChange} />}
      {sort === "list" && <Quantifier filter={filter} it={it} at={at} onChange={onChange} />}
      {sort === "plain" && (
        <ValueInput
          type={fieldsOf(filter)[field] ?? ""}
          values={it.values}
          onChange={(values) => onChange({ ...it, values })}
        />
      )}
      <button
        type="button"
        className="remove"
        aria-label={t.remove(name)}
        onClick={() => onChange(undefined)}
      >
        ×
      </button>
      {(sort === "among" || sort === "list" || sort === "group") && (
        <FilterEditor
          filter={sort === "group" ? filter : filterBehind(filter, field)}
          terms={it.of}
          onChange={(of) => onChange({ ...it, of })}
          isInner
        />
      )}
    </fieldset>
  );
}

function FieldChoice(props: { filter: string; field: string; onChange: (field: string) => void }) {
  const { filter, field, onChange } = props;
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const all = Object.keys(fieldsOf(filter));
  const groups = [
    [t.own, ["leaf", "plain"]],
    [t.leading, ["among", "list"]],
    [t.combining, ["group"]],
  ] as const;
  return (
    <label>
      <span className="only-heard">{t.field}</span>
      <select value={field} onChange={(event) => onChange(event.target.value)}>
        {!all.includes(field) && <option value={field}>{field}</option>}
        {groups.map(([label, sorts]) => {
          const own = all.filter((it) =>
            (sorts as readonly string[]).includes(sortOf(filter, it) ?? ""),
          );
          return (
            own.length > 0 && (
              <optgroup key={label} label={label}>
                {own.map((it) => (
                  <option key={it} value={it}>
                    {wordsOf(it, locale)}
                  </option>
                ))}
              </optgroup>
            )
          );
        })}
      </select>
    </label>
  );
}

function Leaf({ filter, it, onChange }: One) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const [field = "", way = "", modifier] = it.head;
  const ways = waysOf(filter, field);
  const [known] = modifiersOf(filter, field);
  return (
    <>
      <label>
        <span className="only-heard">{t.way}</span>
        <select value={way} onChange={(event) => onChange(withWay(filter, it, event.target.value))}>
          {!(way in ways) && <option value={way}>{way}</option>}
          {Object.keys(ways).map((name) => (
            <option key={name} value={name}>
              {wordsOf(name, locale)}
            </option>
          ))}
        </select>
      </label>
      <ValueInput
        type={ways[way] ?? "String"}
        values={it.values}
        onChange={(values) => onChange({ ...it, values })}
        filter={filter}
        field={field}
      />
      {known && way !== "isNull" && (
        <label className="check">
          <input
            type="checkbox"
            checked={modifier !== undefined}
            onChange={(event) =>
              onChange({ ...it, head: [field, way, ...(event.target.checked ? [known] : [])] })
            }
          />{" "}
          {t.ignoreCase}
        </label>
      )}
    </>
  );
}

function Quantifier({ filter, it, onChange }: One) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const [field = "", ...rest] = it.head;
  const quantifiers = Object.keys(fieldsOf(bare(fieldsOf(filter)[field] ?? "")));
  const plain = quantifiers.filter((name) => name !== "count");
  const counts = countsOf(filter, field).map((name) => `count.${name}`);
  const chosen = rest.join(".");
  return (
    <>
      <label>
        <span className="only-heard">{t.way}</span>
        <select
          value={chosen}
          onChange={(event) => onChange({ ...it, head: [field, ...event.target.value.split(".")] })}
        >
          {![...plain, ...counts].includes(chosen) && <option value={chosen}>{chosen}</option>}
          {[...plain, ...counts].map((name) => (
            <option key={name} value={name}>
              {name
                .split(".")
                .map((part) => wordsOf(part, locale))
                .join(locale === "ZH" ? "" : " ")}
            </option>
          ))}
        </select>
      </label>
      {rest[0] === "count" && (
        <ValueInput
          type="Int"
          values={it.values}
          onChange={(values) => onChange({ ...it, values })}
        />
      )}
    </>
  );
}
