/** What everyone can use: no violation of the accessibility rules, and nothing wider than a telephone. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { LANGUAGE_COOKIE, LANGUAGES } from "../components/messages/languages";
import { startLifelong } from "../lib/api";
import { PLACES } from "./pages/shell";
import type { Api } from "./support/api";
import { expect, test } from "./support/test";

const THEMES = ["light", "dark"] as const;

for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    test(`no page breaks an accessibility rule, ${language}, ${theme}`, async ({
      api,
      shell,
      edit,
      page,
      baseURL,
    }) => {
      await keepOneEdit(api);
      await page.context().addCookies([{ name: LANGUAGE_COOKIE, value: language, url: baseURL }]);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      for (const place of PLACES) {
        await shell.open(place, "?p=server");
        await page.waitForLoadState("networkidle");
        await expectAccessible(page, place);
      }
      const run = await api.jobs();
      await shell.open("edit", `?p=server&job=${run[0].id}`);
      await page.locator('[data-chart="score-bars"]').waitFor();
      for (const tab of ["next", "probes", "weights", "record"]) {
        await shell.open("edit", `?p=server&job=${run[0].id}&tab=${tab}`);
        await page.locator('[data-chart="score-bars"]').waitFor();
        await expectAccessible(page, `verdict, ${tab}`);
      }
      for (const view of await lifelongViews(api)) {
        await shell.open("evaluate", view);
        await page.waitForLoadState("networkidle");
        await expectAccessible(page, `evaluate, ${view}`);
      }
      expect(await edit.page.locator("html").getAttribute("lang")).toMatch(new RegExp(`^${language}`));
    });
  }
}

/** A short run, drawn in each of its views, and beside another. */
async function lifelongViews(api: Api): Promise<string[]> {
  const runs = [await runLifelong(api, 3), await runLifelong(api, 4)];
  const pins = encodeURIComponent(JSON.stringify(runs));
  return [
    ...["curves", "retention", "health", "record"].map((tab) => `?p=server&run=${runs[0]}&tab=${tab}&edit=1`),
    `?p=server&pin=${pins}`,
    `?p=server&pin=${pins}&by=run&goals=parallel`,
  ];
}

async function runLifelong(api: Api, count: number): Promise<string> {
  const input = startLifelong.input.parse({
    model: "atlas",
    version: (await api.head()).id,
    overlays: (await api.head()).overlays,
    draw: { count, seed: 0 },
    method: "rome",
    checkpoints: [1],
  });
  const { jobId, runId } = await api.call(startLifelong, { input });
  await api.finished(jobId);
  return runId;
}

test("no page scrolls sideways on a telephone", async ({ api, shell, page, baseURL }) => {
  await keepOneEdit(api);
  await page.setViewportSize({ width: 390, height: 844 });
  const [job] = await api.jobs();
  const views = await lifelongViews(api);
  for (const language of LANGUAGES) {
    await page.context().addCookies([{ name: LANGUAGE_COOKIE, value: language, url: baseURL }]);
    for (const place of PLACES) {
      await shell.open(place, "?p=server");
      await page.waitForLoadState("networkidle");
      await expectNoSidewaysScroll(page, `${place}, ${language}`);
    }
    for (const tab of ["says", "next", "probes", "weights", "record"]) {
      await shell.open("edit", `?p=server&job=${job.id}&tab=${tab}`);
      await page.locator('[data-chart="score-bars"]').waitFor();
      await expectNoSidewaysScroll(page, `verdict ${tab}, ${language}`);
    }
    for (const view of views) {
      await shell.open("evaluate", view);
      await page.waitForLoadState("networkidle");
      await expectNoSidewaysScroll(page, `evaluate ${view}, ${language}`);
    }
  }
});

/** Pages are judged with something on them: one edit in History, and its run to look at. */
async function keepOneEdit(api: Api): Promise<void> {
  const head = await api.head();
  const [example] = await api.examples();
  const jobId = await api.start({
    model: "atlas",
    version: head.id,
    overlays: [],
    cases: [example],
    methods: [{ method: "rome", parameters: {} }],
    mode: "single",
  });
  await api.keep(await api.finished(jobId));
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} — ${node.failureSummary ?? ""}`),
  );
  expect.soft(found, where).toEqual([]);
}

async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect.soft(content, where).toBeLessThanOrEqual(window);
}
