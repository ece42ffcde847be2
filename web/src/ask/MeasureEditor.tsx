// What is told of each group.
import { wordsOf } from "../shared/schemaWords.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { Arguments } from "./Arguments.tsx";
import { KeyChoice } from "./KeysEditor.tsx";
import { argumentsOf, numbersOf, statisticsOf } from "./measure.ts";
import type { Root } from "./schema.ts";
import { type Term, term } from "./terms.ts";
import { askTexts } from "./texts.ts";

interface Props {
  root: Root;
  it: Term;
  isGrouped: boolean;
  onChange: (it: Term) => void;
}

/** What pay is stated in until somebody says otherwise: amounts of several currencies have no sum. */
const CURRENCY = "CNY";

function measureFor(root: Root, field: string): Term {
  if (field === "countDistinct") return term(field, [], [term("row")]);
  if (!numbersOf(root.aggregate).includes(field)) return term(field);
  const takesCurrency = "currency" in argumentsOf(root.aggregate, field);
  return term(`${field}.median`, [], takesCurrency ? [term("currency", [CURRENCY])] : []);
}

export function MeasureEditor({ root, it, isGrouped, onChange }: Props) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const [field = ""] = it.head;
  const numbers = numbersOf(root.aggregate);
  const isNumber = numbers.includes(field);
  // What is counted stands among the values where it is a name alone.
  const [distinct = term("row")] = [...it.of, ...it.values.map((value) => term(value))];
  return (
    <div className="condition">
      <label>
        <span className="only-heard">{t.number}</span>
        <select value={field} onChange={(event) => onChange(measureFor(root, event.target.value))}>
          {["count", "share", "countDistinct", ...numbers].map((name) => (
            <option key={name} value={name}>
              {name === "count" ? t.rowsCount : wordsOf(name, locale)}
            </option>
          ))}
        </select>
      </label>
      {isNumber && <Statistic root={root} it={it} isGrouped={isGrouped} onChange={onChange} />}
      {field === "countDistinct" && (
        <KeyChoice
          groupBy={root.groupBy}
          it={distinct}
          onChange={(next) => onChange({ ...it, values: [], of: [next] })}
        />
      )}
      {isNumber && (
        <Arguments
          takes={argumentsOf(root.aggregate, field)}
          given={it.of}
          onChange={(of) => onChange({ ...it, of })}
        />
      )}
    </div>
  );
}

/** What some statistics take besides. */
const QUANTILE: Record<string, string> = { p: "Float" };
const HISTOGRAM: Record<string, string> = { bins: "Int" };

function Statistic({ root, it, isGrouped, onChange }: Props) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const [field = "", statistic = ""] = it.head;
  const own = { quantile: QUANTILE, histogram: HISTOGRAM }[statistic];
  return (
    <>
      <label>
        <span className="only-heard">{t.statistic}</span>
        <select
          value={statistic}
          onChange={(event) => onChange({ ...it, head: [field, event.target.value] })}
        >
          {statisticsOf(root.aggregate, field, isGrouped).map((name) => (
            <option key={name} value={name}>
              {wordsOf(name, locale)}
            </option>
          ))}
        </select>
      </label>
      {own && (
        <Arguments
          takes={own}
          given={it.of.filter((of) => (of.head[0] ?? "") in own)}
          onChange={(given) => {
            const others = it.of.filter((of) => !((of.head[0] ?? "") in own));
            onChange({ ...it, of: [...others, ...given] });
          }}
        />
      )}
    </>
  );
}
