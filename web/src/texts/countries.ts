// What countries and regions are called, by the codes that rows have.
import type { Locale } from "./dictionary.ts";

const names = (tag: string, style: "short" | "long") =>
  new Intl.DisplayNames(tag, { type: "region", style });

const SHORT: Record<Locale, Intl.DisplayNames> = {
  EN: names("en", "short"),
  ZH: names("zh-Hans", "short"),
};
const LONG: Record<Locale, Intl.DisplayNames> = {
  EN: names("en", "long"),
  ZH: names("zh-Hans", "long"),
};

/** Short names that are letters only, such as `UK`, say no more than the code. */
const LETTERS = /^[A-Z]{2,3}$/;

/** `HK` is Hong Kong, 香港; a code that has no name is called by itself. */
export function country(code: string, locale: Locale): string {
  try {
    const short = SHORT[locale].of(code) ?? code;
    return LETTERS.test(short) ? (LONG[locale].of(code) ?? code) : short;
  } catch {
    return code;
  }
}
