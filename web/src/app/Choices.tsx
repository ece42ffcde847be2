import { useLanguage, useTexts } from "../texts/language.tsx";
import { type Choice, choose, useChoice } from "../theme/theme.ts";
import { TokenField } from "./TokenField.tsx";
import "./choices.css";
import { shell } from "./texts.ts";

const CHOICES: Choice[] = ["system", "light", "dark"];

/** What can be chosen of all pages: the language, the colours, and who asks. */
export function Choices() {
  return (
    <div className="choices">
      <LanguageButton />
      <ThemeChoice />
      <TokenField />
    </div>
  );
}

function LanguageButton() {
  const t = useTexts(shell);
  const { locale, choose } = useLanguage();
  const other = locale === "ZH" ? "EN" : "ZH";
  return (
    <button type="button" lang={other === "ZH" ? "zh-Hans" : "en"} onClick={() => choose(other)}>
      {t.language}
    </button>
  );
}

function ThemeChoice() {
  const t = useTexts(shell);
  const chosen = useChoice();
  return (
    <label>
      <span className="only-heard">{t.theme}</span>
      <select value={chosen} onChange={(event) => choose(event.target.value as Choice)}>
        {CHOICES.map((it) => (
          <option key={it} value={it}>
            {t.themes[it]}
          </option>
        ))}
      </select>
    </label>
  );
}
