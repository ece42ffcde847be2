// Whoever leaves a form that is not saved is asked first.
import { useEffect } from "react";

/** Asks before the page is closed or a link is followed, while `isDirty`. */
export function useLeaving(isDirty: boolean, question: string): void {
  useEffect(() => {
    if (!isDirty) return undefined;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      const opensHere =
        link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
      // Those to other documents are asked about by the browser.
      if (!opensHere || link.getAttribute("href")?.startsWith("#")) return;
      if (new URL((link as HTMLAnchorElement).href).pathname === window.location.pathname) return;
      if (!window.confirm(question)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    window.addEventListener("beforeunload", unload);
    document.addEventListener("click", click, true);
    return () => {
      window.removeEventListener("beforeunload", unload);
      document.removeEventListener("click", click, true);
    };
  }, [isDirty, question]);
}
