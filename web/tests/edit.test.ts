// Rows changed, merged and undone in a browser, as curators do it.
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

const desk = (path: string, secret = editor) => open(browser, server.address + path, { secret });

const review = (page: Page) => page.getByRole("button", { name: "See what will change" }).click();

/** What the API says of a row. */
async function values(id: string): Promise<Record<string, unknown>> {
  const [type] = id.split(":");
  const query = `{ node(id: "${id}") { ... on ${type} { values } } }`;
  return (await ask(server, query, editor)).node?.values;
}

/** A person of the test's own, who is there when this is done. */
async function person(name: string, more = ""): Promise<string> {
  const made = await ask(
    server,
    `mutation { createPerson(input: { person: { name: { en: "${name}" }
       source: { key: "huxiu-llm-talent-2023" } ${more} } }) { person { id } userErrors { message } } }`,
    editor,
  );
  return made.createPerson.person.id;
}

const change = (id: string, patch: string) =>
  ask(
    server,
    `mutation { updatePerson(input: { id: "${id}", patch: { ${patch} } }) { version } }`,
    editor,
  );

test("somebody without a token is told what it takes, and can give one at the place", async () => {
  const { page, wrongs, close } = await open(browser, `${server.address}/edit/person/sam-altman`);
  await page.getByRole("heading", { name: "This takes a token of the role Editor" }).waitFor();
  expect(await page.locator(".needs").textContent()).toContain("You are here as Reader.");
  await page
    .locator(".needs")
    .getByLabel("Token")
    .fill(token(server, "looks", "analyst"));
  await page.locator(".needs").getByRole("button", { name: "Use" }).click();
  await page.getByText("You are here as Analyst.").waitFor();
  await page.locator(".needs").getByLabel("Token").fill(editor);
  await page.locator(".needs").getByRole("button", { name: "Use" }).click();
  await page.getByRole("heading", { name: "Edit person “Sam Altman”" }).waitFor();
  expect(wrongs).toEqual([]);
  await close();
});

test("a row is changed: faults stand at their fields, what will change is shown, others see it", async () => {
  const id = await person("Ada Example");
  const [one, other] = [
    await desk("/edit/person/ada-example"),
    await desk("/history/person/ada-example"),
  ];
  const { page } = one;
  await page.getByLabel("Birth date").fill("1990-13");
  await page.getByLabel("City, Chinese").fill("伦敦");
  await page.getByLabel("Country", { exact: true }).selectOption("GB");
  await review(page);
  const wrong = page.locator("[data-field=birthDate]");
  await wrong.getByText("month 13 is not in 1..=12").waitFor();
  expect(await page.getByLabel("Birth date").getAttribute("aria-invalid")).toBe("true");
  expect(
    await page.evaluate(() =>
      document.activeElement?.closest("[data-field]")?.getAttribute("data-field"),
    ),
  ).toBe("birthDate");
  await page.getByLabel("Birth date").fill("1990-12");
  await review(page);
  const rows = page.locator(".review .diff tbody tr");
  await rows.first().waitFor();
  expect(await rows.locator("th").allTextContents()).toEqual(["Birth date", "Country", "City"]);
  expect((await values(id)).birthDate).toBeNull();
  await page.getByLabel("Why, for the history").fill("her own page says so");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^Saved as version \d+ of the graph\.$/).waitFor();
  expect(await values(id)).toMatchObject({
    birthDate: "1990-12",
    country: "GB",
    city: { en: null, zh: "伦敦" },
  });
  // The other page was opened before, and was told.
  await other.page.getByText("her own page says so").waitFor();
  expect(await other.page.locator(".commits > li").first().textContent()).toContain("token:desk");
  await page.getByRole("button", { name: /^Undo version/ }).click();
  await page.getByText(/^1 row would be again as it was/).waitFor();
  await page.getByRole("button", { name: "Undo it" }).click();
  await page.getByText(/^Undone, as version/).waitFor();
  expect((await values(id)).country).toBeNull();
  await page.waitForFunction(
    () => (document.querySelector("[data-field=birthDate] input") as HTMLInputElement).value === "",
  );
  expect([...one.wrongs, ...other.wrongs]).toEqual([]);
  await one.close();
  await other.close();
});

