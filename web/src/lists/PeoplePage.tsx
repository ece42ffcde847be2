import { Link } from "wouter";
import {
  PeopleOverviewDocument,
  type PeopleOverviewQuery,
  PeopleRowsDocument,
  type PeopleRowsQuery,
  type PersonFilter,
} from "../../generated/graphql.ts";
import { organizationPath, personPath } from "../app/paths.ts";
import { country } from "../texts/countries.ts";
import type { Locale } from "../texts/dictionary.ts";
import { names } from "../texts/names.ts";
import { plain, rows } from "./choices.ts";
import { ListPage } from "./ListPage.tsx";
import { among, type Listing, type Overview, type Texts } from "./listing.ts";

type Row = PeopleRowsQuery["people"]["nodes"][number];

/** What has to hold of one of the values, of which none may be missing. */
const given = (values: string[]) => ({ in: values.filter((it) => it !== "") });

const listing: Listing<PersonFilter, PeopleOverviewQuery, PeopleRowsQuery, Row> = {
  list: "people",
  facets: [
    { name: "country", filter: (values) => among(values, (it) => ({ country: it })) },
    {
      name: "employer",
      filter: (values) => ({ employments: { some: { organization: { key: given(values) } } } }),
    },
    {
      name: "role",
      filter: (values) => ({ employments: { some: { role: given(values) } } }) as PersonFilter,
    },
    {
      name: "school",
      filter: (values) => ({ educations: { some: { institution: { key: given(values) } } } }),
    },
    {
      name: "degree",
      filter: (values) => ({ educations: { some: { degree: given(values) } } }) as PersonFilter,
    },
    { name: "field", filter: (values) => ({ educations: { some: { field: given(values) } } }) },
  ],
  sorts: [
    { name: "name", field: "NAME" },
    { name: "born", field: "BIRTH_DATE" },
    { name: "country", field: "COUNTRY" },
  ],
  overviewDocument: PeopleOverviewDocument,
  overview,
  rowsDocument: PeopleRowsDocument,
  page: ({ people }) => ({ rows: people.nodes, end: people.pageInfo.endCursor }),
  path: (row) => personPath(row.key),
  columns: [
    { name: "name", sort: "name", cell: (row) => row.name },
    {
      name: "headline",
      cell: (row) => row.employments.nodes[0]?.title ?? row.headline,
    },
    {
      name: "employer",
      cell: ({ employments }) => {
        const employer = employments.nodes[0]?.organization;
        return employer && <Link href={organizationPath(employer.key)}>{employer.name}</Link>;
      },
    },
    {
      name: "country",
      sort: "country",
      cell: (row, _, locale) => row.country && country(row.country, locale),
    },
    {
      name: "degree",
      cell: (row, _, locale) => row.highestDegree && names[locale].degree[row.highestDegree],
    },
    { name: "born", sort: "born", cell: (row) => row.birthDate },
  ],
};

function overview(data: PeopleOverviewQuery, t: Texts, locale: Locale): Overview {
  const called = names[locale];
  const fields = new Map(
    data.fieldNames.groups.nodes.map((it) => [it.key.field, it.rows.nodes[0]?.field]),
  );
  return {
    count: data.all.totalCount,
    sources: data.all.aggregate.evidence.sources,
    facets: {
      country: plain(
        data.country.groups,
        (it) => it.country,
        (it) => country(it, locale),
        t.none,
      ),
      employer: rows(
        data.employer.groups,
        (it) => it.employments?.organization?.row,
        data.employerChosen.nodes,
      ),
      role: plain(
        data.role.groups,
        (it) => it.employments?.role,
        (it) => called.role[it] ?? it,
      ),
      school: rows(
        data.school.groups,
        (it) => it.educations?.institution?.row,
        data.schoolChosen.nodes,
      ),
      degree: plain(
        data.degree.groups,
        (it) => it.educations?.degree,
        (it) => called.degree[it] ?? it,
      ),
      field: plain(
        data.field.groups,
        (it) => it.educations?.field,
        (it) => fields.get(it) ?? it,
      ),
    },
  };
}

export default function PeoplePage() {
  return <ListPage listing={listing} />;
}
