import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createMemoryStore, type JobEvent, type Store } from "../../store";
import { fakeRecords } from "../../testing/host/records";
import type { ModelHost } from "../calls";
import type { AnyJobKind, Downloads } from "./job";
import { createRunner, type Runner } from "./runner";

const KIND: AnyJobKind = {
  id: "add",
  input: z.object({ seed: z.int(), model: z.string() }),
  output: z.object({ answer: z.number(), place: z.string().optional() }),
  runsInTab: true,
  isResumable: true,
  perform: () => Promise.reject(new Error("the server performs nothing here")),
};
const ON_SERVER: AnyJobKind = { ...KIND, id: "server-only", runsInTab: false };
const STEP = { phase: "Adding", step: 1 };

let store: Store;
let runner: Runner;
const open = (tabLeaseMs?: number): Promise<void> => {
  runner = createRunner({
    store,
    kinds: [KIND, ON_SERVER],
    context: {
      modelHost: {} as ModelHost,
      downloads: {} as Downloads,
      records: fakeRecords(),
      presets: { put: async () => undefined },
      lifelong: { find: async () => null, put: async () => undefined },
    },
    progressIntervalMs: 1,
    keptProgressIntervalMs: 1,
    tabLeaseMs,
  });
  return runner.open();
};
beforeEach(() => {
  store = createMemoryStore();
  return open();
});
afterEach(() => runner.stop());

const begin = () => runner.begin("add", { seed: 1, model: "tiny" }, "Ada");
const statusOf = async (jobId: string) => (await store.jobs.get(jobId)).status;
async function eventsOf(jobId: string): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of runner.watch(jobId, 0, new AbortController().signal)) events.push(event);
  return events;
}

test("a job of a page is listed as running in a browser, and its page's reports are its stream", async () => {
  const jobId = await begin();
  const job = await store.jobs.get(jobId);
  expect(job).toMatchObject({
    status: "running",
    author: "Ada",
    summary: { model: "tiny", location: "browser" },
  });
  const watched = eventsOf(jobId);
  expect(await runner.report(jobId, { status: "running", progress: STEP })).toMatchObject({
    status: "running",
  });
  expect(runner.progressOf(jobId)).toEqual(STEP);
  await runner.report(jobId, { status: "succeeded", progress: STEP, output: { answer: 3 } });
  const events = await watched;
  expect([events[0].status, events.at(-1)?.status]).toEqual(["running", "succeeded"]);
  expect(events.some(({ kind, progress }) => kind === "progress" && progress?.phase === STEP.phase)).toBe(
    true,
  );
  expect((await store.payloads.get(jobId)).output).toEqual({ answer: 3 });
});

test("a result that is none of its kind is refused, and so is a report on a job of the server", async () => {
  const jobId = await begin();
  await expect(runner.report(jobId, { status: "succeeded", output: { answer: "3" } })).rejects.toMatchObject({
    code: "invalid_input",
    details: { field: "answer" },
  });
  expect(await statusOf(jobId)).toBe("running");
  await expect(runner.begin("server-only", { seed: 1 }, "")).rejects.toMatchObject({ code: "unsupported" });
  const queued = await runner.start("server-only", { seed: 1 }, "");
  await expect(runner.report(queued, { status: "cancelled" })).rejects.toMatchObject({ code: "conflict" });
});

test("a page cannot say that the server computed its result", async () => {
  const jobId = await begin();
  const output = { answer: 3, place: "native" };
  await expect(runner.report(jobId, { status: "succeeded", output })).rejects.toMatchObject({
    code: "invalid_input",
    details: { field: "output.place" },
  });
  expect(await statusOf(jobId)).toBe("running");
  await runner.report(jobId, { status: "succeeded", output: { ...output, place: "wasm" } });
  expect(await statusOf(jobId)).toBe("succeeded");
});

test("the page learns from its next report that the job was cancelled or paused elsewhere", async () => {
  const [cancelled, paused] = [await begin(), await begin()];
  await runner.cancel(cancelled);
  await runner.pause(paused);
  expect(await runner.report(cancelled, { status: "running" })).toEqual({
    status: "running",
    cancelRequested: true,
  });
  expect(await runner.report(paused, { status: "running" })).toMatchObject({ status: "paused" });
  expect(await runner.report(cancelled, { status: "cancelled" })).toMatchObject({ status: "cancelled" });
  expect(await runner.resume(paused)).toBe("running");
  expect(await runner.report(paused, { status: "running" })).toMatchObject({ status: "running" });
});

test("a server that starts again leaves a job to its page, until that has been silent for long", async () => {
  const jobId = await begin();
  await runner.stop();
  await open();
  expect(await runner.report(jobId, { status: "running" })).toMatchObject({ status: "running" });
  await runner.stop();
  await open(0);
  expect(await store.jobs.get(jobId)).toMatchObject({
    status: "failed",
    error: { code: "interrupted", details: { reason: "tabClosed" } },
  });
  expect(await runner.report(jobId, { status: "succeeded", output: { answer: 1 } })).toMatchObject({
    status: "failed",
  });
});

test("run again, it is a job of the server", async () => {
  const jobId = await begin();
  await runner.report(jobId, { status: "cancelled" });
  const again = await store.jobs.get(await runner.retry(jobId));
  expect(again.summary).not.toHaveProperty("location");
});
