import {
  CompaniesOverviewDocument,
  type CompaniesOverviewQuery,
  CompaniesRowsDocument,
  type CompaniesRowsQuery,
  type OrganizationFilter,
  type OrganizationRowFragment,
} from "../../generated/graphql.ts";
import { ListPage } from "./ListPage.tsx";
import type { Listing } from "./listing.ts";
import { columns, facets, overview, path, sorts } from "./organizations.tsx";

const listing: Listing<
  OrganizationFilter,
  CompaniesOverviewQuery,
  CompaniesRowsQuery,
  OrganizationRowFragment
> = {
  list: "companies",
  facets,
  sorts,
  overviewDocument: CompaniesOverviewDocument,
  overview,
  rowsDocument: CompaniesRowsDocument,
  page: ({ companies }) => ({ rows: companies.nodes, end: companies.pageInfo.endCursor }),
  path,
  columns,
};

export default function CompaniesPage() {
  return <ListPage listing={listing} />;
}
