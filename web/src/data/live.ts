// Answers that the server sends again when a commit changed them, over one WebSocket.
import { type Client, createClient } from "graphql-ws";
import { type Document, liveOf, textOf } from "./document.ts";
import { authorization, onToken } from "./token.ts";

let client: Client | undefined;

function connected(): Client {
  client ??= createClient({
    url: new URL("/graphql", window.location.href).href.replace(/^http/, "ws"),
    connectionParams: authorization,
    // The page has its answer already: without a WebSocket it only grows old.
    retryAttempts: 5,
  });
  return client;
}

// The server knows who listens from the first message on, so others need another connection.
onToken(() => {
  client?.terminate();
  client = undefined;
});

/** Calls `next` with each answer, the first at once; gives what ends it. */
export function listen<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void,
): () => void {
  const query = liveOf(textOf(document));
  return connected().subscribe<{ live: Data }>(
    { query, variables: variables as Record<string, unknown> },
    {
      next: (answer) => {
        if (answer.data) next(answer.data.live);
      },
      error: () => undefined,
      complete: () => undefined,
    },
  );
}
