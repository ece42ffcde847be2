// Where things are: each row that has a page of its own, and the lists. Other pages link by these.

/** The lists that can be browsed. */
export type List = "people" | "institutions" | "companies" | "models";

/** The types of rows that have pages, as `__typename` names them. */
const PLACES: Record<string, string> = {
  Person: "/people",
  Institution: "/organizations",
  Company: "/organizations",
  Organization: "/organizations",
  Model: "/models",
};

export const listPath = (list: List) => `/${list}`;
export const personPath = (key: string) => `/people/${encodeURIComponent(key)}`;
export const organizationPath = (key: string) => `/organizations/${encodeURIComponent(key)}`;
export const modelPath = (key: string) => `/models/${encodeURIComponent(key)}`;

/** The page of a row of whatever type; none where its type has no pages. */
export function pathOf(row: { __typename?: string; key?: string }): string | undefined {
  const place = row.__typename && PLACES[row.__typename];
  return place && row.key ? `${place}/${encodeURIComponent(row.key)}` : undefined;
}

/** The page of a row by its id, such as `Person:ilya-sutskever`. */
export function pathOfId(id: string): string | undefined {
  const colon = id.indexOf(":");
  return pathOf({ __typename: id.slice(0, colon), key: id.slice(colon + 1) });
}

/** As addresses have it: `salaryRecord` for `SalaryRecord`. */
export const slug = (entity: string): string => entity.charAt(0).toLowerCase() + entity.slice(1);

/** What stands behind the entity in an id. */
export const keyOf = (id: string): string => id.slice(id.indexOf(":") + 1);

const placed = (page: string, id: string) =>
  `/${page}/${slug(id.split(":")[0] ?? "")}/${encodeURIComponent(keyOf(id))}`;

export const editPath = (id: string): string => placed("edit", id);
export const historyPath = (id: string): string => placed("history", id);
