import { TeamInNumbersDocument } from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { Sources } from "../charts/Notes.tsx";
import { sources } from "../charts/view.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { number } from "../texts/numbers.ts";
import { article } from "./texts.ts";

/** What is known of the team as a whole, as a row of large numbers. */
export function TeamFacts() {
  const t = useTexts(article);
  const { locale } = useLanguage();
  const answer = useAnswer(TeamInNumbersDocument, { locale });
  if (answer.is === "error") return <Failed error={answer.error} again={answer.again} />;
  if (answer.is === "loading") return <Loading height={130} lines={2} />;
  const figures = answer.data.figures.nodes;
  return (
    <section aria-label={t.facts.title}>
      <dl className="facts">
        {figures.map(({ key, measure, value, category, precision }) => (
          <div key={key}>
            <dd>
              {precision === "ABOUT" && <small>{t.facts.about} </small>}
              {value === null ? "–" : number(value, locale)}
            </dd>
            <dt>
              {measure === "HEADCOUNT" || measure === "MEAN_AGE" ? t.facts[measure] : category}
            </dt>
          </div>
        ))}
      </dl>
      <Sources sources={sources(figures)} />
    </section>
  );
}
