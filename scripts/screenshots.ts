/**
 * Takes the pictures of the documents: starts the built app on an empty data folder, adds a small model, compares methods,
 * makes long runs, keeps a few edits, and writes docs/screenshots/{name}-{width}-{theme}.png; every place stands in Chinese in
 * docs/screenshots/zh too. Needs `npm run build` and a browser. `npm run screenshots -- evaluate` takes those of one part:
 * library, evaluate, edit or places.
 */
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { chromium, type Browser, type Page } from "@playwright/test";
import { LibraryPage } from "../e2e/pages/library-page";
import { lifelongRetention, startJob } from "../lib/api";
import { BenchmarkJobInput, FactualityJobInput, LifelongJobInput } from "../lib/store";
import { apiOf, type Api } from "../e2e/support/api";
import { browserPath } from "../e2e/support/browser";
import { makeDataFolder, withFreshServer } from "../e2e/support/server";
import { tinyFolder } from "../e2e/support/tiny-folder";

const FOLDER = path.join(import.meta.dirname, "..", "docs", "screenshots");
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const THEMES = ["light", "dark"] as const;
const KEPT_EDITS = 3;
const LONG_RUNS = ["rome", "memit"];
const LONG_RUN_EDITS = 40;
const COMPARED = ["rome", "memit", "emmet", "ft-m", "lora", "kn", "mend"];
/** Random weights, in the shape of a small Llama. */
const LLAMA = {
  max_position_embeddings: 512,
  hidden_size: 128,
  intermediate_size: 352,
  num_hidden_layers: 6,
  num_attention_heads: 8,
  num_key_value_heads: 4,
};

interface View {
  readonly name: string;
  /** In both languages: it shows a whole place, and nothing that is looked for is named in English. */
  readonly isPlace?: boolean;
  readonly address: string;
  /** Brings the page to what the picture is of; once more changes nothing. */
  readonly arrange: (page: Page) => Promise<void>;
}

async function compare(api: Api): Promise<View> {
  const [example] = await api.examples();
  const job = await api.start({
    model: "atlas",
    version: (await api.head()).id,
    cases: [example],
    methods: COMPARED.map((method) => ({ method, parameters: {} })),
    mode: "single",
  });
  await api.finished(job);
  const ticked = encodeURIComponent(JSON.stringify(COMPARED.map((method) => [method, {}])));
  return {
    name: "compare",
    address: `/edit?p=server&job=${job}&x=${ticked}`,
    arrange: (page) => showChart(page, "method-comparison"),
  };
}

/** Runs examples one on top of another and keeps them; the last is the worked example. */
async function keepSome(api: Api): Promise<View[]> {
  const examples = await api.examples();
  let last = "";
  for (const example of examples.slice(0, KEPT_EDITS).reverse()) {
    const head = await api.head();
    const input = {
      model: "atlas",
      version: head.id,
      cases: [example],
      methods: [{ method: "rome", parameters: {} }],
      mode: "single" as const,
    };
    last = await api.start(input);
    await api.keep(await api.finished(last));
  }
  return [
    {
      name: "edit",
      isPlace: true,
      address: `/edit?p=server&job=${last}`,
      arrange: (page) => page.locator('[data-chart="score-bars"]').waitFor(),
    },
    {
      name: "probes",
      address: `/edit?p=server&job=${last}&tab=probes`,
      arrange: (page) => showChart(page, "probability-shift"),
    },
    {
      name: "history",
      isPlace: true,
      address: "/history?p=server",
      arrange: (page) => page.getByRole("listbox").or(page.locator("main h2")).first().waitFor(),
    },
  ];
}

/** A benchmark of the examples, and a report of what the model says about what is so. */
async function measure(api: Api): Promise<{ readonly bench: string; readonly report: string }> {
  const version = (await api.head()).id;
  const benchmark = BenchmarkJobInput.parse({
    model: "atlas",
    version,
    dataset: { name: "Examples" },
    cases: await api.examples(),
    methods: ["rome", "memit", "grace"].map((method) => ({ method, parameters: {} })),
  });
  const factuality = FactualityJobInput.parse({ model: "atlas", version, count: 100 });
  const started = [
    await api.call(startJob, { input: { kind: "benchmark", input: benchmark, author: "" } }),
    await api.call(startJob, { input: { kind: "factuality", input: factuality, author: "" } }),
  ];
  for (const { jobId } of started) await api.finished(jobId);
  const [bench, report] = started.map(({ jobId }) => jobId);
  return { bench, report };
}

