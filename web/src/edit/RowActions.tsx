import { Link } from "wouter";
import { shared } from "../shared/texts.ts";
import { useTexts } from "../texts/language.tsx";
import "../shared/shared.css";

/** What can be done with a row, for the pages that show it: `id` such as `Person:ada-example`. */
export function RowActions({ id }: { id: string }) {
  const t = useTexts(shared);
  const [entity = "", key = ""] = [id.split(":")[0], id.slice(id.indexOf(":") + 1)];
  const slug = entity.charAt(0).toLowerCase() + entity.slice(1);
  const place = `${slug}/${encodeURIComponent(key)}`;
  return (
    <nav className="row-actions" aria-label={t.actions}>
      <Link href={`/edit/${place}`}>{t.edit}</Link>
      <Link href={`/history/${place}`}>{t.history}</Link>
    </nav>
  );
}
