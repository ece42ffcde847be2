// What the API says is wrong, at the fields that it says it of. Pure.
import type { UserErrorCode } from "../../generated/graphql.ts";

export interface Told {
  code: UserErrorCode;
  field: string[];
  message: string;
}

export interface Faults {
  /** By field. */
  at: Record<string, Told[]>;
  /** Those of no field of the form. */
  others: Told[];
}

/**
 * The errors of `applyChanges` with one change: its paths are `input.changes.0.updatePerson.patch.…`,
 * and without `patch` for new rows.
 */
export function placed(errors: readonly Told[], fields: readonly { name: string }[]): Faults {
  const faults: Faults = { at: {}, others: [] };
  const names = new Set(fields.map((it) => it.name));
  for (const error of errors) {
    const [input, changes, , , ...rest] = error.field;
    const name = rest[0] === "patch" ? rest[1] : rest[0];
    if (input === "input" && changes === "changes" && name !== undefined && names.has(name)) {
      faults.at[name] = [...(faults.at[name] ?? []), error];
    } else faults.others.push(error);
  }
  return faults;
}

/** Whether the row has changed since it was looked at. */
export const isConflict = (errors: readonly Told[]): boolean =>
  errors.some((it) => it.code === "CONFLICT" && it.field.at(-1) === "expectedVersion");
