import { beforeEach, expect, test } from "vitest";
import { hashJson, type JsonObject, type Progress } from "../../base";
import { createMemoryStore, LifelongJobInput, type Job, type JobPayload, type Store } from "../../store";
import { fakeRecords } from "../../testing/host/records";
import { namedRun, summaryOf } from "../../job";
import { deleteJob, jobDetails, newestJobs } from "./jobs";

const input: JobPayload["input"] = {
  model: "atlas",
  methods: [
    { method: "rome", parameters: {} },
    { method: "rome", parameters: { layers: [1] } },
  ],
  cases: ["Norway", "Peru", "Chile", "Japan"].map((subject) => ({ request: { subject } })),
};
const outcome = {
  method: "rome",
  parameters: {},
  overlays: [],
  deltaNorms: {},
  fingerprintBefore: "a",
  fingerprintAfter: "b",
  report: { numbers: {} },
  durationMs: 1,
};

function job(change: Partial<Job> = {}): Job {
  return {
    id: "job_1",
    kind: "edit",
    status: "succeeded",
    attempt: 1,
    createdAt: "2026-01-01T00:00:00.000Z",
    cancelRequested: false,
    author: "",
    ...change,
  };
}

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

const running = new Map<string, Progress>();
const places = new Map<string, number>();
const sources = () => ({
  store,
  runner: {
    progressOf: (jobId: string) => running.get(jobId),
    queueOf: () => "device" as const,
    waiting: async () => places,
  },
});

test("a job that waits says how many have their turn before it", async () => {
  await store.jobs.put(job({ status: "queued" }));
  await store.payloads.put({ id: "job_1", input });
  places.set("job_1", 3);
  expect((await newestJobs(sources(), 10))[0].ahead).toBe(3);
  places.clear();
});

test("a finished job is deleted with what it was asked and gave; one that has not ended, or that a run needs, is not", async () => {
  await store.jobs.put(job({ status: "queued" }));
  await expect(deleteJob({ store }, "job_1")).rejects.toMatchObject({ code: "conflict" });
  await store.jobs.put(job());
  await store.payloads.put({ id: "job_1", input });
  const { lifelong } = store;
  const listWithout = async () => [{ id: "life_1" }] as never;
  const needed = deleteJob({ store: { ...store, lifelong: { ...lifelong, listWithout } } }, "job_1");
  await expect(needed).rejects.toMatchObject({ code: "conflict" });
  await deleteJob({ store }, "job_1");
  expect(await store.jobs.list()).toEqual([]);
  await expect(store.payloads.get("job_1")).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteJob({ store }, "job_1")).rejects.toMatchObject({ code: "not_found" });
});

test("a list of jobs has a line about each in place of its input and result", async () => {
  await store.jobs.put(job());
  await store.payloads.put({ id: "job_1", input, output: { outcomes: [], place: "native" } });
  const [listed] = await newestJobs(sources(), 10);
  expect(listed.summary).toEqual({
    model: "atlas",
    methods: ["rome", "rome"],
    edits: 4,
    subjects: ["Norway", "Peru", "Chile"],
  });
  expect(listed).not.toHaveProperty("input");
  expect(listed).not.toHaveProperty("output");
});

test("a job with a summary is listed without its input being read", async () => {
  const summary = { model: "atlas", methods: ["memit"], edits: 9, subjects: [] };
  await store.jobs.put(job({ summary }));
  expect((await newestJobs(sources(), 10))[0].summary).toEqual(summary);
});

test("a job that runs here has its last report, any other what its row says", async () => {
  const summary = { methods: [], edits: 0, subjects: [] };
  const progress = { phase: "Editing", step: 1 };
  await store.jobs.put(job({ id: "job_1", summary, status: "running", progress }));
  await store.jobs.put(job({ id: "job_2", summary, progress }));
  running.set("job_1", { ...progress, step: 9 });
  const listed = await newestJobs(sources(), 10);
  expect(listed.map(({ id, progress: shown }) => [id, shown?.step])).toEqual([
    ["job_2", 1],
    ["job_1", 9],
  ]);
});

test("a job that edits nothing is summed up by its model alone", async () => {
  const summary = summaryOf({ kind: "download", input: { modelId: "gpt2" } });
  expect(summary).toEqual({ model: "gpt2", methods: [], edits: 0, subjects: [] });
});

test("a lifelong job is summed up with the run that it performs", async () => {
  const asked = LifelongJobInput.parse({ model: "atlas", draw: { count: 12 }, method: "rome" });
  const input = await namedRun(asked, fakeRecords());
  const summary = summaryOf({ kind: "lifelong", input: input as unknown as JobPayload["input"] });
  expect(summary).toMatchObject({ methods: ["rome"], edits: 12, runId: input.runId });
});

test("a lifelong run keeps the name that it had while its input listed the overlays of its version", async () => {
  const records = fakeRecords();
  const overlays = ["a".repeat(64), "b".repeat(64)];
  const asked = (version: string) =>
    LifelongJobInput.parse({
      model: "atlas",
      version,
      draw: { count: 12 },
      method: "rome",
      parameters: {},
    });
  const named = await namedRun(asked(records.versionOf(overlays)), records);
  const { runId, version: _, health: __, ...decides } = named;
  const before = { ...decides, overlays, checkpoints: [1, 10, 12] };
  expect(runId).toBe(`life_${await hashJson(before as unknown as JsonObject)}`);
  expect((await namedRun(asked(records.versionOf(overlays)), records)).runId).toBe(runId);
  expect((await namedRun(asked(records.versionOf([])), records)).runId).not.toBe(runId);
});

test("results from before outcomes named their entry are numbered in their order", async () => {
  await store.jobs.put(job());
  await store.payloads.put({ id: "job_1", input, output: { outcomes: [outcome, outcome], place: "native" } });
  const details = await jobDetails(sources(), "job_1");
  expect(details.input).toEqual(input);
  expect(details.output).toMatchObject({ outcomes: [{ entry: 0 }, { entry: 1 }] });
});
