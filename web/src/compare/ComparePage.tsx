// Pay of two groups, with what one earns above the other.
import { useCallback, useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { Arguments } from "../ask/Arguments.tsx";
import { FilterEditor } from "../ask/FilterEditor.tsx";
import { KeysEditor } from "../ask/KeysEditor.tsx";
import { Problems } from "../ask/Problems.tsx";
import { QueryText } from "../ask/QueryText.tsx";
import { term } from "../ask/terms.ts";
import { askTexts } from "../ask/texts.ts";
import { useSettled } from "../ask/useSettled.ts";
import { wordsOf } from "../shared/schemaWords.ts";
import { useAddress } from "../shared/useAddress.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import "../ask/ask.css";
import "../charts/charts.css";
import "./compare.css";
import {
  addressOf,
  type Comparison,
  comparisonAt,
  FILTER,
  planOf,
  SIDES,
  type Side,
  TAKES,
} from "./compare.ts";
import { PRESETS, PUBLISHED, QUICK } from "./presets.ts";
import { Result } from "./Result.tsx";
import { compareTexts } from "./texts.ts";

export default function ComparePage() {
  const t = useTexts(compareTexts);
  const own = useTexts(askTexts);
  const { locale } = useLanguage();
  const [comparison, unread, setComparison] = useComparison();
  const [plan, wrong] = useMemo(() => planOf(comparison, locale), [comparison, locale]);
  const asked = useSettled(plan);
  const put = (part: Partial<Comparison>) => setComparison({ ...comparison, ...part });
  return (
    <div className="page ask compare">
      <h1>{t.title}</h1>
      <p className="lead">{t.lead}</p>
      <nav className="examples" aria-label={t.presets}>
        {t.presets}
        {Object.entries(PRESETS).map(([name, address]) => (
          <Link key={name} href={`/compare?${address}`}>
            {t.preset[name as keyof typeof PRESETS]}
          </Link>
        ))}
      </nav>
      <Problems title={own.wrong} problems={unread} home="/compare" />
      <div className="cohorts">
        {SIDES.map((side) => (
          <Cohort
            key={side}
            side={side}
            terms={comparison[side]}
            onChange={(terms) => put({ [side]: terms })}
          />
        ))}
        <div>
          <fieldset className="part">
            <legend>{t.stated}</legend>
            <div className="condition">
              <Arguments
                takes={TAKES}
                given={comparison.terms}
                onChange={(terms) => put({ terms })}
              />
            </div>
          </fieldset>
          <fieldset className="part">
            <legend>{t.brokenDown}</legend>
            <KeysEditor
              groupBy="SalaryRecordGroupBy"
              terms={comparison.by}
              onChange={(by) => put({ by })}
            />
          </fieldset>
        </div>
      </div>
      <Problems title={own.unclear} problems={wrong} home="/compare" />
      {asked && plan ? (
        <Result plan={asked} />
      ) : (
        <p className="notice" role="status">
          {t.missingSide}
        </p>
      )}
      {addressOf(comparison) === PUBLISHED && (
        <p className="aside">
          {t.published} <Link href="/#pay-by-field">{own.answer}</Link>
        </p>
      )}
      {plan && <QueryText query={plan.query} variables={plan.variables} />}
    </div>
  );
}

function useComparison() {
  const [address, put] = useAddress();
  const read = useCallback((from: string) => {
    const [comparison, unread] = comparisonAt(from || PRESETS.countries);
    return { comparison, unread, address: from };
  }, []);
  const [state, setState] = useState(() => read(address));
  useEffect(() => {
    setState((before) => (before.address === address ? before : read(address)));
  }, [address, read]);
  const set = useCallback(
    (comparison: Comparison) => {
      const written = addressOf(comparison);
      setState({ comparison, unread: [], address: written });
      put(written);
    },
    [put],
  );
  return [state.comparison, state.unread, set] as const;
}

function Cohort(props: {
  side: Side;
  terms: Comparison["of"];
  onChange: (terms: Comparison["of"]) => void;
}) {
  const { side, terms, onChange } = props;
  const t = useTexts(compareTexts);
  const { locale } = useLanguage();
  return (
    <fieldset className={`part cohort is-${side}`}>
      <legend>
        {t.names[side]} <small>{t.sides[side]}</small>
      </legend>
      <FilterEditor filter={FILTER} terms={terms} onChange={onChange} />
      <p className="tools">
        {t.quick}
        {QUICK.map((head) => (
          <button key={head} type="button" onClick={() => onChange([...terms, term(head)])}>
            {wordsOf(head.split(".")[0] ?? "", locale)}
          </button>
        ))}
      </p>
    </fieldset>
  );
}
