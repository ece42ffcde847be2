import { useTexts } from "../texts/language.tsx";
import { askTexts } from "./texts.ts";

/** A name as it is typed, in both languages. */
export interface Name {
  en: string;
  zh: string;
}

/** The name as the schema takes it; undefined where it is given in neither language. */
export function nameOf({ en, zh }: Name): { en?: string; zh?: string } | undefined {
  const given = {
    ...(en.trim() !== "" && { en: en.trim() }),
    ...(zh.trim() !== "" && { zh: zh.trim() }),
  };
  return Object.keys(given).length > 0 ? given : undefined;
}

export function NameFields({ name, onChange }: { name: Name; onChange: (name: Name) => void }) {
  const t = useTexts(askTexts);
  return (
    <>
      <label>
        {t.nameEn}
        <input
          value={name.en}
          onChange={(event) => onChange({ ...name, en: event.target.value })}
        />
      </label>
      <label>
        {t.nameZh}
        <input
          value={name.zh}
          onChange={(event) => onChange({ ...name, zh: event.target.value })}
        />
      </label>
    </>
  );
}
