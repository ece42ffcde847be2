// What the style sheets say, in the form that a canvas takes.

export interface Look {
  ink: string;
  soft: string;
  paper: string;
  accent: string;
  mute: string;
  grid: string;
  /** Inside of boxes. */
  raised: string;
  /** Where there is nothing. */
  quiet: string;
  /** The least of a scale. */
  pale: string;
  /** Colours of series, in their order. */
  series: [string, string, string, string, string, string];
  font: string;
  /** How wide a label is, in CSS pixels; of several lines the widest counts. */
  width: (text: string) => number;
  /** How wide the chart is, in CSS pixels. */
  room: number;
  /** Whether there is little room, as on a phone. */
  narrow: boolean;
}

/** Below this width in CSS pixels a chart is narrow. */
const NARROW = 520;

/** The size of labels, in CSS pixels. */
export const LABEL = 13;

/** The look at this moment, for a chart in `element`. */
export function lookOf(element: HTMLElement): Look {
  // Custom properties are given as they are written; only a property in use is computed.
  const probe = element.appendChild(document.createElement("span"));
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const font = getComputedStyle(element).fontFamily;
  const pen = document.createElement("canvas").getContext("2d");
  if (pen) pen.font = `${LABEL}px ${font}`;
  const width = (text: string) =>
    Math.max(...text.split("\n").map((line) => pen?.measureText(line).width ?? 0));
  const look: Look = {
    ink: colour("ink"),
    soft: colour("soft"),
    paper: colour("paper"),
    accent: colour("accent"),
    mute: colour("chart-mute"),
    grid: colour("chart-grid"),
    raised: colour("raised"),
    quiet: colour("chart-quiet"),
    pale: colour("chart-pale"),
    series: [
      colour("chart-1"),
      colour("chart-2"),
      colour("chart-3"),
      colour("chart-4"),
      colour("chart-5"),
      colour("chart-6"),
    ],
    font,
    width,
    room: element.clientWidth,
    narrow: element.clientWidth < NARROW,
  };
  probe.remove();
  return look;
}