test("of a row that was changed meanwhile three sides are shown, and each field is chosen", async () => {
  const id = await person("Bob Example", 'country: "GB", birthDate: "1980"');
  const { page, wrongs, close } = await desk("/edit/person/bob-example");
  await page.getByLabel("Country", { exact: true }).selectOption("US");
  await page.getByLabel("Birth date").fill("1981");
  await page.getByLabel("City, English").fill("Boston");
  await change(id, 'country: "FR", birthDate: "1982", headline: { en: "Engineer" }');
  await page.getByText(/^This row was changed meanwhile, in version \d+/).waitFor();
  // Who does not heed it is stopped by the API.
  await review(page);
  await page.getByRole("heading", { name: "Somebody else changed this row" }).waitFor();
  const country = page.locator(".sides[data-field=country]");
  expect(await country.locator(".side").allTextContents()).toEqual([
    "You started fromUnited Kingdom (GB)",
    "There nowFrance (FR)",
    "YoursUnited States (US)",
  ]);
  const goOn = page.getByRole("button", { name: "Go on with these" });
  expect(await goOn.isDisabled()).toBe(true);
  await country.getByLabel("Yours").check();
  await page.locator(".sides[data-field=birthDate]").getByLabel("There now").check();
  await goOn.click();
  await review(page);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^Saved as version/).waitFor();
  expect(await values(id)).toMatchObject({
    country: "US",
    birthDate: "1982",
    city: { en: "Boston", zh: null },
    headline: { en: "Engineer", zh: null },
  });
  expect(wrongs).toEqual([]);
  await close();
});

test("who changed nothing sees the row as others make it", async () => {
  const id = await person("Cy Example");
  const { page, close } = await desk("/edit/person/cy-example");
  await page.getByLabel("Birth date").waitFor();
  await change(id, 'birthDate: "1970"');
  await page.waitForFunction(
    () =>
      (document.querySelector("[data-field=birthDate] input") as HTMLInputElement).value === "1970",
  );
  expect(await page.getByText("This row was changed meanwhile").count()).toBe(0);
  await close();
});

test("a new row finds what it refers to by name, by the keyboard alone", async () => {
  const id = await person("Dee Example");
  const { page, wrongs, close } = await desk(`/edit/employment/new?person=${id}`);
  const organization = page.getByRole("combobox", { name: "Organization", exact: true });
  await organization.fill("open");
  await page
    .getByRole("option", { name: /OpenAI/ })
    .first()
    .waitFor();
  await organization.press("Enter");
  await page.locator("[data-field=organization]").getByText("Organization:openai").waitFor();
  await page.getByLabel("Role", { exact: true }).selectOption("ENGINEER");
  await review(page);
  await page.locator("[data-field=source]").getByText("`source` must be given").waitFor();
  await page.getByRole("combobox", { name: "Source" }).fill("contest");
  await page.getByRole("option", { name: /The contest for people/ }).waitFor();
  await page.getByRole("combobox", { name: "Source" }).press("Enter");
  await review(page);
  await page.getByText("A new row, Employment:dee-example-openai:").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^Saved as version/).waitFor();
  expect(new URL(page.url()).pathname).toBe("/edit/employment/dee-example-openai");
  expect(await values("Employment:dee-example-openai")).toMatchObject({
    person: id,
    organization: "Organization:openai",
    role: "ENGINEER",
  });
  expect(wrongs).toEqual([]);
  await close();
});

test("who leaves a form that is not saved is asked, and finds it again", async () => {
  await person("Eve Example");
  const { page, close } = await desk("/edit/person/eve-example");
  await page.getByLabel("Birth date").fill("1999");
  const asked: string[] = [];
  page.once("dialog", (it) => {
    asked.push(it.message());
    void it.dismiss();
  });
  await page.getByRole("link", { name: "Its history" }).click();
  expect(asked).toEqual(["You have changes that are not saved. Leave them?"]);
  expect(new URL(page.url()).pathname).toBe("/edit/person/eve-example");
  page.once("dialog", (it) => void it.accept());
  await page.getByRole("link", { name: "Its history" }).click();
  await page.getByRole("heading", { name: "History of “Eve Example”" }).waitFor();
  await page.goBack();
  await page.getByText("Changes that you had not saved are here again.").waitFor();
  expect(await page.getByLabel("Birth date").inputValue()).toBe("1999");
  await page.getByRole("button", { name: "Discard changes" }).click();
  expect(await page.getByLabel("Birth date").inputValue()).toBe("");
  await close();
});

