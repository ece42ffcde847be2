import { useLabels } from "../shared/labels.ts";
import { Value } from "../shared/Value.tsx";
import { fieldName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { type Difference, isNothing } from "./differences.ts";
import { entityOf, type Field } from "./entities.ts";
import { edit } from "./texts.ts";

/** The ids among values of a row. */
export function idsIn(fields: readonly Field[], images: readonly unknown[]): string[] {
  const referring = fields.filter((it) => ["reference", "references", "any"].includes(it.kind));
  const values = images.flatMap((image) =>
    referring.flatMap((it) => (image as Record<string, unknown> | null)?.[it.name] ?? []),
  );
  return values.filter((it): it is string => typeof it === "string");
}

/** What changed, field by field: what was there, and what is. */
export function DiffTable({
  entity,
  changes,
  isNew = false,
}: {
  entity: string;
  changes: readonly Difference[];
  /** Whether there was nothing before, so that only the new values are shown. */
  isNew?: boolean;
}) {
  const t = useTexts(edit);
  const { locale } = useLanguage();
  const fields = entityOf(entity)?.fields ?? [];
  const sides = changes.map((it) => ({ [it.field]: [it.before, it.after].flat() }));
  const label = useLabels(idsIn(fields, sides));
  return (
    <table className="diff">
      <thead>
        <tr>
          <th scope="col">{t.field}</th>
          {!isNew && <th scope="col">{t.before}</th>}
          <th scope="col">{t.after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field: name, before, after }) => {
          const field = fields.find((it) => it.name === name);
          return (
            <tr key={name}>
              <th scope="row">{fieldName(entity, name, locale)}</th>
              {!isNew && (
                <td data-side={t.before} className={isNothing(before) ? "" : "was"}>
                  <Value field={field} value={before} label={label} />
                </td>
              )}
              <td data-side={t.after} className={isNothing(after) ? "" : "is"}>
                <Value field={field} value={after} label={label} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
