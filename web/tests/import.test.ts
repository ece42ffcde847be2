// Files imported in a browser.
import { readFileSync } from "node:fs";
import { request } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browse, open } from "./browser.ts";
import { ask, type Server, serve, token } from "./server.ts";

let server: Server;
let browser: Browser;
let editor: string;
beforeAll(async () => {
  [server, browser] = await Promise.all([serve(), browse()]);
  editor = token(server, "desk", "editor");
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const file = (name: string, text: string) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(text),
});

async function choose(page: Page, source: string, entity: string, given: ReturnType<typeof file>) {
  await page.getByLabel("What the file is").selectOption(source);
  await page.getByLabel("What its rows are").selectOption(entity);
  await page.getByLabel("The file", { exact: true }).setInputFiles(given);
}

const count = async (page: Page, name: string) =>
  page.locator(".counts > div", { hasText: name }).locator("dd").textContent();

async function people(source: string): Promise<number> {
  const query = `{ people(where: { source: { key: { eq: "${source}" } } }) { totalCount } }`;
  return (await ask(server, query)).people.totalCount;
}

test("a file is tried, imported, and its report is told and taken along", async () => {
  const { page, wrongs, close } = await open(browser, `${server.address}/import`, {
    secret: editor,
  });
  const text =
    "full_name,country,Birth date,shoe size\nAnn Lee,NA,2021/3/5,44\nBo Ray,Germany,3/5/2021,39\n,France,1990,40\n";
  await choose(page, "csv", "Person", file("people.csv", text));
  await page.getByText("Every row needs: Name.").waitFor();
  await page.getByLabel("Field: full_name").selectOption("name");
  expect(await page.getByText("Every row needs").count()).toBe(0);
  await page.getByRole("button", { name: "Try it, write nothing" }).click();
  await page.getByText("This is what would come of it. Nothing was written.").waitFor();
  expect(await people("file-people")).toBe(0);
  expect(await count(page, "created")).toBe("2");
  const skipped = page.locator(".report-list", { hasText: "Skipped, and why" });
  expect(await skipped.locator("tbody td").allTextContents()).toEqual([
    "4",
    "name",
    "is empty, but must be given",
  ]);
  const left = page.locator(".report-list", { hasText: "left out" });
  expect(await left.textContent()).toContain("`3/5/2021` is not a date");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("Imported.", { exact: true }).waitFor();
  expect(await people("file-people")).toBe(2);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download the report (JSON)" }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe("people.csv.report.json");
  const report = JSON.parse(readFileSync(await saved.path(), "utf8"));
  expect(report).toMatchObject({ created: 2, skipped: { count: 1 }, end: "DONE" });
  await page.locator(".earlier summary", { hasText: "only tried" }).click();
  await page.locator(".earlier .report").getByText("The graph would be at version 2.").waitFor();
  await page.getByRole("button", { name: /^Undo version/ }).click();
  await page.getByRole("button", { name: "Undo it" }).click();
  await page.getByText(/^Undone, as version/).waitFor();
  expect(await people("file-people")).toBe(0);
  expect(wrongs).toEqual([]);
  await close();
});

test("a file that can't be read fails with what would be right, and so does one that is refused", async () => {
  const { page, close } = await open(browser, `${server.address}/import`, { secret: editor });
  await choose(page, "jsonl", "Education", file("studies.jsonl", '{"key": "a"'));
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  expect(await alert.textContent()).toContain("It was not imported to its end:");
  await page.getByLabel("When the data was true").fill("soon");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("`asOf`: `soon` is not a date").waitFor();
  await close();
});

test("of a data set its licence and its mapping are told, in the importer's own words", async () => {
  const { page, wrongs, close } = await open(browser, `${server.address}/import`, {
    secret: editor,
  });
  await page.getByLabel("What the file is").selectOption("ror");
  await page.locator(".about", { hasText: "CC0" }).waitFor();
  expect(await page.getByLabel("What its rows are").count()).toBe(0);
  expect(wrongs).toEqual([]);
  await close();
});

/** Begins an import whose file does not come whole, so that others wait for their turns. */
async function hold(): Promise<() => void> {
  const sent = request(`${server.address}/import/csv?entity=Person&file=first.csv`, {
    method: "POST",
    headers: { authorization: `Bearer ${editor}`, "content-length": 1000 },
  });
  sent.on("error", () => undefined);
  sent.write("key,name\n");
  for (;;) {
    const { importJobs } = await ask(server, "{ importJobs { file } }", editor);
    if (importJobs.some((it: { file: string }) => it.file === "first.csv")) break;
  }
  return () => sent.destroy();
}

test("an import that waits can be stopped, and nothing of it is written", async () => {
  const goOn = await hold();
  const { page, wrongs, close } = await open(browser, `${server.address}/import`, {
    secret: editor,
  });
  await choose(page, "csv", "Person", file("second.csv", "key,name\na-b,A B\n"));
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("Waiting for the import").waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("alert").getByText("it was stopped").waitFor();
  expect(await people("file-second")).toBe(0);
  expect(wrongs).toEqual([]);
  goOn();
  await close();
});
