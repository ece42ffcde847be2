// The article, live: its story as charts, each computed by a query when the page is opened.
import { useState } from "react";
import {
  AlmaMatersDocument,
  DegreesDocument,
  FormerEmployersDocument,
  ModelsInTimeDocument,
  PaperRanksDocument,
  PayByFieldDocument,
  PlacesDocument,
  PostedRangesDocument,
  RequiredDegreesDocument,
} from "../../generated/graphql.ts";
import { ChartBlock } from "../charts/ChartBlock.tsx";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { TeamFacts } from "./TeamFacts.tsx";
import "./article.css";
import { degrees } from "./degrees.ts";
import { modelsInTime } from "./models.ts";
import { almaMaters, formerEmployers } from "./origins.ts";
import { payByField, requiredDegrees } from "./postings.ts";
import { CURRENCIES, postedRanges } from "./ranges.ts";
import { paperRanks, places } from "./ranks.ts";
import { article } from "./texts.ts";

export default function ArticlePage() {
  const t = useTexts(article);
  return (
    <article className="page article">
      <header>
        <p className="kicker">{t.kicker}</p>
        <h1>{t.title}</h1>
        <p className="lead">{t.lead}</p>
      </header>
      <Contents />
      <TeamFacts />
      <Charts />
    </article>
  );
}

/** In the order of the article. */
const ORDER = [
  ["degrees", "degrees"],
  ["alma-maters", "almaMaters"],
  ["former-employers", "employers"],
  ["required-degrees", "required"],
  ["pay-by-field", "pay"],
  ["posted-ranges", "ranges"],
  ["papers", "papers"],
  ["places", "places"],
  ["models", "models"],
] as const;

function Contents() {
  const t = useTexts(article);
  return (
    <nav className="contents" aria-label={t.contents}>
      <ol>
        {ORDER.map(([id, key]) => (
          <li key={id}>
            <a href={`#${id}`}>{t[key].title}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Charts() {
  const t = useTexts(article);
  const { locale } = useLanguage();
  const common = { texts: article, variables: { locale }, exportable: true };
  return (
    <>
      <ChartBlock
        {...common}
        id="degrees"
        title={t.degrees.title}
        document={DegreesDocument}
        view={degrees}
      />
      <ChartBlock
        {...common}
        id="alma-maters"
        title={t.almaMaters.title}
        document={AlmaMatersDocument}
        view={almaMaters}
      />
      <ChartBlock
        {...common}
        id="former-employers"
        title={t.employers.title}
        document={FormerEmployersDocument}
        view={formerEmployers}
      />
      <ChartBlock
        {...common}
        id="required-degrees"
        title={t.required.title}
        document={RequiredDegreesDocument}
        view={requiredDegrees}
      />
      {/* Two lists in one query, so the server can't write them as one table. */}
      <ChartBlock
        {...common}
        id="pay-by-field"
        title={t.pay.title}
        document={PayByFieldDocument}
        view={payByField}
        exportable={false}
      />
      <Ranges />
      <ChartBlock
        {...common}
        id="papers"
        title={t.papers.title}
        document={PaperRanksDocument}
        view={paperRanks}
      />
      <ChartBlock
        {...common}
        id="places"
        title={t.places.title}
        document={PlacesDocument}
        view={places}
      />
      <ChartBlock
        {...common}
        id="models"
        title={t.models.title}
        document={ModelsInTimeDocument}
        view={modelsInTime}
      />
    </>
  );
}

function Ranges() {
  const t = useTexts(article);
  const { locale } = useLanguage();
  const [currency, setCurrency] = useState("CNY");
  return (
    <ChartBlock
      id="posted-ranges"
      title={t.ranges.title}
      document={PostedRangesDocument}
      variables={{ locale, currency }}
      texts={article}
      view={postedRanges}
      exportable
    >
      <p className="choose">
        <label>
          {t.ranges.currency}{" "}
          <select value={currency} onChange={(event) => setCurrency(event.target.value)}>
            {CURRENCIES.map((it) => (
              <option key={it}>{it}</option>
            ))}
          </select>
        </label>
      </p>
    </ChartBlock>
  );
}
