/** A long run that nobody waits for: started, left, found again finished, and followed down to the text of one lost edit. */
import { readFile } from "node:fs/promises";
import { listLifelong } from "../lib/api";
import { EvaluatePage } from "./pages/evaluate-page";
import type { Api } from "./support/api";
import { expect, test } from "./support/test";

const METHOD = "rome";
const EDITS = 24;
const CHECKPOINTS = [1, 8, EDITS];

test("a run goes on without its page, and its heatmap leads to a text that can be shared", async ({
  api,
  browser,
  context,
  page,
  baseURL,
}) => {
  const evaluate = new EvaluatePage(page);
  await evaluate.open();
  await evaluate.start(METHOD, EDITS, CHECKPOINTS);
  await page.close();

  await finished(api);
  const later = new EvaluatePage(await context.newPage());
  await later.open();
  await expect(later.runs).toHaveCount(1);
  await expect(later.runs.first()).toContainText(String(EDITS));
  await later.openRun(/./);
  await expect(later.page.locator('[data-chart="over-edits"]').first()).toBeVisible();

  await later.tab("Retention");
  await expect(later.heatmap).toBeVisible();
  // What was written holds longest in its own words, and is lost first in others.
  await later.page.getByRole("radio", { name: "Generality" }).click();
  await later.lost.first().click();
  const heading = await later.edit.innerText();
  await expect(later.probes.getByText("lost").first()).toBeVisible();
  const prompt = await later.probes.getByRole("rowheader").first().innerText();
  expect(prompt.length).toBeGreaterThan(0);

  const elsewhere = await browser.newContext({ baseURL, locale: "en-US" });
  const shared = new EvaluatePage(await elsewhere.newPage());
  await shared.page.goto(later.page.url());
  await expect(shared.edit).toHaveText(heading);
  await expect(shared.probes.getByRole("rowheader").first()).toHaveText(prompt);
  await elsewhere.close();
});

test("two runs side by side show only what differs, and are saved as numbers and as a report", async ({
  api,
  page,
}) => {
  const evaluate = new EvaluatePage(page);
  await evaluate.open();
  await evaluate.start(METHOD, 2, [1]);
  await finished(api);
  await evaluate.open();
  await evaluate.start(METHOD, 4, [1]);
  await finished(api);

  await evaluate.open();
  await expect(evaluate.runs).toHaveCount(2);
  for (const pin of await evaluate.runs.getByRole("button", { name: /^Pin / }).all()) await pin.click();
  const settings = evaluate.comparison.getByRole("table", { name: "Settings of the pinned runs" });
  await expect(settings.getByRole("rowheader", { name: "run.count" })).toBeVisible();
  await expect(settings.getByRole("rowheader", { name: "run.batchSize" })).toHaveCount(0);
  await expect(evaluate.comparison.locator('[data-chart="three-goals"]')).toBeVisible();
  // The address holds the pins.
  await page.reload();
  await expect(evaluate.comparison).toBeVisible();

  const csv = await save(evaluate, "Numbers as CSV");
  expect(csv.split("\r\n")[0]).toContain("quantity,protocol,value,low95,high95,n");
  expect(csv).toMatch(/,reliability,generation,/);
  const report = await save(evaluate, "Report as one HTML file");
  expect(report).toContain("<svg");
  // Nothing in it asks another machine for anything.
  expect(report).not.toMatch(/<script|(?:src|href)="|url\((?!#)/);
});

test("a run is paused and goes on from where it was", async ({ api, page }) => {
  const evaluate = new EvaluatePage(page);
  await evaluate.open();
  await evaluate.start(METHOD, EDITS, CHECKPOINTS);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await finished(api);
  const { runs } = await api.call(listLifelong, {});
  expect(runs[0].state?.edits).toBe(EDITS);
  expect(runs[0].state?.rows.map(({ edits }) => edits)).toEqual(CHECKPOINTS);
});

async function finished(api: Api): Promise<void> {
  const [job] = await api.jobs();
  expect((await api.finished(job.id)).status).toBe("succeeded");
}

async function save({ page }: EvaluatePage, item: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
  return readFile(await (await download).path(), "utf8");
}
