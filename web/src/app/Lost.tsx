import { Link, useLocation } from "wouter";
import { useTexts } from "../texts/language.tsx";
import { shell } from "./texts.ts";

/** Stands where the server has a page, and these pages have none. */
export function Lost() {
  const t = useTexts(shell);
  const [path] = useLocation();
  return (
    <div className="page">
      <h1>{t.lostTitle}</h1>
      <p>{t.lost(path)}</p>
      <p>
        <Link href="/">{t.lostHome}</Link>
      </p>
    </div>
  );
}
