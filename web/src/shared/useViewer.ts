// Who asks, and what they may do.
import { type AccessRole, WhoDocument, type WhoQuery } from "../../generated/graphql.ts";
import { type State, useAnswer } from "../data/useAnswer.ts";

const ROLES: AccessRole[] = ["READER", "ANALYST", "EDITOR", "ADMIN"];

/** Whether somebody of the role `has` may do what takes the role `needed`. */
export const may = (has: AccessRole | undefined, needed: AccessRole): boolean =>
  has !== undefined && ROLES.indexOf(has) >= ROLES.indexOf(needed);

export const useViewer = (): State<WhoQuery> => useAnswer(WhoDocument, {});

/** Whether who asks may do what takes a role; no, while that is asked for. */
export function useViewerMay(needed: AccessRole): boolean {
  const viewer = useViewer();
  return viewer.is === "ready" && may(viewer.data.viewer.role, needed);
}
