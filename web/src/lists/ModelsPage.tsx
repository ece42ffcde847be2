import { Fragment } from "react";
import { Link } from "wouter";
import {
  type ModelFilter,
  ModelsOverviewDocument,
  type ModelsOverviewQuery,
  ModelsRowsDocument,
  type ModelsRowsQuery,
} from "../../generated/graphql.ts";
import { modelPath, organizationPath } from "../app/paths.ts";
import { country } from "../texts/countries.ts";
import type { Locale } from "../texts/dictionary.ts";
import { names } from "../texts/names.ts";
import { short } from "../texts/numbers.ts";
import { plain, rows } from "./choices.ts";
import { ListPage } from "./ListPage.tsx";
import { among, type Listing, type Overview, type Texts } from "./listing.ts";

type Row = ModelsRowsQuery["models"]["nodes"][number];

const listing: Listing<ModelFilter, ModelsOverviewQuery, ModelsRowsQuery, Row> = {
  list: "models",
  facets: [
    { name: "kind", filter: (values) => among(values, (it) => ({ kind: it }) as ModelFilter) },
    { name: "developer", filter: (values) => ({ developers: { key: { in: values } } }) },
    { name: "country", filter: (values) => ({ developers: { country: { in: values } } }) },
    { name: "access", filter: (values) => among(values, (it) => ({ access: it }) as ModelFilter) },
    {
      name: "released",
      filter: (values) => ({
        or: values.map((it) => ({ released: it === "" ? { isNull: true } : { within: it } })),
      }),
    },
  ],
  sorts: [
    { name: "name", field: "NAME" },
    { name: "kind", field: "KIND" },
    { name: "announced", field: "ANNOUNCED" },
    { name: "released", field: "RELEASED" },
    { name: "parameters", field: "PARAMETERS" },
  ],
  overviewDocument: ModelsOverviewDocument,
  overview,
  rowsDocument: ModelsRowsDocument,
  page: ({ models }) => ({ rows: models.nodes, end: models.pageInfo.endCursor }),
  path: (row) => modelPath(row.key),
  columns: [
    { name: "name", sort: "name", cell: (row) => row.name },
    {
      name: "developer",
      cell: (row) =>
        row.developers.map((it, at) => (
          <Fragment key={it.key}>
            {at > 0 && ", "}
            <Link href={organizationPath(it.key)}>{it.name}</Link>
          </Fragment>
        )),
    },
    { name: "kind", sort: "kind", cell: (row, _, locale) => names[locale].model[row.kind] },
    { name: "announced", sort: "announced", cell: (row) => row.announced },
    { name: "released", sort: "released", cell: (row) => row.released },
    {
      name: "access",
      cell: (row, _, locale) => row.access && names[locale].access[row.access],
    },
    {
      name: "parameters",
      sort: "parameters",
      cell: (row, _, locale) => row.parameters && short(row.parameters, locale),
    },
  ],
};

function overview(data: ModelsOverviewQuery, t: Texts, locale: Locale): Overview {
  const called = names[locale];
  return {
    count: data.all.totalCount,
    sources: data.all.aggregate.evidence.sources,
    facets: {
      kind: plain(
        data.kind.groups,
        (it) => it.kind,
        (it) => called.model[it] ?? it,
      ),
      developer: rows(
        data.developer.groups,
        (it) => it.developers?.row,
        data.developerChosen.nodes,
      ),
      country: plain(
        data.country.groups,
        (it) => it.developers?.country,
        (it) => country(it, locale),
      ),
      access: plain(
        data.access.groups,
        (it) => it.access,
        (it) => called.access[it] ?? it,
        t.none,
      ),
      released: plain(
        data.released.groups,
        (it) => it.released?.year,
        (it) => it,
        t.none,
      ),
    },
  };
}

export default function ModelsPage() {
  return <ListPage listing={listing} />;
}
