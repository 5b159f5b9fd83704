/** A long run that nobody waits for: started, left, found again finished, and followed down to the text of one lost edit. */
import { readFile } from "node:fs/promises";
import { lifelongCase, listLifelong, type LifelongSummary } from "../lib/api";
import { EvaluatePage } from "./pages/evaluate-page";
import type { Api } from "./support/api";
import { expect, test } from "./support/test";

/** Many edits of a method with a side memory, each too short to last: the heatmap has to say which are lost again. */
const LONG = { method: "wise", set: { steps: 5 }, edits: 40, checkpoints: [10, 40] };
const METHOD = "rome";
const EDITS = 24;
const CHECKPOINTS = [1, 8, EDITS];

test("a long run goes on without its page, and its heatmap leads to a text that can be shared", async ({
  api,
  browser,
  context,
  page,
  baseURL,
}) => {
  test.setTimeout(900_000);
  const evaluate = new EvaluatePage(page);
  const plan = JSON.stringify({ method: LONG.method, set: LONG.set });
  await evaluate.open(`?p=server&start=${encodeURIComponent(plan)}`);
  await evaluate.start(LONG.method, LONG.edits, LONG.checkpoints);
  await page.close();

  await finished(api);
  const later = new EvaluatePage(await context.newPage());
  await later.open();
  await expect(later.runs).toHaveCount(1);
  await expect(later.runs.first()).toContainText(String(LONG.edits));
  await expect(later.runs.first()).toContainText("Done");
  await later.openRun(/WISE/);
  await expect(later.page.locator('[data-chart="over-edits"]').first()).toBeVisible();

  await later.tab("Retention");
  const edit = await later.openLost(["Reliability", "Generality", "Locality"]);
  await expect(later.edit).toHaveText(new RegExp(`^Edit ${edit}: `));
  await expect(later.probes.getByText("lost").first()).toBeVisible();
  // The prompt on the page is that of the case, and what was said to it stands beside it.
  const [{ id: runId }] = (await api.call(listLifelong, {})).runs;
  const told = await api.call(lifelongCase, { params: { runId, edit: edit - 1 } });
  const prompt = told.probes[0].prompt;
  await expect(later.probes.getByRole("rowheader", { name: prompt, exact: true })).toBeVisible();
  const heading = await later.edit.innerText();

  const elsewhere = await browser.newContext({ baseURL, locale: "en-US" });
  const shared = new EvaluatePage(await elsewhere.newPage());
  await shared.page.goto(later.page.url());
  await expect(shared.edit).toHaveText(heading);
  await expect(shared.probes.getByRole("rowheader", { name: prompt, exact: true })).toBeVisible();
  await expect(shared.probes.getByText("lost").first()).toBeVisible();
  await elsewhere.close();
});

test("a run stops where it would forget too much, says so, and goes on when told to", async ({
  api,
  page,
}) => {
  const evaluate = new EvaluatePage(page);
  await evaluate.open();
  await evaluate.propose.click();
  // Ten edits of ROME cost about half of what the model knew besides.
  await evaluate.limit("Least general ability", "0.7");
  await evaluate.start(METHOD, 12, [2]);
  await expect.poll(async () => (await api.jobs())[0].status, { timeout: 180_000 }).toBe("paused");
  await expect(evaluate.pause).toContainText("lost too many answers that no edit concerns");
  await expect(evaluate.pause.getByRole("button", { name: /Keep the last healthy version/ })).toBeVisible();

  await page.getByRole("button", { name: /^Jobs/ }).click();
  const { runs } = await api.call(listLifelong, {});
  await expect(page.getByRole("link", { name: "Open", exact: true })).toHaveAttribute(
    "href",
    new RegExp(`run=${runs[0].id}`),
  );
  await page.keyboard.press("Escape");
  await evaluate.pause.getByRole("button", { name: "Continue anyway" }).click();
  await expect.poll(async () => (await api.jobs())[0].status).not.toBe("paused");
  await finished(api);
  expect((await api.call(listLifelong, {})).runs[0].state?.edits).toBe(12);
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
  const { runs } = JSON.parse(await save(evaluate, "Everything as JSON")) as { runs: LifelongSummary[] };
  expect(runs.map(({ settings }) => settings.count).sort()).toEqual([2, 4]);
  const report = await save(evaluate, "Report as one HTML file");
  expect(report).toContain("<svg");
  // Nothing in it asks another machine for anything.
  expect(report).not.toMatch(/<script|(?:src|href)="|url\((?!#)/);
});

test("an edit passes a long run, and a second run says whose turn it is", async ({ api, page, edit }) => {
  const evaluate = new EvaluatePage(page);
  await evaluate.open();
  await evaluate.start(METHOD, 60, [60]);
  await expect.poll(async () => (await api.jobs())[0].status).toBe("running");
  await evaluate.open();
  await evaluate.start(METHOD, 4, [4]);
  await expect(page.getByRole("heading", { level: 1, name: "ROME" })).toBeVisible();
  await expect(page.getByText(/Second in line. At work: rome · lifelong run of 60 edits/)).toBeVisible();

  await edit.open("?p=server");
  await edit.run.click();
  await edit.finishRun();
  const statuses = (await api.jobs()).map(({ kind, status }) => [kind, status]);
  expect(statuses).toEqual([
    ["edit", "succeeded"],
    ["lifelong", "queued"],
    ["lifelong", "running"],
  ]);
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
