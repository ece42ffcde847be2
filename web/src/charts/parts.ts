// Parts of charts that look the same in all of them.
import type { EChartsOption } from "echarts";
import { LABEL, type Look } from "./look.ts";

export type Option = EChartsOption;

/** What each chart begins with. Tooltips are drawn on the canvas: HTML would bring styles of its own,
 * which the content security policy of the pages does not let in. */
export function base(look: Look): Option {
  return {
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 400,
    backgroundColor: "transparent",
    textStyle: { fontFamily: look.font, color: look.ink },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: look.paper,
      borderColor: look.mute,
      textStyle: { color: look.ink, fontFamily: look.font, fontSize: LABEL },
    },
  };
}

/** How wide names may be before they are broken, in CSS pixels. */
const nameWidth = (look: Look) => (look.narrow ? 112 : 220);

/** A space between words and what is drawn. */
const MARGIN = 14;

interface Around {
  /** The names at the left. */
  names: string[];
  /** What is written behind the ends of bars. */
  labels: string[];
  /** Space above and below, for legends and axes. */
  top?: number;
  bottom?: number;
}

/** The space that a chart leaves for the words around it. */
export function around(look: Look, { names, labels, top = 8, bottom = 32 }: Around) {
  const widest = (texts: string[]) => Math.max(0, ...texts.map((it) => Math.ceil(look.width(it))));
  return {
    left: Math.min(widest(names), nameWidth(look)) + MARGIN,
    right: Math.max(24, widest(labels) + MARGIN),
    top,
    bottom,
    outerBoundsMode: "none" as const,
  };
}

/** An axis of names. The first name stands at the top. */
export function names(look: Look, data: string[]) {
  return {
    type: "category" as const,
    data,
    inverse: true,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: look.mute } },
    axisLabel: {
      color: look.ink,
      fontSize: LABEL,
      // Lines of a name that is broken would else touch.
      lineHeight: LABEL + 3,
      width: nameWidth(look),
      overflow: "break" as const,
      interval: 0,
    },
  };
}

/** An axis of numbers. */
export function numbers(look: Look, written: (value: number) => string) {
  return {
    type: "value" as const,
    axisLabel: { color: look.soft, formatter: written, hideOverlap: true },
    splitLine: { lineStyle: { color: look.grid } },
    splitNumber: look.narrow ? 2 : 5,
  };
}

/** The label of a bar, at its end. */
export function label(look: Look, written: (at: number) => string) {
  return {
    show: true,
    position: "right" as const,
    color: look.ink,
    fontSize: LABEL,
    formatter: (it: { dataIndex: number }) => written(it.dataIndex),
  };
}

/** How a published number that a computation contradicts is drawn: hatched, in any theme. */
export function doubtful(look: Look, colour: string) {
  return {
    color: colour,
    decal: {
      symbol: "rect",
      color: look.paper,
      dashArrayX: [1, 0],
      dashArrayY: [2, 4],
      rotation: Math.PI / 4,
    },
  };
}
