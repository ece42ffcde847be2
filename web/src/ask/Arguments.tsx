// Arguments that may be given, each by its name.
import { wordsOf } from "../shared/schemaWords.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { withArgument } from "./question.ts";
import { bare, manifest } from "./schema.ts";
import type { Term } from "./terms.ts";
import { askTexts } from "./texts.ts";
import { ValueInput } from "./ValueInput.tsx";

interface Props {
  /** Names and types. */
  takes: Record<string, string>;
  /** Those that are given, such as `currency(CNY)`. */
  given: Term[];
  onChange: (given: Term[]) => void;
}

export function Arguments({ takes, given, onChange }: Props) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  return Object.entries(takes).map(([name, type]) => {
    // A choice is called by what is chosen from: `end` alone may be anything.
    const label = wordsOf(bare(type) in manifest.enums ? bare(type) : name, locale);
    return (
      <div key={name} className="argument">
        <span aria-hidden="true">{label}</span>
        <ValueInput
          type={type}
          values={given.find((it) => it.head[0] === name)?.values ?? []}
          label={label}
          empty={t.usual}
          onChange={([value = ""]) => onChange(withArgument(given, name, value))}
        />
      </div>
    );
  });
}
