import { createContext, type ReactNode, useContext } from "react";
import type { AccessRole } from "../../generated/graphql.ts";
import { Failed, Loading } from "../app/Notices.tsx";
import { TokenHere } from "../app/TokenField.tsx";
import { useLanguage, useTexts } from "../texts/language.tsx";
import "./shared.css";
import { shared } from "./texts.ts";
import { may, useViewer } from "./useViewer.ts";
import { valueName } from "./words.ts";

const Role = createContext<AccessRole | undefined>(undefined);

/** Whether who asks may do what takes a role; within `Needs`. */
export const useMay = (needed: AccessRole): boolean => may(useContext(Role), needed);

/** What is for some only; the others are told what it takes, and can give a token at once. */
export function Needs({
  access,
  what,
  children,
}: {
  access: AccessRole;
  /** What the role is needed for, as a sentence. */
  what: string;
  children: ReactNode;
}) {
  const t = useTexts(shared);
  const { locale } = useLanguage();
  const viewer = useViewer();
  if (viewer.is === "loading") return <Loading lines={4} />;
  if (viewer.is === "ready" && may(viewer.data.viewer.role, access)) {
    return <Role value={viewer.data.viewer.role}>{children}</Role>;
  }
  if (viewer.is === "error" && viewer.error.code !== "UNAUTHENTICATED") {
    return <Failed error={viewer.error} again={viewer.again} />;
  }
  const has = viewer.is === "ready" ? valueName(viewer.data.viewer.role, locale) : undefined;
  return (
    <section className="needs" aria-label={t.needs(valueName(access, locale))}>
      <h2>{t.needs(valueName(access, locale))}</h2>
      <p>
        {what} {has ? t.youAre(has) : t.refused}
      </p>
      <TokenHere />
      <p className="how">
        {t.makeToken} <code>bole token create --role {access.toLowerCase()} --name …</code>
      </p>
    </section>
  );
}
