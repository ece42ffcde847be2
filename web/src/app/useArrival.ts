import { useEffect, useRef } from "react";

/** Begins a page that somebody goes to at its top, for eyes and for the keyboard. Who goes back finds
 * the page as it was left, as far as the browser remembers. */
export function useArrival(path: string): void {
  const before = useRef(path);
  const back = useRef<string>(undefined);
  useEffect(() => {
    const went = () => {
      back.current = window.location.pathname;
    };
    window.addEventListener("popstate", went);
    return () => window.removeEventListener("popstate", went);
  }, []);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    if (back.current !== path) {
      window.scrollTo(0, 0);
      document.getElementById("content")?.focus({ preventScroll: true });
    }
    back.current = undefined;
  }, [path]);
}
