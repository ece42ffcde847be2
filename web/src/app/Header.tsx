import { Link, useLocation } from "wouter";
import { SearchBox } from "../search/SearchBox.tsx";
import { useTexts } from "../texts/language.tsx";
import { Choices } from "./Choices.tsx";
import { pages } from "./pages.ts";
import { shell } from "./texts.ts";

/** The name, the navigation, and what can be chosen of all pages. */
export function Header() {
  const t = useTexts(shell);
  const [path] = useLocation();
  return (
    <header className="header">
      <div className="header-in">
        <Link href="/" className="brand">
          Bole <span lang="zh-Hans">伯乐</span>
        </Link>
        <SearchBox />
        <Choices />
        <nav aria-label={t.navigation}>
          <ul>
            {pages.map(
              ({ name, path: to }) =>
                name && (
                  <li key={to}>
                    <Link href={to} aria-current={isAt(path, to) ? "page" : undefined}>
                      {t.pages[name]}
                    </Link>
                  </li>
                ),
            )}
            <li>
              {/* Another program, so no Link. */}
              <a href="/graphiql">{t.pages.graphiql}</a>
            </li>
          </ul>
        </nav>
      </div>
    </header>
  );
}

/** Pages below a list are at it. */
const isAt = (path: string, to: string) => path === to || (to !== "/" && path.startsWith(`${to}/`));
