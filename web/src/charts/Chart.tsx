import type { ECharts } from "echarts/core";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Loading } from "../app/Notices.tsx";
import { useTheme } from "../theme/theme.ts";
import { type Look, lookOf } from "./look.ts";
import { base, type Option } from "./parts.ts";

interface Props {
  /** What is seen, in a sentence, for those who do not see it. */
  label: string;
  /** In CSS pixels. */
  height: number;
  /** What to draw; it must be the same function as long as the data is the same. */
  option: (look: Look) => Option;
  /** Takes the chart, for pictures of it. */
  chart: RefObject<ECharts | null>;
  /** Loads what it draws with besides, where that is more than all charts need; the same function as
   * long as it is the same. */
  more?: (() => Promise<unknown>) | undefined;
}

/** A chart. ECharts is loaded when the first one comes near what is seen. */
export function Chart({ label, height, option, chart, more }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const near = useNear(frame);
  const [drawn, setDrawn] = useState(false);
  const theme = useTheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has another look.
  useEffect(() => {
    const element = frame.current;
    if (!element || !near) return undefined;
    let over = false;
    const draw = () => {
      const look = lookOf(element);
      chart.current?.setOption({ ...base(look), ...option(look) }, { notMerge: true });
    };
    const resized = new ResizeObserver(() => {
      if (!chart.current || chart.current.getWidth() === element.clientWidth) return;
      chart.current.resize();
      draw();
    });
    Promise.all([import("./echarts.ts"), more?.()]).then(([{ init }]) => {
      if (over) return;
      chart.current ??= init(element);
      chart.current.resize();
      draw();
      setDrawn(true);
      resized.observe(element);
    });
    return () => {
      over = true;
      resized.disconnect();
    };
  }, [near, option, theme, chart, more]);

  useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    [chart],
  );

  return (
    <div className="chart" style={{ height }}>
      {!drawn && <Loading lines={Math.max(2, Math.floor(height / 60))} height={height} />}
      <div className="chart-canvas" ref={frame} role="img" aria-label={label} />
    </div>
  );
}

/** Whether an element is seen, or soon will be; once it was, it stays so. */
function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some((it) => it.isIntersecting)) setNear(true);
      },
      { rootMargin: "300px" },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return near;
}
