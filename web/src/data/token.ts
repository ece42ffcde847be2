// Who asks: a token, for as long as this tab is open.

const NAME = "bole-token";

const listeners = new Set<() => void>();

/** The token, or an empty text. */
export function token(): string {
  return sessionStorage.getItem(NAME) ?? "";
}

/** Keeps another token, and tells those who show what only some may see. */
export function setToken(text: string): void {
  if (text === "") sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, text);
  for (const listener of listeners) listener();
}

/** Calls when the token changes; gives what ends it. */
export function onToken(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The header or payload that says who asks. */
export function authorization(): { authorization?: string } {
  const given = token();
  return given === "" ? {} : { authorization: `Bearer ${given}` };
}
