// Numbers, amounts and dates as readers of each language write them.
import type { Locale } from "./dictionary.ts";

const TAGS: Record<Locale, string> = { EN: "en", ZH: "zh-Hans" };

/** `12,345.6`. */
export function number(value: number, locale: Locale, digits = 2): string {
  return new Intl.NumberFormat(TAGS[locale], { maximumFractionDigits: digits }).format(value);
}

/** `US$1.9M` or `US$190万`: short, for axes and labels. */
export function amount(value: number, currency: string, locale: Locale): string {
  return new Intl.NumberFormat(TAGS[locale], {
    style: "currency",
    currency,
    notation: "compact",
    maximumSignificantDigits: 4,
  }).format(value);
}

/** `175B` or `1750亿`: short, for large numbers whose size is all that matters. */
export function short(value: number, locale: Locale): string {
  return new Intl.NumberFormat(TAGS[locale], {
    notation: "compact",
    maximumSignificantDigits: 4,
  }).format(value);
}

/** A share of 100. */
export function percent(value: number, locale: Locale): string {
  return `${number(value, locale)}%`;
}

/** The first and the last moment of a day, month or year, in milliseconds since 1970. */
export function span(date: string): [number, number] {
  const [year = 1970, month, day] = date.split("-").map(Number);
  const begin = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  if (day) return [begin, begin + 86_400_000];
  return [begin, month ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1)];
}
