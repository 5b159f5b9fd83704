import { expect, test } from "vitest";
import type { ListedJob } from "@/lib/api";
import { queuePlaceOf } from "./queue-place";

const AT = "2026-01-01T00:00:00.000Z";
const MINUTE = 60_000;

function job(id: string, more: Partial<ListedJob> = {}): ListedJob {
  return {
    id,
    kind: "lifelong",
    status: "queued",
    queue: "device",
    summary: { methods: ["rome"], edits: 100, subjects: [] },
    attempt: 1,
    createdAt: AT,
    cancelRequested: false,
    author: "",
    ...more,
  };
}
const progress = { phase: "Editing", step: 25, steps: 100 };
const atWork = job("job_1", { status: "running", startedAt: AT, progress });
const now = Date.parse(AT) + MINUTE;

test("a job that waits knows how many are before it, whose turn it is, and what that one has left", () => {
  const jobs = [job("job_3"), job("job_2"), atWork, job("job_0", { status: "succeeded" })];
  expect(queuePlaceOf(jobs, "job_3", now)).toEqual({ ahead: 2, current: atWork, leftMs: 3 * MINUTE });
});

test("the server knows better than the list whose turn comes first", () => {
  const jobs = [job("job_3", { ahead: 1 }), job("job_2", { ahead: 2 }), atWork];
  expect(queuePlaceOf(jobs, "job_3", now)?.ahead).toBe(1);
});

test("jobs of another queue, later ones and those in a browser are not before it", () => {
  const jobs = [
    job("job_5"),
    job("job_4"),
    job("job_3", { queue: "short" }),
    job("job_2", { status: "running", summary: { ...atWork.summary, location: "browser" } }),
  ];
  expect(queuePlaceOf(jobs, "job_4", now)).toEqual({ ahead: 0, current: undefined, leftMs: undefined });
});

test("nothing is said of a job that does not wait, and no time of one whose steps are those of a phase", () => {
  expect(queuePlaceOf([atWork], "job_1", now)).toBeUndefined();
  expect(queuePlaceOf([atWork], "job_9", now)).toBeUndefined();
  const edit = { ...atWork, kind: "edit" };
  expect(queuePlaceOf([job("job_2"), edit], "job_2", now)?.leftMs).toBeUndefined();
});
