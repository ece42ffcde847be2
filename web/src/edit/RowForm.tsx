import { type FormEvent, useEffect, useId, useRef } from "react";
import { useLabels } from "../shared/labels.ts";
import { fieldName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { Conflict } from "./Conflict.tsx";
import { Control } from "./Control.tsx";
import { DiffTable, idsIn } from "./DiffTable.tsx";
import { differences } from "./differences.ts";
import { emptyOf, imageOf } from "./draft.ts";
import type { Field } from "./entities.ts";
import { useLeaving } from "./leaving.ts";
import { edit } from "./texts.ts";
import type { Base, Form } from "./useForm.ts";

/** Fields that say what a row rests on. */
const RESTS_ON = ["source", "confidence", "asOf", "note"];

/** The form of a row, and what comes of sending it. `theirs` is the row as it is now. */
export function RowForm({ form, theirs }: { form: Form; theirs: Base | undefined }) {
  const t = useTexts(edit);
  useLeaving(form.isDirty, t.leave);
  const { fields, base, stage, draft } = form;
  const shown = useShown(form);
  const images = [base.image, imageOf(fields, draft)];
  const label = useLabels(idsIn(fields, images));
  if (stage.is === "conflict") {
    const isNewer = (theirs?.version ?? 0) > (stage.theirs.version ?? 0);
    const newest = isNewer && theirs ? theirs : stage.theirs;
    return <Conflict key={newest.version} form={form} theirs={newest} />;
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void form.send(stage.is !== "review");
  };
  const of = (isWanted: (it: Field) => boolean) =>
    fields
      .filter(isWanted)
      .map((it) => <FieldControl key={it.name} form={form} field={it} label={label} />);
  return (
    <form className="row-form" onSubmit={submit} noValidate ref={shown}>
      {form.wasLeft && <p className="notice">{t.back}</p>}
      <div className="controls">{of((it) => !RESTS_ON.includes(it.name))}</div>
      <h2 className="rests">{t.rests}</h2>
      <div className="controls">{of((it) => RESTS_ON.includes(it.name))}</div>
      <Wrong form={form} />
      {stage.is === "review" ? <Review form={form} /> : <Buttons form={form} />}
    </form>
  );
}

/** Leads to what came of sending the form: to what will change, or to the first field that is wrong. */
function useShown(form: Form) {
  const place = useRef<HTMLFormElement>(null);
  const { stage, refusals } = form;
  const isReview = stage.is === "review";
  useEffect(() => {
    if (isReview) lead(place.current, "#review");
  }, [isReview]);
  useEffect(() => {
    if (refusals > 0) lead(place.current, ".is-wrong :is(input, select, textarea)");
  }, [refusals]);
  return place;
}

const lead = (from: HTMLElement | null, to: string) =>
  from?.querySelector<HTMLElement>(to)?.focus();

interface FieldProps {
  form: Form;
  field: Field;
  label: (id: string) => string;
}

function FieldControl({ form, field, label }: FieldProps) {
  const t = useTexts(edit);
  const { locale } = useLanguage();
  return (
    <Control
      field={field}
      name={fieldName(form.entity.name, field.name, locale)}
      entry={form.draft[field.name] ?? emptyOf(field)}
      onChange={(entry) => form.put(field.name, entry)}
      fault={form.own[field.name]}
      told={form.faults.at[field.name] ?? []}
      label={label}
      isChanged={form.differing.includes(field)}
      hint={field.name === "key" ? t.keyHint : undefined}
    />
  );
}

/** What is wrong that no field of the form is to blame for, and where to look for the rest. */
function Wrong({ form }: { form: Form }) {
  const t = useTexts(edit);
  const { locale } = useLanguage();
  const { at, others } = form.faults;
  const names = [...new Set([...Object.keys(at), ...Object.keys(form.own)])];
  if (names.length === 0 && others.length === 0 && !form.error) return null;
  return (
    <div className="notice wrong" role="alert">
      <p>
        {t.wrong}{" "}
        {names
          .map((it) => fieldName(form.entity.name, it, locale))
          .join(locale === "ZH" ? "、" : ", ")}
      </p>
      {others.map((it) => (
        <p key={it.message} lang="en">
          {it.message}
        </p>
      ))}
      {form.error && <p lang="en">{form.error.message}</p>}
    </div>
  );
}

function Buttons({ form }: { form: Form }) {
  const t = useTexts(edit);
  const count = form.differing.length;
  return (
    <div className="bar">
      <button
        type="submit"
        className="primary"
        disabled={count === 0 || form.stage.is === "waiting"}
      >
        {t.check}
      </button>
      <button type="button" disabled={!form.isDirty} onClick={() => form.begin(form.base)}>
        {t.discard}
      </button>
      <span role="status">{count === 0 ? t.unchanged : t.unsaved(count)}</span>
    </div>
  );
}

/** What would be written, and why. */
function Review({ form }: { form: Form }) {
  const t = useTexts(edit);
  const why = useId();
  const { stage, fields, base, draft, entity, id } = form;
  if (stage.is !== "review") return null;
  const isNew = id === undefined;
  const changes = differences(isNew ? null : base.image, imageOf(fields, draft));
  return (
    <section className="panel review" aria-labelledby="review">
      <h2 id="review" tabIndex={-1}>
        {t.review}
      </h2>
      <p role="status">
        {isNew ? t.reviewNew(stage.id) : stage.action === "UNCHANGED" && t.reviewSame}
      </p>
      <DiffTable entity={entity.name} changes={changes} isNew={isNew} />
      <p className="why">
        <label htmlFor={why}>{t.why}</label>
        <input
          id={why}
          value={form.why}
          placeholder={t.whyHint}
          onChange={(event) => form.setWhy(event.target.value)}
        />
      </p>
      <p className="buttons">
        <button type="submit" className="primary">
          {t.save}
        </button>
        <button type="button" onClick={() => form.setStage({ is: "editing" })}>
          {t.goOn}
        </button>
      </p>
    </section>
  );
}
