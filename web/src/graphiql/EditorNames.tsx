import { useEditorContext } from "@graphiql/react";
import { useEffect } from "react";
import { useTexts } from "../texts/language.tsx";
import { graphiql } from "./texts.ts";

/** Names the editors for those who do not see where they are; draws nothing. */
export function EditorNames() {
  const t = useTexts(graphiql);
  const { queryEditor, variableEditor, responseEditor } = useEditorContext({ nonNull: true });
  useEffect(() => {
    const named = [
      [queryEditor, t.query],
      [variableEditor, t.variables],
      [responseEditor, t.response],
    ] as const;
    for (const [editor, name] of named) {
      editor?.getInputField().setAttribute("aria-label", name);
    }
  }, [queryEditor, variableEditor, responseEditor, t]);
  return null;
}
