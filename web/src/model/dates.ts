// When a model was announced, released and opened, and what else happened.
import type { ModelDatesQuery, OriginFragment } from "../../generated/graphql.ts";
import { heightOf, type Spell, timeline } from "../charts/timeline.ts";
import { sources, type Viewer } from "../charts/view.ts";
import { drawn } from "../shared/dates.ts";
import { span } from "../texts/numbers.ts";
import type { Texts } from "./texts.ts";

interface Moment {
  what: string;
  date: string;
  isEvent: boolean;
  source: OriginFragment;
}

export const modelDates: Viewer<ModelDatesQuery, Texts> = ({ model }, t) => {
  const own = [
    [t.announced, model?.announced],
    [t.released, model?.released],
    [t.apiOpened, model?.apiOpened],
  ] as const;
  const moments: Moment[] = [
    ...own.flatMap(([what, date]) =>
      model && date ? [{ what, date, isEvent: false, source: model.source }] : [],
    ),
    ...(model?.events.nodes ?? []).flatMap(({ name, date, source }) =>
      date ? [{ what: name, date, isEvent: true, source }] : [],
    ),
  ].sort((a, b) => span(a.date)[0] - span(b.date)[0]);
  const spells: Spell[] = moments.map((it) => ({
    name: it.date,
    words: it.what,
    colour: it.isEvent ? 1 : 0,
    drawn: drawn({ start: it.date, end: it.date }, 0),
  }));
  return {
    says: t.dates.says(moments.length),
    table: {
      columns: [t.dates.what, t.dates.date],
      rows: moments.map((it) => [it.what, it.date]),
    },
    option: (look) => timeline(look, spells),
    height: heightOf(spells.length),
    findings: [],
    sources: sources(moments),
  };
};