test("what goes along with a row is told before it goes, and it comes back by its history", async () => {
  const id = await person(
    "Flo Example",
    'employments: { create: [{ organization: { key: "openai" }, source: { key: "huxiu-llm-talent-2023" } }] }',
  );
  const { page, wrongs, close } = await desk("/edit/person/flo-example");
  await page.getByText("Delete this row", { exact: true }).click();
  await page.getByRole("button", { name: "See what would go" }).click();
  await page.getByText("rows refer to `Person:flo-example`").waitFor();
  expect(await page.getByLabel(/^Also what must refer to it/).isDisabled()).toBe(true);
  const admin = await desk("/edit/person/flo-example", token(server, "chief", "admin"));
  await admin.page.getByText("Delete this row", { exact: true }).click();
  await admin.page.getByLabel(/^Also what must refer to it/).check();
  await admin.page.getByRole("button", { name: "See what would go" }).click();
  await admin.page.getByText("2 rows would go:").waitFor();
  await admin.page.getByRole("button", { name: "Delete", exact: true }).click();
  await admin.page.getByText(/^Deleted in version/).waitFor();
  // Who still looks at the form is told.
  await page.getByText("This row was deleted meanwhile.").waitFor();
  await page.getByRole("link", { name: "Its history" }).click();
  await page.getByText("There is no such row now.").waitFor();
  await page
    .getByRole("button", { name: /^Undo version/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Undo it" }).click();
  await page.waitForFunction(() =>
    document.querySelector("h1")?.textContent?.includes("Flo Example"),
  );
  expect(await values(id)).toMatchObject({ name: { en: "Flo Example", zh: null } });
  expect([...wrongs, ...admin.wrongs]).toEqual([]);
  await admin.close();
  await close();
});

test("a commit that can't be undone says why, and names what stands in the way", async () => {
  const id = await person("Gus Example");
  await change(id, 'birthDate: "1950"');
  await change(id, 'birthDate: "1951"');
  const { page, close } = await desk("/history/person/gus-example");
  const second = page.locator(".commits > li").nth(1);
  await second.getByRole("button", { name: /^Undo version/ }).click();
  await second.getByText(/can't be undone:$/).waitFor();
  await second.locator(".revert").getByRole("link", { name: "Gus Example" }).waitFor();
  expect(await second.getByRole("button", { name: "Undo it" }).count()).toBe(0);
  await close();
});

test("two rows are compared, made one with the values that were chosen, and made two again", async () => {
  const one = await person("Hal Example", 'country: "GB", birthDate: "1960"');
  const other = await person(
    "Hal M. Example",
    'aliases: ["Hal Example"], country: "GB", birthDate: "1960-05"',
  );
  const { page, wrongs, close } = await desk("/duplicates");
  await page.getByRole("link", { name: "Compare Hal Example and Hal M. Example" }).click();
  await page.getByLabel("Birth date of Hal M. Example").check();
  await review(page);
  await page.getByText("0 rows that refer to the other").waitFor();
  expect((await values(other)).birthDate).toBe("1960-05");
  await page.getByLabel("Why, for the history").fill("one person");
  await page.getByRole("button", { name: "Merge" }).click();
  await page.getByText(/^Merged, as version/).waitFor();
  expect(await values(one)).toMatchObject({ birthDate: "1960-05", aliases: ["Hal M. Example"] });
  await page.getByRole("button", { name: /^Undo version/ }).click();
  await page.getByRole("button", { name: "Undo it" }).click();
  await page.getByText(/^Undone, as version/).waitFor();
  expect((await values(one)).birthDate).toBe("1960");
  expect((await values(other)).birthDate).toBe("1960-05");
  expect(wrongs).toEqual([]);
  await close();
});

test("the desk tells of changes as they are made, and leads to rows and to new ones", async () => {
  const { page, wrongs, close } = await desk("/edit");
  await page.getByRole("heading", { name: "Last changes" }).waitFor();
  await person("Ida Example");
  await page.getByRole("link", { name: "Ida Example" }).waitFor();
  await page.getByRole("combobox", { name: "Find a row to edit" }).fill("Rate:aud-2012");
  await page.getByRole("option", { name: /Rate:aud-2012/ }).click();
  await page.getByRole("heading", { name: "Edit rate “aud-2012”" }).waitFor();
  await page.goBack();
  await page.getByLabel("Make a new row").selectOption("SalaryRecord");
  await page.getByRole("heading", { name: "New salary record" }).waitFor();
  expect(wrongs).toEqual([]);
  await close();
});
