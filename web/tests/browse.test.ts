// Lists, the search box and the pages of rows, as somebody uses them, against what the server answers.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browse, open, readThrough } from "./browser.ts";
import { ask, type Server, serve, token } from "./server.ts";

let seed: Server;
/** Three thousand people, of which no one exists. */
let many: Server;
let browser: Browser;
beforeAll(async () => {
  [seed, many, browser] = await Promise.all([serve(), serve({ people: 3000 }), browse()]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([seed.stop(), many.stop()]);
});

const counted = (page: Page) => page.locator(".list-count");
const box = (page: Page) => page.getByRole("combobox", { name: "Search people" });
const option = (page: Page) => page.locator(".search").getByRole("option");
const english = (count: number) => count.toLocaleString("en");

/** The choices of a facet: what is checked, what it is called, how many. */
const choices = (page: Page, facet: string) =>
  page
    .getByRole("group", { name: facet })
    .locator("label")
    .evaluateAll((labels) =>
      labels.map((it) => [
        it.querySelector(".facet-label")?.textContent,
        it.querySelector(".facet-count")?.textContent,
      ]),
    );

/** The table below a chart. */
const table = (page: Page, id: string) =>
  page
    .locator(`#${id} tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
    );

test("facets change the address and the rows, and their numbers are those of the interface", async () => {
  const { page, wrongs, close } = await open(browser, `${many.address}/people`);
  await page.getByLabel("India").check();
  await page.waitForURL(`${many.address}/people?country=IN`);
  const { in: indian, all } = await ask(
    many,
    `{ in: people(where: { country: { eq: "IN" } }) { totalCount
         groups(by: [{ educations: { degree: true } }], orderBy: [{ field: COUNT, direction: DESC }]) {
           nodes { count key { educations { degree } } } } }
       all: people { groups(by: [{ country: true }]) { nodes { count } } } }`,
  );
  await counted(page)
    .getByText(`${english(indian.totalCount)} found`)
    .waitFor();
  // A facet is counted without what is chosen of it, the others with it.
  const called: Record<string, string> = {
    BACHELOR: "Bachelor",
    MASTER: "Master",
    DOCTORATE: "Doctorate",
  };
  expect(await choices(page, "Degree")).toEqual(
    indian.groups.nodes.map((it: { count: number; key: { educations: { degree: string } } }) => [
      called[it.key.educations.degree],
      english(it.count),
    ]),
  );
  const countries = (await choices(page, "Country")).map((it) => it[1]);
  expect(countries.sort()).toEqual(
    all.groups.nodes.map((it: { count: number }) => english(it.count)).sort(),
  );
  await page.locator(".row-link").first().waitFor();
  const cells = await page.locator(".cell-country").allTextContents();
  expect(new Set(cells)).toEqual(new Set(["CountryIndia"]));
  expect(wrongs).toEqual([]);
  await close();
});

test("an address says all of a list, and the way back leads through its states", async () => {
  const address = `${many.address}/people?q=wang&country=CN&country=US&degree=MASTER&sort=-born`;
  const { page, close } = await open(browser, address);
  const { people } = await ask(
    many,
    `{ people(where: { search: "wang", country: { in: ["CN", "US"] }, educations: { some: { degree: { eq: MASTER } } } }
        orderBy: [{ field: BIRTH_DATE, direction: DESC }], first: 5) { totalCount nodes { name } } }`,
  );
  await counted(page)
    .getByText(`${english(people.totalCount)} found`)
    .waitFor();
  await page.locator(".row-link").first().waitFor();
  const shown = await page.locator(".row-link").allTextContents();
  expect(shown.slice(0, 5)).toEqual(people.nodes.map((it: { name: string }) => it.name));

  await page.getByRole("button", { name: "Remove Country: China" }).click();
  await page.waitForURL(/people\?q=wang&country=US&degree/);
  await page.locator(".row-link").first().click();
  await page.waitForURL(/people\/p\d+$/);
  await page.goBack();
  await page.waitForURL(/people\?q=wang&country=US&degree/);
  expect(await page.getByLabel("China").isChecked()).toBe(false);
  await page.goBack();
  await page.waitForURL(address);
  await page.getByRole("button", { name: "Remove Country: China" }).waitFor();
  expect(await page.getByRole("searchbox", { name: "Search this list" }).inputValue()).toBe("wang");
  await close();
});

test("what the address asks for that there is not is named, and a wrong value is refused", async () => {
  const { page, close } = await open(browser, `${seed.address}/people?sort=age&colour=red`);
  await page.getByText("which is left out: sort=age, colour=red").waitFor();
  await page.locator(".row-link").first().waitFor();
  await page.goto(`${seed.address}/models?kind=SOFT`);
  await page.getByRole("alert").getByText("SOFT").waitFor();
  await close();
});

test("thousands of rows are scrolled through, and only those in view are drawn", async () => {
  const { page, wrongs, close } = await open(browser, `${many.address}/people`);
  await page.locator(".row-link").first().waitFor();
  const { people } = await ask(
    many,
    "{ people(orderBy: [{ field: NAME }], last: 1) { totalCount nodes { name } } }",
  );
  await page.keyboard.press("End");
  await page.locator(".row-link").getByText(people.nodes[0].name, { exact: true }).waitFor();
  const drawn = page.locator(".row");
  expect(await drawn.last().getAttribute("aria-rowindex")).toBe(String(people.totalCount + 1));
  expect(await drawn.count()).toBeLessThan(60);
  // The address says where, and leads there again.
  await page.waitForURL(/at=29\d\d$/);
  const first = await page.locator(".row:not(.is-awaited)").nth(12).textContent();
  await page.reload();
  await page.locator(".row").getByText(people.nodes[0].name, { exact: true }).waitFor();
  expect(await page.locator(".row").allTextContents()).toContain(first);
  expect(wrongs).toEqual([]);
  await close();
});

test("rows come by cursors, page by page, and each once", async () => {
  const { page, close } = await open(browser, `${many.address}/schema.graphql`);
  const asked: { first: number; after: string | null; offset: number }[] = [];
  page.on("request", (it) => {
    const body = it.method() === "POST" ? it.postDataJSON() : undefined;
    if (body?.query.includes("PeopleRows")) asked.push(body.variables);
  });
  await page.goto(`${many.address}/people`);
  await page.locator(".row-link").first().waitFor();
  const { people } = await ask(
    many,
    "{ people(orderBy: [{ field: NAME }], first: 150) { nodes { name } } }",
  );
  // The hundred and thirtieth row is on the second page.
  await page.evaluate(() => window.scrollTo(0, 130 * 48));
  await page.locator(".row-link").getByText(people.nodes[130].name, { exact: true }).waitFor();
  expect(asked.map((it) => [it.first, it.offset])).toEqual([
    [100, 0],
    [100, 0],
  ]);
  expect(asked.map((it) => it.after === null)).toEqual([true, false]);
  await close();
});

test("names are completed in English, in Chinese and in pinyin, and chosen by the keyboard", async () => {
  const { page, wrongs, close } = await open(browser, seed.address);
  await box(page).fill("baid");
  await option(page).getByText("Baidu").first().waitFor();
  expect(await page.locator(".option mark").first().textContent()).toBe("Baid");
  expect(await page.locator(".option-kind").first().textContent()).toBe("Company");
  await box(page).fill("清华");
  await page.locator(".option mark").getByText("清华").first().waitFor();
  await box(page).fill("qinghuadaxue");
  await page.locator(".option-kind").getByText("Institution · pinyin").first().waitFor();
  await page.keyboard.press("ArrowDown");
  const active = await box(page).getAttribute("aria-activedescendant");
  const chosen = page.locator(".search").getByRole("option", { selected: true });
  expect(await chosen.getAttribute("id")).toBe(active);
  expect(await chosen.textContent()).toContain("Tsinghua University");
  await page.keyboard.press("Escape");
  expect(await option(page).count()).toBe(0);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${seed.address}/organizations/tsinghua-university`);
  await page.locator("h1").getByText("Tsinghua University").waitFor();
  expect(await page.title()).toContain("Tsinghua University");
  expect(wrongs).toEqual([]);
  await close();
});

