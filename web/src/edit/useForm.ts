// A form of one row: what stands in it, what the API says of it, and how it is saved.
import { useEffect, useState } from "react";
import {
  ApplyDocument,
  type ApplyMutation,
  type ChangeInput,
  RowDocument,
} from "../../generated/graphql.ts";
import { ask, NoAnswer } from "../data/ask.ts";
import {
  changed,
  changeOf,
  type Draft,
  draftOf,
  type Entry,
  type Fault,
  type Image,
  imageOf,
} from "./draft.ts";
import type { Entity, Field } from "./entities.ts";
import { type Faults, isConflict, placed } from "./faults.ts";

/** A row as it was looked at; a new one has no version. */
export interface Base {
  version?: number;
  image: Image;
}

export type Applied = ApplyMutation["applyChanges"];

export type Stage =
  | { is: "editing" }
  | { is: "waiting" }
  /** What a dry run told. */
  | { is: "review"; id: string; action: string }
  /** The row was changed meanwhile: as it was when that was found out. */
  | { is: "conflict"; theirs: Base };

/** The key of a new row is chosen in its form. */
const KEY: Field = { name: "key", kind: "text", required: false, doc: "" };

/** Forms that were left without being saved, by their rows, until the page is loaded again. */
const kept = new Map<string, { base: Base; draft: Draft }>();

const NO_FAULTS: Faults = { at: {}, others: [] };

/** A row as it is now. */
async function present(id: string): Promise<Base> {
  const { node } = await ask(RowDocument, { id });
  if (!node || !("values" in node)) throw new NoAnswer(`There is no ${id}.`, "NOT_FOUND");
  return { version: node.version, image: node.values as Image };
}

/** Sends one change of one row. */
export async function apply(
  change: Record<string, unknown>,
  { why = "", dryRun = false }: { why?: string; dryRun?: boolean },
): Promise<Applied> {
  const input = { changes: [change as ChangeInput], dryRun, why: why.trim() || null };
  const { applyChanges } = await ask(ApplyDocument, { input });
  return applyChanges;
}

interface Given {
  entity: Entity;
  /** Of a row that there is. */
  id?: string;
  start: Base;
  /** What a new row begins with. */
  filled?: Draft;
  onSaved: (id: string, version: number) => void;
}

/** What stands in the form, what it began as, and whether it was left unsaved before. */
function useDraft({ entity, id, start, filled = {} }: Given) {
  const fields = id === undefined ? [KEY, ...entity.fields] : entity.fields;
  const place = id ?? `new ${entity.name}`;
  const [wasLeft, setWasLeft] = useState(() => kept.has(place));
  const [base, setBase] = useState(() => kept.get(place)?.base ?? start);
  const [draft, setDraft] = useState(
    () => kept.get(place)?.draft ?? { ...draftOf(fields, start.image), ...filled },
  );
  const baseDraft = draftOf(fields, base.image);
  const differing = changed(fields, baseDraft, draft);
  const isDirty = differing.length > 0;
  useEffect(() => {
    if (isDirty) kept.set(place, { base, draft });
    else kept.delete(place);
  }, [place, isDirty, base, draft]);
  const begin = (next: Base, own: Draft = draftOf(fields, next.image)) => {
    setBase(next);
    setDraft(own);
    setWasLeft(false);
  };
  const forget = () => kept.delete(place);
  return { fields, base, draft, setDraft, baseDraft, differing, isDirty, begin, wasLeft, forget };
}

export type Form = ReturnType<typeof useForm>;

export function useForm(given: Given) {
  const { entity, id, onSaved } = given;
  const kept = useDraft(given);
  const { fields, base, draft, baseDraft } = kept;
  const [stage, setStage] = useState<Stage>({ is: "editing" });
  const [faults, setFaults] = useState<Faults>(NO_FAULTS);
  const [own, setOwn] = useState<Record<string, Fault>>({});
  const [error, setError] = useState<NoAnswer>();
  const [why, setWhy] = useState("");
  /** How often what was sent was refused. */
  const [refusals, setRefusals] = useState(0);

  const put = (name: string, entry: Entry) => {
    kept.setDraft((before) => ({ ...before, [name]: entry }));
    setStage({ is: "editing" });
    const { [name]: _, ...others } = faults.at;
    setFaults({ ...faults, at: others });
    const { [name]: __, ...rest } = own;
    setOwn(rest);
  };
  const taken = async (applied: Applied, dryRun: boolean) => {
    const { userErrors, results, version } = applied;
    if (id !== undefined && isConflict(userErrors)) {
      return setStage({ is: "conflict", theirs: await present(id) });
    }
    setFaults(placed(userErrors, fields));
    const [made] = results;
    if (userErrors.length > 0) setRefusals((it) => it + 1);
    if (userErrors.length > 0 || !made) return setStage({ is: "editing" });
    if (dryRun) return setStage({ is: "review", ...made });
    kept.forget();
    setStage({ is: "editing" });
    kept.begin({ version: version ?? base.version ?? 0, image: imageOf(fields, draft) });
    if (version !== null) onSaved(made.id, version);
  };
  const send = async (dryRun: boolean) => {
    const { input, faults } = changeOf(fields, baseDraft, draft);
    setOwn(faults);
    setError(undefined);
    if (Object.keys(faults).length > 0) return setRefusals((it) => it + 1);
    setStage({ is: "waiting" });
    const change =
      id === undefined
        ? { [`create${entity.name}`]: input }
        : { [`update${entity.name}`]: { id, patch: input, expectedVersion: base.version } };
    try {
      await taken(await apply(change, { why, dryRun }), dryRun);
    } catch (reason) {
      setError(reason instanceof NoAnswer ? reason : new NoAnswer(String(reason), "UNKNOWN"));
      setStage({ is: "editing" });
    }
  };
  /** Goes on from the row as it is now, with what one wants of it. */
  const begin = (next: Base, draft?: Draft) => {
    kept.begin(next, draft);
    setStage({ is: "editing" });
    setFaults(NO_FAULTS);
    setOwn({});
  };
  return {
    ...kept,
    begin,
    entity,
    id,
    stage,
    setStage,
    faults,
    own,
    error,
    why,
    setWhy,
    refusals,
    put,
    send,
  };
}
