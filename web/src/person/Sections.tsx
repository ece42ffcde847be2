// What belongs to a person, as tables.
import type { PersonQuery } from "../../generated/graphql.ts";
import { spell } from "../shared/dates.ts";
import { ModelLink, OrganizationLink, PersonLink } from "../shared/Links.tsx";
import { RowSection } from "../shared/Section.tsx";
import { shared } from "../shared/texts.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { names } from "../texts/names.ts";
import { number } from "../texts/numbers.ts";
import { person as texts } from "./texts.ts";

type Person = NonNullable<PersonQuery["person"]>;

export function Advisings(props: {
  id: string;
  kind: "advisors" | "students";
  rows: Person["advisors"]["nodes"];
}) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { locale } = useLanguage();
  return (
    <RowSection
      id={props.id}
      title={t[props.kind]}
      rows={props.rows}
      name={(it) => it.key}
      columns={[
        { title: t.name, cell: (it) => <PersonLink row={it.person} /> },
        {
          title: t.institution,
          cell: ({ institution }) => institution && <OrganizationLink row={institution} />,
        },
        { title: t.sought, cell: (it) => it.degree && names[locale].degree[it.degree] },
        { title: t.dates, cell: (it) => spell(it, s) || s.noDates },
      ]}
    />
  );
}

export function Honors({ rows }: { rows: Person["honors"]["nodes"] }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { locale } = useLanguage();
  return (
    <RowSection
      id="honors"
      title={t.honors}
      rows={rows}
      name={(it) => it.key}
      columns={[
        { title: t.honor, cell: (it) => it.name },
        { title: t.honorKind, cell: (it) => names[locale].honor[it.kind] },
        {
          title: t.conferrer,
          cell: ({ organization }) => organization && <OrganizationLink row={organization} />,
        },
        // Prizes are conferred on a day; offices go on.
        {
          title: t.dates,
          cell: (it) => (it.kind === "OFFICE" ? spell(it, s) : it.start) || s.noDates,
        },
      ]}
    />
  );
}

export function Papers({ rows }: { rows: Person["publications"]["nodes"] }) {
  const t = useTexts(texts);
  const { locale } = useLanguage();
  return (
    <RowSection
      id="papers"
      title={t.papers.title}
      rows={rows}
      name={(it) => it.key}
      columns={[
        { title: t.papers.year, cell: (it) => it.year },
        { title: t.papers.venue, cell: (it) => it.venue },
        { title: t.papers.area, cell: (it) => it.area },
        {
          title: t.papers.from,
          cell: ({ organization }) => organization && <OrganizationLink row={organization} />,
        },
        {
          title: t.papers.papers,
          numeric: true,
          cell: ({ precision, papers }) =>
            (precision ? names[locale].precision[precision] : "") + number(papers, locale),
        },
      ]}
    />
  );
}

export function Models({ rows }: { rows: Person["models"]["nodes"] }) {
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
        { title: t.honorKind, cell: (it) => names[locale].model[it.kind] },
        { title: t.released, cell: (it) => it.released ?? it.announced },
      ]}
    />
  );
}