/** What a person sees first of every place that has no part of its own. */
async function placesToSee(api: Api): Promise<View[]> {
  const { bench, report } = await measure(api);
  const place = (name: string, address: string, part: string): View => ({
    name,
    isPlace: true,
    address,
    arrange: (page) => showTop(page, part),
  });
  return [
    {
      name: "chat",
      isPlace: true,
      address: "/chat?p=server&q=The+capital+of+France+is",
      async arrange(page) {
        const answer = page.locator("main p.whitespace-pre-wrap").first();
        if (!(await answer.isVisible())) await page.locator("main form button[type=submit]").click();
        await answer.waitFor();
      },
    },
    place("explore", "/explore?p=server", "main canvas"),
    place("explore-circuit", "/explore?p=server&show=circuit&run=true", "main .react-flow__node"),
    place(
      "knowledge",
      "/knowledge?p=server&q=Paris+is+the+capital+of+Germany.&tab=network",
      "main input[type=checkbox]",
    ),
    place("merge", "/merge?p=server", "main select"),
    place("benchmark", `/evaluate?p=server&show=benchmarks&bench=${bench}`, "main table"),
    place("factuality", `/evaluate?p=server&show=factuality&report=${report}`, "main table"),
    place("library-models", "/library?p=server", "main li"),
  ];
}

/** Two models, and what a third would take. */
async function fillLibrary(browser: Browser, baseURL: string, folder: string): Promise<View> {
  const page = await browser.newPage({ baseURL });
  const library = new LibraryPage(page);
  await library.open();
  await library.folder.setInputFiles(folder);
  await library.add("Little Llama", "little-llama");
  await page.close();
  return {
    name: "library",
    address: "/library?p=server",
    arrange: async (page) => {
      const library = new LibraryPage(page);
      await library.model("Little Llama").waitFor();
      if (!(await library.report.isVisible())) await library.folder.setInputFiles(folder);
      await library.report.waitFor();
      const isNarrow = (page.viewportSize()?.width ?? 0) < 600;
      if (isNarrow) await library.report.evaluate((report) => report.scrollIntoView({ block: "center" }));
      else await page.evaluate(() => scrollTo({ top: 0 }));
    },
  };
}

/** Two long runs: the table with both, side by side, and every view of one, its heatmap with one lost edit open. */
async function runLong(api: Api): Promise<View[]> {
  const head = await api.head();
  const runs: string[] = [];
  for (const method of LONG_RUNS) {
    const input = LifelongJobInput.parse({
      model: "atlas",
      version: head.id,
      draw: { count: LONG_RUN_EDITS, seed: 0 },
      method,
    });
    const started = { kind: "lifelong", input, author: "" } as const;
    const { jobId, summary } = await api.call(startJob, { input: started });
    await api.finished(jobId);
    runs.push(summary.runId ?? "");
  }
  const pins = encodeURIComponent(JSON.stringify(runs));
  const compared = `/evaluate?p=server&pin=${pins}`;
  const one = `/evaluate?p=server&run=${runs[0]}`;
  return [
    {
      name: "lifelong",
      isPlace: true,
      address: compared,
      arrange: (page) => showTop(page, '[data-chart="over-edits"] svg'),
    },
    { name: "lifelong-compare", address: compared, arrange: (page) => showChart(page, "over-edits") },
    { name: "lifelong-goals", address: compared, arrange: (page) => showChart(page, "three-goals") },
    {
      name: "lifelong-curves",
      address: one,
      arrange: (page) => showTop(page, '[data-chart="over-edits"] svg'),
    },
    {
      name: "retention",
      address: `${one}&tab=retention&group=generality&edit=${await lostEdit(api, runs[0])}`,
      arrange: (page) => showTop(page, '[data-chart="retention"] svg'),
    },
    {
      name: "health",
      address: `${one}&tab=health`,
      arrange: (page) => showTop(page, '[data-chart="over-edits"] svg'),
    },
    { name: "lifelong-record", address: `${one}&tab=record`, arrange: (page) => showTop(page, "table") },
    {
      name: "lifelong-start",
      address: `/evaluate?p=server&start=${encodeURIComponent('{"method":"wise"}')}`,
      arrange: async (page) => {
        const limits = page.locator("details", { hasText: "Limits that stop the run" });
        await limits.waitFor();
        if (!(await limits.evaluate((fold: HTMLDetailsElement) => fold.open)))
          await limits.locator("summary").click();
        await page.evaluate(() => scrollTo({ top: 0 }));
      },
    },
  ];
}

