import { expect, test } from "vitest";
import type { ListedJob } from "@/lib/api";
import { JOB_KINDS } from "@/lib/job/kinds";
import { addressOfJob } from "./address";

const job = (kind: string, change: Partial<ListedJob> = {}): ListedJob => ({
  id: "job_1",
  kind,
  status: "running",
  queue: "device",
  summary: { model: "atlas", methods: [], edits: 1, subjects: [], runId: "life_1" },
  attempt: 1,
  createdAt: "2026-01-01T00:00:00.000Z",
  cancelRequested: false,
  author: "",
  ...change,
});

test("every kind of job has a page that its link opens", () => {
  const without = Object.keys(JOB_KINDS).filter((kind) => addressOfJob(job(kind), "atlas") === undefined);
  expect(without).toEqual([]);
});

test("a run is named in the address of the place that shows it", () => {
  expect(addressOfJob(job("merge"), "atlas")).toEqual({ path: "/merge", query: { job: "job_1" } });
  expect(addressOfJob(job("benchmark"), "atlas")?.query).toEqual({ show: "benchmarks", bench: "job_1" });
  expect(addressOfJob(job("evolve"), "atlas")?.query.runs).toBe('["job_1"]');
  expect(addressOfJob(job("lifelong", { status: "succeeded" }), "atlas")?.query).toEqual({ run: "life_1" });
});

test("a job of another model leads to that model", () => {
  expect(addressOfJob(job("merge"), "gpt2")?.query).toEqual({ job: "job_1", m: "atlas", b: "main" });
});