test("a search can go on in a list, and says where nothing is called so", async () => {
  const { page, close } = await open(browser, seed.address);
  await box(page).fill("zzzz");
  await page.locator(".search-none").getByText("Nothing is called so.").waitFor();
  await box(page).fill("OpenAI");
  await option(page).getByText("People who have to do with “OpenAI”").click();
  await page.waitForURL(`${seed.address}/people?q=OpenAI`);
  const { people } = await ask(seed, '{ people(where: { search: "OpenAI" }) { totalCount } }');
  await counted(page).getByText(`${people.totalCount} found`).waitFor();
  await close();
});

test("an answer that is late does not take the place of a newer one", async () => {
  const { page, close } = await open(browser, seed.address);
  await page.route("**/graphql", async (route) => {
    // Never let go: what is typed next must give it up.
    if (route.request().postData()?.includes('"text":"mic"')) return;
    await route.continue();
  });
  const given = page.waitForEvent("requestfailed");
  const asked = page.waitForRequest((it) => it.postData()?.includes('"text":"mic"') ?? false);
  await box(page).fill("mic");
  await asked;
  await box(page).fill("stanf");
  expect((await given).postData()).toContain('"text":"mic"');
  await option(page).getByText("Stanford University").first().waitFor();
  await close();
});

test("a person's career and pay are those of the interface, with their sources", async () => {
  const { page, wrongs, close } = await open(browser, `${many.address}/people/p00000007`);
  await page.locator("#evidence td").first().waitFor();
  await readThrough(page);
  const { person } = await ask(
    many,
    `{ person(by: { key: "p00000007" }) {
         employments(orderBy: [{ field: START }]) { nodes { title start end organization { name } } } } }`,
  );
  const work = (await table(page, "career")).filter((it) => it[0] === "Work");
  expect(work.map((it) => it.slice(1, 5))).toEqual(
    person.employments.nodes.map(
      (it: { title: string; start: string; end: string; organization: { name: string } }) => [
        it.organization.name,
        it.title,
        it.start,
        it.end ?? "–",
      ],
    ),
  );
  expect(await page.locator("#career .sources").textContent()).toContain("A synthetic graph");
  expect(wrongs).toEqual([]);
  await close();
});

