// What a list shows, as its address says it: `?q=wang&country=CN&country=US&sort=-born&at=1200`.

export interface State {
  /** What was typed; empty where nothing was. */
  text: string;
  /** The values chosen of each facet. An empty value stands for rows that have none. */
  chosen: Record<string, string[]>;
  /** The name of an order. */
  sort: string;
  descending: boolean;
  /** The first row that is seen, from 0. */
  at: number;
}

/** What a list has to be told apart by: the names of its facets and of its orders, the first of
 * which holds where none is named. */
export interface Shape {
  facets: readonly string[];
  sorts: readonly string[];
}

export interface Reading {
  state: State;
  /** What the address says that the list does not have, such as `sort=age`. */
  unknown: string[];
}

/** Reads the part of an address behind the `?`. */
export function read(search: string, shape: Shape): Reading {
  const [first = ""] = shape.sorts;
  const state: State = { text: "", chosen: {}, sort: first, descending: false, at: 0 };
  const unknown: string[] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    if (name === "q") state.text = value;
    else if (shape.facets.includes(name)) choose(state.chosen, name, value);
    else if (!readPlace(state, shape, name, value)) unknown.push(`${name}=${value}`);
  }
  return { state, unknown };
}

function choose(chosen: State["chosen"], name: string, value: string): void {
  const values = chosen[name] ?? [];
  if (!values.includes(value)) chosen[name] = [...values, value];
}

/** Takes the order, or the first row; says whether it could. */
function readPlace(state: State, shape: Shape, name: string, value: string): boolean {
  if (name === "sort") {
    const descending = value.startsWith("-");
    const sort = descending ? value.slice(1) : value;
    if (!shape.sorts.includes(sort)) return false;
    Object.assign(state, { sort, descending });
    return true;
  }
  if (name !== "at" || !/^\d{1,9}$/.test(value)) return false;
  state.at = Number(value);
  return true;
}

/** The address of a state, from the `?` on; what goes without saying is left out. */
export function write(state: State, shape: Shape): string {
  const said = new URLSearchParams();
  if (state.text !== "") said.set("q", state.text);
  for (const name of shape.facets) {
    for (const value of state.chosen[name] ?? []) said.append(name, value);
  }
  const sort = (state.descending ? "-" : "") + state.sort;
  if (sort !== shape.sorts[0]) said.set("sort", sort);
  if (state.at > 0) said.set("at", String(state.at));
  const text = said.toString();
  return text === "" ? "" : `?${text}`;
}

/** The same list with a value of a facet chosen, or no longer, from its first row. */
export function toggled(state: State, facet: string, value: string): State {
  const values = state.chosen[facet] ?? [];
  const others = values.filter((it) => it !== value);
  const next = others.length < values.length ? others : [...values, value];
  return { ...state, at: 0, chosen: { ...state.chosen, [facet]: next } };
}
