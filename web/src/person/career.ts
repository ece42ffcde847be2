// A person's studies, work and teams on a line of time.
import type { CareerQuery, OriginFragment } from "../../generated/graphql.ts";
import { heightOf, type Spell, timeline } from "../charts/timeline.ts";
import { sources, type Viewer } from "../charts/view.ts";
import { type Dated, drawn } from "../shared/dates.ts";
import type { Locale } from "../texts/dictionary.ts";
import { names } from "../texts/names.ts";
import { span } from "../texts/numbers.ts";
import type { Texts } from "./texts.ts";

type Person = NonNullable<CareerQuery["person"]>;

interface Stage extends Dated {
  kind: "work" | "study" | "team";
  place: string;
  what: string;
  /** How it ended, in words. */
  ending: string | null;
  source: OriginFragment;
}

const COLOURS = { work: 0, study: 1, team: 2 } as const;

/** All stages, the first first; those without dates last. */
export function stagesOf(person: Person, locale: Locale): Stage[] {
  const called = names[locale];
  const stages: Stage[] = [
    ...person.educations.nodes.map((it) => ({
      ...it,
      kind: "study" as const,
      place: it.institution.name,
      what: [it.degree && called.degree[it.degree], it.field].filter(Boolean).join(", "),
      ending: null,
    })),
    ...person.employments.nodes.map((it) => ({
      ...it,
      kind: "work" as const,
      place: it.organization.name,
      what: it.title ?? (it.role ? called.role[it.role] : ""),
      over: it.ending !== null,
      ending: it.ending && called.ending[it.ending],
    })),
    ...person.memberships.nodes.map((it) => ({
      ...it,
      kind: "team" as const,
      place: it.team.name,
      what: it.role ?? "",
      ending: null,
    })),
  ];
  const at = (it: Stage) => {
    const date = it.start ?? it.end;
    return date === null ? Number.POSITIVE_INFINITY : span(date)[0];
  };
  // Not a difference: there is none between two without dates.
  return stages.sort((a, b) => (at(a) === at(b) ? 0 : at(a) < at(b) ? -1 : 1));
}

export const career: Viewer<CareerQuery, Texts> = (data, t, locale) => {
  const stages = data.person ? stagesOf(data.person, locale) : [];
  const now = Date.now();
  const spells: Spell[] = stages.map((it) => ({
    name: it.place,
    words: wordsOf(it, t),
    colour: COLOURS[it.kind],
    drawn: drawn(it, now),
  }));
  const work = stages.filter((it) => it.kind === "work");
  const studies = stages.filter((it) => it.kind === "study").length;
  const undated = stages.filter((it) => it.start === null && it.end === null).length;
  const places = new Set(work.map((it) => it.place)).size;
  const c = t.career;
  return {
    says: [
      c.says(work.length, places, studies),
      undated > 0 ? c.undated(undated) : "",
      undated < stages.length ? c.legend : "",
    ]
      .filter((it) => it !== "")
      .join(locale === "ZH" ? "" : " "),
    table: {
      columns: [c.kind, c.place, c.what, c.start, c.end, c.ending, c.source],
      rows: stages.map((it) => [
        c.kinds[it.kind],
        it.place,
        it.what,
        it.start,
        it.end,
        it.ending,
        it.source.title,
      ]),
    },
    option: (look) => timeline(look, spells),
    height: heightOf(spells.length),
    findings: [],
    sources: sources(stages),
  };
};

/** What somebody was, from when to when as it was published. */
function wordsOf(it: Stage, { career }: Texts): string {
  const dates = [it.start, it.end].filter((date) => date !== null);
  const when = dates.length > 0 ? dates.join(" – ") : "";
  const how = it.end === null && it.ending ? it.ending : "";
  const words = [it.what || career.kinds[it.kind], when, how];
  return words.filter((part) => part !== "").join(" · ");
}
