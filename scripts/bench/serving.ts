/** The built app as people meet it: how soon it answers, how much memory it takes, on the server and in a tab. */
import { chromium } from "@playwright/test";
import { apiOf } from "../../e2e/support/api";
import { browserPath } from "../../e2e/support/browser";
import { EditPage } from "../../e2e/pages/edit-page";
import { freePort, makeDataFolder, type RunningServer } from "../../e2e/support/server";
import { startServer } from "../../lib/server/testing/start-server";
import { rm } from "node:fs/promises";
import { formatMs, formatRatio, processTree, watchMemory, type Line } from "./measure";

const METHOD = { method: "rome", parameters: {} };

export async function benchServing(): Promise<Line[]> {
  const dataFolder = await makeDataFolder();
  const started = performance.now();
  const server = await startServer({ port: await freePort(), dataFolder });
  const memory = watchMemory(() => processTree(server.pid), "proportional");
  try {
    const ofServer = await benchServer(server, started);
    const peak = formatMb(memory.peakMb());
    memory.stop();
    return [
      ...ofServer,
      { what: "peak memory, server and worker", value: peak, note: "after both edits; at most 600 MB" },
      ...(await benchTab(server)),
    ];
  } finally {
    memory.stop();
    await server.kill("SIGTERM");
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function benchServer(server: RunningServer, started: number): Promise<Line[]> {
  const api = apiOf(server.url);
  const upMs = performance.now() - started;
  await api.nextTokens("The capital of France is");
  const answerMs = performance.now() - started;
  const head = await api.head();
  const [example] = await api.examples();
  const edit = async () => {
    const from = performance.now();
    const input = {
      model: "atlas",
      version: head.id,
      cases: [example],
      methods: [METHOD],
      mode: "single" as const,
    };
    const job = await api.finished(await api.start(input));
    if (job.status !== "succeeded") throw new Error(`The edit ${job.status}: ${job.error?.message ?? ""}`);
    return performance.now() - from;
  };
  const firstMs = await edit();
  const nextMs = await edit();
  return [
    { what: "server start to health", value: formatMs(upMs), note: "empty data folder" },
    { what: "server start to first answer", value: formatMs(answerMs), note: "next tokens; within 5 s" },
    {
      what: "first edit and verdict",
      value: formatMs(firstMs),
      note: "samples contexts and computes statistics",
    },
    {
      what: "next edit and verdict",
      value: formatMs(nextMs),
      note: `${formatRatio(firstMs, nextMs)} faster`,
    },
  ];
}

async function benchTab(server: RunningServer): Promise<Line[]> {
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath: browserPath(), chromiumSandbox: !root });
  try {
    const page = await browser.newPage({
      baseURL: server.url,
      locale: "en-US",
      viewport: { width: 1440, height: 900 },
    });
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    // The browser keeps renderers ready that hold no page of ours; the one with the model is the largest.
    const renderers = processInfo
      .filter(({ type }) => type === "renderer")
      .map(({ id }) => watchMemory(() => [id], "private"));
    const started = performance.now();
    const edit = new EditPage(page);
    await edit.open();
    const answerMs = performance.now() - started;
    const ran = performance.now();
    await edit.run.click();
    await edit.finishRun();
    const editMs = performance.now() - ran;
    for (const memory of renderers) memory.stop();
    const peaksMb = renderers.map((memory) => memory.peakMb() ?? 0);
    const pageMb = await page.evaluate(pageMemoryMb);
    return [
      {
        what: "tab opened to first answer",
        value: formatMs(answerMs),
        note: "model loaded in the tab; within 5 s",
      },
      {
        what: "edit and verdict in the tab",
        value: formatMs(editMs),
        note: "first run, with its statistics",
      },
      {
        what: "memory of the tab, as the browser counts a page",
        value: formatMb(pageMb),
        note: "JavaScript and WASM, workers included, after the edit",
      },
      {
        what: "peak private memory of its process",
        value: formatMb(Math.max(...peaksMb) || null),
        note: "with the browser's own, such as its compiler's while it optimizes the WASM; at most 400 MB",
      },
    ];
  } finally {
    await browser.close();
  }
}

/** Runs in the page. WASM memory never shrinks, so what is there after the work is the most there was of it. */
async function pageMemoryMb(): Promise<number> {
  const measured = performance as Performance & {
    measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>;
  };
  return (await measured.measureUserAgentSpecificMemory()).bytes / 1e6;
}

function formatMb(megabytes: number | null): string {
  return megabytes === null ? "unknown" : `${Math.round(megabytes)} MB`;
}
