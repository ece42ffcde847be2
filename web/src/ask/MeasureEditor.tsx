// What is told of each group.
import { wordsOf } from "../shared/schemaWords.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { Arguments } from "./Arguments.tsx";
import { KeyChoice } from "./KeysEditor.tsx";
import { argument, argumentsOf, numbersOf, statisticsOf } from "./measure.ts";
import { withArgument } from "./question.ts";
import type { Root } from "./schema.ts";
import { type Term, term } from "./terms.ts";
import { askTexts } from "./texts.ts";
import { ValueInput } from "./ValueInput.tsx";

interface Props {
  root: Root;
  it: Term;
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

export function MeasureEditor({ root, it, onChange }: Props) {
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
      {isNumber && <Statistic root={root} it={it} onChange={onChange} />}
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

function Statistic({ root, it, onChange }: Props) {
  const t = useTexts(askTexts);
  const { locale } = useLanguage();
  const [field = "", statistic = ""] = it.head;
  return (
    <>
      <label>
        <span className="only-heard">{t.statistic}</span>
        <select
          value={statistic}
          onChange={(event) => onChange({ ...it, head: [field, event.target.value] })}
        >
          {statisticsOf(root.aggregate, field).map((name) => (
            <option key={name} value={name}>
              {wordsOf(name, locale)}
            </option>
          ))}
        </select>
      </label>
      {statistic === "quantile" && (
        <ValueInput
          type="Float"
          values={[argument(it, "p") ?? "0.9"]}
          label={wordsOf("p", locale)}
          onChange={([value = ""]) => onChange({ ...it, of: withArgument(it.of, "p", value) })}
        />
      )}
    </>
  );
}
