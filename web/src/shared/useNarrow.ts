// Whether there is little room, as on a phone.
import { useSyncExternalStore } from "react";

/** As the style sheets have it. */
const narrow = window.matchMedia("(max-width: 52rem)");

function subscribe(listener: () => void): () => void {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
