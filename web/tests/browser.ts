// A browser that tells what a page should not have done.
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Debian's, or another that is named. */
const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Starts it. Within containers there is no sandbox of its own. */
export const browse = (): Promise<Browser> =>
  chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox"] });

export interface Watched {
  page: Page;
  /** Errors in the console and in scripts, and requests to other origins. */
  wrongs: string[];
  close: () => Promise<void>;
}

/** Opens a page in a profile of its own; with the token `secret`, as if it had been given there. */
export async function open(
  browser: Browser,
  url: string,
  { secret, ...options }: BrowserContextOptions & { secret?: string } = {},
): Promise<Watched> {
  const context = await browser.newContext({
    locale: "en-US",
    reducedMotion: "reduce",
    ...options,
  });
  if (secret) {
    await context.addInitScript((it) => sessionStorage.setItem("bole-token", it), secret);
  }
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on("console", (it) => {
    if (it.type() === "error" || it.type() === "warning") wrongs.push(it.text());
  });
  page.on("pageerror", (it) => wrongs.push(String(it)));
  page.on("request", (it) => {
    const { protocol, origin } = new URL(it.url());
    if (protocol.startsWith("http") && origin !== new URL(url).origin) wrongs.push(it.url());
  });
  await page.goto(url);
  return { page, wrongs, close: () => context.close() };
}

/** Moves over all of a page, so that all its charts are drawn. */
export async function readThrough(page: Page): Promise<void> {
  const charts = page.locator(".chart");
  for (let at = 0; at < (await charts.count()); at += 1) {
    await charts.nth(at).scrollIntoViewIfNeeded();
    await charts.nth(at).locator("canvas").waitFor();
  }
}
