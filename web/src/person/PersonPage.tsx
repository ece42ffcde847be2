// One person: career, pay, advisors, honors, papers, and the documents all of it rests on.
import { useState } from "react";
import { useParams } from "wouter";
import {
  CareerDocument,
  PersonDocument,
  PersonEvidenceDocument,
  PersonPayDocument,
  type PersonQuery,
} from "../../generated/graphql.ts";
import { personPath } from "../app/paths.ts";
import { ChartBlock } from "../charts/ChartBlock.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { CurrencyChoice, currencyOf } from "../shared/CurrencyChoice.tsx";
import { Evidence } from "../shared/Evidence.tsx";
import { partsOf } from "../shared/evidence.ts";
import { identifiers, joined, OrganizationLink, SiteLink } from "../shared/Links.tsx";
import { RowHead } from "../shared/RowHead.tsx";
import { RowState } from "../shared/RowState.tsx";
import { Happenings, Statistics } from "../shared/Statistics.tsx";
import { shared } from "../shared/texts.ts";
import { country } from "../texts/countries.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { names } from "../texts/names.ts";
import { number } from "../texts/numbers.ts";
import { career } from "./career.ts";
import { personPay } from "./pay.ts";
import { Advisings, Honors, Models, Papers } from "./Sections.tsx";
import { person as texts } from "./texts.ts";

type Person = NonNullable<PersonQuery["person"]>;

export default function PersonPage() {
  const { key = "" } = useParams();
  // Of another row nothing may be left.
  return <Loaded key={key} asked={key} />;
}

function Loaded({ asked }: { asked: string }) {
  const { locale } = useLanguage();
  const other = locale === "EN" ? "ZH" : "EN";
  const answer = useAnswer(PersonDocument, { key: asked, locale, other });
  const person = answer.is === "ready" ? answer.data.person : undefined;
  if (answer.is !== "ready" || !person) {
    const state = answer.is === "ready" ? { is: "loading" as const } : answer;
    return <RowState answer={state} kind="Person" asked={asked} />;
  }
  return (
    <article className="page" aria-busy={answer.old}>
      <Head person={person} asked={asked} />
      <CareerBlock person={person} />
      <Pay person={person} />
      <Advisings id="advisors" kind="advisors" rows={person.advisors.nodes} />
      <Advisings id="students" kind="students" rows={person.students.nodes} />
      <Models rows={person.models.nodes} />
      <Honors rows={person.honors.nodes} />
      <Papers rows={person.publications.nodes} />
      <Statistics rows={person.figures.nodes} />
      <Happenings rows={person.events.nodes} />
      <Evidence
        document={PersonEvidenceDocument}
        variables={{ id: person.id, locale }}
        parts={partsOf}
      />
    </article>
  );
}

function Head({ person, asked }: { person: Person; asked: string }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { locale } = useLanguage();
  const years = (it: { min: number; max: number } | null) =>
    it && t.years(number(it.min, locale, 0), number(it.max, locale, 0));
  const place = (code: string | null) => code && country(code, locale);
  return (
    <RowHead
      row={person}
      entity="Person"
      asked={asked}
      path={personPath}
      kicker={t.kicker}
      lead={person.headline}
      facts={[
        [t.knownFor, person.knownFor],
        [s.country, place(person.country)],
        [s.city, person.city],
        [t.degree, person.highestDegree && names[locale].degree[person.highestDegree]],
        [t.born, person.birthDate],
        [t.age, years(person.age)],
        [t.birthPlace, person.birthPlace],
        [t.nationality, place(person.nationality)],
        [t.origin, person.origin],
        [t.experience, years(person.experience)],
        [s.website, person.website && <SiteLink url={person.website} />],
        [s.identifiers, identifiers(person.externalKeys)],
      ]}
    />
  );
}

function CareerBlock({ person }: { person: Person }) {
  const t = useTexts(texts);
  const { locale } = useLanguage();
  const places = [
    ...person.employments.nodes.map((it) => it.organization),
    ...person.educations.nodes.map((it) => it.institution),
  ];
  const each = new Map(places.map((it) => [it.key, it]));
  return (
    <ChartBlock
      id="career"
      title={t.career.title}
      document={CareerDocument}
      variables={{ key: person.key, locale }}
      texts={texts}
      view={career}
      exportable={false}
      note={
        each.size > 0 && (
          <p className="more">
            {t.career.pages}
            {joined([...each.values()].map((it) => <OrganizationLink key={it.key} row={it} />))}
          </p>
        )
      }
    />
  );
}

function Pay({ person }: { person: Person }) {
  const t = useTexts(texts);
  const { locale } = useLanguage();
  const [currency, setCurrency] = useState(currencyOf(locale));
  return (
    <ChartBlock
      id="pay"
      title={t.pay.title}
      document={PersonPayDocument}
      variables={{ key: person.key, locale, currency }}
      texts={texts}
      view={personPay}
      exportable
      none={t.pay.none}
      note={<p className="sources">{t.pay.hidden}</p>}
    >
      <p className="choose">
        <CurrencyChoice value={currency} choose={setCurrency} />
      </p>
    </ChartBlock>
  );
}
