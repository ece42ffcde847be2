import { Link } from "wouter";
import type { Field } from "../../build/entities.ts";
import { historyPath } from "../app/paths.ts";
import { country } from "../texts/countries.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { shared } from "./texts.ts";
import { currencyName, valueName } from "./words.ts";

interface Props {
  /** What the manifest says of the field; a value of none is shown as it is. */
  field: Field | undefined;
  value: unknown;
  /** What rows are called, by their ids. */
  label: (id: string) => string;
}

/** One value of a row, as `values` and the history have it, in words. */
export function Value({ field, value, label }: Props) {
  const t = useTexts(shared);
  const { locale } = useLanguage();
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) {
    return <span className="nothing">{t.nothing}</span>;
  }
  if (Array.isArray(value)) {
    return (
      <ul className="values">
        {value.map((it) => (
          <li key={String(it)}>
            <Value field={field && { ...field, kind: single(field) }} value={it} label={label} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === "object") return <Forms value={value as Record<string, string | null>} />;
  const text = String(value);
  switch (field?.kind) {
    case "enum":
      return valueName(text, locale);
    case "country":
      return `${country(text, locale)} (${text})`;
    case "currency":
      return `${currencyName(text, locale)} (${text})`;
    case "reference":
    case "any":
      return <RowLink id={text} label={label} />;
    case "url":
      return <a href={text}>{text}</a>;
    default:
      return typeof value === "number" ? value.toLocaleString("en", DIGITS) : text;
  }
}

const DIGITS = { maximumFractionDigits: 20, useGrouping: false } as const;

/** What an entry of a list is. */
const single = (field: Field) => (field.kind === "references" ? "reference" : "text");

function Forms({ value }: { value: Record<string, string | null> }) {
  return (
    <>
      {value.en && (
        <span className="form" lang="en">
          {value.en}
        </span>
      )}
      {value.zh && (
        <span className="form" lang="zh-Hans">
          {value.zh}
        </span>
      )}
    </>
  );
}

/** A row by what it is called, leading to what happened to it. */
export function RowLink({ id, label }: { id: string; label: (id: string) => string }) {
  return (
    <Link href={historyPath(id)} title={id}>
      {label(id)}
    </Link>
  );
}
