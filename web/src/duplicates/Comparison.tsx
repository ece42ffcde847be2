import { useState } from "react";
import { Link } from "wouter";
import { MergeDocument, type MergeMutation, RowDocument } from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { ask, NoAnswer } from "../data/ask.ts";
import { type State, useAnswer } from "../data/useAnswer.ts";
import { idsIn } from "../edit/DiffTable.tsx";
import type { Image } from "../edit/draft.ts";
import { entityOfId } from "../edit/entities.ts";
import { Revert } from "../history/Revert.tsx";
import { labelOf, useLabels } from "../shared/labels.ts";
import { useMay } from "../shared/Needs.tsx";
import { RowLink, Value } from "../shared/Value.tsx";
import { fieldName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { type Pair, pairs, taken, type Which } from "./choice.ts";
import { MergeTold } from "./MergeTold.tsx";
import { duplicates } from "./texts.ts";

interface Row {
  id: string;
  version: number;
  values: Image;
}

export type Merged = MergeMutation["merge"];

type Node = { id: string; version?: number; values?: unknown } | null;

const rowOf = (node: Node): Row | undefined =>
  node?.version === undefined
    ? undefined
    : { id: node.id, version: node.version, values: node.values as Image };

/** Two rows side by side, and what one would be. */
export function Comparison({ one, other }: { one: string; other: string }) {
  const t = useTexts(duplicates);
  const answers = [useAnswer(RowDocument, { id: one }), useAnswer(RowDocument, { id: other })];
  const [merged, setMerged] = useState<number>();
  const failed = answers.find(
    (it): it is Extract<State<never>, { is: "error" }> => it.is === "error",
  );
  const rows = answers.map((it) => (it.is === "ready" ? rowOf(it.data.node as Node) : undefined));
  const [first, second] = rows;
  const isOne = first && second && first.id === second.id;
  const isOfTwo = first && second && entityOfId(first.id) !== entityOfId(second.id);
  return (
    <>
      <p>
        <Link href="/duplicates">← {t.back}</Link>
      </p>
      {merged !== undefined && (
        <div className="notice good">
          <p role="status">{t.merged(merged)}</p>
          <Revert version={merged} />
        </div>
      )}
      {failed && <Failed error={failed.error} again={failed.again} />}
      {!failed && !(first && second) && <Loading lines={8} />}
      {isOne && merged === undefined && <p className="notice">{t.one}</p>}
      {isOfTwo && <p className="notice">{t.tables}</p>}
      {first && second && !isOne && !isOfTwo && (
        <Choice one={first} other={second} onMerged={setMerged} />
      )}
    </>
  );
}

interface Two {
  one: Row;
  other: Row;
  onMerged: (version: number) => void;
}

function Choice({ one, other, onMerged }: Two) {
  const t = useTexts(duplicates);
  const isAllowed = useMay("EDITOR");
  const fields = entityOfId(one.id)?.fields ?? [];
  const all = pairs(fields, one.values, other.values);
  const [stays, setStays] = useState<Which>("one");
  const [chosen, setChosen] = useState<Readonly<Record<string, Which>>>({});
  const [told, setTold] = useState<Merged>();
  const [error, setError] = useState("");
  const [from, into] = stays === "one" ? [other, one] : [one, other];
  const send = async (dryRun: boolean, why = "") => {
    setError("");
    const input = {
      from: from.id,
      into: into.id,
      expectedVersions: { from: from.version, into: into.version },
      take: taken(all, stays, chosen),
      why: why.trim() || null,
      dryRun,
    };
    try {
      const { merge } = await ask(MergeDocument, { input });
      if (!dryRun && merge.version !== null) onMerged(merge.version);
      else setTold(merge);
    } catch (reason) {
      setError(reason instanceof NoAnswer ? reason.message : String(reason));
    }
  };
  return (
    <section aria-labelledby="side">
      <h2 id="side">{t.side}</h2>
      <p>{t.sideSays}</p>
      <Sides
        rows={{ one, other }}
        all={all}
        stays={stays}
        chosen={chosen}
        stay={(which) => {
          setStays(which);
          setTold(undefined);
        }}
        choose={(field, which) => {
          setChosen({ ...chosen, [field]: which });
          setTold(undefined);
        }}
      />
      {error && (
        <p className="fault" role="alert" lang="en">
          {error}
        </p>
      )}
      {!isAllowed && <p className="notice">{t.needsEditor}</p>}
      {isAllowed && !told && (
        <button type="button" className="primary" onClick={() => send(true)}>
          {t.try}
        </button>
      )}
      {told && (
        <MergeTold
          entity={one.id.split(":")[0] ?? ""}
          told={told}
          cancel={() => setTold(undefined)}
          confirm={(why) => send(false, why)}
        />
      )}
    </section>
  );
}

interface SidesProps {
  rows: Record<Which, Row>;
  all: readonly Pair[];
  stays: Which;
  chosen: Readonly<Record<string, Which>>;
  stay: (which: Which) => void;
  choose: (field: string, which: Which) => void;
}

const BOTH: Which[] = ["one", "other"];

function Sides({ rows, all, stays, chosen, stay, choose }: SidesProps) {
  const t = useTexts(duplicates);
  const { locale } = useLanguage();
  const [entity = ""] = rows.one.id.split(":");
  const label = useLabels(
    idsIn(entityOfId(rows.one.id)?.fields ?? [], [rows.one.values, rows.other.values]),
  );
  const name = (which: Which) => labelOf(rows[which].id, rows[which].values, locale);
  return (
    <table className="sides-table">
      <thead>
        <tr>
          <th scope="col">{t.field}</th>
          {BOTH.map((which) => (
            <th key={which} scope="col">
              <RowLink id={rows[which].id} label={() => name(which)} />
              <label className="stays">
                <input
                  type="radio"
                  name="stays"
                  checked={stays === which}
                  onChange={() => stay(which)}
                  aria-label={`${t.stays}: ${name(which)}`}
                />
                {t.stays}
              </label>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {all.map((pair) => (
          <tr key={pair.field.name} className={pair.by}>
            <th scope="row">
              {fieldName(entity, pair.field.name, locale)}{" "}
              <small className="by">{t.by[pair.by]}</small>
            </th>
            {BOTH.map((which) => (
              <td key={which} data-side={name(which)}>
                {pair.by === "choice" ? (
                  <label className="value">
                    <input
                      type="radio"
                      name={`take-${pair.field.name}`}
                      checked={(chosen[pair.field.name] ?? stays) === which}
                      onChange={() => choose(pair.field.name, which)}
                      aria-label={t.value(fieldName(entity, pair.field.name, locale), name(which))}
                    />
                    <span>
                      <Value field={pair.field} value={pair[which]} label={label} />
                    </span>
                  </label>
                ) : (
                  <Value field={pair.field} value={pair[which]} label={label} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
