/** A long history: a thousand kept edits, written through the store, and how soon History shows them. */
import { rm } from "node:fs/promises";
import { chromium, type Page } from "@playwright/test";
import { apiOf } from "../../../e2e/support/api";
import { browserPath } from "../../../e2e/support/browser";
import { freePort, makeDataFolder } from "../../../e2e/support/server";
import { HistoryPage } from "../../../e2e/pages/history-page";
import { Shell } from "../../../e2e/pages/shell";
import { hashJson, seededRandom } from "../../../lib/base";
import { atlasWorld, randomCases } from "../../../lib/data/worlds";
import { EDIT_METHODS, settingsOfKnown } from "../../../lib/edit";
import { createBlobFiles } from "../../../lib/server/storage/blob-files";
import { openDatabase } from "../../../lib/server/storage/database";
import { readEnv } from "../../../lib/server/env";
import { createPrismaStore } from "../../../lib/server/storage/prisma-store";
import { startServer } from "../../../lib/server/testing/start-server";
import type { Version } from "../../../lib/store";
import { createVersionGraph, distanceBetween } from "../../../lib/version";
import { formatMs, medianOf, timeMs, type Line } from "../measure";

const EDITS = 1000;
const OPENED = 5;

export async function benchHistory(): Promise<Line[]> {
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
    const { checkpoint, alone } = await serving(async (url) => ({
      checkpoint: await apiOf(url).head(),
      alone: await openHistory(url),
    }));
    await keepMany(dataFolder, checkpoint);
    return await serving(async (url) => {
      const { coldMs, warmMs, insideMs } = await openHistory(url);
      const graph = await timed(async () => (await fetch(`${url}/api/versions?model=atlas`)).text());
      return [
        {
          what: `History with ${EDITS} kept edits, to its rows`,
          value: formatMs(warmMs),
          note: `median of ${OPENED} new tabs; on a server just started ${formatMs(coldMs)}; within 1 s`,
        },
        {
          what: "the same, by the rail from another place",
          value: formatMs(insideMs),
          note: `median of ${OPENED} tabs that have not been in History`,
        },
        {
          what: "History of the checkpoint alone",
          value: formatMs(alone.warmMs),
          note: `on a server just started ${formatMs(alone.coldMs)}; by the rail ${formatMs(alone.insideMs)}`,
        },
        { what: "the graph from the server", value: formatMs(graph.ms), note: `${graph.kilobytes} kB` },
      ];
    });
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** Keeps a thousand: edit after edit as the app does. Their overlays are never opened by the page, so any bytes will do. */
export async function keepMany(dataFolder: string, checkpoint: Version): Promise<void> {
  const env = readEnv({ ...process.env, PALIMPSEST_DATA: dataFolder });
  const database = await openDatabase(env.databaseFile);
  const blobs = createBlobFiles(env.blobFolder);
  const versions = createVersionGraph(createPrismaStore(database, blobs), {
    fingerprintOf: (model, overlays) => hashJson({ model, overlays: [...overlays] }),
    distance: (_model, left, right) => distanceBetween(blobs, left, right),
  });
  const parameters = settingsOfKnown(EDIT_METHODS.get("rome"), "atlas").parameters;
  let head = checkpoint;
  for (const { request } of randomCases(atlasWorld(), seededRandom("a long history"), EDITS)) {
    const overlay = await blobs.put(new TextEncoder().encode(request.id + head.id));
    head = await versions.keep({
      branchId: "atlas:main",
      expectedHead: head.id,
      change: { kind: "edit", method: "rome", requests: [request], parameters, seed: 0, place: "native" },
      overlays: [overlay],
      deltaNorms: { "transformer.h.2.mlp.c_proj.weight": 1 },
      fingerprint: await hashJson({ on: head.fingerprint, overlay }),
      author: "The bench",
      reason: `${request.subject} says ${request.targetNew}`,
      verdict: { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 },
      report: {},
      durationMs: 1,
      place: "native",
    });
  }
  await database.$disconnect();
}

interface Opening {
  /** From the navigation of a new tab until versions are seen: in the first tab of a browser, and in those after it. */
  readonly coldMs: number;
  readonly warmMs: number;
  /** From the click on History in the rail of another place. */
  readonly insideMs: number;
}

async function openHistory(url: string): Promise<Opening> {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath: browserPath(), chromiumSandbox: !isRoot });
  const inNewTab = async (open: (page: Page) => Promise<number>) => {
    const page = await browser.newPage({ baseURL: url, locale: "en-US" });
    const takenMs = await open(page);
    await page.close();
    return takenMs;
  };
  const directly = (page: Page) => timeMs(() => new HistoryPage(page).open("?p=server"));
  const byRail = async (page: Page) => {
    // Not from Edit, which would ask a model that wears a thousand overlays of no meaning.
    await new Shell(page).open("library", "?p=server");
    await page.waitForLoadState("networkidle");
    return timeMs(() => new HistoryPage(page).openByRail());
  };
  try {
    const coldMs = await inNewTab(directly);
    return {
      coldMs,
      warmMs: await medianOf(() => inNewTab(directly), OPENED),
      insideMs: await medianOf(() => inNewTab(byRail), OPENED),
    };
  } finally {
    await browser.close();
  }
}

async function timed(read: () => Promise<string>) {
  const from = performance.now();
  const text = await read();
  return { ms: performance.now() - from, kilobytes: Math.round(text.length / 1000) };
}
