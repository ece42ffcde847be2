// What belongs to an organization, as tables.
import { Link } from "wouter";
import type { OrganizationQuery } from "../../generated/graphql.ts";
import { listPath } from "../app/paths.ts";
import { spell } from "../shared/dates.ts";
import { ModelLink, OrganizationLink, PersonLink } from "../shared/Links.tsx";
import { RowSection } from "../shared/Section.tsx";
import { shared } from "../shared/texts.ts";
import { country } from "../texts/countries.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { names } from "../texts/names.ts";
import { number } from "../texts/numbers.ts";
import { organization as texts } from "./texts.ts";

export type Organization = NonNullable<OrganizationQuery["organization"]>;

export function People({ row }: { row: Organization }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { locale } = useLanguage();
  const people = (facet: string) =>
    `${listPath("people")}?${new URLSearchParams({ [facet]: row.key })}`;
  return (
    <RowSection
      id="people"
      title={t.people.title}
      rows={row.employments.nodes}
      name={(it) => it.key}
      columns={[
        { title: t.people.name, cell: (it) => <PersonLink row={it.person} /> },
        {
          title: t.people.what,
          cell: (it) => it.title ?? (it.role && names[locale].role[it.role]),
        },
        {
          title: t.people.dates,
          cell: (it) => {
            const how = it.ending && s.over(names[locale].ending[it.ending]);
            const when = spell({ ...it, over: it.ending !== null }, s);
            return when || how || s.noDates;
          },
        },
      ]}
    >
      <p className="more">
        <Link href={people("employer")}>
          {t.people.all(number(row.employments.totalCount, locale))}
        </Link>
        {row.__typename === "Institution" && (
          <>
            {" · "}
            <Link href={people("school")}>{t.people.studied}</Link>
          </>
        )}
      </p>
    </RowSection>
  );
}

export function Models({ rows }: { rows: Organization["models"]["nodes"] }) {
  const t = useTexts(texts);
  const { locale } = useLanguage();
  return (
    <RowSection
      id="models"
      title={t.models}
      rows={rows}
      name={(it) => it.key}
      columns={[
        { title: t.model, cell: (it) => <ModelLink row={it} /> },
        { title: t.kind, cell: (it) => names[locale].model[it.kind] },
        { title: t.released, cell: (it) => it.released ?? it.announced },
        { title: t.access, cell: (it) => it.access && names[locale].access[it.access] },
      ]}
    />
  );
}

export function Papers({ row }: { row: Organization }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { locale } = useLanguage();
  const { nodes, totalCount } = row.publications;
  return (
    <RowSection
      id="papers"
      title={t.papers.title}
      rows={nodes}
      name={(it) => it.key}
      columns={[
        { title: t.papers.year, cell: (it) => it.year },
        { title: t.papers.venue, cell: (it) => it.venue },
        { title: t.papers.area, cell: (it) => it.area },
        { title: t.papers.by, cell: ({ person }) => person && <PersonLink row={person} /> },
        {
          title: t.papers.papers,
          numeric: true,
          cell: ({ precision, papers }) =>
            (precision ? names[locale].precision[precision] : "") + number(papers, locale),
        },
      ]}
    >
      {totalCount > nodes.length && (
        <p className="more">{s.first(number(nodes.length, locale), number(totalCount, locale))}</p>
      )}
    </RowSection>
  );
}

export function Children({ row }: { row: Organization }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { locale } = useLanguage();
  const { nodes, totalCount } = row.children;
  return (
    <RowSection
      id="parts"
      title={t.children.title}
      rows={nodes}
      name={(it) => it.key}
      columns={[
        { title: t.children.name, cell: (it) => <OrganizationLink row={it} /> },
        { title: t.children.kind, cell: (it) => names[locale].organization[it.kind] },
        { title: t.children.country, cell: (it) => it.country && country(it.country, locale) },
      ]}
    >
      {totalCount > nodes.length && (
        <p className="more">{s.first(number(nodes.length, locale), number(totalCount, locale))}</p>
      )}
    </RowSection>
  );
}
