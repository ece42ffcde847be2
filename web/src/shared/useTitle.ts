import { useEffect } from "react";

/** Names the page in the window and in the history; nothing until its name is known. */
export function useTitle(name: string | undefined): void {
  useEffect(() => {
    if (name) document.title = `${name} – Bole 伯乐`;
    return () => {
      document.title = "Bole 伯乐";
    };
  }, [name]);
}
