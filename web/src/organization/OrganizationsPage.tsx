import { Redirect, useSearch } from "wouter";
import { listPath } from "../app/paths.ts";

/** Organizations are listed as institutions and as companies. */
export default function OrganizationsPage() {
  const search = useSearch();
  return <Redirect to={listPath("institutions") + (search && `?${search}`)} replace />;
}
