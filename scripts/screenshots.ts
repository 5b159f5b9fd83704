/**
 * Takes the pictures of the documents: starts the built app on an empty data folder, keeps a few edits, and writes
 * docs/screenshots/{edit,history}-{width}-{theme}.png. Needs `npm run build` and a browser.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium, type Browser, type Page } from "@playwright/test";
import { apiOf, type Api } from "../e2e/support/api";
import { browserPath } from "../e2e/support/browser";
import { withFreshServer } from "../e2e/support/server";

const FOLDER = path.join(import.meta.dirname, "..", "docs", "screenshots");
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const THEMES = ["light", "dark"] as const;
const KEPT_EDITS = 3;

/** Runs examples one on top of another and keeps them; returns the job of the last, which is the worked example. */
async function keepSome(api: Api): Promise<string> {
  const examples = await api.examples();
  let last = "";
  for (const example of examples.slice(0, KEPT_EDITS).reverse()) {
    const head = await api.head();
    const input = {
      model: "atlas",
      version: head.id,
      overlays: head.overlays,
      cases: [example],
      methods: [{ method: "rome", parameters: {} }],
      mode: "single" as const,
    };
    last = await api.start(input);
    await api.keep(await api.finished(last));
  }
  return last;
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  // Charts draw themselves in; a picture of them half grown is of no use.
  await page.waitForTimeout(1500);
}

async function take(browser: Browser, baseURL: string, job: string): Promise<void> {
  for (const viewport of SIZES) {
    for (const colorScheme of THEMES) {
      const page = await browser.newPage({
        baseURL,
        viewport,
        colorScheme,
        locale: "en-US",
        reducedMotion: "reduce",
      });
      const save = (name: string) =>
        page.screenshot({ path: path.join(FOLDER, `${name}-${viewport.width}-${colorScheme}.png`) });
      await page.goto(`/edit?p=server&job=${job}`);
      await page.locator('[data-chart="score-bars"]').waitFor();
      await settle(page);
      await save("edit");
      await page.goto("/history?p=server");
      await page
        .getByRole("listbox")
        .or(page.getByRole("region", { name: "The selected version" }))
        .first()
        .waitFor();
      await settle(page);
      await save("history");
      await page.close();
    }
  }
}

await mkdir(FOLDER, { recursive: true });
await withFreshServer(async (server) => {
  const job = await keepSome(apiOf(server.url));
  const browser = await chromium.launch({
    executablePath: browserPath(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    await take(browser, server.url, job);
  } finally {
    await browser.close();
  }
});
process.stdout.write(`Pictures are in ${path.relative(process.cwd(), FOLDER)}\n`);
