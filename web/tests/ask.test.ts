// Questions that somebody puts together, against what the server answers.
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXAMPLES } from "../src/ask/examples.ts";
import { browse, open } from "./browser.ts";
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

const plain = (value: unknown) =>
  value === null
    ? "–"
    : typeof value === "number"
      ? value.toLocaleString("en", { maximumFractionDigits: 2 })
      : String(value);

/** The table of the answer, once it is the one that is waited for. */
async function table(page: Page): Promise<string[][]> {
  await page.locator(".answer[aria-busy=false] tbody tr").first().waitFor();
  return page
    .locator(".answer tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")),
    );
}

const shown = (address: string) => `${server.address}/ask?${address}`;

/** Gives a token as somebody would. */
async function identify(page: Page, secret: string): Promise<void> {
  await page.locator("summary", { hasText: "Token" }).click();
  await page.getByLabel("Token").fill(secret);
  await page.getByRole("button", { name: "Use" }).click();
}

test("a question is built by keyboard, and its numbers are those of the interface", async () => {
  const { page, wrongs, close } = await open(browser, shown("of=people"));
  await page.getByLabel("About").focus();
  await page.keyboard.type("organizations");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  // The condition that was added has the focus.
  await page.keyboard.type("kind");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("company");
  await expect.poll(() => page.url()).toContain("where=kind.eq(COMPANY)");
  await page.getByRole("button", { name: "Add a key" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.url()).toContain("by=country");
  await page.locator(".query").getByText("OrganizationGroupBy").waitFor();
  const { organizations } = await ask(
    server,
    `{ organizations(where: { kind: { eq: COMPANY } }) {
      groups(by: [{ country: true }], orderBy: [{ field: COUNT, direction: DESC }, { field: KEY }]) {
        nodes { count } } } }`,
  );
  const counts = organizations.groups.nodes.map((it: { count: number }) => plain(it.count));
  expect(counts.length).toBeGreaterThan(1);
  await expect.poll(async () => (await table(page)).map((it) => it[1])).toEqual(counts);
  expect(wrongs).toEqual([]);
  await close();
});

test("pay is told as the interface tells it, and the GraphQL beside it gives the same", async () => {
  const { page, close } = await open(browser, shown(EXAMPLES.fields));
  const { salaryRecords } = await ask(
    server,
    `{ salaryRecords { groups(by: [{ field: true }], orderBy: [{ field: PAY, statistic: MEDIAN,
      direction: DESC, in: { currency: "CNY" } }, { field: KEY }]) {
      nodes { key { field } count aggregate { pay(in: { currency: "CNY" }) { median } } } } } }`,
  );
  type Node = { key: { field: string }; count: number; aggregate: { pay: { median: number } } };
  const expected = salaryRecords.groups.nodes.map((it: Node) => [
    it.key.field ?? "unknown",
    plain(it.aggregate.pay.median),
    plain(it.count),
  ]);
  expect((await table(page)).map((it) => it.slice(0, 3))).toEqual(expected);
  const [query, variables] = await page.locator(".query code").allTextContents();
  const answer = await fetch(`${server.address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: JSON.parse(variables ?? "") }),
  });
  const { data, errors } = await answer.json();
  expect(errors).toBeUndefined();
  expect(data.salaryRecords.groups.nodes).toHaveLength(expected.length);
  await close();
});

test.each([
  ["map", EXAMPLES.countries],
  ["bar", EXAMPLES.fields],
  ["heat", EXAMPLES.kinds],
  ["box", EXAMPLES.spread],
  ["line", EXAMPLES.rates],
  ["flow", EXAMPLES.schools],
  ["bar", "of=salaryRecords&measure=pay.histogram(currency(CNY),bins(8))"],
])("a %s is drawn, and is there as a picture and as CSV", async (kind, address) => {
  const { page, wrongs, close } = await open(browser, shown(`${address}&chart=${kind}`));
  const rows = await table(page);
  // ECharts may draw in several layers.
  const layers = page.locator(".answer canvas");
  await layers.first().waitFor();
  // Colours of the scales and series: neither those of the page nor greys.
  const coloured = () =>
    layers.evaluateAll((all) => {
      let count = 0;
      for (const it of all as HTMLCanvasElement[]) {
        const { data } = it.getContext("2d")?.getImageData(0, 0, it.width, it.height) ?? {
          data: [],
        };
        for (let at = 0; at + 3 < data.length; at += 4) {
          const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
          const range = Math.max(red, green, blue) - Math.min(red, green, blue);
          if ((data[at + 3] ?? 0) > 0 && range > 40) count += 1;
        }
      }
      return count;
    });
  await expect.poll(coloured).toBeGreaterThan(300);
  const saved = async (name: RegExp) => {
    const click = page.locator(".answer").getByLabel(name).click();
    const [file] = await Promise.all([page.waitForEvent("download"), click]);
    return readFileSync(await file.path());
  };
  expect((await saved(/^PNG/)).subarray(1, 4).toString()).toBe("PNG");
  const lines = (await saved(/^CSV/)).toString().trim().split("\r\n");
  expect(lines).toHaveLength(rows.length + 1);
  expect(wrongs).toEqual([]);
  await close();
});

test("a chart that was chosen, and the question, are there again when a link is opened", async () => {
  const { page, close } = await open(browser, shown(EXAMPLES.kinds));
  await page.getByLabel("Chart").selectOption("bar");
  await page.getByLabel("Groups at most").fill("5");
  await expect.poll(() => page.url()).toMatch(/first=5&chart=bar$/);
  await expect.poll(async () => (await table(page)).length).toBe(5);
  const before = await table(page);
  const link = page.url();
  await page.goto(server.address);
  await page.goto(link);
  expect(await table(page)).toEqual(before);
  expect(await page.getByLabel("Chart").inputValue()).toBe("bar");
  // All that the page shows a part of, as the server writes it.
  const all = await page.getByText(/^All \d+ as CSV/).getAttribute("href");
  const lines = (await (await fetch(server.address + all)).text()).trim().split("\r\n");
  expect(lines.length).toBeGreaterThan(10);
  await close();
});

test("a link that can't be read says why, keeps what it can, and offers a fresh start", async () => {
  const address = "of=people&where=shoe.eq(1),country.eq(China)&by=height&measure=age.mode&first=0";
  const { page, close } = await open(browser, shown(address));
  for (const sentence of [
    "“0” is out of range for “first”: 1 to 1000 is possible.",
    "“PersonFilter” has no “shoe”.",
    "“China” is no value of “country”: write a code of two letters, such as CN.",
    "“PersonGroupBy” has no “height”.",
    "“mode” is not possible for “age”: write one of count, sum",
  ]) {
    await page.getByText(sentence).waitFor();
  }
  expect(await page.getByLabel("About").inputValue()).toBe("people");
  await page.getByRole("link", { name: "Start afresh" }).first().click();
  await expect.poll(() => page.locator(".problems").count()).toBe(0);
  await expect.poll(async () => (await table(page))[0]?.[0]).toBe("China");
  await close();
});

test("what the server refuses is told in its own words", async () => {
  const { page, close } = await open(
    browser,
    shown("of=salaryRecords&measure=pay.mean(currency(CNY),adjust(REAL))"),
  );
  await page.locator(".answer [role=alert]").getByText("priceYear").waitFor();
  await close();
});

test("an EDITOR saves a question, renames it and deletes it; a READER can't", async () => {
  const { page, wrongs, close } = await open(browser, shown(EXAMPLES.kinds));
  await page.getByText("Saving takes a token with the role EDITOR.").waitFor();
  await identify(page, token(server, "reading", "reader"));
  await page.locator("summary", { hasText: "READER" }).waitFor();
  expect(await page.getByText("Save this question").count()).toBe(0);
  await page.getByLabel("Token").fill(token(server, "writing", "editor"));
  await page.getByRole("button", { name: "Use" }).click();
  await page.getByText("Save this question").click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Give it a name in one of the languages.").waitFor();
  await page.getByLabel("Name in English").fill("Kinds by country");
  await page.getByLabel("Name in Chinese").fill("各国机构类型");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved as “Kinds by country”.").waitFor();
  const link = page.locator(".saved").getByRole("link", { name: "Kinds by country" });
  expect(await link.getAttribute("href")).toBe(`/ask?${EXAMPLES.kinds}`);
  const { savedQuestions } = await ask(server, "{ savedQuestions { nodes { name document } } }");
  expect(savedQuestions.nodes[0].document).toContain("organizations");
  await page.getByRole("button", { name: "Rename Kinds by country" }).click();
  await page.locator(".saved").getByLabel("Name in English").fill("Who is where");
  await page.locator(".saved form").getByRole("button", { name: "Rename" }).click();
  await page.locator(".saved").getByRole("link", { name: "Who is where" }).click();
  expect((await table(page)).length).toBeGreaterThan(10);
  // It is offered in GraphiQL, too.
  await page.goto(`${server.address}/graphiql`);
  await page.getByRole("button", { name: "Show Examples" }).click();
  await page.getByRole("button", { name: "Who is where" }).click();
  await page.locator(".graphiql-query-editor").getByText("OrganizationGroupBy").waitFor();
  await page.goto(shown(EXAMPLES.kinds));
  await page.getByRole("button", { name: "Delete Who is where" }).click();
  await page.locator(".saved [role=alert]").getByRole("button", { name: "Delete" }).click();
  await page.getByText("Nobody has saved a question yet.").waitFor();
  expect(wrongs).toEqual([]);
  await close();
});

test("moves between employers are drawn as they are told", async () => {
  const secret = token(server, "desk", "editor");
  const source = 'source: { key: "huxiu-llm-talent-2023" }';
  const made = await ask(
    server,
    `mutation { createPerson(input: { person: { name: { en: "Mo Ver" }, ${source}
      employments: { create: [
        { organization: { key: "google" }, start: "2010", end: "2014", ${source} }
        { organization: { key: "openai" }, start: "2015", ${source} }
      ] } } }) { userErrors { message } } }`,
    secret,
  );
  expect(made.createPerson.userErrors).toEqual([]);
  const { page, close } = await open(browser, shown("of=talentFlows"));
  expect((await table(page))[0]?.slice(0, 3)).toEqual(["Google", "OpenAI", "1"]);
  await page.locator(".answer canvas").first().waitFor();
  await page.getByLabel("places are").selectOption("ROOT_ORGANIZATION");
  await expect.poll(() => page.url()).toContain("with=by(ROOT_ORGANIZATION)");
  await expect.poll(async () => (await table(page))[0]?.[0]).toBe("Alphabet");
  await close();
});

test("values that rows have are suggested where one is typed", async () => {
  const { page, close } = await open(browser, shown("of=salaryRecords&where=field.eq()"));
  await page.locator(".conditions").getByLabel("Value").focus();
  const options = page.locator(".conditions datalist option");
  await expect
    .poll(() => options.evaluateAll((all) => all.map((it) => it.getAttribute("value"))))
    .toContain("Dialogue bots");
  await close();
});

test("a server that shows its schema to nobody is asked just as well", async () => {
  const closed = await serve({ settings: { BOLE_INTROSPECTION: "off" } });
  try {
    const { page, wrongs, close } = await open(browser, `${closed.address}/ask`);
    expect((await table(page))[0]?.[0]).toBe("China");
    expect(await page.getByLabel("About").locator("option").count()).toBeGreaterThan(18);
    expect(wrongs).toEqual([]);
    await close();
  } finally {
    await closed.stop();
  }
});
