import {
  InstitutionsOverviewDocument,
  type InstitutionsOverviewQuery,
  InstitutionsRowsDocument,
  type InstitutionsRowsQuery,
  type OrganizationFilter,
  type OrganizationRowFragment,
} from "../../generated/graphql.ts";
import { ListPage } from "./ListPage.tsx";
import type { Listing } from "./listing.ts";
import { columns, facets, overview, path, sorts } from "./organizations.tsx";

const listing: Listing<
  OrganizationFilter,
  InstitutionsOverviewQuery,
  InstitutionsRowsQuery,
  OrganizationRowFragment
> = {
  list: "institutions",
  facets,
  sorts,
  overviewDocument: InstitutionsOverviewDocument,
  overview,
  rowsDocument: InstitutionsRowsDocument,
  page: ({ institutions }) => ({ rows: institutions.nodes, end: institutions.pageInfo.endCursor }),
  path,
  columns,
};

export default function InstitutionsPage() {
  return <ListPage listing={listing} />;
}
