import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../theme/tokens.css";
import "@graphiql/plugin-explorer/style.css";
import "graphiql/style.css";
import "./graphiql.css";
import { LanguageProvider } from "../texts/language.tsx";
import { apply } from "../theme/theme.ts";
import { Ide } from "./Ide.tsx";

apply();
const root = document.getElementById("root");
if (!root) throw new Error("the page has no element `root`");
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <Ide />
    </LanguageProvider>
  </StrictMode>,
);
