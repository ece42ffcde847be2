// GraphiQL as somebody uses it.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browse, open } from "./browser.ts";
import { type Server, serve, token } from "./server.ts";

let server: Server;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([serve(), browse()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** Types a query into a new tab, and runs it. */
async function run(page: Page, query: string): Promise<void> {
  const editor = page.locator(".graphiql-query-editor .CodeMirror");
  const lines = editor.locator(".CodeMirror-code");
  // What is typed before the editor shows the tab is lost when it does.
  await expect.poll(() => lines.textContent()).toMatch(/\S{3}/);
  await page.getByRole("button", { name: "New tab" }).click();
  await expect.poll(() => lines.textContent()).not.toMatch(/\S{3}/);
  await editor.click();
  await page.keyboard.insertText(query);
  await expect.poll(() => lines.textContent()).toMatch(/\S{3}/);
  await page.keyboard.press("Control+Enter");
}

const answer = (page: Page) => page.locator(".graphiql-response .CodeMirror");

test("a query that is typed is answered", async () => {
  const { page, wrongs, close } = await open(browser, `${server.address}/graphiql`);
  await run(page, '{ person(by: { key: "ilya-sutskever" }) { name zh: name(locale: ZH) } }');
  await answer(page).getByText('"Ilya Sutskever"').first().waitFor();
  expect(wrongs).toEqual([]);
  await close();
});

test("a subscription is answered over a WebSocket", async () => {
  const { page, wrongs, close } = await open(browser, `${server.address}/graphiql`);
  const socket = page.waitForEvent("websocket");
  await run(page, "subscription { live { people { totalCount } } }");
  expect((await socket).url()).toBe(`${server.address.replace("http", "ws")}/graphql`);
  await answer(page).getByText('"totalCount"').waitFor();
  expect(wrongs).toEqual([]);
  await close();
});

test("the article's queries are tabs, and the README's are examples beside them", async () => {
  const { page, close } = await open(browser, `${server.address}/graphiql`);
  const tabs = page.getByRole("tab");
  await page.locator(".graphiql-query-editor .CodeMirror-line").first().waitFor();
  expect(await tabs.allTextContents()).toHaveLength(9);
  await page.getByRole("button", { name: "Show Examples" }).click();
  await page.getByRole("button", { name: "publicationRanking" }).click();
  await page.locator(".graphiql-query-editor").getByText("publicationRanking").waitFor();
  expect(await tabs.allTextContents()).toHaveLength(10);
  await page.getByRole("button", { name: /Execute query/ }).click();
  await answer(page).getByText('"publicationRanking"').waitFor();
  await close();
});

test("a chart's link opens its query with its variables, once", async () => {
  const { page, close } = await open(browser, server.address, { locale: "zh-CN" });
  await page.locator("#posted-ranges a[href^='/graphiql']").click();
  await page.locator(".graphiql-query-editor").getByText("PostedRanges").waitFor();
  const tabs = await page.getByRole("tab").count();
  expect(tabs).toBe(9);
  await page.getByRole("button", { name: /Execute query/ }).click();
  await answer(page).getByText("清华大学").first().waitFor();
  await page.reload();
  await page.locator(".graphiql-query-editor").getByText("PostedRanges").waitFor();
  expect(await page.getByRole("tab").count()).toBe(tabs);
  await close();
});

test("the documentation and the explorer know the schema, and the editor completes", async () => {
  const { page, wrongs, close } = await open(browser, `${server.address}/graphiql`);
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-doc-explorer").getByText("Query", { exact: true }).click();
  await page.locator(".graphiql-doc-explorer").getByText("talentFlows").first().waitFor();
  await page.getByRole("button", { name: "New tab" }).click();
  await page.getByRole("button", { name: "Show GraphiQL Explorer" }).click();
  await page.locator(".docExplorerWrap").getByText("talentFlows").first().waitFor();
  await page.locator(".graphiql-query-editor .CodeMirror").click();
  await page.keyboard.type("{ talentF");
  await page.locator(".CodeMirror-hints").getByText("talentFlows").waitFor();
  expect(wrongs).toEqual([]);
  await close();
});

test("a token that is given goes along with queries and subscriptions", async () => {
  const secret = token(server, "graphiql-desk", "analyst");
  const { page, close } = await open(browser, `${server.address}/graphiql`);
  await page.getByText("Token", { exact: true }).first().click();
  await page.getByLabel("Token").fill(secret);
  await page.getByRole("button", { name: "Use" }).click();
  await page.getByText("token:graphiql-desk").waitFor();
  await page.getByText("ANALYST", { exact: true }).click();
  await run(page, "{ viewer { name } }");
  await answer(page).getByText('"token:graphiql-desk"').waitFor();
  await run(page, "subscription { changes(after: 0) { by } }");
  await answer(page).getByText('"seed"').first().waitFor();
  await close();
});
