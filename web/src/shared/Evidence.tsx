import { Sources } from "../charts/Notes.tsx";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { number } from "../texts/numbers.ts";
import { type Document, documentsOf, type Part } from "./evidence.ts";
import { RowTable, Section } from "./Section.tsx";
import { shared } from "./texts.ts";

/** The documents that all of a page is taken from, and what of each. */
export function Evidence({ parts }: { parts: Part[] }) {
  const t = useTexts(shared);
  const { locale } = useLanguage();
  const documents = documentsOf(parts);
  const rows = documents.reduce((all, it) => all + it.count, 0);
  const written = (count: number) => number(count, locale);
  const partOf = ({ kind, count }: Document["parts"][number]) =>
    kind === "self" ? t.kinds.self : `${t.kinds[kind]} ${written(count)}`;
  return (
    <Section id="evidence" title={t.evidence.title}>
      <p className="says">{t.evidence.says(written(rows), written(documents.length))}</p>
      <RowTable<Document>
        title={t.evidence.title}
        rows={documents}
        name={(it) => it.source.key}
        columns={[
          { title: t.evidence.document, cell: ({ source }) => <Sources sources={[source]} bare /> },
          { title: t.evidence.rows, numeric: true, cell: (it) => written(it.count) },
          {
            title: t.evidence.of,
            cell: (it) => it.parts.map(partOf).join(", "),
          },
          {
            title: t.evidence.licence,
            cell: ({ source }) => source.licence ?? t.evidence.noLicence,
          },
        ]}
      />
    </Section>
  );
}
