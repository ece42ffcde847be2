// Measures the first page: how soon the largest thing on it is painted, and how much it loads. Prints,
// and asserts nothing: `npm run largest -- http://127.0.0.1:8080`.
import { chromium } from "playwright-core";

const [address = "http://127.0.0.1:8080"] = process.argv.slice(2);
const RUNS = 5;
/** How much slower than this machine's. */
const SLOWER = 4;

async function measure(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const names = new Map();
  const bytes = { pages: 0, charts: 0, answers: 0 };
  client.on("Network.responseReceived", (it) => names.set(it.requestId, it.response.url));
  client.on("Network.loadingFinished", (it) => {
    const url = names.get(it.requestId) ?? "";
    const kind = url.includes("/graphql")
      ? "answers"
      : url.includes("echarts")
        ? "charts"
        : "pages";
    bytes[kind] += it.encodedDataLength;
  });
  await page.goto(address);
  await page.locator("#models .tools").waitFor();
  await page.locator("#degrees canvas").waitFor();
  const largest = await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
          type: "largest-contentful-paint",
          buffered: true,
        });
      }),
  );
  await context.close();
  return { largest, ...bytes };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const runs = [];
for (let run = 0; run < RUNS; run += 1) runs.push(await measure(browser));
await browser.close();
const largest = runs.map((it) => Math.round(it.largest)).sort((a, b) => a - b);
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const { pages, charts, answers } = runs[0];
process.stdout.write(
  `largest contentful paint, CPU ${SLOWER} times slower, ms: ${largest.join(" ")}\n` +
    `loaded: pages ${kb(pages)}, charts ${kb(charts)}, answers ${kb(answers)}\n`,
);
