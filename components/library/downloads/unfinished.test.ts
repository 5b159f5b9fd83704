import { expect, test } from "vitest";
import type { ListedJob } from "@/lib/api";
import type { JobStatus } from "@/lib/store";
import { unfinished } from "./unfinished";

const job = (id: string, model: string, status: JobStatus): ListedJob => ({
  id: `job_${id}`,
  kind: "download",
  queue: "network",
  status,
  attempt: 1,
  createdAt: "2026-11-22T10:00:00.000Z",
  cancelRequested: false,
  author: "",
  summary: { model, methods: [], edits: 0, subjects: [], repository: `owner/${model}` },
});
const idsOf = (jobs: readonly ListedJob[]) => unfinished(jobs).map(({ id }) => id);

test("what runs, waits, is paused or failed is shown; what is done or was given up is not", () => {
  const states: JobStatus[] = ["queued", "running", "paused", "failed", "succeeded", "cancelled"];
  const jobs = states.map((status) => job(status, status, status));
  expect(idsOf(jobs)).toEqual(["job_queued", "job_running", "job_paused", "job_failed"]);
});

test("a failure is no longer shown once the same model was tried again", () => {
  expect(idsOf([job("2", "a", "running"), job("1", "a", "failed")])).toEqual(["job_2"]);
  expect(idsOf([job("2", "a", "succeeded"), job("1", "a", "failed")])).toEqual([]);
});
