// @vitest-environment happy-dom
import { waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { getJob, getLifelong } from "../../api";
import { PalimpsestError } from "../../base";
import { HealthLimits } from "../../eval";
import type { JobStatus } from "../../store";
import { renderClientHook } from "../../testing/client";
import { fakeServer, type FakeServer } from "../../testing/fake-server";
import { useLifelong } from "./use-lifelong";

const RUN = `life_${"0".repeat(64)}`;
const JOB = "job_1";
const AT = "2026-01-01T00:00:00.000Z";

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  server.answer(getJob, ({ params }) => ({
    id: params.jobId,
    kind: "lifelong",
    status: "running" as const,
    input: {},
    attempt: 1,
    createdAt: AT,
    cancelRequested: false,
    author: "",
  }));
});

function record(jobStatus: JobStatus | null) {
  return {
    id: RUN,
    job: JOB,
    model: "atlas",
    version: "ver_1",
    method: "rome",
    parameters: {},
    settings: {
      count: 10,
      draw: null,
      batchSize: 1,
      checkpoints: [5, 10],
      health: HealthLimits.parse({}),
      healthEvery: 10,
      seed: 0,
    },
    createdAt: AT,
    updatedAt: AT,
    jobStatus,
    samples: [],
  };
}
const watch = (started?: string) => renderClientHook((job?: string) => useLifelong(RUN, job), started);

test.each(["succeeded", "failed", "cancelled", null] as const)(
  "a run whose job is over (%s) is its record, and no job is watched",
  async (jobStatus) => {
    server.answer(getLifelong, () => record(jobStatus));
    const events = server.events(JOB);
    const { result } = watch();
    await waitFor(() => expect(result.current.run?.id).toBe(RUN));
    expect(result.current).toMatchObject({ status: jobStatus ?? undefined, jobId: JOB, progress: undefined });
    expect(events.connections).toEqual([]);
  },
);

test("a run whose job is open is watched: status, progress, and the last of each value", async () => {
  server.answer(getLifelong, () => record("running"));
  const events = server.events(JOB);
  const { result } = watch();
  for (const [step, norm] of [2, 3].entries())
    events.send({
      status: "running",
      progress: { phase: "Editing", step: step + 1, steps: 10, values: { norm } },
    });
  await waitFor(() => expect(result.current.progress?.step).toBe(2));
  expect(result.current.status).toBe("running");
  expect(result.current.values).toEqual({ norm: 3 });
});

test("the record is read again when a checkpoint has been judged, and not for each report between", async () => {
  // Only the events tell of the job here: what its record adds would be asked for at any time.
  server.answer(getJob, () => new Promise(() => undefined));
  const asked = server.answer(getLifelong, () => record("running"));
  const events = server.events(JOB);
  const { result } = watch();
  const report = async (step: number, values: Record<string, number>) => {
    events.send({ status: "running", progress: { phase: "Editing", step, values } });
    await waitFor(() => expect(result.current.progress?.step).toBe(step));
  };
  await report(1, { rows: 1 });
  await waitFor(() => expect(asked.length).toBe(2));
  await report(2, { norm: 1 });
  await report(3, { norm: 2 });
  expect(asked.length).toBe(2);
  await report(4, { rows: 2 });
  await waitFor(() => expect(asked.length).toBe(3));
});

test("a run that waits for its turn has its record, and is asked for once", async () => {
  const asked = server.answer(getLifelong, () => record("queued"));
  const events = server.events(JOB);
  const { result } = watch(JOB);
  events.send({ status: "queued" });
  await waitFor(() => expect(result.current.status).toBe("queued"));
  await waitFor(() => expect(result.current.run?.method).toBe("rome"));
  expect(result.current.error).toBeUndefined();
  expect(asked.length).toBeLessThan(3);
});

test("a run that does not exist is an error", async () => {
  server.answer(getLifelong, () => {
    throw new PalimpsestError("not_found", "There is no such run.");
  });
  const { result } = watch();
  await waitFor(() => expect(result.current.error?.code).toBe("not_found"));
});
