// What the lists of institutions and of companies have in common.
import type {
  CompaniesOverviewQuery,
  InstitutionsOverviewQuery,
  OrganizationFilter,
  OrganizationRowFragment,
} from "../../generated/graphql.ts";
import { organizationPath } from "../app/paths.ts";
import { country } from "../texts/countries.ts";
import type { Locale } from "../texts/dictionary.ts";
import { names } from "../texts/names.ts";
import { number } from "../texts/numbers.ts";
import { plain } from "./choices.ts";
import { among, type Column, type Facet, type Overview, type Sort, type Texts } from "./listing.ts";

export const facets: Facet<OrganizationFilter>[] = [
  {
    name: "kind",
    filter: (values) => among(values, (it) => ({ kind: it }) as OrganizationFilter),
  },
  { name: "country", filter: (values) => among(values, (it) => ({ country: it })) },
  {
    name: "founded",
    filter: (values) => ({
      or: values.map((it) => ({ founded: it === "" ? { isNull: true } : { within: it } })),
    }),
  },
];

export const sorts: Sort[] = [
  { name: "name", field: "NAME" },
  { name: "kind", field: "KIND" },
  { name: "country", field: "COUNTRY" },
  { name: "city", field: "CITY" },
  { name: "founded", field: "FOUNDED" },
];

/** A number that is left out where there is none, so that the others are seen. */
const counted = (count: number, locale: Locale) => (count > 0 ? number(count, locale) : null);

export const columns: Column<OrganizationRowFragment>[] = [
  { name: "name", sort: "name", cell: (row) => row.name },
  { name: "kind", sort: "kind", cell: (row, _, locale) => names[locale].organization[row.kind] },
  {
    name: "country",
    sort: "country",
    cell: (row, _, locale) => row.country && country(row.country, locale),
  },
  { name: "city", sort: "city", cell: (row) => row.city },
  { name: "founded", sort: "founded", cell: (row) => row.founded },
  { name: "jobs", cell: (row, _, locale) => counted(row.employments.totalCount, locale) },
  { name: "pay", cell: (row, _, locale) => counted(row.salaryRecords.totalCount, locale) },
];

export function overview(
  data: InstitutionsOverviewQuery | CompaniesOverviewQuery,
  t: Texts,
  locale: Locale,
): Overview {
  return {
    count: data.all.totalCount,
    sources: data.all.aggregate.evidence.sources,
    facets: {
      kind: plain(
        data.kind.groups,
        (it) => it.kind,
        (it) => names[locale].organization[it] ?? it,
      ),
      country: plain(
        data.country.groups,
        (it) => it.country,
        (it) => country(it, locale),
        t.none,
      ),
      founded: plain(
        data.founded.groups,
        (it) => it.founded?.year,
        (it) => it,
        t.none,
      ),
    },
  };
}

export const path = (row: OrganizationRowFragment) => organizationPath(row.key);
