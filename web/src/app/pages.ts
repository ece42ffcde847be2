// The pages there are. A new one is a line here, and its name in the navigation in `texts.ts`; its
// path must begin with one of those that the server gives this program for (`src/http/web.rs`).
import { type ComponentType, lazy } from "react";
import type { shell } from "./texts.ts";

export interface Page {
  /** As wouter writes it, such as `/people/:key`. */
  path: string;
  /** What the navigation calls it; pages without a name are reached from others. */
  name?: keyof (typeof shell)["EN"]["pages"];
  /** Drawn when somebody goes there, and loaded not before. */
  Content: ComponentType;
}

const organization = lazy(() => import("../organization/OrganizationPage.tsx"));

export const pages: Page[] = [
  { path: "/", name: "article", Content: lazy(() => import("../article/ArticlePage.tsx")) },
  { path: "/people", name: "people", Content: lazy(() => import("../lists/PeoplePage.tsx")) },
  { path: "/people/:key", Content: lazy(() => import("../person/PersonPage.tsx")) },
  {
    path: "/institutions",
    name: "institutions",
    Content: lazy(() => import("../lists/InstitutionsPage.tsx")),
  },
  {
    path: "/companies",
    name: "companies",
    Content: lazy(() => import("../lists/CompaniesPage.tsx")),
  },
  { path: "/organizations/:key", Content: organization },
  { path: "/institutions/:key", Content: organization },
  { path: "/companies/:key", Content: organization },
  {
    path: "/organizations",
    Content: lazy(() => import("../organization/OrganizationsPage.tsx")),
  },
  { path: "/models", name: "models", Content: lazy(() => import("../lists/ModelsPage.tsx")) },
  { path: "/models/:key", Content: lazy(() => import("../model/ModelPage.tsx")) },
  { path: "/ask", name: "ask", Content: lazy(() => import("../ask/AskPage.tsx")) },
  { path: "/compare", name: "compare", Content: lazy(() => import("../compare/ComparePage.tsx")) },
  { path: "/edit", name: "edit", Content: lazy(() => import("../edit/DeskPage.tsx")) },
  { path: "/edit/:entity/:key", Content: lazy(() => import("../edit/EditPage.tsx")) },
  { path: "/history/:entity/:key", Content: lazy(() => import("../history/HistoryPage.tsx")) },
  { path: "/duplicates", Content: lazy(() => import("../duplicates/DuplicatesPage.tsx")) },
  { path: "/import", Content: lazy(() => import("../import/ImportPage.tsx")) },
];
