// Light or dark: as the system has it, until somebody chooses.
import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";
export type Choice = Theme | "system";

const NAME = "bole-theme";

const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

/** What was chosen; `system` where nothing was. */
export function choice(): Choice {
  const kept = localStorage.getItem(NAME);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** What is shown. */
export function theme(): Theme {
  const chosen = choice();
  if (chosen !== "system") return chosen;
  return system.matches ? "dark" : "light";
}

/** Puts the theme on the page, where the style sheets look for it. */
export function apply(): void {
  document.documentElement.dataset.theme = theme();
}

export function choose(chosen: Choice): void {
  if (chosen === "system") localStorage.removeItem(NAME);
  else localStorage.setItem(NAME, chosen);
  changed();
}

function changed(): void {
  apply();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

system.addEventListener("change", changed);

export const useTheme = (): Theme => useSyncExternalStore(subscribe, theme);
export const useChoice = (): Choice => useSyncExternalStore(subscribe, choice);
