import { expect, test } from "vitest";
import { createMemoryStore, type Job } from "../store";
import { jobWithProgress, newestJobs, summaryOf } from "./jobs";

const input: Job["input"] = {
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
    input,
    attempt: 1,
    createdAt: "2026-01-01T00:00:00.000Z",
    cancelRequested: false,
    author: "",
    ...change,
  };
}

test("a list of jobs has a line about each in place of its input and result", async () => {
  const store = createMemoryStore();
  await store.jobs.put(job({ output: { outcomes: [], place: "native" } }));
  const [listed] = await newestJobs(store, 10);
  expect(listed.summary).toEqual({
    model: "atlas",
    methods: ["rome", "rome"],
    edits: 4,
    subjects: ["Norway", "Peru", "Chile"],
  });
  expect(listed).not.toHaveProperty("input");
  expect(listed).not.toHaveProperty("output");
});

test("a job that edits nothing is summed up by its model alone", () => {
  expect(summaryOf({ modelId: "gpt2" })).toEqual({ model: "gpt2", methods: [], edits: 0, subjects: [] });
});

test("results from before outcomes named their entry are numbered in their order", async () => {
  const store = createMemoryStore();
  await store.jobs.put(job({ output: { outcomes: [outcome, outcome], place: "native" } }));
  const { output } = await jobWithProgress(store, "job_1");
  expect(output).toMatchObject({ outcomes: [{ entry: 0 }, { entry: 1 }] });
});
