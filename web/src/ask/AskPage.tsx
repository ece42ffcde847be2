// Questions of one's own: put together by choices, answered at once, shown as GraphQL.
import { useMemo } from "react";
import { Link } from "wouter";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { AnswerView } from "./AnswerView.tsx";
import "./ask.css";
import "../charts/charts.css";
import { Builder } from "./Builder.tsx";
import { EXAMPLES, FIRST_QUESTION } from "./examples.ts";
import { Problems } from "./Problems.tsx";
import { QueryText } from "./QueryText.tsx";
import { planOf } from "./query.ts";
import { Save } from "./Save.tsx";
import { SavedQuestions } from "./SavedQuestions.tsx";
import { askTexts } from "./texts.ts";
import { useQuestion } from "./useQuestion.ts";
import { useSettled } from "./useSettled.ts";

export default function AskPage() {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const [question, unread, setQuestion] = useQuestion(FIRST_QUESTION);
  const [plan, wrong] = useMemo(() => planOf(question, locale), [question, locale]);
  const asked = useSettled(useMemo(() => ({ question, plan }), [question, plan]));
  return (
    <div className="page ask">
      <h1>{t.title}</h1>
      <p className="lead">{t.lead}</p>
      <nav className="examples" aria-label={t.examples}>
        {t.examples}
        {Object.entries(EXAMPLES).map(([name, address]) => (
          <Link key={name} href={`/ask?${address}`}>
            {t.example[name as keyof typeof EXAMPLES]}
          </Link>
        ))}
      </nav>
      <Problems title={t.wrong} problems={unread} />
      {plan && (
        <div className="ask-sides">
          <Builder question={question} plan={plan} onChange={setQuestion} />
          <div className="told">
            <Problems title={t.unclear} problems={wrong} />
            {asked.plan && <AnswerView question={asked.question} plan={asked.plan} />}
          </div>
          <div className="kept">
            <QueryText query={plan.query} variables={plan.variables} />
            <Save question={question} plan={plan} />
          </div>
        </div>
      )}
      <SavedQuestions />
    </div>
  );
}
