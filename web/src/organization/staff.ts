// Where the people of an organization studied, came from, and went.
import type {
  OrganizationAlmaMatersQuery,
  OrganizationAlumniQuery,
  OrganizationFlowsQuery,
  OriginFragment,
} from "../../generated/graphql.ts";
import { bars, heightOf } from "../charts/bars.ts";
import { LABEL, type Look } from "../charts/look.ts";
import type { Option } from "../charts/parts.ts";
import type { View, Viewer } from "../charts/view.ts";
import { country } from "../texts/countries.ts";
import type { Locale } from "../texts/dictionary.ts";
import { number } from "../texts/numbers.ts";
import { origins } from "./pay.ts";
import type { Texts } from "./texts.ts";

interface Place {
  name: string;
  country: string | null;
}

/** Other organizations by how many people they have in common with one. */
function shared(
  flows: { count: number; place: Place | null }[],
  of: { says: string; place: string; sources: OriginFragment[] },
  t: Texts,
  locale: Locale,
): View {
  const rows = flows.map(({ count, place }) => ({
    name: place?.name ?? "",
    country: place?.country ?? null,
    value: count,
    label: number(count, locale),
  }));
  return {
    says: of.says,
    table: {
      columns: [of.place, t.country, t.almaMaters.people],
      rows: rows.map((it) => [it.name, it.country && country(it.country, locale), it.value]),
    },
    option: (look) => bars(look, rows, (value) => number(value, locale)),
    height: heightOf(rows.length),
    findings: [],
    sources: of.sources,
  };
}

export const almaMaters: Viewer<OrganizationAlmaMatersQuery, Texts> = (data, t, locale) => {
  const { nodes, totalCount } = data.educationFlows;
  const flows = nodes.map(({ count, from }) => ({ count, place: from.organization }));
  const says = t.almaMaters.says(number(nodes.length, locale), number(totalCount, locale));
  const sources = data.organization
    ? origins(data.organization.employments.aggregate.evidence)
    : [];
  return shared(flows, { says, place: t.almaMaters.university, sources }, t, locale);
};

export const alumni: Viewer<OrganizationAlumniQuery, Texts> = (data, t, locale) => {
  const { nodes, totalCount } = data.educationFlows;
  const flows = nodes.map(({ count, to }) => ({ count, place: to.organization }));
  const says = t.alumni.says(number(nodes.length, locale), number(totalCount, locale));
  const sources = data.organization ? origins(data.organization.educations.aggregate.evidence) : [];
  return shared(flows, { says, place: t.alumni.employer, sources }, t, locale);
};

/** A flow to the organization or from it. */
export interface Flow {
  way: "into" | "out";
  name: string;
  count: number;
}

/** A flow's height at least, in CSS pixels. */
const ROW = 52;

export const flows: Viewer<OrganizationFlowsQuery, Texts> = (data, t, locale) => {
  const into = data.into.nodes.map<Flow>(({ count, from }) => ({
    way: "into",
    name: from.organization?.name ?? "",
    count,
  }));
  const out = data.out.nodes.map<Flow>(({ count, to }) => ({
    way: "out",
    name: to.organization?.name ?? "",
    count,
  }));
  const f = t.flows;
  return {
    says: f.says(number(data.into.totalCount, locale), number(data.out.totalCount, locale)),
    table: {
      columns: [f.direction, f.place, f.people],
      rows: [...into, ...out].map((it) => [f[it.way], it.name, it.count]),
    },
    option: (look) => river(look, [...into, ...out], data.organization?.name ?? "", locale),
    height: Math.max(into.length, out.length) * ROW + 40,
    findings: [],
    sources: data.organization ? origins(data.organization.employments.aggregate.evidence) : [],
  };
};

/** Flows from the left into the organization, and from it to the right. */
function river(look: Look, rows: Flow[], own: string, locale: Locale): Option {
  const margin = look.narrow ? 112 : 230;
  const named = (it: Flow) => `${it.way} ${it.name}`;
  const known = new Map(rows.map((it) => [named(it), it]));
  const colours = { into: look.series[1], out: look.series[2] };
  const sides = { into: "left", out: "right" } as const;
  return {
    tooltip: { show: false },
    series: [
      {
        type: "sankey",
        // Names stand outside, where no flow runs below them.
        left: rows.some((it) => it.way === "into") ? margin : 8,
        right: rows.some((it) => it.way === "out") ? margin : 8,
        top: 30,
        bottom: 10,
        nodeGap: look.narrow ? 42 : 20,
        nodeWidth: 10,
        draggable: false,
        emphasis: { focus: "none" },
        // In the order of the answer, which is that of the numbers.
        layoutIterations: 0,
        label: {
          color: look.ink,
          fontSize: LABEL,
          lineHeight: LABEL + 3,
          width: margin - 16,
          overflow: "break",
          formatter: ({ name }) => {
            const row = known.get(name ?? "");
            if (!row) return own;
            // A number is not broken over lines.
            return `${row.name}${look.narrow ? "\n" : "  "}${number(row.count, locale)}`;
          },
        },
        data: [
          ...rows.map((it) => ({
            name: named(it),
            itemStyle: { color: colours[it.way] },
            label: { position: sides[it.way] },
          })),
          {
            name: "own",
            itemStyle: { color: look.series[0] },
            label: { position: "top" as const, align: "center" as const, width: 200 },
          },
        ],
        links: rows.map((it) => ({
          source: it.way === "into" ? named(it) : "own",
          target: it.way === "into" ? "own" : named(it),
          value: it.count,
          lineStyle: { color: colours[it.way], opacity: 0.4 },
        })),
      },
    ],
  };
}