test("pay that is not public is seen by editors, and others are told who sees it", async () => {
  const { salaryRecords } = await ask(
    many,
    `{ salaryRecords(where: { basis: { eq: SELF_REPORTED } }, first: 1) { nodes { person { key } low } } }`,
    token(many, "desk", "editor"),
  );
  const [record] = salaryRecords.nodes;
  const { page, close } = await open(browser, `${many.address}/people/${record.person.key}`);
  await page.locator("#pay").getByText("No public statement about this person's pay").waitFor();
  await page.locator("#pay").getByText("shown to editors only").waitFor();
  await page.getByText("Token", { exact: true }).first().click();
  await page.getByLabel("Token").fill(token(many, "other-desk", "editor"));
  await page.getByRole("button", { name: "Use" }).click();
  await page.locator("#pay .tools").getByLabel(/^PNG/).waitFor();
  const [row] = await table(page, "pay");
  expect(row?.[2]).toContain(english(record.low));
  await close();
});

test("an organization's pay, alma maters and flows are those of the interface", async () => {
  const { page, wrongs, close } = await open(browser, `${many.address}/organizations/o000001`);
  await page.locator("#evidence td").first().waitFor();
  await readThrough(page);
  const id = "Organization:o000001";
  const answer = await ask(
    many,
    `{ salaryRecords(where: { organization: { key: { eq: "o000001" } } }) {
         groups(by: [{ year: true }], orderBy: [{ field: KEY, direction: DESC }]) {
           nodes { key { year } aggregate { pay(in: { currency: "USD" }) { count quantiles(p: [0.1, 0.5, 0.9]) } } } } }
       educationFlows(to: "${id}", employer: ANY, first: 15) { nodes { count from { organization { name } } } }
       talentFlows(to: "${id}", first: 10) { nodes { count from { organization { name } } } } }`,
  );
  const written = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 2 });
  type Year = {
    key: { year: number };
    aggregate: { pay: { count: number; quantiles: (number | null)[] } };
  };
  const years = answer.salaryRecords.groups.nodes.filter(
    (it: Year) => it.aggregate.pay.quantiles[0] !== null,
  );
  expect(years.length).toBeGreaterThan(2);
  expect(await table(page, "pay-by-year")).toEqual(
    years.map(({ key, aggregate }: Year) => [
      String(key.year),
      written(aggregate.pay.count),
      ...aggregate.pay.quantiles.map((it) => written(it ?? 0)),
    ]),
  );
  type Flow = { count: number; from: { organization: { name: string } } };
  const flows = (nodes: Flow[]) =>
    nodes.map((it) => [it.from.organization.name, written(it.count)]);
  const studied = await table(page, "alma-maters");
  expect(studied.map((it) => [it[0], it[2]])).toEqual(flows(answer.educationFlows.nodes));
  const moved = (await table(page, "flows")).filter((it) => it[0] === "In");
  expect(moved.map((it) => it.slice(1))).toEqual(flows(answer.talentFlows.nodes));

  // Pay of one title is that of this title.
  await page.locator("#pay-by-year").getByLabel("Title").selectOption("Research Scientist");
  const { salaryRecords } = await ask(
    many,
    `{ salaryRecords(where: { organization: { key: { eq: "o000001" } }, title: { eq: "Research Scientist" } }) {
         aggregate { pay(in: { currency: "USD" }) { count } } } }`,
  );
  const count = written(salaryRecords.aggregate.pay.count);
  await page.locator("#pay-by-year").getByText(`${count} statements`).waitFor();
  expect(wrongs).toEqual([]);
  await close();
});

