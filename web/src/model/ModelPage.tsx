// One model: who made it, when it came, what is built on it, its team, and what all of it rests on.
import { useParams } from "wouter";
import {
  ModelDatesDocument,
  ModelDocument,
  ModelEvidenceDocument,
  type ModelEvidenceQuery,
  type ModelQuery,
} from "../../generated/graphql.ts";
import { modelPath } from "../app/paths.ts";
import { ChartBlock } from "../charts/ChartBlock.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { Evidence } from "../shared/Evidence.tsx";
import { type Part, partsOf } from "../shared/evidence.ts";
import {
  identifiers,
  joined,
  ModelLink,
  OrganizationLink,
  PersonLink,
  SiteLink,
} from "../shared/Links.tsx";
import { RowHead } from "../shared/RowHead.tsx";
import { RowState } from "../shared/RowState.tsx";
import { RowSection, Section } from "../shared/Section.tsx";
import { Happenings, Statistics, StatisticTable } from "../shared/Statistics.tsx";
import { shared } from "../shared/texts.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { names } from "../texts/names.ts";
import { short } from "../texts/numbers.ts";
import { modelDates } from "./dates.ts";
import { model as texts } from "./texts.ts";

type Model = NonNullable<ModelQuery["model"]>;

export default function ModelPage() {
  const { key = "" } = useParams();
  // Of another row nothing may be left.
  return <Loaded key={key} asked={key} />;
}

function Loaded({ asked }: { asked: string }) {
  const { locale } = useLanguage();
  const t = useTexts(texts);
  const other = locale === "EN" ? "ZH" : "EN";
  const answer = useAnswer(ModelDocument, { key: asked, locale, other });
  const row = answer.is === "ready" ? answer.data.model : undefined;
  if (answer.is !== "ready" || !row) {
    const state = answer.is === "ready" ? { is: "loading" as const } : answer;
    return <RowState answer={state} kind="Model" asked={asked} />;
  }
  return (
    <article className="page" aria-busy={answer.old}>
      <Head row={row} asked={asked} />
      <ChartBlock
        id="dates"
        title={t.dates.title}
        document={ModelDatesDocument}
        variables={{ key: row.key, locale }}
        texts={texts}
        view={modelDates}
        exportable={false}
        none={t.dates.none}
      />
      <Derived rows={row.derived.nodes} />
      {row.teams.nodes.map((team) => (
        <Team key={team.key} team={team} />
      ))}
      <Statistics rows={row.figures.nodes} />
      <Happenings rows={row.events.nodes} />
      <Evidence
        document={ModelEvidenceDocument}
        variables={{ id: row.id, locale }}
        parts={ofModel}
      />
    </article>
  );
}

function Head({ row, asked }: { row: Model; asked: string }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { locale } = useLanguage();
  const called = names[locale];
  return (
    <RowHead
      row={row}
      entity="Model"
      asked={asked}
      path={modelPath}
      kicker={t.kicker}
      lead={row.description}
      facts={[
        [t.kind, called.model[row.kind]],
        [
          t.developers,
          joined(row.developers.map((it) => <OrganizationLink key={it.key} row={it} />)),
        ],
        [t.authors, joined(row.authors.map((it) => <PersonLink key={it.key} row={it} />))],
        [t.base, row.base && <ModelLink row={row.base} />],
        [t.announced, row.announced],
        [t.released, row.released],
        [t.apiOpened, row.apiOpened],
        [t.access, row.access && called.access[row.access]],
        [t.parameters, row.parameters !== null && short(row.parameters, locale)],
        [
          t.compute,
          row.trainingCompute !== null && t.operations(row.trainingCompute.toExponential()),
        ],
        [s.website, row.website && <SiteLink url={row.website} />],
        [s.identifiers, identifiers(row.externalKeys)],
      ]}
    />
  );
}

function Derived({ rows }: { rows: Model["derived"]["nodes"] }) {
  const t = useTexts(texts);
  const { locale } = useLanguage();
  return (
    <RowSection
      id="derived"
      title={t.derived}
      rows={rows}
      name={(it) => it.key}
      columns={[
        { title: t.model, cell: (it) => <ModelLink row={it} /> },
        {
          title: t.makers,
          cell: (it) =>
            joined(it.developers.map((one) => <OrganizationLink key={one.key} row={one} />)),
        },
        { title: t.kind, cell: (it) => names[locale].model[it.kind] },
        { title: t.released, cell: (it) => it.released ?? it.announced },
      ]}
    />
  );
}

/** A team of it: its named members, and what was published about it. */
function Team({ team }: { team: Model["teams"]["nodes"][number] }) {
  const t = useTexts(texts);
  const members = team.memberships.nodes.map((it) => it.person);
  return (
    <Section id={`team-${team.key}`} title={t.team(team.name)}>
      {team.description && <p className="says">{team.description}</p>}
      {members.length > 0 && (
        <p className="more">
          {t.members("")}
          {joined(members.map((it) => <PersonLink key={it.key} row={it} />))}
        </p>
      )}
      <StatisticTable rows={team.figures.nodes} title={t.team(team.name)} />
    </Section>
  );
}

/** The model's own rows, and what was published about its teams. */
function ofModel(data: ModelEvidenceQuery): Part[] {
  return [...partsOf(data), ...data.teams.nodes.flatMap(({ figures }) => partsOf({ figures }))];
}
