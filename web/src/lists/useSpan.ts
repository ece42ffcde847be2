// What of a list is seen, as the page is scrolled.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";
import { offsetOf, spanOf } from "./span.ts";

export interface Sizes {
  rows: number;
  /** How tall a row is, in CSS pixels. */
  row: number;
  /** How much of the top of the window stays covered, in CSS pixels. */
  covered: number;
}

/** The span of a list in `element` that is seen in the window; `go` brings a row to the top. */
export function useSpan(element: RefObject<HTMLElement | null>, { rows, row, covered }: Sizes) {
  const [seen, setSeen] = useState({ scrolled: 0, view: 900 });
  // Not kept, so that a list of another length has its height before somebody goes to a row of it.
  const span = spanOf({ ...seen, rows, row });

  const measure = useCallback(() => {
    if (!element.current) return;
    const scrolled = covered - element.current.getBoundingClientRect().top;
    const view = window.innerHeight - covered;
    setSeen((it) => (it.scrolled === scrolled && it.view === view ? it : { scrolled, view }));
  }, [element, covered]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list may stand elsewhere.
  useLayoutEffect(measure, [measure, rows, row]);
  useEffect(() => {
    let frame = 0;
    const moved = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(measure);
    };
    window.addEventListener("scroll", moved, { passive: true });
    window.addEventListener("resize", moved);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", moved);
      window.removeEventListener("resize", moved);
    };
  }, [measure]);

  const go = useCallback(
    (at: number) => {
      if (!element.current) return;
      const top = element.current.getBoundingClientRect().top + window.scrollY - covered;
      window.scrollTo(0, top + offsetOf(at, { view: window.innerHeight - covered, rows, row }));
      measure();
    },
    [element, rows, row, covered, measure],
  );
  return { span, go };
}