test("rows link to each other, and to the lists of their people", async () => {
  const { page, close } = await open(browser, `${seed.address}/models/chatgpt`);
  await page.locator(".row-facts").getByRole("link", { name: "OpenAI" }).click();
  await page.waitForURL(`${seed.address}/organizations/openai`);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.locator("#people").getByRole("link", { name: "Ilya Sutskever" }).click();
  await page.waitForURL(`${seed.address}/people/ilya-sutskever`);
  await page.locator("#advisors").getByRole("link", { name: "Geoffrey Hinton" }).click();
  await page.locator("h1").getByText("Geoffrey Hinton").waitFor();
  await page.goto(`${seed.address}/companies/openai`);
  await page
    .locator("#people")
    .getByRole("link", { name: /^All who work/ })
    .click();
  await page.waitForURL(`${seed.address}/people?employer=openai`);
  await counted(page).getByText("4 found").waitFor();
  await page.getByRole("button", { name: "Remove Employer, past or present: OpenAI" }).waitFor();
  await close();
});

test("a key that nothing has is said to be missing", async () => {
  const { page, close } = await open(browser, `${seed.address}/people/nobody`);
  await page.getByRole("heading", { name: "There is no such person" }).waitFor();
  await page.getByText("nothing with the key “nobody”").waitFor();
  await close();
});

test("a row that was merged is found by its old key, and the address is put right", async () => {
  const secret = token(seed, "merger", "editor");
  const person = (key: string) =>
    `createPerson(input: { person: { key: "${key}", name: { en: "Ada Example" },
       source: { key: "huxiu-llm-talent-2023" } } }) { userErrors { message } }`;
  const made = await ask(
    seed,
    `mutation { a: ${person("ada-one")} b: ${person("ada-two")} }`,
    secret,
  );
  expect([made.a.userErrors, made.b.userErrors]).toEqual([[], []]);
  const { merge } = await ask(
    seed,
    `mutation { merge(input: { from: "Person:ada-two", into: "Person:ada-one", why: "one person" }) {
       userErrors { message } } }`,
    secret,
  );
  expect(merge.userErrors).toEqual([]);
  const { page, close } = await open(browser, `${seed.address}/people/ada-two`);
  await page.waitForURL(`${seed.address}/people/ada-one`);
  await page.getByText("“ada-two” was found to be the same").waitFor();
  await close();
});

test("what somebody commits is seen in a list and on a page that are open", async () => {
  const secret = token(seed, "live-desk", "editor");
  const list = await open(browser, `${seed.address}/models?kind=GAME`);
  const row = await open(browser, `${seed.address}/models/alphago`);
  const heard = (page: Page, word: string) =>
    new Promise((resolve) =>
      page.on("websocket", (socket) =>
        socket.on("framereceived", ({ payload }) => {
          if (String(payload).includes(word)) resolve(undefined);
        }),
      ),
    );
  const both = [heard(list.page, "released"), heard(row.page, "otherName")];
  await Promise.all([list.page.reload(), row.page.reload()]);
  await Promise.all(both);
  const { updateModel } = await ask(
    seed,
    `mutation { updateModel(input: { by: { key: "alphago" }, patch: { released: "2015-10" } }) {
       userErrors { message } } }`,
    secret,
  );
  expect(updateModel.userErrors).toEqual([]);
  await row.page.locator(".row-facts").getByText("2015-10").waitFor();
  await list.page.locator(".cell-released").getByText("2015-10").waitFor();
  await Promise.all([list.close(), row.close()]);
});

test("on a phone facets open above cards, and the search box is there", async () => {
  const viewport = { width: 360, height: 740 };
  const { page, close } = await open(browser, `${seed.address}/companies`, { viewport });
  await page.getByText("Filters", { exact: true }).click();
  await page.getByLabel("Research company").check();
  await page.waitForURL(/companies\?kind=RESEARCH_COMPANY$/);
  await page.getByText("Filters (1)").waitFor();
  await box(page).fill("openai");
  await option(page).first().click();
  await page.locator("h1").getByText("OpenAI").waitFor();
  await close();
});
