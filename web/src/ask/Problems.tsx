// What is wrong with a link or a choice, on the page.
import { Link } from "wouter";
import { useTexts } from "../texts/language.tsx";
import type { Problem } from "./schema.ts";
import { sentenceOf } from "./sentences.ts";
import { askTexts } from "./texts.ts";

/** What could not be read of a link, or can't be asked, and a way out of it. */
export function Problems({
  title,
  problems,
  home = "/ask",
}: {
  title: string;
  problems: Problem[];
  home?: string;
}) {
  const t = useTexts(askTexts);
  if (problems.length === 0) return null;
  return (
    <div className="notice problems" role="alert">
      <p>{title}</p>
      <ul>
        {problems.map((it) => (
          <li key={JSON.stringify(it)}>{sentenceOf(it, t)}</li>
        ))}
      </ul>
      <p>
        <Link href={home}>{t.fresh}</Link>
      </p>
    </div>
  );
}
