import { useTexts } from "../texts/language.tsx";
import { compact } from "./compact.ts";
import { askTexts } from "./texts.ts";

/** The GraphQL of a question, as it is built. */
export function QueryText({ query, variables }: { query: string; variables: unknown }) {
  const t = useTexts(askTexts);
  return (
    <details className="query" open>
      <summary>{t.graphql}</summary>
      <Text name={t.graphqlOf} text={query} />
      <Text name={t.variables} text={compact(variables)} />
    </details>
  );
}

function Text({ name, text }: { name: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it.
    <section tabIndex={0} aria-label={name} lang="en">
      <pre>
        <code>{text}</code>
      </pre>
    </section>
  );
}
