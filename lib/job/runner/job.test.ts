import { expect, test } from "vitest";
import type { Job, JobStatus } from "../../store";
import { canMove, isFinished, moved } from "./job";

const ALL: JobStatus[] = ["queued", "running", "paused", "succeeded", "failed", "cancelled"];
const AT = "2026-11-22T10:00:00.000Z";
const job = (status: JobStatus): Job => ({
  id: "job_1",
  kind: "edit",
  status,
  attempt: 1,
  createdAt: AT,
  cancelRequested: false,
  author: "",
});

test("a finished job never moves, and an unfinished one can always be cancelled", () => {
  for (const from of ALL) {
    const moves = ALL.filter((to) => canMove(from, to));
    expect(isFinished(from)).toBe(moves.length === 0);
    if (moves.length > 0) expect(moves).toContain("cancelled");
    expect(moves).not.toContain(from);
  }
  expect(ALL.filter(isFinished)).toEqual(["succeeded", "failed", "cancelled"]);
});

test("a move sets the times that belong to it", () => {
  const running = moved(job("queued"), "running", AT);
  expect(running).toMatchObject({ status: "running", startedAt: AT, heartbeatAt: AT });
  expect(running.endedAt).toBeUndefined();
  expect(moved(running, "succeeded", AT)).toMatchObject({ endedAt: AT, startedAt: AT });
});

test("a move that is not one is a conflict", () => {
  expect(() => moved(job("succeeded"), "running", AT)).toThrow(expect.objectContaining({ code: "conflict" }));
  expect(() => moved(job("queued"), "succeeded", AT)).toThrow(expect.objectContaining({ code: "conflict" }));
});
