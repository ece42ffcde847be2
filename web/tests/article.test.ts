// The article's charts, against what the server answers.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
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

const IDS = [
  "degrees",
  "alma-maters",
  "former-employers",
  "required-degrees",
  "pay-by-field",
  "posted-ranges",
  "papers",
  "places",
  "models",
];

/** The table below a chart. */
async function table(page: Page, id: string): Promise<string[][]> {
  const block = page.locator(`#${id}`);
  await block.locator(".tools").waitFor();
  return block
    .locator("tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")),
    );
}

const plain = (value: unknown) =>
  value === null ? "–" : typeof value === "number" ? value.toLocaleString("en") : String(value);

test("the numbers of charts are those of the interface", async () => {
  const { page, close } = await open(browser, server.address);
  const about = 'about: { eq: "Team:chatgpt-team" }';
  const { figures } = await ask(
    server,
    `{ figures(where: { ${about}, dimension: { eq: ALMA_MATER } }, orderBy: [{ field: VALUE, direction: DESC }]) {
      nodes { value counted { ... on Organization { name country } } } } }`,
  );
  const expected = figures.nodes.map((it: { value: number; counted: Record<string, string> }) =>
    [it.counted.name, it.counted.country, it.value].map(plain),
  );
  expect(expected).toHaveLength(6);
  expect(await table(page, "alma-maters")).toEqual(expected);

  const { salaryRecords } = await ask(
    server,
    `{ salaryRecords(where: { basis: { eq: POSTED } }, orderBy: [{ field: CURRENCY }, { field: LOW }]) {
      nodes { pay(in: { currency: "EUR" }) { low high } } } }`,
  );
  // Until the answer is there, the page says of the old numbers what they are.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/graphql", async (route) => {
    if (route.request().postData()?.includes('"EUR"')) await held;
    await route.continue();
  });
  await page.getByLabel("Currency").selectOption("EUR");
  await page.getByText("in CNY").waitFor();
  expect(await page.getByText("in EUR").count()).toBe(0);
  release();
  await page.getByText("in EUR").waitFor();
  const amounts = salaryRecords.nodes.map((it: { pay: { low: number; high: number } }) =>
    [it.pay.low, it.pay.high].map(plain),
  );
  const shown = await table(page, "posted-ranges");
  expect(shown.map((it) => it.slice(2))).toEqual(amounts);
  await close();
});

test("what the audit finds is said below the chart that it is about", async () => {
  const { page, close } = await open(browser, server.address);
  const warned = page.locator("#degrees .is-contradicted li");
  await warned.first().waitFor();
  const texts = await warned.allTextContents();
  expect(texts[0]).toContain("27 + 25 + 28 + 5 = 85, not 87.");
  expect(texts[1]).toContain("never 37 %");
  await page.locator("#pay-by-field summary").first().click();
  await page.getByText("42700 / (331500 - 42700) = 14.79 %").waitFor();
  await close();
});

test("each chart is drawn, names its sources, and gives its table and its picture", async () => {
  const { page, wrongs, close } = await open(browser, server.address);
  await page.locator("#models .tools").waitFor();
  await readThrough(page);
  for (const id of IDS) {
    const block = page.locator(`#${id}`);
    expect((await block.locator(".sources").textContent())?.length, id).toBeGreaterThan(20);
    const rows = await table(page, id);
    const lines = (await saved(page, block.getByLabel(/^CSV/).click()))
      .toString()
      .trim()
      .split("\r\n");
    // The server writes all that the query asks for, of which the chart may show less.
    expect(lines.length, id).toBeGreaterThan(rows.length);
    const png = await saved(page, block.getByLabel(/^PNG/).click());
    expect(png.subarray(1, 4).toString(), id).toBe("PNG");
    expect(png.length, id).toBeGreaterThan(3000);
  }
  expect(wrongs).toEqual([]);
  await close();
});

async function saved(page: Page, click: Promise<void>): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent("download") as Promise<Download>, click]);
  return readFileSync(await file.path());
}

test.each(["reduce", "no-preference"] as const)(
  "charts have the colours of the page, with motion: %s",
  async (reducedMotion) => {
    const { page, close } = await open(browser, server.address, { reducedMotion });
    await page.locator("#degrees .chart").scrollIntoViewIfNeeded();
    const canvas = page.locator("#degrees canvas");
    await canvas.waitFor();
    // That of bars, in light: `--chart-1`.
    const red = () =>
      canvas.evaluate((it: HTMLCanvasElement) => {
        const { data } = it.getContext("2d")?.getImageData(0, 0, it.width, it.height) ?? {
          data: [],
        };
        let count = 0;
        for (let at = 0; at < data.length; at += 4) {
          if (data[at] === 0x9c && data[at + 1] === 0x2f && data[at + 2] === 0x26) count += 1;
        }
        return count;
      });
    await expect.poll(red).toBeGreaterThan(10_000);
    await close();
  },
);

test("a change that somebody commits is seen without asking again", async () => {
  const { page, close } = await open(browser, server.address);
  // Once its first answers are there, only changes come.
  const heard = new Promise((resolve) =>
    page.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => {
        if (String(payload).includes("counted")) resolve(undefined);
      }),
    ),
  );
  await page.reload();
  await heard;
  const secret = token(server, "desk", "editor");
  const changed = await ask(
    server,
    `mutation { updateFigure(input: { by: { key: "f10-chatgpt-team-alma-mater-stanford-university" },
      patch: { value: 15 } }) { userErrors { message } } }`,
    secret,
  );
  expect(changed.updateFigure.userErrors).toEqual([]);
  await page.getByText("45 members come from 6 universities").waitFor();
  expect((await table(page, "alma-maters"))[0]?.[2]).toBe("15");
  await close();
});

test("a server that does not answer is said not to, and can be asked again", async () => {
  const { page, close } = await open(browser, `${server.address}/schema.graphql`);
  await page.route("**/graphql", (it) => it.abort());
  await page.goto(server.address);
  await page.locator("#degrees [role=alert]").getByText("The server does not answer.").waitFor();
  await page.unroute("**/graphql");
  await page.locator("#degrees").getByRole("button", { name: "Try again" }).click();
  await page.locator("#degrees .tools").waitFor();
  await close();
});

test("where the graph has nothing, a chart says so", async () => {
  const { page, close } = await open(browser, `${server.address}/schema.graphql`);
  await page.route("**/graphql", async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    if (body.data?.models) body.data.models.nodes = [];
    await route.fulfill({ json: body });
  });
  await page.routeWebSocket("**/graphql", () => undefined);
  await page.goto(server.address);
  await page.locator("#models").getByText("The graph holds nothing").waitFor();
  await close();
});

test("the program that is tested is the one that was built from these sources", () => {
  expect(execFileSync(server.program, ["schema"]).toString()).toBe(
    readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"),
  );
});
