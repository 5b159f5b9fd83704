/**
 * `npm run bench -- load`: the built server under load, as ratios. PALIMPSEST_BENCH_BESIDE_FOLDER names the folder of an older
 * build, which is measured in the same way first. What others do on the machine changes times; processor time and ratios hold.
 */
import { rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { apiOf, type Api } from "../../../e2e/support/api";
import { freePort, makeDataFolder, type RunningServer } from "../../../e2e/support/server";
import type { EditCase } from "../../../lib/data";
import { startServer } from "../../../lib/server/testing/start-server";
import { formatMs, formatRatio, processTree, type Line } from "../measure";

const STREAMS = 50;
const IDLE_MS = 12_000;
const LOAD_MS = 40_000;
const READERS = 35;
const WATCHERS = 15;
const WRITERS = 4;
const JOBS = 100;
/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;
const METHOD = { method: "rome", parameters: { valueSteps: 2, secondMoment: false, contextLengths: [] } };

const TARGETS = ["Lima", "Oslo", "Kyoto", "Cairo", "gold"];

interface Measured {
  /** Processor time a second of 50 streams of a job that waits, beside a long run. */
  readonly streamMs: number;
  readonly idleP95Ms: number;
  readonly loadP50Ms: number;
  readonly loadP95Ms: number;
  readonly answers: number;
  readonly failures: number;
  /** Longest answer of health while ten thousand cases are queued, and what it was before. */
  readonly longestMs: number;
  readonly quietMs: number;
  readonly memoryMb: readonly [after10: number, after100: number];
  /** A question alone, one edit of the run, and the question during it. */
  readonly questionMs: readonly [alone: number, edit: number, during: number];
}

export async function benchLoad(): Promise<Line[]> {
  const beside = process.env.PALIMPSEST_BENCH_BESIDE_FOLDER;
  const older = beside ? await measure(beside) : undefined;
  const now = await measure(".");
  const line = (what: string, say: (one: Measured) => string, note: string): Line => ({
    what,
    value: older ? `${say(older)} → ${say(now)}` : say(now),
    note,
  });
  const ratio = (of: (one: Measured) => number) => (older ? `${formatRatio(of(older), of(now))} less, ` : "");
  return [
    line(
      `${STREAMS} streams of a job that waits, each second`,
      (one) => formatMs(one.streamMs),
      `${ratio((one) => Math.max(one.streamMs, 0.1))}processor time`,
    ),
    line("GET versions, p95 of one reader, idle", (one) => formatMs(one.idleP95Ms), ""),
    line("the same under load, p50", (one) => formatMs(one.loadP50Ms), ""),
    line(
      "the same under load, p95",
      (one) => formatMs(one.loadP95Ms),
      `${ratio((one) => one.loadP95Ms)}${formatRatio(now.loadP95Ms, now.idleP95Ms)} of idle`,
    ),
    line("answers under load, failed", (one) => `${one.answers}, ${one.failures}`, ""),
    line(
      "longest answer of health while 10,000 cases are queued",
      (one) => formatMs(one.longestMs),
      `${formatMs(now.quietMs)} without`,
    ),
    line(
      "memory after 10 and after 100 jobs",
      (one) => one.memoryMb.map((mb) => `${Math.round(mb)} MB`).join(", "),
      formatRatio(now.memoryMb[1], now.memoryMb[0]),
    ),
    line(
      "a question alone, an edit of a long run, the question during it",
      (one) => one.questionMs.map(formatMs).join(", "),
      "the last within the sum of the first two",
    ),
  ];
}

async function measure(folder: string): Promise<Measured> {
  const dataFolder = await makeDataFolder();
  const server = await startServer({ port: await freePort(), dataFolder, folder, ownGroup: true });
  try {
    return await measureServer(server);
  } finally {
    await server.kill("SIGKILL");
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function measureServer(server: RunningServer): Promise<Measured> {
  const api = apiOf(server.url);
  const versions = () => timed(`${server.url}/api/versions?model=atlas`);
  const head = await api.head();
  const [example] = await api.examples();
  const edit = async () => api.finished(await startEdit(api, head.id, example));
  await edit();

  const memoryMb = [0, 0];
  for (let job = 1; job <= JOBS; job++) {
    await edit();
    if (job === 10) memoryMb[0] = heldMb(server);
  }
  memoryMb[1] = heldMb(server);

  const idle = await repeatedly(60, versions, 50);
  const quiet = await repeatedly(60, () => timed(`${server.url}/api/health`), 10);
  const large = JSON.stringify({ kind: "edit", input: manyCases(head.id, example) });
  let isQueued = false;
  const queued = post(server, "/api/jobs", large).then((answer) => {
    isQueued = true;
    return answer;
  });
  const busy: number[] = [];
  for (let after = 0; after < 50; after += isQueued ? 1 : 0)
    busy.push(await timed(`${server.url}/api/health`));
  await cancel(server, (await queued).jobId);

  const alone = await repeatedly(10, () => question(server), 0);
  const run = await startLifelong(server, 1);
  const waiting = await startLifelong(server, 2);
  await editsDone(server, run, 3);
  const from = performance.now();
  const began = await editsDone(server, run, 0);
  const during = await repeatedly(10, () => question(server), 500);
  const until = await editsDone(server, run, began + 1);
  const editMs = (performance.now() - from) / (until - began);

  const plain = await processorMs(server, IDLE_MS);
  const streams = Array.from({ length: STREAMS }, () => watch(server, waiting, IDLE_MS + 4_000));
  await wait(2_000);
  const watched = await processorMs(server, IDLE_MS);
  await Promise.all(streams);

  const loaded = await underLoad(server, api, head.id, example, [run, waiting]);
  for (const job of [waiting, run]) await cancel(server, job);
  return {
    streamMs: ((watched - plain) / IDLE_MS) * 1000,
    idleP95Ms: percentile(idle, 95),
    loadP50Ms: percentile(loaded.versions, 50),
    loadP95Ms: percentile(loaded.versions, 95),
    answers: loaded.answers,
    failures: loaded.failures,
    longestMs: Math.max(...busy),
    quietMs: Math.max(...quiet),
    memoryMb: [memoryMb[0], memoryMb[1]],
    questionMs: [percentile(alone, 50), editMs, percentile(during, 50)],
  };
}

/** Readers, watchers that are broken off, and writers on branches of their own, while a long run is at work. */
async function underLoad(
  server: RunningServer,
  api: Api,
  head: string,
  example: EditCase,
  jobs: readonly string[],
): Promise<{ readonly versions: number[]; readonly answers: number; readonly failures: number }> {
  const end = performance.now() + LOAD_MS;
  const versions: number[] = [];
  let answers = 0;
  let failures = 0;
  const loop = async (work: () => Promise<unknown>, pauseMs: () => number): Promise<void> => {
    while (performance.now() < end) {
      await work().then(
        () => answers++,
        () => failures++,
      );
      await wait(pauseMs());
    }
  };
  const between = (least: number, most: number) => () => least + Math.random() * (most - least);
  const addresses = ["/api/versions?model=atlas", "/api/jobs", `/api/versions/${head}`, "/api/catalog"];
  const readers = Array.from({ length: READERS }, (_, i) =>
    loop(
      async () => {
        const ms = await timed(`${server.url}${addresses[i % addresses.length]}`);
        if (i % addresses.length === 0) versions.push(ms);
      },
      between(500, 2_000),
    ),
  );
  const watchers = Array.from({ length: WATCHERS }, (_, i) =>
    loop(() => watch(server, jobs[i % jobs.length], between(400, 2_900)()), between(0, 100)),
  );
  const writers = Array.from({ length: WRITERS }, async (_, i) => {
    await api.branch(`writer-${i}`, head);
    let count = 0;
    await loop(
      async () => {
        const at = await api.head(`atlas:writer-${i}`);
        // Never what the edit before it taught.
        const targetNew = TARGETS[count++ % TARGETS.length];
        const request = { ...example.request, targetNew };
        const done = await api.finished(await startEdit(api, at.id, { ...example, request }));
        await api.keep(done, `atlas:writer-${i}`);
      },
      between(0, 100),
    );
  });
  await Promise.all([...readers, ...watchers, ...writers]);
  return { versions, answers, failures };
}

function startEdit(api: Api, version: string, example: EditCase): Promise<string> {
  return api.start({ model: "atlas", version, cases: [example], methods: [METHOD], mode: "single" });
}

async function startLifelong(server: RunningServer, seed: number): Promise<string> {
  const input = { model: "atlas", draw: { count: 2_000, seed }, method: "rome", seed };
  return (await post(server, "/api/jobs", JSON.stringify({ kind: "lifelong", input }))).jobId;
}

/** How many edits of a run are done, once there are so many. */
async function editsDone(server: RunningServer, jobId: string, least: number): Promise<number> {
  for (;;) {
    const { progress, status } = (await (await fetch(`${server.url}/api/jobs/${jobId}`)).json()) as {
      readonly progress?: { readonly step: number };
      readonly status: string;
    };
    if (status !== "running" && status !== "queued") throw new Error(`The long run ${status}.`);
    if ((progress?.step ?? 0) >= least) return progress?.step ?? 0;
    await wait(200);
  }
}

function manyCases(version: string, example: EditCase): object {
  const { request, rephrases, locality } = example;
  const [[group, probes]] = Object.entries(locality);
  // Some nine megabytes.
  const cases = Array.from({ length: 10_000 }, (_, i) => ({
    request: { ...request, id: `case-${i}` },
    rephrases: rephrases.slice(0, 2),
    locality: { [group]: probes.slice(0, 5) },
  }));
  return { model: "atlas", version, cases, methods: [METHOD], mode: "sequential" };
}

async function question(server: RunningServer): Promise<number> {
  const from = performance.now();
  const prompt = `The capital of ${Math.random()} is`;
  await post(server, "/api/models/atlas/next-tokens", JSON.stringify({ prompt, versions: [null], count: 3 }));
  return performance.now() - from;
}

async function post(server: RunningServer, path: string, body: string): Promise<{ readonly jobId: string }> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${server.url}${path}`, { method: "POST", headers, body });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { readonly jobId: string };
}

async function cancel(server: RunningServer, jobId: string): Promise<void> {
  await post(server, `/api/jobs/${jobId}/cancel`, "{}");
}

async function watch(server: RunningServer, jobId: string, durationMs: number): Promise<void> {
  const signal = AbortSignal.timeout(durationMs);
  try {
    const { body } = await fetch(`${server.url}/api/jobs/${jobId}/events`, { signal });
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) void chunk;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function timed(url: string): Promise<number> {
  const from = performance.now();
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return performance.now() - from;
}

async function repeatedly(times: number, work: () => Promise<number>, pauseMs: number): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    taken.push(await work());
    await wait(pauseMs);
  }
  return taken;
}

/** Of the server alone, without the process that runs models. */
async function processorMs({ pid }: RunningServer, durationMs: number): Promise<number> {
  const taken = () => {
    const [, fields] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const [user, system] = fields.split(" ").slice(11, 13).map(Number);
    return (user + system) * TICK_MS;
  };
  const before = taken();
  await wait(durationMs);
  return taken() - before;
}

function heldMb({ pid }: RunningServer): number {
  const held = processTree(pid).map((one) => {
    const status = readFileSync(`/proc/${one}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  });
  return held.reduce((sum, kb) => sum + kb, 0) / 1000;
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? NaN;
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
