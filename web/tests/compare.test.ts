// Pay of two groups, against what the server answers.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PRESETS } from "../src/compare/presets.ts";
import { browse, open, readThrough } from "./browser.ts";
import { ask, type Server, serve, token } from "./server.ts";

let server: Server;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([serve(), browse()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function table(page: Page): Promise<Record<string, string[]>> {
  await page.locator(".answer[aria-busy=false] tbody tr").first().waitFor();
  const rows = await page
    .locator(".answer tbody tr")
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")),
    );
  return Object.fromEntries(rows.map(([name = "", ...cells]) => [name, cells]));
}

const shown = (address: string) => `${server.address}/compare?${address}`;
const plain = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 2 });

test("the numbers of both groups and the premium are those of the interface", async () => {
  const { page, wrongs, close } = await open(browser, shown(PRESETS.countries));
  const { salaryRecords } = await ask(
    server,
    `{ salaryRecords { premium(of: { basis: { eq: POSTED }, country: { eq: "US" } }
      over: { basis: { eq: POSTED }, country: { eq: "CN" } }, in: { currency: "USD" }) { nodes {
        of { count median } over { count median mean quantile(p: 0.9) } medianRatio } } } }`,
  );
  const [{ of, over, medianRatio }] = salaryRecords.premium.nodes;
  const rows = await table(page);
  expect(rows["Records with pay"]).toEqual([plain(of.count), plain(over.count)]);
  expect(rows["Median (50 %)"]).toEqual([plain(of.median), plain(over.median)]);
  expect(rows["90 %"]?.[1]).toBe(plain(over.quantile));
  expect(rows.Mean?.[1]).toBe(plain(over.mean));
  const share = `${plain(Math.round((medianRatio - 1) * 10_000) / 100)}%`;
  await page.getByText(`group A earns ${share} more than group B`).waitFor();
  await page.getByText("A group of one record says what one was paid, no more.").waitFor();
  await readThrough(page);
  expect(await page.locator(".answer .chart canvas").count()).toBeGreaterThanOrEqual(2);
  expect(wrongs).toEqual([]);
  await close();
});

test("pay is stated in another currency, and the link says so", async () => {
  const { page, close } = await open(browser, shown(PRESETS.aigc));
  expect((await table(page)).Mean).toEqual(["390,800", "331,500"]);
  await page.getByRole("textbox", { name: "currency" }).fill("usd");
  await expect.poll(() => page.url()).toContain("currency=USD");
  const { salaryRecords } = await ask(
    server,
    `{ salaryRecords(where: { field: { eq: "AIGC" } }) { nodes { pay(in: { currency: "USD" }) { low } } } }`,
  );
  const expected = plain(salaryRecords.nodes[0].pay.low);
  await expect.poll(async () => (await table(page)).Mean?.[0]).toBe(expected);
  await page.reload();
  expect((await table(page)).Mean?.[0]).toBe(expected);
  await close();
});

test("the premium is broken down by what both groups have", async () => {
  const address = "of=basis.eq(POSTED)&over=basis.eq(SURVEY_MEAN)&by=country&currency=CNY";
  const { page, wrongs, close } = await open(browser, shown(address));
  const { salaryRecords } = await ask(
    server,
    `{ salaryRecords { premium(of: { basis: { eq: POSTED } }, over: { basis: { eq: SURVEY_MEAN } }
      by: [{ country: true }], in: { currency: "CNY" }) {
      nodes { key { country } of { count } over { count } medianRatio } } } }`,
  );
  type Node = {
    key: { country: string | null };
    of: { count: number };
    medianRatio: number | null;
  };
  const nodes: Node[] = salaryRecords.premium.nodes;
  const china = nodes.find((it) => it.key.country === "CN");
  const rows = await table(page);
  expect(Object.keys(rows)).toHaveLength(nodes.length);
  expect(rows.China?.[0]).toBe(plain(china?.of.count ?? 0));
  const share = Math.round(((china?.medianRatio ?? 0) - 1) * 10_000) / 100;
  expect(rows.China?.[4]).toBe(plain(share));
  await page.locator(".answer canvas").first().waitFor();
  expect(wrongs).toEqual([]);
  await close();
});

test("a group without pay is said to have none, and where the article has a figure", async () => {
  const { page, close } = await open(browser, shown(PRESETS.internet));
  await page.getByText("The graph has no pay of Group B that can be stated so.").waitFor();
  await page.getByText("Of the internet industry the article gives no pay").waitFor();
  await close();
});

test("pay that is not known so is counted, with the reason", async () => {
  const { page, close } = await open(
    browser,
    shown("of=field.eq(AIGC)&over=basis.eq(DISCLOSED)&currency=CNY&adjust=REAL&priceYear=1950"),
  );
  await page.getByText("Pay of Group B that is not known so").waitFor();
  expect((await table(page))["Records whose pay is not known so"]).toEqual(["1", "2"]);
  await page.locator(".answer li").getByText("1950").first().waitFor();
  await close();
});

test("nothing is asked before both groups are told from others, and bad links say why", async () => {
  const { page, close } = await open(
    browser,
    shown("of=country.eq(CN)&over=shoe.eq(1)&colour=red"),
  );
  await page.getByText("Say of each group at least one thing").waitFor();
  await page.getByText("“/compare” has no “colour”.").waitFor();
  await page.getByText("“SalaryRecordFilter” has no “shoe”.").waitFor();
  await close();
});

test("pay that is held back says why, and an EDITOR sees it", async () => {
  const secret = token(server, "desk", "editor");
  const record = (at: number, company: string, low: number) =>
    `{ key: "told-${at}", person: { create: { name: { en: "Person ${at}" }, source: { key: "told" } } }
      organization: { key: "${company}" }, year: 2023, basis: SELF_REPORTED, low: ${low}
      currency: "CNY", period: MONTH, precision: EXACT, source: { key: "told" } }`;
  const records = [1, 2, 3, 4, 5].map((at) => record(at, "baidu", 40_000 + at * 1000));
  const made = await ask(
    server,
    `mutation { createSource(input: { source: { key: "told", title: { en: "Told" }, kind: SURVEY } })
        { userErrors { message } }
      upsertSalaryRecords(input: { salaryRecords: [${[...records, record(6, "tencent", 80_000)].join()}] })
        { userErrors { message } } }`,
    secret,
  );
  expect(made.upsertSalaryRecords.userErrors).toEqual([]);
  const address = "of=organization(key.eq(tencent))&over=organization(key.eq(baidu))&currency=CNY";
  const { page, close } = await open(browser, shown(address));
  await page.locator(".suppressed").getByText("there are fewer than 5 of them").waitFor();
  expect((await table(page))["Records with pay"]).toEqual(["0", "5"]);
  await page.locator("summary", { hasText: "Token" }).click();
  await page.getByLabel("Token").fill(secret);
  await page.getByRole("button", { name: "Use" }).click();
  await expect.poll(async () => (await table(page))["Records with pay"]).toEqual(["1", "5"]);
  expect(await page.locator(".suppressed").count()).toBe(0);
  await close();
});
