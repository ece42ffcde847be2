// A part of a page: its heading, a table, and the documents it is taken from.
import { type ReactNode, useId } from "react";
import type { OriginFragment } from "../../generated/graphql.ts";
import { Sources } from "../charts/Notes.tsx";
import { sources } from "../charts/view.ts";
import "./shared.css";

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
}

interface Props<Row> {
  id: string;
  title: string;
  rows: Row[];
  columns: Column<Row>[];
  name: (row: Row) => string;
  /** What stands below the table, such as a link to all of the rows. */
  children?: ReactNode;
}

/** Rows as a table with their sources; nothing where there are none. */
export function RowSection<Row extends { source: OriginFragment }>(props: Props<Row>) {
  if (props.rows.length === 0) return null;
  return (
    <Section id={props.id} title={props.title}>
      <RowTable {...props} />
      {props.children}
      <Sources sources={sources(props.rows)} />
    </Section>
  );
}

export function Section(props: { id: string; title: string; children: ReactNode }) {
  const heading = useId();
  return (
    <section className="block" id={props.id} aria-labelledby={heading}>
      <h2 id={heading}>{props.title}</h2>
      {props.children}
    </section>
  );
}

export function RowTable<Row>(props: Omit<Props<Row>, "id" | "children">) {
  const { title, rows, columns, name } = props;
  const kind = (it: Column<Row>) => (it.numeric ? "is-number" : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it.
    <section className="scrolls" tabIndex={0} aria-label={title}>
      <table className="row-table" data-columns={columns.length}>
        <thead>
          <tr>
            {columns.map((it) => (
              <th key={it.title} scope="col" className={kind(it)}>
                {it.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={name(row)}>
              {columns.map((it) => (
                <td key={it.title} className={kind(it)}>
                  {it.cell(row) ?? "–"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
