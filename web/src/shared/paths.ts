// Where the pages of rows are.

/** As addresses have it: `salaryRecord` for `SalaryRecord`. */
export const slug = (entity: string): string => entity.charAt(0).toLowerCase() + entity.slice(1);

/** What stands behind the entity in an id. */
export const keyOf = (id: string): string => id.slice(id.indexOf(":") + 1);

const placed = (page: string, id: string) =>
  `/${page}/${slug(id.split(":")[0] ?? "")}/${encodeURIComponent(keyOf(id))}`;

export const editPath = (id: string): string => placed("edit", id);
export const historyPath = (id: string): string => placed("history", id);

/** What the schema takes for companies; other organizations are institutions. */
const COMPANIES = ["COMPANY", "RESEARCH_COMPANY", "RECRUITMENT_PLATFORM", "MEDIA"];

/** The page of a row for those who read; undefined where it has none of its own. */
export function readPath(id: string, kind?: unknown): string | undefined {
  const key = encodeURIComponent(keyOf(id));
  const entity = id.split(":")[0];
  if (entity === "Person") return `/people/${key}`;
  if (entity === "Model") return `/models/${key}`;
  if (entity !== "Organization" || typeof kind !== "string") return undefined;
  return COMPANIES.includes(kind) ? `/companies/${key}` : `/institutions/${key}`;
}
