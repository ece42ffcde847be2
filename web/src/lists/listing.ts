// What a list is made of: its facets, orders and columns, and how its answers are read.
import type { ReactNode } from "react";
import type { List } from "../app/paths.ts";
import type { Document } from "../data/document.ts";
import type { Locale } from "../texts/dictionary.ts";
import type { State } from "./state.ts";
import type { lists } from "./texts.ts";

export type Texts = (typeof lists)["EN"];
export type FacetName = keyof Texts["facets"];

/** Something that rows are told apart by, such as their country. */
export interface Facet<Filter> {
  /** As the address calls it. */
  name: FacetName;
  /** What rows must be to have one of these values; an empty value means to have none. */
  filter: (values: string[]) => Filter;
}

export interface Choice {
  /** As the address calls it; empty for rows without one. */
  value: string;
  label: string;
  count: number;
}

/** The values of a facet among the rows that all other facets let through. */
export interface Choices {
  choices: Choice[];
  /** How many values there are, of which the most frequent are given. */
  total: number;
  /** What chosen values are called that may not be among those. */
  named?: { value: string; label: string }[];
}

export interface Source {
  key: string;
  title: string;
  publisher: string | null;
  date: string | null;
  url: string | null;
}

/** The number of rows, what they rest on, and the facets. */
export interface Overview {
  count: number;
  sources: { count: number; source: Source }[];
  facets: Partial<Record<FacetName, Choices>>;
}

export interface Sort {
  /** As the address calls it. */
  name: keyof Texts["sorts"];
  /** As the schema calls it. */
  field: string;
}

export interface Column<Row> {
  name: keyof Texts["columns"];
  /** The order that goes by this column. */
  sort?: Sort["name"];
  cell: (row: Row, t: Texts, locale: Locale) => ReactNode;
}

export interface Listing<Filter, OverviewData, RowsData, Row> {
  list: List;
  facets: Facet<Filter>[];
  /** The first holds where none is chosen. */
  sorts: Sort[];
  // biome-ignore lint/suspicious/noExplicitAny: variables are made by name, see `variablesOf`.
  overviewDocument: Document<OverviewData, any>;
  overview: (data: OverviewData, t: Texts, locale: Locale) => Overview;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  rowsDocument: Document<RowsData, any>;
  page: (data: RowsData) => { rows: Row[]; end: string | null };
  path: (row: Row) => string;
  /** The first is the name, which links to the page of the row. */
  columns: Column<Row>[];
}

/** What rows must be to be in the list; without one of the facets, so that its other values can be
 * counted. Nothing where all rows are. */
export function filterOf<Filter>(
  facets: Facet<Filter>[],
  state: State,
  except?: string,
): { and: (Filter | { search: string })[] } | undefined {
  const and: (Filter | { search: string })[] = [];
  if (state.text.trim() !== "") and.push({ search: state.text.trim() });
  for (const { name, filter } of facets) {
    const values = state.chosen[name] ?? [];
    if (name !== except && values.length > 0) and.push(filter(values));
  }
  return and.length > 0 ? { and } : undefined;
}

/** The variables of the overview: `$all`, for each facet the filter without it by its name, and the
 * values that are chosen of it as `$nameChosen`. */
export function variablesOf<Filter>(facets: Facet<Filter>[], state: State, locale: Locale) {
  const variables: Record<string, unknown> = { locale, all: filterOf(facets, state) };
  for (const { name } of facets) {
    variables[name] = filterOf(facets, state, name);
    variables[`${name}Chosen`] = (state.chosen[name] ?? []).filter((it) => it !== "");
  }
  return variables;
}

/** Values, or none, of a field, as a filter. */
export function among<Values>(
  values: string[],
  of: (it: { in?: string[]; isNull?: boolean }) => Values,
): Values | { or: Values[] } {
  const given = values.filter((it) => it !== "");
  if (given.length === values.length) return of({ in: given });
  if (given.length === 0) return of({ isNull: true });
  return { or: [of({ in: given }), of({ isNull: true })] };
}