/** The first edit whose rephrasings are lost after the last, counted from one. */
async function lostEdit(api: Api, runId: string): Promise<number> {
  const { checkpoints } = await api.call(lifelongRetention, { params: { runId } });
  const lost = checkpoints
    .at(-1)
    ?.cases.find(({ scores }) => (scores.generality?.["teacher-forced"] ?? 1) < 1);
  return (lost?.edit ?? 0) + 1;
}

/** Waits for a part of the page, and shows the page from its top. */
async function showTop(page: Page, part: string): Promise<void> {
  await page.locator(part).first().waitFor();
  await page.evaluate(() => scrollTo({ top: 0 }));
}

/** Brings the first chart of a kind under the header. */
async function showChart(page: Page, chart: string): Promise<void> {
  const figure = page.locator(`[data-chart="${chart}"]`).first();
  await figure.locator("svg text").first().waitFor();
  await figure.evaluate((element) => scrollBy({ top: element.getBoundingClientRect().top - 150 }));
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  // Charts draw themselves in; a picture of them half grown is of no use.
  await page.waitForTimeout(1500);
}

async function take(browser: Browser, baseURL: string, views: readonly View[]): Promise<void> {
  const inChinese = views.filter(({ isPlace }) => isPlace);
  for (const viewport of SIZES) {
    for (const colorScheme of THEMES) {
      const look = { baseURL, viewport, colorScheme, reducedMotion: "reduce" } as const;
      const file = (name: string) => `${name}-${viewport.width}-${colorScheme}.png`;
      await takeIn(await browser.newPage({ ...look, locale: "en-US" }), views, file);
      await takeIn(await browser.newPage({ ...look, locale: "zh-CN" }), inChinese, (name) =>
        path.join("zh", file(name)),
      );
    }
  }
}

async function takeIn(page: Page, views: readonly View[], file: (name: string) => string): Promise<void> {
  for (const { name, address, arrange } of views) {
    await page.goto(address);
    await arrange(page);
    await settle(page);
    // What arrived last may have moved what the picture is of.
    await arrange(page);
    await page.screenshot({ path: path.join(FOLDER, file(name)) });
  }
  await page.close();
}

const asked = process.argv.slice(2);
await mkdir(path.join(FOLDER, "zh"), { recursive: true });
const checkpoints = await makeDataFolder();
await withFreshServer(async ({ url }) => {
  const api = apiOf(url);
  const browser = await chromium.launch({
    executablePath: browserPath(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const folder = await tinyFolder(checkpoints, "llama", { config: LLAMA });
    const parts: Readonly<Record<string, () => Promise<View[]>>> = {
      library: async () => [
        await fillLibrary(browser, url, folder),
        await compare(api),
        {
          name: "storage",
          isPlace: true,
          address: "/library?p=server&tab=storage",
          arrange: (page) => showTop(page, "table"),
        },
      ],
      evaluate: () => runLong(api),
      edit: () => keepSome(api),
      places: () => placesToSee(api),
    };
    for (const [name, views] of Object.entries(parts))
      if (asked.length === 0 || asked.includes(name)) await take(browser, url, await views());
  } finally {
    await browser.close();
    await rm(checkpoints, { recursive: true, force: true });
  }
});
process.stdout.write(`Pictures are in ${path.relative(process.cwd(), FOLDER)}\n`);
