import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ask } from "./ask.ts";
import type { Document } from "./document.ts";
import { onToken, setToken } from "./token.ts";

const document = "query A { a }" as unknown as Document<{ a: number }, object>;
const answered = (body: unknown) => vi.fn(async () => new Response(JSON.stringify(body)));

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
    removeItem: (name: string) => kept.delete(name),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("data is given, and a token goes along as a bearer until it is forgotten", async () => {
  const fetch = answered({ data: { a: 1 } });
  vi.stubGlobal("fetch", fetch);
  const told = vi.fn();
  const end = onToken(told);
  setToken("secret");
  expect(await ask(document, {})).toEqual({ a: 1 });
  setToken("");
  end();
  await ask(document, {});
  const sent = fetch.mock.calls.map((it) => (it as unknown as [string, RequestInit])[1]);
  expect(sent[0]?.headers).toMatchObject({ authorization: "Bearer secret" });
  expect(sent[1]?.headers).not.toHaveProperty("authorization");
  expect(JSON.parse(String(sent[0]?.body))).toEqual({ query: "query A { a }", variables: {} });
  expect(told).toHaveBeenCalledTimes(2);
});

test("errors are thrown with all of their messages and the code of the first", async () => {
  const errors = [{ message: "one", extensions: { code: "FORBIDDEN" } }, { message: "two" }];
  vi.stubGlobal("fetch", answered({ data: { a: null }, errors }));
  await expect(ask(document, {})).rejects.toMatchObject({ message: "one\ntwo", code: "FORBIDDEN" });
  vi.stubGlobal("fetch", answered({}));
  await expect(ask(document, {})).rejects.toMatchObject({ code: "UNKNOWN" });
});

test("a server that does not answer is unreachable", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  await expect(ask(document, {})).rejects.toMatchObject({ code: "UNREACHABLE" });
});
