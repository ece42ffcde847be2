// Questions to the server over HTTP.
import { type Document, textOf } from "./document.ts";
import { authorization } from "./token.ts";

export const ENDPOINT = "/graphql";

/** Why there is no answer: the server's own messages, or what came between. */
export class NoAnswer extends Error {
  /** What the server calls it, such as `UNAUTHENTICATED`; `UNREACHABLE` where it did not answer. */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = "NoAnswer";
    this.code = code;
  }
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Asks a document. Throws a `NoAnswer` also where only a part could be answered. */
export async function ask<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const answer = await send<Data>(textOf(document), variables, signal);
  const [first] = answer.errors ?? [];
  if (first) {
    const message = (answer.errors ?? []).map((it) => it.message).join("\n");
    throw new NoAnswer(message, first.extensions?.code ?? "UNKNOWN");
  }
  if (!answer.data) throw new NoAnswer("The server's answer holds no data.", "UNKNOWN");
  return answer.data;
}

/** The part of an answer that there is, such as rows among ids of which some are gone. */
export async function askPartly<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data | undefined> {
  const answer = await send<Data>(textOf(document), variables, signal);
  return answer.data ?? undefined;
}

async function send<Data>(query: string, variables: unknown, signal?: AbortSignal) {
  const headers = {
    "content-type": "application/json",
    accept: "application/graphql-response+json",
    ...authorization(),
  };
  const body = JSON.stringify({ query, variables });
  try {
    const response = await fetch(ENDPOINT, {
      method: "POST",
      headers,
      body,
      signal: signal ?? null,
    });
    return (await response.json()) as Answer<Data>;
  } catch (why) {
    if (signal?.aborted) throw why;
    throw new NoAnswer(why instanceof Error ? why.message : String(why), "UNREACHABLE");
  }
}
