// Answers that the server sends again when a commit changed them, over one WebSocket.
import { type Client, createClient } from "graphql-ws";
import { type Document, liveOf, textOf } from "./document.ts";
import { authorization, onToken } from "./token.ts";

let client: Client | undefined;
let isOpen = () => false;

function connected(): Client {
  if (client) return client;
  let open = false;
  isOpen = () => open;
  client = createClient({
    url: new URL("/graphql", window.location.href).href.replace(/^http/, "ws"),
    connectionParams: authorization,
    // The page has its answer already: without a WebSocket it only grows old.
    retryAttempts: 5,
    on: {
      opened: () => {
        open = true;
      },
      closed: () => {
        open = false;
      },
    },
  });
  return client;
}

// The server knows who listens from the first message on, so others need another connection. One that
// is not open yet has said nothing, and says who it is then.
onToken(() => {
  if (!isOpen()) return;
  client?.terminate();
  client = undefined;
});

function subscribed<Data>(query: string, variables: unknown, next: (data: Data) => void) {
  return connected().subscribe<Data>(
    { query, variables: variables as Record<string, unknown> },
    {
      next: (answer) => {
        if (answer.data) next(answer.data);
      },
      error: () => undefined,
      complete: () => undefined,
    },
  );
}

/** Calls `next` with each answer of a subscription; gives what ends it. */
export function watch<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void,
): () => void {
  return subscribed(textOf(document), variables, next);
}

/** Calls `next` with each answer of a query, the first at once; gives what ends it. */
export function listen<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void,
): () => void {
  const query = liveOf(textOf(document));
  return subscribed<{ live: Data }>(query, variables, (data) => next(data.live));
}
