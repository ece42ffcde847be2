// What rows are told apart by, with how many there are of each.
import { useState } from "react";
import { useNarrow } from "../shared/useNarrow.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { number } from "../texts/numbers.ts";
import { type Change, labelOf } from "./Controls.tsx";
import type { Choice, Choices, FacetName, Overview } from "./listing.ts";
import { type State, toggled } from "./state.ts";
import { lists } from "./texts.ts";

/** Choices that are shown before somebody asks for more. */
const SHOWN = 7;

interface Props {
  overview: Overview;
  state: State;
  change: Change;
}

/** Beside the list, or above it, where they are opened. */
export function Facets(props: Props) {
  const t = useTexts(lists);
  const narrow = useNarrow();
  const count = Object.values(props.state.chosen).flat().length;
  if (!narrow) {
    return (
      <aside className="facets" aria-label={t.filters}>
        <All {...props} />
      </aside>
    );
  }
  return (
    <details className="facets">
      <summary>{count > 0 ? t.filtersOn(count) : t.filters}</summary>
      <All {...props} />
    </details>
  );
}

function All({ overview, state, change }: Props) {
  const t = useTexts(lists);
  return Object.entries(overview.facets).map(([name, choices]) => (
    <OneFacet
      key={name}
      name={name as FacetName}
      choices={withChosen(choices, state.chosen[name] ?? [], (value) =>
        value === "" ? t.none : (labelOf(overview, name as FacetName, value) ?? value),
      )}
      chosen={state.chosen[name] ?? []}
      toggle={(value) => change(toggled(state, name, value))}
    />
  ));
}

/** What is chosen must be seen, also where no row has it or others are more frequent. */
function withChosen(known: Choices, chosen: string[], called: (value: string) => string): Choices {
  const missing = chosen
    .filter((value) => !known.choices.some((it) => it.value === value))
    .map<Choice>((value) => ({ value, label: called(value), count: 0 }));
  return missing.length === 0 ? known : { ...known, choices: [...missing, ...known.choices] };
}

function OneFacet(props: {
  name: FacetName;
  choices: Choices;
  chosen: string[];
  toggle: (value: string) => void;
}) {
  const { name, chosen, toggle } = props;
  const { choices, total } = props.choices;
  const t = useTexts(lists);
  const { locale } = useLanguage();
  const [all, setAll] = useState(false);
  if (choices.length === 0) return null;
  const shown = choices.filter((it, at) => all || at < SHOWN || chosen.includes(it.value));
  const hidden = choices.length - shown.length;
  const others = total - choices.length;
  return (
    <fieldset className="facet">
      <legend>{t.facets[name]}</legend>
      <ul>
        {shown.map(({ value, label, count }) => (
          <li key={value}>
            <label>
              <input
                type="checkbox"
                name={name}
                value={value}
                checked={chosen.includes(value)}
                onChange={() => toggle(value)}
              />
              <span className="facet-label">{label}</span>
              {/* Where rows are few, those of a chosen value may not be among the counted. */}
              {count > 0 && <span className="facet-count">{number(count, locale)}</span>}
            </label>
          </li>
        ))}
      </ul>
      {(all || hidden > 0) && (
        <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t.fewer : t.more(number(hidden, locale))}
        </button>
      )}
      {all && others > 0 && <p className="facet-others">{t.others(number(others, locale))}</p>}
    </fieldset>
  );
}
