import { Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { LanguageProvider, useTexts } from "../texts/language.tsx";
import { Boundary } from "./Boundary.tsx";
import { Footer } from "./Footer.tsx";
import { Header } from "./Header.tsx";
import { Lost } from "./Lost.tsx";
import { Loading } from "./Notices.tsx";
import { pages } from "./pages.ts";
import { shell } from "./texts.ts";
import { useArrival } from "./useArrival.ts";

/** All pages, in what is around each of them. */
export function App() {
  return (
    <LanguageProvider>
      <Frame />
    </LanguageProvider>
  );
}

function Frame() {
  const t = useTexts(shell);
  const [path] = useLocation();
  useArrival(path);
  return (
    <>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1}>
        <Boundary message={t.broken}>
          <Suspense fallback={<Loading lines={8} />}>
            <Switch>
              {pages.map(({ path, Content }) => (
                <Route key={path} path={path} component={Content} />
              ))}
              <Route component={Lost} />
            </Switch>
          </Suspense>
        </Boundary>
      </main>
      <Footer />
    </>
  );
}
