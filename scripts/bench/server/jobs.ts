/** What the queue costs the server while a job runs that says nothing: by the size of what the job was asked. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { unlessCancelled } from "../../../lib/base";
import { createRunner, type AnyJobKind, type Runner } from "../../../lib/job";
import { createBlobFiles } from "../../../lib/server/storage/blob-files";
import { openDatabase } from "../../../lib/server/storage/database";
import { migrate } from "../../../lib/server/storage/migrate";
import { createPrismaStore } from "../../../lib/server/storage/prisma-store";
import { EditJobInput, type Store } from "../../../lib/store";
import { formatMs, measured, type Line } from "../measure";

const CASES = [1, 1_000, 10_000];
const WATCH_MS = 5_000;
/** How often a watcher looks by itself. */
const LOOKS = WATCH_MS / 250;
const HEARTBEATS = 25;
const NEVER_MS = 1e9;

/** An edit job that never ends by itself. */
const QUIET: AnyJobKind = {
  id: "edit",
  input: EditJobInput,
  output: z.unknown(),
  perform: (run) => unlessCancelled(new Promise(() => {}), run.signal),
};

export async function benchJobs(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const count of CASES) lines.push(...(await benchInput(count)));
  return lines;
}

async function benchInput(count: number): Promise<Line[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-bench-"));
  const file = path.join(folder, "bench.db");
  await migrate(file, "prisma/migrations");
  const client = await openDatabase(file);
  const store = createPrismaStore(client, createBlobFiles(path.join(folder, "blobs")));
  try {
    const input = inputOf(count);
    const what = `${count.toLocaleString("en")} cases (${(JSON.stringify(input).length / 1e6).toFixed(2)} MB)`;
    const start = await measured(() => runQuietly(store, input, NEVER_MS, async () => undefined));
    const idle = await measured(() => runQuietly(store, input, NEVER_MS, () => wait(WATCH_MS)));
    const watched = await measured(() => runQuietly(store, input, NEVER_MS, watchQuietly));
    const beating = await measured(() =>
      runQuietly(store, input, WATCH_MS / HEARTBEATS, () => wait(WATCH_MS)),
    );
    const each = (cpuMs: number, times: number) => formatMs(Math.max(0, cpuMs - idle.cpuMs) / times);
    return [
      { what: `${what}: queue, start and cancel`, value: formatMs(start.cpuMs), note: "processor time" },
      { what: `${what}: a look of a watcher`, value: each(watched.cpuMs, LOOKS), note: "four a second" },
      { what: `${what}: a heartbeat`, value: each(beating.cpuMs, HEARTBEATS), note: "one in 5 s" },
    ];
  } finally {
    await client.$disconnect();
    await rm(folder, { recursive: true });
  }
}

/** Runs `work` while the job runs, then cancels the job. */
async function runQuietly(
  store: Store,
  input: EditJobInput,
  heartbeatMs: number,
  work: (runner: Runner, jobId: string) => Promise<void>,
): Promise<void> {
  const context = { bench: {}, downloads: {}, presets: {}, lifelong: {} } as never;
  const runner = createRunner({ store, kinds: [QUIET], context, heartbeatMs });
  await runner.open();
  const jobId = await runner.start("edit", input, "");
  while ((await store.jobs.list({ where: { status: "running" }, limit: 1 })).length === 0) await wait(20);
  await work(runner, jobId);
  await runner.cancel(jobId);
  await runner.stop();
}

async function watchQuietly(runner: Runner, jobId: string): Promise<void> {
  const stop = AbortSignal.timeout(WATCH_MS);
  for await (const event of runner.watch(jobId, 0, stop)) void event;
}

function inputOf(count: number): EditJobInput {
  const probe = (text: string) => ({ prompt: text, target: "Paris" });
  return EditJobInput.parse({
    model: "atlas",
    version: "ver_0",
    overlays: [],
    cases: Array.from({ length: count }, (_, i) => ({
      request: {
        id: `case-${i}`,
        subject: `Person ${i}`,
        prompt: "The mother tongue of {} is",
        targetNew: "French",
        targetTrue: "English",
      },
      rephrases: [`What is the mother tongue of Person ${i}? It is`, `Person ${i} grew up with`],
      locality: {
        neighborhood: [1, 2, 3, 4, 5].map((n) => probe(`The mother tongue of neighbour ${n} of ${i} is`)),
      },
      portability: { reasoning: [probe(`The country where Person ${i} was born is`)] },
    })),
    methods: [{ method: "rome", parameters: {} }],
    mode: "sequential",
  });
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
