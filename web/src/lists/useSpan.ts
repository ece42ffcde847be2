// What of a list is seen, as the page is scrolled.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";
import { offsetOf, type Span, spanOf } from "./span.ts";

/** The span of a list in `element` that is seen in the window; `go` brings a row to the top. */
export function useSpan(element: RefObject<HTMLElement | null>, rows: number, row: number) {
  const [span, setSpan] = useState<Span>(() => spanOf({ scrolled: 0, view: 900, rows, row }));

  const measure = useCallback(() => {
    if (!element.current) return;
    const scrolled = -element.current.getBoundingClientRect().top;
    setSpan(spanOf({ scrolled, view: window.innerHeight, rows, row }));
  }, [element, rows, row]);

  useLayoutEffect(measure, [measure]);
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
      const top = element.current.getBoundingClientRect().top + window.scrollY;
      window.scrollTo(0, top + offsetOf(at, { view: window.innerHeight, rows, row }));
    },
    [element, rows, row],
  );
  return { span, go };
}
