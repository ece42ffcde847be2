// Which language the pages are in: that of the browser, until somebody chooses.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Dictionary, Locale } from "./dictionary.ts";

const NAME = "bole-language";

/** The language to begin with. */
export function first(kept: string | null, browser: readonly string[]): Locale {
  if (kept === "EN" || kept === "ZH") return kept;
  const known = browser.find((it) => /^(zh|en)\b/i.test(it));
  return known?.toLowerCase().startsWith("zh") ? "ZH" : "EN";
}

interface Language {
  locale: Locale;
  choose: (locale: Locale) => void;
}

const Context = createContext<Language | undefined>(undefined);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(() =>
    first(localStorage.getItem(NAME), navigator.languages),
  );
  useEffect(() => {
    document.documentElement.lang = locale === "ZH" ? "zh-Hans" : "en";
  }, [locale]);
  const language = useMemo(() => {
    const choose = (chosen: Locale) => {
      localStorage.setItem(NAME, chosen);
      setLocale(chosen);
    };
    return { locale, choose };
  }, [locale]);
  return <Context.Provider value={language}>{children}</Context.Provider>;
}

export function useLanguage(): Language {
  const language = useContext(Context);
  if (!language) throw new Error("there is no LanguageProvider around this component");
  return language;
}

/** The texts of a feature in the language that is chosen. */
export function useTexts<T>(dictionary: Dictionary<T>): Dictionary<T>[Locale] {
  return dictionary[useLanguage().locale];
}
