// What puts a question together.
import type { ReactNode } from "react";
import { wordsOf } from "../shared/schemaWords.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { Arguments } from "./Arguments.tsx";
import { chartsOf } from "./charts.ts";
import { FilterEditor } from "./FilterEditor.tsx";
import { KeysEditor } from "./KeysEditor.tsx";
import { MeasureEditor } from "./MeasureEditor.tsx";
import { HISTOGRAM } from "./measure.ts";
import type { Plan } from "./query.ts";
import {
  type ChartKind,
  FIRST_MAX,
  ORDERS,
  type Order,
  type Question,
  questionOf,
} from "./question.ts";
import { manifest } from "./schema.ts";
import { askTexts } from "./texts.ts";

interface Props {
  question: Question;
  plan: Plan;
  onChange: (question: Question) => void;
}

export function Builder({ question, plan, onChange }: Props) {
  const t = useTexts(askTexts);
  const { root } = plan;
  const put = (part: Partial<Question>) => onChange({ ...question, ...part });
  return (
    <section className="builder" aria-label={t.builder}>
      <Part name={t.about}>
        <About of={question.of} onChange={(of) => onChange(questionOf(of))} />
      </Part>
      <Part name={t.only}>
        <FilterEditor
          key={question.of}
          filter={root.filter}
          terms={question.where}
          onChange={(where) => put({ where })}
        />
      </Part>
      {root.is === "flows" ? (
        <Part name={t.options}>
          <div className="condition">
            <Arguments
              takes={root.options}
              given={question.options}
              onChange={(options) => put({ options })}
            />
          </div>
        </Part>
      ) : (
        <>
          <Part name={t.groupBy}>
            <KeysEditor
              groupBy={root.groupBy}
              terms={question.by}
              onChange={(by) => put({ ...regrouped(question, by), chart: undefined })}
            />
          </Part>
          <Part name={t.tell}>
            <MeasureEditor
              root={root}
              it={question.measure}
              isGrouped={question.by.length > 0}
              onChange={(measure) => put({ measure, chart: undefined })}
            />
          </Part>
        </>
      )}
      <Showing question={question} plan={plan} put={put} />
    </section>
  );
}

/** A histogram is of all rows; of groups the number in the middle is told. */
function regrouped(question: Question, by: Question["by"]): Partial<Question> {
  const { measure } = question;
  const [field = "", statistic] = measure.head;
  const isHistogram = statistic === HISTOGRAM && by.length > 0;
  return {
    by,
    order: undefined,
    measure: isHistogram ? { ...measure, head: [field, "median"] } : measure,
  };
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className="part">
      <legend>{name}</legend>
      {children}
    </fieldset>
  );
}

function About({ of, onChange }: { of: string; onChange: (of: string) => void }) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const all = Object.entries(manifest.roots);
  return (
    <label>
      <span className="only-heard">{t.about}</span>
      <select value={of} onChange={(event) => onChange(event.target.value)}>
        {(["rows", "flows"] as const).map((is) => (
          <optgroup key={is} label={t[is]}>
            {all
              .filter(([, it]) => it.is === is)
              .map(([name]) => (
                <option key={name} value={name}>
                  {wordsOf(name, locale)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

/** In which order, how many, and as which chart. */
function Showing(props: {
  question: Question;
  plan: Plan;
  put: (part: Partial<Question>) => void;
}) {
  const { question, plan, put } = props;
  const t = useTexts(askTexts);
  const fits = chartsOf(plan);
  // Of a whole there is nothing to put in order.
  if (plan.root.is === "rows" && plan.keys.length === 0) return null;
  const first = (text: string) => {
    const number = Math.trunc(Number(text));
    if (number >= 1 && number <= FIRST_MAX) put({ first: number });
  };
  return (
    <div className="part showing">
      {plan.root.is === "rows" && (
        <label>
          {t.order}
          <select
            value={plan.order}
            onChange={(event) => put({ order: event.target.value as Order })}
          >
            {ORDERS.map((it) => (
              <option key={it} value={it}>
                {t.orders[it]}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {t.first}
        <input
          type="number"
          min={1}
          max={FIRST_MAX}
          value={question.first}
          onChange={(event) => first(event.target.value)}
        />
      </label>
      <label>
        {t.chart}
        <select
          value={question.chart && fits.includes(question.chart) ? question.chart : ""}
          onChange={(event) => put({ chart: (event.target.value || undefined) as ChartKind })}
        >
          <option value="">{t.charts.auto}</option>
          {fits.map((it) => (
            <option key={it} value={it}>
              {t.charts[it]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
