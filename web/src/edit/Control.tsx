import { useId } from "react";
import { COUNTRIES, CURRENCIES, currencyName, valueName } from "../shared/words.ts";
import { country } from "../texts/countries.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import type { Entry, Fault, Local } from "./draft.ts";
import type { Field } from "./entities.ts";
import type { Told } from "./faults.ts";
import { ListControl, ReferenceControl } from "./ListControl.tsx";
import { edit } from "./texts.ts";

export interface ControlProps {
  field: Field;
  /** What the field is called. */
  name: string;
  entry: Entry;
  onChange: (entry: Entry) => void;
  /** What the form itself finds wrong. */
  fault?: Fault | undefined;
  /** What the API finds wrong. */
  told?: readonly Told[];
  label: (id: string) => string;
  isChanged?: boolean;
  /** What is said of it besides. */
  hint?: string | undefined;
}

/** What a control is given for itself. */
export interface Inner extends ControlProps {
  id: string;
  described: string | undefined;
  invalid: boolean;
}

/** The control of one field, with what is said of it and what is wrong with it. */
export function Control(props: ControlProps) {
  const { field, name, fault, told = [], isChanged = false, hint = "" } = props;
  const t = useTexts(edit);
  const { locale } = useLanguage();
  const id = useId();
  const hints = [
    locale === "EN" ? field.doc.replaceAll("`", "") : "",
    (t.hints as Record<string, string>)[field.kind] ?? "",
    hint,
  ].filter(Boolean);
  const invalid = fault !== undefined || told.length > 0;
  const described = [hints.length > 0 && `${id}-hint`, invalid && `${id}-fault`].filter(Boolean);
  const inner = { ...props, id, invalid, described: described.join(" ") || undefined };
  const isGroup = ["local", "texts", "keys", "references", "reference", "any"].includes(field.kind);
  const title = (
    <>
      {name}
      {field.required && <span className="required"> {t.required}</span>}
    </>
  );
  const rest = (
    <>
      <Held {...inner} />
      {hints.length > 0 && (
        <p className="hint" id={`${id}-hint`}>
          {hints.join(" ")}
        </p>
      )}
      {invalid && (
        <p className="fault" id={`${id}-fault`}>
          {fault && t.faults[fault]}
          {told.map((it) => (
            <span key={it.message}>
              <b>{valueName(it.code, locale)}</b>: <span lang="en">{it.message}</span>{" "}
            </span>
          ))}
        </p>
      )}
    </>
  );
  const isShort = SHORT.includes(field.kind);
  const states = [isShort && "is-short", isChanged && "is-changed", invalid && "is-wrong"];
  const className = ["control", ...states].filter(Boolean).join(" ");
  return isGroup ? (
    <fieldset className={className} data-field={field.name} aria-describedby={inner.described}>
      <legend>{title}</legend>
      {rest}
    </fieldset>
  ) : (
    <div className={className} data-field={field.name}>
      <label htmlFor={id}>{title}</label>
      {rest}
    </div>
  );
}

/** Kinds of which two stand side by side where there is room. */
const SHORT = ["date", "country", "currency", "int", "float", "decimal", "enum"];

function Held(props: Inner) {
  switch (props.field.kind) {
    case "local":
      return <LocalControl {...props} />;
    case "texts":
    case "keys":
      return <ListControl {...props} />;
    case "reference":
    case "references":
    case "any":
      return <ReferenceControl {...props} />;
    case "enum":
    case "country":
    case "currency":
      return <ChoiceControl {...props} />;
    default:
      return <TextControl {...props} />;
  }
}

/** How keyboards of phones help. */
const MODES = { int: "numeric", float: "decimal", decimal: "decimal", url: "url" } as const;

function TextControl({ field, entry, onChange, id, described, invalid }: Inner) {
  return (
    <input
      id={id}
      value={entry as string}
      inputMode={MODES[field.kind as keyof typeof MODES] ?? "text"}
      spellCheck={field.kind === "text"}
      autoComplete="off"
      aria-describedby={described}
      aria-invalid={invalid || undefined}
      aria-required={field.required || undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Fields that hold sentences. */
const LONG = ["note", "description", "statement", "headline", "knownFor"];

function LocalControl({ field, name, entry, onChange, invalid }: Inner) {
  const t = useTexts(edit);
  const forms = entry as Local;
  const Box = LONG.includes(field.name) ? "textarea" : "input";
  const languages = [
    ["en", t.english, "en"],
    ["zh", t.chinese, "zh-Hans"],
  ] as const;
  return (
    <div className="forms">
      {languages.map(([form, called, lang]) => (
        <div key={form}>
          <small aria-hidden="true">{called}</small>
          <Box
            lang={lang}
            value={forms[form]}
            aria-label={`${name}, ${called}`}
            aria-invalid={invalid || undefined}
            onChange={(event) => onChange({ ...forms, [form]: event.target.value })}
          />
        </div>
      ))}
    </div>
  );
}

function ChoiceControl({ field, entry, onChange, id, described, invalid }: Inner) {
  const t = useTexts(edit);
  const { locale } = useLanguage();
  const value = entry as string;
  const [values, called] =
    field.kind === "country"
      ? [COUNTRIES, country]
      : field.kind === "currency"
        ? [CURRENCIES, currencyName]
        : [field.values ?? [], valueName];
  const all = value === "" || values.includes(value) ? values : [value, ...values];
  const options = all.map((it) => [it, called(it, locale)] as const);
  const sorted =
    field.kind === "enum"
      ? options
      : options.toSorted((one, other) => one[1].localeCompare(other[1], locale.toLowerCase()));
  return (
    <select
      id={id}
      value={value}
      aria-describedby={described}
      aria-invalid={invalid || undefined}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{field.required ? t.choose : t.none}</option>
      {sorted.map(([it, name]) => (
        <option key={it} value={it}>
          {field.kind === "enum" ? name : `${name} (${it})`}
        </option>
      ))}
    </select>
  );
}
