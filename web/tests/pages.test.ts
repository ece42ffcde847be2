// What holds of every page, in both languages, at both widths, and in both colours.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browse, open, readThrough } from "./browser.ts";
import { type Server, serve, token } from "./server.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Each page, what is there when it is drawn, and whether somebody looks who may edit. */
const PAGES: { path: string; drawn: string; edits?: boolean }[] = [
  { path: "/", drawn: "#models .tools" },
  { path: "/ask", drawn: ".answer .sources" },
  {
    path: "/ask?of=salaryRecords&where=shoe.eq(1)&by=country&chart=pie",
    drawn: ".answer .sources",
  },
  { path: "/compare", drawn: ".answer .tools" },
  { path: "/edit", drawn: ".needs" },
  { path: "/edit", drawn: ".commits li", edits: true },
  { path: "/edit/person/wang-haifeng", drawn: ".bar", edits: true },
  { path: "/edit/salaryRecord/new", drawn: ".bar", edits: true },
  { path: "/history/person/wang-haifeng", drawn: ".commits li", edits: true },
  { path: "/duplicates", drawn: ".filters", edits: true },
  {
    path: "/duplicates?one=Person:sam-altman&other=Person:elon-musk",
    drawn: ".sides-table",
    edits: true,
  },
  { path: "/import", drawn: ".earlier", edits: true },
  { path: "/people/nobody-of-this-name/at-all", drawn: "main h1" },
  { path: "/people", drawn: ".row-link" },
  { path: "/people/ilya-sutskever", drawn: "#evidence td" },
  { path: "/institutions", drawn: ".row-link" },
  { path: "/companies?kind=RESEARCH_COMPANY&sort=-founded", drawn: ".row-link" },
  { path: "/organizations/openai", drawn: "#evidence td" },
  { path: "/models", drawn: ".row-link" },
  { path: "/models/chatgpt", drawn: "#evidence td" },
  { path: "/graphiql", drawn: ".graphiql-query-editor .CodeMirror-line" },
];

const LOOKS = [
  { locale: "en-US", width: 1280, colorScheme: "light" },
  { locale: "zh-CN", width: 1280, colorScheme: "dark" },
  { locale: "en-US", width: 360, colorScheme: "dark" },
  { locale: "zh-CN", width: 360, colorScheme: "light" },
] as const;

let server: Server;
let browser: Browser;
let editor: string;
beforeAll(async () => {
  [server, browser] = await Promise.all([serve(), browse()]);
  editor = token(server, "pages", "editor");
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** What GraphiQL does that these pages can't change: the tabs hold their buttons, and the panes of
 * CodeMirror scroll by the keys of their editors. */
const GRAPHIQLS = ["nested-interactive", "scrollable-region-focusable"];

/** What axe finds that keeps somebody from using the page. */
async function hindrances(page: Page, path: string): Promise<string[]> {
  await page.evaluate(axe);
  const allowed = path === "/graphiql" ? GRAPHIQLS : [];
  return page.evaluate(async (allowed) => {
    const run = (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run;
    const { violations } = await run();
    return violations
      .filter((it) => it.impact === "serious" || it.impact === "critical")
      .filter((it) => !allowed.includes(it.id))
      .map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" ")}`);
  }, allowed);
}

describe.each(PAGES)("$path drawn to $drawn", ({ path, drawn, edits }) => {
  test.each(LOOKS)("is whole in $locale, $width wide, $colorScheme", async (look) => {
    const { locale, width, colorScheme } = look;
    const options = {
      locale,
      colorScheme,
      viewport: { width, height: 800 },
      ...(edits && { secret: editor }),
    };
    const { page, wrongs, close } = await open(browser, server.address + path, options);
    await page.locator(drawn).first().waitFor();
    await readThrough(page);
    expect(await page.locator("html").getAttribute("lang")).toBe(
      locale === "zh-CN" ? "zh-Hans" : "en",
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await hindrances(page, path)).toEqual([]);
    expect(wrongs).toEqual([]);
    await close();
  });
});

test("the search box hinders nobody while its options are open", async () => {
  const { page, wrongs, close } = await open(browser, `${server.address}/people`);
  await page.locator(".row-link").first().waitFor();
  await page.getByRole("combobox", { name: "Search people" }).fill("o");
  await page.locator(".option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  expect(await hindrances(page, "/people")).toEqual([]);
  expect(wrongs).toEqual([]);
  await close();
});

test("the language and the colours that were chosen stay, also in GraphiQL", async () => {
  const { page, close } = await open(browser, server.address);
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByLabel("颜色").selectOption("dark");
  expect(await page.locator("h1").textContent()).toContain("大模型");
  for (const path of ["/", "/graphiql"]) {
    await page.goto(server.address + path);
    await page.getByRole("button", { name: "English" }).waitFor();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  }
  await close();
});

test("the keyboard comes to the content first, past what is on each page", async () => {
  const { page, close } = await open(browser, server.address);
  await page.locator("h1").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  await close();
});

test("a token that the server refuses is said to be refused", async () => {
  const { page, close } = await open(browser, server.address);
  await page.getByText("Token", { exact: true }).first().click();
  await page.getByLabel("Token").fill("bole_wrong");
  await page.getByRole("button", { name: "Use" }).click();
  await page.getByText("The server does not take this token:").waitFor();
  await close();
});
