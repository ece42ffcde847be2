// What can be taken along of a comparison.
import { charts } from "../charts/texts.ts";
import { graphiqlLink } from "../data/document.ts";
import { csv, download, type Table } from "../data/table.ts";
import { useTexts } from "../texts/language.tsx";
import type { Plan } from "./compare.ts";
import { compareTexts } from "./texts.ts";

export function Tools({ plan, table }: { plan: Plan; table: Table }) {
  const t = useTexts(charts);
  const own = useTexts(compareTexts);
  return (
    <p className="tools">
      <a href={graphiqlLink(plan.query, plan.variables)}>{t.query}</a>
      <button
        type="button"
        aria-label={t.csvOf(own.answer)}
        onClick={() => download("bole-compare.csv", csv(table))}
      >
        {t.csv}
      </button>
    </p>
  );
}
