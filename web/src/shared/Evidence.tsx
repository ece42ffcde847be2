import { Failed, Loading } from "../app/Notices.tsx";
import { Sources } from "../charts/Notes.tsx";
import type { Document } from "../data/document.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { number } from "../texts/numbers.ts";
import { type Ground, groundsOf, type Part } from "./evidence.ts";
import { RowTable, Section } from "./Section.tsx";
import { shared } from "./texts.ts";

interface Props<Data, Variables> {
  /** Asks for the evidence of all that the page shows. */
  document: Document<Data, Variables>;
  variables: Variables;
  parts: (data: Data) => Part[];
}

/** The documents that all of a page is taken from, and what of each. */
export function Evidence<Data, Variables>({ document, variables, parts }: Props<Data, Variables>) {
  const t = useTexts(shared);
  const answer = useAnswer(document, variables);
  return (
    <Section id="evidence" title={t.evidence.title}>
      {answer.is === "loading" && <Loading lines={4} height={160} />}
      {answer.is === "error" && <Failed error={answer.error} again={answer.again} />}
      {answer.is === "ready" && <Grounds grounds={groundsOf(parts(answer.data))} />}
    </Section>
  );
}

function Grounds({ grounds }: { grounds: Ground[] }) {
  const t = useTexts(shared);
  const { locale } = useLanguage();
  const written = (count: number) => number(count, locale);
  const partOf = ({ kind, count }: Ground["parts"][number]) =>
    kind === "self" ? t.kinds.self : `${t.kinds[kind]} ${written(count)}`;
  const rows = grounds.reduce((all, it) => all + it.count, 0);
  const separator = locale === "ZH" ? "、" : ", ";
  return (
    <>
      <p className="says">{t.evidence.says(written(rows), written(grounds.length))}</p>
      <RowTable
        title={t.evidence.title}
        rows={grounds}
        name={(it) => it.source.key}
        columns={[
          { title: t.evidence.document, cell: ({ source }) => <Sources sources={[source]} bare /> },
          { title: t.evidence.rows, numeric: true, cell: (it) => written(it.count) },
          { title: t.evidence.of, cell: (it) => it.parts.map(partOf).join(separator) },
          {
            title: t.evidence.licence,
            cell: ({ source }) => source.licence ?? t.evidence.noLicence,
          },
        ]}
      />
    </>
  );
}
