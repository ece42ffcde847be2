import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./theme/tokens.css";
import "./theme/base.css";
import "./app/app.css";
import { App } from "./app/App.tsx";
import { apply } from "./theme/theme.ts";

apply();
const root = document.getElementById("root");
if (!root) throw new Error("the page has no element `root`");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
