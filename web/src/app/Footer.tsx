import { LicencesDocument } from "../../generated/graphql.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { shell } from "./texts.ts";

/** Which Bole this is, and under which licences its data stands. */
export function Footer() {
  const t = useTexts(shell);
  const { locale } = useLanguage();
  const licences = useAnswer(LicencesDocument, { locale });
  const sources = licences.is === "ready" ? licences.data.sources.nodes : [];
  return (
    <footer className="footer">
      <div className="footer-in">
        <p>
          {t.version(import.meta.env.BOLE_VERSION)} · <a href="/schema.graphql">{t.schema}</a> ·{" "}
          <a href="/graphiql">{t.pages.graphiql}</a>
        </p>
        <p>
          {sources.length > 0 && `${t.licences} `}
          {sources.map(({ key, title, publisher, url, licence }) => (
            <span key={key} className="licence">
              {url ? <a href={url}>{title}</a> : title}
              {publisher && publisher !== title && `, ${publisher}`} ({licence}){" "}
            </span>
          ))}
          {t.othersKeep}
        </p>
      </div>
    </footer>
  );
}
