// Where the value of a condition is given, as its type has it.
import { useId, useState } from "react";
import { wordsOf } from "../shared/schemaWords.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { bare, isList, manifest } from "./schema.ts";
import { askTexts } from "./texts.ts";
import { useSuggestions } from "./useSuggestions.ts";

interface Props {
  /** As the schema writes it, such as `[Role!]`. */
  type: string;
  values: string[];
  onChange: (values: string[]) => void;
  /** Whose values are suggested. */
  filter?: string;
  field?: string;
  label?: string;
  /** What an empty choice means; that one is still to be made where it is left out. */
  empty?: string;
}

export function ValueInput(props: Props) {
  const { type } = props;
  if (manifest.enums[bare(type)])
    return isList(type) ? <Several {...props} /> : <OneOf {...props} />;
  return bare(type) === "Boolean" ? <YesNo {...props} /> : <Typed {...props} />;
}

function OneOf({ type, values, onChange, label, empty }: Props) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  return (
    <label>
      <span className="only-heard">{label ?? t.value}</span>
      <select value={values[0] ?? ""} onChange={(event) => onChange([event.target.value])}>
        <option value="">{empty ?? t.choose}</option>
        {manifest.enums[bare(type)]?.map((it) => (
          <option key={it} value={it}>
            {wordsOf(it, locale)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Several({ type, values, onChange, label }: Props) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const toggle = (it: string, on: boolean) =>
    onChange(on ? [...values.filter((one) => one !== ""), it] : values.filter((one) => one !== it));
  return (
    <fieldset className="several">
      <legend className="only-heard">{label ?? t.value}</legend>
      {manifest.enums[bare(type)]?.map((it) => (
        <label key={it}>
          <input
            type="checkbox"
            checked={values.includes(it)}
            onChange={(event) => toggle(it, event.target.checked)}
          />{" "}
          {wordsOf(it, locale)}
        </label>
      ))}
    </fieldset>
  );
}

function YesNo({ values, onChange, label, empty }: Props) {
  const t = useTexts(askTexts);
  return (
    <label>
      <span className="only-heard">{label ?? t.value}</span>
      <select value={values[0] ?? ""} onChange={(event) => onChange([event.target.value])}>
        <option value="">{empty ?? t.choose}</option>
        <option value="true">{t.yes}</option>
        <option value="false">{t.no}</option>
      </select>
    </label>
  );
}

const CODES = ["CountryCode", "CurrencyCode"];
const NUMBERS = ["Int", "Float", "Decimal"];
const SHAPES: Record<string, string> = {
  CountryCode: "CN",
  CurrencyCode: "CNY",
  PartialDate: "2023-03",
};

function Typed({ type, values, onChange, filter = "", field = "", label, empty }: Props) {
  const t = useTexts(askTexts);
  const [near, setNear] = useState(false);
  const suggestions = useSuggestions(filter, field, near);
  const list = useId();
  const name = bare(type);
  const typed = (text: string) => {
    const written = CODES.includes(name) ? text.toUpperCase() : text;
    // Also of the Chinese comma.
    onChange(isList(type) ? written.split(/,\s?|，/) : [written]);
  };
  return (
    <label>
      <span className="only-heard">{label ?? (isList(type) ? t.values : t.value)}</span>
      <input
        value={values.join(", ")}
        onChange={(event) => typed(event.target.value)}
        onFocus={() => setNear(true)}
        list={suggestions.length > 0 ? list : undefined}
        inputMode={NUMBERS.includes(name) ? "decimal" : undefined}
        placeholder={SHAPES[name] ?? empty ?? (isList(type) ? t.values : t.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <datalist id={list}>
        {suggestions.map(({ value, label: meaning }) => (
          <option key={value} value={value}>
            {meaning}
          </option>
        ))}
      </datalist>
    </label>
  );
}
