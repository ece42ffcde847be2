import { useState } from "react";
import { useLabels } from "../shared/labels.ts";
import { Value } from "../shared/Value.tsx";
import { fieldName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { idsIn } from "./DiffTable.tsx";
import { imageOf } from "./draft.ts";
import { edit } from "./texts.ts";
import { chosenAtFirst, decided, isDecided, type Side, type Three, three } from "./threeWay.ts";
import type { Base, Form } from "./useForm.ts";

/** Three sides of a row that two changed, and a choice for each field. */
export function Conflict({ form, theirs }: { form: Form; theirs: Base }) {
  const t = useTexts(edit);
  const { entity, fields, base, draft } = form;
  const all = three(fields, base.image, theirs.image, imageOf(fields, draft));
  const [chosen, setChosen] = useState(() => chosenAtFirst(all));
  const label = useLabels(idsIn(fields, [base.image, theirs.image, imageOf(fields, draft)]));
  const goOn = () => form.begin(theirs, decided(fields, theirs.image, draft, chosen));
  return (
    <section className="panel conflict" aria-labelledby="conflict">
      <h2 id="conflict">{t.conflict}</h2>
      <p>{t.conflictSays}</p>
      {all.map((it) => (
        <Sides
          key={it.field.name}
          entity={entity.name}
          three={it}
          label={label}
          chosen={chosen[it.field.name]}
          choose={(side) => setChosen({ ...chosen, [it.field.name]: side })}
        />
      ))}
      <p className="buttons">
        <button type="button" className="primary" disabled={!isDecided(all, chosen)} onClick={goOn}>
          {t.take}
        </button>
        <button type="button" onClick={() => form.begin(theirs)}>
          {t.discard}
        </button>
      </p>
    </section>
  );
}

interface Props {
  entity: string;
  three: Three;
  label: (id: string) => string;
  chosen: Side | undefined;
  choose: (side: Side) => void;
}

function Sides({ entity, three, label, chosen, choose }: Props) {
  const t = useTexts(edit);
  const { locale } = useLanguage();
  const { field, base, theirs, mine, by } = three;
  const sides = [
    ["theirs", t.now, theirs],
    ["mine", t.yours, mine],
  ] as const;
  return (
    <fieldset className="sides" data-field={field.name}>
      <legend>
        {fieldName(entity, field.name, locale)}
        {by === "both" && <span className="required"> {t.both}</span>}
      </legend>
      <div className="side">
        <b>{t.started}</b>
        <Value field={field} value={base} label={label} />
      </div>
      {sides.map(([side, called, value]) => (
        <label className="side" key={side}>
          <span>
            <input
              type="radio"
              name={`side-${field.name}`}
              checked={chosen === side}
              onChange={() => choose(side)}
            />
            <b>{called}</b>
          </span>
          <Value field={field} value={value} label={label} />
        </label>
      ))}
    </fieldset>
  );
}
