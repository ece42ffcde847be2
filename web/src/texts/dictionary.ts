// Texts in both languages: each feature has a dictionary of its own, in a file `texts.ts`.

/** A language of these pages, as the schema calls it. */
export type { Locale } from "../../generated/graphql.ts";

type Text = string | ((...values: never[]) => string) | { [key: string]: Text };

type Wide<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { [Key in keyof T]: Wide<T[Key]> };

export interface Dictionary<T> {
  EN: Wide<T>;
  ZH: Wide<T>;
}

/** A dictionary: a key that only one language has is an error of types, so it ends the build. */
export function dictionary<T extends { [key: string]: Text }>(en: T, zh: Wide<T>): Dictionary<T> {
  return { EN: en as unknown as Wide<T>, ZH: zh };
}
