// By what groups are made, chosen name by name.
import { wordsOf } from "../shared/schemaWords.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { KEYS_MAX, leads, STEPS_MAX } from "./keys.ts";
import { fieldsOf, manifest } from "./schema.ts";
import { type Term, term } from "./terms.ts";
import { askTexts } from "./texts.ts";
import { ValueInput } from "./ValueInput.tsx";

interface Props {
  groupBy: string;
  terms: Term[];
  onChange: (terms: Term[]) => void;
}

export function KeysEditor({ groupBy, terms, onChange }: Props) {
  const t = useTexts(askTexts);
  const add = () => onChange([...terms, keyFor(groupBy, [], usual(groupBy, terms))]);
  return (
    <div className="keys">
      <ul>
        {terms.map((it, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: all that a key holds is given to it.
          <li key={at}>
            <fieldset className="condition">
              <legend className="only-heard">{t.key(at + 1)}</legend>
              <KeyChoice
                groupBy={groupBy}
                it={it}
                onChange={(next) => onChange(terms.with(at, next))}
              />
              <button
                type="button"
                className="remove"
                aria-label={t.remove(t.key(at + 1))}
                onClick={() => onChange(terms.filter((_, other) => other !== at))}
              >
                ×
              </button>
            </fieldset>
          </li>
        ))}
      </ul>
      {terms.length < KEYS_MAX && (
        <button type="button" onClick={add}>
          {t.addKey}
        </button>
      )}
    </div>
  );
}

const USUAL = ["country", "kind", "field", "title", "year"];

function usual(groupBy: string, terms: Term[]): string {
  const fields = Object.keys(fieldsOf(groupBy)).filter((it) => it !== "row");
  const left = fields.filter((name) => !terms.some((it) => it.head[0] === name));
  return USUAL.find((it) => left.includes(it)) ?? left[0] ?? "row";
}

/** A key that goes on by `name`, with the first of what must be said of it. */
function keyFor(type: string, before: string[], name: string): Term {
  const of = fieldsOf(type)[name] ?? "";
  const [cut] = manifest.enums[of] ?? [];
  const isBins = !cut && of !== "Boolean" && !leads(of);
  const head = [...before, name, ...(isBins ? ["width"] : [])];
  return { ...term("x", cut ? [cut] : []), head };
}

/** The choices that lead to a key: one for each step, and what is said of the last. */
export function KeyChoice(props: { groupBy: string; it: Term; onChange: (it: Term) => void }) {
  const { groupBy, it, onChange } = props;
  const steps: { type: string; before: string[]; name: string }[] = [];
  let type: string | undefined = groupBy;
  for (let at = 0; type !== undefined; at += 1) {
    const name: string = it.head[at] ?? "";
    steps.push({ type, before: it.head.slice(0, at), name });
    const next: string | undefined = fieldsOf(type)[name];
    type = next !== undefined && leads(next) && at < STEPS_MAX ? next : undefined;
  }
  const last = steps.at(-1);
  const leaf = last && fieldsOf(last.type)[last.name];
  return (
    <>
      {steps.map((step) => (
        <Step
          key={step.before.join(".")}
          {...step}
          onChange={(name) => onChange(keyFor(step.type, step.before, name))}
        />
      ))}
      {leaf && <Leaf type={leaf} it={it} onChange={onChange} />}
    </>
  );
}

function Step(props: {
  type: string;
  before: string[];
  name: string;
  onChange: (name: string) => void;
}) {
  const { type, before, name, onChange } = props;
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const all = Object.entries(fieldsOf(type));
  const canLead = before.length < STEPS_MAX;
  const own = all.filter(([, of]) => !leads(of));
  const leading = canLead ? all.filter(([, of]) => leads(of)) : [];
  const called = (it: string) =>
    it.endsWith("Bins") ? t.inSteps(wordsOf(it.slice(0, -4), locale)) : wordsOf(it, locale);
  return (
    <label>
      <span className="only-heard">{t.field}</span>
      <select value={name} onChange={(event) => onChange(event.target.value)}>
        {!all.some(([it]) => it === name) && <option value={name}>{name || t.choose}</option>}
        <optgroup label={t.own}>
          {own.map(([it]) => (
            <option key={it} value={it}>
              {called(it)}
            </option>
          ))}
        </optgroup>
        {leading.length > 0 && (
          <optgroup label={t.leading}>
            {leading.map(([it]) => (
              <option key={it} value={it}>
                {wordsOf(it, locale)} …
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}

/** How much of a date, or how wide steps of a number are. */
function Leaf({ type, it, onChange }: { type: string; it: Term; onChange: (it: Term) => void }) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  if (manifest.enums[type]) {
    return (
      <ValueInput
        type={type}
        values={it.values}
        label={t.cut}
        onChange={(values) => onChange({ ...it, values })}
      />
    );
  }
  if (type === "Boolean" || leads(type)) return null;
  const way = it.head.at(-1) ?? "width";
  const ways = Object.entries(fieldsOf(type));
  return (
    <>
      <label>
        <span className="only-heard">{t.way}</span>
        <select
          value={way}
          onChange={(event) => onChange({ ...it, head: it.head.with(-1, event.target.value) })}
        >
          {ways.map(([name]) => (
            <option key={name} value={name}>
              {wordsOf(name, locale)}
            </option>
          ))}
        </select>
      </label>
      <ValueInput
        type={way === "edges" ? "[Float!]" : "Float"}
        values={it.values}
        label={way === "edges" ? t.edges : t.step}
        onChange={(values) => onChange({ ...it, values })}
      />
    </>
  );
}
