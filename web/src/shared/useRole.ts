// What the one who looks may do, as the server says.
import { useEffect, useState, useSyncExternalStore } from "react";
import { type AccessRole, WhoDocument } from "../../generated/graphql.ts";
import { ask } from "../data/ask.ts";
import { onToken, token } from "../data/token.ts";

/** The role of who holds the token; undefined without one, and while it is asked for. */
export function useRole(): AccessRole | undefined {
  const given = useSyncExternalStore(onToken, token);
  const [role, setRole] = useState<AccessRole>();
  useEffect(() => {
    setRole(undefined);
    if (given === "") return undefined;
    const abort = new AbortController();
    ask(WhoDocument, {}, abort.signal).then(
      (answer) => setRole(answer.viewer.role),
      // Whoever the server does not know may do what everybody may.
      () => undefined,
    );
    return () => abort.abort();
  }, [given]);
  return role;
}

/** Whether rows may be written. */
export const mayWrite = (role: AccessRole | undefined) => role === "EDITOR" || role === "ADMIN";
