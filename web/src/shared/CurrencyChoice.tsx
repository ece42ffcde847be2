import type { Locale } from "../texts/dictionary.ts";
import { useTexts } from "../texts/language.tsx";
import { shared } from "./texts.ts";

const CURRENCIES = ["CNY", "USD", "EUR", "GBP", "JPY"];

/** The currency that readers of a language reckon in. */
export const currencyOf = (locale: Locale) => (locale === "ZH" ? "CNY" : "USD");

export function CurrencyChoice(props: { value: string; choose: (currency: string) => void }) {
  const t = useTexts(shared);
  return (
    <label>
      {t.currency}{" "}
      <select value={props.value} onChange={(event) => props.choose(event.target.value)}>
        {CURRENCIES.map((it) => (
          <option key={it}>{it}</option>
        ))}
      </select>
    </label>
  );
}
