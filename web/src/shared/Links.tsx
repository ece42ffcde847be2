import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ExternalKeyScheme } from "../../generated/graphql.ts";
import { modelPath, organizationPath, personPath } from "../app/paths.ts";

interface Row {
  key: string;
  name: string;
}

export const PersonLink = ({ row }: { row: Row }) => (
  <Link href={personPath(row.key)}>{row.name}</Link>
);

export const OrganizationLink = ({ row }: { row: Row }) => (
  <Link href={organizationPath(row.key)}>{row.name}</Link>
);

export const ModelLink = ({ row }: { row: Row }) => (
  <Link href={modelPath(row.key)}>{row.name}</Link>
);

/** Parts of a list in a sentence; null where there are none. */
export function joined(parts: ReactNode[]): ReactNode {
  if (parts.length === 0) return null;
  return parts.flatMap((it, at) => (at === 0 ? [it] : [", ", it]));
}

/** A page elsewhere, by its host. */
export function SiteLink({ url }: { url: string }) {
  return <a href={url}>{new URL(url).host.replace(/^www\./, "")}</a>;
}

/** How schemes are written; others as their letters are. */
const SCHEMES: Partial<Record<ExternalKeyScheme, string>> = {
  WIKIDATA: "Wikidata",
  OPENALEX: "OpenAlex",
  SCHOLAR: "Google Scholar",
  GITHUB: "GitHub",
  ARXIV: "arXiv",
};

/** What the row is called in other systems; null where nobody said. */
export function identifiers(
  keys: { scheme: ExternalKeyScheme; value: string; url: string }[],
): ReactNode {
  return joined(
    keys.map(({ scheme, value, url }) => (
      <a key={`${scheme}:${value}`} href={url} title={value}>
        {SCHEMES[scheme] ?? scheme}
      </a>
    )),
  );
}
