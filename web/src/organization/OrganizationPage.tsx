// One organization: people, pay, alma maters, flows, models, papers, parts, and what all of it rests on.
import { useParams } from "wouter";
import {
  OrganizationAlmaMatersDocument,
  OrganizationAlumniDocument,
  OrganizationDocument,
  OrganizationEvidenceDocument,
  OrganizationFlowsDocument,
} from "../../generated/graphql.ts";
import { organizationPath } from "../app/paths.ts";
import { ChartBlock } from "../charts/ChartBlock.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { Evidence } from "../shared/Evidence.tsx";
import { partsOf } from "../shared/evidence.ts";
import { identifiers, OrganizationLink, SiteLink } from "../shared/Links.tsx";
import { RowHead } from "../shared/RowHead.tsx";
import { RowState } from "../shared/RowState.tsx";
import { Section } from "../shared/Section.tsx";
import { Happenings, Statistics, StatisticTable } from "../shared/Statistics.tsx";
import { shared } from "../shared/texts.ts";
import { country } from "../texts/countries.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { names } from "../texts/names.ts";
import { PayBlocks } from "./PayBlocks.tsx";
import { Children, Models, type Organization, Papers, People } from "./Sections.tsx";
import { almaMaters, alumni, flows } from "./staff.ts";
import { organization as texts } from "./texts.ts";

export default function OrganizationPage() {
  const { key = "" } = useParams();
  // Of another row nothing may be left.
  return <Loaded key={key} asked={key} />;
}

function Loaded({ asked }: { asked: string }) {
  const { locale } = useLanguage();
  const other = locale === "EN" ? "ZH" : "EN";
  const answer = useAnswer(OrganizationDocument, { key: asked, locale, other });
  const row = answer.is === "ready" ? answer.data.organization : undefined;
  if (answer.is !== "ready" || !row) {
    const state = answer.is === "ready" ? { is: "loading" as const } : answer;
    return <RowState answer={state} kind="Organization" asked={asked} />;
  }
  return (
    <article className="page" aria-busy={answer.old}>
      <Head row={row} asked={asked} />
      <People row={row} />
      <PayBlocks key={row.key} organization={row.key} />
      <Staff id={row.id} />
      {row.__typename === "Institution" && <Alumni id={row.id} />}
      <Models rows={row.models.nodes} />
      <Papers row={row} />
      <Children row={row} />
      <Statistics rows={row.figures.nodes} />
      <Counted row={row} />
      <Happenings rows={row.events.nodes} />
      <Evidence
        document={OrganizationEvidenceDocument}
        variables={{ id: row.id, locale }}
        parts={partsOf}
      />
    </article>
  );
}

function Head({ row, asked }: { row: Organization; asked: string }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { locale } = useLanguage();
  const called = names[locale];
  return (
    <RowHead
      row={row}
      entity="Organization"
      asked={asked}
      path={organizationPath}
      kicker={t.kicker[row.__typename]}
      lead={row.description}
      facts={[
        [t.kind, called.organization[row.kind]],
        [t.parent, row.parent && <OrganizationLink row={row.parent} />],
        [s.country, row.country && country(row.country, locale)],
        [t.region, row.region],
        [s.city, row.city],
        [t.founded, row.founded],
        [t.status, row.status && called.status[row.status]],
        [s.website, row.website && <SiteLink url={row.website} />],
        [t.domains, row.domains.join(", ")],
        [s.identifiers, identifiers(row.externalKeys)],
      ]}
    />
  );
}

/** Where its people studied, came from, and went. */
function Staff({ id }: { id: string }) {
  const t = useTexts(texts);
  const { locale } = useLanguage();
  const common = { texts, exportable: false, variables: { id, locale } };
  return (
    <>
      <ChartBlock
        {...common}
        id="alma-maters"
        title={t.almaMaters.title}
        document={OrganizationAlmaMatersDocument}
        view={almaMaters}
        none={t.almaMaters.none}
      />
      <ChartBlock
        {...common}
        id="flows"
        title={t.flows.title}
        document={OrganizationFlowsDocument}
        view={flows}
        none={t.flows.none}
      />
    </>
  );
}

/** Where those who studied there work. */
function Alumni({ id }: { id: string }) {
  const t = useTexts(texts);
  const { locale } = useLanguage();
  return (
    <ChartBlock
      id="alumni"
      title={t.alumni.title}
      document={OrganizationAlumniDocument}
      variables={{ id, locale }}
      texts={texts}
      view={alumni}
      exportable={false}
      none={t.alumni.none}
    />
  );
}

/** Statistics about others of which it is a part, such as the universities of a team. */
function Counted({ row }: { row: Organization }) {
  const t = useTexts(texts);
  if (row.countedIn.nodes.length === 0) return null;
  return (
    <Section id="counted" title={t.counted}>
      <StatisticTable rows={row.countedIn.nodes} title={t.counted} />
    </Section>
  );
}
