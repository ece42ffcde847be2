// What can be edited: the entities of the schema.
import entities from "virtual:entities";
import type { Entity, Field, Kind } from "../../build/entities.ts";

export type { Entity, Field, Kind };
export { entities };

/** The entity that an address means, however it writes capitals. */
export function entityOf(text: string | undefined): Entity | undefined {
  const wanted = text?.toLowerCase();
  return entities.find((it) => it.name.toLowerCase() === wanted);
}

/** The entity of an id such as `Person:ilya-sutskever`. */
export const entityOfId = (id: string): Entity | undefined => entityOf(id.split(":")[0]);
