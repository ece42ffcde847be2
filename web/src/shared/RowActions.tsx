import { Link } from "wouter";
import { editPath, historyPath } from "../app/paths.ts";
import { useTexts } from "../texts/language.tsx";
import { shared } from "./texts.ts";
import "./shared.css";

/** What can be done with a row, for the pages that show it: `id` such as `Person:ada-example`. */
export function RowActions({ id }: { id: string }) {
  const t = useTexts(shared);
  return (
    <nav className="row-actions" aria-label={t.actions}>
      <Link href={editPath(id)}>{t.edit}</Link>
      <Link href={historyPath(id)}>{t.history}</Link>
    </nav>
  );
}
