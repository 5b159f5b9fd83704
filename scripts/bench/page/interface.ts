/**
 * How soon the page answers: the first answer after opening Edit in a new browser, beside an older build that is being served
 * where PALIMPSEST_BENCH_BESIDE says; and the first paint after a click or key with a thousand kept versions, as the browser's
 * own event timing has it (in steps of 8 ms).
 */
import { rm } from "node:fs/promises";
import { chromium, type Page } from "@playwright/test";
import { apiOf } from "../../../e2e/support/api";
import { browserPath } from "../../../e2e/support/browser";
import { freePort, makeDataFolder } from "../../../e2e/support/server";
import { EditPage } from "../../../e2e/pages/edit-page";
import { HistoryPage } from "../../../e2e/pages/history-page";
import { createBranch } from "../../../lib/api";
import { startServer } from "../../../lib/server/testing/start-server";
import { formatMs, formatRatio, medianOf, printLines, type Line } from "../measure";
import { keepMany } from "./history";

const OPENED = 3;
const TRIED = 3;
/** What a click may start goes on after its first paint. */
const SETTLE_MS = 1200;
const WIDE = { width: 1440, height: 900 };

export async function benchInterface(): Promise<void> {
  const beside = process.env.PALIMPSEST_BENCH_BESIDE;
  const dataFolder = await makeDataFolder();
  const serving = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
    const server = await startServer({ port: await freePort(), dataFolder });
    try {
      return await work(server.url);
    } finally {
      await server.kill("SIGTERM");
    }
  };
  try {
    printLines("opening", await serving((url) => openings(url, beside)));
    const checkpoint = await serving((url) => apiOf(url).head());
    await keepMany(dataFolder, checkpoint);
    printLines("clicks and keys", await serving((url) => interactions(url, checkpoint.id)));
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** In turns, so that whatever else the machine does is shared by both. */
async function openings(url: string, beside: string | undefined): Promise<Line[]> {
  await openEdit(url);
  if (beside) await openEdit(beside);
  const taken: Record<"now" | "tab" | "older", number[]> = { now: [], tab: [], older: [] };
  for (let i = 0; i < OPENED; i++) {
    const { firstMs, tabMs } = await openEdit(url);
    taken.now.push(firstMs);
    taken.tab.push(tabMs);
    if (beside) taken.older.push((await openEdit(beside)).firstMs);
  }
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];
  const [now, tab] = [median(taken.now), median(taken.tab)];
  const older = beside ? median(taken.older) : undefined;
  const than = (ms: number) =>
    older === undefined ? "" : `; the older build ${formatMs(older)}, ${formatRatio(older, ms)}`;
  return [
    {
      what: "Edit opened, to the first answer",
      value: formatMs(now),
      note: `median of ${OPENED}${than(now)}`,
    },
    {
      what: "the same, to the tab's own answer",
      value: formatMs(tab),
      note: `median of ${OPENED}${than(tab)}`,
    },
  ];
}

/** In a new browser: nothing is cached. */
async function openEdit(url: string): Promise<{ firstMs: number; tabMs: number }> {
  return inBrowser(url, async (page) => {
    const from = performance.now();
    await page.goto("/edit");
    const answers = page.getByRole("region", { name: /likeliest next tokens/ });
    await answers.getByRole("listitem").first().waitFor({ timeout: 180_000 });
    const firstMs = performance.now() - from;
    await answers.getByRole("progressbar").waitFor({ state: "hidden", timeout: 180_000 });
    return { firstMs, tabMs: performance.now() - from };
  });
}

async function interactions(url: string, checkpoint: string): Promise<Line[]> {
  // The thousand overlays have no meaning, so the page works on a branch without them.
  await apiOf(url).call(createBranch, { input: { model: "atlas", name: "bench", head: checkpoint } });
  const lines: Line[] = [];
  const add = (what: string, ms: number, times: number) =>
    lines.push({
      what,
      value: formatMs(ms),
      note: `to the next paint, ${times === 1 ? "once" : `median of ${times}`}; at most 200 ms`,
    });
  const once = async (what: string, page: Page, act: () => Promise<unknown>) =>
    add(what, await paintMs(page, act), 1);
  const often = async (what: string, page: Page, act: () => Promise<unknown>) =>
    add(what, await medianOf(() => paintMs(page, act), TRIED), TRIED);
  await inBrowser(url, async (page) => {
    const edit = new EditPage(page);
    await edit.open("?p=server&b=bench");
    await often("a key in the composer's prompt", page, () => edit.prompt.press("a"));
    await edit.open("?p=server&b=bench");
    await page.getByRole("button", { name: /^All \d+ methods$/ }).click();
    const memit = page.getByRole("checkbox", { name: /^Use MEMIT / });
    await once("a change of method", page, () => memit.click());
    await edit.open("?p=server&b=bench");
    await once("Run", page, () => edit.run.click());
    await edit.finishRun();
    await once("Keep", page, () => edit.keep.click());
  });
  await inBrowser(url, async (page) => {
    const history = new HistoryPage(page);
    await history.open("?p=server");
    let row = 2;
    await often("opening a version", page, () => history.versions.nth(row++).click());
    await often("Undo", page, () => history.undo.click());
  });
  return lines;
}

/** The longest time from a click or a key to the paint after it; 16 ms where the browser reports none. */
async function paintMs(page: Page, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const timed = globalThis as { longest?: number; watcher?: PerformanceObserver };
    timed.longest = 16;
    timed.watcher ??= new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) timed.longest = Math.max(timed.longest ?? 0, entry.duration);
    });
    timed.watcher.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  await act();
  await page.waitForTimeout(SETTLE_MS);
  return page.evaluate(() => (globalThis as { longest?: number }).longest ?? 0);
}

async function inBrowser<T>(url: string, work: (page: Page) => Promise<T>): Promise<T> {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath: browserPath(), chromiumSandbox: !isRoot });
  try {
    const context = await browser.newContext({ baseURL: url, locale: "en-US", viewport: WIDE });
    // The composer, not the stories of a first visit.
    await context.addInitScript(() => localStorage.setItem("palimpsest-tour", "left"));
    return await work(await context.newPage());
  } finally {
    await browser.close();
  }
}
